//! From the tables of a model file to those that are looked up, or the first thing that is wrong.

use crate::model::additive::{AdditiveModel, TermTable};
use crate::model::article_end::word_ratios::WordRatios;
use crate::model::file::fault::Fault;
use crate::model::file::figure::Figure;
use crate::model::file::wire::{WireSide, WireTable};
use crate::text::nearest::nearest;
use std::collections::BTreeMap;
use toml::Spanned;

/// The tables, or the first thing that is wrong with them.
pub(crate) fn tables(
    names: &[&str],
    bias: Figure,
    edges: &BTreeMap<String, Spanned<Vec<Figure>>>,
    wire: &[WireTable],
) -> Result<AdditiveModel, Fault> {
    let mut tables = AdditiveModel {
        bias: bias.0,
        edges: vec![Vec::new(); names.len()],
        tables: Vec::new(),
    };
    for (name, own) in edges {
        let feature = place(names, name).map_err(|why| Fault::at(own, why))?;
        let figures = own.get_ref();
        let mut pairs = figures.windows(2);
        if let Some([one, next]) = pairs.find(|pair| !pair.is_sorted_by(|a, b| a < b)) {
            let why = format!("the edges of `{name}` do not ascend: {next} follows {one}");
            return Err(Fault::at(own, why));
        }
        tables.edges[feature] = figures.iter().map(|figure| figure.0).collect();
    }
    for one in wire {
        let table = table(names, one)?;
        check_cells(&tables, &table, one)?;
        tables.tables.push(table);
    }
    Ok(tables)
}

/// Tables of single features whose first bin says nothing: that of pages of which nothing of the sort is known.
pub(crate) fn side_tables(names: &[&str], wire: &WireSide) -> Result<AdditiveModel, Fault> {
    let tables = tables(names, Figure(0.0), &wire.edges, &wire.table)?;
    for (table, one) in tables.tables.iter().zip(&wire.table) {
        if table.second.is_some() {
            let why = "a table of markup or hosts is of one feature";
            return Err(Fault::at(&one.of, why));
        }
        if table.cells[0] != 0.0 {
            let why = "the first cell of a table of markup or hosts is 0: it is of pages of which nothing is known";
            return Err(Fault::at(&one.cells, why));
        }
    }
    Ok(tables)
}

pub(crate) fn place(names: &[&str], name: &str) -> Result<usize, String> {
    let found = names.iter().position(|known| *known == name);
    found.ok_or_else(|| match nearest(name, names.iter().copied()) {
        Some(near) => format!("there is no feature `{name}`; did you mean `{near}`?"),
        None => format!("there is no feature `{name}`; docs/evidence.md lists them"),
    })
}

pub(crate) fn table(names: &[&str], one: &WireTable) -> Result<TermTable, Fault> {
    let place = |name: &str| place(names, name).map_err(|why| Fault::at(&one.of, why));
    let (first, second) = match &one.of.get_ref()[..] {
        [first] => (place(first)?, None),
        [first, second] => (place(first)?, Some(place(second)?)),
        more => {
            let why = format!("a table is of one or two features, not of {}", more.len());
            return Err(Fault::at(&one.of, why));
        }
    };
    Ok(TermTable {
        first,
        second,
        cells: one
            .cells
            .get_ref()
            .iter()
            .flatten()
            .map(|figure| figure.0)
            .collect(),
    })
}

/// A table has a row for each bin of its first feature, with a cell for each of the second; that of a
/// single feature has one row.
pub(crate) fn check_cells(
    tables: &AdditiveModel,
    table: &TermTable,
    one: &WireTable,
) -> Result<(), Fault> {
    let (rows, width) = match table.second {
        Some(second) => (tables.bin_count(table.first), tables.bin_count(second)),
        None => (1, tables.bin_count(table.first)),
    };
    let found = one.cells.get_ref();
    let odd = found.iter().find(|row| row.len() != width);
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let what = match odd {
        _ if found.len() != rows => format!("{} row{}", found.len(), plural(found.len())),
        Some(row) => format!("a row of {} cells", row.len()),
        None => return Ok(()),
    };
    let (of, make) = match &one.of.get_ref()[..] {
        [only] => (format!("`{only}`"), "its edges make"),
        both => (format!("`{}`", both.join("` and `")), "their edges make"),
    };
    let s = plural(rows);
    let why = format!("the table of {of} has {what}; {make} {rows} row{s} of {width}");
    Err(Fault::at(&one.cells, why))
}

pub(crate) fn word_ratios(wire: &Spanned<Vec<Vec<[Figure; 2]>>>) -> Result<WordRatios, Fault> {
    let mut cells = [[[0.0; 2]; 5]; 5];
    let rows = wire.get_ref();
    if rows.len() != 5 || rows.iter().any(|class| class.len() != 5) {
        let why = "`words` of [story] is five rows of five pairs";
        return Err(Fault::at(wire, why));
    }
    for (row, own) in cells.iter_mut().flatten().zip(rows.iter().flatten()) {
        *row = own.map(|figure| figure.0);
    }
    Ok(WordRatios::new(cells))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::markup_lines::MARKUP_FEATURES;

    fn read(text: &str) -> Result<AdditiveModel, Fault> {
        let wire: WireSide = toml::from_str(text).expect("it has the form");
        side_tables(MARKUP_FEATURES, &wire)
    }

    #[test]
    fn tables_of_markup_say_nothing_of_pages_without() {
        let edges = "edges = { menu_run = [0, 1], heading = [0] }\n";
        let table = |of: &str, cells: &str| {
            read(&format!(
                "{edges}table = [{{ of = {of}, cells = {cells} }}]"
            ))
        };
        let read = table("[\"menu_run\"]", "[[0, -0.5, 1.0]]").expect("it is sound");
        assert_eq!(read.tables.len(), 1);
        for (of, cells, why) in [
            ("[\"menu_run\"]", "[[0.1, -0.5, 1.0]]", "the first cell"),
            (
                "[\"heading\", \"menu_run\"]",
                "[[0, 0, 0], [0, 1, 1]]",
                "of one feature",
            ),
            ("[\"headings\"]", "[[0, 1]]", "did you mean `heading`"),
        ] {
            let fault = table(of, cells).expect_err(why);
            assert!(fault.why.contains(why), "{}", fault.why);
        }
    }
}
