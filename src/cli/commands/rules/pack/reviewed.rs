//! A pack and what its review found.

use anyhow::Context as _;
use dechaff::io::source::RuleFiles;
use dechaff::rulefile::{shipped_pack, shipped_pack_names};
use dechaff::tools::review::PackReview;
use dechaff::{PackSource, RuleErrors};
use std::path::Path;

/// What looking at a pack gave.
pub(crate) type Reviewed = Result<PackReview, RuleErrors>;

/// A pack as it was asked for, and its files.
pub(crate) struct Pack {
    pub(crate) word: String,
    pub(crate) is_shipped: bool,
    pub(crate) read: RuleFiles,
}

impl Pack {
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let word = path.display().to_string();
        let is_shipped = shipped_pack_names().contains(&word.as_str());
        let read = if is_shipped {
            let sources = shipped_pack(&word).into_iter();
            let files = sources.map(|source| (source.name, source.text.into_bytes()));
            RuleFiles {
                files: files.collect(),
                ..RuleFiles::default()
            }
        } else {
            RuleFiles::read(path)?
        };
        Ok(Self {
            word,
            is_shipped,
            read,
        })
    }

    pub(crate) fn sources(&self) -> anyhow::Result<Vec<PackSource>> {
        let source = |(name, bytes): &(String, Vec<u8>)| {
            let text = std::str::from_utf8(bytes);
            let text = text.with_context(|| format!("{name}: TOML is UTF-8, this is not"))?;
            Ok(PackSource {
                name: name.clone(),
                text: text.to_owned(),
            })
        };
        self.read.files.iter().map(source).collect()
    }

    /// The entry of `packs` in `dechaff.toml` that pins the pack.
    pub(crate) fn pin(&self, hash: &str) -> String {
        let key = if self.is_shipped { "name" } else { "path" };
        // A basic string of TOML is a JSON string as well.
        let word = serde_json::Value::from(self.word.as_str());
        format!("{{ {key} = {word}, hash = \"{hash}\" }}")
    }

    pub(crate) fn len_bytes(&self) -> usize {
        self.read.files.iter().map(|(_, bytes)| bytes.len()).sum()
    }
}
