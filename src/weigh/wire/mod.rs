//! Evidence files: the exact TOML shape; `draft` writes it.
//!
//! Everything is grouped and sorted so that two fits can be compared line by line.

pub(crate) mod draft;
pub(crate) mod figure;

use crate::weigh::wire::figure::Figure;

use crate::rules::mode::Mode;
use crate::text::nearest::nearest;
use crate::weigh::Caution;
use crate::weigh::lexicon::Slot;
use crate::weigh::tables::{Table, Tables};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// The only format there is so far.
pub(super) const FORMAT: u32 = 1;

/// What is wrong with an evidence file.
#[derive(Debug)]
pub(super) struct Fault {
    /// The byte at which it is, where that is known.
    pub(super) at: Option<usize>,
    pub(super) why: String,
}

impl Fault {
    pub(super) fn at<T>(value: &Spanned<T>, why: impl Into<String>) -> Self {
        Self {
            at: Some(value.span().start),
            why: why.into(),
        }
    }
}

impl From<String> for Fault {
    fn from(why: String) -> Self {
        Self { at: None, why }
    }
}

/// What must be known of a file before anything else in it is.
#[derive(Debug, Deserialize)]
pub(super) struct WireFormat {
    pub(super) format: u32,
}

/// An evidence file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(super) struct WireEvidence {
    pub(super) format: u32,
    pub(super) language: Spanned<String>,
    pub(super) modes: BTreeMap<Mode, WireCaution>,
    pub(super) line: WireLine,
    pub(super) story: Option<WireStory>,
    pub(super) lexicon: WireLexicon,
    pub(super) background: WireBackground,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(super) struct WireCaution {
    shift: Figure,
    guard: Figure,
    own: Figure,
    story: Figure,
}

impl From<&WireCaution> for Caution {
    fn from(wire: &WireCaution) -> Self {
        Self {
            shift: wire.shift.0,
            guard: wire.guard.0,
            own: wire.own.0,
            story: wire.story.0,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(super) struct WireLine {
    pub(super) bias: Figure,
    pub(super) coupling: Figure,
    pub(super) edges: BTreeMap<String, Spanned<Vec<Figure>>>,
    #[serde(default)]
    pub(super) table: Vec<WireTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(super) struct WireStory {
    pub(super) bias: Figure,
    pub(super) words: Spanned<Vec<Vec<[Figure; 2]>>>,
    pub(super) openings: WireLexicon,
    pub(super) edges: BTreeMap<String, Spanned<Vec<Figure>>>,
    #[serde(default)]
    pub(super) table: Vec<WireTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(super) struct WireTable {
    pub(super) of: Spanned<Vec<String>>,
    pub(super) cells: Spanned<Vec<Vec<Figure>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(super) struct WireLexicon {
    pub(super) bias: Figure,
    #[serde(default)]
    pub(super) entries: BTreeMap<Slot, BTreeMap<String, Figure>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(super) struct WireBackground {
    pub(super) unknown: Figure,
    /// Stems by weight, which is written as text since keys of TOML are.
    #[serde(default)]
    pub(super) words: BTreeMap<String, String>,
}

/// The tables, or the first thing that is wrong with them.
pub(super) fn tables(
    names: &[&str],
    bias: Figure,
    edges: &BTreeMap<String, Spanned<Vec<Figure>>>,
    wire: &[WireTable],
) -> Result<Tables, Fault> {
    let mut tables = Tables {
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

fn place(names: &[&str], name: &str) -> Result<usize, String> {
    let found = names.iter().position(|known| *known == name);
    found.ok_or_else(|| match nearest(name, names.iter().copied()) {
        Some(near) => format!("there is no feature `{name}`; did you mean `{near}`?"),
        None => format!("there is no feature `{name}`; docs/evidence.md lists them"),
    })
}

fn table(names: &[&str], one: &WireTable) -> Result<Table, Fault> {
    let place = |name: &str| place(names, name).map_err(|why| Fault::at(&one.of, why));
    let (first, second) = match &one.of.get_ref()[..] {
        [first] => (place(first)?, None),
        [first, second] => (place(first)?, Some(place(second)?)),
        more => {
            let why = format!("a table is of one or two features, not of {}", more.len());
            return Err(Fault::at(&one.of, why));
        }
    };
    Ok(Table {
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
fn check_cells(tables: &Tables, table: &Table, one: &WireTable) -> Result<(), Fault> {
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
