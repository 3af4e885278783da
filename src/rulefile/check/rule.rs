//! One rule from the wire to a [`Rule`].

use crate::matchers::compiled::CompiledMatcher;
use crate::matchers::compiled_rule::CompiledRule;
use crate::matchers::re::{Pattern, Trust};
use crate::rulefile::check::adjustment::Adjustment;
use crate::rulefile::check::guards::{check_guards, check_reachable};
use crate::rulefile::check::loose::{bad_marks, check_id};
use crate::rulefile::check::names::check_allow;
use crate::rulefile::check::problems::report_problem;
use crate::rulefile::check::size;
use crate::rulefile::check::values::{check_count, check_word};
use crate::rulefile::code::Code;
use crate::rulefile::marks;
use crate::rulefile::reporter::Reporter;
use crate::rulefile::wire::WireRule;
use crate::rules::effect::{Extent, Level, Polarity};
use crate::rules::inline_test::{LaterTests, ReadTests, RuleTest, RuleTests};
use crate::rules::kind::Kind;
use crate::rules::matcher::{MATCHER_KEYS, Matcher};
use crate::rules::mode::Confidence;
use crate::rules::rule::{FromOverrides, Origin, Rule};
use crate::text::line_counter::LineCounter;
use std::sync::Arc;
use toml::Spanned;

pub(crate) struct RuleContext<'p> {
    pub(crate) id: &'p str,
    pub(crate) polarity: Polarity,
    pub(crate) trust: Trust,
    pub(crate) adjust: Option<&'p Adjustment>,
    pub(crate) later_tests: Option<ReadTests>,
}

pub(crate) fn check_rule(
    wire: &Spanned<WireRule>,
    context: &RuleContext<'_>,
    lines: &mut LineCounter<'_>,
    reporter: &mut Reporter,
) -> Option<CompiledRule> {
    let line = lines.line_of(wire.span().start);
    let rule = wire.get_ref();
    check_id(rule.id.get_ref(), rule.id.span(), reporter);
    check_allow(&rule.allow, reporter);
    let matcher = check_matcher(rule, context, reporter);
    let (mut guards, mut unless) = check_guards(&rule.when, context.trust, reporter);
    let has_own_phrases_alone = || {
        let mut adjustments = context.adjust.iter();
        adjustments.all(|adjust| adjust.phrases.is_empty())
    };
    if context.trust == Trust::Check && has_own_phrases_alone() {
        check_reachable(rule, &guards, reporter);
    }
    let own_unless = rule.when.unless.len();
    let added = context.adjust.iter().flat_map(|adjust| &adjust.unless);
    unless.extend(added.filter_map(|source| Pattern::new(source, Trust::Shipped).ok()));
    guards.unless = unless.iter().map(|one| one.source().to_owned()).collect();
    let kind = check_kind(rule, context.polarity, reporter);
    let remove = check_word(
        rule.remove.as_ref(),
        "remove",
        Extent::ALL,
        Extent::from_word,
        reporter,
    );
    let confidence = check_word(
        rule.confidence.as_ref(),
        "confidence",
        Confidence::ALL,
        Confidence::from_word,
        reporter,
    );
    let plus_lines = check_count(rule.plus_lines.as_ref(), "plus_lines", reporter);
    let tests = match context.later_tests {
        Some(read) => RuleTests::later(LaterTests {
            read,
            file: Arc::clone(reporter.file()),
            rule: context.id.to_owned(),
        }),
        None => check_tests(rule, lines, reporter).into(),
    };
    let (matcher, compiled) = matcher?;
    let rule = Rule {
        id: context.id.to_owned(),
        about: rule.about.clone(),
        reason: rule.reason.clone(),
        kind,
        confidence: confidence.unwrap_or(Confidence::High),
        remove: remove.unwrap_or(Extent::Line),
        plus_lines: plus_lines.unwrap_or(0),
        level: context
            .adjust
            .and_then(|adjust| adjust.level)
            .unwrap_or(Level::On),
        polarity: context.polarity,
        tests,
        origin: Origin {
            file: Arc::clone(reporter.file()),
            line,
        },
        matcher,
        added: FromOverrides {
            phrases: context.adjust.map_or(0, |adjust| adjust.phrases.len()),
            unless: guards.unless.len().saturating_sub(own_unless),
        },
        guards,
    };
    let pattern = rule.matcher.pattern();
    let pattern = pattern.and_then(|source| Pattern::new(source, context.trust).ok());
    Some(CompiledRule {
        rule,
        matcher: compiled,
        unless,
        pattern,
    })
}

fn check_kind(rule: &WireRule, polarity: Polarity, reporter: &mut Reporter) -> Kind {
    let known = check_word(
        rule.kind.as_ref(),
        "kind",
        Kind::ALL,
        Kind::from_word,
        reporter,
    );
    if rule.kind.is_none() && polarity == Polarity::Cut {
        let id = &rule.id;
        reporter
            .error(
                Code::MissingKey,
                id.span(),
                format!("rule `{}` has no `kind`", id.get_ref()),
                "this rule",
            )
            .help(format!(
                "add `kind = \"...\"`, one of: {}",
                words(Kind::ALL, Kind::word)
            ));
    }
    known.unwrap_or(Kind::Other)
}

fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> String {
    all.iter()
        .map(|&one| word(one))
        .collect::<Vec<_>>()
        .join(", ")
}

/// What the rule looks for, as data and ready to run.
fn check_matcher(
    rule: &WireRule,
    context: &RuleContext<'_>,
    reporter: &mut Reporter,
) -> Option<(Matcher, CompiledMatcher)> {
    let wire = rule.matcher.get_ref();
    let set = wire.keys_set();
    if let [(first, at), (second, also), ..] = set.as_slice() {
        reporter
            .error(
                Code::TwoMatchers,
                also.clone(),
                format!("`match` has both `{first}` and `{second}`"),
                "the second matcher",
            )
            .also(at.clone(), "the first")
            .help("a rule has one matcher; write two rules");
        return None;
    }
    if let (Some(pattern), Trust::Check) = (&wire.regex, context.trust)
        && !size::is_affordable(pattern, reporter)
    {
        return None;
    }
    let (Some(mut matcher), Some((_, value))) = (wire.matcher(), set.into_iter().next()) else {
        reporter
            .error(
                Code::NoMatcher,
                rule.matcher.span(),
                "`match` has no matcher",
                "nothing to look for",
            )
            .help(format!("one of: {}", MATCHER_KEYS.join(", ")));
        return None;
    };
    let lines = wire
        .template
        .iter()
        .flat_map(|params| &params.get_ref().lines);
    let phrases = wire.phrases().iter().map(Spanned::span);
    let own = phrases.chain(lines.map(Spanned::span));
    let added = context.adjust.iter().flat_map(|adjust| &adjust.phrases);
    let spans: Vec<_> = own.chain(added.clone().map(Spanned::span)).collect();
    if let Some(phrases) = matcher.phrases_mut() {
        phrases.extend(added.map(|phrase| phrase.get_ref().clone()));
    }
    let errors = match CompiledMatcher::new(&matcher, context.trust) {
        Ok(compiled) => return Some((matcher, compiled)),
        Err(errors) => errors,
    };
    for error in errors {
        let phrase = error.phrase.and_then(|at| spans.get(at));
        let span = phrase.unwrap_or(&value).clone();
        report_problem(error.problem, span, reporter);
    }
    None
}

pub(crate) fn check_tests(
    rule: &WireRule,
    lines: &mut LineCounter<'_>,
    reporter: &mut Reporter,
) -> Vec<RuleTest> {
    let mut tests = Vec::new();
    for test in &rule.tests {
        let line = lines.line_of(test.span().start);
        let wire = test.get_ref();
        match marks::read(wire.page(), line) {
            Ok(read) => tests.push(RuleTest {
                format: wire.format(),
                ..read
            }),
            Err(error) => bad_marks(error, test.span(), reporter),
        }
    }
    tests
}
