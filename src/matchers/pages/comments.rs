//! Comments below a story, told by what stands with each of them: `match.comments`, and `match.template.comments`. O(n log n)
//! in the page's lines, and O(n) in its bytes.
//!
//! With a comment stand who wrote it, when, and what the host puts beside it ("Reply"). So where lines with dates of one
//! shape stand again and again, or lines that the host is known to repeat so, with dates beside them, what lies between
//! them are comments, in any language, if two things hold: a story stands above them, and between it and the first a
//! line says that comments follow ("12 comments"). A story that is told by the hour has times and no such line; a
//! forum's posts have no story above; a list of newest comments beside the story stands over it; and where each entry
//! says how many comments it has, or asks for some, entries are stories and answers.

use crate::matchers::found::Match;
use crate::matchers::pages::comment_gaps::{CommentGaps, STORY_WORDS};
use crate::matchers::pages::comment_words::tells_of_comments;
use crate::matchers::traits::PageMatcher;
use crate::page::Page;
use crate::page::line::PROSE_WORDS;
use crate::rules::params::CommentsParams;
use crate::text::date_shape::date_shapes;
use crate::text::mix;
use std::collections::BTreeMap;
use std::ops::Range;

/// So many lines below the line that says that comments follow the first copy stands at most.
const HEADING_REACH: usize = 16;
/// A line that says so as often is no heading.
const HEADING_TIMES: usize = 3;

/// What is said of lines that dates tell.
pub(crate) const DATED: &str =
    "a comment below the story: dates of one shape stand between the texts";

#[derive(Debug)]
pub(crate) struct Comments(pub(crate) CommentsParams);

impl PageMatcher for Comments {
    fn find(&self, page: &Page<'_>, found: &mut Vec<Match>) {
        for (line, _) in comment_lines(comment_texts(page), self.0.least, |_| None) {
            found.push(Match {
                span: page.lines()[line].trimmed,
                lines: (line, line),
                evidence: DATED.to_owned(),
            });
        }
    }
}

/// The filled lines of a page.
pub(crate) fn comment_texts<'t>(page: &Page<'t>) -> impl Iterator<Item = CommentLine<'t>> + Clone {
    page.filled().iter().map(|&line| CommentLine {
        line,
        text: page.trimmed_text(line),
        words: page.lines()[line].word_count(),
    })
}

/// A filled line of a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CommentLine<'t> {
    pub(crate) line: usize,
    /// Without white space at its ends.
    pub(crate) text: &'t str,
    pub(crate) words: usize,
}

impl CommentLine<'_> {
    /// Whether it is short and has the digits of a date.
    fn is_label(&self) -> bool {
        self.words <= PROSE_WORDS && has_date(self.text)
    }
}

/// Whether a line has the digits of a date: a time alone, as of a story that is told by the hour, has four.
pub(crate) fn has_date(text: &str) -> bool {
    const LEAST_DIGITS: usize = 5;
    let digits = text.bytes().filter(u8::is_ascii_digit);
    digits.take(LEAST_DIGITS).count() == LEAST_DIGITS
}

/// What copies are of: a line that the host repeats, or dates of one shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum CopyOf {
    Line(u32),
    Shape(u64),
}

/// The lines of a page that are of comments, at least so many: which, and copies of which of the lines that the host
/// repeats part them, where it is not dates alone. `repeated` tells which of these a line is. A page that does not say
/// that comments follow is read no further.
pub(crate) fn comment_lines<'t>(
    lines: impl Iterator<Item = CommentLine<'t>> + Clone,
    least: usize,
    mut repeated: impl FnMut(&str) -> Option<u32>,
) -> Vec<(usize, Option<u32>)> {
    let headings = Headings::of(lines.clone());
    let Some(&first) = headings.below_story.first() else {
        return Vec::new();
    };
    let lines: Vec<CommentLine<'_>> = lines.collect();
    let mut copies: BTreeMap<CopyOf, Vec<usize>> = BTreeMap::new();
    let mut marks = vec![LineMark::default(); lines.len()];
    for (rank, line) in lines.iter().enumerate().skip(first) {
        let mark = &mut marks[rank];
        mark.is_label = line.is_label();
        if let Some(number) = repeated(line.text) {
            mark.is_repeated = true;
            copies.entry(CopyOf::Line(number)).or_default().push(rank);
        }
        if mark.is_label {
            for shape in date_shapes(line.text) {
                copies.entry(CopyOf::Shape(shape)).or_default().push(rank);
            }
        }
    }
    copies.retain(|_, ranks| ranks.len() >= least);
    let thread = Thread { marks, headings };
    let mut found: Vec<Option<CopyOf>> = vec![None; lines.len()];
    for (copy_of, ranks) in copies {
        for rank in thread.comments(&ranks, least) {
            found[rank].get_or_insert(copy_of);
        }
    }
    let told = |copy_of| match copy_of {
        CopyOf::Line(number) => Some(number),
        CopyOf::Shape(_) => None,
    };
    let found = found.into_iter().zip(lines);
    found
        .filter_map(|(copy_of, line)| Some((line.line, told(copy_of?))))
        .collect()
}

/// The lines that say that comments follow, by rank.
struct Headings {
    all: Vec<usize>,
    /// Those below a story, and not said again and again.
    below_story: Vec<usize>,
}

impl Headings {
    fn of<'t>(lines: impl Iterator<Item = CommentLine<'t>>) -> Self {
        let mut story_words = 0;
        let (mut all, mut below) = (Vec::new(), Vec::new());
        let mut times: BTreeMap<u64, usize> = BTreeMap::new();
        for (rank, line) in lines.enumerate() {
            if tells_of_comments(line.text, line.words) {
                all.push(rank);
                let letters = letters(line.text);
                *times.entry(letters).or_default() += 1;
                if story_words >= STORY_WORDS {
                    below.push((rank, letters));
                }
            }
            if line.words >= PROSE_WORDS {
                story_words += line.words;
            }
        }
        below.retain(|(_, letters)| times[letters] < HEADING_TIMES);
        Self {
            all,
            below_story: below.into_iter().map(|(rank, _)| rank).collect(),
        }
    }

    /// The nearest heading above a line.
    fn above(&self, rank: usize) -> Option<usize> {
        let above = self.below_story.partition_point(|&heading| heading < rank);
        let heading = self.below_story[above.checked_sub(1)?];
        (rank - heading <= HEADING_REACH).then_some(heading)
    }

    fn stands_in(&self, gap: &Range<usize>) -> bool {
        let next = self.all.partition_point(|&heading| heading < gap.start);
        self.all.get(next).is_some_and(|&heading| heading < gap.end)
    }
}

/// What "8 comments" and "12 Comments" have in common.
fn letters(text: &str) -> u64 {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let letters: String = letters.flat_map(char::to_lowercase).collect();
    mix::of_bytes(letters.as_bytes())
}

#[derive(Debug, Clone, Copy, Default)]
struct LineMark {
    is_label: bool,
    is_repeated: bool,
}

struct Thread {
    marks: Vec<LineMark>,
    headings: Headings,
}

impl Thread {
    /// The lines of the comments that copies part, these with them; none where they part none.
    fn comments(&self, ranks: &[usize], least: usize) -> Vec<usize> {
        let is_below = |&rank: &usize| self.headings.above(rank).is_some();
        let Some(first) = ranks.iter().position(is_below) else {
            return Vec::new();
        };
        let ranks = &ranks[first..];
        let Some(of_thread) = CommentGaps::of(ranks, least, |gap| self.is_comment(gap)) else {
            return Vec::new();
        };
        let gaps = &of_thread.gaps;
        let headed = gaps.iter().filter(|gap| self.headings.stands_in(gap));
        if headed.count() * 3 >= gaps.len() {
            return Vec::new();
        }
        let beside = self.beside(ranks, &of_thread);
        let mut found: Vec<usize> = of_thread
            .gaps
            .into_iter()
            .chain([beside])
            .flatten()
            .collect();
        found.extend_from_slice(ranks);
        found
    }

    /// Whether a text stands between two copies, and a date with it.
    fn is_comment(&self, gap: &Range<usize>) -> bool {
        let is_text = |mark: &LineMark| !mark.is_label && !mark.is_repeated;
        self.marks[gap.clone()].iter().any(is_text)
            && self.marks[gap.start - 1..gap.end]
                .iter()
                .any(|mark| mark.is_label)
    }

    /// The comment that has one copy beside it: where that is its date, what follows the last, else what stands above the
    /// first, from its date on.
    fn beside(&self, ranks: &[usize], of_thread: &CommentGaps) -> Range<usize> {
        let (first, last) = (ranks[0], ranks[ranks.len() - 1]);
        if self.marks[first].is_label {
            let end = self.marks.len().min(last + 1 + of_thread.longest);
            let next = (last + 1..end).find(|&rank| self.marks[rank].is_repeated);
            return last + 1..next.unwrap_or(end);
        }
        let from = self.headings.above(first);
        let from = from.map_or(first, |heading| heading + 1);
        of_thread.above(first, from, |rank| self.marks[rank].is_label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matchers::pages::comment_gaps::LEAST_COPIES;
    use crate::text::number::small;

    const STORY: &str = "The dredger ran aground on the bank that it had itself piled up the week before, said the harbour master.\n\
        Nobody was on board but the cook, who had been told to wait there for the tide and was asleep when it came.\n\
        A tug from the next town over was sent for on the same evening, and it came on the next day, and ran aground.\n";

    /// The numbers of the lines that are of comments; lines that begin with a star are copies, with dates of any numbers.
    fn found(text: &str) -> Vec<usize> {
        let same = |line: &str| line.replace(|c: char| c.is_ascii_digit(), "0");
        let texts: Vec<&str> = text.lines().collect();
        let first = |line: &str| texts.iter().position(|one| same(one) == same(line));
        let lines: Vec<CommentLine<'_>> = (0..texts.len())
            .map(|line| CommentLine {
                line,
                text: texts[line],
                words: texts[line].split_whitespace().count(),
            })
            .collect();
        let repeated = |line: &str| {
            line.starts_with('*')
                .then(|| first(line).map(small))
                .flatten()
        };
        let found = comment_lines(lines.iter().copied(), LEAST_COPIES, repeated);
        found.into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn dates_part_comments() {
        let thread = "3 comments\n*11 May 2011, 9:30\nSo it was.\n*11 May 2011, 9:42\nIt was not.\nNot at all.\n*12 May 2011, 1:10\nNor was it ever.";
        let all: Vec<usize> = (4..11).collect();
        assert_eq!(found(&format!("{STORY}{thread}")), all);
        for heading in [
            "Kommentare (3)",
            "Комментарии: 3",
            "共有3条评论",
            "Bình luận",
        ] {
            let thread = thread.replace("3 comments", heading);
            assert_eq!(found(&format!("{STORY}{thread}")), all, "{heading}");
        }
    }

    #[test]
    fn dates_of_one_shape_need_no_host() {
        let thread = "3 comments\ntidewatcher\n11 May 2011, 9:30\nSo it was.\nInes W.\n2 June 2011, 19:42\nIt was not.\nhanne\n12 June 2011, 1:10\nNor was it ever.";
        assert_eq!(
            found(&format!("{STORY}{thread}")),
            (5..13).collect::<Vec<_>>()
        );
        let names = "Comments\nPosted by Ada Finch on 11 May 2011\nSo it was.\nPosted by Tom Reed on 2 June 2011\nIt was not.\nPosted by Ines on 2 June 2011\nNor was it ever.";
        assert_eq!(
            found(&format!("{STORY}{names}")),
            (4..10).collect::<Vec<_>>()
        );
    }

    #[test]
    fn stories_that_have_comments_each_stay() {
        let list = "8 Comments\n7 March 2011\nThe tug has been sold, and nobody knows to whom.\n13 Comments\n6 March 2011\nThe cook has been found.\n2 Comments\n5 March 2011\nThe bank has gone.\nComments";
        assert_eq!(found(&format!("{STORY}{list}")), [0; 0]);
        let answers = "Add a comment\nanswered 7 March 2011\nBy the tide table.\nAdd a comment\nanswered 9 March 2011\nBy the lamp.\nAdd a comment\nanswered 9 March 2012\nBy the cook.\nAdd a comment";
        assert_eq!(found(&format!("{STORY}{answers}")), [0; 0]);
    }

    #[test]
    fn what_stands_below_each_comment_parts_them() {
        let thread = "3 comments\nInes, 17 May 2011\nSo it was.\n*Reply\nTom, 17 May 2011\nIt was not.\n*Reply\nAda, 18 May 2011\nIt was.\n*Reply\nLast words";
        assert_eq!(
            found(&format!("{STORY}{thread}")),
            (4..13).collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_story_by_the_hour_stays() {
        let hours = "*11:30\nThe tug is here.\n*11:42\nThe tug has run aground.\n*12:10\nThe cook is awake.";
        assert_eq!(found(&format!("{STORY}{hours}")), [0; 0]);
        assert_eq!(
            found(&format!("120 comments\n{STORY}{hours}")),
            [0; 0],
            "a link over the story"
        );
        let below = format!("{STORY}{hours}\n120 comments");
        assert_eq!(found(&below), [0; 0], "comments follow the last hour");
        let bar = format!("{STORY}120 comments\n{hours}");
        assert_eq!(found(&bar), [0; 0], "times are no dates");
    }

    #[test]
    fn posts_of_a_forum_stay() {
        let posts = "*#1, 11 May 2011\nHow deep is the bank?\n*#2, 11 May 2011\nTwo fathoms.\n*#3, 12 May 2011\nOne.";
        assert_eq!(found(&format!("Responses\n{posts}")), [0; 0]);
    }

    #[test]
    fn paragraphs_between_advertisements_stay() {
        let rest = "No comments\n*Advertisement\nThe tug was afloat by noon.\n*Advertisement\nSo was the cook.\n*Advertisement\nThe end.";
        assert_eq!(found(&format!("{STORY}{rest}")), [0; 0], "no dates");
    }

    #[test]
    fn a_story_below_a_list_of_newest_comments_stays() {
        let newest = "Newest comments\n*Tom, 11 May 2011\nSo it was.\n*Ada, 11 May 2011\nIt was not.\n*Tom, 12 May 2011\n";
        assert_eq!(found(&format!("{newest}{STORY}")), [0; 0]);
    }
}
