//! The patterns of the shipped rules, as the build prepared them: `build/patterns.rs` says how
//! the table is laid out.

use crate::matchers::re::alphabet::Alphabet;
use crate::matchers::re::dfa::{Answer, Dfa};
use crate::matchers::re::machine::{ClassSet, Machine};
use crate::matchers::re::program::{Assertion, Program, Step};
use crate::text::packed::PackedReader;
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
    dfa: Option<Dfa<'static>>,
    /// Whether the automaton is that of a [wider](crate::matchers::re::widen) pattern.
    is_wide: bool,
}

struct PreparedTable {
    alphabet: Alphabet,
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
        let mut numbers = PackedReader(self.program);
        let (start, is_anchored) = (numbers.small()?, numbers.small()? == 1);
        let steps = std::iter::from_fn(|| step(&mut numbers)).collect();
        let program = Program {
            steps,
            start,
            is_anchored,
        };
        Some(Machine::new(program, Arc::clone(&TABLE.classes)))
    }
}

impl PreparedPattern {
    /// What its automaton says of a text, as far as it was built.
    #[inline]
    pub(crate) fn answer(&self, text: &str) -> Answer {
        match &self.dfa {
            Some(dfa) => match dfa.answer(&TABLE.alphabet, text) {
                Answer::Yes if self.is_wide => Answer::Unknown,
                answer => answer,
            },
            None => Answer::Unknown,
        }
    }
}

impl PreparedTable {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let mut packed = PackedReader(bytes);
        let alphabet = Alphabet::unpack(&mut packed)?;
        let range = |packed: &mut PackedReader<'_>| {
            Some((
                char::from_u32(packed.small()?)?,
                char::from_u32(packed.small()?)?,
            ))
        };
        let classes = packed.list(|packed| Some(ClassSet::new(packed.list(range)?)))?;
        let patterns = packed.list(|packed| {
            let source = packed.text()?;
            let needles = packed.list(|packed| Some(packed.text()?.to_owned()))?;
            let program = packed.bytes()?;
            let sort = packed.small()?;
            let dfa = (sort > 0).then(|| Dfa::unpack(packed, &alphabet));
            Some(PreparedPattern {
                source,
                needles,
                program,
                dfa: dfa.flatten(),
                is_wide: sort == 2,
            })
        })?;
        Some(Self {
            alphabet,
            classes: classes.into(),
            patterns,
        })
    }
}

fn step(packed: &mut PackedReader<'_>) -> Option<Step> {
    let (number, second) = (packed.small()?, packed.small()?);
    let (sign, first) = (number >> 24, number & 0xff_ffff);
    Some(match sign {
        0 => Step::Match,
        1 => Step::Char(char::from_u32(first)?, second),
        2 => Step::Class(first, second),
        3 => Step::Look(*Assertion::ALL.get(usize::try_from(first).ok()?)?, second),
        4 => Step::Cut(first, second),
        _ => Step::Split(first, second),
    })
}
