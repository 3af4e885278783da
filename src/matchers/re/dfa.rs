//! Whether a pattern matches, by an automaton over the symbols of an alphabet.
//!
//! It is made of a program by the construction of subsets (M. Rabin, D. Scott, "Finite automata and
//! their decision problems", 1959) and then made as small as it can be (E. Moore, "Gedanken-experiments
//! on sequential machines", 1956). What a place looks at (`^`, `\b`) is decided when the next character
//! is known. A pattern that would need too many states gets as many as are allowed, nearest to the start
//! first; where a text leads out of them, the automaton does not know.

use crate::matchers::re::alphabet::Alphabet;
use crate::matchers::re::program::{Assertion, Program, Ranges, Step};
use crate::text::packed::{PackedReader, PackedWriter};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What an automaton says of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    No,
    Yes,
    /// The text leads where no state was built.
    Unknown,
}

/// An automaton that says whether a pattern matches somewhere in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dfa<'d> {
    /// For each symbol of the alphabet its column.
    columns: Cow<'d, [u8]>,
    /// The same for each character of ASCII.
    ascii: [u8; 128],
    /// How many columns there are: the last is for the end of the text.
    width: usize,
    start: u16,
    /// The next state, row by row, in two bytes each: it is looked up where the program has it, and
    /// nothing is copied.
    next: Cow<'d, [u8]>,
}

const DEAD: u16 = 0;
const MATCH: u16 = 1;
const UNKNOWN: u16 = 2;
/// The first state that reads on.
const FIRST: u16 = 3;

impl Dfa<'_> {
    /// The automaton of a program with at most `most_states` states before it is made smaller.
    pub(crate) fn new(
        program: &Program,
        classes: &[Ranges],
        alphabet: &Alphabet,
        most_states: usize,
    ) -> Self {
        let subsets = Subsets::new(program, classes, alphabet, most_states);
        let (start, rows) = minimise(&subsets.rows);
        Self::from_rows(start, &rows, alphabet)
    }

    fn from_rows(start: u16, rows: &[Vec<u16>], alphabet: &Alphabet) -> Self {
        let symbols = rows[0].len() - 1;
        let column = |symbol: usize| -> Vec<u16> { rows.iter().map(|row| row[symbol]).collect() };
        let mut known: BTreeMap<Vec<u16>, u8> = BTreeMap::new();
        let mut kept = Vec::new();
        let mut columns = Vec::new();
        for symbol in 0..symbols {
            let next = u8::try_from(known.len()).expect("there are at most 256 symbols");
            columns.push(*known.entry(column(symbol)).or_insert_with(|| {
                kept.push(symbol);
                next
            }));
        }
        kept.push(symbols);
        let next = rows
            .iter()
            .flat_map(|row| kept.iter().map(|&symbol| row[symbol]));
        Self {
            ascii: ascii(&columns, alphabet),
            columns: columns.into(),
            width: kept.len(),
            start,
            next: next.flat_map(u16::to_le_bytes).collect(),
        }
    }

    /// Whether it knows the answer for every text.
    pub(crate) fn is_complete(&self) -> bool {
        let next: &[[u8; 2]] = self.next.as_chunks().0;
        let own = next.iter().skip(usize::from(FIRST) * self.width);
        own.into_iter().all(|to| u16::from_le_bytes(*to) != UNKNOWN)
    }

    /// As the build writes it.
    pub(crate) fn pack(&self, out: &mut PackedWriter) {
        out.number(self.width);
        out.number(usize::from(self.start));
        out.bytes(&self.columns);
        out.bytes(&self.next);
    }

    /// Whether the pattern matches somewhere in the text. O(n), and ends where that is known.
    #[inline]
    pub(crate) fn answer(&self, alphabet: &Alphabet, text: &str) -> Answer {
        let (next, width) = (self.next.as_chunks().0, self.width);
        let mut state = self.start;
        let mut rest = text.as_bytes();
        while state >= FIRST {
            let is_over = self.run(next, &mut state, &mut rest);
            if is_over || state < FIRST {
                break;
            }
            let c = text[text.len() - rest.len()..].chars().next();
            let c = c.expect("the place is inside the text");
            rest = &rest[c.len_utf8()..];
            let column = self.columns[usize::from(alphabet.of(c))];
            let to = usize::from(state) * width + usize::from(column);
            state = next.get(to).map_or(DEAD, |next| u16::from_le_bytes(*next));
        }
        if state >= FIRST {
            state = self.step(state, self.width - 1);
        }
        match state {
            MATCH => Answer::Yes,
            UNKNOWN => Answer::Unknown,
            _ => Answer::No,
        }
    }

    /// Reads characters of ASCII for as long as there are some and states that read on; whether the text is over.
    #[inline]
    fn run(&self, next: &[[u8; 2]], state: &mut u16, rest: &mut &[u8]) -> bool {
        let (mut own, mut read) = (*state, 0);
        for &byte in *rest {
            let Some(&column) = self.ascii.get(usize::from(byte)) else {
                break;
            };
            read += 1;
            let to = usize::from(own) * self.width + usize::from(column);
            own = next.get(to).map_or(DEAD, |next| u16::from_le_bytes(*next));
            if own < FIRST {
                break;
            }
        }
        *state = own;
        *rest = &rest[read..];
        rest.is_empty()
    }

    #[inline]
    fn step(&self, state: u16, column: usize) -> u16 {
        let at = usize::from(state) * self.width + column;
        self.next
            .as_chunks()
            .0
            .get(at)
            .map_or(DEAD, |next| u16::from_le_bytes(*next))
    }
}

impl<'d> Dfa<'d> {
    /// As it was written.
    pub(crate) fn unpack(packed: &mut PackedReader<'d>, alphabet: &Alphabet) -> Option<Self> {
        let (width, start) = (packed.number()?, u16::try_from(packed.small()?).ok()?);
        let columns = packed.bytes()?;
        Some(Self {
            ascii: ascii(columns, alphabet),
            width,
            start,
            columns: columns.into(),
            next: packed.bytes()?.into(),
        })
    }
}

fn ascii(columns: &[u8], alphabet: &Alphabet) -> [u8; 128] {
    let mut own = [0; 128];
    for (column, byte) in own.iter_mut().zip(0_u8..) {
        *column = columns[usize::from(alphabet.of_ascii(byte))];
    }
    own
}

/// What stands before a place, as far as places look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Before {
    Nothing,
    LineEnd,
    Word,
    Other,
}

/// The steps that may come next, and what stands before them.
type Subset = (Vec<u32>, Before);

/// The states of a program as sets of its steps.
struct Subsets<'p> {
    program: &'p Program,
    classes: &'p [Ranges],
    most: usize,
    numbers: BTreeMap<Subset, u16>,
    found: Vec<Subset>,
    /// For each state the next one by symbol; the last is for the end of the text.
    rows: Vec<Vec<u16>>,
}

impl<'p> Subsets<'p> {
    fn new(program: &'p Program, classes: &'p [Ranges], alphabet: &Alphabet, most: usize) -> Self {
        let mut all = Self {
            program,
            classes,
            most,
            numbers: BTreeMap::new(),
            found: Vec::new(),
            rows: (DEAD..FIRST)
                .map(|state| vec![state; alphabet.len() + 1])
                .collect(),
        };
        all.number((vec![program.start], Before::Nothing));
        let mut at = 0;
        while at < all.found.len() {
            let (steps, before) = all.found[at].clone();
            let symbols = alphabet.samples().iter().map(|&c| Some(c)).chain([None]);
            let row = symbols
                .map(|next| all.next_state(&steps, before, next))
                .collect();
            all.rows.push(row);
            at += 1;
        }
        all
    }

    fn number(&mut self, subset: Subset) -> u16 {
        if let Some(&known) = self.numbers.get(&subset) {
            return known;
        }
        if self.found.len() >= self.most {
            return UNKNOWN;
        }
        let number = u16::try_from(self.found.len()).expect("states are few") + FIRST;
        self.numbers.insert(subset.clone(), number);
        self.found.push(subset);
        number
    }

    fn next_state(&mut self, steps: &[u32], before: Before, next: Option<char>) -> u16 {
        let Some(after) = self.follow(steps, before, next) else {
            return MATCH;
        };
        match next {
            Some(c) if !after.is_empty() || !self.program.is_anchored => {
                self.number((after.into_iter().collect(), before_next(c)))
            }
            _ => DEAD,
        }
    }

    /// The steps behind those that read the character; `None` where the pattern has matched.
    fn follow(&self, steps: &[u32], before: Before, next: Option<char>) -> Option<BTreeSet<u32>> {
        let mut seen = vec![false; self.program.steps.len()];
        let mut open = steps.to_vec();
        if !self.program.is_anchored {
            open.push(self.program.start);
        }
        let mut after = BTreeSet::new();
        while let Some(step) = open.pop() {
            if std::mem::replace(&mut seen[step as usize], true) {
                continue;
            }
            match self.program.steps[step as usize] {
                Step::Match => return None,
                Step::Look(place, on) if is_at(place, before, next) => open.push(on),
                Step::Cut(_, on) => open.push(on),
                Step::Split(one, other) => open.extend([one, other]),
                Step::Char(c, on) if next == Some(c) => drop(after.insert(on)),
                Step::Look(..) | Step::Char(..) => {}
                Step::Class(class, on) => {
                    if next.is_some_and(|c| holds(&self.classes[class as usize], c)) {
                        after.insert(on);
                    }
                }
            }
        }
        Some(after)
    }
}

pub(super) fn holds(ranges: &Ranges, c: char) -> bool {
    let at = ranges.partition_point(|(_, last)| *last < c);
    ranges.get(at).is_some_and(|(first, _)| *first <= c)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn before_next(c: char) -> Before {
    match c {
        '\n' => Before::LineEnd,
        c if is_word(c) => Before::Word,
        _ => Before::Other,
    }
}

fn is_at(place: Assertion, before: Before, next: Option<char>) -> bool {
    let (word_before, word_after) = (before == Before::Word, next.is_some_and(is_word));
    match place {
        Assertion::Start => before == Before::Nothing,
        Assertion::End => next.is_none(),
        Assertion::LineStart => matches!(before, Before::Nothing | Before::LineEnd),
        Assertion::LineEnd => next.is_none_or(|c| c == '\n'),
        Assertion::WordEdge => word_before != word_after,
        Assertion::NoWordEdge => word_before == word_after,
        Assertion::WordStart => !word_before && word_after,
        Assertion::WordEnd => word_before && !word_after,
    }
}

/// The start and rows of the smallest automaton that answers alike: states are told apart by what
/// they answer, then by where they lead, until that changes nothing.
fn minimise(rows: &[Vec<u16>]) -> (u16, Vec<Vec<u16>>) {
    let fixed = usize::from(FIRST);
    let mut part: Vec<u16> = (0..rows.len())
        .map(|state| u16::try_from(state).map_or(FIRST, |state| state.min(FIRST)))
        .collect();
    let mut count = fixed + usize::from(rows.len() > fixed);
    loop {
        let mut known: BTreeMap<(u16, Vec<u16>), u16> = BTreeMap::new();
        let finer: Vec<u16> = rows
            .iter()
            .zip(&part)
            .map(|(row, &own)| {
                let leads = row.iter().map(|&next| part[usize::from(next)]).collect();
                let number = u16::try_from(known.len()).expect("there are no more than states");
                *known.entry((own, leads)).or_insert(number)
            })
            .collect();
        let finer_count = known.len();
        part = finer;
        if finer_count == count {
            break;
        }
        count = finer_count;
    }
    let mut small = vec![Vec::new(); count];
    for (row, &own) in rows.iter().zip(&part) {
        if small[usize::from(own)].is_empty() {
            small[usize::from(own)] = row.iter().map(|&next| part[usize::from(next)]).collect();
        }
    }
    (part[fixed], small)
}
