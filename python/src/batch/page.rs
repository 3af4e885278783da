//! One page, so that whatever happens to it is an error of its own.

use dechaff::{Cleaned, Cleaner, CutRecord, Page, PageMeta, Warning};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A page that was cleaned.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CleanPage {
    pub(crate) text: String,
    /// What went; neighbours that went for one reason are one cut, as in the files that the command writes.
    pub(crate) cuts: Vec<CutRecord>,
    pub(crate) words_before: usize,
    pub(crate) words_after: usize,
    pub(crate) warnings: Vec<String>,
}

impl CleanPage {
    /// The share of the page's words that went, 0 to 1.
    #[expect(
        clippy::cast_precision_loss,
        reason = "no page has so many words that it shows"
    )]
    pub(crate) fn removed_share(&self) -> f64 {
        match self.words_before {
            0 => 0.0,
            before => 1.0 - self.words_after as f64 / before as f64,
        }
    }
}

/// Cleans a text.
pub(crate) fn clean_page(
    cleaner: &Cleaner,
    text: &str,
    url: Option<&str>,
    lang: Option<&str>,
) -> CleanPage {
    let page = page(text, url, lang);
    let cleaned = cleaner.clean(&page);
    let mut record = cleaned.record("");
    record.join_neighbours();
    CleanPage {
        cuts: record.cuts,
        words_before: cleaned.words_before,
        words_after: cleaned.words_after,
        warnings: warnings(&cleaned),
        text: cleaned.text,
    }
}

/// The page that a text is.
pub(crate) fn page<'t>(text: &'t str, url: Option<&str>, lang: Option<&str>) -> Page<'t> {
    let meta = PageMeta {
        url: url.map(str::to_owned),
        lang: lang.map(str::to_owned),
        ..PageMeta::default()
    };
    Page::with_meta(text, meta)
}

fn warnings(cleaned: &Cleaned<'_>) -> Vec<String> {
    let words = |warning: &Warning| match warning {
        Warning::KeptWhole { removed_share } => format!(
            "kept whole, since {:.0} % of its words would go; explain() shows why",
            removed_share * 100.0
        ),
        Warning::TooLarge => "kept whole, since it has 4 GiB or more".to_owned(),
        Warning::Unsettled => {
            "its cuts made room for more when cleaning stopped; there may be more noise".to_owned()
        }
    };
    cleaned.warnings.iter().map(words).collect()
}

/// Does something for one page. A panic is that page's error, in words: Python would take it for a
/// `BaseException`, which ends the batch and the task.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|thrown| {
        format!(
            "dechaff has a fault that this page shows; please report it: {}",
            words_of(&*thrown)
        )
    })
}

fn words_of(thrown: &(dyn Any + Send)) -> &str {
    let text = thrown.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| thrown.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without words")
}
