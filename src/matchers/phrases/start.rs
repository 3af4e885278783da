//! `match.start`: the line begins with one of these phrases. O(m) in the phrase's bytes.

use crate::matchers::found::Match;
use crate::matchers::phrases::Phrases;
use crate::matchers::traits::LineMatcher;
use crate::page::Page;
use crate::text::span::Span;

#[derive(Debug)]
pub(crate) struct PhraseStart(pub(crate) Phrases);

impl LineMatcher for PhraseStart {
    fn needles(&self) -> Option<&[String]> {
        self.0.needles()
    }

    fn find(&self, page: &Page<'_>, line: usize, found: &mut Vec<Match>) {
        let text = page.trimmed_text(line);
        let bare = text.trim_start_matches(is_bullet);
        let first = [text, bare].into_iter().find_map(|text| {
            let (phrase, len) = self.0.set().at_start(text)?;
            Some((phrase, text, len))
        });
        if let Some((phrase, from, len)) = first {
            let end = page.lines()[line].trimmed.end;
            let start = end - from.len();
            found.push(Match {
                span: Span::new(start, start + len),
                lines: (line, line),
                evidence: format!("the line begins with \"{}\"", phrase.source().trim_end()),
            });
        }
    }
}

/// Signs that stand before a list item or a link.
pub(crate) fn is_bullet(c: char) -> bool {
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
