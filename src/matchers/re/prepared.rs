//! The patterns of the shipped rules, as the build prepared them: `build/patterns.rs` says how
//! the table is laid out.

use crate::matchers::re::machine::{ClassSet, Machine};
use crate::matchers::re::program::{Assertion, Program, Step};
use std::sync::{Arc, LazyLock};

static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/patterns.bin"));

static TABLE: LazyLock<PreparedTable> =
    LazyLock::new(|| PreparedTable::read(BYTES).expect("the build wrote the whole table"));

/// What is known of a shipped pattern.
#[derive(Debug)]
pub(crate) struct PreparedPattern {
    source: &'static str,
    /// None of them means that it has none.
    needles: Vec<String>,
    program: &'static [u8],
}

struct PreparedTable {
    classes: Arc<[ClassSet]>,
    /// By source, in order.
    patterns: Vec<PreparedPattern>,
}

/// What the build knows of the pattern, where it is one of the shipped rules'. O(log n).
pub(crate) fn find(source: &str) -> Option<&'static PreparedPattern> {
    let patterns = &TABLE.patterns;
    let at = patterns.binary_search_by_key(&source, |one| one.source);
    Some(&patterns[at.ok()?])
}

impl PreparedPattern {
    /// Literals, one of which stands in every match; `None` where there are none.
    pub(crate) fn needles(&self) -> Option<&[String]> {
        (!self.needles.is_empty()).then_some(&self.needles)
    }

    /// The pattern's program, ready to run.
    pub(crate) fn machine(&self) -> Option<Machine> {
        let mut numbers = TableReader(self.program);
        let (start, is_anchored) = (numbers.number()?, numbers.number()? == 1);
        let steps = std::iter::from_fn(|| numbers.step()).collect();
        let program = Program {
            steps,
            start,
            is_anchored,
        };
        Some(Machine::new(program, Arc::clone(&TABLE.classes)))
    }
}

impl PreparedTable {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let mut reader = TableReader(bytes);
        let classes =
            reader.list(|reader| Some(ClassSet::new(reader.list(TableReader::range)?)))?;
        let patterns = reader.list(|reader| {
            Some(PreparedPattern {
                source: reader.text()?,
                needles: reader.list(|reader| Some(reader.text()?.to_owned()))?,
                program: reader.program()?,
            })
        })?;
        Some(Self {
            classes: classes.into(),
            patterns,
        })
    }
}

/// Where the reading of the table has come to.
struct TableReader(&'static [u8]);

impl TableReader {
    fn number(&mut self) -> Option<u32> {
        let (head, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*head))
    }

    fn len(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn bytes(&mut self, len: usize) -> Option<&'static [u8]> {
        let (head, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(head)
    }

    fn text(&mut self) -> Option<&'static str> {
        let len = self.len()?;
        std::str::from_utf8(self.bytes(len)?).ok()
    }

    fn list<T>(&mut self, one: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        (0..self.len()?).map(|_| one(self)).collect()
    }

    fn range(&mut self) -> Option<(char, char)> {
        let mut end = || char::from_u32(self.number()?);
        Some((end()?, end()?))
    }

    fn program(&mut self) -> Option<&'static [u8]> {
        let count = self.len()?;
        self.bytes(count * size_of::<u32>())
    }

    fn step(&mut self) -> Option<Step> {
        let (packed, second) = (self.number()?, self.number()?);
        let (sign, first) = (packed >> 24, packed & 0xff_ffff);
        Some(match sign {
            0 => Step::Match,
            1 => Step::Char(char::from_u32(first)?, second),
            2 => Step::Class(first, second),
            3 => Step::Look(*Assertion::ALL.get(usize::try_from(first).ok()?)?, second),
            4 => Step::Cut(first, second),
            _ => Step::Split(first, second),
        })
    }
}
