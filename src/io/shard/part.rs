//! A shard that is being written, and one whose writing was stopped.
//!
//! Output and cuts grow in `_dechaff/partial`; a journal beside them says which blocks stand in them. A block gets
//! its line only when its bytes are on the disk. When all are, a last line says what is to be done, and then it is
//! done: names, manifest, away with the journal. Whoever finds such a line does what is left of it.

use crate::io::shard::clean_block::CleanBlock;
use crate::io::shard::manifest::ManifestEntry;
use crate::io::shard::part_earlier::finish;
use crate::io::shard::part_journal::{JournalBlock, JournalHead, Publish};
use crate::io::shard::part_paths::{PartPaths, remove_if_there};
use crate::io::shard::sidecar::push_line;
use crate::io::sink::atomic::replace_file;
use crate::io::source::walk::OWN_FOLDER;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How often what was written is brought to the disk: what a power cut may cost.
const SYNC_EVERY: Duration = Duration::from_secs(2);

/// The files of a shard that grow.
#[derive(Debug)]
pub(crate) struct PartFiles {
    own: PathBuf,
    paths: PartPaths,
    out: File,
    cuts: File,
    journal: File,
    out_len: u64,
    cuts_len: u64,
    out_hash: blake3::Hasher,
    /// The hash of an output that somebody else wrote.
    lent_hash: Option<blake3::Hash>,
    /// Lines for the journal whose blocks may not be on the disk yet.
    pending: Vec<u8>,
    synced: Instant,
}

impl PartFiles {
    /// Starts files behind the blocks that are written; `first_cuts` is what the cuts begin with where there are
    /// none.
    pub(crate) fn open(
        folder: &Path,
        paths: PartPaths,
        head: &JournalHead,
        written: &[JournalBlock],
        first_cuts: &[u8],
    ) -> io::Result<Self> {
        let own = folder.join(OWN_FOLDER);
        fs::create_dir_all(own.join("partial"))?;
        refuse_devices(&paths.final_out)?;
        let mut lines = Vec::new();
        push_line(head, &mut lines);
        for block in written {
            push_line(block, &mut lines);
        }
        let (out_len, cuts_len) = written
            .last()
            .map_or((0, 0), |block| (block.out_len, block.cuts_len));
        let mut out = open_at(&paths.out, out_len)?;
        let out_hash = hash_all(&mut out)?;
        let cuts = open_at(&paths.cuts, cuts_len)?;
        replace_file(&paths.journal, &lines)?;
        let journal = OpenOptions::new().append(true).open(&paths.journal)?;
        let mut files = Self {
            own,
            paths,
            out,
            cuts,
            journal,
            out_len,
            cuts_len,
            out_hash,
            lent_hash: None,
            pending: Vec::new(),
            synced: Instant::now(),
        };
        if written.is_empty() {
            files.add_cuts(first_cuts)?;
        }
        Ok(files)
    }

    /// Adds a block.
    pub(crate) fn add(&mut self, block: &CleanBlock) -> io::Result<()> {
        self.add_out(&block.out)?;
        self.add_cuts(&block.cuts)?;
        let line = JournalBlock {
            block: block.number,
            blake3: block.hash.to_hex().to_string(),
            out_len: self.out_len,
            cuts_len: self.cuts_len,
            totals: block.totals.clone(),
            statistics: block.statistics.clone(),
        };
        push_line(&line, &mut self.pending);
        if self.synced.elapsed() >= SYNC_EVERY {
            self.checkpoint()?;
        }
        Ok(())
    }

    pub(crate) fn add_out(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.out_hash.update(bytes);
        self.out_len += bytes.len() as u64;
        Ok(())
    }

    pub(crate) fn add_cuts(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.cuts.write_all(bytes)?;
        self.cuts_len += bytes.len() as u64;
        Ok(())
    }

    /// The output, for somebody else to write all of it, who then says what was written.
    pub(crate) fn lend_out(&self) -> io::Result<File> {
        self.out.try_clone()
    }

    /// Takes what was written by whoever borrowed the output: its length, and its hash.
    pub(crate) fn out_was_written(&mut self, len_bytes: u64, hash: blake3::Hash) {
        self.out_len = len_bytes;
        self.lent_hash = Some(hash);
    }

    /// The folder of files that grow.
    pub(crate) fn partial(&self) -> &Path {
        self.paths.out.parent().unwrap_or(&self.own)
    }

    pub(crate) fn out_len(&self) -> u64 {
        self.out_len
    }

    pub(crate) fn out_hash(&self) -> String {
        let lent = self.lent_hash.as_ref();
        let hash = lent.copied().unwrap_or_else(|| self.out_hash.finalize());
        hash.to_hex().to_string()
    }

    /// Brings what is written to the disk, then says so in the journal.
    pub(crate) fn checkpoint(&mut self) -> io::Result<()> {
        self.out.sync_data()?;
        self.cuts.sync_data()?;
        self.journal.write_all(&self.pending)?;
        self.journal.sync_data()?;
        self.pending.clear();
        self.synced = Instant::now();
        Ok(())
    }

    /// Takes away what was written, since nothing goes on from it.
    pub(crate) fn discard(self) -> io::Result<()> {
        remove_if_there(&self.paths.journal)?;
        remove_if_there(&self.paths.out)?;
        remove_if_there(&self.paths.cuts)
    }

    /// Gives both files their names and says in the manifest that the shard is done.
    pub(crate) fn publish(mut self, entry: ManifestEntry) -> io::Result<()> {
        self.checkpoint()?;
        let publish = Publish { publish: entry };
        let mut line = Vec::new();
        push_line(&publish, &mut line);
        self.journal.write_all(&line)?;
        self.journal.sync_data()?;
        finish(&self.own, &self.paths, &publish)
    }
}

fn refuse_devices(target: &Path) -> io::Result<()> {
    if fs::metadata(target).is_ok_and(|known| !known.is_file()) {
        let why = "it is no regular file, and would be replaced by one; give another path";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    }
    Ok(())
}

/// Opens a file that has so many bytes that count, and forgets those behind them.
fn open_at(path: &Path, len: u64) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    let mut file = options.open(path)?;
    file.set_len(len)?;
    file.seek(SeekFrom::End(0))?;
    Ok(file)
}

fn hash_all(file: &mut File) -> io::Result<blake3::Hasher> {
    let mut hasher = blake3::Hasher::new();
    file.seek(SeekFrom::Start(0))?;
    hasher.update_reader(&*file)?;
    file.seek(SeekFrom::End(0))?;
    Ok(hasher)
}
