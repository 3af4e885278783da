//! Files of records, row by row: plain or in frames of zstd, finished or not.

use crate::io::source::walk::OWN_FOLDER;
use crate::record::Record;
use crate::record::rows::{RecordRows, RowError};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// The journal of a folder's records: frames of zstd, each of which begins with a header row.
pub(crate) const JOURNAL: &str = "cuts.jsonl.zst";

/// What older versions wrote: the records of a run, and those of a run that was not finished.
pub(crate) const OLDER: [&str; 2] = ["cuts.jsonl", "cuts.jsonl.part"];

/// How hard the journal is compressed: a page's record takes a twentieth of the time of its cleaning.
const LEVEL: i32 = 6;

/// A file of records that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cut records {}: {source}", path.display())]
pub struct RecordFileError {
    /// The file.
    pub path: PathBuf,
    /// What the system says.
    pub source: io::Error,
}

/// A row of a file of records.
#[derive(Debug)]
pub struct RecordRow<'f> {
    /// The file.
    pub file: &'f Path,
    /// The row in the file, from 1, header rows among them.
    pub number: usize,
    /// In which frame it stands, from 0; always 0 in a plain file.
    pub frame: usize,
    /// The first byte of that frame in the file.
    pub(crate) frame_start: u64,
    /// What it holds.
    pub record: Result<Record, RowError>,
}

/// How far a file could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Up to here stand frames, whole or damaged; of a plain file, all.
    pub(crate) whole_bytes: u64,
    /// Frames that are whole.
    pub(crate) frames: usize,
    /// Whether more follows, which is no whole frame: a run ended while it was written.
    pub(crate) is_torn: bool,
}

/// The files of records that a folder of clean text has, oldest first: a later record of a page replaces an
/// earlier one.
pub fn record_files(clean: &Path) -> Vec<PathBuf> {
    let own = clean.join(OWN_FOLDER);
    let names = OLDER.iter().chain([&JOURNAL]);
    let files = names.map(|name| own.join(name));
    files.filter(|file| file.is_file()).collect()
}

/// Rows as a frame of zstd; frames put behind each other are a file of records. O(n) in bytes.
///
/// # Panics
///
/// Panics where no memory is left.
pub fn frame(rows: &str) -> Vec<u8> {
    zstd::bulk::compress(rows.as_bytes(), LEVEL).expect("memory for a frame")
}

/// Hands every row of the files to `each`, in order. A file whose name ends in `.zst` is read as frames of
/// zstd. What an unfinished run left at the end of a file, half a row or half a frame, is passed over. Memory is
/// that of the longest row.
///
/// # Errors
///
/// Where a file cannot be read, or `each` says no. A row that cannot be read is a row, not an error.
pub fn read_records<E: From<RecordFileError>>(
    files: &[PathBuf],
    mut each: impl FnMut(RecordRow<'_>) -> Result<(), E>,
) -> Result<(), E> {
    for file in files {
        read_file(file, &mut each)?;
    }
    Ok(())
}

/// Reads one file, and tells how far it is whole.
pub(crate) fn read_file<E: From<RecordFileError>>(
    path: &Path,
    each: &mut impl FnMut(RecordRow<'_>) -> Result<(), E>,
) -> Result<Extent, E> {
    let cannot = |source| {
        let path = path.to_owned();
        E::from(RecordFileError { path, source })
    };
    let mut file = BufReader::new(File::open(path).map_err(cannot)?);
    let mut rows = FileRows {
        path,
        number: 0,
        reader: RecordRows::default(),
    };
    if path.extension().is_none_or(|end| end != "zst") {
        let is_torn = rows.read((0, 0), &mut file, each)?.map_err(cannot)?;
        let whole_bytes = file.stream_position().map_err(cannot)?;
        return Ok(Extent {
            whole_bytes,
            frames: 0,
            is_torn,
        });
    }
    let mut extent = Extent {
        whole_bytes: 0,
        frames: 0,
        is_torn: false,
    };
    while !file.fill_buf().map_err(cannot)?.is_empty() {
        let frame = zstd::Decoder::with_buffer(&mut file)
            .map_err(cannot)?
            .single_frame();
        let place = (extent.frames, extent.whole_bytes);
        let why = match rows.read(place, &mut BufReader::new(frame), each)? {
            Ok(false) => {
                extent.whole_bytes = file.stream_position().map_err(cannot)?;
                extent.frames += 1;
                continue;
            }
            Ok(true) => io::Error::from(io::ErrorKind::UnexpectedEof),
            Err(error) => error,
        };
        let next = next_frame(&mut file, extent.whole_bytes + 1).map_err(cannot)?;
        if next.is_none() && is_unfinished(&why) {
            extent.is_torn = true;
            break;
        }
        // It is damaged, and those behind it are read.
        each(rows.damaged(place, &why))?;
        extent.frames += 1;
        extent.whole_bytes = match next {
            Some(next) => next,
            None => file.seek(SeekFrom::End(0)).map_err(cannot)?,
        };
    }
    Ok(extent)
}

/// With which bytes a frame begins.
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Goes to the first place from that byte on where a frame may begin.
fn next_frame(file: &mut BufReader<File>, from: u64) -> io::Result<Option<u64>> {
    let mut at = file.seek(SeekFrom::Start(from))?;
    let mut seen = 0;
    while seen < MAGIC.len() {
        let mut byte = [0];
        if file.read(&mut byte)? == 0 {
            return Ok(None);
        }
        at += 1;
        seen = match byte[0] {
            byte if byte == MAGIC[seen] => seen + 1,
            byte => usize::from(byte == MAGIC[0]),
        };
    }
    let start = at - MAGIC.len() as u64;
    file.seek(SeekFrom::Start(start))?;
    Ok(Some(start))
}

/// Reads the rows of the frame that begins at that byte.
pub(crate) fn read_frame(
    path: &Path,
    start: u64,
    mut each: impl FnMut(RecordRow<'_>),
) -> Result<(), RecordFileError> {
    let cannot = |source| {
        let path = path.to_owned();
        RecordFileError { path, source }
    };
    let mut file = BufReader::new(File::open(path).map_err(cannot)?);
    file.seek(SeekFrom::Start(start)).map_err(cannot)?;
    let frame = zstd::Decoder::with_buffer(file)
        .map_err(cannot)?
        .single_frame();
    let mut rows = FileRows {
        path,
        number: 0,
        reader: RecordRows::default(),
    };
    let mut take = |row: RecordRow<'_>| {
        each(row);
        Ok::<(), RecordFileError>(())
    };
    rows.read((0, start), &mut BufReader::new(frame), &mut take)?
        .map_err(cannot)?;
    Ok(())
}

fn is_unfinished(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::UnexpectedEof
}

struct FileRows<'f> {
    path: &'f Path,
    number: usize,
    reader: RecordRows,
}

impl FileRows<'_> {
    /// What stands in place of the rows that a frame has lost.
    fn damaged(&mut self, (frame, frame_start): (usize, u64), why: &io::Error) -> RecordRow<'_> {
        self.number += 1;
        let why =
            format!("this and what follows it up to the next group of records is lost: {why}");
        RecordRow {
            file: self.path,
            number: self.number,
            frame,
            frame_start,
            record: Err(RowError::Json(why)),
        }
    }

    /// Reads rows of a frame with its number and first byte to the end; whether the last one is not whole. What the reader
    /// says is the inner result.
    fn read<E>(
        &mut self,
        (frame, frame_start): (usize, u64),
        from: &mut impl BufRead,
        each: &mut impl FnMut(RecordRow<'_>) -> Result<(), E>,
    ) -> Result<io::Result<bool>, E> {
        let mut line = Vec::new();
        loop {
            line.clear();
            match from.read_until(b'\n', &mut line) {
                Ok(0) => return Ok(Ok(false)),
                Ok(_) => {}
                Err(error) => return Ok(Err(error)),
            }
            self.number += 1;
            let record = match self.reader.read(&line) {
                Ok(None) => continue,
                Ok(Some(record)) => Ok(record),
                // A whole row may lack its newline, where somebody wrote the file with other tools.
                Err(_) if !line.ends_with(b"\n") => return Ok(Ok(true)),
                Err(error) => Err(error),
            };
            each(RecordRow {
                file: self.path,
                number: self.number,
                frame,
                frame_start,
                record,
            })?;
        }
    }
}
