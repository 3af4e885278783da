//! What other pages of its host say of a page's lines, as evidence.
//!
//! A line that the host repeats is likely noise, the more pages hold it the likelier. And repeated lines tell of
//! those between them: prose of an article stands among prose, while comments, cards and lists of other stories have
//! the host's own words ("Reply", "Report") above and below each.

use crate::matchers::pages::comment_gaps::LEAST_COPIES;
use crate::model::additive::AdditiveModel;
use crate::model::host_threads::{LineShape, comment_lines};
use crate::model::side_tables::{log_odds, untaught};
use crate::rules::mode::Confidence;
use crate::text::number::small_number;
use std::ops::Range;

/// The names of the figures, as model files have them.
pub(crate) const HOST_FEATURES: &[&str] = &["standing", "standing_of_prose", "share"];
const COUNT: usize = HOST_FEATURES.len();

/// Where the figures are parted: each [`Standing`] is a bin, and so are shares of the host's pages.
const EDGES: [&[f32]; COUNT] = [
    &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
    &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
    &[0.001, 0.25, 0.6],
];

/// Tables of these figures as files have them that say nothing of hosts: what spikes showed, in round figures.
pub(crate) fn host_tables() -> AdditiveModel {
    let mut tables = untaught(&EDGES);
    tables.tables[0].cells = vec![0.0, -0.3, 0.5, 1.0, 0.0, 3.0, 4.0];
    tables.tables[1].cells = vec![0.0, -0.3, 1.0, 2.0, 0.0, 3.0, 4.0];
    tables
}

/// From so many pages on a line is surely the host's.
const MANY_PAGES: u32 = 6;
/// Of a host of so many pages it is known what it repeats, and what it does not.
const ENOUGH_PAGES: u32 = 8;
/// How far off such a line is heard, and any that the host repeats.
const COPY_REACH: usize = 5;
const REPEATED_REACH: usize = 3;

/// What was counted of a line that a host repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HostCount {
    /// How many different pages of the host hold it.
    pub(crate) pages: u32,
    pub(crate) of_pages: u32,
    /// How sure it is that the line is the host's and not the articles'.
    pub(crate) sureness: Confidence,
    /// Which rule and which line of it: the same for its copies on a page.
    pub(crate) id: (u32, u32),
}

/// What the host's other pages say of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// The host repeats it.
    Repeated(HostCount),
    /// It is of a comment below the story.
    Comment,
    /// It stands between lines that the host repeats and that this page has again and again.
    BetweenCopies,
    /// It stands between lines that the host repeats.
    Between,
    /// Nothing of that: it is the page's own.
    Own,
}

/// What other pages of the host say of the lines of a page, by rank; nothing where nobody counted.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct HostLines {
    /// How many different pages of the host were counted.
    pages: u32,
    standing: Vec<Standing>,
    figures: Vec<[f32; COUNT]>,
}

impl HostLines {
    /// Nobody counted.
    pub(crate) fn clear(&mut self) {
        self.pages = 0;
        self.standing.clear();
        self.figures.clear();
    }

    /// So many pages of the host were counted; so many lines follow.
    pub(crate) fn reset(&mut self, pages: u32, lines: usize) {
        self.clear();
        if pages > 0 {
            self.pages = pages;
            self.standing.resize(lines, Standing::Own);
        }
    }

    /// Sets what was counted of a line; of several counts the surest holds.
    pub(crate) fn set(&mut self, rank: usize, count: HostCount) {
        let strength = |one: HostCount| (one.sureness, one.pages, one.of_pages, one.id);
        if let Some(own) = self.standing.get_mut(rank) {
            let is_weaker = match *own {
                Standing::Repeated(known) => strength(count) <= strength(known),
                _ => false,
            };
            if !is_weaker {
                *own = Standing::Repeated(count);
            }
        }
    }

    /// Ends the setting: hears what repeated lines say of those between them. `shapes` are those of each line.
    /// O(n log n) in lines.
    pub(crate) fn weigh(&mut self, shapes: impl Iterator<Item = LineShape>) {
        if self.standing.is_empty() {
            return;
        }
        let shapes: Vec<LineShape> = shapes.collect();
        let repeated: Vec<Option<(u32, u32)>> = self.standing.iter().map(sure_id).collect();
        let is_copy = copies(&repeated);
        let any: Vec<Option<(u32, u32)>> = self.standing.iter().map(any_id).collect();
        let is_comment = comment_lines(&any, &shapes);
        let beside = |rank: usize, reach: usize, is_heard: &dyn Fn(Range<usize>) -> bool| {
            let end = (rank + 1 + reach).min(repeated.len());
            is_heard(rank.saturating_sub(reach)..rank) && is_heard(rank + 1..end)
        };
        let has_copy = |range: Range<usize>| is_copy[range].contains(&true);
        let has_repeated = |range: Range<usize>| repeated[range].iter().any(Option::is_some);
        for (rank, shape) in (0..repeated.len()).zip(shapes) {
            let standing = match self.standing[rank] {
                own if is_comment[rank] && sure_id(&own).is_none() => Standing::Comment,
                Standing::Own if beside(rank, COPY_REACH, &has_copy) => Standing::BetweenCopies,
                Standing::Own if beside(rank, REPEATED_REACH, &has_repeated) => Standing::Between,
                known => known,
            };
            self.standing[rank] = standing;
            self.figures
                .push(figures(standing, self.pages, shape.is_prose()));
        }
    }

    /// Adds what the tables say of it to the log-odds of the lines.
    pub(crate) fn add_to(&self, tables: &AdditiveModel, own: &mut [f32]) {
        for (own, figures) in own.iter_mut().zip(&self.figures) {
            *own += log_odds(tables, figures);
        }
    }

    /// The figures of a line; none where nobody counted.
    pub(crate) fn figures(&self, rank: usize) -> Option<&[f32]> {
        self.figures.get(rank).map(<[f32; COUNT]>::as_slice)
    }

    /// Whether the host repeats a line.
    pub(crate) fn is_repeated(&self, rank: usize) -> bool {
        matches!(self.standing.get(rank), Some(Standing::Repeated(_)))
    }

    /// What speaks for a line's going, in words.
    pub(crate) fn say(&self, tables: &AdditiveModel, rank: usize) -> Option<String> {
        let odds = log_odds(tables, self.figures(rank)?);
        let why = match self.standing[rank] {
            _ if odds <= 0.0 => return None,
            Standing::Repeated(HostCount {
                pages, of_pages, ..
            }) => format!("{pages} of {of_pages} pages of the host hold it"),
            Standing::Comment => {
                "it stands below the story, between copies of a line that the host repeats, with a date".to_owned()
            }
            Standing::BetweenCopies => {
                "lines around it stand again and again on this page, and on others of the host"
                    .to_owned()
            }
            Standing::Between => "it stands between lines that the host repeats".to_owned(),
            Standing::Own => return None,
        };
        Some(format!("{why}: {odds:+.1}"))
    }
}

/// Which line it is, where the host repeats it.
fn any_id(standing: &Standing) -> Option<(u32, u32)> {
    match standing {
        Standing::Repeated(count) => Some(count.id),
        _ => None,
    }
}

/// Which line it is, where that is likely the host's and not the articles'.
fn sure_id(standing: &Standing) -> Option<(u32, u32)> {
    match standing {
        Standing::Repeated(count) if count.sureness > Confidence::Low => Some(count.id),
        _ => None,
    }
}

/// For each line whether it is a repeated one that the page has again and again.
fn copies(repeated: &[Option<(u32, u32)>]) -> Vec<bool> {
    let mut ids: Vec<(u32, u32)> = repeated.iter().flatten().copied().collect();
    ids.sort_unstable();
    let is_copy = |id: (u32, u32)| {
        let from = ids.partition_point(|&one| one < id);
        ids.get(from + LEAST_COPIES - 1) == Some(&id)
    };
    repeated.iter().map(|id| id.is_some_and(is_copy)).collect()
}

/// The figures of a line that stands so on a host of so many pages.
fn figures(standing: Standing, pages: u32, is_prose: bool) -> [f32; COUNT] {
    let (code, share) = match standing {
        // Headings of sections, refrains: it takes a person to tell.
        Standing::Repeated(count) if count.sureness == Confidence::Low => (4.0, 0.0),
        Standing::Repeated(count) => {
            let share = small_number(count.pages) / small_number(count.of_pages.max(1));
            let is_sure = count.pages >= MANY_PAGES;
            (if is_sure { 6.0 } else { 5.0 }, share)
        }
        Standing::Comment => (6.0, 0.0),
        Standing::BetweenCopies => (3.0, 0.0),
        Standing::Between => (2.0, 0.0),
        Standing::Own if pages >= ENOUGH_PAGES => (1.0, 0.0),
        Standing::Own => (0.0, 0.0),
    };
    let [short, prose] = if is_prose { [0.0, code] } else { [code, 0.0] };
    [short, prose, share]
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: usize = 20;

    /// Lines of a host of so many pages: each is one that it repeats, by number, or its own.
    fn weighed(pages: u32, lines: &[(Option<u32>, usize)], sureness: Confidence) -> Vec<String> {
        let mut host = HostLines::default();
        host.reset(pages, lines.len());
        for (rank, (line, _)) in lines.iter().enumerate() {
            if let Some(line) = *line {
                let count = HostCount {
                    pages: line,
                    of_pages: pages,
                    sureness,
                    id: (0, line),
                };
                host.set(rank, count);
            }
        }
        host.weigh(lines.iter().map(|(_, words)| LineShape::of("", *words)));
        let mut sums = vec![0.0; lines.len()];
        host.add_to(&host_tables(), &mut sums);
        sums.iter().map(|sum| format!("{sum:+.1}")).collect()
    }

    #[test]
    fn the_more_pages_hold_a_line_the_likelier_it_goes() {
        let own = (None, PROSE);
        let lines = [(Some(7), 2), (Some(3), 2), own, own, own, own];
        let all = ["+4.0", "+3.0", "-0.3", "-0.3", "-0.3", "-0.3"];
        assert_eq!(weighed(9, &lines, Confidence::High)[..3], all[..3]);
        assert_eq!(weighed(7, &lines, Confidence::High)[2], "+0.0", "few pages");
        assert_eq!(weighed(0, &lines, Confidence::High), ["+0.0"; 6]);
    }

    #[test]
    fn what_stands_between_lines_of_the_host_is_likely_noise() {
        let (reply, report, comment) = ((Some(8), 1), (Some(9), 1), (None, PROSE));
        let thread = [
            reply,
            comment,
            report,
            reply,
            comment,
            report,
            reply,
            (None, 3),
            report,
        ];
        let odds = weighed(9, &thread, Confidence::Medium);
        assert_eq!((&*odds[1], &*odds[4], &*odds[7]), ("+2.0", "+2.0", "+1.0"));
        let mut article = [comment; 9];
        (article[0], article[8]) = (reply, report);
        let odds = weighed(9, &article, Confidence::High);
        assert_eq!(odds[4], "-0.3", "prose among prose: {odds:?}");
        let box_of_links = [comment, comment, comment, reply, (None, 4), report];
        assert_eq!(weighed(9, &box_of_links, Confidence::High)[4], "+0.5");
    }

    #[test]
    fn headings_of_sections_say_nothing() {
        let (heading, step) = ((Some(9), 1), (None, PROSE));
        let recipe = [
            step, step, step, heading, step, heading, step, heading, step, step, step, step,
        ];
        let odds = weighed(9, &recipe, Confidence::Low);
        assert_eq!((&*odds[3], &*odds[4], &*odds[6]), ("+0.0", "-0.3", "-0.3"));
    }

    #[test]
    fn the_surest_count_of_a_line_holds() {
        let count = |pages, sureness| HostCount {
            pages,
            of_pages: 9,
            sureness,
            id: (pages, 0),
        };
        let counts = [count(9, Confidence::Low), count(4, Confidence::High)];
        for order in [[0, 1], [1, 0]] {
            let mut host = HostLines::default();
            host.reset(9, 1);
            for at in order {
                host.set(0, counts[at]);
            }
            host.weigh(std::iter::once(LineShape::of("", 3)));
            let said = host.say(&host_tables(), 0);
            assert_eq!(
                said.as_deref(),
                Some("4 of 9 pages of the host hold it: +3.0")
            );
        }
    }
}
