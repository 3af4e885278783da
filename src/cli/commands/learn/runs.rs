//! Counts on disk: files of `--counts`, and those that are put aside for want of memory.

use anyhow::Context as _;
use dechaff::tools::templates::{MergeError, Row, push_header, push_row, rows_of};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Seek as _, Write as _};
use std::path::Path;

/// Rows in order, from memory or from a file.
pub(crate) type SortedRows = Box<dyn Iterator<Item = Result<Row, MergeError<io::Error>>>>;

/// Counts that were put aside, in a file that has no name and goes with the program.
pub(crate) struct Spilled(File);

impl Spilled {
    pub(crate) fn write(rows: impl Iterator<Item = Row>) -> anyhow::Result<Self> {
        let cannot = "cannot put counts aside in the folder for temporary files; more --memory needs less of it";
        let mut out = BufWriter::new(tempfile::tempfile().context(cannot)?);
        let mut buffer = Vec::new();
        push_header(&mut buffer);
        for row in rows {
            push_row(&row, &mut buffer);
            out.write_all(&buffer).context(cannot)?;
            buffer.clear();
        }
        out.write_all(&buffer).context(cannot)?;
        let mut file = out.into_inner().context(cannot)?;
        file.rewind().context(cannot)?;
        Ok(Self(file))
    }

    #[expect(clippy::unnecessary_wraps, reason = "as files of counts are read")]
    pub(crate) fn rows(self) -> anyhow::Result<SortedRows> {
        Ok(Box::new(rows_of(BufReader::new(self.0).lines())))
    }
}

/// The rows of a file of counts.
pub(crate) fn rows_of_file(path: &Path) -> anyhow::Result<SortedRows> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let name = path.display().to_string();
    let named = move |error: MergeError<io::Error>| match error {
        MergeError::Read(error) => {
            MergeError::Read(io::Error::new(error.kind(), format!("{name}: {error}")))
        }
        MergeError::Row(line, error) => {
            MergeError::Read(io::Error::other(format!("{name}:{line}: {error}")))
        }
        MergeError::Order(line) => MergeError::Read(io::Error::other(format!(
            "{name}:{line}: the rows are not in order: by `host`, pages first, these by `page` and lines by `key`"
        ))),
        other => other,
    };
    let rows = rows_of(BufReader::new(file).lines());
    Ok(Box::new(rows.map(move |row| row.map_err(&named))))
}
