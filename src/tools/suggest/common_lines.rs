//! From shapes of a crawl to those that are worth a draft.

use crate::rules::mode::{Confidence, Mode};
use crate::text::hash::KeyMap;
use crate::text::line_key::{LineKeys, Vary, letters};
use crate::tools::suggest::candidate::{Candidate, CandidateShape};
use crate::tools::suggest::shapes::{STARTS, start_of};
use crate::tools::templates::different::DifferentPages;
use crate::tools::templates::host::{Host, Repeated};
use crate::tools::templates::line_count::LineCount;
use crate::tools::templates::pages::PageCount;
use crate::tools::templates::row::{Row, RowKind};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Lines, and as many starts, that are kept for judging: those of the most words.
const MOST_KEPT: usize = 100_000;
/// Letters that must stand in a candidate, besides numbers and words of dates.
const LEAST_LETTERS: usize = 3;
/// How many times as many words a shape must stand for as the lines in it that are candidates themselves.
const WIDER_TIMES: u64 = 2;
/// How many times as often as it has hosts a line of prose must stand, to be a host's own and not a story's.
const OWN_TIMES: u32 = 2;

/// What is a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuggestLimits {
    /// On how many hosts a candidate must stand.
    pub least_hosts: u32,
    /// How many candidates there may be.
    pub most: usize,
}

impl Default for SuggestLimits {
    fn default() -> Self {
        Self {
            least_hosts: 5,
            most: 400,
        }
    }
}

/// The lines and shapes that many hosts have, from rows of [`Shapes`](crate::tools::suggest::Shapes) as they come.
///
/// It holds what at least `least_hosts` hosts have, and of that at most 200,000 lines.
#[derive(Debug)]
pub struct CommonLines {
    limits: SuggestLimits,
    hosts: BTreeMap<Arc<str>, PageCount>,
    lines: Vec<(u64, LineCount)>,
    starts: Vec<(u64, LineCount)>,
}

impl CommonLines {
    /// None so far.
    pub fn new(limits: SuggestLimits) -> Self {
        Self {
            limits,
            hosts: BTreeMap::new(),
            lines: Vec::new(),
            starts: Vec::new(),
        }
    }

    /// Takes the next row. Rows come sorted, each once.
    pub fn take(&mut self, row: Row) {
        let (key, line) = match row.kind {
            RowKind::Page(id, page) => {
                self.hosts.insert(id, page);
                return;
            }
            RowKind::Line(key, line) => (key, line),
        };
        if line.pages < self.limits.least_hosts || letters(line.text()) < LEAST_LETTERS {
            return;
        }
        let kept = if *row.host == *STARTS {
            &mut self.starts
        } else {
            &mut self.lines
        };
        kept.push((key, line));
        if kept.len() >= 2 * MOST_KEPT {
            keep_most(kept);
        }
    }

    /// The candidates, those of the most words first.
    pub fn finish(mut self) -> Vec<Candidate> {
        keep_most(&mut self.lines);
        keep_most(&mut self.starts);
        self.leave_out_stories();
        let different = DifferentPages::of(&self.hosts);
        let starts = std::mem::take(&mut self.starts);
        let limits = self.limits;
        let lines = self.judged();
        let mut covered = words_by_start(&lines);
        let mut found: Vec<Candidate> = lines.into_iter().map(candidate_of).collect();
        for (key, line) in starts {
            let hosts = different.of_line(&line);
            let words = line.words_in_all();
            let in_lines = covered.remove(&key).unwrap_or(0);
            if hosts < limits.least_hosts || words < WIDER_TIMES * in_lines {
                continue;
            }
            found.extend(of_start(&line, hosts, words - in_lines.min(words)));
        }
        found.sort_by(|one, other| {
            let place = |one: &Candidate| (Reverse(one.words), Reverse(one.hosts));
            let text = one.text.cmp(&other.text);
            place(one).cmp(&place(other)).then(text)
        });
        found.truncate(limits.most);
        found
    }

    /// Leaves out lines of stories that several hosts tell: prose beside which other such prose stands.
    fn leave_out_stories(&mut self) {
        let is_told =
            |line: &LineCount| line.prose * 2 > line.pages && line.times < OWN_TIMES * line.pages;
        let told = self.lines.iter().filter(|(_, line)| is_told(line));
        let told: BTreeSet<u64> = told.map(|(key, _)| *key).collect();
        self.lines.retain(|(_, line)| {
            let beside = |key: u64| told.contains(&key);
            let contexts = line.contexts.iter();
            let within = contexts.filter(|one| beside(one.before) || beside(one.after));
            let may_be_told = line.times < OWN_TIMES * line.pages;
            !(may_be_told && within.count() * 2 > line.contexts.len())
        });
    }

    /// The lines as `learn` judges those of a host, hosts being pages.
    fn judged(self) -> Vec<Repeated> {
        let mut crawl = Host::default();
        for (host, page) in self.hosts {
            crawl.add_page(host, page);
        }
        for (key, line) in self.lines {
            crawl.add_line(key, line);
        }
        let mut lines = crawl.judged().lines;
        lines.retain(|one| one.line.pages >= self.limits.least_hosts);
        lines
    }
}

fn keep_most(lines: &mut Vec<(u64, LineCount)>) {
    lines.sort_by_key(|(key, line)| (Reverse(line.words_in_all()), *key));
    lines.truncate(MOST_KEPT);
    lines.sort_by_key(|(key, _)| *key);
}

/// Words of lines by the key of their start.
fn words_by_start(lines: &[Repeated]) -> KeyMap<u64> {
    let mut keys = LineKeys::default();
    let mut words: KeyMap<u64> = KeyMap::default();
    for one in lines {
        let count = crate::text::word_count::word_count(&one.line.text);
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let Some(start) = start_of(&one.line.text, count) else {
            continue;
        };
        let key = keys.key(start, Vary::Numbers);
        if let Some(key) = key.or_else(|| keys.key(start, Vary::Nothing)) {
            *words.entry(key).or_default() += one.words;
        }
    }
    words
}

fn candidate_of(one: Repeated) -> Candidate {
    let shape = if one.line.key.is_some() {
        CandidateShape::Long
    } else {
        CandidateShape::Line(one.line.vary)
    };
    let sure = match one.mode {
        Mode::Careful => Confidence::High,
        Mode::Balanced => Confidence::Medium,
        Mode::Thorough => Confidence::Low,
    };
    let is_sure = matches!(shape, CandidateShape::Line(Vary::Nothing | Vary::Numbers));
    Candidate {
        text: one.line.text,
        confidence: if is_sure {
            sure
        } else {
            sure.min(Confidence::Medium)
        },
        shape,
        hosts: one.line.pages,
        words: one.words,
        around: one.around,
    }
}

fn of_start(line: &LineCount, hosts: u32, words: u64) -> Option<Candidate> {
    let text = line.text();
    // Where the one text is all there is, the line is a candidate itself.
    if line.samples.0.len() < 2 {
        return None;
    }
    let start = start_of(text, line.words)?;
    (letters(start) >= LEAST_LETTERS).then(|| Candidate {
        text: text.to_owned(),
        shape: CandidateShape::Start(start.to_owned()),
        confidence: Confidence::Medium,
        hosts,
        words,
        around: (None, None),
    })
}
