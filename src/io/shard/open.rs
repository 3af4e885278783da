//! Shards, opened: a table is read as lines of JSON.

use crate::io::format::compression::Compression;
use crate::io::format::detect::Container;
use crate::io::format::jsonl::fields::Fields;
use crate::io::shard::container::Cutter;
use crate::io::shard::job::ShardOptions;
use crate::io::shard::source::ShardSource;
use crate::io::shard::table::{check_table, read_table};
use crate::io::shard::table_form::{Extra, TableForm};
use crate::io::source::walk::ShardEntry;
use std::fs::{self, Metadata};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// A shard that is open.
pub(crate) struct Opened {
    pub(crate) source: ShardSource,
    pub(crate) found: Metadata,
    /// The fields of its rows, where the shard itself says what columns it has.
    pub(crate) fields: Option<Fields>,
}

/// Opens a shard, whose blocks `cutter` finds; bytes that are read of its file are added to `progress`.
///
/// # Errors
///
/// Why it cannot be read, in words.
pub(crate) fn open(
    entry: &ShardEntry,
    options: &ShardOptions,
    cutter: Box<dyn Cutter>,
    progress: Arc<AtomicU64>,
) -> Result<Opened, String> {
    let (file, packing) = (&entry.file, entry.format.compression);
    match entry.format.container {
        Container::Jsonl | Container::Warc | Container::Tar => {
            let opened = ShardSource::open(file, packing, cutter, options.memory, progress);
            let (source, found) = opened.map_err(|error| error.to_string())?;
            Ok(Opened {
                source,
                found,
                fields: None,
            })
        }
        Container::Parquet if packing == Compression::None => {
            let found = fs::metadata(file).map_err(|error| error.to_string())?;
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
            let source = ShardSource::new(rows, packing, cutter, options.memory, Arc::default());
            Ok(Opened {
                source,
                found,
                fields: Some(fields),
            })
        }
        Container::Parquet => {
            Err("a packed Parquet file; unpack it, its columns are packed".to_owned())
        }
    }
}
