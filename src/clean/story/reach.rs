//! How far a cut may reach towards the page's end.
//!
//! A heading such as "You might also like" may stand over all that follows, or in the middle of an article;
//! and in a sidebar, with the whole article below it. So a cut to the page's end asks what follows. It ends
//! above the next prose
//!
//! - where the story has not begun: before the cut stand fewer than [`BEGUN_WORDS`] words of prose, or fewer
//!   than behind it;
//! - where the story goes on: no more than [`NEAR_LINES`] lines below stand [`RUN_LINES`] lines of prose or
//!   more in a row, of whose different words more than [`SAID_BEFORE`] stand in prose before the cut.
//!
//! Prose that comes later, with other lines of prose between, is of comments more often than of the story.

use crate::clean::story::lines::StoryLines;
use crate::clean::story::stems::{different_stems, stems};
use crate::text::keys::KeyTable;
use crate::text::number::wide_number;
use std::ops::Range;

/// Words of prose with which a story has begun.
const BEGUN_WORDS: usize = 20;
/// The share of a run's words that were said before from which on it is of the same story.
const SAID_BEFORE: f64 = 0.3;
/// A single line of prose under a heading may be a teaser.
const RUN_LINES: usize = 2;
/// Words of prose before a cut, and lines behind it, that are compared: a call costs no more, however long the page is.
const SAID_WORDS: usize = 4000;
const RUN_MOST_LINES: usize = 12;
/// Titles of other stories stand between, seldom more than so many.
const NEAR_LINES: usize = 12;
/// Lines of a run that a heading above it is compared with.
const TOLD_LINES: usize = 3;

/// Prose of a page: where it stands.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    /// Words of prose before each line, and in all.
    prose_before: Vec<usize>,
    /// Words of any lines before each line, and in all.
    words_before: Vec<usize>,
    /// Lines of prose in a row.
    runs: Vec<Range<usize>>,
}

impl Reach {
    /// Reads which lines of a page are prose. O(n) in lines.
    pub(crate) fn read(lines: &impl StoryLines) -> Self {
        let mut reach = Self::default();
        let (mut words, mut all, mut from) = (0, 0, 0);
        for rank in 0..=lines.count() {
            reach.prose_before.push(words);
            reach.words_before.push(all);
            if rank < lines.count() {
                all += lines.words(rank);
            }
            if rank < lines.count() && lines.is_prose(rank) {
                words += lines.words(rank);
                continue;
            }
            if from < rank {
                reach.runs.push(from..rank);
            }
            from = rank + 1;
        }
        reach
    }

    /// The first line, from `next` on, that a cut to the page's end must not take; none where all may go.
    pub(crate) fn tail_end(&self, lines: &impl StoryLines, next: usize) -> Option<usize> {
        let before = self.prose_before[next];
        let after = self.prose_before[lines.count()] - before;
        let has_begun = before >= BEGUN_WORDS && after <= before;
        let run = self.runs_from(next).first()?;
        (!has_begun || goes_on(lines, run, next)).then(|| above(lines, run, next))
    }

    /// Words of prose on the lines of a range.
    pub(crate) fn prose_words(&self, ranks: Range<usize>) -> usize {
        self.prose_before[ranks.end] - self.prose_before[ranks.start]
    }

    /// Words on the lines of a range, of prose and others.
    pub(crate) fn words(&self, ranks: Range<usize>) -> usize {
        self.words_before[ranks.end] - self.words_before[ranks.start]
    }

    /// Words of the longest row of prose lines that begins on the lines of a range.
    pub(crate) fn longest_row(&self, ranks: Range<usize>) -> usize {
        let first = self.runs.partition_point(|run| run.start < ranks.start);
        let runs = self.runs[first..].iter();
        let inside = runs.take_while(|run| run.start < ranks.end);
        let words = inside.map(|run| self.prose_words(run.start..run.end.min(ranks.end)));
        words.max().unwrap_or(0)
    }

    /// The next line of prose from `next` on, or the heading above it.
    pub(crate) fn section_end(&self, lines: &impl StoryLines, next: usize) -> Option<usize> {
        let run = self.runs_from(next).first()?;
        Some(above(lines, run, next))
    }

    /// Runs of which a line stands at `next` or behind it.
    fn runs_from(&self, next: usize) -> &[Range<usize>] {
        let first = self.runs.partition_point(|run| run.end <= next);
        &self.runs[first..]
    }
}

/// Whether a run is of the story that stands before `next`.
fn goes_on(lines: &impl StoryLines, run: &Range<usize>, next: usize) -> bool {
    if run.len() < RUN_LINES || run.start > next + NEAR_LINES {
        return false;
    }
    let mut said: KeyTable<u32> = KeyTable::default();
    let mut words = 0;
    for rank in (0..next).rev().filter(|&rank| lines.is_prose(rank)) {
        if words >= SAID_WORDS {
            break;
        }
        words += lines.words(rank);
        for stem in stems(lines.text(rank)) {
            *said.entry(stem) = 1;
        }
    }
    let own = run.clone().take(RUN_MOST_LINES);
    let mut own: Vec<u64> = own.flat_map(|rank| stems(lines.text(rank))).collect();
    own.sort_unstable();
    own.dedup();
    let known = own.iter().filter(|&&stem| said.get(stem).is_some()).count();
    !own.is_empty() && wide_number(known) / wide_number(own.len()) > SAID_BEFORE
}

/// The first line of a run, or the heading right above it that names its subject; not before `next`.
fn above(lines: &impl StoryLines, run: &Range<usize>, next: usize) -> usize {
    let start = run.start.max(next);
    if start == next || !lines.is_heading(start - 1) {
        return start;
    }
    let named = different_stems(lines.text(start - 1));
    let near = start..run.end.min(start + TOLD_LINES);
    let mut told: Vec<u64> = near.flat_map(|line| stems(lines.text(line))).collect();
    told.sort_unstable();
    let known = named.iter().filter(|stem| told.binary_search(stem).is_ok());
    // A title of another story shares a word now and then.
    if known.count() * 2 > named.len() {
        start - 1
    } else {
        start
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::plain::extents::PageLines;
    use crate::page::Page;

    const STORY: &str = "The county wants to move the ferry berth to the north quay before the winter of next year.\n\
        The pilots say that the berth of the old quay is safer when the winter storms come from the north.\n\
        The county answers that the old quay is too short for the ferry that it bought last winter.\n";
    const MORE: &str = "The pilots have written to the county that they will not sail to the north quay at all.\n\
        A vote on the berth is to be held in the county hall before the winter, said one of the pilots.\n";
    const OTHER: &str = "A goat was elected chairman of the parish board after both candidates had withdrawn their names.\n\
        She has promised to attend every meeting and to eat whatever minutes are put in front of her.\n";

    /// The first line that stays of a cut to the end from the heading on.
    fn end(before: &str, after: &str) -> Option<String> {
        let text = format!(
            "{before}You might also like\nGoat Elected Chairman\nSeal Returns to Green\n{after}"
        );
        let page = Page::new(&text);
        let lines = PageLines(&page);
        let heading = (0..lines.count()).find(|&rank| lines.text(rank).starts_with("You might"));
        let end = Reach::read(&lines).tail_end(&lines, heading.expect("it is there") + 1);
        end.map(|rank| lines.text(rank).to_owned())
    }

    #[test]
    fn a_tail_ends_where_the_story_goes_on() {
        let line = |text: &str| text.lines().next().map(str::to_owned);
        assert_eq!(end(STORY, OTHER), None, "another story");
        assert_eq!(end(STORY, MORE), line(MORE), "the same story");
        let single = line(MORE).expect("it has a line");
        assert_eq!(end(STORY, &single), None, "a teaser");
    }

    #[test]
    fn a_tail_ends_where_the_story_has_not_begun() {
        let line = |text: &str| text.lines().next().map(str::to_owned);
        assert_eq!(end("", STORY), line(STORY));
        assert_eq!(end("Home\nMenu\n", OTHER), line(OTHER));
        let long = format!("{STORY}{MORE}");
        assert_eq!(end(OTHER, &long), line(STORY), "most of the prose follows");
    }

    #[test]
    fn a_heading_of_the_story_stays_with_it() {
        let after = format!("Pilots and County\n{MORE}");
        assert_eq!(end(STORY, &after), Some("Pilots and County".to_owned()));
        let after = format!("Moths in Winter Coats\n{}", MORE.replace("winter", "cold"));
        assert_ne!(end(STORY, &after), Some("Moths in Winter Coats".to_owned()));
    }
}
