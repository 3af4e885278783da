//! `match.anywhere`: one of these phrases stands in the line, at word boundaries. O(n) in bytes.

use crate::detect::phrases::Phrases;
use crate::detect::{Built, Detector, Find, LineDetector, line};
use crate::page::Page;
use crate::text::span::Span;
use toml::Spanned;

#[derive(Debug)]
struct PhraseInside(Phrases);

pub(super) fn build(phrases: &[Spanned<String>]) -> Built {
    Ok(Detector::Line(Box::new(PhraseInside(line::compile_some(
        phrases,
    )?))))
}

impl LineDetector for PhraseInside {
    fn needles(&self) -> Option<&[String]> {
        self.0.needles()
    }

    fn find(&self, page: &Page<'_>, line: usize, finds: &mut Vec<Find>) {
        let start = page.lines()[line].span.start;
        for (at, len, phrase) in self.0.set().occurrences(page.line_text(line)) {
            finds.push(Find {
                span: Span::new(start + at, start + at + len),
                lines: (line, line),
                evidence: format!("the line holds \"{}\"", phrase.source()),
            });
        }
    }
}
