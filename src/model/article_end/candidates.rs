//! Where a page's own story may end: for each place, how much of what follows was already spoken of
//! before it, and what the layout looks like there.
//!
//! The figures are those of M. Hearst's topic segmentation ("`TextTiling`: segmenting text into
//! multi-paragraph subtopic passages", 1997) with words weighted by how rare they are, and
//! log-likelihood ratios of seen and unseen words. Tables over them are fitted (`fit`).

use crate::model::article_end::figures::{FIGURES, Figures};
use crate::model::article_end::items;
use crate::model::article_end::layout::PageLayout;
use crate::model::article_end::topics::Topics;
use crate::model::article_end::windows::Windows;
use crate::model::article_end::word_ratios::{LEAST_AFTER, LEAST_BEFORE, WordRatios};
use crate::model::cohesion::content::Content;
use crate::model::cohesion::lines::LineCohesion;
use crate::page::Page;
use crate::page::words::Words;
use crate::text::number::number;

/// Words in lines of prose that stand before it at least: what stands before an article (who wrote it, a
/// notice) is no story.
pub(crate) const LEAST_PROSE: usize = 100;
/// Candidates of a page at most, those with the least in common with what stands before: pages made of
/// thousands of lines must not cost more than their share.
pub(crate) const MOST_CANDIDATES: usize = 2000;

/// A line that stands so many times on a page, all digits alike, is no heading of what follows one of its copies:
/// it ends entries of a list ("Read more").
const MANY_COPIES: usize = 3;

/// Whether a line that has so many copies stands [`MANY_COPIES`] times.
pub(crate) fn is_often(others: usize) -> bool {
    others + 1 >= MANY_COPIES
}

/// A place where the page's own story may end.
#[derive(Debug, Clone)]
pub(crate) struct EndCandidate {
    /// The rank of the filled line before which it would.
    pub(crate) line: usize,
    /// By [`FIGURES`].
    pub(crate) figures: [f32; FIGURES.len()],
    /// Whether a card begins there: a line that comes twice, with an age beside it.
    pub(crate) is_card: bool,
    /// How many other lines of the page have the same words, all digits alike.
    pub(crate) copies: usize,
    /// Whether it goes on with numbers that began before: 8 where a line above begins with 7, or with 9 in a list
    /// that counts down.
    pub(crate) is_next_item: bool,
    /// What was said before of the next words, or of all the rest: the greater share.
    pub(crate) most_said: f32,
}

/// Every candidate of the page, in page order; none where the page is too short. O(n) in words, with at
/// most 360 steps a candidate and at most [`MOST_CANDIDATES`] of those.
pub(crate) fn candidates(
    page: &Page<'_>,
    words: &Words,
    content: &Content,
    lines: &LineCohesion,
    ratios: &WordRatios,
    openings: &[f32],
) -> Vec<EndCandidate> {
    let all = content.tokens().len();
    // A story that ends above the page's main block is no story: a notice, a teaser.
    let block = lines.block.as_ref().map_or(0, |block| block.start);
    let first = first_after_prose(page).max(block + 1);
    let fits = |&line: &usize| {
        let before = content.start(line);
        line >= first && before >= LEAST_BEFORE && all - before >= LEAST_AFTER
    };
    let mut places: Vec<usize> = (1..content.line_count()).filter(fits).collect();
    if places.is_empty() {
        return Vec::new();
    }
    let depth = |line: usize| lines.suffix[line] + lines.window_after[line];
    let mut by_depth = places.clone();
    by_depth.sort_by(|&a, &b| depth(a).total_cmp(&depth(b)).then(a.cmp(&b)));
    let mut ranks = vec![0; content.line_count()];
    for (rank, &line) in by_depth.iter().enumerate() {
        ranks[line] = rank;
    }
    places.retain(|&line| ranks[line] < MOST_CANDIDATES);
    let layout = PageLayout::new(page, words);
    let alike = words.alike();
    let is_next_item = items::continued(page);
    let mut windows = Windows::new(content, ratios);
    let mut topics = Topics::new(content, lines.headline);
    let page_window = median(
        places
            .iter()
            .map(|&line| lines.window_after[line])
            .collect(),
    );
    let candidate = |line: usize| {
        let before = content.start(line);
        let mut figures = Figures {
            suffix: lines.suffix[line],
            window: lines.window_after[line],
            line_said: lines.said_before[line],
            words_before: number(before).ln_1p(),
            words_after: number(all - before).ln_1p(),
            share_after: number(all - before) / number(all),
            rank: number(ranks[line].min(20)),
            rank_share: number(ranks[line]) / number(by_depth.len()),
            dip: dip(depth, line, content.line_count()),
            page_window,
            page_least: depth(by_depth[0]),
            content_share: number(all) / number(page.word_count().max(1)),
            opening: openings[line],
            opening_next: openings.get(line + 1).copied().unwrap_or_default(),
            ..Figures::default()
        };
        windows.set(&mut figures, line);
        topics.set(&mut figures, line);
        layout.set(&mut figures, line);
        EndCandidate {
            line,
            copies: alike[line],
            is_next_item: is_next_item[line],
            is_card: figures.line_again > 0.0 && figures.ages_near > 0.0,
            most_said: figures.window.max(figures.suffix),
            figures: figures.in_order(),
        }
    };
    places.into_iter().map(candidate).collect()
}

/// The rank of the first line before which [`LEAST_PROSE`] words of prose stand.
pub(crate) fn first_after_prose(page: &Page<'_>) -> usize {
    let mut words = 0;
    for (rank, &line) in page.filled().iter().enumerate() {
        if words >= LEAST_PROSE {
            return rank;
        }
        let line = &page.lines()[line];
        words += if line.is_prose() { line.word_count } else { 0 };
    }
    usize::MAX
}

/// How far the depth falls below that of the three lines on each side.
pub(crate) fn dip(depth: impl Fn(usize) -> f32, line: usize, lines: usize) -> f32 {
    let least = |range: std::ops::Range<usize>| range.map(&depth).reduce(f32::min);
    let above = least(line.saturating_sub(3)..line);
    let below = least(line + 1..(line + 4).min(lines));
    let side = |least: Option<f32>| (least.unwrap_or(2.0) - depth(line)).clamp(0.0, 2.0);
    side(above) + side(below)
}

pub(crate) fn median(mut figures: Vec<f32>) -> f32 {
    figures.sort_by(f32::total_cmp);
    figures[figures.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::cohesion::content::Background;

    const MILL: &str = "The old mill ground wheat and rye for nine villages that lie beside the river \
        Orle, whose water drove it by day and by night.\n\
        Farmers carried wheat to the mill by cart in every autumn until the river flooded its lower \
        floor and took the wheel.\n\
        After the flood the miller Hanna Brandt rebuilt the wheel of the mill with oak that farmers \
        of the villages had given her when they heard that \
        the mill of the villages stood idle.\n\
        Villages along the Orle still buy the flour which the mill of Hanna Brandt grinds daily from \
        wheat of their own, and bring the miller oak for the wheel.\n";
    const MATCH: &str = "Striker Luis Ferro scored twice before halftime on Saturday.\n\
        The goalkeeper saved a penalty while supporters sang in heavy rain.\n\
        Ferro left injured, and coach Amadi praised his young defenders.\n";

    fn found(text: &str) -> Vec<EndCandidate> {
        let page = Page::new(text);
        let words = Words::new(&page);
        let content = Content::new(&words, &Background::new([], 5.0));
        let lines = LineCohesion::new(&page, &content);
        let openings = vec![0.0; words.line_count()];
        candidates(
            &page,
            &words,
            &content,
            &lines,
            &WordRatios::default(),
            &openings,
        )
    }

    fn figure(candidate: &EndCandidate, name: &str) -> f32 {
        let at = FIGURES.iter().position(|known| *known == name);
        candidate.figures[at.expect("a figure")]
    }

    #[test]
    fn another_story_has_nothing_in_common() {
        let found = found(&format!("{MILL}{MATCH}"));
        let depth = |one: &EndCandidate| figure(one, "suffix") + figure(one, "window");
        let deepest = found.iter().min_by(|a, b| depth(a).total_cmp(&depth(b)));
        assert_eq!(deepest.map(|one| one.line), Some(4));
        let end = deepest.expect("there is one");
        assert!(figure(end, "rank") < 0.5 && figure(end, "names_said") < 0.01);
    }

    #[test]
    fn short_pages_have_no_candidates() {
        assert!(found("A few words.\nAnd a few more.\n").is_empty());
    }

    #[test]
    fn what_stands_above_the_main_block_is_no_story() {
        let menu = "Home\n".repeat(9);
        let page = format!("{MATCH}{MATCH}{menu}{MILL}{MILL}{MATCH}");
        let lines: Vec<usize> = found(&page).iter().map(|one| one.line).collect();
        assert!(
            lines.iter().all(|&line| line > 15),
            "the mill begins there: {lines:?}"
        );
        assert!(lines.contains(&23), "the match below it: {lines:?}");
    }

    #[test]
    fn lines_that_differ_in_digits_come_again() {
        let page = format!("{MILL}Comments (5 posted)\n{MATCH}Comments (3 posted)\n{MATCH}");
        let again = found(&page).into_iter().filter(|one| one.copies > 0);
        let lines: Vec<usize> = again.map(|one| one.line).collect();
        assert!(lines.contains(&4) && lines.contains(&8), "{lines:?}");
        assert!(
            found(&format!("{MILL}{MATCH}"))
                .iter()
                .all(|one| one.copies == 0)
        );
    }
}
