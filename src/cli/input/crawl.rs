//! The pages of a crawl with their hosts, from texts and from shards. Here alone it is known how.

use crate::cli::args::common::InputArgs;
use crate::cli::input::paths::{self, DASH};
use crate::cli::input::shards::{choice, shard_options};
use crate::cli::input::stdin::Stdin;
use crate::cli::render::terminal::escape;
use crate::cli::setup::Setup;
use anyhow::{Context as _, bail};
use dechaff::io::batch::{is_too_long, next_group, thread_pool};
use dechaff::io::shard::{RowReader, ShardOptions, ShardReader};
use dechaff::io::source::{Decoded, EncodingChoice, HostFrom, ShardEntry, Walk, WalkItem};
use dechaff::{Page, PageMeta};
use std::path::Path;

/// A page, and its host where that is known.
#[derive(Debug)]
pub(crate) struct CrawlPage {
    pub(crate) host: Option<String>,
    pub(crate) id: String,
    pub(crate) text: String,
}

/// A page that can be read.
pub(crate) enum CrawlItem<'r> {
    File(WalkItem, &'r Reading),
    /// A line of a shard: the shard's name, the line's number from 1, and its bytes.
    Row(&'r Path, &'r RowReader, u64, &'r [u8]),
}

/// How texts are read.
pub(crate) struct Reading {
    encoding: EncodingChoice,
    host: Option<String>,
    host_from: Option<HostFrom>,
    max_page_bytes: u64,
}

/// Hands the pages of the inputs to `each`, in groups of bounded size, inside a pool of the threads that were
/// asked for.
pub(crate) fn for_each_group(
    args: &InputArgs,
    prepared: &Setup,
    mut each: impl FnMut(&[CrawlItem<'_>]) -> anyhow::Result<()> + Send,
) -> anyhow::Result<()> {
    let encoding = match &args.encoding {
        Some(label) => label.parse().context("--encoding")?,
        None => prepared.encoding,
    };
    let reading = Reading {
        encoding,
        host: host_of(args.url.as_deref()),
        host_from: args.host_from.clone(),
        max_page_bytes: args
            .fields
            .max_page_bytes
            .unwrap_or(prepared.max_page_bytes),
    };
    let options = shard_options(args, prepared);
    let pool = thread_pool(args.jobs.unwrap_or(prepared.jobs)).context("cannot start threads")?;
    if args.paths == [Path::new(DASH)] {
        let Stdin::Rows(shard) = Stdin::read(args)? else {
            bail!(
                "standard input is one text: what a host repeats is learned from many, such as rows of JSONL"
            );
        };
        return pool.install(|| rows_of(&shard.name, &shard.entry, &options, &reading, &mut each));
    }
    let walk = Walk::new(&paths::inputs(args)?, prepared.out.as_deref());
    let mut walk = walk.with_choice(choice(args, None));
    pool.install(|| {
        loop {
            let mut group = next_group(&mut walk);
            if group.is_empty() {
                return Ok(());
            }
            let shard = group.pop_if(|item| matches!(item, WalkItem::Shard(_)));
            let pages = group
                .into_iter()
                .filter(|item| !matches!(item, WalkItem::Skipped(..)));
            let group: Vec<_> = pages.map(|item| CrawlItem::File(item, &reading)).collect();
            each(&group)?;
            if let Some(WalkItem::Shard(entry)) = shard {
                rows_of(&entry.file, &entry, &options, &reading, &mut each)?;
            }
        }
    })
}

fn rows_of(
    name: &Path,
    entry: &ShardEntry,
    options: &ShardOptions,
    reading: &Reading,
    each: &mut impl FnMut(&[CrawlItem<'_>]) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let failed = |why| CrawlItem::File(WalkItem::Failed(name.to_owned(), why), reading);
    let mut reader = match ShardReader::open(entry, options) {
        Ok(reader) => reader,
        Err(why) => return each(&[failed(why)]),
    };
    while let Some(rows) = reader.next_rows() {
        let lines = rows.lines();
        let group: Vec<_> = lines
            .map(|(number, line)| CrawlItem::Row(name, reader.row_reader(), number, line))
            .collect();
        each(&group)?;
    }
    match reader.failure() {
        Some(why) => each(&[failed(why)]),
        None => Ok(()),
    }
}

fn host_of(url: Option<&str>) -> Option<String> {
    let meta = PageMeta {
        url: url.map(str::to_owned),
        ..PageMeta::default()
    };
    Page::with_meta("", meta).host()
}

impl CrawlItem<'_> {
    /// How many bytes are read for it.
    pub(crate) fn len_bytes(&self) -> u64 {
        match self {
            Self::File(WalkItem::Page(entry), _) => entry.len_bytes,
            Self::File(..) => 0,
            Self::Row(_, _, _, line) => line.len() as u64,
        }
    }

    /// Reads the page, or says in words why it cannot be read; none where a row has no text.
    pub(crate) fn read(&self) -> Option<Result<CrawlPage, String>> {
        match self {
            Self::File(item, reading) => reading.file(item),
            Self::Row(name, reader, number, line) => match reader.document(*number, line)? {
                Ok(document) => Some(Ok(CrawlPage {
                    host: host_of(document.meta.url.as_deref()),
                    id: document.name(),
                    text: document.text.into_owned(),
                })),
                Err((number, why)) => Some(Err(format!("{}:{number}: {why}", name.display()))),
            },
        }
    }
}

impl Reading {
    fn file(&self, item: &WalkItem) -> Option<Result<CrawlPage, String>> {
        match item {
            WalkItem::Page(entry) if is_too_long(entry.len_bytes, self.max_page_bytes) => {
                let name = escape(&entry.file.to_string_lossy());
                tracing::warn!("{name}: more than --max-page-bytes; its lines are not counted");
                None
            }
            WalkItem::Page(entry) => {
                let read = || {
                    let bytes = std::fs::read(&entry.file).map_err(|error| error.to_string())?;
                    let decoded = Decoded::new(bytes, self.encoding);
                    let text = decoded.map_err(|error| error.to_string())?.text;
                    let id = entry.id.text();
                    let host = self.host_from.as_ref().and_then(|from| from.host(&id));
                    let host = host.or_else(|| self.host.clone());
                    Ok(CrawlPage { host, id, text })
                };
                Some(read().map_err(|why: String| format!("{}: {why}", entry.file.display())))
            }
            WalkItem::Failed(path, why) => Some(Err(format!("{}: {why}", path.display()))),
            WalkItem::Shard(_) | WalkItem::Skipped(..) => None,
        }
    }
}
