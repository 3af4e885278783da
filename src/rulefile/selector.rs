//! Which rules run, by id, kind or pack.

use crate::rules::evidence_part::EvidencePart;
use crate::rules::rule::Rule;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

/// Some rules, by id, kind or pack, or parts of evidence by name: what `--only` and `--skip` take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    pub(crate) word: String,
    pub(crate) place: Option<WrittenAt>,
}

/// The word for all rules of dates, whatever their kind.
const DATES: &str = "date";

/// Which words of an id say that its rule finds dates.
const DATE_WORDS: &[&str] = &["date", "dateline", "stamp"];

/// Where a selector was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrittenAt {
    pub(crate) file: Arc<str>,
    pub(crate) source: Arc<str>,
    pub(crate) span: Range<usize>,
}

impl FromStr for Selector {
    type Err = std::convert::Infallible;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Ok(Self {
            word: word.trim().to_owned(),
            place: None,
        })
    }
}

impl Selector {
    pub(crate) fn of_file(
        word: &str,
        file: Arc<str>,
        source: Arc<str>,
        span: Range<usize>,
    ) -> Self {
        let place = Some(WrittenAt { file, source, span });
        Self {
            word: word.trim().to_owned(),
            place,
        }
    }

    /// Names where it comes from, for the error where it selects no rule.
    #[must_use]
    pub fn from_origin(self, origin: &str) -> Self {
        let place = Some(WrittenAt {
            file: origin.into(),
            source: "".into(),
            span: 0..0,
        });
        Self { place, ..self }
    }

    /// The id, kind or pack.
    pub fn word(&self) -> &str {
        &self.word
    }

    /// Whether the rule is meant: its id (with or without its pack), its kind or its pack; `date` means
    /// all rules of dates.
    pub fn selects(&self, rule: &Rule) -> bool {
        let bare = rule.id.split_once('/').map(|(_, id)| id);
        self.word == rule.id
            || self.word == rule.pack()
            || self.word == rule.kind.word()
            || bare == Some(self.word.as_str())
            || self.word == DATES
                && rule
                    .bare_id()
                    .split('-')
                    .any(|part| DATE_WORDS.contains(&part))
    }

    /// Whether that part of evidence is meant, by its name or as `evidence`. Kinds mean rules alone.
    pub fn selects_evidence(&self, part: EvidencePart) -> bool {
        part.is_named(&self.word)
    }

    /// Whether some part of evidence is meant.
    pub fn names_evidence(&self) -> bool {
        EvidencePart::ALL
            .iter()
            .any(|&part| self.selects_evidence(part))
    }
}
