//! The cleaner, as Python calls it.

use crate::batch::page::{CleanPage, clean_page, guarded, page};
use crate::batch::texts::{BatchError, clean_texts};
use arrow_array::{Array, ArrayRef, LargeBinaryArray, make_array};
use arrow_data::ArrayData;
use arrow_pyarrow::PyArrowType;
use dechaff::record::RECORD_VERSION;
use dechaff::rulefile::{FilesBeside, shipped_pack_names};
use dechaff::{
    Cleaner, CutRecord, Finding, Kind, Mode, PackSource, Page, Record, Rules, RulesBuilder, Verdict,
};
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;

pyo3::create_exception!(
    dechaff,
    RuleError,
    PyValueError,
    "A rule file is wrong; the message has all that is wrong with it, with lines and columns."
);

/// A cut: start, end, line, rule, also, kind, confidence, text, evidence.
type CutTuple = (
    usize,
    usize,
    usize,
    String,
    Vec<String>,
    &'static str,
    &'static str,
    String,
    Vec<String>,
);

/// A page: text, cuts, words before and after, warnings.
type PageTuple = (String, Vec<CutTuple>, usize, usize, Vec<String>);

/// A find: rule, start, end, first and last line, evidence, verdict, why that.
type FindingTuple = (
    String,
    usize,
    usize,
    usize,
    usize,
    String,
    &'static str,
    Option<String>,
);

/// An array that Python gives or takes.
type Column = PyArrowType<ArrayData>;

/// Rules and model, compiled.
#[pyclass(frozen, module = "dechaff._native")]
pub(crate) struct Engine {
    cleaner: Cleaner,
    lang: Option<String>,
}

#[pymethods]
impl Engine {
    /// Compiles rules: those of the shipped packs of these names, or of all, and then those of these files, each a
    /// name and a text.
    #[new]
    fn new(
        py: Python<'_>,
        mode: &str,
        rules: Vec<(String, String)>,
        packs: Option<Vec<String>>,
        evidence: bool,
        lang: Option<String>,
    ) -> PyResult<Self> {
        let mode = Mode::from_word(mode);
        let mode = mode.ok_or_else(|| PyValueError::new_err("no such mode"))?;
        let cleaner = py.detach(|| {
            let rules = build(rules, packs).map_err(|errors| errors.to_string())?;
            let builder = Cleaner::builder().rules(rules).mode(mode);
            Ok(if evidence {
                builder
            } else {
                builder.without_model()
            }
            .build())
        });
        let cleaner = cleaner.map_err(|errors: String| RuleError::new_err(errors))?;
        Ok(Self { cleaner, lang })
    }

    /// Cleans a text.
    fn clean(&self, py: Python<'_>, text: &str, url: Option<String>) -> PyResult<PageTuple> {
        let page = py.detach(|| guarded(|| self.clean_text(text, url.as_deref())));
        page.map(page_tuple).map_err(PyRuntimeError::new_err)
    }

    /// Cleans a column of texts: texts, cuts, removed shares, warnings, errors.
    fn clean_texts(
        &self,
        py: Python<'_>,
        texts: Column,
        urls: Option<Column>,
    ) -> PyResult<(Column, Column, Column, Column, Column)> {
        let (texts, urls) = (make_array(texts.0), urls.map(|urls| make_array(urls.0)));
        let columns = py.detach(|| {
            let urls = urls.as_ref().map(large_binary).transpose()?;
            clean_texts(&texts, urls, |text, url| self.clean_text(text, url))
        });
        let columns = columns.map_err(|error| PyValueError::new_err(error.to_string()))?;
        let column = |array: ArrayRef| PyArrowType(array.to_data());
        Ok((
            column(columns.texts),
            column(columns.cuts),
            column(columns.removed_shares),
            column(columns.warnings),
            column(columns.errors),
        ))
    }

    /// All that rules found on a text, and what became of it.
    fn explain(
        &self,
        py: Python<'_>,
        text: &str,
        url: Option<String>,
    ) -> PyResult<Vec<FindingTuple>> {
        let page: Page<'_> = page(text, url.as_deref(), self.lang.as_deref());
        let findings = py.detach(|| guarded(|| self.cleaner.explain(&page)));
        let findings = findings.map_err(PyRuntimeError::new_err)?;
        Ok(findings.into_iter().map(finding_tuple).collect())
    }

    /// The hashes of rules and options, by which records tell what cleaned a page.
    fn hashes(&self) -> (String, String) {
        let options = self.cleaner.options().hash(self.cleaner.model());
        (self.cleaner.rules().hash().to_owned(), options)
    }
}

impl Engine {
    fn clean_text(&self, text: &str, url: Option<&str>) -> CleanPage {
        clean_page(&self.cleaner, text, url, self.lang.as_deref())
    }
}

fn build(
    files: Vec<(String, String)>,
    packs: Option<Vec<String>>,
) -> Result<Rules, dechaff::RuleErrors> {
    let mut builder = RulesBuilder::new();
    if let Some(packs) = packs {
        builder = builder.without_shipped();
        for pack in packs {
            builder = builder.shipped(&pack);
        }
    }
    for (name, text) in files {
        builder = builder.file(PackSource { name, text });
    }
    builder.build()
}

pub(crate) fn large_binary(array: &ArrayRef) -> Result<&LargeBinaryArray, BatchError> {
    let column = array.as_any().downcast_ref();
    column.ok_or_else(|| BatchError::Type(array.data_type().to_string()))
}

fn page_tuple(page: CleanPage) -> PageTuple {
    (
        page.text,
        page.cuts.into_iter().map(cut_tuple).collect(),
        page.words_before,
        page.words_after,
        page.warnings,
    )
}

fn cut_tuple(cut: CutRecord) -> CutTuple {
    (
        cut.start,
        cut.end,
        cut.line,
        cut.rule,
        cut.also,
        cut.kind.word(),
        cut.confidence.word(),
        cut.text,
        cut.evidence,
    )
}

fn finding_tuple(finding: Finding) -> FindingTuple {
    let (verdict, why) = match finding.verdict {
        Verdict::Cut => ("cut", None),
        Verdict::Protects => ("protects", None),
        Verdict::Guarded(why) => ("guarded", Some(why)),
        Verdict::TooWeak(confidence) => ("too weak", Some(confidence.word().to_owned())),
        Verdict::Flagged => ("flagged", None),
        Verdict::Protected => ("protected", None),
        Verdict::Sheltered => ("sheltered", None),
        Verdict::Outweighed => ("outweighed", None),
    };
    let (first, last) = finding.lines;
    (
        finding.rule,
        finding.span.start,
        finding.span.end,
        first,
        last,
        finding.evidence,
        verdict,
        why,
    )
}

/// The files beside a rule file that its text names: its file of lines, and other parts of its pack.
#[pyfunction]
pub(crate) fn files_beside(text: &str) -> (Option<String>, Vec<String>) {
    let FilesBeside { lines, parts } = dechaff::rulefile::files_beside(text);
    (lines, parts)
}

/// The names of the shipped packs, in load order.
#[pyfunction]
pub(crate) fn shipped_packs() -> Vec<&'static str> {
    shipped_pack_names()
}

/// The text from its clean text and its cuts, each with start, end and text.
#[pyfunction]
pub(crate) fn restore(
    py: Python<'_>,
    clean: &str,
    cuts: Vec<(usize, usize, String)>,
) -> PyResult<String> {
    let cut = |(start, end, text)| CutRecord {
        start,
        end,
        line: 0,
        rule: String::new(),
        also: Vec::new(),
        kind: Kind::Other,
        confidence: dechaff::Confidence::High,
        text,
        evidence: Vec::new(),
    };
    let record = Record {
        version: RECORD_VERSION,
        page: String::new(),
        path_hex: None,
        blake3: String::new(),
        len_bytes: 0,
        encoding: None,
        bytes_hex: Vec::new(),
        format: None,
        url: None,
        lang: None,
        warnings: Vec::new(),
        words: None,
        packs: String::new(),
        dechaff: String::new(),
        mode: Mode::Careful,
        options: String::new(),
        cuts: cuts.into_iter().map(cut).collect(),
    };
    let restored = py.detach(|| record.join(clean));
    restored.map_err(|error| PyValueError::new_err(error.to_string()))
}
