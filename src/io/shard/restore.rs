//! A shard as it was, from what was written of it and the cuts beside it.

use crate::io::format::compression::Compression;
use crate::io::format::decompress::Decompress;
use crate::io::format::jsonl::fields::Fields;
use crate::io::format::jsonl::row::{Row, RowError};
use crate::io::format::jsonl::spelling::{Spelled, Style};
use crate::io::shard::manifest::{id_of, read_manifest};
use crate::io::shard::part::{PartPaths, unfinished_shards};
use crate::io::shard::rows::ORIGINAL_FIELD;
use crate::io::shard::sidecar::{
    SIDECAR_VERSION, ShardWas, SidecarHead, SidecarLine, SidecarRow, Spelling, from_hex,
};
use crate::io::source::walk::{OWN_FOLDER, PageId};
use crate::record::{Record, RestoreError};
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

/// Bytes of memory for windows of packed files.
const MEMORY: u64 = 1 << 31;

/// A shard that came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestoredShard {
    /// Its rows.
    pub rows: u64,
    /// Its bytes, unpacked.
    pub len_bytes: u64,
}

/// Why a shard did not come back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShardRestoreError {
    /// A file cannot be read, or what comes back cannot be written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The cuts are not as they were written.
    #[error("{}: line {line} of the cuts is damaged: {why}", path.display())]
    Sidecar {
        /// The file of cuts.
        path: PathBuf,
        /// Its line, from 1.
        line: u64,
        /// What is wrong.
        why: String,
    },
    /// The shard was cleaned so that it cannot come back.
    #[error(
        "it was cleaned with --cuts {0}: only --cuts sidecar keeps what is needed to restore it"
    )]
    NoSidecar(String),
    /// There are more or fewer rows than were written.
    #[error("it has {0} rows than were written; rows were added or lost after cleaning")]
    Rows(&'static str),
    /// A row is not as it was written.
    #[error("row {row}: {why}")]
    Row {
        /// The line that it had, from 1.
        row: u64,
        /// What is wrong.
        why: String,
    },
    /// What came together is not the shard that was read.
    #[error("what came together is not what was read; the shard was changed after cleaning")]
    WrongHash,
}

/// The shards that were cleaned into an output folder, by name: those that have a file of cuts, and those that the
/// manifest knows.
///
/// # Errors
///
/// Whatever the file system says.
pub fn sidecars(folder: &Path) -> io::Result<Vec<PageId>> {
    let root = folder.join(OWN_FOLDER).join("cuts");
    let mut found = Vec::new();
    if root.is_dir() {
        collect(&root, &root, &mut found)?;
    }
    let known = read_manifest(&folder.join(OWN_FOLDER))?.into_keys();
    let keys = known.chain(unfinished_shards(folder));
    found.extend(keys.filter_map(|key| id_of(&key)));
    found.sort_by(|one, other| one.path().cmp(other.path()));
    found.dedup();
    Ok(found)
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<PageId>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            collect(root, &path, found)?;
            continue;
        }
        let below = path.strip_prefix(root).unwrap_or(&path);
        let inner = below.with_extension("");
        if below.extension().is_some_and(|ending| ending == "zst")
            && inner.extension().is_some_and(|ending| ending == "jsonl")
        {
            found.push(PageId::new(&inner.with_extension("")));
        }
    }
    Ok(())
}

/// Writes the shard as it was, unpacked, to `to`. Each row is held against the hash of its text, all of it against
/// the hash of what was read. O(n) in bytes; memory for a row at a time.
///
/// # Errors
///
/// See [`ShardRestoreError`]; what was written by then is not the whole shard.
pub fn restore_shard(
    folder: &Path,
    id: &PageId,
    to: &mut dyn Write,
) -> Result<RestoredShard, ShardRestoreError> {
    let paths = PartPaths::new(folder, id);
    let cuts = paths.cuts_now();
    if !cuts.is_file() {
        return Err(ShardRestoreError::NoSidecar("column or none".to_owned()));
    }
    let mut lines = Lines::open(&paths.final_out)?;
    let mut sidecar = Lines::open(&cuts)?;
    let head: SidecarHead = match sidecar.next()? {
        Some(line) => serde_json::from_slice(line).map_err(|error| sidecar.damaged(&error))?,
        None => return Err(sidecar.damaged(&"it is empty")),
    };
    if head.version != SIDECAR_VERSION {
        return Err(sidecar.damaged(&format!("version {} is not read", head.version)));
    }
    if head.cuts != "sidecar" {
        return Err(ShardRestoreError::NoSidecar(head.cuts));
    }
    let mut restoring = Restoring {
        fields: Fields::of_text(&head.text_field),
        text: head.text,
        to,
        path: paths.final_out.clone(),
        hash: blake3::Hasher::new(),
        len_bytes: 0,
    };
    loop {
        let Some(line) = sidecar.next()? else {
            return Err(sidecar.damaged(&"its end is missing"));
        };
        match serde_json::from_slice(line).map_err(|error| sidecar.damaged(&error))? {
            SidecarLine::Row(row) => restoring.row(&row, &mut lines)?,
            SidecarLine::End(end) => return restoring.end(&end.end, &mut lines),
        }
    }
}

struct Restoring<'t> {
    fields: Fields,
    /// What stands where the text was.
    text: String,
    to: &'t mut dyn Write,
    path: PathBuf,
    hash: blake3::Hasher,
    len_bytes: u64,
}

impl Restoring<'_> {
    fn row(&mut self, said: &SidecarRow, lines: &mut Lines) -> Result<(), ShardRestoreError> {
        if let Some(dropped) = &said.dropped {
            return self.write(dropped.as_bytes());
        }
        if said.rejected.is_some() {
            let raw = match (&said.raw, &said.raw_hex) {
                (Some(raw), _) => raw.clone().into_bytes(),
                (None, Some(hex)) => from_hex(hex).unwrap_or_default(),
                (None, None) => Vec::new(),
            };
            self.write(&raw)?;
        } else {
            let line = lines.next()?.ok_or(ShardRestoreError::Rows("fewer"))?;
            let original = self
                .original(line, said)
                .map_err(|why| ShardRestoreError::Row { row: said.row, why })?;
            self.write(&original)?;
        }
        self.write(said.end.as_deref().unwrap_or("\n").as_bytes())
    }

    /// The row as it was.
    fn original<'l>(&self, line: &'l [u8], said: &SidecarRow) -> Result<Cow<'l, [u8]>, String> {
        if self.text != "clean" && self.text != "both" {
            return Ok(Cow::Borrowed(line));
        }
        let Some(record) = &said.record else {
            return Ok(self.without_original(line, "null"));
        };
        if record.cuts.is_empty() && self.text == "clean" {
            return Ok(Cow::Borrowed(line));
        }
        let row = Row::read(line, &self.fields).map_err(|error: RowError| error.to_string())?;
        let spelled = row.spelled().ok_or("it has no text any more")?;
        let joined = joined(spelled, record, said.spelling.as_ref())?;
        let text = Spelled::new(&joined).unescape();
        record
            .check_hash(text.text.as_bytes())
            .map_err(|error: RestoreError| error.to_string())?;
        let mut original = Vec::with_capacity(line.len() + joined.len());
        row.write_with([joined.as_str()], &mut original);
        let original = self
            .without_original(&original, &format!("\"{joined}\""))
            .into_owned();
        Ok(Cow::Owned(original))
    }

    /// The row without the field that holds the text as it was.
    fn without_original<'l>(&self, line: &'l [u8], value: &str) -> Cow<'l, [u8]> {
        let field = format!("\"{ORIGINAL_FIELD}\":{value}");
        let close = memchr::memrchr(b'}', line).unwrap_or(line.len());
        let Some(before) = line[..close].strip_suffix(field.as_bytes()) else {
            return Cow::Borrowed(line);
        };
        if self.text != "both" {
            return Cow::Borrowed(line);
        }
        let before = before.strip_suffix(b",").unwrap_or(before);
        Cow::Owned([before, &line[close..]].concat())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), ShardRestoreError> {
        self.hash.update(bytes);
        self.len_bytes += bytes.len() as u64;
        self.to
            .write_all(bytes)
            .map_err(|source| ShardRestoreError::Io {
                path: self.path.clone(),
                source,
            })
    }

    fn end(self, was: &ShardWas, lines: &mut Lines) -> Result<RestoredShard, ShardRestoreError> {
        if lines.next()?.is_some() {
            return Err(ShardRestoreError::Rows("more"));
        }
        let is_same =
            self.len_bytes == was.len_bytes && self.hash.finalize().to_hex().as_str() == was.blake3;
        if !is_same {
            return Err(ShardRestoreError::WrongHash);
        }
        Ok(RestoredShard {
            rows: was.rows,
            len_bytes: was.len_bytes,
        })
    }
}

/// The spelling of the text as it was.
fn joined(
    clean: Spelled<'_>,
    record: &Record,
    spelling: Option<&Spelling>,
) -> Result<String, String> {
    let fits = |spelling: &Spelling| match spelling {
        Spelling::Ascii => true,
        Spelling::Parts(parts) => parts.len() == record.cuts.len(),
    };
    if !spelling.is_none_or(fits) {
        return Err("the record is damaged: it has other cuts than spellings".to_owned());
    }
    let cuts = record.cuts.iter().enumerate().map(|(number, cut)| {
        let spelt = match spelling {
            None => Cow::Owned(Style::Plain.spell(&cut.text)),
            Some(Spelling::Ascii) => Cow::Owned(Style::Ascii.spell(&cut.text)),
            Some(Spelling::Parts(parts)) => Cow::Borrowed(parts[number].as_str()),
        };
        (cut.start, cut.text.len(), spelt)
    });
    clean.join(cuts).ok_or_else(|| {
        "its cuts do not fit the clean text, which was changed after cleaning".to_owned()
    })
}

/// The lines of a file, unpacked.
struct Lines {
    reader: BufReader<Decompress<BufReader<File>>>,
    path: PathBuf,
    number: u64,
    line: Vec<u8>,
}

impl Lines {
    fn open(path: &Path) -> Result<Self, ShardRestoreError> {
        let reader = unpacked(path).map_err(|source| ShardRestoreError::Io {
            path: path.to_owned(),
            source,
        })?;
        Ok(Self {
            reader: BufReader::new(reader),
            path: path.to_owned(),
            number: 0,
            line: Vec::new(),
        })
    }

    /// The next line without its end.
    fn next(&mut self) -> Result<Option<&[u8]>, ShardRestoreError> {
        self.line.clear();
        let read = self.reader.read_until(b'\n', &mut self.line);
        let read = read.map_err(|source| ShardRestoreError::Io {
            path: self.path.clone(),
            source,
        })?;
        self.number += 1;
        let line = self.line.strip_suffix(b"\n").unwrap_or(&self.line);
        Ok((read > 0).then_some(line))
    }

    fn damaged(&self, why: &impl ToString) -> ShardRestoreError {
        ShardRestoreError::Sidecar {
            path: self.path.clone(),
            line: self.number,
            why: why.to_string(),
        }
    }
}

/// A file's bytes, unpacked as its first ones say.
///
/// # Errors
///
/// Where it cannot be opened.
pub fn unpacked(path: &Path) -> io::Result<Decompress<BufReader<File>>> {
    Ok(Decompress::new(
        BufReader::new(File::open(path)?),
        packing_of(path)?,
        MEMORY,
    ))
}

/// How a file is packed.
///
/// # Errors
///
/// Where it cannot be read.
pub fn packing_of(path: &Path) -> io::Result<Compression> {
    let mut head = Vec::new();
    File::open(path)?.take(4).read_to_end(&mut head)?;
    Ok(Compression::of_magic(&head))
}
