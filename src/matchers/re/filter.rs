//! Which patterns may match in a line, told from its words, signs and opening.
//!
//! A pattern of several branches is one candidate a branch: each has requirements of its own. The
//! candidates are bits of a few numbers, and a line is looked at once for all of them.

use crate::matchers::re::dfa::holds;
use crate::matchers::re::opening::Openings;
use crate::matchers::re::program::{self, Program, Ranges, Step};
use crate::matchers::re::requirement::{AnyOf, Piece, requirements};
use crate::text::packed::{PackedReader, PackedWriter};
use crate::text::signs::{DIGITS, QUOTES, sign_bit};
use regex_syntax::hir::{Hir, HirKind, Look};
use std::collections::BTreeMap;

/// How many requirements of a branch are looked at.
const REQUIREMENTS: usize = 2;

/// Some patterns, by what must stand where they match.
#[derive(Debug, Clone, Default)]
pub(crate) struct PatternFilter {
    width: usize,
    /// For each candidate its pattern.
    patterns: Vec<u32>,
    openings: Openings,
    /// For each candidate the signs that may stand in a line in which it matches, as bits: those of its
    /// characters where it must match from the line's start to its end, all others.
    allowed: Vec<u64>,
    /// For each requirement the candidates that have none.
    free: [Vec<u64>; REQUIREMENTS],
    /// The words that are required, sorted, each with a line's end behind it.
    words: String,
    word_count: usize,
    /// The signs that are required, sorted.
    signs: Vec<u8>,
    /// For each word, then for each sign, by requirement the candidates, one behind the other.
    met: Vec<u64>,
}

impl PatternFilter {
    /// The filter of these patterns.
    pub(crate) fn new(patterns: &[Hir]) -> Self {
        let mut branches: Vec<(u32, Hir, Vec<AnyOf>)> = Vec::new();
        for (number, hir) in (0..).zip(patterns) {
            let own = branches_of(hir).into_iter();
            branches.extend(own.map(|branch| {
                let choices = requirements(&branch, REQUIREMENTS);
                (number, branch, choices)
            }));
        }
        // Those that need nothing stand in few numbers; of most others a line meets nothing.
        branches.sort_by_key(|(.., choices)| choices.len());
        let mut classes: Vec<Ranges> = Vec::new();
        let programs: Vec<Option<Program>> = branches
            .iter()
            .map(|(_, hir, _)| program::compile(hir, &mut classes).ok())
            .collect();
        let programs: Vec<Option<&Program>> = programs.iter().map(Option::as_ref).collect();
        let both = branches.iter().zip(&programs);
        let allowed = both.map(|((_, hir, _), program)| match program {
            Some(program) if is_whole(hir) => signs_of(program, &classes),
            _ => !0,
        });
        let width = branches.len().div_ceil(64).max(1);
        let mut filter = Self {
            width,
            patterns: branches.iter().map(|(number, ..)| *number).collect(),
            allowed: allowed.collect(),
            openings: Openings::new(&programs, &classes),
            free: [vec![!0; width], vec![!0; width]],
            words: String::new(),
            word_count: 0,
            signs: Vec::new(),
            met: Vec::new(),
        };
        let mut pieces: BTreeMap<Piece, [Vec<u64>; REQUIREMENTS]> = BTreeMap::new();
        for (candidate, (.., choices)) in branches.into_iter().enumerate() {
            for (slot, choice) in choices.into_iter().enumerate() {
                filter.free[slot][candidate / 64] &= !(1 << (candidate % 64));
                filter.add(candidate, slot, choice, &mut pieces);
            }
        }
        // Words come before signs.
        for (piece, masks) in pieces {
            match piece {
                Piece::Word(word) => {
                    filter.words.push_str(&word);
                    filter.words.push('\n');
                    filter.word_count += 1;
                }
                Piece::Sign(sign) => filter.signs.push(sign),
            }
            filter.met.extend(masks.into_iter().flatten());
        }
        filter
    }

    fn add(
        &self,
        candidate: usize,
        slot: usize,
        choice: AnyOf,
        pieces: &mut BTreeMap<Piece, [Vec<u64>; REQUIREMENTS]>,
    ) {
        for piece in choice {
            let masks = pieces
                .entry(piece)
                .or_insert_with(|| [vec![0; self.width], vec![0; self.width]]);
            masks[slot][candidate / 64] |= 1 << (candidate % 64);
        }
    }

    /// As the build writes it.
    pub(crate) fn pack(&self, out: &mut PackedWriter) {
        out.number(self.width);
        out.list(&self.patterns, |out, pattern| out.number(*pattern as usize));
        out.longs(&self.allowed);
        self.openings.pack(out);
        for free in &self.free {
            out.longs(free);
        }
        out.bytes(self.words.as_bytes());
        out.number(self.word_count);
        out.bytes(&self.signs);
        out.longs(&self.met);
    }

    /// As it was written.
    pub(crate) fn unpack(packed: &mut PackedReader<'_>) -> Option<Self> {
        Some(Self {
            width: packed.number()?,
            patterns: packed.list(PackedReader::small)?,
            allowed: packed.longs()?,
            openings: Openings::unpack(packed)?,
            free: [packed.longs()?, packed.longs()?],
            words: packed.text()?.to_owned(),
            word_count: packed.number()?,
            signs: packed.bytes()?.to_owned(),
            met: packed.longs()?,
        })
    }

    /// How many numbers a set of candidates takes.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// The words that are looked for inside of words, by their numbers.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.lines()
    }

    pub(crate) fn signs(&self) -> impl Iterator<Item = u8> {
        self.signs.iter().copied()
    }

    /// The candidates that need nothing, for each requirement one behind the other: what a line meets
    /// begins so.
    pub(crate) fn free(&self) -> impl Iterator<Item = u64> {
        self.free.iter().flatten().copied()
    }

    /// Adds to `met` the candidates of which the word meets a requirement.
    pub(crate) fn hear_word(&self, word: usize, met: &mut [u64]) {
        self.meet(word, met);
    }

    /// The same of a sign.
    pub(crate) fn hear_sign(&self, sign: usize, met: &mut [u64]) {
        self.meet(self.word_count + sign, met);
    }

    /// Adds the candidates of a word or sign, by its number among all.
    fn meet(&self, piece: usize, met: &mut [u64]) {
        let len = REQUIREMENTS * self.width;
        let own = &self.met[piece * len..(piece + 1) * len];
        for (met, own) in met.iter_mut().zip(own) {
            *met |= own;
        }
    }

    /// Calls `found` with each pattern that may match, with some more than once.
    pub(crate) fn candidates(
        &self,
        (first, opening, signs): (Option<u8>, &[u8], u64),
        met: &[u64],
        mut found: impl FnMut(usize),
    ) {
        let opened = self.openings.read(first, opening);
        let (one, other) = met.split_at(self.width);
        for (at, (one, other)) in one.iter().zip(other).enumerate() {
            let mut left = one & other;
            if left == 0 {
                continue;
            }
            left &= self.openings.alive(&opened, at);
            while left != 0 {
                let candidate = at * 64 + left.trailing_zeros() as usize;
                let allowed = self.allowed.get(candidate).copied().unwrap_or_default();
                if let Some(&pattern) = self.patterns.get(candidate)
                    && signs & !allowed == 0
                {
                    found(pattern as usize);
                }
                left &= left - 1;
            }
        }
    }
}

/// Whether a pattern matches from the start of a line to its end or not at all.
fn is_whole(hir: &Hir) -> bool {
    let properties = hir.properties();
    properties.look_set_prefix().contains(Look::Start)
        && properties.look_set_suffix().contains(Look::End)
}

/// The signs and digits that a program's characters may be, by [`sign_bit`].
fn signs_of(program: &Program, classes: &[Ranges]) -> u64 {
    let reads = |c: char| {
        program.steps.iter().any(|step| match *step {
            Step::Char(own, _) => own == c,
            Step::Class(class, _) => holds(&classes[class as usize], c),
            _ => false,
        })
    };
    let all = (0_u8..128).filter(|byte| reads(char::from(*byte)));
    all.fold(QUOTES, |bits, byte| match byte {
        b'0'..=b'9' => bits | DIGITS,
        _ => bits | sign_bit(byte.into()),
    })
}

/// The branches of a pattern that is one or another, each with what stands before and behind all of
/// them; the pattern itself where it is not.
fn branches_of(hir: &Hir) -> Vec<Hir> {
    const MOST: usize = 24;
    let parts = match hir.kind() {
        HirKind::Alternation(branches) => return branches.iter().flat_map(branches_of).collect(),
        HirKind::Capture(capture) => return branches_of(&capture.sub),
        HirKind::Concat(parts) if requirements(hir, 1).is_empty() => parts,
        _ => return vec![hir.clone()],
    };
    let with = |at: usize, branch: Hir| {
        let before = parts[..at].iter().cloned();
        Hir::concat(
            before
                .chain([branch])
                .chain(parts[at + 1..].iter().cloned())
                .collect(),
        )
    };
    let distributed = parts.iter().enumerate().find_map(|(at, part)| {
        let branches = branches_of(part);
        let fits = (2..=MOST).contains(&branches.len());
        let branches = branches
            .into_iter()
            .filter(|_| fits)
            .map(|branch| with(at, branch));
        let branches: Vec<Hir> = branches.collect();
        let tells = |branch: &Hir| !requirements(branch, 1).is_empty();
        (fits && branches.iter().all(tells)).then_some(branches)
    });
    distributed.unwrap_or_else(|| vec![hir.clone()])
}
