//! Tables over what is known of some pages alone: their markup, or what their host repeats.
//!
//! Each of these figures has a bin that says nothing, the first, whose log-odds are 0: pages of which nothing of
//! the sort is known are weighed as if there were no such tables.

use crate::model::additive::{AdditiveModel, TermTable, bin};
use crate::model::strongest::LEAST;

/// Tables of single features, all of them 0, by the edges of each feature.
pub(crate) fn untaught(edges: &[&[f32]]) -> AdditiveModel {
    let table = |(first, edges): (usize, &&[f32])| TermTable {
        first,
        second: None,
        cells: vec![0.0; edges.len() + 1],
    };
    AdditiveModel {
        bias: 0.0,
        edges: edges.iter().map(|edges| edges.to_vec()).collect(),
        tables: edges.iter().enumerate().map(table).collect(),
    }
}

/// The log-odds of a line of these figures.
pub(crate) fn log_odds(tables: &AdditiveModel, figures: &[f32]) -> f32 {
    terms(tables, figures).map(|(_, cell)| cell).sum()
}

/// Which features speak for a line's going, by how much, strongest first.
pub(crate) fn speakers(tables: &AdditiveModel, figures: &[f32]) -> Vec<(usize, f32)> {
    let mut found: Vec<(usize, f32)> = terms(tables, figures)
        .filter(|(_, cell)| *cell >= LEAST)
        .collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found
}

/// What each table of a single feature says, by its feature.
fn terms<'t>(
    tables: &'t AdditiveModel,
    figures: &'t [f32],
) -> impl Iterator<Item = (usize, f32)> + 't {
    tables.tables.iter().map(|table| {
        let at = bin(&tables.edges[table.first], figures[table.first]);
        (table.first, table.cells[at])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_added_up_and_told() {
        let mut tables = untaught(&[&[0.0, 2.0], &[0.0]]);
        assert_eq!(log_odds(&tables, &[5.0, 0.0]).to_bits(), 0.0_f32.to_bits());
        tables.tables[0].cells = vec![0.0, 0.25, 1.5];
        tables.tables[1].cells = vec![0.0, -0.5];
        let sum = |figures: &[f32]| format!("{:+.2}", log_odds(&tables, figures));
        assert_eq!(
            [sum(&[-1.0, -1.0]), sum(&[0.0, 0.0]), sum(&[2.0, -1.0])],
            ["+0.00", "-0.25", "+1.50"]
        );
        assert_eq!(speakers(&tables, &[2.0, 0.0]), [(0, 1.5)]);
    }
}
