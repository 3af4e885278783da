//! A column of texts, cleaned row by row.

use crate::batch::cuts::cut_column;
use crate::batch::page::{CleanPage, guarded};
use arrow_array::builder::{BinaryViewBuilder, GenericBinaryBuilder};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, Float64Array, GenericBinaryArray,
    LargeBinaryArray, OffsetSizeTrait, StringArray,
};
use arrow_schema::ArrowError;
use dechaff::CutRecord;
use std::fmt;
use std::sync::Arc;

/// What stands beside the texts of a batch, row by row.
#[derive(Debug)]
pub(crate) struct Columns {
    /// The clean texts, in the type of the texts.
    pub(crate) texts: ArrayRef,
    /// What went; empty where nothing went or the row was not cleaned, null where it has no text.
    pub(crate) cuts: ArrayRef,
    /// Which share of the words went, 0 to 1; null where there is no text.
    pub(crate) removed_shares: ArrayRef,
    /// Why a page was not cleaned as its rules would have it.
    pub(crate) warnings: ArrayRef,
    /// Why a row came through untouched.
    pub(crate) errors: ArrayRef,
}

/// Why a batch cannot be cleaned.
#[derive(Debug)]
pub(crate) enum BatchError {
    /// What is no column of bytes, by its type.
    Type(String),
    /// There are more or fewer urls than texts.
    Lengths(usize, usize),
    /// The texts of all cuts are too long for one column.
    TooLarge,
    /// Arrow refuses a column.
    Arrow(ArrowError),
}

impl fmt::Display for BatchError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(found) => write!(out, "texts are bytes here, not {found}"),
            Self::Lengths(texts, urls) => write!(out, "{texts} texts and {urls} urls"),
            Self::TooLarge => {
                out.write_str("what was cut has more than 2 GiB: give it in smaller batches")
            }
            Self::Arrow(error) => error.fmt(out),
        }
    }
}

impl From<ArrowError> for BatchError {
    fn from(error: ArrowError) -> Self {
        Self::Arrow(error)
    }
}

/// Cleans each text by `clean`, which is given its url, too. Rows that are no UTF-8, and those on which `clean`
/// panics, come through untouched with an error. There are as many rows out as in, in the same order.
///
/// # Errors
///
/// Where `texts` are not of bytes, or what was cut has more than 2 GiB.
pub(crate) fn clean_texts(
    texts: &dyn Array,
    urls: Option<&LargeBinaryArray>,
    clean: impl Fn(&str, Option<&str>) -> CleanPage,
) -> Result<Columns, BatchError> {
    if let Some(urls) = urls.filter(|urls| urls.len() != texts.len()) {
        return Err(BatchError::Lengths(texts.len(), urls.len()));
    }
    let any = texts.as_any();
    let rows = texts.len();
    if let Some(texts) = any.downcast_ref::<BinaryArray>() {
        let out = GenericBinaryBuilder::<i32>::with_capacity(rows, len_bytes(texts));
        Rows::new(out, rows, clean).clean(texts.iter(), urls)
    } else if let Some(texts) = any.downcast_ref::<LargeBinaryArray>() {
        let out = GenericBinaryBuilder::<i64>::with_capacity(rows, len_bytes(texts));
        Rows::new(out, rows, clean).clean(texts.iter(), urls)
    } else if let Some(texts) = any.downcast_ref::<BinaryViewArray>() {
        let out = BinaryViewBuilder::with_capacity(rows);
        Rows::new(out, rows, clean).clean(texts.iter(), urls)
    } else {
        Err(BatchError::Type(texts.data_type().to_string()))
    }
}

/// How many bytes the texts have together: a slice has the buffers of all of which it is one.
fn len_bytes<O: OffsetSizeTrait>(texts: &GenericBinaryArray<O>) -> usize {
    let offsets = texts.value_offsets();
    let ends = offsets.first().zip(offsets.last());
    ends.map_or(0, |(first, last)| last.as_usize() - first.as_usize())
}

/// Where texts go.
trait TextBuilder {
    fn push(&mut self, text: Option<&[u8]>);
    fn build(self) -> ArrayRef;
}

impl<O: OffsetSizeTrait> TextBuilder for GenericBinaryBuilder<O> {
    fn push(&mut self, text: Option<&[u8]>) {
        self.append_option(text);
    }

    fn build(mut self) -> ArrayRef {
        Arc::new(self.finish())
    }
}

impl TextBuilder for BinaryViewBuilder {
    fn push(&mut self, text: Option<&[u8]>) {
        self.append_option(text);
    }

    fn build(mut self) -> ArrayRef {
        Arc::new(self.finish())
    }
}

/// The rows that were cleaned so far.
struct Rows<B, C> {
    clean: C,
    texts: B,
    cuts: Vec<Option<Vec<CutRecord>>>,
    removed_shares: Vec<Option<f64>>,
    warnings: Vec<Option<String>>,
    errors: Vec<Option<String>>,
}

impl<B: TextBuilder, C: Fn(&str, Option<&str>) -> CleanPage> Rows<B, C> {
    fn new(texts: B, rows: usize, clean: C) -> Self {
        Self {
            clean,
            texts,
            cuts: Vec::with_capacity(rows),
            removed_shares: Vec::with_capacity(rows),
            warnings: Vec::with_capacity(rows),
            errors: Vec::with_capacity(rows),
        }
    }

    fn clean<'t>(
        mut self,
        texts: impl Iterator<Item = Option<&'t [u8]>>,
        urls: Option<&LargeBinaryArray>,
    ) -> Result<Columns, BatchError> {
        for (row, text) in texts.enumerate() {
            let url = urls.filter(|urls| urls.is_valid(row));
            let url = url.map(|urls| String::from_utf8_lossy(urls.value(row)));
            match text {
                None => self.push_null(),
                Some(bytes) => match self.cleaned(bytes, url.as_deref()) {
                    Ok(page) => self.push(page),
                    Err(why) => self.push_untouched(bytes, why),
                },
            }
        }
        self.finish()
    }

    fn cleaned(&self, bytes: &[u8], url: Option<&str>) -> Result<CleanPage, String> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            format!(
                "not UTF-8: the text is damaged at byte {} of {}",
                error.valid_up_to(),
                bytes.len()
            )
        })?;
        guarded(|| (self.clean)(text, url))
    }

    fn push(&mut self, page: CleanPage) {
        self.texts.push(Some(page.text.as_bytes()));
        self.removed_shares.push(Some(page.removed_share()));
        self.cuts.push(Some(page.cuts));
        let has_warnings = !page.warnings.is_empty();
        self.warnings
            .push(has_warnings.then(|| page.warnings.join("; ")));
        self.errors.push(None);
    }

    fn push_untouched(&mut self, text: &[u8], why: String) {
        self.texts.push(Some(text));
        self.cuts.push(Some(Vec::new()));
        self.removed_shares.push(Some(0.0));
        self.warnings.push(None);
        self.errors.push(Some(why));
    }

    fn push_null(&mut self) {
        self.texts.push(None);
        self.cuts.push(None);
        self.removed_shares.push(None);
        self.warnings.push(None);
        self.errors.push(None);
    }

    fn finish(self) -> Result<Columns, BatchError> {
        Ok(Columns {
            texts: self.texts.build(),
            cuts: cut_column(&self.cuts)?,
            removed_shares: Arc::new(Float64Array::from(self.removed_shares)),
            warnings: Arc::new(StringArray::from(self.warnings)),
            errors: Arc::new(StringArray::from(self.errors)),
        })
    }
}
