//! Which templates a page's host has: one look-up a page, however many hosts are known.

use crate::rules::matcher::Matcher;
use crate::rules::rule::Rule;
use crate::rules::template::TemplateParams;
use std::collections::BTreeMap;

/// The rules with templates, by domain.
#[derive(Debug, Default)]
pub(crate) struct Templates {
    of_domain: BTreeMap<String, Vec<usize>>,
    /// Those of no domain.
    of_all: Vec<usize>,
    params: BTreeMap<usize, TemplateParams>,
    /// How many pages of their host were counted, of those that are evidence.
    pages: BTreeMap<usize, u32>,
}

impl Templates {
    pub(crate) fn new(rules: &[(usize, &Rule)]) -> Self {
        let mut templates = Self::default();
        for &(at, rule) in rules {
            if let Matcher::Template(params) = &rule.matcher {
                templates.params.insert(at, params.clone());
            }
            if let Some(counted) = rule.host_counts() {
                templates.pages.insert(at, counted.pages);
            }
            if rule.guards.domain.is_empty() {
                templates.of_all.push(at);
            }
            for domain in &rule.guards.domain {
                let of_domain = templates.of_domain.entry(domain.clone()).or_default();
                if of_domain.last() != Some(&at) {
                    of_domain.push(at);
                }
            }
        }
        templates
    }

    /// The rules for pages of that host, in load order.
    pub(crate) fn of_host(&self, host: Option<&str>, rules: &mut Vec<usize>) {
        rules.clear();
        rules.extend_from_slice(&self.of_all);
        if self.of_domain.is_empty() {
            return;
        }
        let mut domain = host;
        while let Some(name) = domain {
            rules.extend(self.of_domain.get(name).into_iter().flatten());
            domain = name.split_once('.').map(|(_, parent)| parent);
        }
        rules.sort_unstable();
        rules.dedup();
    }

    /// How many pages of a host were counted, by its rules; 0 where nobody counted.
    pub(crate) fn pages(&self, rules: &[usize]) -> u32 {
        let pages = rules.iter().filter_map(|rule| self.pages.get(rule));
        pages.copied().max().unwrap_or(0)
    }

    /// What a line of a rule says for itself.
    pub(crate) fn say(&self, rule: u32, line: u32) -> String {
        let params = self.params.get(&(rule as usize));
        params.map_or_else(String::new, |params| params.say(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulefile::pack::builder::RulesBuilder;
    use crate::rulefile::pack_source::PackSource;

    #[test]
    fn a_host_has_its_templates_and_those_of_the_domains_above() {
        let rule = |id: &str, domain: &str| {
            format!(
                "[[rule]]\nid = '{id}'\nkind = 'template'\nmatch.template.lines = [{{ text = 'Home' }}]\n{domain}\n"
            )
        };
        let text = [
            "schema = 1\npack = 'mine'\n".to_owned(),
            rule("sub", "when.domain = 'news.tide.example'"),
            rule("all", ""),
            rule("top", "when.domain = ['tide.example', 'news.tide.example']"),
            rule("other", "when.domain = 'other.example'"),
        ];
        let source = PackSource {
            name: "mine.toml".to_owned(),
            text: text.concat(),
        };
        let rules = RulesBuilder::new().without_shipped().file(source).build();
        let rules = rules.expect("they are sound");
        let all: Vec<(usize, &Rule)> = rules.iter().enumerate().collect();
        let templates = Templates::new(&all);
        let mut found = Vec::new();
        for (host, wanted) in [
            (Some("www.news.tide.example"), vec![0, 1, 2]),
            (Some("tide.example"), vec![1, 2]),
            (Some("badtide.example"), vec![1]),
            (None, vec![1]),
        ] {
            templates.of_host(host, &mut found);
            assert_eq!(found, wanted, "{host:?}");
        }
    }
}
