//! From the wire's `when` to [`Guards`].

use crate::matchers::re::{Pattern, Trust};
use crate::rulefile::check::problems::report_pattern;
use crate::rulefile::check::size;
use crate::rulefile::check::values::check_count;
use crate::rulefile::code::Code;
use crate::rulefile::reporter::Reporter;
use crate::rulefile::structure::unknown_value;
use crate::rulefile::wire::{OneOrMany, WireRule, WireWhen};
use crate::rules::guard::{Guards, Neighbour};
use crate::text::word_count;
use std::ops::Range;
use toml::Spanned;

/// The guards of a rule and the compiled patterns of `unless`, with every error.
pub(crate) fn check_guards(
    when: &WireWhen,
    trust: Trust,
    reporter: &mut Reporter,
) -> (Guards, Vec<Pattern>) {
    let mut guards = Guards {
        domain: values(when.domain.as_ref())
            .iter()
            .map(|d| d.to_ascii_lowercase())
            .collect(),
        lang: values(when.lang.as_ref()).to_vec(),
        first: check_count(when.first.as_ref(), "when.first", reporter),
        last: check_count(when.last.as_ref(), "when.last", reporter),
        after: when.after.as_ref().map(|after| *after.get_ref()),
        prev: check_shapes(when.prev.as_ref(), "when.prev", reporter),
        next: check_shapes(when.next.as_ref(), "when.next", reporter),
        heading: when.heading.as_ref().map(|heading| *heading.get_ref()),
        max_words: check_count(when.max_words.as_ref(), "when.max_words", reporter),
        min_words: check_count(when.min_words.as_ref(), "when.min_words", reporter),
        unless: Vec::new(),
    };
    let unless = check_unless(&when.unless, trust, reporter);
    guards.unless = unless.iter().map(|one| one.source().to_owned()).collect();
    check_possible(when, &guards, reporter);
    check_names(when, reporter);
    (guards, unless)
}

fn values(written: Option<&Spanned<OneOrMany>>) -> &[String] {
    written.map_or(&[], |list| list.get_ref().values())
}

fn check_shapes(
    written: Option<&Spanned<OneOrMany>>,
    key: &str,
    reporter: &mut Reporter,
) -> Vec<Neighbour> {
    let known: Vec<&str> = Neighbour::ALL.iter().map(|shape| shape.word()).collect();
    let mut shapes = Vec::new();
    for word in values(written) {
        match (Neighbour::from_word(word), written) {
            (Some(shape), _) => shapes.push(shape),
            (None, Some(list)) => unknown_value(key, word, list.span(), &known, reporter),
            (None, None) => {}
        }
    }
    shapes
}

pub(crate) fn check_unless(
    patterns: &[Spanned<String>],
    trust: Trust,
    reporter: &mut Reporter,
) -> Vec<Pattern> {
    patterns
        .iter()
        .filter_map(|pattern| {
            let affordable = trust == Trust::Shipped || size::is_affordable(pattern, reporter);
            affordable.then_some(())?;
            match Pattern::new(pattern.get_ref(), trust) {
                Ok(compiled) => {
                    if trust == Trust::Check && compiled.finds_everything() {
                        let message = "`when.unless` finds something in every line".to_owned();
                        impossible(pattern.span(), message, reporter);
                    }
                    Some(compiled)
                }
                Err(error) => {
                    report_pattern(error, pattern.span(), reporter);
                    None
                }
            }
        })
        .collect()
}

/// Reports guards that no line can pass.
fn check_possible(when: &WireWhen, guards: &Guards, reporter: &mut Reporter) {
    let mut impossible = |span: Range<usize>, message: String| impossible(span, message, reporter);
    for (value, written, key) in [
        (guards.first, &when.first, "first"),
        (guards.last, &when.last, "last"),
        (guards.max_words, &when.max_words, "max_words"),
    ] {
        if let (Some(0), Some(written)) = (value, written) {
            impossible(written.span(), format!("`when.{key} = 0` allows no line"));
        }
    }
    if let (Some(min), Some(max), Some(written)) =
        (guards.min_words, guards.max_words, &when.min_words)
        && min > max
    {
        impossible(
            written.span(),
            format!("`min_words` = {min} is more than `max_words` = {max}"),
        );
    }
    if let Some(after) = &when.after
        && !(0.0..1.0).contains(after.get_ref())
    {
        impossible(
            after.span(),
            format!("`when.after = {}` is not below 1", after.get_ref()),
        );
    }
}

fn impossible(span: Range<usize>, message: String, reporter: &mut Reporter) {
    reporter
        .error(Code::ImpossibleGuard, span, message, "can never hold")
        .help("with this guard the rule never cuts anything");
}

/// Reports domains and languages that no page has.
fn check_names(when: &WireWhen, reporter: &mut Reporter) {
    let strange = |written: Option<&Spanned<OneOrMany>>, known: fn(&str) -> bool| {
        let name = values(written).iter().find(|name| !known(name));
        name.cloned().zip(written.map(Spanned::span))
    };
    if let Some((name, span)) = strange(when.domain.as_ref(), is_host) {
        let message = format!("`when.domain` cannot be \"{name}\"");
        reporter
            .error(Code::ImpossibleGuard, span, message, "no page's host")
            .help("write the host alone, as in \"example.com\": it covers news.example.com too");
    }
    let is_code = |lang: &str| lang.len() == 2 && lang.bytes().all(|b| b.is_ascii_lowercase());
    if let Some((name, span)) = strange(when.lang.as_ref(), is_code) {
        let message = format!("`when.lang` cannot be \"{name}\"");
        reporter
            .error(Code::ImpossibleGuard, span, message, "no page's language")
            .help("write two small letters (ISO 639-1), as in \"en\"");
    }
}

fn is_host(domain: &str) -> bool {
    let label = |label: &str| {
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        !label.is_empty() && label.chars().all(fits)
    };
    domain.split('.').all(label)
}

/// Reports a rule whose every phrase has more words than `when.max_words` lets a line have.
pub(crate) fn check_reachable(rule: &WireRule, guards: &Guards, reporter: &mut Reporter) {
    let (Some(max), Some(written)) = (guards.max_words, &rule.when.max_words) else {
        return;
    };
    let phrases = rule.matcher.get_ref().phrases();
    let least = phrases.iter().map(|one| least_words(one.get_ref())).min();
    if let Some(least) = least.filter(|least| *least > max && max > 0) {
        let message = format!("`max_words` = {max}, but the shortest phrase has {least} words");
        impossible(written.span(), message, reporter);
    }
}

/// How many words a line has at least on which the phrase stands.
pub(crate) fn least_words(phrase: &str) -> usize {
    word_count::word_count(&phrase.replace('#', "0"))
}
