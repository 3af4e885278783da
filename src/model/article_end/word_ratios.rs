//! What a word that follows a place says of it: seen before or not, and how rare.

use crate::model::cohesion::content::Content;

/// Content words that stand before an end of a story at least.
pub(crate) const LEAST_BEFORE: usize = 30;

/// Content words that follow it at least.
pub(crate) const LEAST_AFTER: usize = 8;

/// Log-likelihood ratios of another story against the same one, for a word that follows: by how much
/// stands before ([`length_class`]), by how rare the word is ([`weight_class`]), unseen or seen.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct WordRatios([[[f32; 2]; 5]; 5]);

impl WordRatios {
    pub(crate) fn new(cells: [[[f32; 2]; 5]; 5]) -> Self {
        Self(cells)
    }

    pub(crate) fn cells(&self) -> &[[[f32; 2]; 5]; 5] {
        &self.0
    }
}

/// Classes of words, from frequent to rare: 0 to 4.
pub(crate) fn weight_class(weight: f32) -> usize {
    [3.0, 4.2, 5.4, 6.5]
        .iter()
        .filter(|&&edge| weight >= edge)
        .count()
}

/// Classes of how many content words stand before: under 60, 120, 240, 480, more.
pub(crate) fn length_class(tokens: usize) -> usize {
    [60, 120, 240, 480]
        .iter()
        .filter(|&&edge| tokens >= edge)
        .count()
}

/// Adds the different words of the next 120 content words from `line` on, up to `end`, to `counts`, as
/// [`WordRatios`] has them.
pub(crate) fn count_words(
    content: &Content,
    line: usize,
    end: usize,
    counts: &mut [[[f64; 2]; 5]; 5],
) {
    const WORDS: usize = 120;
    let start = content.start(line);
    let end = content.start(end).min(start + WORDS);
    if start < LEAST_BEFORE || end < start + LEAST_AFTER {
        return;
    }
    let mut kinds: Vec<u32> = content.tokens()[start..end]
        .iter()
        .map(|token| token.kind)
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let seen = (content.reach(kind).0 as usize) < line;
        counts[length_class(start)][weight_class(content.weight(kind))][usize::from(seen)] += 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::cohesion::content::Background;
    use crate::page::Page;
    use crate::page::words::Words;

    #[test]
    fn words_are_counted_by_class() {
        // The words of the article come again and again, those of the story after it do not.
        let article = "Farmers carried wheat along the river towards the mill.\n".repeat(4);
        let story = "Striker Luis Ferro scored twice before halftime on Saturday.\n\
            The goalkeeper saved another penalty while supporters sang.\n";
        let text = format!("{article}{article}{story}");
        let page = Page::new(&text);
        let content = Content::new(&Words::new(&page), &Background::new([], 5.0));
        let mut counts = [[[0.0; 2]; 5]; 5];
        count_words(&content, 8, 10, &mut counts);
        let [unseen, seen] = counts[length_class(content.start(8))][weight_class(5.0)];
        assert!(unseen > 9.0 && seen < 2.0, "{unseen} {seen}");
        let all: f64 = counts.iter().flatten().flatten().sum();
        assert!((all - unseen - seen).abs() < 1e-9, "one class alone");
    }
}
