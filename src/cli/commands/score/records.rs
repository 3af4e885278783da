//! The cut records of a cleaned set, looked up by page, and the cleaner that made them.

use crate::cli::args::common::RuleArgs;
use crate::cli::commands::score::unaccounted::Unaccounted;
use crate::cli::setup::prepare;
use anyhow::{Context as _, bail};
use dechaff::{Cleaner, Mode, Model, Options, Record};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// Where the record of each page stands: a file of records may be larger than memory.
pub(crate) struct Records {
    path: PathBuf,
    places: BTreeMap<String, CutPlace>,
    /// All who made records, in the order of the file.
    makers: Vec<Maker>,
}

struct CutPlace {
    start: u64,
    len_bytes: usize,
    /// Which of the makers.
    maker: usize,
}

/// What of a cleaner its cuts depend on.
#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Maker {
    /// Hash of the packs.
    packs: String,
    mode: Mode,
    /// Hash of the options, the mode among them, and of the evidence.
    options: String,
}

/// What is needed of a record to find it again.
#[derive(Deserialize)]
struct Head {
    page: String,
    #[serde(flatten)]
    maker: Maker,
}

/// The cleaner that made records, and which of the makers it is.
pub(crate) struct Again {
    pub(crate) cleaner: Cleaner,
    maker: Option<usize>,
}

impl Records {
    /// Finds every page's record. O(n) in the bytes of the file.
    pub(crate) fn open(path: &Path) -> anyhow::Result<Self> {
        let cannot = || format!("cannot read the cut records {}", path.display());
        let mut lines = BufReader::new(File::open(path).with_context(cannot)?);
        let mut records = Self {
            path: path.to_owned(),
            places: BTreeMap::new(),
            makers: Vec::new(),
        };
        let (mut start, mut line) = (0, String::new());
        for number in 1.. {
            line.clear();
            let len_bytes = lines.read_line(&mut line).with_context(cannot)?;
            if len_bytes == 0 {
                break;
            }
            let head: Head = serde_json::from_str(&line)
                .with_context(|| format!("{}:{number}: not a cut record", path.display()))?;
            let place = CutPlace {
                start,
                len_bytes,
                maker: records.maker(head.maker),
            };
            records.places.insert(head.page, place);
            start += len_bytes as u64;
        }
        Ok(records)
    }

    /// The number of a maker; a new one is added.
    fn maker(&mut self, maker: Maker) -> usize {
        let known = self.makers.iter().position(|known| *known == maker);
        known.unwrap_or_else(|| {
            self.makers.push(maker);
            self.makers.len() - 1
        })
    }

    /// The cleaner that made the records, or some of them.
    ///
    /// # Errors
    ///
    /// Where the rules and options that `args` and the configuration near `before` describe are
    /// those of no record.
    pub(crate) fn again(&self, args: &RuleArgs, before: &Path) -> anyhow::Result<Again> {
        let cleaner = prepare(args, Some(before))?.cleaner;
        let own = Maker {
            packs: cleaner.rules().hash().to_owned(),
            mode: cleaner.options().mode,
            options: cleaner.options().hash(cleaner.model()),
        };
        let maker = self.makers.iter().position(|maker| *maker == own);
        match self.makers.first() {
            Some(other) if maker.is_none() => bail!(
                "{}: the pages were cleaned with other rules, options or evidence than those given here: {}",
                self.path.display(),
                other.differences(&own, &cleaner).join(", ")
            ),
            _ => Ok(Again { cleaner, maker }),
        }
    }

    /// The record of the page at that path, which `again` made if it is given.
    pub(crate) fn of(&self, path: &str, again: Option<&Again>) -> Result<Record, Unaccounted> {
        let place = self.places.get(path);
        let place = place.ok_or(Unaccounted::NoRecord)?;
        if again.is_some_and(|again| again.maker != Some(place.maker)) {
            return Err(Unaccounted::OtherOptions);
        }
        self.read(place).map_err(|_| Unaccounted::Damaged)
    }

    fn read(&self, place: &CutPlace) -> anyhow::Result<Record> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(place.start))?;
        let mut line = vec![0; place.len_bytes];
        file.read_exact(&mut line)?;
        Ok(serde_json::from_slice(&line)?)
    }
}

impl Maker {
    /// In what this maker is another than `own`, which `cleaner` is, and what to give to be it.
    fn differences(&self, own: &Self, cleaner: &Cleaner) -> Vec<String> {
        let mut differences = Vec::new();
        if self.packs != own.packs {
            differences.push(
                "by other rules (give the --rules, --only, --skip and --config that `clean` had)"
                    .to_owned(),
            );
        }
        if self.mode != own.mode {
            let (mode, own) = (self.mode, own.mode);
            differences.push(format!("in {mode} mode, not {own} (give --mode {mode})"));
        }
        let options = Options {
            mode: self.mode,
            ..cleaner.options()
        };
        let hash = |evidence: Option<&Model>| options.hash(evidence);
        if self.options == hash(cleaner.model()) {
            return differences;
        }
        let difference = if self.options == hash(None) {
            "without evidence (give --no-evidence)"
        } else if self.options == hash(Some(&Model::shipped())) {
            "by the shipped evidence (give neither --evidence nor --no-evidence nor --only)"
        } else {
            "by other evidence or with another max_removed_share (give the --evidence, --skip and --config that `clean` had)"
        };
        differences.push(difference.to_owned());
        differences
    }
}
