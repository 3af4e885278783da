//! A shard as it was, from what was written of it and the cuts beside it.

use crate::io::format::jsonl::fields::Fields;
use crate::io::format::jsonl::row::{Row as JsonRow, RowError};
use crate::io::format::jsonl::spelling::{Spelled, Style};
use crate::io::shard::cuts::{next_line, open_sidecar};
use crate::io::shard::lines::Lines;
use crate::io::shard::part::PartPaths;
use crate::io::shard::restore_error::ShardRestoreError;
use crate::io::shard::rows::ORIGINAL_FIELD;
use crate::io::shard::sidecar::{ShardWas, SidecarLine, SidecarRow, Spelling, from_hex};
use crate::io::shard::table::read_fields;
use crate::io::source::walk::PageId;
use crate::record::rows::{Header, Row, record};
use crate::record::{Record, RestoreError};
use std::borrow::Cow;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A shard that came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestoredShard {
    /// Its rows.
    pub rows: u64,
    /// Its bytes, unpacked.
    pub len_bytes: u64,
}

/// Writes the shard as it was, unpacked, to `to`; of a table, the fields of its rows as lines of JSON. Each row is held against the hash of its text, all of it against
/// the hash of what was read. O(n) in bytes; memory for a row at a time.
///
/// # Errors
///
/// See [`ShardRestoreError`]; what was written by then is not the whole shard.
pub(crate) fn restore_shard(
    folder: &Path,
    id: &PageId,
    to: &mut dyn Write,
) -> Result<RestoredShard, ShardRestoreError> {
    let out = PartPaths::new(folder, id).final_out;
    let (head, mut sidecar) = open_sidecar(folder, id)?;
    let mut lines = if head.is_table() {
        let rows = read_fields(&out, &head.fields());
        Lines::new(rows.map_err(|source| io_error(&out, source))?, &out)
    } else {
        Lines::open(&out)?
    };
    let mut restoring = Restoring {
        fields: head.fields(),
        text: head.text,
        header: None,
        to,
        path: out,
        hash: blake3::Hasher::new(),
        len_bytes: 0,
    };
    loop {
        match next_line(&mut sidecar)? {
            SidecarLine::Header(header) => restoring.header = Some(header),
            SidecarLine::Row(row) => restoring.row(*row, &mut lines)?,
            SidecarLine::End(end) => return restoring.end(&end.end, &mut lines),
        }
    }
}

pub(crate) fn io_error(path: &Path, source: io::Error) -> ShardRestoreError {
    let path = path.to_owned();
    ShardRestoreError::Io { path, source }
}

struct Restoring<'t> {
    fields: Fields,
    /// What stands where the text was.
    text: String,
    /// What the records at hand share.
    header: Option<Header>,
    to: &'t mut dyn Write,
    path: PathBuf,
    hash: blake3::Hasher,
    len_bytes: u64,
}

impl Restoring<'_> {
    fn row(&mut self, said: SidecarRow, lines: &mut Lines) -> Result<(), ShardRestoreError> {
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
            let damaged = |why| ShardRestoreError::Row { row: said.row, why };
            let record = self.record(said.record).map_err(damaged)?;
            let original = self
                .original(line, record.as_ref(), said.spelling.as_ref())
                .map_err(damaged)?;
            self.write(&original)?;
        }
        self.write(said.end.as_deref().unwrap_or("\n").as_bytes())
    }

    fn record(&self, row: Option<Row>) -> Result<Option<Record>, String> {
        let Some(row) = row else { return Ok(None) };
        let header = self
            .header
            .as_ref()
            .ok_or("what its record was made by is missing")?;
        record(header, row)
            .map(Some)
            .map_err(|error| error.to_string())
    }

    /// The row as it was.
    fn original<'l>(
        &self,
        line: &'l [u8],
        record: Option<&Record>,
        spelling: Option<&Spelling>,
    ) -> Result<Cow<'l, [u8]>, String> {
        if self.text != "clean" && self.text != "both" {
            return Ok(Cow::Borrowed(line));
        }
        let Some(record) = record else {
            return Ok(self.without_original(line, "null"));
        };
        if record.cuts.is_empty() && self.text == "clean" {
            return Ok(Cow::Borrowed(line));
        }
        let row = JsonRow::read(line, &self.fields).map_err(|error: RowError| error.to_string())?;
        let spelled = row.spelled().ok_or("it has no text any more")?;
        let joined = joined(spelled, record, spelling)?;
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
