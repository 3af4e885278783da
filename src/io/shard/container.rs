//! What a run asks of a container that is read block by block: where a block may end, what pages it holds, how they
//! are written again, and how they come back.

use crate::clean::cleaner::Cleaner;
use crate::io::document::Document;
use crate::io::format::jsonl::fields::Fields;
use crate::io::format::pieces::Checked;
use crate::io::shard::block::{Block, LongRow};
use crate::io::shard::clean_block::CleanBlock;
use crate::io::shard::job::{ShardJob, ShardOptions};
use crate::io::shard::lines::Lines;
use crate::io::shard::restore_error::ShardRestoreError;
use crate::io::shard::restoring::Restoring;
use crate::io::shard::sidecar::{ShardWas, SidecarHead};
use std::io;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// A line of a shard that holds no page that can be read: its number from 1, and why.
pub type NoDocument = (u64, String);

/// What became of bytes that were to be a row of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowMade {
    /// A row.
    Row,
    /// Nothing: it has no text.
    NoText,
    /// Nothing: it does not count.
    NoRow,
}

/// Finds where a shard's blocks end.
pub(crate) trait Cutter: Send {
    /// What a row is called.
    fn noun(&self) -> &'static str;

    /// How much of what was read behind the last block is a block; `is_last` says that no more comes. What is said to
    /// be one is taken: the next bytes are those behind it.
    fn cut(&mut self, bytes: &[u8], is_last: bool) -> Cut;
}

/// A block at the start of bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Its bytes; 0 where more must be read first.
    pub(crate) len: usize,
    /// Bytes at its start that belong to the row before it.
    pub(crate) carried: usize,
    /// What is known of that row when it ends with these bytes, where rows are packed by themselves.
    pub(crate) ended: Option<Checked>,
    /// Which part of a row it is, where it is one of a row that memory does not hold.
    pub(crate) long: Option<LongRow>,
    /// Rows that begin in it, those without a text among them.
    pub(crate) rows: u64,
    /// Why nothing behind it can be read.
    pub(crate) damage: Option<String>,
}

/// A container.
pub(crate) trait Blocks: Sync {
    /// What finds its blocks.
    fn cutter(&self, options: &ShardOptions) -> Box<dyn Cutter>;

    /// Where its rows have what is asked of them, by its first block.
    ///
    /// # Errors
    ///
    /// What to do where none holds a text.
    fn fields(&self, options: &ShardOptions, first: Option<&Block>) -> Result<Fields, String>;

    /// The same in words, for a log.
    fn words(&self, fields: &Fields) -> String;

    /// Cleans a block, unless `stop` says that nobody wants it any more.
    fn clean(
        &self,
        block: &Block,
        job: &ShardJob,
        cleaner: &Cleaner,
        options: &ShardOptions,
        stop: &AtomicBool,
    ) -> io::Result<Option<CleanBlock>>;

    /// The rows of a block with their numbers, from 1.
    fn rows<'b>(&self, block: &'b Block) -> Box<dyn Iterator<Item = (u64, &'b [u8])> + 'b>;

    /// The page of a row; none where it has no text.
    ///
    /// # Errors
    ///
    /// The number, and in words why the row is no page.
    fn document<'r>(
        &self,
        row: u64,
        bytes: &'r [u8],
        job: &ShardJob,
        options: &ShardOptions,
    ) -> Option<Result<Document<'r>, NoDocument>>;

    /// Adds a row as a line of JSON that holds all that is known of it.
    ///
    /// # Errors
    ///
    /// In words why its text cannot stand in JSON; then nothing was added.
    fn push_json(&self, bytes: &[u8], to: &mut Vec<u8>) -> Result<RowMade, String>;

    /// Puts a shard together again from what was written of it, at `out`, and what the cuts beside it say, up to
    /// their end.
    fn restore(
        &self,
        head: &SidecarHead,
        sidecar: &mut Lines,
        out: &Path,
        to: &mut Restoring<'_>,
    ) -> Result<ShardWas, ShardRestoreError>;
}
