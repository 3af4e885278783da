//! Runs the inline tests of rules: each rule alone, on each of its tests as a whole page.

use crate::clean::plain::decide::decide;
use crate::clean::plain::passes::{PassContext, Run};
use crate::clean::story::shelter::Sheltered;
use crate::matchers::compiled_rule::CompiledRule;
use crate::page::{Page, PageMeta};
use crate::rulefile::marks;
use crate::rulefile::rules::Rules;
use crate::rules::effect::{Level, Polarity};
use crate::rules::inline_test::{Fate, RuleTest, TestOutcome};
use crate::rules::mode::Mode;
use crate::rules::rule::Rule;
use crate::scan::plain::scanner::Scanner;
use crate::text::span::{Span, SpanSet};
use crate::view::labels::NoLabels;
use crate::view::shown::View;

/// How one inline test of a rule ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestReport {
    /// The rule, `pack/id`.
    pub rule: String,
    /// The test's number within its rule, from 1.
    pub number: usize,
    /// The rule file.
    pub file: String,
    /// The line of the file on which the test starts, from 1.
    pub line: usize,
    /// How it ended.
    pub outcome: TestOutcome,
    /// The test as it is written: marks around what must go.
    pub expected: String,
    /// The test as it would be written if the rule were right: marks around what went.
    pub found: String,
    /// The test's page in pieces, each with what should and what did become of it.
    pub pieces: Vec<(Fate, String)>,
}

/// Runs every inline test of every rule, in load order; rules that are off are tested too.
///
/// Each rule runs alone, in `thorough` mode, so that its confidence does not matter; its own
/// `domain` and `lang` are assumed. Of a protect rule the marks say what goes where everything
/// may go that it does not keep.
pub fn run_tests(rules: &Rules) -> Vec<TestReport> {
    run_tests_of(rules, |_| true)
}

/// Runs the inline tests of the rules that `wanted` says yes to, as [`run_tests`] does.
pub fn run_tests_of(rules: &Rules, wanted: impl Fn(&Rule) -> bool) -> Vec<TestReport> {
    rules
        .iter()
        .enumerate()
        .filter(|(_, rule)| wanted(rule))
        .flat_map(|(index, rule)| test_rule(rules, index, rule))
        .collect()
}

pub(crate) fn test_rule(rules: &Rules, index: usize, rule: &Rule) -> Vec<TestReport> {
    // That a rule only shows what it finds is no matter of its tests.
    if rule.level == Level::Flag
        && let Some(acting) = CompiledRule::new(Rule {
            level: Level::On,
            ..rule.clone()
        })
    {
        let rules = Rules::of_one(acting);
        return test_rule(&rules, 0, rules.at(0));
    }
    let scanner = Scanner::of_some(rules, |at, _| at == index);
    let parts = PassContext {
        rules,
        scanner: &scanner,
        mode: Mode::Thorough,
    };
    let report = |(number, test): (usize, &RuleTest)| {
        let removed = removed_by(rule, parts, test);
        TestReport {
            rule: rule.id.clone(),
            number: number + 1,
            file: rule.origin.file.to_string(),
            line: test.line,
            outcome: test.judge(&removed),
            expected: marks::marked_text(test),
            found: marks::mark(test, &removed),
            pieces: test.pieces(&removed),
        }
    };
    rule.tests.iter().enumerate().map(report).collect()
}

/// What would go if the rule found nothing.
pub(crate) fn removed_without(rule: &Rule, test: &RuleTest) -> SpanSet {
    let whole = Span::new(0, test.text.len());
    match rule.polarity {
        Polarity::Cut => SpanSet::default(),
        Polarity::Protect => [whole].into_iter().collect(),
    }
}

/// What goes from the test's page; the rules of `parts` are `rule`, or what is left of it.
pub(crate) fn removed_by(rule: &Rule, parts: PassContext<'_>, test: &RuleTest) -> SpanSet {
    let meta = PageMeta {
        url: rule
            .guards
            .domain
            .first()
            .map(|domain| format!("https://{domain}/")),
        lang: rule.guards.lang.first().cloned(),
        ..PageMeta::default()
    };
    let view = View::read(&test.text, test.format, &NoLabels).filter(View::has_syntax);
    let shown = view.as_ref().map_or(&test.text, |view| &view.text);
    let page = Page::with_meta(shown, meta);
    match rule.polarity {
        Polarity::Cut => {
            let mut run = Run::new(&page);
            while run.pass(parts, &mut |_| {}) {}
            let removed = run.into_removed();
            match &view {
                Some(view) => view
                    .origins(removed.spans())
                    .iter()
                    .map(|one| one.span)
                    .collect(),
                None => removed,
            }
        }
        Polarity::Protect => {
            let found = parts.scanner.scan(&page, parts.rules);
            let decision = decide(
                &page,
                parts.rules,
                &found,
                parts.mode,
                &Sheltered::default(),
            );
            let kept = decision.protected;
            let goes = kept.missing(Span::new(0, shown.len()));
            match &view {
                Some(view) => view.origins(&goes).iter().map(|one| one.span).collect(),
                None => goes.into_iter().collect(),
            }
        }
    }
}
