//! A file that is made of rows alone.
//!
//! Which columns it has is known when all rows are: until then they wait in a file without a name.

use crate::io::format::compression::Compression as Packing;
use crate::io::format::decompress::Decompress;
use crate::io::shard::added::{CUTS_FIELD, ORIGINAL_FIELD};
use crate::io::shard::parquet::arrays::arrays;
use crate::io::shard::parquet::fault::io_error;
use crate::io::shard::parquet::kind::{Kind, columns};
use crate::io::shard::parquet::pairs::Pairs;
use crate::io::shard::table_form::{Extra, HashedFile, NewTable, Table};
use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use serde_json::value::RawValue;
use std::fs::File;
use std::io::{self, BufReader, Seek as _, Write as _};
use std::sync::Arc;

/// How many bytes of rows are made columns at once, unless one row has more, and how many rows.
const BATCH_BYTES: usize = 1 << 20;
const BATCH_ROWS: usize = 1024;
/// How many bytes of packed columns make a row group.
const GROUP_BYTES: usize = 32 << 20;

/// Rows that are to be a file.
#[derive(Debug)]
pub(crate) struct MadeTable {
    kind: Kind,
    text: String,
    extra: Extra,
    level: u8,
    to: File,
    waiting: File,
}

impl MadeTable {
    pub(crate) fn new(form: &NewTable<'_>, to: File) -> io::Result<Self> {
        Ok(Self {
            kind: Kind::Struct(Vec::new()),
            text: form.text.to_owned(),
            extra: form.extra,
            level: form.level,
            to,
            waiting: tempfile::tempfile_in(form.scratch)?,
        })
    }

    /// The columns of the file, now that all rows are known.
    fn columns(&mut self) -> Vec<(String, Kind)> {
        let Kind::Struct(mut fields) = std::mem::take(&mut self.kind) else {
            return Vec::new(); // rows are objects
        };
        make_text(&mut fields, &self.text);
        for (is_wanted, name, kind) in [
            (self.extra.original, ORIGINAL_FIELD, Kind::Text),
            (self.extra.cuts, CUTS_FIELD, cuts_kind()),
        ] {
            if is_wanted {
                fields.retain(|(own, _)| own != name);
                fields.push((name.to_owned(), kind));
            }
        }
        fields
    }

    fn write(mut self) -> io::Result<HashedFile> {
        let fields = self.columns();
        let schema: SchemaRef = Arc::new(Schema::new(columns(&fields)));
        let level = i32::from(if self.level == 0 { 3 } else { self.level });
        let level = ZstdLevel::try_new(level).map_err(io_error)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .build();
        let to = HashedFile::new(self.to);
        let mut writer =
            ArrowWriter::try_new(to, Arc::clone(&schema), Some(properties)).map_err(io_error)?;
        self.waiting.rewind()?;
        let memory = 1 << 30; // the frames were written here, with small windows
        let rows = Decompress::new(BufReader::new(self.waiting), Packing::Zstd, memory);
        let mut rows = BufReader::new(rows);
        while let Some(lines) = some_lines(&mut rows)? {
            let batch = batch(&schema, &fields, &lines).map_err(io_error)?;
            writer.write(&batch).map_err(io_error)?;
            if writer.in_progress_size() >= GROUP_BYTES {
                writer.flush().map_err(io_error)?;
            }
        }
        writer.into_inner().map_err(io_error)
    }
}

impl Table for MadeTable {
    fn add(&mut self, rows: &[u8]) -> io::Result<()> {
        for line in rows.split(|byte| *byte == b'\n') {
            if !line.is_empty() {
                let row: &RawValue = serde_json::from_slice(line)?;
                self.kind.add(row);
            }
        }
        self.waiting.write_all(&Packing::Zstd.pack(rows, 1)?)
    }

    fn finish(self: Box<Self>) -> io::Result<(u64, blake3::Hash)> {
        let file = self.write()?;
        Ok((file.len_bytes, file.hash.finalize()))
    }
}

/// The next lines, without their ends; `None` where there are no more.
fn some_lines(rows: &mut impl io::BufRead) -> io::Result<Option<Vec<String>>> {
    let (mut lines, mut len) = (Vec::new(), 0);
    while len < BATCH_BYTES && lines.len() < BATCH_ROWS {
        let mut line = String::new();
        if rows.read_line(&mut line)? == 0 {
            break;
        }
        len += line.len();
        lines.push(line);
    }
    Ok((!lines.is_empty()).then_some(lines))
}

fn batch(
    schema: &SchemaRef,
    fields: &[(String, Kind)],
    lines: &[String],
) -> Result<RecordBatch, ParquetError> {
    let rows: Vec<Option<Pairs<'_>>> = lines.iter().map(|line| Pairs::read(line)).collect();
    let columns = arrays(fields, &rows)?;
    Ok(RecordBatch::try_new(Arc::clone(schema), columns)?)
}

/// Makes the field of that path a column of strings, whatever it holds; there is one at least.
fn make_text(fields: &mut Vec<(String, Kind)>, path: &str) {
    if let Some((_, kind)) = fields.iter_mut().find(|(name, _)| name == path) {
        *kind = Kind::Text;
        return;
    }
    let within = fields.iter_mut().find_map(|(name, kind)| {
        let rest = path.strip_prefix(name.as_str())?.strip_prefix('.')?;
        match kind {
            Kind::Struct(fields) => Some((fields, rest)),
            _ => None,
        }
    });
    match within {
        Some((fields, rest)) => make_text(fields, rest),
        None => fields.push((path.to_owned(), Kind::Text)),
    }
}

/// What the column of cuts holds, also where there are none.
fn cuts_kind() -> Kind {
    let field = |name: &str, kind| (name.to_owned(), kind);
    Kind::List(Box::new(Kind::Struct(vec![
        field("start", Kind::Whole(0, 0)),
        field("end", Kind::Whole(0, 0)),
        field("rule", Kind::Text),
        field("kind", Kind::Text),
        field("text", Kind::Text),
    ])))
}
