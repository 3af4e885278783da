//! The pages that a command reads: in the order of the input, worked on by all threads.

use crate::cli::args::common::InputArgs;
use crate::cli::input::paths::{self, DASH};
use crate::cli::input::shards::{choice, shard_options};
use crate::cli::input::stdin::Stdin;
use crate::cli::render::terminal;
use crate::cli::setup::Setup;
use anyhow::Context as _;
use dechaff::PageMeta;
use dechaff::io::batch::{check_size, next_group, thread_pool};
use dechaff::io::document::Document;
use dechaff::io::shard::{NoDocument, ShardOptions, ShardReader};
use dechaff::io::source::{
    DecodeError, Decoded, EncodingChoice, HostFrom, ShardEntry, Walk, WalkItem, named_format,
    refuse_html,
};
use rayon::prelude::*;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// A page that was read, or why it was not.
pub(crate) struct PageInput {
    pub(crate) name: String,
    /// The file; `-` is standard input.
    pub(crate) file: PathBuf,
    /// Its path below the input, or a row's own id: by it its gold is known.
    pub(crate) id: String,
    pub(crate) text: Result<String, String>,
    pub(crate) meta: PageMeta,
}

/// How pages are read.
struct PageReader {
    encoding: EncodingChoice,
    meta: PageMeta,
    host_from: Option<HostFrom>,
    max_page_bytes: u64,
}

/// Reads the pages that the arguments name, lets every thread `work`, and hands the results to
/// `each` in the order of the input. Returns how many files were passed over.
pub(crate) fn for_each<T: Send>(
    args: &InputArgs,
    prepared: &Setup,
    work: impl Fn(PageInput) -> T + Sync,
    mut each: impl FnMut(T) -> anyhow::Result<()>,
) -> anyhow::Result<usize> {
    let reading = PageReader {
        encoding: encoding(args.encoding.as_deref(), prepared)?,
        meta: PageMeta {
            url: args.url.clone(),
            lang: args.lang.clone(),
            format: args.format.page_format.into(),
        },
        host_from: args.host_from.clone(),
        max_page_bytes: args
            .fields
            .max_page_bytes
            .unwrap_or(prepared.max_page_bytes),
    };
    let options = shard_options(args, prepared);
    let pool = thread_pool(args.jobs.unwrap_or(prepared.jobs)).context("cannot start threads")?;
    let run = |pages: Vec<PageInput>| -> Vec<T> {
        pool.install(|| pages.into_par_iter().map(&work).collect())
    };
    if args.paths == [PathBuf::from(DASH)] && args.files_from.is_none() {
        match Stdin::read(args)? {
            Stdin::Rows(shard) => read_shard(&shard.name, &shard.entry, &options, run, &mut each)?,
            Stdin::Text(bytes) => {
                let mut input = reading.decoded(Path::new(DASH), Ok(bytes));
                if let Some(name) = &args.path {
                    input.name = name.display().to_string();
                    input.meta.format = named_format(name, input.meta.format);
                }
                each(work(input))?;
            }
        }
        return Ok(0);
    }
    let walk = Walk::new(&paths::inputs(args)?, prepared.out.as_deref());
    let mut walk = walk.with_choice(choice(args, None));
    let mut skipped = 0;
    loop {
        let mut group = next_group(&mut walk);
        if group.is_empty() {
            return Ok(skipped);
        }
        let shard = group.pop_if(|item| matches!(item, WalkItem::Shard(_)));
        let read = |item| reading.item(item).map(&work);
        let done: Vec<Option<T>> = pool.install(|| group.into_par_iter().map(read).collect());
        skipped += done.iter().filter(|result| result.is_none()).count();
        done.into_iter().flatten().try_for_each(&mut each)?;
        if let Some(WalkItem::Shard(entry)) = shard {
            read_shard(&entry.file, &entry, &options, run, &mut each)?;
        }
    }
}

/// Reads the rows of a shard, some at a time, lets `run` work on them and hands the results on in order. What is said
/// of them calls the shard by `name`.
fn read_shard<T>(
    name: &Path,
    entry: &ShardEntry,
    options: &ShardOptions,
    run: impl Fn(Vec<PageInput>) -> Vec<T>,
    mut each: impl FnMut(T) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let shown = name.display();
    let whole = |why: String| PageInput {
        name: shown.to_string(),
        file: name.to_owned(),
        id: entry.id.text(),
        text: Err(why),
        meta: PageMeta::default(),
    };
    let mut reader = match ShardReader::open(entry, options) {
        Ok(reader) => reader,
        Err(why) => return run(vec![whole(why)]).into_iter().try_for_each(each),
    };
    while let Some(rows) = reader.next_rows() {
        let page = |document: Result<Document<'_>, NoDocument>| {
            let (line, id, text, meta) = match document {
                Ok(document) => (
                    document.id.row,
                    document.name(),
                    Ok(document.text.into_owned()),
                    document.meta,
                ),
                Err((line, why)) => (line, String::new(), Err(why), PageMeta::default()),
            };
            PageInput {
                name: format!("{shown}:{line}"),
                id,
                text,
                meta,
                file: name.to_owned(),
            }
        };
        let pages = reader.documents(&rows).map(page).collect();
        run(pages).into_iter().try_for_each(&mut each)?;
    }
    match reader.failure() {
        Some(why) => run(vec![whole(why)]).into_iter().try_for_each(each),
        None => Ok(()),
    }
}

/// Reads one page; `-` is standard input.
pub(crate) fn read_one(
    path: &Path,
    meta: PageMeta,
    label: Option<&str>,
    prepared: &Setup,
) -> anyhow::Result<PageInput> {
    let encoding = encoding(label, prepared)?;
    let reading = PageReader {
        encoding,
        meta,
        host_from: None,
        max_page_bytes: prepared.max_page_bytes,
    };
    Ok(reading.read(path))
}

/// The encoding that the command line asks for, else the configuration.
fn encoding(label: Option<&str>, prepared: &Setup) -> anyhow::Result<EncodingChoice> {
    match label {
        Some(label) => label.parse().context("--encoding"),
        None => Ok(prepared.encoding),
    }
}

impl PageReader {
    fn item(&self, item: WalkItem) -> Option<PageInput> {
        match item {
            WalkItem::Page(entry) => Some(PageInput {
                id: entry.id.text(),
                meta: self.meta_of(&entry.id.text()),
                ..match check_size(entry.len_bytes, self.max_page_bytes) {
                    Ok(()) => self.read(&entry.file),
                    Err(why) => self.input(&entry.file, Err(why)),
                }
            }),
            WalkItem::Failed(path, why) => Some(self.input(&path, Err(why))),
            WalkItem::Shard(_) => None, // read by rows
            WalkItem::Skipped(path, reason) => {
                let path = terminal::escape(&path.to_string_lossy());
                tracing::debug!("{path}: skipped, {}", reason.words());
                None
            }
        }
    }

    fn meta_of(&self, id: &str) -> PageMeta {
        let mut meta = self.meta.clone();
        if let (None, Some(from)) = (&meta.url, &self.host_from) {
            meta.url = from.url(id);
        }
        meta
    }

    fn read(&self, path: &Path) -> PageInput {
        let bytes = if path == Path::new(DASH) {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
        } else {
            std::fs::read(path)
        };
        self.decoded(path, bytes)
    }

    fn decoded(&self, path: &Path, read: io::Result<Vec<u8>>) -> PageInput {
        let decode = |bytes| {
            let text = Decoded::new(bytes, self.encoding)?.text;
            refuse_html(&text, self.meta.format)?;
            Ok(text)
        };
        let text = match read {
            Ok(bytes) => decode(bytes).map_err(|error: DecodeError| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        self.input(path, text)
    }

    fn input(&self, path: &Path, text: Result<String, String>) -> PageInput {
        PageInput {
            name: path.display().to_string(),
            file: path.to_owned(),
            id: path.display().to_string(),
            text,
            meta: PageMeta {
                format: named_format(path, self.meta.format),
                ..self.meta.clone()
            },
        }
    }
}
