//! `match.slug`: the headline again, lower-cased or as a slug. O(first²) in a few top lines.

use crate::detect::{Detector, Find, PageDetector, excerpt};
use crate::page::Page;
use crate::rule::wire::WireSlug;
use crate::text::compare::slug_key;

#[derive(Debug)]
struct Slug(WireSlug);

pub(super) fn build(params: &WireSlug) -> Detector {
    Detector::Page(Box::new(Slug(params.clone())))
}

/// A longer line is neither a headline nor its slug.
const MAX_HEADLINE_BYTES: usize = 400;

impl PageDetector for Slug {
    fn find(&self, page: &Page<'_>, finds: &mut Vec<Find>) {
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
                finds.push(Find {
                    span: page.lines()[*line].trimmed,
                    lines: (*line, *line),
                    evidence: format!("the headline without capitals: \"{}\"", excerpt(title)),
                });
            }
        }
    }
}
