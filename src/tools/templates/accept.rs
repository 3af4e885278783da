//! Which repeated lines are templates, and how sure that is.
//!
//! Thresholds were chosen on groups of pages with gold articles, by the question: of what is deleted, how much
//! would a person have kept? `docs/quality.md` has the figures. All are about pages that differ: those that are
//! nearly the same count once.

use crate::matchers::pages::comment_gaps::LEAST_COPIES;
use crate::rules::mode::Mode;
use crate::rules::template::LinePlace;
use crate::text::line_key::Vary;
use crate::text::number::small_number;

/// Least pages of a line that may be a template: two are too often two pages on one subject.
pub(crate) const LEAST_PAGES: u32 = 3;
/// From so many pages on a line is sure, whatever the share.
const SURE_PAGES: u32 = 4;
/// What share of its host's pages a line on fewer must have to be sure.
const SURE_SHARE: f32 = 0.2;
/// Below this share a line is unsure, if it is but one of those that differ in a name or number.
const SLOT_SHARE: f32 = 0.5;
/// How many times as many pages all of those must have.
const SLOT_TIMES: f32 = 1.5;
/// Letters that must stand in a sure line, besides numbers and words of dates.
const LEAST_LETTERS: usize = 3;
/// Share of the host's pages for lines that vary in numbers, and in names.
const NUMBERS_SHARE: f32 = 0.3;
const NAMES_SHARE: f32 = 0.5;

/// Which learned rules cut, and which only show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acceptance {
    /// Rules that this mode allows cut; others are written with `level = "flag"`.
    pub mode: Mode,
}

impl Default for Acceptance {
    fn default() -> Self {
        Self {
            mode: Mode::Careful,
        }
    }
}

/// What is known of a repeated line where it is judged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Evidence {
    pub(crate) vary: Vary,
    /// Different pages that hold it, and all different pages of its host.
    pub(crate) pages: u32,
    pub(crate) of_pages: u32,
    /// Different pages that hold it or a line that differs from it in numbers or names.
    pub(crate) family_pages: u32,
    /// Letters besides numbers and words of dates.
    pub(crate) letters: usize,
    /// Whether it mostly stands alone among lines that the host does not repeat.
    pub(crate) is_alone: bool,
    /// Whether it is prose or a title, and opens what pages say for themselves.
    pub(crate) opens_prose: bool,
    /// Whether more than one text was seen.
    pub(crate) varies: bool,
    pub(crate) place: LinePlace,
}

/// Prose or a title over the prose of pages is the host's, where more of these have it; else of a series, or of a story
/// on several pages.
const SERIES_SHARE: f32 = 0.75;

/// The least sure mode in which a line may go as a template; `None` where it is none.
///
/// A line alone in the midst of what pages say for themselves may be a section's heading ("Ingredients"), a
/// refrain or a remark of the host's: it takes a person to tell. So may what opens the prose of some of the
/// pages, as the introduction of a series does, or the title of a story on several pages.
pub(crate) fn judge(line: Evidence) -> Option<Mode> {
    if line.pages < LEAST_PAGES {
        return None;
    }
    let share = small_number(line.pages) / small_number(line.of_pages.max(1));
    let has_letters = line.letters >= LEAST_LETTERS;
    let opens_series = line.opens_prose && share < SERIES_SHARE;
    let is_among_own = line.is_alone && line.place == LinePlace::Middle;
    let is_alone = is_among_own || opens_series;
    match line.vary {
        Vary::Numbers | Vary::Names if !line.varies => None,
        _ if is_alone => Some(Mode::Thorough),
        Vary::Nothing => {
            let is_often = is_on_many(line.pages, line.of_pages);
            let family = small_number(line.family_pages);
            let is_slot = family >= SLOT_TIMES * small_number(line.pages) && share < SLOT_SHARE;
            let is_sure = is_often && has_letters && !is_slot;
            Some(if is_sure {
                Mode::Careful
            } else {
                Mode::Balanced
            })
        }
        Vary::Numbers => (has_letters && share >= NUMBERS_SHARE).then_some(Mode::Balanced),
        Vary::Names => (has_letters && share >= NAMES_SHARE).then_some(Mode::Thorough),
    }
}

/// What is known of a line that may stand on its pages again and again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Copies {
    /// Different pages that hold it, and all different pages of its host.
    pub(crate) pages: u32,
    pub(crate) of_pages: u32,
    /// How often it stands on a page, on average.
    pub(crate) times_a_page: u32,
    /// Whether it has letters, or the digits of a date: a line of signs parts anything.
    pub(crate) parts: bool,
}

/// The least sure mode in which comments may go that such a line parts; `None` where it parts none.
pub(crate) fn judge_copies(line: Copies) -> Option<Mode> {
    let is_often = line.times_a_page as usize >= LEAST_COPIES;
    if line.pages < LEAST_PAGES || !is_often || !line.parts {
        return None;
    }
    Some(if is_on_many(line.pages, line.of_pages) {
        Mode::Careful
    } else {
        Mode::Balanced
    })
}

/// Whether a line stands on so many different pages that this is no chance.
fn is_on_many(pages: u32, of_pages: u32) -> bool {
    let share = small_number(pages) / small_number(of_pages.max(1));
    pages >= SURE_PAGES || share >= SURE_SHARE
}

#[cfg(test)]
mod tests {
    use super::*;

    const SURE: Evidence = Evidence {
        vary: Vary::Nothing,
        pages: 6,
        of_pages: 10,
        family_pages: 6,
        letters: 12,
        is_alone: false,
        opens_prose: false,
        varies: false,
        place: LinePlace::End,
    };

    #[test]
    fn the_surer_a_line_the_more_modes_cut_it() {
        let cases = [
            ("on most pages", SURE, Some(Mode::Careful)),
            ("on two", Evidence { pages: 2, ..SURE }, None),
            (
                "on three of ten",
                Evidence {
                    pages: 3,
                    family_pages: 3,
                    ..SURE
                },
                Some(Mode::Careful),
            ),
            (
                "on three of many",
                Evidence {
                    pages: 3,
                    of_pages: 40,
                    ..SURE
                },
                Some(Mode::Balanced),
            ),
            (
                "a number",
                Evidence { letters: 0, ..SURE },
                Some(Mode::Balanced),
            ),
            (
                "one byline of many",
                Evidence {
                    pages: 4,
                    family_pages: 10,
                    ..SURE
                },
                Some(Mode::Balanced),
            ),
            (
                "a section's heading",
                Evidence {
                    is_alone: true,
                    place: LinePlace::Middle,
                    ..SURE
                },
                Some(Mode::Thorough),
            ),
            (
                "a common introduction",
                Evidence {
                    opens_prose: true,
                    place: LinePlace::Middle,
                    ..SURE
                },
                Some(Mode::Thorough),
            ),
            (
                "a notice over all stories",
                Evidence {
                    opens_prose: true,
                    pages: 9,
                    family_pages: 9,
                    ..SURE
                },
                Some(Mode::Careful),
            ),
            (
                "comment counts",
                Evidence {
                    vary: Vary::Numbers,
                    varies: true,
                    ..SURE
                },
                Some(Mode::Balanced),
            ),
            (
                "one count",
                Evidence {
                    vary: Vary::Numbers,
                    ..SURE
                },
                None,
            ),
            (
                "bylines",
                Evidence {
                    vary: Vary::Names,
                    varies: true,
                    ..SURE
                },
                Some(Mode::Thorough),
            ),
        ];
        for (what, line, wanted) in cases {
            assert_eq!(judge(line), wanted, "{what}");
        }
    }
}
