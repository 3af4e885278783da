//! How a model is fitted.

use crate::rules::mode::Mode;

/// Parts of the pages whose lexicon scores come from the other parts: the tables must see a lexicon as
/// it is on pages that it does not know.
pub(crate) const PARTS: usize = 3;

/// The modes, from the most careful on.
pub(crate) const MODES: [Mode; 3] = [Mode::Careful, Mode::Balanced, Mode::Thorough];

/// How a model is fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct FitOptions {
    /// The language of the pages, in two letters.
    pub language: String,
    /// Parts into which hosts are divided: each is judged by what was learned from the others.
    pub folds: usize,
    /// Which random choices are made.
    pub seed: u64,
    /// Entries of the lexicon.
    pub entries: usize,
    /// Trees that are merged into tables.
    pub rounds: usize,
    /// Words of the background.
    pub background: usize,
}

impl Default for FitOptions {
    fn default() -> Self {
        Self {
            language: "en".to_owned(),
            folds: 3,
            seed: 1,
            entries: 3000,
            rounds: 600,
            background: 3000,
        }
    }
}

/// Which tables of a given model are moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableSet {
    /// Those of the lines of any page.
    Line,
    /// What markup says of lines.
    Markup,
    /// What the host's other pages say of lines.
    Host,
}

impl TableSet {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Line, Self::Markup, Self::Host];
}
