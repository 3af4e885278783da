//! Rows of shards as texts in files of their own.

use crate::clean::cleaner::Cleaner;
use crate::io::batch::event::{Event, Receiver, earlier_of};
use crate::io::batch::limits::is_too_long;
use crate::io::batch::options::RunOptions;
use crate::io::batch::page::ReadPage;
use crate::io::document::Document;
use crate::io::format::detect::TEXT_ENDINGS;
use crate::io::format::names::without_endings;
use crate::io::records::earlier_page::EarlierPage;
use crate::io::shard::job::ShardOptions;
use crate::io::shard::reader::ShardReader;
use crate::io::source::entry::{PageId, ShardEntry};
use rayon::prelude::*;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Bytes of a name, of the 255 that file systems take; an ending and what tells names apart come to it.
const NAME_BYTES: usize = 180;

/// Cleans the rows of a shard and hands them to `receiver` as pages below a folder that is called as the shard is.
pub(crate) fn clean_rows<R: Receiver>(
    shard: &ShardEntry,
    options: &ShardOptions,
    cleaner: &Cleaner,
    receiver: &mut R,
    stop: &AtomicBool,
) -> Result<(), R::Error> {
    let failed = |why| vec![Event::Failed(shard.file.clone(), why)];
    let most_bytes = options.max_page_bytes;
    // What is too long is written as it is.
    let options = &ShardOptions {
        max_page_bytes: 0,
        ..options.clone()
    };
    let mut reader = match ShardReader::open(shard, options) {
        Ok(reader) => reader,
        Err(why) => return receiver.take(failed(why)),
    };
    let mut names = RowNames::new(&shard.id);
    while let Some(rows) = reader.next_rows() {
        if stop.load(Ordering::Relaxed) {
            return Ok(());
        }
        let pages: Vec<_> = reader
            .documents(&rows)
            .map(|document| match document {
                Ok(document) => Ok((names.name(&document), document)),
                Err((row, why)) => Err((row_of(&shard.file, row), why)),
            })
            .collect();
        let earlier = earlier_of(receiver, &pages, |page| {
            page.as_ref().ok().map(|(id, _)| id)
        });
        let event = |(row, earlier)| match row {
            Err((path, why)) => Event::Failed(path, why),
            Ok((id, document)) => clean_row(&id, document, earlier, (cleaner, most_bytes)),
        };
        let pages = pages.into_par_iter().zip(earlier).with_max_len(8);
        receiver.take(pages.map(event).collect())?;
    }
    match reader.failure() {
        Some(why) => receiver.take(failed(why)),
        None => Ok(()),
    }
}

fn clean_row(
    id: &PageId,
    document: Document<'_>,
    earlier: Option<EarlierPage>,
    (cleaner, most_bytes): (&Cleaner, u64),
) -> Event {
    let options = RunOptions {
        meta: document.meta,
        ..RunOptions::default()
    };
    let row = row_of(document.id.shard.path(), document.id.row);
    let is_too_long = is_too_long(document.text.len() as u64, most_bytes);
    match ReadPage::new(id, document.text.into_owned().into_bytes(), &options) {
        Ok(page) if is_too_long => Event::Page(Box::new(page.leave(cleaner))),
        Ok(page) => Event::Page(Box::new(page.clean_or_keep(earlier, cleaner))),
        Err(why) => Event::Failed(row, why.to_string()),
    }
}

/// A row as messages name it.
fn row_of(file: &Path, row: u64) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(":{row}"));
    name.into()
}

/// Names of files for rows, by their ids: safe on every system, and no two the same.
struct RowNames {
    folder: PathBuf,
    /// Names that are taken, in small letters: systems differ in whether they tell those from capitals.
    taken: HashSet<String>,
}

impl RowNames {
    fn new(shard: &PageId) -> Self {
        Self {
            folder: without_endings(shard.path()),
            taken: HashSet::new(),
        }
    }

    fn name(&mut self, document: &Document<'_>) -> PageId {
        let row = document.id.row;
        let mut name = match &document.own_id {
            Some(id) => safe_name(id),
            None => format!("row-{row}.txt"),
        };
        while !self.taken.insert(name.to_lowercase()) {
            let (stem, ending) = parted(&name);
            name = format!("{stem}.row-{row}.{ending}"); // which may be another row's id
        }
        PageId::new(&self.folder.join(name))
    }
}

/// A name that says what the id says, as far as a name can. Where it cannot say all of it, a hash of the id is part of it.
fn safe_name(id: &str) -> String {
    let (stem, ending) = parted(id);
    let is_safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let mut safe: String = stem
        .chars()
        .map(|c| if is_safe(c) { c } else { '_' })
        .take(NAME_BYTES)
        .collect();
    // A dot in front hides a file, and some systems drop one at the end.
    let plain = safe.trim_matches('.');
    if plain.len() < safe.len() || plain.is_empty() {
        safe = format!("_{plain}");
    }
    if safe != stem {
        let hash = blake3::hash(id.as_bytes()).to_hex();
        safe = format!("{safe}-{}", &hash[..8]);
    }
    format!("{safe}.{ending}")
}

/// A name parted before the ending that texts have; it gets one where it has none.
fn parted(name: &str) -> (&str, &str) {
    let ending = name.rsplit_once('.');
    let ending = ending.filter(|(_, end)| TEXT_ENDINGS.contains(end));
    ending.unwrap_or((name, "txt"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::document::DocumentId;
    use crate::page::PageMeta;
    use std::borrow::Cow;

    fn names(ids: &[Option<&str>]) -> Vec<String> {
        let shard = PageId::new(Path::new("a/crawl.jsonl.gz"));
        let mut names = RowNames::new(&shard);
        let name = |(id, row): (Option<&str>, u64)| {
            let document = Document {
                id: DocumentId {
                    shard: shard.clone(),
                    row,
                },
                own_id: id.map(str::to_owned),
                text: Cow::Borrowed(""),
                meta: PageMeta::default(),
            };
            names.name(&document).text()
        };
        ids.iter().copied().zip(1..).map(name).collect()
    }

    #[test]
    fn ids_become_names_that_lead_nowhere() {
        let named = names(&[
            Some("page-7"),
            Some("tram.md"),
            Some("PAGE-7"),
            None,
            Some("../../etc/passwd"),
            Some("a\0b"),
            Some(".hidden"),
            Some(""),
        ]);
        assert_eq!(
            named[..4],
            [
                "a/crawl/page-7.txt",
                "a/crawl/tram.md",
                "a/crawl/PAGE-7.row-3.txt",
                "a/crawl/row-4.txt"
            ]
        );
        for name in &named[4..] {
            let name = name.strip_prefix("a/crawl/").expect("below the folder");
            assert!(
                !name.contains('/') && name.starts_with('_') || name.starts_with("a_b-"),
                "{name}"
            );
        }
        let same = names(&[Some("x.row-3"), Some("x"), Some("x")]);
        assert_eq!(same[2], "a/crawl/x.row-3.row-3.txt");
        let long = names(&[Some(&"ü".repeat(300)), Some(&"ü".repeat(301))]);
        assert!(long[0].len() < 220 && long[0] != long[1], "{long:?}");
    }
}
