//! A shard's bytes, parted into blocks of whole rows.

use crate::io::format::compression::Compression;
use crate::io::format::decompress::Decompress;
use crate::io::shard::block::{Block, LongRow};
use crate::io::shard::block_source::{BlockSource, SourceEnd};
use crate::io::shard::container::{Cut, Cutter};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// How many bytes a block has, unless one row has more. Output depends on it: frames are blocks.
pub(crate) const BLOCK_BYTES: usize = 1 << 20;
/// How much of a packed file is read at once.
const READ_BYTES: usize = 256 << 10;
/// A long row that unpacks to so many times its size was packed to do harm.
const MOST_RATIO: u64 = 500;
/// So were blank lines of so many bytes, each of which costs as much as a row.
const MOST_BLANK_BYTES: usize = 4 << 20;

/// A shard that is being read.
pub(crate) struct ShardSource {
    reader: Decompress<BufReader<Counted>>,
    cutter: Box<dyn Cutter>,
    /// What was read behind the last block.
    rest: Vec<u8>,
    /// Where a file is packed; else what is read is what is hashed as rows.
    packed_hash: Option<Arc<Mutex<blake3::Hasher>>>,
    /// Of what was read, where somebody asks.
    hash: Option<blake3::Hasher>,
    len_bytes: u64,
    next: Next,
    number: u64,
    line: u64,
    most_row_bytes: usize,
    /// Whether rows are handed on as soon as they come.
    is_eager: bool,
    is_packed: bool,
    /// Bytes of blocks of nothing but blank lines.
    blank_bytes: usize,
    packed_len: Arc<AtomicU64>,
    /// Of a long row that is being read: its bytes behind its first part, and those of the file up to there.
    long: Option<(u64, u64)>,
    /// Whether rows were read behind the end of a long one.
    has_more: bool,
}

/// What comes next.
#[derive(Debug)]
enum Next {
    Rows,
    End,
    Failure(String),
}

impl ShardSource {
    /// Opens a file; what is read of it is added to `progress`.
    pub(crate) fn open(
        file: &Path,
        compression: Compression,
        cutter: Box<dyn Cutter>,
        memory: u64,
        progress: Arc<AtomicU64>,
    ) -> io::Result<Self> {
        let file = File::open(file)?;
        Ok(Self::new(
            Box::new(file),
            compression,
            cutter,
            memory,
            progress,
        ))
    }

    /// Reads what `from` has.
    pub(crate) fn new(
        from: Box<dyn Read + Send>,
        compression: Compression,
        cutter: Box<dyn Cutter>,
        memory: u64,
        progress: Arc<AtomicU64>,
    ) -> Self {
        let is_packed = compression != Compression::None;
        let packed_hash = is_packed.then(Arc::default);
        let packed_len = Arc::new(AtomicU64::new(0));
        let counted = Counted {
            from,
            hash: packed_hash.clone(),
            len: Arc::clone(&packed_len),
            progress,
        };
        let packed = BufReader::with_capacity(READ_BYTES, counted);
        Self {
            reader: Decompress::new(packed, compression, memory),
            cutter,
            rest: Vec::new(),
            packed_hash,
            hash: Some(blake3::Hasher::new()),
            len_bytes: 0,
            next: Next::Rows,
            number: 0,
            line: 1,
            most_row_bytes: usize::try_from(memory / 4).unwrap_or(usize::MAX),
            is_eager: false,
            is_packed,
            blank_bytes: 0,
            packed_len,
            long: None,
            has_more: false,
        }
    }

    /// Hands rows on as soon as they come, in smaller blocks: for pipes.
    pub(crate) fn eager(mut self) -> Self {
        self.is_eager = true;
        self
    }

    /// Reads until a block is full, or one chunk more where a row is longer than that.
    fn fill(&mut self) {
        let missing = match BLOCK_BYTES.saturating_sub(self.rest.len()) {
            0 => BLOCK_BYTES,
            missing => missing,
        };
        let read = if self.is_eager {
            let start = self.rest.len();
            self.rest.resize(start + missing.min(READ_BYTES), 0);
            let read = self.reader.read(&mut self.rest[start..]);
            self.rest.truncate(start + *read.as_ref().unwrap_or(&0));
            read.map(|read| read == 0)
        } else {
            let mut part = self.reader.by_ref().take(missing as u64);
            let read = part.read_to_end(&mut self.rest);
            read.map(|read| read < missing)
        };
        match read {
            Ok(true) => self.next = Next::End,
            Ok(false) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => self.next = Next::Failure(error.to_string()),
        }
    }

    fn take(&mut self, cut: &Cut) -> Block {
        let rest = self.rest.split_off(cut.len);
        let bytes = std::mem::replace(&mut self.rest, rest);
        if let Some(hash) = &mut self.hash {
            hash.update(&bytes);
        }
        self.len_bytes += bytes.len() as u64;
        let block = Block {
            number: self.number,
            first_line: self.line,
            carried: cut.carried,
            ended: cut.ended,
            long: cut.long,
            rows: cut.rows,
            bytes,
            made: None,
        };
        self.number += 1;
        self.line += cut.rows;
        block
    }

    /// What stands behind the rows of the next block cannot be read. Where the file is damaged that is why.
    fn damage(&mut self, rows: u64, why: &str) {
        if !matches!(self.next, Next::Failure(_)) {
            let (noun, number) = (self.cutter.noun(), self.line + rows);
            self.next = Next::Failure(format!("{noun} {number}: {why}"));
        }
    }

    /// Looks at a part of a long row that was read: one that unpacks to very much more than it was ends the shard.
    fn watch(&mut self, part: LongRow, len: usize) {
        let packed = self.packed_len.load(Ordering::Relaxed);
        let (bytes, from) = match self.long {
            Some((before, from)) => (before + len as u64, from),
            None => (0, packed),
        };
        self.long = (part != LongRow::Last).then_some((bytes, from));
        self.has_more = part == LongRow::Last && !self.rest.is_empty();
        if self.long.is_some() && bytes > MOST_RATIO * (packed - from + READ_BYTES as u64) {
            let why = format!(
                "is longer than {bytes} bytes, over {MOST_RATIO} times what it was packed in; unpack the file if that is meant"
            );
            self.next = Next::Failure(format!("{} {} {why}", self.cutter.noun(), self.line));
            self.has_more = true; // its last part
        }
    }

    /// Looks at rows that were read.
    fn watch_rows(&mut self, rows: &[u8]) {
        if !self.is_packed || !rows.trim_ascii().is_empty() {
            return;
        }
        self.blank_bytes += rows.len();
        if self.blank_bytes > MOST_BLANK_BYTES {
            let (noun, line) = (self.cutter.noun(), self.line);
            self.next = Next::Failure(format!(
                "{noun} {line}: over {MOST_BLANK_BYTES} bytes of blank lines stand before; unpack the file if they are meant"
            ));
        }
    }

    fn refuse_row(&mut self) {
        self.rest = Vec::new();
        let noun = self.cutter.noun();
        self.next = Next::Failure(format!(
            "{noun} {} is longer than {} bytes, a quarter of --memory; give more memory, or cut it out",
            self.line, self.most_row_bytes
        ));
    }
}

impl BlockSource for ShardSource {
    fn next_block(&mut self) -> Option<Block> {
        while matches!(self.next, Next::Rows) || self.has_more {
            if matches!(self.next, Next::Rows) {
                self.fill();
            }
            self.has_more = false;
            let is_last = !matches!(self.next, Next::Rows);
            let cut = self.cutter.cut(&self.rest, is_last);
            if let Some(why) = &cut.damage {
                self.damage(cut.rows, why);
            }
            if cut.len > 0 {
                let block = self.take(&cut);
                match cut.long {
                    Some(part) => self.watch(part, cut.len),
                    None => self.watch_rows(&block.bytes),
                }
                return Some(block);
            }
            if cut.damage.is_none() && self.rest.len() > self.most_row_bytes {
                self.refuse_row();
            }
        }
        None
    }

    fn skip_hashes(&mut self) {
        self.hash = None;
    }

    fn end(self: Box<Self>) -> SourceEnd {
        let hash = self.hash.unwrap_or_default().finalize();
        let packed = self.packed_hash.as_deref().map(hashed);
        SourceEnd {
            packed_hash: packed.unwrap_or(hash),
            hash,
            len_bytes: self.len_bytes,
            padding: self.reader.padding(),
            failure: match self.next {
                Next::Failure(why) => Some(why),
                _ => None,
            },
        }
    }
}

fn hashed(hasher: &Mutex<blake3::Hasher>) -> blake3::Hash {
    let hasher = hasher.lock().unwrap_or_else(PoisonError::into_inner);
    hasher.finalize()
}

/// Counts what is read of a file, and hashes it where it is packed.
struct Counted {
    from: Box<dyn Read + Send>,
    hash: Option<Arc<Mutex<blake3::Hasher>>>,
    len: Arc<AtomicU64>,
    progress: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(to)?;
        if let Some(hash) = &self.hash {
            let mut hash = hash.lock().unwrap_or_else(PoisonError::into_inner);
            hash.update(&to[..read]);
        }
        self.len.fetch_add(read as u64, Ordering::Relaxed);
        self.progress.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;
    use crate::io::shard::jsonl::blocks::LineCutter;

    fn source(bytes: Vec<u8>, packing: Compression, memory: u64) -> ShardSource {
        let from = Box::new(io::Cursor::new(bytes));
        ShardSource::new(
            from,
            packing,
            Box::new(LineCutter::whole()),
            memory,
            Arc::default(),
        )
    }

    fn blocks(source: &mut ShardSource) -> Vec<(u64, u64, Vec<u8>)> {
        std::iter::from_fn(|| source.next_block())
            .map(|block| (block.number, block.first_line, block.bytes))
            .collect()
    }

    #[test]
    fn blocks_end_with_rows_and_are_the_shard() {
        let row = format!("{}\n", "a".repeat(99));
        let mut text = row.repeat(40_000);
        text.push_str("the last line has no end");
        for packing in [Compression::None, Compression::Gzip, Compression::Zstd] {
            let mut from = source(
                packing.pack(text.as_bytes(), 1).unwrap(),
                packing,
                512 << 20,
            );
            let blocks = blocks(&mut from);
            assert_eq!(blocks.len(), 4);
            assert_eq!(blocks[0].2.len(), BLOCK_BYTES / 100 * 100);
            assert_eq!(blocks[1].1, 10_486);
            let whole: Vec<u8> = blocks.into_iter().flat_map(|block| block.2).collect();
            assert_eq!(whole, text.as_bytes());
            let end = Box::new(from).end();
            assert_eq!(end.hash, blake3::hash(text.as_bytes()));
            assert_eq!((end.len_bytes, end.failure), (text.len() as u64, None));
        }
    }

    #[test]
    fn a_long_row_is_a_block_and_one_that_memory_does_not_hold_an_end() {
        let long = format!("{{}}\n{}\n{{}}\n", "b".repeat(3 << 20));
        let mut from = source(long.clone().into_bytes(), Compression::None, 64 << 20);
        let lens: Vec<usize> = blocks(&mut from)
            .iter()
            .map(|block| block.2.len())
            .collect();
        assert_eq!(lens.iter().sum::<usize>(), long.len());
        assert_eq!(lens[0], 3);
        let mut from = source(long.into_bytes(), Compression::None, 4 << 20);
        assert_eq!(blocks(&mut from), [(0, 1, b"{}\n".to_vec())]);
        let why = Box::new(from).end().failure.unwrap();
        assert!(
            why.starts_with("line 2 is longer than 1048576 bytes"),
            "{why}"
        );
    }

    #[test]
    fn rows_that_were_packed_to_do_harm_end_a_shard() {
        let text = "\n".repeat(9 << 20);
        let packed = Compression::Gzip.pack(text.as_bytes(), 9).unwrap();
        let mut from = source(packed, Compression::Gzip, 512 << 20);
        let read: usize = blocks(&mut from).iter().map(|block| block.2.len()).sum();
        assert!((4 << 20..6 << 20).contains(&read), "{read}");
        let why = Box::new(from).end().failure.unwrap();
        assert!(why.contains("blank lines"), "{why}");
    }

    #[test]
    fn what_stands_before_damage_is_read() {
        let mut packed = Compression::Gzip.pack(b"{}\n{}\n", 0).unwrap();
        packed.extend_from_slice(b"junk");
        let mut from = source(packed, Compression::Gzip, 512 << 20);
        assert_eq!(blocks(&mut from), [(0, 1, b"{}\n{}\n".to_vec())]);
        assert!(Box::new(from).end().failure.is_some());
    }
}
