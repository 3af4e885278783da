//! Writes the patterns of the shipped rules as a table that `src/matchers/re/prepared.rs` reads.
//!
//! First the alphabet and the classes, then the patterns by source: of each its source, its needles, its
//! program, and its automaton: its own where that is complete, else that of a wider pattern, which knows
//! where nothing matches. Of a program there are where it starts, whether it is anchored, and two
//! numbers for each step, the first with its sign in the upper byte.

use crate::matchers::re::alphabet::Alphabet;
use crate::matchers::re::dfa::Dfa;
use crate::matchers::re::program::{self, Assertion, Program, Ranges, Step};
use crate::matchers::re::widen::widen;
use crate::matchers::re::{literal, syntax};
use crate::text::packed::PackedWriter;
use regex_syntax::hir::Hir;
use std::collections::BTreeSet;

/// States of an automaton at most before it is made smaller: nearly all patterns need fewer, and the
/// texts of which the others do not know the answer are few.
const MOST_STATES: usize = 1500;
/// The same of an automaton that says where nothing matches: hardly any needs so many, and most become few.
const MOST_WIDE_STATES: usize = 20_000;

/// The table of the patterns, without those that do not parse.
pub(crate) fn table(sources: &BTreeSet<String>) -> Vec<u8> {
    let mut classes = Vec::new();
    let mut patterns = Vec::new();
    for source in sources {
        let Ok(hir) = syntax::parse(source) else {
            continue;
        };
        let needles = literal::needles(&hir).unwrap_or_default();
        let mut compile = |hir: &Hir| program::compile(hir, &mut classes).ok();
        let program = compile(&hir);
        patterns.push((source, needles, program, compile(&widen(hir))));
    }
    let programs: Vec<&Program> = patterns
        .iter()
        .flat_map(|(.., program, wide)| program.iter().chain(wide))
        .collect();
    let alphabet =
        Alphabet::new(&programs, &classes).expect("there are fewer classes of characters");
    let mut out = PackedWriter::default();
    alphabet.pack(&mut out);
    out.list(&classes, |out, ranges: &Ranges| {
        out.list(ranges, |out, (first, last)| {
            out.number(*first as usize);
            out.number(*last as usize);
        });
    });
    let automaton = |program: &Program, most| Dfa::new(program, &classes, &alphabet, most);
    out.list(&patterns, |out, (source, needles, program, wide)| {
        out.bytes(source.as_bytes());
        out.list(needles, |out, needle| out.bytes(needle.as_bytes()));
        out.bytes(&program.as_ref().map(program_bytes).unwrap_or_default());
        let own = program.as_ref().map(|own| automaton(own, MOST_STATES));
        let is_enough = own.as_ref().is_none_or(Dfa::is_complete);
        let wide = wide.as_ref().filter(|_| !is_enough);
        let wide = wide.map(|wide| automaton(wide, MOST_WIDE_STATES));
        let wide = wide.filter(Dfa::is_complete);
        out.number(match (&own, &wide) {
            (None, _) => 0,
            (Some(_), None) => 1,
            (Some(_), Some(_)) => 2,
        });
        if let Some(dfa) = wide.or(own) {
            dfa.pack(out);
        }
    });
    out.0
}

fn program_bytes(program: &Program) -> Vec<u8> {
    let mut numbers = vec![program.start, u32::from(program.is_anchored)];
    numbers.extend(program.steps.iter().flat_map(|step| numbers_of(*step)));
    numbers.into_iter().flat_map(u32::to_le_bytes).collect()
}

fn numbers_of(step: Step) -> [u32; 2] {
    let [sign, first, second] = match step {
        Step::Match => [0, 0, 0],
        Step::Char(c, next) => [1, u32::from(c), next],
        Step::Class(class, next) => [2, class, next],
        Step::Look(place, next) => [3, number_of(place), next],
        Step::Cut(end, next) => [4, end, next],
        Step::Split(first, second) => [5, first, second],
    };
    assert!(first < 1 << 24, "a step's first number has 24 bits");
    [(sign << 24) | first, second]
}

fn number_of(place: Assertion) -> u32 {
    let at = Assertion::ALL.iter().position(|one| *one == place);
    u32::try_from(at.expect("all are listed")).expect("they are few")
}
