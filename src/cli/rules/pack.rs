//! `dechaff rules pack`: the hash of a pack, and what a pack that somebody else wrote would do.

mod human;
mod jsonl;

use crate::cli::Outcome;
use crate::cli::args::{PackFormat, RulesPackArgs};
use crate::cli::terminal::{self, escape};
use anyhow::Context as _;
use dechaff::io::source::RuleFiles;
use dechaff::{
    PackReview, PackSource, RuleErrors, pack_hash, review_pack, shipped_pack, shipped_pack_names,
};
use std::io::Write as _;
use std::path::Path;

pub(super) fn run(args: &RulesPackArgs) -> anyhow::Result<Outcome> {
    let pack = Pack::read(&args.pack)?;
    let mut out = terminal::out();
    let outcome = if args.check {
        let reviewed = review_pack(&pack.read.files);
        match args.format {
            PackFormat::Human => human::print(&pack, &reviewed, &mut out)?,
            PackFormat::Jsonl => jsonl::print(&pack, &reviewed, &mut out)?,
        }
        reviewed.map_or(Outcome::Unusable, |_| Outcome::Done)
    } else {
        let hash = pack_hash(&pack.sources()?);
        writeln!(out, "{}", escape(&pack.pin(&hash)))?;
        Outcome::Done
    };
    out.flush()?;
    Ok(outcome)
}

/// What looking at a pack gave.
type Reviewed = Result<PackReview, RuleErrors>;

/// A pack as it was asked for, and its files.
struct Pack {
    word: String,
    is_shipped: bool,
    read: RuleFiles,
}

impl Pack {
    fn read(path: &Path) -> anyhow::Result<Self> {
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

    fn sources(&self) -> anyhow::Result<Vec<PackSource>> {
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
    fn pin(&self, hash: &str) -> String {
        let key = if self.is_shipped { "name" } else { "path" };
        // A basic string of TOML is a JSON string as well.
        let word = serde_json::Value::from(self.word.as_str());
        format!("{{ {key} = {word}, hash = \"{hash}\" }}")
    }

    fn len_bytes(&self) -> usize {
        self.read.files.iter().map(|(_, bytes)| bytes.len()).sum()
    }
}
