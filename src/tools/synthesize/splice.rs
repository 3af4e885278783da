//! Spliced pages: an article with other stories after it, as scrapers leave them.
//!
//! What is article and what is not is known to the byte, so such pages measure how well appended
//! stories are found, and how much of an article that nobody added to is lost.

use crate::rules::worded::worded_enum;

worded_enum! {
    /// How the other stories are joined to the article.
    pub enum Layout {
        /// Under a heading such as "Related Stories".
        Heading = "heading",
        /// As cards: title twice, source and age, then the story.
        Cards = "cards",
        /// Under their titles alone.
        Bare = "bare",
        /// With nothing between, and without their titles.
        Glued = "glued",
        /// No other story: the article as it is.
        Untouched = "untouched",
    }
}

const HEADINGS: [&str; 12] = [
    "Related",
    "Related Stories",
    "More from News",
    "Recommended for you",
    "You may also like",
    "More Stories",
    "Latest News",
    "Read Next",
    "Trending Now",
    "Most Popular",
    "See also",
    "Recommended",
];

/// A story to splice.
#[derive(Debug, Clone, Copy)]
pub struct Story<'s> {
    /// The headline.
    pub title: &'s str,
    /// The lines of the story.
    pub text: &'s str,
}

impl Story<'_> {
    /// Texts of fewer words are no stories: stubs, captions, lists.
    pub const LEAST_WORDS: usize = 120;
    /// The most stories that are put after an article.
    pub const MOST_OTHERS: usize = 3;
}

/// Numbers that depend on a key alone: bytes of `blake3`'s extendable output.
pub struct Draws(blake3::OutputReader);

impl Draws {
    /// The numbers of the key that `parts` make up; the same key gives the same numbers.
    pub fn new(parts: &[&str]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        Self(hasher.finalize_xof())
    }

    /// The next number, from 0 up to, not including, `end`.
    ///
    /// # Panics
    ///
    /// Panics if `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        let drawn = u64::from_le_bytes(bytes) % end as u64;
        usize::try_from(drawn).expect("less than a usize")
    }
}

impl Draws {
    /// Different numbers from 0 up to, not including, `end`, in the order drawn: `count` of them, or all
    /// that there are.
    pub fn distinct(&mut self, count: usize, end: usize) -> Vec<usize> {
        let mut drawn: Vec<usize> = Vec::new();
        while drawn.len() < count.min(end) {
            let one = self.below(end);
            if !drawn.contains(&one) {
                drawn.push(one);
            }
        }
        drawn
    }
}

/// The article with `others` after it: whole, or their first lines, as `draws` have it. Blank lines
/// are left out. O(n) in bytes.
///
/// # Example
///
/// ```
/// use dechaff::tools::synthesize::{Draws, Layout, Story, splice};
///
/// let article = Story { title: "Rain", text: "Rain\nIt fell all day." };
/// let other = Story { title: "Snow", text: "Snow\nIt melted at once." };
/// let page = splice(article, &[other], Layout::Bare, &mut Draws::new(&["1"]));
/// assert_eq!(page, "Rain\nIt fell all day.\nSnow\nIt melted at once.\n");
/// ```
pub fn splice(
    article: Story<'_>,
    others: &[Story<'_>],
    layout: Layout,
    draws: &mut Draws,
) -> String {
    let mut lines: Vec<String> = filled(article.text).map(str::to_owned).collect();
    if layout != Layout::Untouched {
        if layout == Layout::Heading {
            lines.push(HEADINGS[draws.below(HEADINGS.len())].to_owned());
        }
        for other in others {
            append(*other, layout, draws, &mut lines);
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

fn append(other: Story<'_>, layout: Layout, draws: &mut Draws, lines: &mut Vec<String>) {
    // Sites show a whole story or its first lines.
    let shown = match draws.below(2) {
        0 => usize::MAX,
        _ => 2 + draws.below(6),
    };
    if layout != Layout::Glued {
        lines.push(other.title.to_owned());
    }
    if layout == Layout::Cards {
        let unit = ["minutes", "hours", "days"][draws.below(3)];
        lines.push(other.title.to_owned());
        lines.push("Newsroom".to_owned());
        lines.push(format!("{} {unit} ago", 2 + draws.below(22)));
    }
    let body = filled(other.text).filter(|line| line.trim() != other.title);
    lines.extend(body.take(shown).map(str::to_owned));
}

fn filled(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: Story<'_> = Story {
        title: "Rain",
        text: "Rain\n\nIt fell all day.",
    };
    const OTHER: Story<'_> = Story {
        title: "Snow",
        text: "Snow\nIt melted at once.",
    };

    fn page(layout: Layout) -> Vec<String> {
        let text = splice(ARTICLE, &[OTHER], layout, &mut Draws::new(&["7"]));
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn every_layout_begins_with_the_article() {
        for &layout in Layout::ALL {
            assert_eq!(page(layout)[..2], ["Rain", "It fell all day."], "{layout}");
        }
        assert_eq!(page(Layout::Untouched).len(), 2);
    }

    #[test]
    fn layouts_differ_in_what_stands_over_a_story() {
        let heading = page(Layout::Heading);
        assert!(HEADINGS.contains(&heading[2].as_str()));
        assert_eq!(heading[3..], ["Snow", "It melted at once."]);
        let cards = page(Layout::Cards);
        assert_eq!(cards[2..5], ["Snow", "Snow", "Newsroom"]);
        assert!(cards[5].ends_with(" ago"));
        assert_eq!(page(Layout::Bare)[2..], ["Snow", "It melted at once."]);
        assert_eq!(page(Layout::Glued)[2..], ["It melted at once."]);
    }

    #[test]
    fn distinct_numbers_are_all_there_are_at_most() {
        for seed in ["1", "2", "3"] {
            let mut drawn = Draws::new(&[seed]).distinct(5, 4);
            drawn.sort_unstable();
            assert_eq!(drawn, [0, 1, 2, 3]);
        }
        assert_eq!(Draws::new(&["1"]).distinct(2, 100).len(), 2);
        assert!(Draws::new(&["1"]).distinct(2, 0).is_empty());
    }

    #[test]
    fn a_key_gives_its_numbers() {
        let numbers = |key| {
            let mut draws = Draws::new(&[key, "page"]);
            (0..8).map(|_| draws.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(numbers("1"), numbers("1"));
        assert_ne!(numbers("1"), numbers("2"));
        assert_ne!(
            Draws::new(&["ab", "c"]).below(1 << 40),
            Draws::new(&["a", "bc"]).below(1 << 40)
        );
    }
}
