//! `match.regex` and `when.unless`: regular expressions in linear time (`regex-automata`, the
//! engine of the `regex` crate, with its syntax).
//!
//! `\b` asks for the boundary of an ASCII word. With Unicode's, the engine leaves its automaton on
//! every line that holds a curly quote, which made it ten times slower on scraped pages.

use super::{BuildError, BuildProblem, Built, Detector, Find, LineDetector, Trust, literal};
use crate::{Page, Span};
use regex_automata::meta::{Builder, Config, Regex};
use regex_syntax::hir::{Hir, HirKind, Look};
use std::sync::OnceLock;
use toml::Spanned;

/// The longest pattern that a rule may hold.
pub(crate) const MAX_PATTERN_BYTES: usize = 4096;
/// The most memory that one compiled pattern may take.
pub(crate) const MAX_COMPILED_BYTES: usize = 2 << 20;
/// How deep a pattern may nest groups and repeats.
pub(crate) const MAX_NESTING: u32 = 64;

/// A regular expression that is compiled when it is first needed.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    source: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Parses `source`; with [`Trust::Check`] compiles it as well, so that every error shows now.
    pub(crate) fn new(source: &str, trust: Trust) -> Result<Self, BuildProblem> {
        if source.len() > MAX_PATTERN_BYTES {
            return Err(BuildProblem::TooLong {
                len_bytes: source.len(),
                cap_bytes: MAX_PATTERN_BYTES,
            });
        }
        let pattern = Self {
            source: source.to_owned(),
            compiled: OnceLock::new(),
        };
        if trust == Trust::Check {
            let hir = parse(source)?;
            let regex = compile(&hir).ok_or(BuildProblem::RegexTooLarge)?;
            let _ = pattern.compiled.set(Some(regex));
        }
        Ok(pattern)
    }

    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// Whether the pattern finds something in `text`.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }

    /// Whether the pattern finds something in every text, if only between two letters.
    pub(crate) fn finds_everything(&self) -> bool {
        self.is_match("") && parse(&self.source).is_ok_and(|hir| finds_everything(&hir))
    }

    fn regex(&self) -> Option<&Regex> {
        self.compiled
            .get_or_init(|| compile(&parse(&self.source).ok()?))
            .as_ref()
    }
}

/// Whether nothing need stand where the pattern matches.
pub(crate) fn finds_everything(hir: &Hir) -> bool {
    let properties = hir.properties();
    properties.minimum_len() == Some(0) && properties.look_set().is_empty()
}

/// The compiled pattern; `None` where it would take too much memory.
fn compile(hir: &Hir) -> Option<Regex> {
    let config = Config::new().nfa_size_limit(Some(MAX_COMPILED_BYTES));
    Builder::new().configure(config).build_from_hir(hir).ok()
}

/// The same pattern with boundaries of ASCII words in place of Unicode's.
fn ascii_boundaries(hir: Hir) -> Hir {
    let all = |parts: Vec<Hir>| parts.into_iter().map(ascii_boundaries).collect();
    match hir.into_kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) => Hir::literal(literal.0),
        HirKind::Class(class) => Hir::class(class),
        HirKind::Look(Look::WordUnicode) => Hir::look(Look::WordAscii),
        HirKind::Look(Look::WordStartUnicode) => Hir::look(Look::WordStartAscii),
        HirKind::Look(Look::WordEndUnicode) => Hir::look(Look::WordEndAscii),
        HirKind::Look(look) => Hir::look(look),
        HirKind::Repetition(mut repetition) => {
            repetition.sub = Box::new(ascii_boundaries(*repetition.sub));
            Hir::repetition(repetition)
        }
        HirKind::Capture(mut capture) => {
            capture.sub = Box::new(ascii_boundaries(*capture.sub));
            Hir::capture(capture)
        }
        HirKind::Concat(parts) => Hir::concat(all(parts)),
        HirKind::Alternation(branches) => Hir::alternation(all(branches)),
    }
}

/// The pattern's syntax tree, from which its needles are read.
pub(crate) fn parse(source: &str) -> Result<Hir, BuildProblem> {
    regex_syntax::ParserBuilder::new()
        .nest_limit(MAX_NESTING)
        .build()
        .parse(source)
        .map(ascii_boundaries)
        .map_err(|error| {
            let (message, span) = match &error {
                regex_syntax::Error::Parse(error) => (error.kind().to_string(), Some(error.span())),
                regex_syntax::Error::Translate(error) => {
                    (error.kind().to_string(), Some(error.span()))
                }
                other => (other.to_string(), None),
            };
            let within = span.map(|span| span.start.offset..span.end.offset);
            BuildProblem::Regex { message, within }
        })
}

#[derive(Debug)]
struct LinePattern {
    pattern: Pattern,
    needles: Option<Vec<String>>,
}

pub(super) fn build(source: &Spanned<String>, trust: Trust) -> Built {
    let at = |problem| {
        vec![BuildError {
            problem,
            span: source.span(),
        }]
    };
    let pattern = Pattern::new(source.get_ref(), trust).map_err(at)?;
    let needles = literal::needles(&parse(source.get_ref()).map_err(at)?);
    Ok(Detector::Line(Box::new(LinePattern { pattern, needles })))
}

impl LineDetector for LinePattern {
    fn needles(&self) -> Option<&[String]> {
        self.needles.as_deref()
    }

    fn find(&self, page: &Page<'_>, line: usize, finds: &mut Vec<Find>) {
        let Some(regex) = self.pattern.regex() else {
            return;
        };
        let text = page.line_text(line);
        if !regex.is_match(text) {
            return; // far cheaper than captures
        }
        let start = page.lines()[line].span.start;
        for captures in regex.captures_iter(text) {
            let cut = captures.get_group_by_name("cut");
            let Some(hit) = cut.or_else(|| captures.get_match().map(|whole| whole.span())) else {
                continue;
            };
            finds.push(Find {
                span: Span::new(start + hit.start, start + hit.end),
                lines: (line, line),
                evidence: "the pattern matches".to_owned(),
            });
        }
    }
}
