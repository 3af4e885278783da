//! One page, as a place names it: a text, or a row of a shard.

use crate::cli::args::common::FieldArgs;
use crate::cli::input::pages::{PageInput, read_one};
use crate::cli::input::place::PagePlace;
use crate::cli::input::shards::row_options;
use crate::cli::setup::Setup;
use anyhow::bail;
use dechaff::PageMeta;
use dechaff::io::shard::ShardReader;
use dechaff::io::source::{FormatChoice, Input, ShardEntry, Walk, WalkItem};

/// How a page is read that a place names.
#[derive(Debug, Clone, Default)]
pub(crate) struct PageAtOptions {
    pub(crate) fields: FieldArgs,
    pub(crate) meta: PageMeta,
    pub(crate) encoding: Option<String>,
}

/// A page, and the line of it that was named, from 1.
pub(crate) struct PageAt {
    pub(crate) input: PageInput,
    pub(crate) line: Option<usize>,
}

/// Reads the page at a place.
pub(crate) fn read_at(
    place: &PagePlace,
    options: &PageAtOptions,
    prepared: &Setup,
) -> anyhow::Result<PageAt> {
    if let Some(shard) = shard_at(place, options) {
        return read_row(&shard, place, options, prepared);
    }
    let (meta, encoding) = (options.meta.clone(), options.encoding.as_deref());
    let input = read_one(&place.file, meta, encoding, prepared)?;
    let line = place.line;
    Ok(PageAt { input, line })
}

/// The shard that the file of a place is, if it is one.
fn shard_at(place: &PagePlace, options: &PageAtOptions) -> Option<ShardEntry> {
    if !place.file.is_file() {
        return None;
    }
    let choice = FormatChoice {
        format: None,
        fields: options.fields.names(),
    };
    let mut walk = Walk::new(&[Input::Path(place.file.clone())], None).with_choice(choice);
    match walk.next() {
        Some(WalkItem::Shard(shard)) => Some(shard),
        _ => None,
    }
}

fn read_row(
    shard: &ShardEntry,
    place: &PagePlace,
    options: &PageAtOptions,
    prepared: &Setup,
) -> anyhow::Result<PageAt> {
    let name = place.file.display();
    let Some(number) = place.line else {
        bail!("{name} is a shard: say which row, as in {name}:1, or {name}:1:12 for a line of it");
    };
    if place.within == Some(0) {
        bail!("lines count from 1");
    }
    let input = |text, meta| PageAt {
        input: PageInput {
            name: format!("{name}:{number}"),
            file: place.file.clone(),
            id: String::new(),
            text,
            meta,
        },
        line: place.within,
    };
    let read = row_options(&options.fields, options.meta.clone(), None, prepared);
    let mut reader = match ShardReader::open(shard, &read) {
        Ok(reader) => reader,
        Err(why) => bail!("{name}: {why}"),
    };
    let wanted = number as u64;
    let (mut last, mut is_empty) = (0, false);
    while last <= wanted
        && let Some(rows) = reader.next_rows()
    {
        for (row, bytes) in rows.lines() {
            last = row;
            if row != wanted {
                continue;
            }
            // What stands between records has the number of the next one, and no text.
            match reader.row_reader().document(row, bytes) {
                Some(Ok(page)) => return Ok(input(Ok(page.text.into_owned()), page.meta)),
                Some(Err((_, why))) => return Ok(input(Err(why), PageMeta::default())),
                None => is_empty = true,
            }
        }
    }
    if is_empty {
        bail!("{name}:{number} has no text");
    }
    match reader.failure() {
        Some(why) => bail!("{name}: {why}"),
        None => bail!("{name} has no row {number}: its last is {last}"),
    }
}
