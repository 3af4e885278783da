//! Writes what finds the phrases and patterns of the shipped rules in a line: `src/scan/prepared.rs` reads
//! it. Rules are counted over all files, in the order of their names.

use crate::matchers::phrases::index::{IndexBuilder, Stands};
use crate::matchers::re::filter::PatternFilter;
use crate::matchers::re::syntax;
use crate::text::packed::PackedWriter;
use regex_syntax::hir::Hir;
use toml::de::{DeTable, DeValue};

/// The phrases and patterns of the rules so far.
#[derive(Default)]
pub(crate) struct Prepared {
    rules: usize,
    index: IndexBuilder,
    inside: IndexBuilder,
    patterns: Vec<(usize, Hir)>,
}

impl Prepared {
    /// Adds a rule.
    pub(crate) fn add(&mut self, rule: &DeTable<'_>) {
        let number = self.rules;
        self.rules += 1;
        let Some(matcher) = rule
            .get("match")
            .and_then(|value| value.get_ref().as_table())
        else {
            return;
        };
        for (key, value) in matcher {
            let value = value.get_ref();
            match key.get_ref().as_ref() {
                "line" => self.index.add(number, Stands::Alone, texts(value)),
                "start" => self.index.add(number, Stands::First, texts(value)),
                "anywhere" => self.inside.add(number, Stands::Inside, texts(value)),
                "regex" => {
                    let pattern = value.as_str().and_then(|source| syntax::parse(source).ok());
                    self.patterns.extend(pattern.map(|hir| (number, hir)));
                }
                "appended" => {
                    let headings = value.as_table().and_then(|params| params.get("headings"));
                    let headings = headings
                        .into_iter()
                        .flat_map(|value| texts(value.get_ref()));
                    self.index.add(number, Stands::Alone, headings);
                }
                _ => {}
            }
        }
    }

    /// The index, the filter, and the rule of each pattern.
    pub(crate) fn pack(self) -> Vec<u8> {
        let mut out = PackedWriter::default();
        let (rules, trees): (Vec<usize>, Vec<Hir>) = self.patterns.into_iter().unzip();
        self.index.build().pack(&mut out);
        self.inside.build().pack(&mut out);
        PatternFilter::new(&trees).pack(&mut out);
        out.list(&rules, |out, rule| out.number(*rule));
        out.0
    }
}

fn texts<'v>(value: &'v DeValue<'_>) -> impl Iterator<Item = &'v str> {
    let values = value.as_array().into_iter().flatten();
    values.filter_map(|value| value.get_ref().as_str())
}
