//! How pages are cleaned.

use crate::model::fitted::Model;
use crate::rules::mode::Mode;

/// How pages are cleaned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// How much evidence a cut needs.
    pub mode: Mode,
    /// The largest share of a page's words, 0 to 1, that may go. A page that would lose more is
    /// kept whole, with a warning: whatever its text is, the rules did not understand it. Other stories,
    /// from where the model finds the end of the page's own, are not counted among its words.
    pub max_removed_share: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mode: Mode::Careful,
            max_removed_share: 0.95,
        }
    }
}

impl Options {
    /// `blake3` of the options and the model, in hex. Pages of one text, url and language that were cleaned by
    /// one version of dechaff, with one hash of rules and one of options, have the same cuts.
    pub fn hash(&self, model: Option<&Model>) -> String {
        let Self {
            mode,
            max_removed_share,
        } = self;
        let model = model.map_or("none", Model::hash);
        let all =
            format!("mode={mode}\nmax_removed_share={max_removed_share:?}\nevidence={model}\n");
        blake3::hash(all.as_bytes()).to_hex().to_string()
    }
}

/// How often a page is read again because the cuts changed what stands where.
///
/// Dev pages settle after two to five passes; the bound is there for pages made to do harm.
pub const MAX_PASSES: usize = 64;
