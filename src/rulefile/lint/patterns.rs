//! Patterns that are slow, or that match more than anybody means.

use crate::matchers::phrases::Phrases;
use crate::matchers::re::{MAX_NESTING, Pattern, parse};
use crate::rulefile::check::problems::inside_string;
use crate::rulefile::code::Code;
use crate::rulefile::lint::subject::{LintWarning, Subject};
use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::ast::{Ast, RepetitionKind, RepetitionRange, Span};
use regex_syntax::hir::{Class, HirKind};
use std::ops::Range;
use toml::Spanned;

pub(crate) fn warnings(subject: &Subject<'_>) -> Vec<LintWarning> {
    let mut found: Vec<LintWarning> = anchorless(subject).into_iter().collect();
    if let Some(pattern) = &subject.wire.matcher.get_ref().regex {
        found.extend(wildcards(pattern, subject.source));
    }
    found
}

/// A rule without a literal runs on every line; worse, its pattern may match in every line.
pub(crate) fn anchorless(subject: &Subject<'_>) -> Option<LintWarning> {
    if !subject.compiled.runs_on_every_line() {
        return None;
    }
    let id = subject.wire.id.get_ref();
    let matcher = subject.wire.matcher.get_ref();
    if let Some(pattern) = &matcher.regex {
        let compiled = subject.compiled.pattern.as_ref();
        if compiled.is_some_and(Pattern::finds_everything) {
            return Some(LintWarning {
                code: Code::FindsEverything,
                span: pattern.span(),
                message: format!("the pattern of `{id}` finds something in every line"),
                label: "matches whatever stands there".to_owned(),
                help:
                    "make some part of it necessary: `+` in place of `*`, no `?` around all of it"
                        .to_owned(),
            });
        }
        return Some(LintWarning {
            code: Code::NoLiteralAnchor,
            span: pattern.span(),
            message: format!("`{id}` runs on every line: its pattern needs no literal"),
            label: "no two ASCII characters that every match holds".to_owned(),
            help:
                "write out a word, or two signs, that always stand there; or allow it and say why"
                    .to_owned(),
        });
    }
    let phrases = matcher.phrases().iter();
    let bare = phrases
        .filter(|one| Phrases::new([one.get_ref().as_str()]).needles().is_none())
        .collect::<Vec<_>>();
    let first = bare.first()?;
    Some(LintWarning {
        code: Code::NoLiteralAnchor,
        span: first.span(),
        message: format!("`{id}` runs on every line: a phrase has no ASCII letter or digit"),
        label: "nothing to look for first".to_owned(),
        help: "put such phrases into a rule of their own; or allow it and say why".to_owned(),
    })
}

/// The two ends of a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PatternEnd {
    Start,
    Finish,
}

/// Wildcards over whole words at an end of the pattern that no anchor holds.
fn wildcards(pattern: &Spanned<String>, source: &str) -> Vec<LintWarning> {
    let text = pattern.get_ref();
    let parsed = ParserBuilder::new()
        .nest_limit(MAX_NESTING)
        .build()
        .parse(text);
    let Ok(ast) = parsed else {
        return Vec::new(); // an error, which is reported as such
    };
    let mut found = Vec::new();
    for end in [PatternEnd::Start, PatternEnd::Finish] {
        let mut spans = Vec::new();
        wild_ends(&ast, end, text, &mut spans);
        found.extend(
            spans
                .first()
                .map(|at| wildcard(pattern, at.clone(), end, source)),
        );
    }
    found
}

fn wildcard(
    pattern: &Spanned<String>,
    within: Range<usize>,
    end: PatternEnd,
    source: &str,
) -> LintWarning {
    let wild = &pattern.get_ref()[within.clone()];
    let (message, help) = match end {
        PatternEnd::Start => (
            format!("the match begins anywhere: `{wild}` takes whatever stands before the rest"),
            "anchor it with `^`, or leave it out: a pattern is found wherever it stands",
        ),
        PatternEnd::Finish => (
            format!("the match ends anywhere: `{wild}` takes whatever follows"),
            "anchor it with `$`, or leave it out and say with `remove` how much goes",
        ),
    };
    LintWarning {
        code: Code::UnanchoredWildcard,
        span: inside_string(source, &pattern.span(), within).unwrap_or(pattern.span()),
        message,
        label: "no anchor beside it".to_owned(),
        help: help.to_owned(),
    }
}

/// The places of wildcards with which a match may begin, or end. O(n) in the pattern.
fn wild_ends(ast: &Ast, end: PatternEnd, text: &str, found: &mut Vec<Range<usize>>) {
    match ast {
        Ast::Concat(concat) => {
            let real = |part: &&Ast| !matches!(part, Ast::Flags(_) | Ast::Empty(_));
            let mut parts = concat.asts.iter().filter(real);
            let outer = match end {
                PatternEnd::Start => parts.next(),
                PatternEnd::Finish => parts.next_back(),
            };
            if let Some(part) = outer {
                wild_ends(part, end, text, found);
            }
        }
        Ast::Group(group) => wild_ends(&group.ast, end, text, found),
        Ast::Alternation(branches) => {
            for branch in &branches.asts {
                wild_ends(branch, end, text, found);
            }
        }
        Ast::Repetition(repetition) => {
            let endless = match &repetition.op.kind {
                RepetitionKind::ZeroOrMore | RepetitionKind::OneOrMore => true,
                RepetitionKind::Range(range) => matches!(range, RepetitionRange::AtLeast(_)),
                RepetitionKind::ZeroOrOne => false,
            };
            if endless && spans_words(repetition.ast.span(), text) {
                found.push(range_of(&repetition.span));
            }
        }
        _ => {}
    }
}

fn range_of(span: &Span) -> Range<usize> {
    span.start.offset..span.end.offset
}

/// Whether the class takes letters and spaces alike, so that its repeats run over words.
fn spans_words(class: &Span, text: &str) -> bool {
    let parsed = text.get(range_of(class)).map(parse);
    let Some(Ok(hir)) = parsed else {
        return false;
    };
    let holds = |c: char| match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => class
            .iter()
            .any(|range| (range.start()..=range.end()).contains(&c)),
        HirKind::Class(Class::Bytes(class)) => class.iter().any(|range| {
            u32::from(c) >= u32::from(range.start()) && u32::from(c) <= u32::from(range.end())
        }),
        _ => false,
    };
    holds(' ') && "etaoins".chars().all(holds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wild_ends_of_patterns() {
        let wild = |text: &str| {
            let ast = ParserBuilder::new().build().parse(text).expect("it parses");
            let mut both = Vec::new();
            for end in [PatternEnd::Start, PatternEnd::Finish] {
                let mut found = Vec::new();
                wild_ends(&ast, end, text, &mut found);
                both.push(found.first().map_or("", |at| &text[at.clone()]));
            }
            (both[0].to_owned(), both[1].to_owned())
        };
        for (text, start, finish) in [
            (".*foo", ".*", ""),
            ("(?i)[^|]+foo.{3,}", "[^|]+", ".{3,}"),
            ("^.*foo.*$", "", ""),
            ("(?:a|.+?b)(?<cut>c.*)", ".+?", ".*"),
            (r"\s*foo\S+", "", ""),
            (r"[\w ]+foo\D*", r"[\w ]+", r"\D*"),
            ("foo.{0,9}", "", ""),
            (".*", ".*", ".*"),
        ] {
            assert_eq!(wild(text), (start.to_owned(), finish.to_owned()), "{text}");
        }
    }
}
