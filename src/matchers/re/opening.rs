//! With what a line may begin where an anchored pattern matches: enough to rule out nearly all patterns
//! on nearly all lines by a few look-ups.
//!
//! A line's opening is its first character that is a letter, a digit or no ASCII, and the ones behind
//! it; signs and white space before it are skipped, as patterns do (`^\W*`). Patterns that begin with
//! one of some words are leaves of a tree over the opening's letters, whatever their case. All have, for
//! each place of the opening, the set of characters that may stand there.

use crate::matchers::re::dfa::holds;
use crate::matchers::re::program::{Assertion, Program, Ranges, Step};
use crate::text::packed::{PackedReader, PackedWriter};

/// How many characters of an opening are looked at.
pub(crate) const DEPTH: usize = 4;
/// Any character that is no ASCII.
const WIDE: usize = 128;
/// The end of the line.
const END: usize = 129;
/// How many symbols there are.
const SYMBOLS: usize = 130;
/// Symbols of the tree: letters, digits, signs, other scripts, the end.
const TREE_SYMBOLS: usize = 30;
/// A pattern that takes more symbols at a place is left there.
const MOST_SYMBOLS: usize = 22;
/// A pattern is left where it stands after so many nodes.
const MOST_NODES: usize = 400;

/// A set of symbols, as bits; the end is in none.
type Symbols = [u64; 3];

fn holds_symbol(set: &Symbols, symbol: usize) -> bool {
    set[symbol / 64] >> (symbol % 64) & 1 != 0
}

fn meets(one: &Symbols, other: &Symbols) -> bool {
    one.iter().zip(other).any(|(one, other)| one & other != 0)
}

fn symbols(chosen: impl Fn(usize) -> bool) -> Symbols {
    let mut set = [0; 3];
    for symbol in (0..END).filter(|&symbol| chosen(symbol)) {
        set[symbol / 64] |= 1 << (symbol % 64);
    }
    set
}

/// How a line opens: where the patterns of each of its places stand, and those of each node of the tree to which it
/// leads. Where it has fewer, one of them stands for others, too.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Opening {
    places: [usize; DEPTH + 1],
    nodes: [usize; DEPTH + 1],
}

/// The openings of some patterns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Openings {
    /// How many numbers a set of patterns takes.
    width: usize,
    /// By place, symbol and number; the last place is the line's very first character.
    places: Vec<u64>,
    /// For each node of the tree its children by symbol; 0 for none.
    children: Vec<[u16; TREE_SYMBOLS]>,
    /// For each node the patterns that are left there.
    leaves: Vec<u64>,
}

impl Openings {
    /// The openings of these programs, in their order; `None` stands for one that can match anywhere.
    pub(crate) fn new(programs: &[Option<&Program>], classes: &[Ranges]) -> Self {
        let width = programs.len().div_ceil(64).max(1);
        let mut all = Self {
            width,
            places: vec![0; (DEPTH + 1) * SYMBOLS * width],
            children: Vec::new(),
            leaves: Vec::new(),
        };
        all.add_node();
        let classes = SymbolClasses::new(classes);
        for (number, program) in programs.iter().enumerate() {
            match program {
                Some(program) if program.is_anchored => {
                    let walk = Walk {
                        program,
                        classes: &classes,
                    };
                    let start = walk.past_signs();
                    all.add_places(number, &walk, start.clone());
                    all.add_first(number, &walk);
                    let mut left = MOST_NODES;
                    all.grow(0, number, &walk, &start, (0, &mut left));
                }
                _ => all.add_anything(number),
            }
        }
        all
    }

    fn add_node(&mut self) -> u16 {
        self.children.push([0; TREE_SYMBOLS]);
        self.leaves.extend(std::iter::repeat_n(0, self.width));
        u16::try_from(self.children.len() - 1).expect("openings are few")
    }

    fn add_anything(&mut self, number: usize) {
        for place in 0..=DEPTH {
            self.allow_all(number, place);
        }
        self.leave(0, number);
    }

    fn allow_all(&mut self, number: usize, place: usize) {
        for symbol in 0..SYMBOLS {
            self.allow(number, place, symbol);
        }
    }

    fn allow(&mut self, number: usize, place: usize, symbol: usize) {
        let at = (place * SYMBOLS + symbol) * self.width;
        self.places[at + number / 64] |= 1 << (number % 64);
    }

    fn leave(&mut self, node: usize, number: usize) {
        self.leaves[node * self.width + number / 64] |= 1 << (number % 64);
    }

    /// Notes which characters may stand at each place, each place by itself.
    fn add_places(&mut self, number: usize, walk: &Walk<'_>, mut open: Vec<u32>) {
        for place in 0..DEPTH {
            let reached = walk.reach(&open, place > 0);
            if reached.contains(&Step::Match) {
                (place..DEPTH).for_each(|place| self.allow_all(number, place));
                return;
            }
            let chosen = if place > 0 {
                walk.classes.all
            } else {
                walk.classes.opening
            };
            for symbol in 0..END {
                let one = symbols_of(symbol);
                if meets(&one, &chosen) && walk.read_any(&reached, &one) {
                    self.allow(number, place, symbol);
                }
            }
            if walk.ends(&open) {
                self.allow(number, place, END);
            }
            open = walk.after(&reached, &chosen);
        }
    }

    /// Notes with which character a line may begin.
    fn add_first(&mut self, number: usize, walk: &Walk<'_>) {
        let open = [walk.program.start];
        let reached = walk.reach(&open, false);
        let reads = |symbol| walk.read_any(&reached, &symbols_of(symbol));
        for symbol in 0..SYMBOLS {
            let may_be = match symbol {
                END => walk.ends(&open),
                _ => reads(symbol),
            };
            if may_be || reached.contains(&Step::Match) {
                self.allow(number, DEPTH, symbol);
            }
        }
    }

    /// Follows a pattern from a node on.
    fn grow(
        &mut self,
        node: usize,
        number: usize,
        walk: &Walk<'_>,
        open: &[u32],
        (depth, left): (usize, &mut usize),
    ) {
        *left = left.saturating_sub(1);
        let reached = walk.reach(open, depth > 0);
        let chosen = if depth > 0 {
            walk.classes.all
        } else {
            walk.classes.opening
        };
        let read = |class: &Symbols| {
            let own = [
                class[0] & chosen[0],
                class[1] & chosen[1],
                class[2] & chosen[2],
            ];
            walk.read_any(&reached, &own).then_some(own)
        };
        let children: Vec<(usize, Symbols)> = (0..)
            .zip(&walk.classes.of_tree)
            .filter_map(|(symbol, class)| Some((symbol, read(class)?)))
            .collect();
        let is_broad = children.len() > MOST_SYMBOLS || *left == 0;
        if depth == DEPTH || is_broad || reached.contains(&Step::Match) {
            self.leave(node, number);
            return;
        }
        for (symbol, class) in children {
            let child = self.child(node, symbol);
            let after = walk.after(&reached, &class);
            self.grow(child, number, walk, &after, (depth + 1, left));
        }
        if walk.ends(open) {
            let child = self.child(node, tree_symbol(END));
            self.leave(child, number);
        }
    }

    fn child(&mut self, node: usize, symbol: usize) -> usize {
        if self.children[node][symbol] == 0 {
            self.children[node][symbol] = self.add_node();
        }
        usize::from(self.children[node][symbol])
    }

    /// How a line opens that begins with the byte `first`, if it has one, and goes on with these bytes: those from its
    /// first letter, digit or byte that is no ASCII on. O(1).
    #[inline]
    pub(crate) fn read(&self, first: Option<u8>, opening: &[u8]) -> Opening {
        let mut symbols = [END; DEPTH];
        let mut len = 0;
        let mut at = 0;
        while len < DEPTH {
            let Some(&byte) = opening.get(at) else { break };
            at += char_len(byte);
            symbols[len] = if byte.is_ascii() {
                usize::from(byte)
            } else {
                WIDE
            };
            len += 1;
        }
        let first = match first {
            None => END,
            Some(byte) if byte.is_ascii() => usize::from(byte),
            Some(_) => WIDE,
        };
        let read = (len + 1).min(DEPTH);
        let row = |place: usize, symbol: usize| (place * SYMBOLS + symbol) * self.width;
        let mut opened = Opening {
            places: [row(DEPTH, first); DEPTH + 1],
            nodes: [0; DEPTH + 1],
        };
        let own = opened.places.iter_mut().zip(&symbols[..read]);
        for (place, (row_of, &symbol)) in own.enumerate() {
            *row_of = row(place, symbol);
        }
        let mut node = 0;
        for (next, &symbol) in opened.nodes[1..].iter_mut().zip(&symbols[..read]) {
            let child = self.children[node][tree_symbol(symbol)];
            if child == 0 {
                break;
            }
            node = usize::from(child);
            *next = node * self.width;
        }
        opened
    }

    /// Of the patterns of that number those that may match in a line that opens so.
    #[inline]
    pub(crate) fn alive(&self, opened: &Opening, number: usize) -> u64 {
        let allowed = opened.places.iter().map(|row| self.places[row + number]);
        let left = opened.nodes.iter().map(|row| self.leaves[row + number]);
        allowed.fold(!0, |all, own| all & own) & left.fold(0, |all, own| all | own)
    }

    /// As the build writes it.
    pub(crate) fn pack(&self, out: &mut PackedWriter) {
        out.number(self.width);
        out.longs(&self.places);
        out.longs(&self.leaves);
        out.list(&self.children, |out, children| out.shorts(children));
    }

    /// As it was written.
    pub(crate) fn unpack(packed: &mut PackedReader<'_>) -> Option<Self> {
        Some(Self {
            width: packed.number()?,
            places: packed.longs()?,
            leaves: packed.longs()?,
            children: packed.list(|packed| packed.shorts()?.try_into().ok())?,
        })
    }
}

/// How many bytes a character has that begins with this one.
#[inline]
fn char_len(first: u8) -> usize {
    match first {
        0..0xc0 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}

/// Whether an opening may begin with the symbol.
fn is_opening(symbol: usize) -> bool {
    symbol == WIDE || u8::try_from(symbol).is_ok_and(|byte| byte.is_ascii_alphanumeric())
}

/// The symbol of the tree for one of the places.
#[inline]
fn tree_symbol(symbol: usize) -> usize {
    match symbol {
        0x41..=0x5a => symbol - 0x41,
        0x61..=0x7a => symbol - 0x61,
        0x30..=0x39 => 26,
        WIDE => 28,
        END => 29,
        _ => 27,
    }
}

fn symbols_of(symbol: usize) -> Symbols {
    let mut set = [0; 3];
    set[symbol / 64] = 1 << (symbol % 64);
    set
}

/// Which symbols are in the classes of some programs, and other sets of them.
struct SymbolClasses {
    by_number: Vec<Symbols>,
    all: Symbols,
    /// Those with which an opening begins, and those that stand before it.
    opening: Symbols,
    signs: Symbols,
    /// By symbol of the tree.
    of_tree: Vec<Symbols>,
}

impl SymbolClasses {
    fn new(classes: &[Ranges]) -> Self {
        let of_class = |ranges: &Ranges| {
            symbols(|symbol| match u8::try_from(symbol) {
                Ok(byte) if byte.is_ascii() => holds(ranges, char::from(byte)),
                _ => ranges.last().is_some_and(|(_, last)| !last.is_ascii()),
            })
        };
        Self {
            by_number: classes.iter().map(of_class).collect(),
            all: symbols(|_| true),
            opening: symbols(is_opening),
            signs: symbols(|symbol| !is_opening(symbol)),
            of_tree: (0..TREE_SYMBOLS)
                .map(|one| symbols(|symbol| tree_symbol(symbol) == one))
                .collect(),
        }
    }
}

/// Walks through a program.
struct Walk<'p> {
    program: &'p Program,
    classes: &'p SymbolClasses,
}

impl Walk<'_> {
    /// Where signs and white space lead from the start, with the start itself.
    fn past_signs(&self) -> Vec<u32> {
        let mut open = vec![self.program.start];
        loop {
            let reached = self.reach(&open, false);
            let mut next = self.after(&reached, &self.classes.signs);
            next.extend(&open);
            next.sort_unstable();
            next.dedup();
            if next == open {
                return open;
            }
            open = next;
        }
    }

    /// The steps that read a character, or end the match, to which these lead. What a place looks at
    /// may be true, but for the start of the text behind it and for its end.
    fn reach(&self, open: &[u32], is_behind: bool) -> Vec<Step> {
        self.closure(open, |place| match place {
            Assertion::Start | Assertion::LineStart => !is_behind,
            Assertion::End => false,
            _ => true,
        })
    }

    /// Whether the pattern may match if the text ends here.
    fn ends(&self, open: &[u32]) -> bool {
        self.closure(open, |_| true).contains(&Step::Match)
    }

    fn closure(&self, open: &[u32], may_be: impl Fn(Assertion) -> bool) -> Vec<Step> {
        let mut seen = vec![false; self.program.steps.len()];
        let mut open = open.to_vec();
        let mut reached = Vec::new();
        while let Some(step) = open.pop() {
            if std::mem::replace(&mut seen[step as usize], true) {
                continue;
            }
            match self.program.steps[step as usize] {
                Step::Look(place, on) if may_be(place) => open.push(on),
                Step::Look(..) => {}
                Step::Cut(_, on) => open.push(on),
                Step::Split(one, other) => open.extend([one, other]),
                last => reached.push(last),
            }
        }
        reached
    }

    /// The steps behind those that read one of the symbols.
    fn after(&self, reached: &[Step], chosen: &Symbols) -> Vec<u32> {
        let reading = reached.iter().filter(|step| self.reads(**step, chosen));
        let mut after: Vec<u32> = reading.filter_map(|step| following(*step)).collect();
        after.sort_unstable();
        after.dedup();
        after
    }

    fn read_any(&self, reached: &[Step], chosen: &Symbols) -> bool {
        reached.iter().any(|step| self.reads(*step, chosen))
    }

    /// Whether a step reads a character of one of the symbols.
    fn reads(&self, step: Step, chosen: &Symbols) -> bool {
        match step {
            Step::Char(c, _) => holds_symbol(chosen, (c as usize).min(WIDE)),
            Step::Class(class, _) => meets(&self.classes.by_number[class as usize], chosen),
            _ => false,
        }
    }
}

/// The step behind one that reads a character.
fn following(step: Step) -> Option<u32> {
    match step {
        Step::Char(_, on) | Step::Class(_, on) => Some(on),
        _ => None,
    }
}
