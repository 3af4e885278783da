//! Writes the patterns of the shipped rules as a table that `src/matchers/re/prepared.rs` reads.
//!
//! All numbers are little-endian `u32`. First the classes: their count, and for each the count of
//! its ranges and their ends. Then the patterns by source: their count, and for each its source,
//! its needles (their count, and each as a text), and how many numbers its program
//! has: where it starts, whether it is anchored, and two for each step, the first with its sign
//! in the upper byte.

use crate::program::{self, Assertion, Program, Ranges, Step};
use crate::tree::push_text;
use crate::{literal, syntax};
use std::collections::BTreeSet;

/// The table of the patterns, without those that do not parse.
pub(crate) fn table(sources: &BTreeSet<String>) -> Vec<u8> {
    let mut classes = Vec::new();
    let mut patterns = Vec::new();
    let mut count = 0;
    for source in sources {
        let Ok(hir) = syntax::parse(source) else {
            continue;
        };
        count += 1;
        push_text(source, &mut patterns);
        push_needles(&literal::needles(&hir).unwrap_or_default(), &mut patterns);
        let program = program::compile(&hir, &mut classes);
        push_program(program.ok().as_ref(), &mut patterns);
    }
    let mut out = Vec::new();
    push_classes(&classes, &mut out);
    push(count, &mut out);
    out.extend(patterns);
    out
}

fn push(number: usize, out: &mut Vec<u8>) {
    let number = u32::try_from(number).expect("patterns are short");
    out.extend_from_slice(&number.to_le_bytes());
}

fn push_classes(classes: &[Ranges], out: &mut Vec<u8>) {
    push(classes.len(), out);
    for ranges in classes {
        push(ranges.len(), out);
        for (first, last) in ranges {
            out.extend_from_slice(&u32::from(*first).to_le_bytes());
            out.extend_from_slice(&u32::from(*last).to_le_bytes());
        }
    }
}

fn push_needles(needles: &[String], out: &mut Vec<u8>) {
    push(needles.len(), out);
    for word in needles {
        push_text(word, out);
    }
}

fn push_program(program: Option<&Program>, out: &mut Vec<u8>) {
    let Some(program) = program else {
        push(0, out);
        return;
    };
    push(2 + 2 * program.steps.len(), out);
    let mut numbers = vec![program.start, u32::from(program.is_anchored)];
    numbers.extend(program.steps.iter().flat_map(|step| numbers_of(*step)));
    out.extend(numbers.into_iter().flat_map(u32::to_le_bytes));
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
