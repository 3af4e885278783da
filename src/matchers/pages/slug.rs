//! `match.slug`: the headline again, lower-cased or as a slug. O(first²) in a few top lines.

use crate::matchers::found::{Match, excerpt};
use crate::matchers::traits::PageMatcher;
use crate::page::Page;
use crate::rules::params::SlugParams;
use crate::text::compare::slug_key;

#[derive(Debug)]
pub(crate) struct Slug(pub(crate) SlugParams);

/// A longer line is neither a headline nor its slug.
pub(crate) const MAX_HEADLINE_BYTES: usize = 400;

impl PageMatcher for Slug {
    fn find(&self, page: &Page<'_>, found: &mut Vec<Match>) {
        let top: Vec<(usize, &str, String)> = page
            .filled()
            .iter()
            .take(self.0.first)
            .map(|&line| (line, page.trimmed_text(line)))
            .filter(|(_, text)| text.len() <= MAX_HEADLINE_BYTES)
            .map(|(line, text)| (line, text, slug_key(text)))
            .collect();
        for (line, text, key) in &top {
            let headline = top.iter().find(|(other, title, other_key)| {
                other != line
                    && other_key == key
                    && page.lines()[*other].word_count >= self.0.min_words
                    && title.chars().any(char::is_uppercase)
            });
            if let Some((_, title, _)) = headline
                && !text.chars().any(char::is_uppercase)
            {
                found.push(Match {
                    span: page.lines()[*line].trimmed,
                    lines: (*line, *line),
                    evidence: format!("the headline without capitals: \"{}\"", excerpt(title)),
                });
            }
        }
    }
}
