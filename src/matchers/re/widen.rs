//! A pattern that matches wherever another one does, and needs fewer states.
//!
//! Counted repeats are what makes automata large: `.{0,160}` before a word has a state for each place at which
//! the word may begin. Without a most the pattern still says of nearly all lines that nothing matches there.
//!
//! The build script reads this file too.

use regex_syntax::hir::{Hir, HirKind};

/// Repeats that are counted up to so many are left as they are.
const MOST_COUNTED: u32 = 4;

/// The pattern with repeats that have no most, and hardly a least, where they had more than a few.
pub(crate) fn widen(hir: Hir) -> Hir {
    let all = |parts: Vec<Hir>| parts.into_iter().map(widen).collect();
    match hir.into_kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) => Hir::literal(literal.0),
        HirKind::Class(class) => Hir::class(class),
        HirKind::Look(look) => Hir::look(look),
        HirKind::Repetition(mut repetition) => {
            repetition.sub = Box::new(widen(*repetition.sub));
            repetition.max = repetition.max.filter(|&max| max <= MOST_COUNTED);
            repetition.min = repetition.min.min(MOST_COUNTED);
            Hir::repetition(repetition)
        }
        HirKind::Capture(mut capture) => {
            capture.sub = Box::new(widen(*capture.sub));
            Hir::capture(capture)
        }
        HirKind::Concat(parts) => Hir::concat(all(parts)),
        HirKind::Alternation(branches) => Hir::alternation(all(branches)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matchers::re::syntax::parse;
    use regex_automata::meta::{Builder, Regex};

    fn compiled(hir: &Hir) -> Regex {
        let built = Builder::new().build_from_hir(hir);
        built.expect("it is a pattern")
    }

    #[test]
    fn what_a_pattern_finds_its_wider_one_finds() {
        let pattern = parse(r"^(?:Photo|By) .{0,12}(\d{6,8}|[a-z]{2,3}) ?end$").expect("it is one");
        let [own, wide] = [pattern.clone(), widen(pattern)].map(|hir| compiled(&hir));
        for (line, is_own, is_wide) in [
            ("Photo of 123456 end", true, true),
            ("By the sea and the hills abc end", false, true),
            ("Photo 123 end", false, false),
            ("By 1234 end", false, true),
            ("In a photo ab end", false, false),
        ] {
            assert_eq!(
                (own.is_match(line), wide.is_match(line)),
                (is_own, is_wide),
                "{line}"
            );
        }
    }
}
