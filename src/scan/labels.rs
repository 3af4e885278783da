//! The labels that rules know, for views of pages in one line.

use crate::matchers::phrases::index::{Entry, Stands};
use crate::matchers::phrases::spell::MAX_PHRASE_LINE_BYTES;
use crate::scan::scanner::Scanner;
use crate::text::fold::is_space;
use crate::view::labels::Labels;

/// Signs that part a label from what follows.
const PARTS: [char; 4] = [':', '|', '\u{b7}', '\u{2022}'];

impl Labels for Scanner {
    /// A line may be several phrases of one rule: "Share this: Facebook Twitter". It is no longer than the lines that
    /// rules look at as such a row, so that rows of any length cost O(n).
    fn labels_at(&self, text: &str, found: &mut dyn FnMut(usize)) {
        let mut first: Vec<(u32, usize)> = Vec::new();
        self.phrases_at(text, Stands::Alone, |rule, len| first.push((rule, len)));
        first.sort_unstable_by(|a, b| b.cmp(a));
        first.dedup_by_key(|(rule, _)| *rule);
        for (rule, len) in first {
            let mut end = len;
            while end <= MAX_PHRASE_LINE_BYTES {
                found(end);
                let rest = text[end..].trim_start_matches(is_space);
                let mut longest = 0;
                self.phrases_at(rest, Stands::Alone, |of, len| {
                    longest = longest.max(if of == rule { len } else { 0 });
                });
                if longest == 0 {
                    break;
                }
                end = text.len() - rest.len() + longest;
            }
        }
    }

    fn opens_line(&self, text: &str) -> bool {
        let mut opens = false;
        self.phrases_at(text, Stands::First, |_, _| opens = true);
        opens
    }
}

impl Scanner {
    /// Calls `found` with the rule and the length of each phrase that stands so at a text's start, as whole words.
    fn phrases_at(&self, text: &str, stands: Stands, mut found: impl FnMut(u32, usize)) {
        for (at, part) in (0..).zip(&self.parts) {
            let wanted =
                |entry: &Entry| entry.stands == stands && self.home_of(entry.rule) == Some(at);
            part.index.walk(text, wanted, |hit| {
                let behind = text[hit.len..].trim_start_matches(PARTS);
                let is_whole = behind.chars().next().is_none_or(is_space);
                let len = text.len() - behind.len();
                if is_whole && len > 0 {
                    found(part.index.entry(hit.entry).rule, len);
                }
            });
        }
    }
}
