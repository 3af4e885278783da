//! Texts by their ids: files of a folder, and rows of its shards.

use crate::cli::input::page_ids::{PageFile, PageFiles, read_lossy, without_ending};
use anyhow::{anyhow, ensure};
use dechaff::PageMeta;
use dechaff::io::shard::{ShardOptions, ShardReader};
use dechaff::io::source::{Input, ShardEntry, Walk, WalkItem};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};

/// Texts by their ids. Those of shards are held in memory.
#[derive(Debug)]
pub(crate) struct Texts {
    root: PathBuf,
    rows: BTreeMap<String, RowText>,
    /// Rows that are left out, and why.
    unnamed: Vec<String>,
}

/// A row of a shard.
#[derive(Debug)]
pub(crate) struct RowText {
    pub(crate) text: String,
    pub(crate) meta: PageMeta,
}

impl Texts {
    /// A folder, or one shard. A row goes by its own id, else by its shard and line. Reads all shards.
    ///
    /// # Errors
    ///
    /// Where there is neither, or a shard cannot be read.
    pub(crate) fn open(root: &Path) -> anyhow::Result<Self> {
        let mut texts = Self {
            root: root.to_owned(),
            rows: BTreeMap::new(),
            unnamed: Vec::new(),
        };
        let neither = || {
            let root = root.display();
            format!("{root} is neither a folder nor a shard with texts")
        };
        ensure!(root.exists(), neither());
        for item in Walk::new(&[Input::Path(root.to_owned())], None) {
            match item {
                WalkItem::Shard(entry) => texts.add(&entry)?,
                WalkItem::Failed(path, why) => return Err(anyhow!("{}: {why}", path.display())),
                WalkItem::Page(_) | WalkItem::Skipped(..) => {}
            }
        }
        let is_shard = root.is_file() && !texts.rows.is_empty();
        ensure!(root.is_dir() || is_shard, neither());
        Ok(texts)
    }

    fn add(&mut self, entry: &ShardEntry) -> anyhow::Result<()> {
        let shard = entry.file.display();
        let mut reader = ShardReader::open(entry, &ShardOptions::default())
            .map_err(|why| anyhow!("{shard}: {why}"))?;
        while let Some(rows) = reader.next_rows() {
            for document in reader.documents(&rows) {
                match document {
                    Ok(document) => {
                        let row = RowText {
                            meta: document.meta.clone(),
                            text: document.text.clone().into_owned(),
                        };
                        // A file's id is its path without the ending, also where that file stood in an archive.
                        let name = document.name();
                        let id = without_ending(&name).unwrap_or(&name);
                        match self.rows.entry(id.to_owned()) {
                            Entry::Vacant(place) => drop(place.insert(row)),
                            Entry::Occupied(place) => self.unnamed.push(format!(
                                "{shard}:{}: left out, another row has the id {}",
                                document.id.row,
                                place.key()
                            )),
                        }
                    }
                    Err((line, why)) => self.unnamed.push(format!("{shard}:{line}: {why}")),
                }
            }
        }
        match reader.failure() {
            Some(why) => Err(anyhow!("{shard}: {why}")),
            None => Ok(()),
        }
    }

    /// All of them, sorted by id; of a file and a row with one id the file.
    pub(crate) fn pages(&self) -> anyhow::Result<PageFiles> {
        let mut found = if self.root.is_dir() {
            PageFiles::find(&self.root)?
        } else {
            PageFiles::default()
        };
        let files = found.pages.len();
        for id in self.rows.keys() {
            let is_file = found.pages[..files].binary_search_by(|page| page.id.cmp(id));
            if is_file.is_err() {
                found.pages.push(PageFile {
                    id: id.clone(),
                    path: id.clone(),
                });
            }
        }
        found.pages.sort_unstable();
        found.unnamed.extend(self.unnamed.iter().cloned());
        Ok(found)
    }

    /// The row of that id.
    pub(crate) fn row(&self, id: &str) -> Option<&RowText> {
        self.rows.get(id)
    }

    /// The file of a page, which need not be there.
    pub(crate) fn file(&self, page: &PageFile) -> PathBuf {
        self.root.join(&page.path)
    }

    /// Whether it has the page.
    pub(crate) fn has(&self, page: &PageFile) -> bool {
        self.rows.contains_key(&page.id) || self.file(page).is_file()
    }

    /// The text of a page, where it has one. In a file, bytes that are not UTF-8 become U+FFFD.
    pub(crate) fn read(&self, page: &PageFile) -> anyhow::Result<Option<String>> {
        let file = self.file(page);
        if file.is_file() {
            return read_lossy(&file).map(Some);
        }
        Ok(self.rows.get(&page.id).map(|row| row.text.clone()))
    }
}
