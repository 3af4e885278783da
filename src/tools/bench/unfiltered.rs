//! Rules that look at every line, since no literal says where they could match.

use crate::rulefile::rules::Rules;
use crate::rules::effect::Level;
use serde::Serialize;
use std::fmt::Write as _;

/// A rule without a prefilter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnfilteredRule {
    /// The rule, `pack/id`.
    pub rule: String,
    /// The key of its matcher, as in `match.KEY`.
    pub matcher: String,
    /// Where it was written: `file:line`.
    pub place: String,
}

/// The rules that are on and have no literal of which a line must hold one, in load order. Those that look
/// at whole pages are none of them.
///
/// # Example
///
/// ```
/// use dechaff::tools::bench::unfiltered_rules;
/// use dechaff::{PackSource, RulesBuilder};
///
/// let text = "schema = 1\npack = 'own'\n[[rule]]\nid = 'digits'\nkind = 'other'\nmatch.regex = '^[0-9]+$'\n";
/// let source = PackSource { name: "own.toml".to_owned(), text: text.to_owned() };
/// let rules = RulesBuilder::new().without_shipped().file(source).build()?;
/// let found = unfiltered_rules(&rules);
/// assert_eq!((&*found[0].rule, &*found[0].place), ("own/digits", "own.toml:3"));
/// # Ok::<(), dechaff::RuleErrors>(())
/// ```
pub fn unfiltered_rules(rules: &Rules) -> Vec<UnfilteredRule> {
    let compiled = rules.compiled().iter();
    let unfiltered =
        compiled.filter(|one| one.rule.level != Level::Off && one.runs_on_every_line());
    let named = unfiltered.map(|one| UnfilteredRule {
        rule: one.rule.id.clone(),
        matcher: one.rule.matcher_key().to_owned(),
        place: format!("{}:{}", one.rule.origin.file, one.rule.origin.line),
    });
    named.collect()
}

/// The rules for people, and how many of `all` they are.
pub fn unfiltered_table(rules: &[UnfilteredRule], all: usize) -> String {
    let width = |of: fn(&UnfilteredRule) -> &str| {
        rules
            .iter()
            .map(|rule| of(rule).chars().count())
            .max()
            .unwrap_or(0)
    };
    let (ids, matchers) = (width(|rule| &rule.rule), width(|rule| &rule.matcher));
    let mut out = format!("{} of {all} rules look at every line\n", rules.len());
    for rule in rules {
        let _ = writeln!(
            out,
            "  {:ids$}  {:matchers$}  {}",
            rule.rule, rule.matcher, rule.place
        );
    }
    out
}
