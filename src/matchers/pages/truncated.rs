//! `match.truncated`: a line cut off with an ellipsis, beside its full text. O(n · within).

use crate::matchers::found::{Match, excerpt};
use crate::matchers::traits::PageMatcher;
use crate::page::Page;
use crate::rules::params::TruncatedParams;
use crate::text::compare::continues;

#[derive(Debug)]
pub(crate) struct Truncated(pub(crate) TruncatedParams);

impl PageMatcher for Truncated {
    fn find(&self, page: &Page<'_>, found: &mut Vec<Match>) {
        let filled = page.filled();
        for (rank, &line) in filled.iter().enumerate() {
            let Some(start) = before_ellipsis(page.trimmed_text(line)) else {
                continue;
            };
            if page.lines()[line].word_count < self.0.min_words {
                continue;
            }
            let from = rank.saturating_sub(self.0.within);
            let to = (rank + self.0.within + 1).min(filled.len());
            let whole = filled[from..to]
                .iter()
                .find(|&&other| other != line && continues(page.trimmed_text(other), start));
            if let Some(&at) = whole {
                found.push(Match {
                    span: page.lines()[line].trimmed,
                    lines: (line, line),
                    evidence: format!("its full text: \"{}\"", excerpt(page.trimmed_text(at))),
                });
            }
        }
    }
}

/// What stands before an ellipsis at the line's end, in one or three dots, bracketed or not.
pub(crate) fn before_ellipsis(line: &str) -> Option<&str> {
    // Nearly every line ends with another byte; the last two are those of `…` and of a no-break space.
    if !matches!(
        line.as_bytes().last()?,
        b'.' | b']' | b')' | b' ' | 0xa6 | 0xa0
    ) {
        return None;
    }
    let open = line.trim_end_matches([']', ')', ' ', '\u{a0}']);
    let bare = open
        .strip_suffix('…')
        .or_else(|| open.strip_suffix("..."))?;
    let bare = bare.trim_end_matches(['[', '(', '.', ' ', '\u{a0}']);
    (!bare.is_empty()).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::before_ellipsis;

    #[test]
    fn ellipses() {
        assert_eq!(before_ellipsis("toast in June..."), Some("toast in June"));
        assert_eq!(before_ellipsis("toast in June […]"), Some("toast in June"));
        assert_eq!(before_ellipsis("toast in June."), None);
        assert_eq!(before_ellipsis("..."), None);
    }
}
