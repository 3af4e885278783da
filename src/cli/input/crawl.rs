//! The pages of a crawl with their hosts, from folders and from JSON Lines. Here alone it is known how.

use crate::cli::args::common::InputArgs;
use crate::cli::input::paths;
use crate::cli::setup::Setup;
use anyhow::Context as _;
use dechaff::io::batch::{check_size, next_group, thread_pool};
use dechaff::io::source::{Decoded, EncodingChoice, HostFrom, Input, Walk, WalkItem};
use dechaff::{Page, PageMeta};
use serde::Deserialize;
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

/// Bytes of rows that are read ahead.
const GROUP_BYTES: usize = 16 << 20;

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
    /// A row, with the file and the number of its line, from 1.
    Row(String, &'r Path, usize, &'r Reading),
}

/// How pages are read.
pub(crate) struct Reading {
    encoding: EncodingChoice,
    host: Option<String>,
    host_from: Option<HostFrom>,
    max_page_bytes: u64,
}

/// What is needed of a row; other fields are somebody else's.
#[derive(Deserialize)]
struct WireRow<'r> {
    #[serde(borrow)]
    text: Option<Cow<'r, str>>,
    #[serde(borrow, default)]
    url: Option<Cow<'r, str>>,
    #[serde(borrow, default)]
    id: Option<Cow<'r, str>>,
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
        max_page_bytes: prepared.max_page_bytes,
    };
    let pool = thread_pool(args.jobs.unwrap_or(prepared.jobs)).context("cannot start threads")?;
    let (rows, files): (Vec<Input>, Vec<Input>) =
        paths::inputs(args)?.into_iter().partition(is_rows);
    pool.install(|| {
        for file in &rows {
            let (Input::Path(path) | Input::Listed(path)) = file;
            rows_in(path, &reading, &mut each)?;
        }
        if files.is_empty() {
            return Ok(());
        }
        let mut walk = Walk::new(&files, prepared.out.as_deref());
        loop {
            let group = next_group(&mut walk);
            if group.is_empty() {
                return Ok(());
            }
            let pages = group
                .into_iter()
                .filter(|item| !matches!(item, WalkItem::Skipped(..)));
            let group: Vec<_> = pages.map(|item| CrawlItem::File(item, &reading)).collect();
            each(&group)?;
        }
    })
}

fn is_rows(input: &Input) -> bool {
    let (Input::Path(path) | Input::Listed(path)) = input;
    path.extension().is_some_and(|end| end == "jsonl")
}

fn rows_in(
    path: &Path,
    reading: &Reading,
    each: &mut impl FnMut(&[CrawlItem<'_>]) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let cannot = || format!("cannot read {}", path.display());
    let mut file = BufReader::with_capacity(1 << 20, File::open(path).with_context(cannot)?);
    let mut number = 0;
    loop {
        let (mut group, mut bytes) = (Vec::new(), 0);
        while bytes < GROUP_BYTES {
            let mut row = String::new();
            let len = file.read_line(&mut row).with_context(cannot)?;
            if len == 0 {
                break;
            }
            number += 1;
            bytes += len;
            if !row.trim().is_empty() {
                group.push(CrawlItem::Row(row, path, number, reading));
            }
        }
        if bytes == 0 {
            return Ok(());
        }
        each(&group)?;
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
    /// Reads the page, or says in words why it cannot be read.
    pub(crate) fn read(&self) -> Result<CrawlPage, String> {
        match self {
            Self::File(WalkItem::Page(entry), reading) => {
                let named = |why: String| format!("{}: {why}", entry.file.display());
                check_size(entry.len_bytes, reading.max_page_bytes).map_err(named)?;
                let bytes = std::fs::read(&entry.file).map_err(|error| named(error.to_string()))?;
                let decoded = Decoded::new(bytes, reading.encoding);
                let text = decoded.map_err(|error| named(error.to_string()))?.text;
                let id = entry.id.text();
                let host = reading.host_from.as_ref().and_then(|from| from.host(&id));
                let host = host.or_else(|| reading.host.clone());
                Ok(CrawlPage { host, id, text })
            }
            Self::File(WalkItem::Failed(path, why), _) => Err(format!("{}: {why}", path.display())),
            Self::File(WalkItem::Skipped(path, reason), _) => {
                Err(format!("{}: {}", path.display(), reason.words()))
            }
            Self::Row(row, path, number, reading) => {
                let place = || format!("{}:{number}", path.display());
                read_row(row, reading, &place).map_err(|why| format!("{}: {why}", place()))
            }
        }
    }
}

fn read_row(row: &str, reading: &Reading, place: &dyn Fn() -> String) -> Result<CrawlPage, String> {
    let row: WireRow<'_> = serde_json::from_str(row).map_err(|error| error.to_string())?;
    let text = row.text.ok_or("the row has no `text`")?;
    let from_id = || reading.host_from.as_ref()?.host(row.id.as_deref()?);
    let host = host_of(row.url.as_deref()).or_else(from_id);
    let id = row.id.as_deref().map_or_else(place, str::to_owned);
    Ok(CrawlPage {
        host: host.or_else(|| reading.host.clone()),
        id,
        text: text.into_owned(),
    })
}
