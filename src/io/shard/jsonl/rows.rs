//! A block of rows, cleaned: what is written of it, and what is said of it.

use crate::clean::cleaner::Cleaner;
use crate::io::shard::block::Block;
use crate::io::shard::clean_block::{CleanBlock, pack};
use crate::io::shard::counts::ShardTotals;
use crate::io::shard::job::{ShardJob, ShardOptions};
use crate::io::shard::jsonl::row_cleaner::RowCleaner;
use crate::record::rows::RowMaker;
use crate::record::statistics::CutStatistics;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

/// Cleans a block, unless `stop` says that nobody wants it any more.
pub(crate) fn clean_block(
    block: &Block,
    job: &ShardJob,
    cleaner: &Cleaner,
    options: &ShardOptions,
    stop: &AtomicBool,
) -> io::Result<Option<CleanBlock>> {
    let mut rows = RowCleaner {
        job,
        cleaner,
        options,
        out: Vec::with_capacity(block.bytes.len()),
        cuts: Vec::new(),
        records: RowMaker::new(options.reasons),
        totals: ShardTotals::default(),
        statistics: CutStatistics::default(),
        notes: Vec::new(),
    };
    rows.made(block);
    match block.long {
        Some(part) => rows.long_row(block, part),
        None => {
            for (line, bytes) in block.lines() {
                if stop.load(Ordering::Relaxed) {
                    return Ok(None);
                }
                rows.line(line, bytes);
            }
        }
    }
    let counts = &mut rows.totals.counts;
    let lines = memchr::memchr_iter(b'\n', &rows.out).count() as u64;
    if lines != counts.written || !counts.add_up() {
        let why = format!(
            "of the {} rows from line {} on {lines} would be written and {} rejected: this is a fault of dechaff, please report it",
            counts.rows, block.first_line, counts.rejected
        );
        return Err(io::Error::other(why));
    }
    counts.bytes_read = block.bytes.len() as u64;
    counts.bytes_written = rows.out.len() as u64;
    let out = pack(rows.out, job.packing(), options.level)?;
    let counted = (rows.totals, rows.statistics);
    CleanBlock::new(block, out, rows.cuts, rows.records, counted, rows.notes).map(Some)
}
