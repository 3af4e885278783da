//! How a model file is written.

use crate::model::additive::{AdditiveModel, TermTable};
use crate::model::article_end::figures::FIGURES;
use crate::model::article_end::word_ratios::WordRatios;
use crate::model::feature::Feature;
use crate::model::file::wire::FORMAT;
use crate::model::host_lines::HOST_FEATURES;
use crate::model::lexicon::Slot;
use crate::model::markup_lines::MARKUP_FEATURES;
use crate::model::thresholds::Thresholds;
use crate::rulefile::toml_text::quoted;
use crate::rules::mode::Mode;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What is written of a lexicon.
pub(crate) struct LexiconText {
    pub(crate) bias: f32,
    pub(crate) entries: Vec<(Slot, String, f32)>,
}

/// What is written of the ends of stories.
pub(crate) struct ArticleEndText {
    pub(crate) tables: AdditiveModel,
    pub(crate) words: WordRatios,
    pub(crate) openings: LexiconText,
}

/// What is written of a model.
pub(crate) struct ModelText {
    pub(crate) language: String,
    pub(crate) modes: [Thresholds; 3],
    pub(crate) coupling: f32,
    pub(crate) line: AdditiveModel,
    pub(crate) article_end: Option<ArticleEndText>,
    /// What markup says, and what the host's other pages say.
    pub(crate) markup: AdditiveModel,
    pub(crate) host: AdditiveModel,
    pub(crate) lexicon: LexiconText,
    pub(crate) unknown: f32,
    /// Stems and their weights.
    pub(crate) background: Vec<(String, f32)>,
}

impl ModelText {
    /// The file, with `header` as comments above it. Figures have three decimals.
    pub(crate) fn print(&self, header: &str) -> String {
        let mut out = String::new();
        for line in header.lines() {
            out += format!("# {line}").trim_end();
            out.push('\n');
        }
        let language = quoted(&self.language);
        let _ = write!(out, "\nformat = {FORMAT}\nlanguage = {language}\n");
        for (mode, thresholds) in Mode::ALL.iter().zip(&self.modes) {
            let Thresholds {
                shift,
                guard,
                own,
                article_end,
            } = thresholds;
            let _ = write!(
                out,
                "\n[modes.{mode}]\nshift = {shift:?}\nguard = {guard:?}\n"
            );
            let _ = writeln!(out, "own = {own:?}\nstory = {article_end:?}");
        }
        let _ = write!(out, "\n[line]\nbias = {:.3}\n", self.line.bias);
        let _ = writeln!(out, "coupling = {:?}", self.coupling);
        print_tables(&mut out, "line", Feature::NAMES, &self.line);
        if let Some(article_end) = &self.article_end {
            print_article_end(&mut out, article_end);
        }
        for (part, names, tables) in [
            ("markup", MARKUP_FEATURES, &self.markup),
            ("host", HOST_FEATURES, &self.host),
        ] {
            let has_said = |table: &TermTable| table.cells.iter().any(|&cell| cell != 0.0);
            if tables.tables.iter().any(has_said) {
                print_tables(&mut out, part, names, tables);
            }
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
            let _ = writeln!(out, "{} = \"\"\"", quoted(&weight));
            for row in stems.chunks(12) {
                let _ = writeln!(out, "{}", row.join(" "));
            }
            let _ = writeln!(out, "\"\"\"");
        }
    }
}

fn print_lexicon(out: &mut String, name: &str, lexicon: &LexiconText) {
    let _ = write!(out, "\n[{name}]\nbias = {:.3}\n", lexicon.bias);
    let mut by_slot: BTreeMap<Slot, BTreeMap<&str, f32>> = BTreeMap::new();
    for (slot, text, weight) in &lexicon.entries {
        by_slot.entry(*slot).or_default().insert(text, *weight);
    }
    for (slot, entries) in by_slot {
        let _ = writeln!(out, "\n[{name}.entries.{slot}]");
        for (text, weight) in entries {
            let _ = writeln!(out, "{} = {weight:.3}", quoted(text));
        }
    }
}

fn print_article_end(out: &mut String, article_end: &ArticleEndText) {
    let _ = write!(
        out,
        "\n[story]\nbias = {:.3}\nwords = [\n",
        article_end.tables.bias
    );
    for class in article_end.words.cells() {
        let pairs = class.iter().map(|[no, yes]| format!("[{no:.3}, {yes:.3}]"));
        let _ = writeln!(out, "    [{}],", pairs.collect::<Vec<_>>().join(", "));
    }
    let _ = writeln!(out, "]");
    print_tables(out, "story", FIGURES, &article_end.tables);
    print_lexicon(out, "story.openings", &article_end.openings);
}

fn print_tables(out: &mut String, part: &str, names: &[&str], tables: &AdditiveModel) {
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
            .map(|feature| quoted(names[feature]))
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
