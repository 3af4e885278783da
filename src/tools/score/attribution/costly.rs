//! The cuts that lost most of gold, each with what stood around it.

use crate::text::span::Span;
use crate::tools::score::attribution::{Charge, Cost};
use crate::tools::score::labels::line_spans;
use crate::tools::score::missed::Missed;

/// A cut that lost words of gold, in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostlyCut {
    /// The page's id.
    pub page: String,
    /// The line on which the cut starts, from 1.
    pub line: usize,
    /// The rule that made it.
    pub rule: String,
    /// What it removed.
    pub cost: Cost,
    /// The line above the cut, or what stands before it on its own line.
    pub above: String,
    /// What went.
    pub cut: String,
    /// How many of the gold words each line of the cut holds, of those lines that are not blank.
    pub gold_words_by_line: Vec<usize>,
    /// The line below the cut, or what stands after it on its own line.
    pub below: String,
}

impl CostlyCut {
    /// The lines of the cut that are not blank, each with how many of the gold words it holds.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (&str, usize)> {
        filled_lines(&self.cut).zip(self.gold_words_by_line.iter().copied())
    }
}

/// The cuts of a page that lost gold, in page order; `missed` is what the cleaned page lacks.
/// O(n) in the page's bytes.
///
/// # Panics
///
/// Where a cut does not lie in `before`.
pub fn costly_cuts(
    page: &str,
    before: &str,
    charges: &[Charge],
    costs: &[Cost],
    missed: &Missed<'_>,
) -> Vec<CostlyCut> {
    let surroundings = CutSurroundings {
        page,
        before,
        line_starts: line_spans(before).map(|line| line.start).collect(),
        missed,
    };
    let costly = charges.iter().zip(costs);
    costly
        .filter(|(_, cost)| cost.gold_words > 0)
        .map(|(charge, cost)| surroundings.show(charge, *cost))
        .collect()
}

/// The `count` cuts that lost most words of gold, worst first; ties keep the order given.
pub fn worst_cuts(mut cuts: Vec<CostlyCut>, count: usize) -> Vec<CostlyCut> {
    cuts.sort_by_key(|cut| std::cmp::Reverse(cut.cost.gold_words));
    cuts.truncate(count);
    cuts
}

/// A page on which cuts are shown.
struct CutSurroundings<'p> {
    page: &'p str,
    before: &'p str,
    line_starts: Vec<usize>,
    missed: &'p Missed<'p>,
}

impl CutSurroundings<'_> {
    fn show(&self, charge: &Charge, cost: Cost) -> CostlyCut {
        let Span { start, end } = charge.span;
        let cut = &self.before[start..end];
        let first_char = end - cut.trim_start().len();
        let lines: Vec<&str> = filled_lines(cut).collect();
        let above = filled_lines(&self.before[..start]).next_back();
        let below = filled_lines(&self.before[end..]).next();
        CostlyCut {
            page: self.page.to_owned(),
            line: self.line_starts.partition_point(|&line| line <= first_char),
            rule: charge.rule.clone(),
            cost,
            above: above.unwrap_or_default().to_owned(),
            cut: cut.to_owned(),
            gold_words_by_line: self.missed.shared_out(&lines),
            below: below.unwrap_or_default().to_owned(),
        }
    }
}

/// The lines that are not blank. That `\r\n` parts them twice makes a blank one more.
fn filled_lines(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    let lines = text.split(['\n', '\r']);
    lines.filter(|line| !line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::score::attribution::attribution;

    const BEFORE: &str = "Menu\nRain fell.\n\nThe river rose.\nNobody was hurt.\n";
    const GOLD: &str = "Rain fell.\nThe river rose.\nNobody was hurt.";

    /// The costly cuts where the text of one rule went from a page.
    fn costly(gold: &str, before: &str, cut: &str) -> Vec<CostlyCut> {
        let start = before.find(cut).expect("it stands there");
        let charges = [Charge {
            span: Span::new(start, start + cut.len()),
            rule: "test/river".to_owned(),
            by: "river".to_owned(),
        }];
        let after = before.replacen(cut, "", 1);
        let page = attribution(gold, &after, before, &charges, |_| before.to_owned());
        let missed = Missed::new(gold, &after);
        costly_cuts("page", before, &charges, &page.costs, &missed)
    }

    #[test]
    fn a_costly_cut_is_shown_with_its_neighbours() {
        let cuts = costly(GOLD, BEFORE, "\nThe river rose.\n");
        assert_eq!(cuts.len(), 1);
        let cut = &cuts[0];
        assert_eq!((cut.line, cut.cost.gold_words), (4, 3));
        assert_eq!(cut.above, "Rain fell.");
        assert_eq!(cut.cut.trim(), "The river rose.");
        assert_eq!(cut.below, "Nobody was hurt.");
    }

    #[test]
    fn lines_end_in_every_way_that_a_page_ends_them() {
        for end in ["\r", "\r\n"] {
            let before = BEFORE.replace('\n', end);
            let cuts = costly(GOLD, &before, "The river rose.");
            let cut = &cuts[0];
            assert_eq!((cut.line, cut.above.as_str()), (4, "Rain fell."));
            assert_eq!(cut.below, "Nobody was hurt.");
        }
    }

    #[test]
    fn each_line_of_a_cut_has_its_share_of_the_gold() {
        let cut = "Menu\nRain fell.\n\nThe river rose.\n";
        let cuts = costly(GOLD, BEFORE, cut);
        let lines: Vec<_> = cuts[0].lines().collect();
        assert_eq!(
            lines,
            [("Menu", 0), ("Rain fell.", 2), ("The river rose.", 3)]
        );
    }
}
