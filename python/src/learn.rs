//! Templates of a crawl, in the steps between which an engine sorts: lines counted by host, hosts judged one by one, a
//! pack written of all.

use crate::batch::page::{guarded, page};
use crate::engine::large_binary;
use arrow_array::{Array, LargeBinaryArray, StringArray, make_array};
use arrow_data::ArrayData;
use arrow_pyarrow::PyArrowType;
use dechaff::Mode;
use dechaff::tools::templates::{
    Acceptance, Counts, HostLearner as Learner, LearnedHost, Row, TemplateWriter, push_row,
};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Rows that are handed on together.
const MOST_ROWS: usize = 10_000;

/// An array that Python gives or takes.
type Column = PyArrowType<ArrayData>;

/// Counts the lines of pages, host by host.
#[pyclass(module = "dechaff._native")]
#[derive(Default)]
pub(crate) struct LineCounter {
    counts: Counts,
}

/// What became of pages: counted, without a host, come again, not to be read.
type Tally = (usize, usize, usize, usize);

#[pymethods]
impl LineCounter {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Counts pages. Those without a text are passed over.
    fn add(&mut self, py: Python<'_>, ids: Column, urls: Column, texts: Column) -> PyResult<Tally> {
        let arrays = [ids, urls, texts].map(|column| make_array(column.0));
        let [ids, urls, texts] = arrays.each_ref().map(large_binary);
        let wrong =
            |error: crate::batch::texts::BatchError| PyValueError::new_err(error.to_string());
        let (ids, urls, texts) = (
            ids.map_err(wrong)?,
            urls.map_err(wrong)?,
            texts.map_err(wrong)?,
        );
        if ids.len() != texts.len() || urls.len() != texts.len() {
            return Err(PyValueError::new_err(
                "columns of one batch are equally long",
            ));
        }
        py.detach(|| self.count(ids, urls, texts))
            .map_err(PyValueError::new_err)
    }

    /// About how many bytes the counts take.
    fn len_in_memory(&self) -> usize {
        self.counts.len_in_memory()
    }

    /// The counts so far, and begins anew: columns of hosts, of keys by which rows of a host sort, and of rows.
    fn take_rows(&mut self, py: Python<'_>) -> Vec<(Column, Column, Column)> {
        let counts = std::mem::take(&mut self.counts);
        py.detach(|| {
            let rows: Vec<Row> = counts.into_rows().collect();
            rows.chunks(MOST_ROWS).map(columns).collect()
        })
    }
}

impl LineCounter {
    fn count(
        &mut self,
        ids: &LargeBinaryArray,
        urls: &LargeBinaryArray,
        texts: &LargeBinaryArray,
    ) -> Result<Tally, String> {
        let mut tally = Tally::default();
        for row in (0..texts.len()).filter(|row| texts.is_valid(*row)) {
            let url = urls
                .is_valid(row)
                .then(|| String::from_utf8_lossy(urls.value(row)));
            let Some(host) = page("", url.as_deref(), None).host() else {
                tally.1 += 1;
                continue;
            };
            if ids.is_null(row) {
                return Err(format!(
                    "a page of {host} has no id; pages are told apart by theirs"
                ));
            }
            let id = String::from_utf8_lossy(ids.value(row));
            let Ok(text) = std::str::from_utf8(texts.value(row)) else {
                tally.3 += 1;
                continue;
            };
            let is_new = guarded(|| self.counts.add(&host, &id, text))?;
            tally.0 += usize::from(is_new);
            tally.2 += usize::from(!is_new);
        }
        Ok(tally)
    }
}

fn columns(rows: &[Row]) -> (Column, Column, Column) {
    let keys: Vec<(&str, String)> = rows.iter().map(Row::sort_key).collect();
    let hosts = StringArray::from_iter_values(keys.iter().map(|(host, _)| host));
    let texts = StringArray::from_iter_values(rows.iter().map(text));
    let keys = StringArray::from_iter_values(keys.iter().map(|(_, key)| key));
    let column = |array: StringArray| PyArrowType(array.into_data());
    (column(hosts), column(keys), column(texts))
}

fn text(row: &Row) -> String {
    let mut text = Vec::new();
    push_row(row, &mut text);
    text.pop(); // its newline
    String::from_utf8(text).expect("JSON is UTF-8")
}

/// Judges host by host what sorted rows say.
#[pyclass(module = "dechaff._native")]
#[derive(Default)]
pub(crate) struct HostLearner {
    learner: Learner,
}

#[pymethods]
impl HostLearner {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Takes rows; what the hosts repeat that ended in them, each as JSON for `write_pack`.
    fn take(&mut self, py: Python<'_>, rows: Vec<String>) -> PyResult<Vec<String>> {
        let learned = py.detach(|| self.judge(&rows));
        learned.map_err(PyValueError::new_err)
    }

    /// What the last host repeats.
    fn finish(&mut self, py: Python<'_>) -> Option<String> {
        let learner = std::mem::take(&mut self.learner);
        py.detach(|| learner.finish().map(|host| host.to_json()))
    }
}

impl HostLearner {
    fn judge(&mut self, rows: &[String]) -> Result<Vec<String>, String> {
        let mut hosts = Vec::new();
        for row in rows {
            let row = Row::parse(row).map_err(|error| error.to_string())?;
            let host = self.learner.take(row).map_err(|error| error.to_string())?;
            hosts.extend(host.map(|host| host.to_json()));
        }
        Ok(hosts)
    }
}

/// What [`write_pack`] gives.
type Written = (
    String,
    Vec<(String, String)>,
    usize,
    usize,
    usize,
    usize,
    usize,
);

/// Writes the pack of hosts: its TOML, the names and texts of files beside it, hosts, those of them that repeat lines,
/// pages, lines that cut, lines that only show. There are files beside it only where it has a file name itself.
#[pyfunction]
#[pyo3(signature = (hosts, name, accept, file=None))]
pub(crate) fn write_pack(
    py: Python<'_>,
    hosts: Vec<String>,
    name: &str,
    accept: &str,
    file: Option<&str>,
) -> PyResult<Written> {
    let mode = Mode::from_word(accept);
    let mode = mode.ok_or_else(|| PyValueError::new_err("no such mode"))?;
    let pack = py.detach(|| {
        let hosts: Result<Vec<_>, _> = hosts.iter().map(|host| LearnedHost::parse(host)).collect();
        let mut hosts = hosts.map_err(|error| error.to_string())?;
        hosts.sort_by(|one, other| one.host().cmp(other.host()));
        let mut writer = TemplateWriter::new(name, Acceptance { mode });
        if let Some(file) = file {
            writer = writer.with_files_beside(file);
        }
        for host in hosts {
            writer.take_host(host);
        }
        Ok(writer.finish())
    });
    let pack = pack.map_err(|error: String| PyValueError::new_err(error))?;
    let beside = pack.beside.into_iter();
    let beside = beside.map(|file| (file.name, file.text));
    Ok((
        pack.toml,
        beside.collect(),
        pack.hosts,
        pack.hosts_with_lines,
        pack.pages,
        pack.lines,
        pack.flagged,
    ))
}
