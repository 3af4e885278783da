//! The journal of a shard that is being written: which blocks stand in its files, and that all are there.

use crate::io::shard::counts::ShardTotals;
use crate::io::shard::manifest::{ManifestEntry, key};
use crate::io::source::entry::PageId;
use crate::record::statistics::CutStatistics;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

/// Version of the journal's format.
const JOURNAL_VERSION: u32 = 1;
/// The first line of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct JournalHead {
    version: u32,
    pub(crate) shard: String,
    /// Hash of all on which the output depends beside the shard.
    pub(crate) by: String,
}

impl JournalHead {
    pub(crate) fn new(id: &PageId, by: &str) -> Self {
        Self {
            version: JOURNAL_VERSION,
            shard: key(id),
            by: by.to_owned(),
        }
    }
}

/// A block that is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct JournalBlock {
    pub(crate) block: u64,
    /// `blake3` of its bytes as they were.
    pub(crate) blake3: String,
    /// Bytes of the output up to its end.
    pub(crate) out_len: u64,
    /// Bytes of the cuts up to its end.
    pub(crate) cuts_len: u64,
    pub(crate) totals: ShardTotals,
    /// What went.
    #[serde(default)]
    pub(crate) statistics: CutStatistics,
}

/// What is left to be done when all is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Publish {
    pub(crate) publish: ManifestEntry,
}

/// A line of a journal behind its first.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum JournalLine {
    Block(Box<JournalBlock>),
    Publish(Box<Publish>),
}

/// A journal as far as it can be read.
pub(crate) fn read_journal(
    path: &Path,
) -> Option<(JournalHead, Vec<JournalBlock>, Option<Publish>)> {
    let mut lines = BufReader::new(File::open(path).ok()?).split(b'\n');
    let head = serde_json::from_slice(&lines.next()?.ok()?).ok()?;
    let (mut blocks, mut publish) = (Vec::new(), None);
    for line in lines {
        match serde_json::from_slice(&line.ok()?) {
            Ok(JournalLine::Block(block)) => blocks.push(*block),
            Ok(JournalLine::Publish(found)) => publish = Some(*found),
            Err(_) => break, // it was being written when the run was killed
        }
    }
    Some((head, blocks, publish))
}
