//! A rule on its way to being written, and its TOML.

use crate::rulefile::toml_text::{line_of_block, quoted_visibly};
use crate::rules::effect::Extent;
use crate::rules::kind::Kind;
use crate::rules::mode::Confidence;
use std::fmt::Write as _;

/// What the rule looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Find {
    Line(String),
    Start(String),
    Regex(String),
}

/// A condition of the rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum DraftGuard {
    First(usize),
    Last(usize),
    After(f64),
    NextTitle,
    NextLabel,
    MaxWords(usize),
    /// The line does not end as a sentence does.
    UnlessStop,
}

/// A rule without its tests.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spec {
    pub(crate) id: String,
    pub(crate) about: String,
    pub(crate) kind: Option<Kind>,
    pub(crate) find: Find,
    pub(crate) remove: Extent,
    pub(crate) plus_lines: usize,
    /// The line of the page that the rule finds.
    pub(crate) anchor: usize,
    pub(crate) confidence: Confidence,
    pub(crate) guards: Vec<DraftGuard>,
    /// Whether the line has no literal to look for first, and none could be added.
    pub(crate) without_literal: bool,
}

/// The end of a sentence, for `when.unless`.
const STOP: &str = r#"[.!?…]["'”’)]?$"#;

impl Spec {
    pub(crate) fn has(&self, guard: impl Fn(&DraftGuard) -> bool) -> bool {
        self.guards.iter().any(guard)
    }

    /// The same rule without one of its guards.
    pub(crate) fn without(&self, guard: DraftGuard) -> Self {
        let mut spec = self.clone();
        spec.guards.retain(|one| *one != guard);
        spec
    }

    /// The same rule with one more guard.
    pub(crate) fn with(&self, guard: DraftGuard) -> Self {
        let mut spec = self.clone();
        spec.guards.push(guard);
        spec
    }

    /// The `[[rule]]` table, keys in their canonical order.
    pub(crate) fn toml(&self, tests: &[String]) -> String {
        let mut out = String::from("[[rule]]\n");
        let mut key = |key: &str, value: &str| {
            let _ = writeln!(out, "{key} = {value}");
        };
        key("id", &quoted_visibly(&self.id));
        key("about", &quoted_visibly(&self.about));
        match self.kind {
            Some(kind) => key("kind", &quoted_visibly(kind.word())),
            None => key(
                "kind",
                "\"other\" # no word of the line tells: choose one of the kinds",
            ),
        }
        match &self.find {
            Find::Line(phrase) => key("match.line", &format!("[{}]", quoted_visibly(phrase))),
            Find::Start(phrase) => key("match.start", &format!("[{}]", quoted_visibly(phrase))),
            Find::Regex(pattern) => key("match.regex", &literal(pattern)),
        }
        if self.remove != Extent::Line {
            key("remove", &quoted_visibly(self.remove.word()));
        }
        if self.plus_lines > 0 {
            key("plus_lines", &self.plus_lines.to_string());
        }
        if self.confidence != Confidence::High {
            key("confidence", &quoted_visibly(self.confidence.word()));
        }
        let mut guards = self.guards.clone();
        guards.sort_by_key(DraftGuard::rank);
        for guard in guards {
            let (name, value) = guard.toml();
            key(&format!("when.{name}"), &value);
        }
        if self.without_literal {
            key(
                "allow.no-literal-anchor",
                "\"no word stands in every such line\"",
            );
        }
        key("tests", &list(tests));
        out
    }
}

impl DraftGuard {
    fn rank(&self) -> u8 {
        match self {
            Self::First(_) => 0,
            Self::Last(_) => 1,
            Self::After(_) => 2,
            Self::NextTitle | Self::NextLabel => 3,
            Self::MaxWords(_) => 4,
            Self::UnlessStop => 5,
        }
    }

    fn toml(self) -> (&'static str, String) {
        match self {
            Self::First(lines) => ("first", lines.to_string()),
            Self::Last(lines) => ("last", lines.to_string()),
            Self::After(share) => ("after", format!("{share:?}")),
            Self::NextTitle => ("next", quoted_visibly("title")),
            Self::NextLabel => ("next", quoted_visibly("label")),
            Self::MaxWords(words) => ("max_words", words.to_string()),
            Self::UnlessStop => ("unless", format!("[{}]", literal(STOP))),
        }
    }
}

fn list(tests: &[String]) -> String {
    let string_of = |test: &str| {
        if test.contains('\n') {
            block(test)
        } else {
            quoted_visibly(test)
        }
    };
    let tests = tests.iter().map(|test| format!("  {},\n", string_of(test)));
    format!("[\n{}]", tests.collect::<Vec<_>>().concat())
}

/// A string of several lines, indented by two spaces, which tests lose again.
fn block(text: &str) -> String {
    let mut out = String::from("\"\"\"");
    for line in text.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            out.push_str("  ");
            out.push_str(&line_of_block(line));
        }
    }
    out.push_str("\"\"\"");
    out
}

/// A pattern as it is, where it can stand in a literal string.
fn literal(pattern: &str) -> String {
    if pattern.contains("'''") || pattern.ends_with('\'') || pattern.contains(char::is_control) {
        quoted_visibly(pattern)
    } else {
        format!("'''{pattern}'''")
    }
}
