//! What became of a block.

use crate::io::format::compression::Compression;
use crate::io::shard::block::Block;
use crate::io::shard::counts::ShardTotals;
use crate::io::shard::event::RowNote;
use crate::io::shard::sidecar::push_line;
use crate::record::rows::RowMaker;
use crate::record::statistics::CutStatistics;
use std::io;

/// How hard a sidecar is packed: harder, as the journal of texts is, it takes a run longer than what it saves is worth.
const SIDECAR_LEVEL: u8 = 3;

/// What became of a block.
#[derive(Debug)]
pub(crate) struct CleanBlock {
    pub(crate) number: u64,
    /// `blake3` of its bytes as they were.
    pub(crate) hash: blake3::Hash,
    /// Its rows, packed as the shard is.
    pub(crate) out: Vec<u8>,
    /// Lines of the sidecar, packed.
    pub(crate) cuts: Vec<u8>,
    pub(crate) totals: ShardTotals,
    /// What went, where that stands beside the shard.
    pub(crate) statistics: CutStatistics,
    pub(crate) notes: Vec<LineNote>,
}

/// What is to be said of a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum LineNote {
    Row(u64, RowNote),
    Rejected(u64, String),
}

impl CleanBlock {
    /// A block whose rows are packed, with the lines of its sidecar and what their records share.
    pub(crate) fn new(
        block: &Block,
        out: Vec<u8>,
        mut lines: Vec<u8>,
        records: RowMaker,
        (totals, statistics): (ShardTotals, CutStatistics),
        notes: Vec<LineNote>,
    ) -> io::Result<Self> {
        let mut cuts = Vec::with_capacity(lines.len() + 256);
        if let Some(header) = records.header() {
            push_line(&header, &mut cuts);
        }
        cuts.append(&mut lines);
        Ok(Self {
            number: block.number,
            hash: block.hash(),
            out,
            cuts: pack(cuts, Compression::Zstd, SIDECAR_LEVEL)?,
            totals,
            statistics,
            notes,
        })
    }
}

/// Packs bytes as one member or frame; no bytes as none.
pub(crate) fn pack(bytes: Vec<u8>, packing: Compression, level: u8) -> io::Result<Vec<u8>> {
    if bytes.is_empty() || packing == Compression::None {
        return Ok(bytes);
    }
    packing.pack(&bytes, level)
}
