//! The characters that some patterns do not tell apart, as one symbol each.

use crate::matchers::re::program::{Program, Ranges, Step};
use crate::text::packed::{PackedReader, PackedWriter};
use std::collections::{BTreeMap, BTreeSet};

/// Classes of characters: within one, no pattern of a set tells two characters apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Alphabet {
    /// The symbol of each character of ASCII.
    ascii: [u8; 128],
    /// Which of `blocks` each 256 characters are.
    pages: Vec<u16>,
    blocks: Vec<[u8; 256]>,
    /// A character of each symbol.
    samples: Vec<char>,
}

/// There are more classes of characters than symbols.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooManySymbols;

const CHARS: u32 = 0x11_0000;

impl Alphabet {
    /// The alphabet of these programs, whose classes are numbered as in `classes`. O(n) in the
    /// ranges of all classes, and in the characters that there are.
    pub(crate) fn new(programs: &[&Program], classes: &[Ranges]) -> Result<Self, TooManySymbols> {
        let sets = sets(programs, classes);
        let starts = starts(&sets);
        let mut symbols: BTreeMap<Vec<bool>, u8> = BTreeMap::new();
        let mut samples = Vec::new();
        let mut of_part = Vec::new();
        for &start in &starts {
            // Surrogates are in no text; they are cut out of what stands before and behind them.
            let sample = char::from_u32(start).unwrap_or('\u{e000}');
            let member: Vec<bool> = sets
                .iter()
                .map(|set| holds(set, u32::from(sample)))
                .collect();
            let next = u8::try_from(symbols.len()).map_err(|_| TooManySymbols)?;
            let symbol = *symbols.entry(member).or_insert_with(|| {
                samples.push(sample);
                next
            });
            of_part.push(symbol);
        }
        Ok(Self::from_parts(&starts, &of_part, samples))
    }

    fn from_parts(starts: &[u32], of_part: &[u8], samples: Vec<char>) -> Self {
        let mut alphabet = Self {
            ascii: [0; 128],
            pages: Vec::new(),
            blocks: Vec::new(),
            samples,
        };
        let mut known: BTreeMap<[u8; 256], u16> = BTreeMap::new();
        let mut part = 0;
        for page in 0..CHARS / 256 {
            let mut block = [0; 256];
            for (symbol, c) in block.iter_mut().zip(page * 256..) {
                while starts.get(part + 1).is_some_and(|&next| next <= c) {
                    part += 1;
                }
                *symbol = of_part[part];
            }
            let next = u16::try_from(known.len()).expect("there are 4352 pages");
            alphabet.pages.push(*known.entry(block).or_insert_with(|| {
                alphabet.blocks.push(block);
                next
            }));
        }
        alphabet
            .ascii
            .copy_from_slice(&alphabet.blocks[usize::from(alphabet.pages[0])][..128]);
        alphabet
    }

    /// As the build writes it.
    pub(crate) fn pack(&self, out: &mut PackedWriter) {
        out.list(&self.samples, |out, c| out.number(*c as usize));
        out.shorts(&self.pages);
        out.list(&self.blocks, |out, block| out.0.extend_from_slice(block));
    }

    /// As it was written.
    pub(crate) fn unpack(packed: &mut PackedReader<'_>) -> Option<Self> {
        let samples = packed.list(|packed| char::from_u32(packed.small()?))?;
        let pages = packed.shorts()?;
        let blocks: Vec<[u8; 256]> = packed.list(PackedReader::take)?;
        let mut ascii = [0; 128];
        ascii.copy_from_slice(&blocks.get(usize::from(*pages.first()?))?[..128]);
        Some(Self {
            ascii,
            pages,
            blocks,
            samples,
        })
    }

    /// How many symbols there are.
    pub(crate) fn len(&self) -> usize {
        self.samples.len()
    }

    /// A character of each symbol.
    pub(crate) fn samples(&self) -> &[char] {
        &self.samples
    }

    #[inline]
    pub(crate) fn of_ascii(&self, byte: u8) -> u8 {
        self.ascii[usize::from(byte & 127)]
    }

    #[inline]
    pub(crate) fn of(&self, c: char) -> u8 {
        let block = self.pages[c as usize >> 8];
        self.blocks[usize::from(block)][c as usize & 255]
    }
}

type Set = Vec<(u32, u32)>;

/// Every set of characters that a step asks for, and those that places ask for.
fn sets(programs: &[&Program], classes: &[Ranges]) -> BTreeSet<Set> {
    let number = |&(first, last): &(char, char)| (u32::from(first), u32::from(last));
    let one = |c: char| vec![(u32::from(c), u32::from(c))];
    let mut sets: BTreeSet<Set> = BTreeSet::new();
    sets.insert(
        [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]
            .iter()
            .map(number)
            .collect(),
    );
    sets.insert(one('\n'));
    for step in programs.iter().flat_map(|program| &program.steps) {
        match *step {
            Step::Char(c, _) => sets.insert(one(c)),
            Step::Class(class, _) => {
                sets.insert(classes[class as usize].iter().map(number).collect())
            }
            _ => continue,
        };
    }
    sets
}

/// Where in the list of all characters membership of some set changes.
fn starts(sets: &BTreeSet<Set>) -> Vec<u32> {
    let mut starts: BTreeSet<u32> = [0, 0xd800, 0xe000].into_iter().collect();
    starts.extend(
        sets.iter()
            .flatten()
            .flat_map(|&(first, last)| [first, last + 1]),
    );
    starts.into_iter().filter(|&start| start < CHARS).collect()
}

fn holds(set: &Set, c: u32) -> bool {
    let at = set.partition_point(|&(_, last)| last < c);
    set.get(at).is_some_and(|&(first, _)| first <= c)
}
