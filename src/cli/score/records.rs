//! The cut records of a cleaned set, looked up by page, and the cleaner that made them.

use super::super::args::{RuleArgs, ScoreBy};
use super::super::setup::prepare;
use anyhow::{Context as _, bail, ensure};
use dechaff::score::{Charge, PageAccount, account};
use dechaff::{Cleaner, CutRecord, Kind, Page, Record, Span};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// Where the record of each page stands: a file of records may be larger than memory.
pub(super) struct Records {
    path: PathBuf,
    places: BTreeMap<String, Place>,
    /// Hash of the packs and the mode that made the records.
    made_by: Option<(String, String)>,
}

struct Place {
    start: u64,
    len_bytes: usize,
}

/// What is needed of a record to find it again.
#[derive(Deserialize)]
struct Head {
    page: String,
    packs: String,
    mode: String,
}

impl Records {
    /// Finds every page's record. O(n) in the bytes of the file.
    pub(super) fn open(path: &Path) -> anyhow::Result<Self> {
        let cannot = || format!("cannot read the cut records {}", path.display());
        let mut lines = BufReader::new(File::open(path).with_context(cannot)?);
        let mut records = Self {
            path: path.to_owned(),
            places: BTreeMap::new(),
            made_by: None,
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
            let by = (head.packs, head.mode);
            ensure!(
                records.made_by.get_or_insert_with(|| by.clone()) == &by,
                "{}:{number}: made by other rules or in another mode than the records above it",
                path.display()
            );
            records.places.insert(head.page, Place { start, len_bytes });
            start += len_bytes as u64;
        }
        Ok(records)
    }

    /// The cleaner that made the records.
    ///
    /// # Errors
    ///
    /// Where the rules that `args` and the configuration near `before` describe are not those of
    /// the records.
    pub(super) fn cleaner(&self, args: &RuleArgs, before: &Path) -> anyhow::Result<Cleaner> {
        let cleaner = prepare(args, Some(before))?.cleaner;
        let Some((packs, mode)) = &self.made_by else {
            return Ok(cleaner);
        };
        if cleaner.rules().hash() != packs {
            bail!(
                "{}: made by other rules than these; give the --rules, --only, --skip and --config with which the pages were cleaned",
                self.path.display()
            );
        }
        let own = cleaner.options().mode;
        ensure!(
            own.word() == mode,
            "{}: made in {mode} mode, and this is {own}; give --mode {mode}",
            self.path.display()
        );
        Ok(cleaner)
    }

    /// The cuts of the page `id`, as bytes of `before`; none where it has no record.
    pub(super) fn charges(
        &self,
        id: &str,
        before: &str,
        by: ScoreBy,
    ) -> anyhow::Result<Vec<Charge>> {
        let Some(place) = self.places.get(&format!("{id}.txt")) else {
            return Ok(Vec::new());
        };
        let record = self.read(place)?;
        ensure!(
            record.encoding.is_none() && record.check_hash(before.as_bytes()).is_ok(),
            "the record in {} belongs to another text",
            self.path.display()
        );
        Ok(record.cuts.iter().map(|cut| charge(cut, by)).collect())
    }

    fn read(&self, place: &Place) -> anyhow::Result<Record> {
        let cannot = || format!("cannot read {}", self.path.display());
        let mut file = File::open(&self.path).with_context(cannot)?;
        file.seek(SeekFrom::Start(place.start))
            .with_context(cannot)?;
        let mut line = vec![0; place.len_bytes];
        file.read_exact(&mut line).with_context(cannot)?;
        serde_json::from_slice(&line).with_context(cannot)
    }
}

fn charge(cut: &CutRecord, by: ScoreBy) -> Charge {
    Charge {
        span: Span::new(cut.start, cut.end),
        rule: cut.rule.clone(),
        by: match by {
            ScoreBy::Rule => cut.rule.clone(),
            ScoreBy::Kind => cut.kind.word().to_owned(),
        },
    }
}

/// The account of a page that `cleaner` made `after` of.
///
/// # Errors
///
/// Where it would now make another text of it.
pub(super) fn page_account(
    [gold, before, after]: [&str; 3],
    charges: &[Charge],
    by: ScoreBy,
    cleaner: &Cleaner,
) -> anyhow::Result<PageAccount> {
    let page = Page::new(before);
    ensure!(
        cleaner.clean(&page).text == after,
        "cleaned again it is another text than AFTER holds: were there other options?"
    );
    let is_off = |name: &str, id: &str, kind: Kind| match by {
        ScoreBy::Rule => id == name,
        ScoreBy::Kind => kind.word() == name,
    };
    let off = |name: &str| {
        let without = cleaner.clean_without(&page, |id, kind| is_off(name, id, kind));
        without.text
    };
    Ok(account(gold, after, before, charges, off))
}
