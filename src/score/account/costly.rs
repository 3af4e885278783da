//! The cuts that lost most of gold, each with what stood around it.

use super::{Charge, Cost};
use crate::Span;

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
    /// The line below the cut, or what stands after it on its own line.
    pub below: String,
}

/// The cuts of a page that lost gold, in page order. O(n) in the page's bytes.
pub fn costly_cuts(page: &str, before: &str, charges: &[Charge], costs: &[Cost]) -> Vec<CostlyCut> {
    let costly = charges.iter().zip(costs);
    costly
        .filter(|(_, cost)| cost.gold_words > 0)
        .map(|(charge, cost)| in_context(page, before, charge, *cost))
        .collect()
}

/// The `count` cuts that lost most words of gold, worst first; ties keep the order given.
pub fn worst_cuts(mut cuts: Vec<CostlyCut>, count: usize) -> Vec<CostlyCut> {
    cuts.sort_by_key(|cut| std::cmp::Reverse(cut.cost.gold_words));
    cuts.truncate(count);
    cuts
}

fn in_context(page: &str, before: &str, charge: &Charge, cost: Cost) -> CostlyCut {
    let Span { start, end } = charge.span;
    let (head, tail) = (&before[..start], &before[end..]);
    let filled = |line: &&str| !line.trim().is_empty();
    let leading = before[start..end].len() - before[start..end].trim_start().len();
    CostlyCut {
        page: page.to_owned(),
        line: before[..start + leading].matches('\n').count() + 1,
        rule: charge.rule.clone(),
        cost,
        above: head
            .lines()
            .rev()
            .find(filled)
            .unwrap_or_default()
            .to_owned(),
        cut: before[start..end].to_owned(),
        below: tail.lines().find(filled).unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::account;
    use super::*;

    #[test]
    fn a_costly_cut_is_shown_with_its_neighbours() {
        let before = "Menu\nRain fell.\n\nThe river rose.\nNobody was hurt.\n";
        let (start, end) = (16, 33);
        let charge = Charge {
            span: Span::new(start, end),
            rule: "test/river".to_owned(),
            by: "river".to_owned(),
        };
        let charges = [charge];
        let gold = "Rain fell.\nThe river rose.\nNobody was hurt.";
        let after = "Menu\nRain fell.\n\nNobody was hurt.\n";
        let page = account(gold, after, before, &charges, |_| before.to_owned());
        let cuts = costly_cuts("page", before, &charges, &page.costs);
        assert_eq!(cuts.len(), 1);
        let cut = &cuts[0];
        assert_eq!((cut.line, cut.cost.gold_words), (4, 3));
        assert_eq!(cut.above, "Rain fell.");
        assert_eq!(cut.cut.trim(), "The river rose.");
        assert_eq!(cut.below, "Nobody was hurt.");
    }
}
