//! `match.start`: the line begins with one of these phrases. O(m) in the phrase's bytes.

use crate::detect::phrases::Phrases;
use crate::detect::{Built, Detector, Find, LineDetector, line};
use crate::page::Page;
use crate::text::span::Span;
use toml::Spanned;

#[derive(Debug)]
struct PhraseStart(Phrases);

pub(super) fn build(phrases: &[Spanned<String>]) -> Built {
    Ok(Detector::Line(Box::new(PhraseStart(line::compile_some(
        phrases,
    )?))))
}

impl LineDetector for PhraseStart {
    fn needles(&self) -> Option<&[String]> {
        self.0.needles()
    }

    fn find(&self, page: &Page<'_>, line: usize, finds: &mut Vec<Find>) {
        let text = page.trimmed_text(line);
        let bare = text.trim_start_matches(is_bullet);
        let found = [text, bare].into_iter().find_map(|text| {
            let (phrase, len) = self.0.set().at_start(text)?;
            Some((phrase, text, len))
        });
        if let Some((phrase, from, len)) = found {
            let end = page.lines()[line].trimmed.end;
            let start = end - from.len();
            finds.push(Find {
                span: Span::new(start, start + len),
                lines: (line, line),
                evidence: format!("the line begins with \"{}\"", phrase.source().trim_end()),
            });
        }
    }
}

/// Signs that stand before a list item or a link.
fn is_bullet(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '•' | '·'
                | '*'
                | '-'
                | '–'
                | '—'
                | '|'
                | '>'
                | '»'
                | '›'
                | '→'
                | '►'
                | '▶'
                | '▸'
                | '■'
                | '●'
                | '◆'
                | '✓'
                | '☛'
                | '⇒'
                | '+'
                | '◦'
                | '▪'
                | '➡'
                | '\u{fe0f}'
        )
}
