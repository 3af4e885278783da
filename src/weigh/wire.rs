//! Evidence files: the exact TOML shape, and how it is written.
//!
//! Everything is grouped and sorted so that two fits can be compared line by line.

use super::lexicon::Slot;
use super::tables::{Table, Tables};
use super::{Caution, Feature};
use crate::cohesion::boundary::{FIGURES, WordEvidence};
use crate::rule::Mode;
use crate::rule::diagnostic::nearest;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
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
    fn at<T>(value: &Spanned<T>, why: String) -> Self {
        let at = Some(value.span().start);
        Self { at, why }
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
#[serde(deny_unknown_fields)]
pub(super) struct WireEvidence {
    pub(super) format: u32,
    pub(super) language: String,
    pub(super) modes: BTreeMap<Mode, Caution>,
    pub(super) line: WireLine,
    pub(super) story: Option<WireStory>,
    pub(super) lexicon: WireLexicon,
    pub(super) background: WireBackground,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireLine {
    pub(super) bias: f32,
    pub(super) coupling: f32,
    pub(super) edges: BTreeMap<String, Spanned<Vec<f32>>>,
    #[serde(default)]
    pub(super) table: Vec<WireTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireStory {
    pub(super) bias: f32,
    pub(super) words: Vec<Vec<[f32; 2]>>,
    pub(super) openings: WireLexicon,
    pub(super) edges: BTreeMap<String, Spanned<Vec<f32>>>,
    #[serde(default)]
    pub(super) table: Vec<WireTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireTable {
    pub(super) of: Spanned<Vec<String>>,
    pub(super) cells: Spanned<Vec<Vec<f32>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireLexicon {
    pub(super) bias: f32,
    #[serde(default)]
    pub(super) entries: BTreeMap<Slot, BTreeMap<String, f32>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireBackground {
    pub(super) unknown: f32,
    /// Stems by weight, which is written as text since keys of TOML are.
    #[serde(default)]
    pub(super) words: BTreeMap<String, String>,
}

/// The tables, or the first thing that is wrong with them.
pub(super) fn tables(
    names: &[&str],
    bias: f32,
    edges: &BTreeMap<String, Spanned<Vec<f32>>>,
    wire: &[WireTable],
) -> Result<Tables, Fault> {
    let mut tables = Tables {
        bias,
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
        tables.edges[feature].clone_from(figures);
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
        cells: one.cells.get_ref().concat(),
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

/// What is written of a lexicon.
pub(crate) struct DraftLexicon {
    pub(crate) bias: f32,
    pub(crate) entries: Vec<(Slot, String, f32)>,
}

/// What is written of the ends of stories.
pub(crate) struct DraftStory {
    pub(crate) tables: Tables,
    pub(crate) words: WordEvidence,
    pub(crate) openings: DraftLexicon,
}

/// What is written of a model.
pub(crate) struct Draft {
    pub(crate) language: String,
    pub(crate) modes: [Caution; 3],
    pub(crate) coupling: f32,
    pub(crate) line: Tables,
    pub(crate) story: Option<DraftStory>,
    pub(crate) lexicon: DraftLexicon,
    pub(crate) unknown: f32,
    /// Stems and their weights.
    pub(crate) background: Vec<(String, f32)>,
}

impl Draft {
    /// The file, with `header` as comments above it. Figures have three decimals.
    pub(crate) fn print(&self, header: &str) -> String {
        let mut out = String::new();
        for line in header.lines() {
            out += format!("# {line}").trim_end();
            out.push('\n');
        }
        let _ = write!(out, "\nformat = {FORMAT}\nlanguage = {:?}\n", self.language);
        for (mode, caution) in Mode::ALL.iter().zip(&self.modes) {
            let Caution {
                shift,
                guard,
                own,
                story,
            } = caution;
            let _ = write!(
                out,
                "\n[modes.{mode}]\nshift = {shift:?}\nguard = {guard:?}\n"
            );
            let _ = writeln!(out, "own = {own:?}\nstory = {story:?}");
        }
        let _ = write!(out, "\n[line]\nbias = {:.3}\n", self.line.bias);
        let _ = writeln!(out, "coupling = {:?}", self.coupling);
        print_tables(&mut out, "line", Feature::NAMES, &self.line);
        if let Some(story) = &self.story {
            print_story(&mut out, story);
        }
        print_lexicon(&mut out, "lexicon", &self.lexicon);
        self.print_background(&mut out);
        out
    }

    fn print_background(&self, out: &mut String) {
        let _ = write!(out, "\n[background]\nunknown = {:.1}\n", self.unknown);
        let _ = writeln!(out, "\n[background.words]");
        let mut by_weight: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (stem, weight) in &self.background {
            by_weight
                .entry(format!("{weight:.1}"))
                .or_default()
                .push(stem);
        }
        for (weight, mut stems) in by_weight {
            stems.sort_unstable();
            let _ = writeln!(out, "{weight:?} = \"\"\"");
            for row in stems.chunks(12) {
                let _ = writeln!(out, "{}", row.join(" "));
            }
            let _ = writeln!(out, "\"\"\"");
        }
    }
}

fn print_lexicon(out: &mut String, name: &str, lexicon: &DraftLexicon) {
    let _ = write!(out, "\n[{name}]\nbias = {:.3}\n", lexicon.bias);
    let mut by_slot: BTreeMap<Slot, BTreeMap<&str, f32>> = BTreeMap::new();
    for (slot, text, weight) in &lexicon.entries {
        by_slot.entry(*slot).or_default().insert(text, *weight);
    }
    for (slot, entries) in by_slot {
        let _ = writeln!(out, "\n[{name}.entries.{slot}]");
        for (text, weight) in entries {
            let _ = writeln!(out, "{text:?} = {weight:.3}");
        }
    }
}

fn print_story(out: &mut String, story: &DraftStory) {
    let _ = write!(
        out,
        "\n[story]\nbias = {:.3}\nwords = [\n",
        story.tables.bias
    );
    for class in story.words.cells() {
        let pairs = class.iter().map(|[no, yes]| format!("[{no:.3}, {yes:.3}]"));
        let _ = writeln!(out, "    [{}],", pairs.collect::<Vec<_>>().join(", "));
    }
    let _ = writeln!(out, "]");
    print_tables(out, "story", FIGURES, &story.tables);
    print_lexicon(out, "story.openings", &story.openings);
}

fn print_tables(out: &mut String, part: &str, names: &[&str], tables: &Tables) {
    let _ = writeln!(out, "\n[{part}.edges]");
    let row = |figures: &[f32]| {
        let figures = figures.iter().map(|figure| format!("{figure:.3}"));
        figures.collect::<Vec<_>>().join(", ")
    };
    for (name, edges) in names.iter().zip(&tables.edges) {
        if !edges.is_empty() {
            let _ = writeln!(out, "{name} = [{}]", row(edges));
        }
    }
    for table in &tables.tables {
        let of: Vec<String> = [Some(table.first), table.second]
            .into_iter()
            .flatten()
            .map(|feature| format!("{:?}", names[feature]))
            .collect();
        let _ = writeln!(
            out,
            "\n[[{part}.table]]\nof = [{}]\ncells = [",
            of.join(", ")
        );
        let width = table
            .second
            .map_or(table.cells.len(), |second| tables.bin_count(second));
        for cells in table.cells.chunks(width.max(1)) {
            let _ = writeln!(out, "    [{}],", row(cells));
        }
        let _ = writeln!(out, "]");
    }
}
