//! The cut records of a cleaned set, looked up by page, and the cleaner that made them.

use crate::cli::args::common::RuleArgs;
use crate::cli::commands::score::unaccounted::Unaccounted;
use crate::cli::setup::prepare;
use anyhow::{Context as _, anyhow, bail};
use dechaff::io::records::read_records;
use dechaff::io::shard::{shard_records, sidecars};
use dechaff::{Cleaner, Mode, Model, Options, Record};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Where the record of each page stands: records may be larger than memory.
pub(crate) struct Records {
    /// The files, for messages.
    name: String,
    /// The records, each as JSON by itself, in a file that has no name.
    file: Mutex<BufWriter<File>>,
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
#[derive(Debug, PartialEq, Eq)]
struct Maker {
    /// Hash of the packs.
    packs: String,
    mode: Mode,
    /// Hash of the options, the mode among them, and of the evidence.
    options: String,
}

/// The cleaner that made records, and which of the makers it is.
pub(crate) struct Again {
    pub(crate) cleaner: Cleaner,
    maker: Option<usize>,
}

impl Records {
    /// Finds every page's newest record in the files, and beside the shards of a folder. O(n) in their bytes.
    pub(crate) fn open(files: &[PathBuf], shards: Option<&Path>) -> anyhow::Result<Self> {
        let names: Vec<String> = files
            .iter()
            .map(|file| file.display().to_string())
            .collect();
        let mut records = Self {
            name: names.join(", "),
            file: Mutex::new(BufWriter::new(
                tempfile::tempfile().context("a temporary file")?,
            )),
            places: BTreeMap::new(),
            makers: Vec::new(),
        };
        let mut start = 0;
        read_records(files, |row| {
            let place = || format!("{}:{}: not a cut record", row.file.display(), row.number);
            records.add(row.record.with_context(place)?, &mut start)
        })?;
        if let Some(folder) = shards.filter(|folder| folder.is_dir()) {
            for id in sidecars(folder)? {
                shard_records(folder, &id, |record| records.add(record, &mut start))
                    .with_context(|| id.text())?;
            }
        }
        Ok(records)
    }

    fn add(&mut self, record: Record, start: &mut u64) -> anyhow::Result<()> {
        let json = serde_json::to_vec(&record)?;
        let file = self.file.get_mut().map_err(|_| poisoned())?;
        file.write_all(&json).context("a temporary file")?;
        let maker = self.maker(Maker::of(&record));
        let len_bytes = json.len();
        let place = CutPlace {
            start: *start,
            len_bytes,
            maker,
        };
        self.places.insert(record.page, place);
        *start += len_bytes as u64;
        Ok(())
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
                self.name,
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
        let mut json = vec![0; place.len_bytes];
        {
            let mut file = self.file.lock().map_err(|_| poisoned())?;
            file.seek(SeekFrom::Start(place.start))?;
            file.get_mut().read_exact(&mut json)?;
        }
        Ok(serde_json::from_slice(&json)?)
    }
}

fn poisoned() -> anyhow::Error {
    anyhow!("a thread that read records panicked")
}

impl Maker {
    fn of(record: &Record) -> Self {
        Self {
            packs: record.packs.clone(),
            mode: record.mode,
            options: record.options.clone(),
        }
    }

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
