//! Rows as they were, from what was written of them and the cuts beside the shard.

use crate::io::format::jsonl::fields::Fields;
use crate::io::format::jsonl::row::{Row as JsonRow, RowError};
use crate::io::format::jsonl::spelling::{Spelled, Style};
use crate::io::shard::added::ORIGINAL_FIELD;
use crate::io::shard::cuts::next_line;
use crate::io::shard::jsonl::written::written_lines;
use crate::io::shard::lines::Lines;
use crate::io::shard::restore_error::ShardRestoreError;
use crate::io::shard::restoring::Restoring;
use crate::io::shard::sidecar::{
    ShardWas, SidecarHead, SidecarLine, SidecarRow, Spelling, from_hex,
};
use crate::record::{Record, RestoreError};
use std::borrow::Cow;
use std::path::Path;

/// Reads rows and what the cuts say of them, and writes the rows as they were.
pub(crate) fn restore(
    head: &SidecarHead,
    sidecar: &mut Lines,
    out: &Path,
    to: &mut Restoring<'_>,
) -> Result<ShardWas, ShardRestoreError> {
    let mut lines = written_lines(head, out)?;
    let mut rows = RowRestorer {
        fields: head.fields(),
        text: &head.text,
        has_lines: !head.is_made_table(),
        to,
    };
    loop {
        match next_line(sidecar)? {
            SidecarLine::Header(header) => rows.to.set_header(header),
            SidecarLine::Row(row) => rows.row(*row, &mut lines)?,
            SidecarLine::End(_) if lines.next()?.is_some() => {
                return Err(ShardRestoreError::Rows("more"));
            }
            SidecarLine::End(end) => return Ok(end.end),
        }
    }
}

struct RowRestorer<'r, 't> {
    fields: Fields,
    /// What stands where the text was.
    text: &'r str,
    /// Whether what stood between rows can stand there again.
    has_lines: bool,
    to: &'r mut Restoring<'t>,
}

impl RowRestorer<'_, '_> {
    fn row(&mut self, said: SidecarRow, lines: &mut Lines) -> Result<(), ShardRestoreError> {
        let is_row = said.dropped.is_none() && said.rejected.is_none();
        if !is_row && !self.has_lines {
            return Ok(());
        }
        if let Some(dropped) = &said.dropped {
            return self.to.write(dropped.as_bytes());
        }
        if said.rejected.is_some() {
            let raw = match (&said.raw, &said.raw_hex) {
                (Some(raw), _) => raw.clone().into_bytes(),
                (None, Some(hex)) => from_hex(hex).unwrap_or_default(),
                (None, None) => Vec::new(),
            };
            self.to.write(&raw)?;
        } else {
            let line = lines.next()?.ok_or(ShardRestoreError::Rows("fewer"))?;
            let damaged = |why| ShardRestoreError::Row { row: said.row, why };
            let record = self.to.record(said.record).map_err(damaged)?;
            let original = self
                .original(line, record.as_ref(), said.spelling.as_ref())
                .map_err(damaged)?;
            self.to.write(&original)?;
        }
        let end = said.end.as_deref().filter(|_| self.has_lines);
        self.to.write(end.unwrap_or("\n").as_bytes())
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
