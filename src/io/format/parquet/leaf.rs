//! The values of a column, some rows at a time.

use crate::io::format::parquet::columns::Holds;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::ParquetError;

/// The values of some rows.
enum Values {
    Texts(Vec<ByteArray>),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
}

/// A column that is read.
pub(crate) struct Leaf {
    reader: ColumnReader,
    holds: Holds,
    /// The definition level of a value that is there.
    full: i16,
    levels: Vec<i16>,
    values: Values,
    /// The row at hand, and how many values stand before it.
    row: usize,
    value: usize,
}

impl Leaf {
    /// A column of a row group. It must be one that [`Holds`].
    pub(crate) fn new(reader: ColumnReader, holds: Holds, full: i16) -> Self {
        let values = match &reader {
            ColumnReader::Int32ColumnReader(_) => Values::Int32(Vec::new()),
            ColumnReader::Int64ColumnReader(_) => Values::Int64(Vec::new()),
            _ => Values::Texts(Vec::new()),
        };
        Self {
            reader,
            holds,
            full,
            levels: Vec::new(),
            values,
            row: 0,
            value: 0,
        }
    }

    /// Reads so many rows in place of those at hand.
    ///
    /// # Errors
    ///
    /// Where a page is damaged, or there are fewer rows.
    pub(crate) fn read(&mut self, rows: usize) -> Result<(), ParquetError> {
        self.levels.clear();
        (self.row, self.value) = (0, 0);
        let levels = &mut self.levels;
        let read = match (&mut self.reader, &mut self.values) {
            (ColumnReader::ByteArrayColumnReader(from), Values::Texts(to)) => {
                fill(from, rows, levels, to)
            }
            (ColumnReader::Int32ColumnReader(from), Values::Int32(to)) => {
                fill(from, rows, levels, to)
            }
            (ColumnReader::Int64ColumnReader(from), Values::Int64(to)) => {
                fill(from, rows, levels, to)
            }
            _ => {
                return Err(ParquetError::General(
                    "it has another type than it says".to_owned(),
                ));
            }
        }?;
        if self.full == 0 {
            self.levels.resize(read, 0);
        }
        if read != rows {
            return Err(ParquetError::EOF(format!(
                "{} rows are missing",
                rows - read
            )));
        }
        Ok(())
    }

    /// Adds the value of the next row as JSON; how deep it is null where it is.
    ///
    /// # Errors
    ///
    /// Where a text is not UTF-8.
    pub(crate) fn push_json(&mut self, to: &mut Vec<u8>) -> Result<Option<i16>, String> {
        let level = self.levels[self.row];
        self.row += 1;
        if level < self.full {
            to.extend_from_slice(b"null");
            return Ok(Some(level));
        }
        let at = self.value;
        self.value += 1;
        match &self.values {
            Values::Texts(texts) => {
                let text = std::str::from_utf8(texts[at].data())
                    .map_err(|error| format!("not UTF-8 from byte {}", error.valid_up_to()))?;
                serde_json::to_writer(to, text).expect("a string is JSON, and memory takes it");
            }
            Values::Int32(numbers) => push_number(
                numbers[at].into(),
                numbers[at].cast_unsigned().into(),
                self.holds,
                to,
            ),
            Values::Int64(numbers) => {
                push_number(numbers[at], numbers[at].cast_unsigned(), self.holds, to);
            }
        }
        Ok(None)
    }
}

fn push_number(signed: i64, unsigned: u64, holds: Holds, to: &mut Vec<u8>) {
    let spelt = match holds {
        Holds::Numbers { signed: false } => unsigned.to_string(),
        _ => signed.to_string(),
    };
    to.extend_from_slice(spelt.as_bytes());
}

/// Reads so many rows; how many there were.
fn fill<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    rows: usize,
    levels: &mut Vec<i16>,
    values: &mut Vec<T::T>,
) -> Result<usize, ParquetError> {
    values.clear();
    let mut read = 0;
    while read < rows {
        let (more, ..) = reader.read_records(rows - read, Some(levels), None, values)?;
        if more == 0 {
            break;
        }
        read += more;
    }
    Ok(read)
}
