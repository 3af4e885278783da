//! Labels, read back from their rows.

use crate::rules::kind::Kind;
use crate::text::span::Span;
use crate::tools::synthesize::draft::NoiseSpan;
use serde::Deserialize;

/// What a row of labels says of its page.
///
/// # Example
///
/// ```
/// use dechaff::tools::synthesize::PageLabels;
///
/// let row = r#"{"version":1,"id":"a.example/00000003","len_bytes":40,"noise":[[0,6,"share"]]}"#;
/// let labels = PageLabels::read(row)?;
/// assert_eq!((&*labels.id, labels.noise[0].span.end), ("a.example/00000003", 6));
/// # Ok::<(), dechaff::tools::synthesize::LabelError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLabels {
    /// The page: its path below the crawl, without `.txt`.
    pub id: String,
    /// How many bytes its text has.
    pub len_bytes: usize,
    /// Its noise: sorted and disjoint.
    pub noise: Vec<NoiseSpan>,
}

/// Why a row holds no labels.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no labels: {0}")]
pub struct LabelError(String);

#[derive(Deserialize)]
struct Row {
    version: u32,
    id: String,
    len_bytes: usize,
    noise: Vec<(usize, usize, Kind)>,
}

impl PageLabels {
    /// Reads a row as [`push_labels`](crate::tools::synthesize::push_labels) writes it.
    ///
    /// # Errors
    ///
    /// Where it is none, of another version, or its spans are not sorted, disjoint and within the page.
    pub fn read(row: &str) -> Result<Self, LabelError> {
        let row: Row = serde_json::from_str(row).map_err(|error| LabelError(error.to_string()))?;
        if row.version != 1 {
            return Err(LabelError(format!("version {}", row.version)));
        }
        let mut upto = 0;
        for &(start, end, _) in &row.noise {
            if start < upto || end <= start || end > row.len_bytes {
                return Err(LabelError(format!(
                    "{start}..{end} is not in order, or not on the page"
                )));
            }
            upto = end;
        }
        let noise = row.noise.into_iter().map(|(start, end, kind)| NoiseSpan {
            span: Span::new(start, end),
            kind,
        });
        Ok(Self {
            id: row.id,
            len_bytes: row.len_bytes,
            noise: noise.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::synthesize::crawl::{Crawl, CrawlOptions};
    use crate::tools::synthesize::rows::push_labels;

    #[test]
    fn what_is_written_reads_back() {
        let crawl = Crawl::new(CrawlOptions::default());
        for page in (0..200).map(|index| crawl.page(index)) {
            let mut row = Vec::new();
            push_labels(&page, &mut row);
            let row = String::from_utf8(row).expect("JSON is UTF-8");
            let labels = PageLabels::read(&row).expect("they are labels");
            assert_eq!((labels.id, labels.noise), (page.id, page.noise));
            assert_eq!(labels.len_bytes, page.text.len());
        }
    }

    #[test]
    fn what_cannot_be_true_is_refused() {
        for noise in [
            "[5,4,\"ad\"]",
            "[0,2,\"ad\"],[1,3,\"ad\"]",
            "[0,9,\"ad\"]",
            "[0,1,\"mist\"]",
        ] {
            let row = format!("{{\"version\":1,\"id\":\"a\",\"len_bytes\":8,\"noise\":[{noise}]}}");
            assert!(PageLabels::read(&row).is_err(), "{noise}");
        }
        let later = "{\"version\":2,\"id\":\"a\",\"len_bytes\":8,\"noise\":[]}";
        let why = PageLabels::read(later).expect_err("it is of another version");
        assert_eq!(why.to_string(), "no labels: version 2");
    }
}
