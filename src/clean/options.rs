//! How pages are cleaned.

use crate::model::fitted::Model;
use crate::rules::evidence_part::{EvidencePart, EvidenceParts};
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
    /// Which parts of evidence may cut, where a cleaner has a model.
    pub evidence: EvidenceParts,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mode: Mode::Careful,
            max_removed_share: 0.95,
            evidence: EvidenceParts::default(),
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
            evidence: parts,
        } = self;
        let model = model.map_or("none", Model::hash);
        let mut all =
            format!("mode={mode}\nmax_removed_share={max_removed_share:?}\nevidence={model}\n");
        // What is not changed is not named, so that options have the hash that they always had.
        for part in EvidencePart::ALL.iter().filter(|part| !parts.has(**part)) {
            all.push_str(part.id());
            all.push_str("=off\n");
        }
        blake3::hash(all.as_bytes()).to_hex().to_string()
    }
}

/// How often a page is read again because the cuts changed what stands where.
///
/// Dev pages settle after two to five passes; the bound is there for pages made to do harm.
pub const MAX_PASSES: usize = 64;

/// Pages of so many bytes are kept as they are: places in a page are counted in 32 bits.
pub const MAX_PAGE_BYTES: usize = u32::MAX as usize;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_switched_off_is_in_the_hash() {
        let with = |line, story| Options {
            evidence: EvidenceParts { line, story },
            ..Options::default()
        };
        let hashes = [(true, true), (true, false), (false, true), (false, false)]
            .map(|(line, story)| with(line, story).hash(None));
        let different: std::collections::BTreeSet<_> = hashes.iter().collect();
        assert_eq!(different.len(), hashes.len());
    }
}
