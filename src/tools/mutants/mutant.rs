//! Rules with one guard, phrase or setting less, and whether a test of the rule notices.
//!
//! Passing tests say little where half of a rule could be deleted and they would still pass.
//! What can be deleted unnoticed is either a part that the rule can do without, or one that no
//! test shows to be needed.

use crate::clean::plain::passes::PassContext;
use crate::matchers::compiled_rule::CompiledRule;
use crate::rulefile::rules::Rules;
use crate::rules::inline_test::RuleTest;
use crate::rules::mode::Mode;
use crate::rules::rule::Rule;
use crate::scan::plain::scanner::Scanner;
use crate::text::span::SpanSet;
use crate::tools::mutants::deletion::{self, Deletion};
use crate::tools::rule_tests::run::{removed_by, removed_without};

/// A rule without one of its guards, phrases or settings.
#[derive(Debug)]
pub struct Mutant<'r> {
    pub(crate) rule: &'r Rule,
    pub(crate) deletion: Deletion,
}

/// Every single thing that can be deleted from a rule: phrases, settings, guards, extent.
///
/// Each phrase and each heading; each guard, each pattern of `unless`, and of several shapes each
/// shape; each number of a matcher, `remove` and `plus_lines`, where it is not the default.
/// `domain` and `lang` are left out, since tests take them as given, and so is what overrides
/// add. O(n) in what the rule holds.
///
/// # Example
///
/// ```
/// let rules = dechaff::Rules::shipped();
/// let rule = rules.iter().find(|rule| rule.id == "core/blank-run").expect("it is shipped");
/// assert!(dechaff::tools::mutants::mutants_of(rule).iter().all(|mutant| !mutant.survives()));
/// ```
pub fn mutants_of(rule: &Rule) -> Vec<Mutant<'_>> {
    deletion::all(rule)
        .into_iter()
        .map(|deletion| Mutant { rule, deletion })
        .collect()
}

impl<'r> Mutant<'r> {
    /// The rule of which something is deleted.
    pub fn rule(&self) -> &'r Rule {
        self.rule
    }

    /// Whether every test of the rule passes without the deleted part. Costs the rule's tests, one
    /// after the other, up to the first that fails.
    pub fn survives(&self) -> bool {
        let rest = self.rest().map(Rules::of_one);
        let scanner = rest.as_ref().map(Scanner::without_prefilter);
        let removed = |test: &RuleTest| -> SpanSet {
            match (&rest, &scanner) {
                (Some(rules), Some(scanner)) => {
                    let mode = Mode::Thorough;
                    let parts = PassContext {
                        rules,
                        scanner,
                        mode,
                    };
                    removed_by(self.rule, parts, test)
                }
                _ => removed_without(self.rule, test),
            }
        };
        let (likely, others) = self.tests();
        let mut tests = likely.into_iter().chain(others);
        tests.all(|test| test.passes(&removed(test)))
    }

    /// The rule's tests: those that are likely to notice, and the others.
    fn tests(&self) -> (Vec<&'r RuleTest>, Vec<&'r RuleTest>) {
        let part = self.deletion.text(self.rule).unwrap_or_default();
        let holds = |text: &str| {
            let mut windows = text.as_bytes().windows(part.len().max(1));
            part.is_empty() || windows.any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
        };
        self.rule.tests.iter().partition(|test| holds(&test.text))
    }

    /// What is left of the rule; `None` where it has nothing to look for any more.
    fn rest(&self) -> Option<CompiledRule> {
        CompiledRule::new(self.deletion.rest_of(self.rule))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulefile::pack::builder::RulesBuilder;
    use crate::rulefile::pack_source::PackSource;

    /// What can be deleted from the rule unnoticed, in words.
    fn survivors(rule: &str) -> Vec<String> {
        let head = "schema = 1\npack = \"t\"\n[[rule]]\nid = \"a\"\nkind = \"nav\"\n";
        let source = PackSource {
            name: "t.toml".to_owned(),
            text: format!("{head}{rule}"),
        };
        let rules = RulesBuilder::new().without_shipped().file(source).build();
        let rules = rules.expect("the test's rule is sound");
        let rule = rules.iter().next().expect("there is one");
        let of_rule = mutants_of(rule).into_iter();
        of_rule
            .filter(Mutant::survives)
            .map(|mutant| mutant.what())
            .collect()
    }

    #[test]
    fn what_no_test_needs_survives() {
        for (rule, expected) in [
            (
                "match.line = [\"Menu\", \"Home\"]\ntests = [\"[-Menu-]\"]",
                &["\"Home\""][..],
            ),
            (
                "match.line = [\"Menu\"]\ntests = [\"[-Menu-]\", \"Soup\"]",
                &[],
            ),
            ("match.line = [\"Menu\"]\ntests = [\"Soup\"]", &["\"Menu\""]),
            (
                "match.start = [\"Menu\"]\nwhen.max_words = 3\nwhen.first = 2\ntests = [\"[-Menu of today-]\", \"Menu of the whole week\"]",
                &["when.first = 2"],
            ),
            (
                "match.regex = '^Me'\nremove = \"match\"\ntests = [\"[-Me-]\"]",
                &["remove = \"match\""],
            ),
            (
                "match.line = [\"Menu\"]\nplus_lines = 1\ntests = [\"[-Menu\\nSoup-]\\nFish\"]",
                &[],
            ),
            (
                "match.line = [\"Menu\"]\nwhen.next = [\"label\", \"title\"]\ntests = [\"[-Menu-]\\nSoup\", \"Menu\"]",
                &["\"title\" of when.next"],
            ),
            (
                "match.line = [\"Menu\", \"Fish\"]\nwhen.unless = ['^M', 'h$']\ntests = [\"Menu\", \"[-menu-]\"]",
                &["\"Fish\"", "when.unless 'h$'"],
            ),
            (
                "match.duplicate = { min_words = 2, within = 12 }\ntests = [\"Fish soup\\n[-Fish soup-]\"]",
                &[],
            ),
            (
                "match.duplicate = { min_words = 4, within = 90 }\ntests = [\"Fish soup for you\\n[-Fish soup for you-]\"]",
                &["within = 90"],
            ),
        ] {
            assert_eq!(survivors(rule), expected, "{rule}");
        }
    }

    #[test]
    fn protect_rules_are_judged_by_what_they_keep() {
        let source = PackSource {
            name: "t.toml".to_owned(),
            text: "schema = 1\npack = \"t\"\n[[protect]]\nid = \"a\"\nmatch.line = [\"Menu\", \"Soup\"]\ntests = [\"Menu\\n[-Fish-]\"]".to_owned(),
        };
        let rules = RulesBuilder::new().without_shipped().file(source).build();
        let rules = rules.expect("the test's rule is sound");
        let rule = rules.iter().next().expect("there is one");
        let survive: Vec<bool> = mutants_of(rule).iter().map(Mutant::survives).collect();
        assert_eq!(survive, [false, true]);
    }
}
