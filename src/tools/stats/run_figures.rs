//! What an earlier run left of a rule: read from its statistics or its summary.

use crate::text::number::counted;
use crate::tools::stats::figures::{STATISTICS_VERSION, Statistics};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The figures that a run left behind: the JSON of `rules stats`, or the `summary.json` that
/// `clean` writes, which knows less.
///
/// # Example
///
/// ```
/// let summary = r#"{"pages": 12, "rules": {"en/ad-slot-label": 3}}"#;
/// let run = dechaff::tools::stats::RunFigures::read(summary)?;
/// assert_eq!(run.of_rule("en/ad-slot-label").as_deref(), Some("3 cuts on 12 pages read"));
/// # Ok::<(), dechaff::tools::stats::FigureError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct RunFigures(Source);

#[derive(Debug, Clone, PartialEq)]
enum Source {
    Statistics(Box<Statistics>),
    Summary(Summary),
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Summary {
    pages: u64,
    rules: BTreeMap<String, u64>,
}

/// Why a file holds no figures of a run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("neither the JSON of `rules stats` nor a summary.json: {0}")]
pub struct FigureError(String);

impl RunFigures {
    /// Reads either form. O(n) in its bytes.
    ///
    /// # Errors
    ///
    /// Where the text is neither, or from a later version of the program.
    pub fn read(json: &str) -> Result<Self, FigureError> {
        let wrong = |error: serde_json::Error| FigureError(error.to_string());
        let value: serde_json::Value = serde_json::from_str(json).map_err(wrong)?;
        match value.get("version").map(serde_json::Value::as_u64) {
            Some(Some(version)) if version == u64::from(STATISTICS_VERSION) => {
                let read = serde_json::from_value(value).map_err(wrong)?;
                Ok(Self(Source::Statistics(Box::new(read))))
            }
            Some(_) => Err(FigureError(
                "its version is not one that this dechaff reads".to_owned(),
            )),
            None => {
                let read = serde_json::from_value(value).map_err(wrong)?;
                Ok(Self(Source::Summary(read)))
            }
        }
    }

    /// The whole statistics, where the run left them.
    pub fn statistics(&self) -> Option<&Statistics> {
        match &self.0 {
            Source::Statistics(statistics) => Some(statistics),
            Source::Summary(_) => None,
        }
    }

    /// What the rule did, in a line of words; `None` of a rule that did not run, or of which a
    /// summary does not say whether it ran.
    pub fn of_rule(&self, id: &str) -> Option<String> {
        match &self.0 {
            Source::Summary(summary) => {
                let cuts = counted(*summary.rules.get(id)?, "cut");
                Some(format!("{cuts} on {} read", counted(summary.pages, "page")))
            }
            Source::Statistics(statistics) => {
                let figures = statistics.rules.get(id)?;
                let all = counted(statistics.pages, "page");
                let mut words = match figures.cuts {
                    0 => format!("no cut on {all}"),
                    cuts => format!(
                        "{} on {} of {all}, {}",
                        counted(cuts, "cut"),
                        figures.pages,
                        counted(figures.words, "word")
                    ),
                };
                for (count, what) in [
                    (figures.guarded, "refused by a guard"),
                    (figures.protected, "kept by a protect rule"),
                    (figures.shared, "cut by another rule"),
                ] {
                    if count > 0 {
                        let _ = write!(words, "; {} {what}", counted(count, "find"));
                    }
                }
                Some(words)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::cleaner::Cleaner;
    use crate::page::Page;
    use crate::tools::stats::figures::FigureBooks;
    use crate::tools::stats::page::page_stats;

    #[test]
    fn statistics_are_read_back() {
        let cleaner = Cleaner::shipped();
        let page = Page::new("Rain fell.\n\nADVERTISEMENT\n");
        let mut books = FigureBooks::default();
        books.add(page.text().len(), &page_stats(&cleaner, &page, &|| 0).1);
        let statistics = books.statistics(&cleaner, 5, Vec::new());
        let json = serde_json::to_string(&statistics).expect("its keys are texts");
        let run = RunFigures::read(&json).expect("it is what was written");
        assert_eq!(run.statistics(), Some(&statistics));
        assert_eq!(
            run.of_rule("en/ad-slot-label").as_deref(),
            Some("1 cut on 1 of 1 page, 1 word")
        );
        assert_eq!(
            run.of_rule("en/pager-title").as_deref(),
            Some("no cut on 1 page")
        );
        assert_eq!(run.of_rule("en/none"), None);
        let later = json.replace("\"version\":1", "\"version\":2");
        assert!(RunFigures::read(&later).is_err());
        assert!(RunFigures::read("{}").is_err());
    }
}
