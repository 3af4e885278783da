//! How much of a page `careful` lets the end of its story take.

use crate::rules::mode::Mode;

/// So few words of prose may go whatever share of the page they are.
const FEW: usize = 100;

/// Whether most of a page's prose stands from a line on, and the mode is `careful`: a digest, whose stories are all its own,
/// looks as a story with others below it does, so that evidence alone does not take so much. `prose` has words of prose by
/// line. O(n) in lines.
pub(crate) fn takes_too_much(mode: Mode, prose: impl Iterator<Item = usize>, from: usize) -> bool {
    if mode != Mode::Careful {
        return false;
    }
    let (mut all, mut taken) = (0, 0);
    for (line, words) in prose.enumerate() {
        all += words;
        taken += if line >= from { words } else { 0 };
    }
    taken >= FEW && 2 * taken > all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn careful_leaves_most_of_the_prose() {
        let prose = [60, 0, 60, 61];
        let takes = |mode, from| takes_too_much(mode, prose.into_iter(), from);
        assert!(takes(Mode::Careful, 1) && takes(Mode::Careful, 2));
        assert!(!takes(Mode::Careful, 3), "a third");
        assert!(!takes(Mode::Balanced, 1));
        assert!(
            !takes_too_much(Mode::Careful, [9, 90].into_iter(), 1),
            "few words"
        );
    }
}
