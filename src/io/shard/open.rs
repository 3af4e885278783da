//! Shards, opened: a table is read as lines of JSON, and so is whatever is to become one or JSONL.

use crate::io::format::compression::Compression;
use crate::io::format::detect::{Container, Format};
use crate::io::format::jsonl::fields::Fields;
use crate::io::shard::block_source::BlockSource;
use crate::io::shard::containers::blocks_of;
use crate::io::shard::job::ShardOptions;
use crate::io::shard::jsonl::blocks::LineCutter;
use crate::io::shard::jsonl::long_row::WithoutLong;
use crate::io::shard::made::ItemRows;
use crate::io::shard::row_fields::RowFields;
use crate::io::shard::source::ShardSource;
use crate::io::shard::table::{check_table, read_table, read_whole_table};
use crate::io::shard::table_form::{Extra, TableForm, TableRows};
use crate::io::shard::texts::TextRows;
use crate::io::source::entry::ShardEntry;
use std::fs::{self, Metadata};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// A shard that is open.
pub(crate) struct Opened {
    pub(crate) source: Box<dyn BlockSource>,
    /// What the file was when it was opened; nothing of a stream.
    pub(crate) found: Option<Metadata>,
    /// The fields of its rows, where they are known without a look at them.
    pub(crate) fields: Option<Fields>,
}

/// What a shard is written as.
pub(crate) fn written_as(entry: &ShardEntry, options: &ShardOptions) -> Format {
    options.to.unwrap_or(entry.format)
}

/// Whether rows of a shard are read as those of another container.
pub(crate) fn is_converted(entry: &ShardEntry, options: &ShardOptions) -> bool {
    written_as(entry, options).container != entry.format.container
}

/// Opens a shard; what lies below `avoid` is none of its texts. Bytes that are read of its file are added to
/// `progress`.
///
/// # Errors
///
/// Why it cannot be read, in words.
pub(crate) fn open(
    entry: &ShardEntry,
    options: &ShardOptions,
    avoid: Option<&Path>,
    progress: Arc<AtomicU64>,
) -> Result<Opened, String> {
    let packing = entry.format.compression;
    let found = fs::metadata(&entry.file).map_err(|error| error.to_string())?;
    let opened = match entry.format.container {
        Container::Jsonl | Container::Warc | Container::Tar => {
            let cutter = blocks_of(entry.format.container).cutter(options);
            let opened = ShardSource::open(&entry.file, packing, cutter, options.memory, progress);
            as_rows(opened.map_err(|error| error.to_string())?, entry, options)
        }
        Container::Folder => Opened {
            source: Box::new(TextRows::new(&entry.file, avoid, options, progress)),
            found: None,
            fields: Some(RowFields::fields()),
        },
        Container::Parquet if packing == Compression::None => {
            let (rows, fields) = table_rows(entry, options, progress)?;
            let cutter = Box::new(LineCutter::whole());
            let source = ShardSource::new(rows, packing, cutter, options.memory, Arc::default());
            Opened {
                source: Box::new(source),
                found: None,
                fields: Some(fields),
            }
        }
        Container::Parquet => {
            return Err("a packed Parquet file; unpack it, its columns are packed".to_owned());
        }
    };
    Ok(Opened {
        found: Some(found),
        ..opened
    })
}

/// Opens a shard that comes as a stream.
///
/// # Errors
///
/// Why it cannot be read, in words.
pub(crate) fn open_stream(
    from: Box<dyn Read + Send>,
    entry: &ShardEntry,
    options: &ShardOptions,
    progress: Arc<AtomicU64>,
) -> Result<Opened, String> {
    let container = entry.format.container;
    if container == Container::Parquet {
        let why = "Parquet is not read from a stream, since its end comes first; give the file";
        return Err(why.to_owned());
    }
    let cutter = blocks_of(container).cutter(options);
    let packing = entry.format.compression;
    let source = ShardSource::new(from, packing, cutter, options.memory, progress);
    Ok(as_rows(source.eager(), entry, options))
}

/// A source whose blocks are what is to be cleaned: where items are to have fields, they are made rows; of rows that
/// become something else those go that memory does not hold.
fn as_rows(source: ShardSource, entry: &ShardEntry, options: &ShardOptions) -> Opened {
    let container = entry.format.container;
    let is_converted = is_converted(entry, options);
    if container.has_fields() || !is_converted {
        let source: Box<dyn BlockSource> = Box::new(source);
        return Opened {
            source: if is_converted {
                Box::new(WithoutLong::new(source))
            } else {
                source
            },
            found: None,
            fields: None,
        };
    }
    Opened {
        source: Box::new(ItemRows::new(Box::new(source), blocks_of(container))),
        found: None,
        fields: Some(RowFields::fields()),
    }
}

/// The rows of a table: all of their columns where they become something else, else their fields.
fn table_rows(
    entry: &ShardEntry,
    options: &ShardOptions,
    progress: Arc<AtomicU64>,
) -> Result<TableRows, String> {
    let file = &entry.file;
    if is_converted(entry, options) {
        return read_whole_table(file, &options.fields, progress);
    }
    let (rows, fields) = read_table(file, &options.fields, progress)?;
    let form = TableForm {
        template: file,
        text: fields.text.written(),
        extra: Extra::of(options),
        drops_extra: false,
        level: options.level,
        scratch: file,
    };
    check_table(&form).map_err(|error| error.to_string())?;
    Ok((rows, fields))
}
