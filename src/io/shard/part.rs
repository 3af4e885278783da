//! A shard that is being written, and one whose writing was stopped.
//!
//! Output and cuts grow in `_dechaff/partial`; a journal beside them says which blocks stand in them. A block gets
//! its line only when its bytes are on the disk. When all are, a last line says what is to be done, and then it is
//! done: names, manifest, away with the journal. Whoever finds such a line does what is left of it.

use crate::io::shard::clean_block::CleanBlock;
use crate::io::shard::counts::ShardTotals;
use crate::io::shard::manifest::{ManifestEntry, add_to_manifest, id_of, key};
use crate::io::shard::sidecar::push_line;
use crate::io::sink::atomic::replace_file;
use crate::io::source::walk::{OWN_FOLDER, PageId};
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Version of the journal's format.
const JOURNAL_VERSION: u32 = 1;
/// How often what was written is brought to the disk: what a power cut may cost.
const SYNC_EVERY: Duration = Duration::from_secs(2);

/// Where the files of a shard lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PartPaths {
    pub(crate) out: PathBuf,
    pub(crate) cuts: PathBuf,
    pub(crate) journal: PathBuf,
    /// Where both go when they are whole.
    pub(crate) final_out: PathBuf,
    pub(crate) final_cuts: PathBuf,
}

impl PartPaths {
    /// Those of a shard below an output folder. While it grows, its files are named for a hash: no name is too
    /// long for an ending more.
    pub(crate) fn new(folder: &Path, id: &PageId) -> Self {
        let name = &blake3::hash(key(id).as_bytes()).to_hex()[..32];
        let partial = folder.join(OWN_FOLDER).join("partial");
        let at = |ending: &str| partial.join(format!("{name}.{ending}"));
        Self {
            out: at("out"),
            cuts: at("cuts"),
            journal: at("journal"),
            final_out: folder.join(id.path()),
            final_cuts: cuts_path(folder, id),
        }
    }

    /// Removes what grew of a shard that is done: a run that was to do it again was killed.
    pub(crate) fn sweep(&self) -> io::Result<()> {
        [&self.journal, &self.out, &self.cuts]
            .into_iter()
            .try_for_each(|path| remove_if_there(path))
    }

    /// The cuts that belong to the output that has its name: a run that was stopped between the two names has left
    /// them where they grew.
    pub(crate) fn cuts_now(&self) -> PathBuf {
        let is_whole = || matches!(read_journal(&self.journal), Some((_, _, Some(_))));
        if self.cuts.is_file() && !self.out.is_file() && is_whole() {
            return self.cuts.clone();
        }
        self.final_cuts.clone()
    }
}

/// The names of shards whose files were whole when their run was stopped, and not all named.
pub(crate) fn unfinished_shards(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join(OWN_FOLDER).join("partial"));
    let journals = entries.into_iter().flatten().flatten();
    let journals = journals.filter_map(|entry| read_journal(&entry.path()));
    let unfinished = journals.filter(|(_, _, publish)| publish.is_some());
    unfinished.map(|(head, ..)| head.shard).collect()
}

/// Where the cuts of a shard lie below an output folder.
pub(crate) fn cuts_path(folder: &Path, id: &PageId) -> PathBuf {
    let mut path: OsString = folder
        .join(OWN_FOLDER)
        .join("cuts")
        .join(id.path())
        .into_os_string();
    path.push(".jsonl.zst");
    path.into()
}

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct JournalBlock {
    pub(crate) block: u64,
    /// `blake3` of its bytes as they were.
    pub(crate) blake3: String,
    /// Bytes of the output up to its end.
    pub(crate) out_len: u64,
    /// Bytes of the cuts up to its end.
    pub(crate) cuts_len: u64,
    pub(crate) totals: ShardTotals,
}

/// What is left to be done when all is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Publish {
    publish: ManifestEntry,
}

/// A line of a journal behind its first.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum JournalLine {
    Block(Box<JournalBlock>),
    Publish(Box<Publish>),
}

/// The blocks of a shard that an earlier run wrote, if it was to do the same.
pub(crate) fn written_blocks(paths: &PartPaths, head: &JournalHead) -> Vec<JournalBlock> {
    let Some((found, blocks, _)) = read_journal(&paths.journal) else {
        return Vec::new();
    };
    let len = |path: &Path| fs::metadata(path).map_or(0, |found| found.len());
    let (out_len, cuts_len) = (len(&paths.out), len(&paths.cuts));
    let there = |block: &&JournalBlock| block.out_len <= out_len && block.cuts_len <= cuts_len;
    let is_next = |(at, block): &(usize, JournalBlock)| block.block == *at as u64;
    if found != *head {
        return Vec::new();
    }
    let blocks = blocks.into_iter().enumerate().take_while(is_next);
    let blocks: Vec<JournalBlock> = blocks.map(|(_, block)| block).collect();
    let count = blocks.iter().take_while(there).count();
    blocks.into_iter().take(count).collect()
}

/// A journal as far as it can be read.
fn read_journal(path: &Path) -> Option<(JournalHead, Vec<JournalBlock>, Option<Publish>)> {
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

/// Does what a journal says is left to do. May be done again, wherever it was stopped.
fn finish(own: &Path, paths: &PartPaths, publish: &Publish) -> io::Result<()> {
    rename_if_there(&paths.out, &paths.final_out)?;
    if publish.publish.cuts {
        rename_if_there(&paths.cuts, &paths.final_cuts)?;
    } else {
        remove_if_there(&paths.cuts)?;
        remove_if_there(&paths.final_cuts)?;
    }
    add_to_manifest(own, &publish.publish)?;
    remove_if_there(&paths.journal)
}

/// Finishes every shard of an output folder whose files are whole, where an earlier run was stopped in between, and
/// removes files that no journal speaks of: nobody can go on with them.
///
/// # Errors
///
/// Whatever the file system says.
pub(crate) fn finish_earlier(folder: &Path) -> io::Result<()> {
    let own = folder.join(OWN_FOLDER);
    let entries = match fs::read_dir(own.join("partial")) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let journal = entry?.path();
        if journal.extension().is_none_or(|ending| ending != "journal") {
            if !journal.with_extension("journal").try_exists()? {
                remove_if_there(&journal)?;
            }
            continue;
        }
        if let Some((head, _, Some(publish))) = read_journal(&journal)
            && let Some(id) = id_of(&head.shard)
        {
            finish(&own, &PartPaths::new(folder, &id), &publish)?;
        }
    }
    Ok(())
}

fn rename_if_there(from: &Path, to: &Path) -> io::Result<()> {
    if !from.try_exists()? {
        return Ok(());
    }
    let above = to.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(above)?;
    fs::rename(from, to)?;
    File::open(above)?.sync_all()
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
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
