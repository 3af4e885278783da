//! Many pages at once: reading, cleaning on all cores, writing in the order of the input.
//!
//! Pages are taken in groups of bounded size; a group is cleaned in parallel and handed on in
//! order before the next is read. So memory does not grow with the number of pages, and output
//! does not depend on the number of threads.

use crate::clean::cleaner::Cleaner;
use crate::io::batch::event::{CleanPage, Event, Receiver};
use crate::io::source::decode::{Decoded, EncodingChoice};
use crate::io::source::decode_error::DecodeError;
use crate::io::source::host_from::HostFrom;
use crate::io::source::probe::FormatChoice;
use crate::io::source::sniff::{named_format, refuse_html};
use crate::io::source::walk::{Entry, Input, PageId, Walk, WalkItem};
use crate::page::{Page, PageMeta};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// The most bytes of text that are read ahead.
const GROUP_BYTES: u64 = 16 << 20;
/// The most pages that are read ahead.
const GROUP_PAGES: usize = 256;

/// How a run reads its pages.
#[derive(Debug, Clone, Default)]
pub struct RunOptions {
    /// What to do with pages that are not UTF-8.
    pub encoding: EncodingChoice,
    /// What is known of all pages.
    pub meta: PageMeta,
    /// From what the host of a page is known where `meta` has no url.
    pub host_from: Option<HostFrom>,
    /// Threads, of which no more than 256 start; 0 means one a core.
    pub jobs: usize,
    /// Pages of more bytes fail unread; 0 means no limit.
    pub max_page_bytes: u64,
    /// A folder that is not walked, because it is written to.
    pub avoid: Option<PathBuf>,
    /// What somebody said of the formats of files.
    pub choice: FormatChoice,
}

/// Why a run ended before its input did.
#[derive(Debug)]
pub enum RunError<E> {
    /// No threads could be started.
    Threads(rayon::ThreadPoolBuildError),
    /// The receiver could not take a group.
    Receiver(E),
}

/// Threads at most: more only stand in each other's way.
const MOST_THREADS: usize = 256;

/// Threads to work with: as many as asked for, at most 256; one a core for 0.
///
/// # Errors
///
/// Where the system starts no more threads.
pub fn thread_pool(jobs: usize) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.min(MOST_THREADS))
        .build()
}

/// How many threads those are.
pub(crate) fn thread_count(jobs: usize) -> usize {
    match jobs {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        jobs => jobs.min(MOST_THREADS),
    }
}

/// Cleans every page of the inputs and hands the results to `receiver`, in order; stops early,
/// after the group at hand, once `stop` is set.
///
/// # Errors
///
/// Where threads cannot be started, or the receiver says no. A page that cannot be read is an
/// event, not an error.
pub fn run<R>(
    inputs: &[Input],
    cleaner: &Cleaner,
    options: &RunOptions,
    receiver: &mut R,
    stop: &AtomicBool,
) -> Result<(), RunError<R::Error>>
where
    R: Receiver<Error: Send> + Send,
{
    let pool = thread_pool(options.jobs).map_err(RunError::Threads)?;
    let walk = Walk::new(inputs, options.avoid.as_deref());
    let mut walk = walk.with_choice(options.choice.clone());
    pool.install(|| {
        loop {
            let group = next_group(&mut walk);
            if group.is_empty() || stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            let clean = |item| clean_item(item, cleaner, options);
            let events = group
                .into_par_iter()
                .with_max_len(8)
                .filter_map(clean)
                .collect();
            receiver.take(events).map_err(RunError::Receiver)?;
        }
    })
}

/// The next items of a walk that are worked on together: at most 256 of them, or some 16 MiB of
/// text. A shard is the last one of its group. Empty where the walk has ended.
pub fn next_group(walk: &mut Walk) -> Vec<WalkItem> {
    let mut group = Vec::new();
    let mut bytes = 0;
    while group.len() < GROUP_PAGES && bytes < GROUP_BYTES {
        let Some(item) = walk.next() else { break };
        if let WalkItem::Page(entry) = &item {
            bytes += entry.len_bytes;
        }
        let is_shard = matches!(item, WalkItem::Shard(_));
        group.push(item);
        if is_shard {
            break;
        }
    }
    group
}

/// What becomes of an item; `None` for a shard, which is cleaned by [`crate::io::shard`].
fn clean_item(item: WalkItem, cleaner: &Cleaner, options: &RunOptions) -> Option<Event> {
    Some(match item {
        WalkItem::Shard(_) => return None,
        WalkItem::Skipped(path, reason) => Event::Skipped(path, reason),
        WalkItem::Failed(path, reason) => Event::Failed(path, reason),
        WalkItem::Page(entry) => match read_and_clean(&entry, cleaner, options) {
            Ok(page) => Event::Page(Box::new(page)),
            Err(reason) => Event::Failed(entry.file, reason),
        },
    })
}

fn read_and_clean(
    entry: &Entry,
    cleaner: &Cleaner,
    options: &RunOptions,
) -> Result<CleanPage, String> {
    check_size(entry.len_bytes, options.max_page_bytes)?;
    let bytes = std::fs::read(&entry.file).map_err(|error| error.to_string())?;
    clean_bytes(&entry.id, bytes, cleaner, options).map_err(|error| error.to_string())
}

/// Whether a page of so many bytes may be read where `max` is the limit, and 0 means none.
///
/// # Errors
///
/// Why not, in words.
pub fn check_size(len_bytes: u64, max: u64) -> Result<(), String> {
    if max == 0 || len_bytes <= max {
        return Ok(());
    }
    Err(format!(
        "{len_bytes} bytes, more than `max_page_bytes` = {max} allows"
    ))
}

/// Cleans a page whose bytes are at hand, as [`run`] does those that it reads.
///
/// # Errors
///
/// Where the bytes cannot be read as text.
pub fn clean_bytes(
    id: &PageId,
    bytes: Vec<u8>,
    cleaner: &Cleaner,
    options: &RunOptions,
) -> Result<CleanPage, DecodeError> {
    let (hash, len_bytes) = (blake3::hash(&bytes), bytes.len());
    let decoded = Decoded::new(bytes, options.encoding)?;
    let mut meta = PageMeta {
        format: named_format(id.path(), options.meta.format),
        ..options.meta.clone()
    };
    if let (None, Some(from)) = (&meta.url, &options.host_from) {
        meta.url = from.url(&id.text());
    }
    refuse_html(&decoded.text, meta.format)?;
    let page = Page::with_meta(&decoded.text, meta);
    let mut result = cleaner.clean(&page);
    let mut record = result.take_record(&id.text(), hash);
    record.join_neighbours();
    record.path_hex = id.path_hex();
    record.len_bytes = len_bytes;
    record.encoding = decoded.encoding.map(str::to_owned);
    record.bytes_hex = decoded.bytes.iter().map(|bytes| hex(bytes)).collect();
    Ok(CleanPage {
        id: id.clone(),
        clean: result.text,
        record,
        warnings: result.warnings,
        words: (result.words_before, result.words_after),
        original: decoded.text,
    })
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).expect("half a byte is a digit");
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(digit).collect()
}

/// Where the output of the page of that name is written below `folder`.
pub fn output_path(folder: &Path, id: &PageId) -> PathBuf {
    folder.join(id.path())
}
