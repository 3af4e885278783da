//! The inline tests of shipped rules, read when they are first asked for.

use crate::matchers::re::Trust;
use crate::rulefile::check::file::parse_file;
use crate::rulefile::shipped::SHIPPED;
use crate::rules::inline_test::RuleTest;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The tests of the rule of that id in the shipped file of that name. A file is read once.
pub(crate) fn shipped_tests(file: &str, rule: &str) -> Vec<RuleTest> {
    static FILES: [OnceLock<BTreeMap<String, Vec<RuleTest>>>; SHIPPED.len()] =
        [const { OnceLock::new() }; SHIPPED.len()];
    let Some(at) = SHIPPED.iter().position(|(name, _)| *name == file) else {
        return Vec::new();
    };
    let (name, text) = SHIPPED[at];
    let tests = FILES[at].get_or_init(|| parse_file(name, text, Trust::Shipped).tests());
    tests.get(rule).cloned().unwrap_or_default()
}
