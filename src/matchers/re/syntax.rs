//! The syntax of patterns: that of the `regex` crate, with boundaries of ASCII words.
//!
//! The build script reads this file too.

use regex_syntax::hir::{Hir, HirKind, Look};
use std::ops::Range;

/// How deep a pattern may nest groups and repeats.
pub(crate) const MAX_NESTING: u32 = 64;

/// Why a pattern does not parse; the offsets are bytes into it.
#[derive(Debug)]
pub(crate) struct SyntaxError {
    pub(crate) message: String,
    pub(crate) within: Option<Range<usize>>,
}

/// The pattern's syntax tree.
pub(crate) fn parse(source: &str) -> Result<Hir, SyntaxError> {
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
            SyntaxError { message, within }
        })
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
