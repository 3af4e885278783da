//! What stands on standard input, for commands that look at pages.

use crate::cli::args::common::InputArgs;
use crate::cli::input::shards::choice;
use anyhow::Context as _;
use dechaff::io::format::{Detected, HEAD_BYTES};
use dechaff::io::source::{PageId, ShardEntry};
use std::io::{self, Read as _, Write as _};
use std::path::PathBuf;
use tempfile::NamedTempFile;

/// What was read of it.
pub(crate) enum Stdin {
    /// One text.
    Text(Vec<u8>),
    Rows(SpooledShard),
}

/// A shard, put into a file for as long as it is read: the end of a Parquet file is read first.
pub(crate) struct SpooledShard {
    /// How it is called.
    pub(crate) name: PathBuf,
    pub(crate) entry: ShardEntry,
    _file: NamedTempFile,
}

impl Stdin {
    /// Reads standard input to its end, told by its name, if it was given one, and by its first bytes.
    pub(crate) fn read(args: &InputArgs) -> anyhow::Result<Self> {
        let mut input = io::stdin().lock();
        let mut bytes = Vec::new();
        let mut head = (&mut input).take(HEAD_BYTES as u64);
        head.read_to_end(&mut bytes).context("standard input")?;
        let name = args.path.clone().unwrap_or_else(|| PathBuf::from("stdin"));
        let Detected::Shard(format) = choice(args, None).of_head(&name, &bytes) else {
            input.read_to_end(&mut bytes).context("standard input")?;
            return Ok(Self::Text(bytes));
        };
        let mut file = NamedTempFile::new().context("a file for standard input")?;
        file.write_all(&bytes)
            .context("a file for standard input")?;
        let rest = io::copy(&mut input, &mut file).context("standard input")?;
        Ok(Self::Rows(SpooledShard {
            entry: ShardEntry {
                file: file.path().to_owned(),
                id: PageId::new(&name),
                len_bytes: bytes.len() as u64 + rest,
                format,
            },
            name,
            _file: file,
        }))
    }
}
