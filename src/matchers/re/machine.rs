//! Runs programs over characters (Pike's machine): the first matches, in the order and with the
//! group that `regex-automata` would report. O(n * m) in the text's and the program's length,
//! with memory for one run.

use crate::matchers::re::program::{self, Assertion, Program, Ranges, Step};
use regex_syntax::hir::Hir;
use std::ops::Range;
use std::sync::Arc;

/// A class, with a bit for each ASCII character.
#[derive(Debug)]
pub(crate) struct ClassSet {
    ascii: u128,
    ranges: Ranges,
}

impl ClassSet {
    pub(crate) fn new(ranges: Ranges) -> Self {
        let mut ascii = 0;
        for c in (0..128_u8).map(char::from) {
            if holds(&ranges, c) {
                ascii |= 1 << u32::from(c);
            }
        }
        Self { ascii, ranges }
    }

    fn holds(&self, c: char) -> bool {
        match c {
            c if c.is_ascii() => self.ascii & (1 << u32::from(c)) != 0,
            _ => holds(&self.ranges, c),
        }
    }
}

fn holds(ranges: &[(char, char)], c: char) -> bool {
    let at = ranges.partition_point(|(_, last)| *last < c);
    ranges.get(at).is_some_and(|(first, _)| *first <= c)
}

/// A program and what it needs to run.
#[derive(Debug)]
pub(crate) struct Machine {
    program: Program,
    classes: Arc<[ClassSet]>,
    /// The ASCII characters with which a match can start, as bits.
    first_ascii: u128,
    /// Whether a match can be empty.
    can_be_empty: bool,
}

/// Where a pattern matched: all of it, and its group `cut` where that took part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PatternMatch {
    pub(crate) whole: Range<usize>,
    pub(crate) cut: Option<Range<usize>>,
}

/// Stands for a place that was not reached.
const NOWHERE: usize = usize::MAX;

/// Where a match starts and where its group `cut` starts and ends.
type Slots = [usize; 3];

/// The ways that are open at one place, the preferred ones first.
struct Ways {
    steps: Vec<(u32, Slots)>,
    /// For each step the last place, plus one, at which it was reached.
    reached: Vec<u32>,
}

impl Ways {
    fn new(len: usize) -> Self {
        Self {
            steps: Vec::new(),
            reached: vec![0; len],
        }
    }
}

impl Machine {
    pub(crate) fn new(program: Program, classes: Arc<[ClassSet]>) -> Self {
        let mut machine = Self {
            program,
            classes,
            first_ascii: 0,
            can_be_empty: false,
        };
        machine.note_first_steps();
        machine
    }

    /// The machine of a pattern; `None` where it has no program.
    pub(crate) fn of_pattern(hir: &Hir) -> Option<Self> {
        let mut classes = Vec::new();
        let program = program::compile(hir, &mut classes).ok()?;
        Some(Self::new(
            program,
            classes.into_iter().map(ClassSet::new).collect(),
        ))
    }

    /// Whether both do the same steps, whatever the numbers of their classes.
    #[cfg(test)]
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let plain = |machine: &Self| -> Vec<(Step, Ranges)> {
            let steps = machine.program.steps.iter();
            steps
                .map(|step| match *step {
                    Step::Class(class, next) => (
                        Step::Class(0, next),
                        machine.classes[index(class)].ranges.clone(),
                    ),
                    other => (other, Ranges::new()),
                })
                .collect()
        };
        let start = |machine: &Self| (machine.program.start, machine.program.is_anchored);
        start(self) == start(other) && plain(self) == plain(other)
    }

    /// Learns with what a match can start.
    fn note_first_steps(&mut self) {
        let mut seen = vec![false; self.program.steps.len()];
        let mut open = vec![self.program.start];
        while let Some(at) = open.pop() {
            if std::mem::replace(&mut seen[index(at)], true) {
                continue;
            }
            match self.program.steps[index(at)] {
                Step::Match => self.can_be_empty = true,
                Step::Char(c, _) if c.is_ascii() => self.first_ascii |= 1 << u32::from(c),
                Step::Char(..) => {}
                Step::Class(class, _) => self.first_ascii |= self.classes[index(class)].ascii,
                Step::Look(_, next) | Step::Cut(_, next) => open.push(next),
                Step::Split(first, second) => open.extend([first, second]),
            }
        }
    }

    /// Whether no match can start where `next` stands, as far as that is cheap to say.
    fn refuses(&self, next: Option<u8>) -> bool {
        !self.can_be_empty
            && next.is_none_or(|byte| byte.is_ascii() && self.first_ascii & (1 << byte) == 0)
    }

    /// Whether the text's first character alone shows that the pattern does not match.
    pub(crate) fn is_hopeless(&self, text: &str) -> bool {
        self.program.is_anchored && self.refuses(text.as_bytes().first().copied())
    }

    /// Whether the pattern matches somewhere in the text.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        !self.is_hopeless(text) && self.search(text, 0, Until::Any).is_some()
    }

    /// Every match in the text, apart from each other, from left to right.
    pub(crate) fn matches(&self, text: &str) -> Vec<PatternMatch> {
        let mut found: Vec<PatternMatch> = Vec::new();
        let mut from = 0;
        while let Some(hit) = self.search(text, from, Until::Best) {
            let repeats =
                |last: &PatternMatch| hit.whole.is_empty() && hit.whole.end == last.whole.end;
            if found.last().is_some_and(repeats) {
                // An empty match where the last one ended is none: look on behind it.
                let Some(c) = text[from..].chars().next() else {
                    break;
                };
                from += c.len_utf8();
                continue;
            }
            from = hit.whole.end;
            found.push(hit);
        }
        found
    }

    fn search(&self, text: &str, from: usize, until: Until) -> Option<PatternMatch> {
        let steps = self.program.steps.len();
        let (mut now, mut then) = (Ways::new(steps), Ways::new(steps));
        let mut open = Vec::new();
        let mut best = None;
        let mut here = Here::new(text, from);
        loop {
            if best.is_none() && !(self.program.is_anchored && here.at > 0) {
                if !self.refuses(text.as_bytes().get(here.at).copied()) {
                    let slots = [here.at, NOWHERE, NOWHERE];
                    self.follow(self.program.start, slots, here, &mut now, &mut open);
                }
            } else if now.steps.is_empty() {
                return best;
            }
            let after = Here::new(text, here.at + here.next.map_or(0, char::len_utf8));
            for &(step, slots) in &now.steps {
                match self.program.steps[index(step)] {
                    Step::Char(_, on) | Step::Class(_, on) => {
                        self.follow(on, slots, after, &mut then, &mut open);
                    }
                    _ => {
                        best = Some(report(slots, here.at));
                        break;
                    }
                }
            }
            if here.next.is_none() || (best.is_some() && until == Until::Any) {
                return best;
            }
            std::mem::swap(&mut now, &mut then);
            then.steps.clear();
            here = after;
        }
    }

    /// Adds the steps that read the next character, or end the match, to which `step` leads.
    fn follow(
        &self,
        step: u32,
        slots: Slots,
        here: Here<'_>,
        ways: &mut Ways,
        open: &mut Vec<(u32, Slots)>,
    ) {
        let place = u32::try_from(here.at + 1).expect("a page is below 4 GiB");
        open.push((step, slots));
        while let Some((mut step, mut slots)) = open.pop() {
            while std::mem::replace(&mut ways.reached[index(step)], place) != place {
                step = match self.program.steps[index(step)] {
                    Step::Look(place, next) if is_at(place, here.text.as_bytes(), here.at) => next,
                    Step::Cut(end, next) => {
                        slots[1 + index(end)] = here.at;
                        next
                    }
                    Step::Split(first, second) => {
                        open.push((second, slots));
                        first
                    }
                    last => {
                        if self.goes_on(last, here.next) {
                            ways.steps.push((step, slots));
                        }
                        break;
                    }
                };
            }
        }
    }

    /// Whether the step is the last one, or reads the character that stands next.
    fn goes_on(&self, step: Step, next: Option<char>) -> bool {
        match step {
            Step::Match => true,
            Step::Char(want, _) => next == Some(want),
            Step::Class(class, _) => next.is_some_and(|c| self.classes[index(class)].holds(c)),
            Step::Look(..) | Step::Cut(..) | Step::Split(..) => false,
        }
    }
}

/// A place in a text.
#[derive(Debug, Clone, Copy)]
struct Here<'t> {
    text: &'t str,
    at: usize,
    /// The character that stands there; `None` at the end.
    next: Option<char>,
}

impl<'t> Here<'t> {
    fn new(text: &'t str, at: usize) -> Self {
        let next = text[at..].chars().next();
        Self { text, at, next }
    }
}

/// How long a search goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    /// Until it is sure that there is a match.
    Any,
    /// Until the preferred match is known.
    Best,
}

fn report([start, cut_start, cut_end]: Slots, end: usize) -> PatternMatch {
    let has_cut = cut_start != NOWHERE && cut_end != NOWHERE;
    PatternMatch {
        whole: start..end,
        cut: has_cut.then_some(cut_start..cut_end),
    }
}

fn index(number: u32) -> usize {
    usize::try_from(number).expect("a program has far fewer steps than 2^32")
}

fn is_at(place: Assertion, bytes: &[u8], at: usize) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    let after = bytes.get(at);
    match place {
        Assertion::Start => before.is_none(),
        Assertion::End => after.is_none(),
        Assertion::LineStart => before.is_none_or(|b| *b == b'\n'),
        Assertion::LineEnd => after.is_none_or(|b| *b == b'\n'),
        Assertion::WordEdge => is_word(before) != is_word(after),
        Assertion::NoWordEdge => is_word(before) == is_word(after),
        Assertion::WordStart => !is_word(before) && is_word(after),
        Assertion::WordEnd => is_word(before) && !is_word(after),
    }
}
