//! Many pages at once: reading, cleaning on all cores, writing in the order of the input.
//!
//! Pages are taken in groups of bounded size; a group is cleaned in parallel and handed on in
//! order before the next is read. So memory does not grow with the number of pages, and output
//! does not depend on the number of threads.

use crate::clean::cleaner::Cleaner;
use crate::io::batch::event::{CleanPage, Event, Receiver, earlier_of};
use crate::io::batch::limits::{is_too_long, thread_pool};
use crate::io::batch::options::{Parts, RunOptions};
use crate::io::batch::page::{ReadPage, long_page};
use crate::io::batch::rows::clean_rows;
use crate::io::records::earlier_page::EarlierPage;
use crate::io::source::entry::{Entry, PageId};
use crate::io::source::walk::{Input, Walk, WalkItem};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// The most bytes of text that are read ahead.
const GROUP_BYTES: u64 = 16 << 20;
/// The most pages that are read ahead.
const GROUP_PAGES: usize = 256;

/// Why a run ended before its input did.
#[derive(Debug)]
pub enum RunError<E> {
    /// No threads could be started.
    Threads(rayon::ThreadPoolBuildError),
    /// The receiver could not take a group.
    Receiver(E),
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
    let cleans_texts = !matches!(options.parts, Parts::Nothing);
    pool.install(|| {
        loop {
            let mut group = next_group(&mut walk);
            if group.is_empty() || stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            let shard = group.pop_if(|item| matches!(item, WalkItem::Shard(_)));
            let earlier = earlier_of(receiver, &group, |item| match item {
                WalkItem::Page(entry) if cleans_texts => Some(&entry.id),
                _ => None,
            });
            let clean = |(item, earlier)| clean_item(item, earlier, cleaner, options);
            let events = group
                .into_par_iter()
                .zip(earlier)
                .with_max_len(8)
                .filter_map(clean)
                .collect();
            receiver.take(events).map_err(RunError::Receiver)?;
            if let (Some(WalkItem::Shard(shard)), Parts::TextsAndRows(how)) =
                (shard, &options.parts)
            {
                clean_rows(&shard, how, cleaner, receiver, stop).map_err(RunError::Receiver)?;
            }
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

/// What becomes of an item; `None` for what is cleaned by [`crate::io::shard`].
fn clean_item(
    item: WalkItem,
    earlier: Option<EarlierPage>,
    cleaner: &Cleaner,
    options: &RunOptions,
) -> Option<Event> {
    Some(match item {
        WalkItem::Shard(_) => return None,
        WalkItem::Page(_) if matches!(options.parts, Parts::Nothing) => return None,
        WalkItem::Skipped(path, reason) => Event::Skipped(path, reason),
        WalkItem::Failed(path, reason) => Event::Failed(path, reason),
        WalkItem::Page(entry) if is_too_long(entry.len_bytes, options.max_page_bytes) => {
            Event::TooLong(Box::new(long_page(entry, earlier, cleaner, options)))
        }
        WalkItem::Page(entry) => match read_and_clean(&entry, earlier, cleaner, options) {
            Ok(page) => Event::Page(Box::new(page)),
            Err(reason) => Event::Failed(entry.file, reason),
        },
    })
}

fn read_and_clean(
    entry: &Entry,
    earlier: Option<EarlierPage>,
    cleaner: &Cleaner,
    options: &RunOptions,
) -> Result<CleanPage, String> {
    let bytes = std::fs::read(&entry.file).map_err(|error| error.to_string())?;
    let page = ReadPage::new(&entry.id, bytes, options).map_err(|error| error.to_string())?;
    Ok(page.clean_or_keep(earlier, cleaner))
}

/// Where the output of the page of that name is written below `folder`.
pub fn output_path(folder: &Path, id: &PageId) -> PathBuf {
    folder.join(id.path())
}
