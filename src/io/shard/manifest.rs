//! Which shards are done: `_dechaff/shards.jsonl`, to which lines are only ever added.

use crate::io::shard::counts::ShardTotals;
use crate::io::shard::sidecar::{from_hex, push_line};
use crate::io::sink::atomic::replace_file;
use crate::io::source::entry::PageId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

/// The manifest's name below `_dechaff`.
pub(crate) const MANIFEST: &str = "shards.jsonl";

/// A shard that is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ManifestEntry {
    /// Its path below the input, by [`key`].
    pub(crate) shard: String,
    /// Why not all of it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) damaged: Option<String>,
    /// Hash of rules, evidence, options and version.
    pub(crate) by: String,
    /// Bytes of memory that a row might take.
    pub(crate) memory: u64,
    pub(crate) input_len: u64,
    pub(crate) input_blake3: String,
    pub(crate) out_len: u64,
    pub(crate) out_blake3: String,
    /// Whether there is a file of cuts.
    pub(crate) cuts: bool,
    pub(crate) totals: ShardTotals,
}

/// The name of a shard in manifest and journals: its path, in hex where that is not UTF-8.
pub(crate) fn key(id: &PageId) -> String {
    id.path_hex()
        .map_or_else(|| id.text(), |hex| format!("hex:{hex}"))
}

/// The shard of such a name; `None` where no path of this system has it.
pub(crate) fn id_of(key: &str) -> Option<PageId> {
    match key.strip_prefix("hex:") {
        None => Some(PageId::new(Path::new(key))),
        Some(hex) => Some(PageId::new(&path_of(from_hex(hex)?)?)),
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems can fail here")]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt as _;
    Some(PathBuf::from(std::ffi::OsString::from_vec(bytes)))
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

/// The last entry of each shard. A line that was cut off counts for nothing, nor does one of another version.
///
/// # Errors
///
/// Whatever the file system says, but for a manifest that is not there.
pub(crate) fn read_manifest(own: &Path) -> io::Result<BTreeMap<String, ManifestEntry>> {
    let mut entries = BTreeMap::new();
    let file = match File::open(own.join(MANIFEST)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(entries),
        Err(error) => return Err(error),
    };
    for line in BufReader::new(file).split(b'\n') {
        if let Ok(entry) = serde_json::from_slice::<ManifestEntry>(&line?) {
            entries.insert(entry.shard.clone(), entry);
        }
    }
    Ok(entries)
}

/// Adds an entry and brings it to the disk.
///
/// # Errors
///
/// Whatever the file system says.
pub(crate) fn add_to_manifest(own: &Path, entry: &ManifestEntry) -> io::Result<()> {
    let mut line = Vec::new();
    push_line(entry, &mut line);
    let path = own.join(MANIFEST);
    let mut file = OpenOptions::new().append(true).create(true).open(&path)?;
    if !ends_with_newline(&path)? {
        line.insert(0, b'\n'); // a run was killed in mid-line
    }
    file.write_all(&line)?;
    file.sync_data()
}

/// Leaves out the entries of some shards. The manifest appears whole, in place of the one before.
///
/// # Errors
///
/// Whatever the file system says.
pub(crate) fn forget(own: &Path, shards: &BTreeSet<String>) -> io::Result<()> {
    let mut lines = Vec::new();
    for (shard, entry) in read_manifest(own)? {
        if !shards.contains(&shard) {
            push_line(&entry, &mut lines);
        }
    }
    replace_file(&own.join(MANIFEST), &lines)
}

fn ends_with_newline(path: &Path) -> io::Result<bool> {
    use std::io::{Read as _, Seek as _, SeekFrom};
    let mut file = File::open(path)?;
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(true);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;

    fn entry(shard: &str, input_len: u64) -> ManifestEntry {
        ManifestEntry {
            shard: shard.to_owned(),
            damaged: None,
            by: "by".to_owned(),
            memory: 1,
            input_len,
            input_blake3: String::new(),
            out_len: 0,
            out_blake3: String::new(),
            cuts: true,
            totals: ShardTotals::default(),
        }
    }

    #[test]
    fn the_last_entry_counts_and_a_cut_line_does_not() {
        let own = tempfile::tempdir().unwrap();
        assert!(read_manifest(own.path()).unwrap().is_empty());
        for (shard, len) in [("a", 1), ("b", 2), ("a", 3)] {
            add_to_manifest(own.path(), &entry(shard, len)).unwrap();
        }
        let path = own.path().join(MANIFEST);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.truncate(bytes.len() - 9);
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(read_manifest(own.path()).unwrap()["a"], entry("a", 1));
        add_to_manifest(own.path(), &entry("c", 4)).unwrap();
        let read = read_manifest(own.path()).unwrap();
        assert_eq!(read["c"], entry("c", 4));
        assert_eq!(read.len(), 3);
    }
}
