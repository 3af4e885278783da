//! What a run did, in numbers. No clock and no path of this machine goes into it.

use crate::clean::cleaned::Warning;
use crate::io::batch::event::{CleanPage, Event};
use crate::record::Record;
use crate::rules::kind::Kind;
use crate::text::word_count::word_count;
use crate::view::format::Format;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Totals of a run: `summary.json`.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunSummary {
    /// Pages that were cleaned.
    pub pages: usize,
    /// Pages of which something went besides blank lines.
    pub pages_changed: usize,
    /// Pages that were kept whole because too much of them would have gone.
    pub pages_kept_whole: usize,
    /// Pages whose cuts had not settled when the last pass ended.
    pub pages_unsettled: usize,
    /// Pages that were longer than a page may be, and stay as they are: not among `pages`.
    #[serde(default, skip_serializing_if = "is_none")]
    pub pages_too_long: usize,
    /// Paths that could not be read.
    pub failed: usize,
    /// Files that were passed over, by reason.
    pub skipped: BTreeMap<Cow<'static, str>, usize>,
    /// Bytes of the texts that were read, as UTF-8.
    pub bytes_before: usize,
    /// Bytes of the clean texts.
    pub bytes_after: usize,
    /// Words of the texts that were read.
    pub words_before: usize,
    /// Words of the clean texts.
    pub words_after: usize,
    /// Pages by the format as which they were read; they add up to `pages`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub formats: BTreeMap<String, usize>,
    /// Pages that are not UTF-8, by the encoding in which they were read.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub encodings: BTreeMap<String, usize>,
    /// What went, by kind.
    pub kinds: BTreeMap<Kind, KindTotals>,
    /// Cuts by rule.
    pub rules: BTreeMap<String, usize>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands on a reference"
)]
fn is_none(count: &usize) -> bool {
    *count == 0
}

/// What went of one kind.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindTotals {
    /// How many cuts.
    pub cuts: usize,
    /// On how many pages.
    pub pages: usize,
    /// How many bytes.
    pub bytes: usize,
    /// How many words.
    pub words: usize,
}

impl RunSummary {
    /// Adds an event.
    pub fn add(&mut self, event: &Event) {
        match event {
            Event::Failed(..) => self.failed += 1,
            Event::TooLong(_) => self.pages_too_long += 1,
            Event::Page(page) if page.record.is_too_long() => self.pages_too_long += 1,
            Event::Skipped(_, reason) => {
                *self.skipped.entry(reason.words().into()).or_default() += 1;
            }
            Event::Page(page) => {
                let CleanPage {
                    original, clean, ..
                } = &**page;
                let bytes = (original.len(), clean.len());
                self.add_page(bytes, page.words, &page.warnings, &page.record);
            }
        }
    }

    /// Adds a page: its bytes and words before and after, what was not done, and its record.
    pub fn add_page(
        &mut self,
        bytes: (usize, usize),
        words: (usize, usize),
        warnings: &[Warning],
        record: &Record,
    ) {
        self.pages += 1;
        self.bytes_before += bytes.0;
        self.bytes_after += bytes.1;
        self.words_before += words.0;
        self.words_after += words.1;
        let format = record.format.as_deref().unwrap_or(Format::Plain.word());
        *self.formats.entry(format.to_owned()).or_default() += 1;
        if let Some(name) = &record.encoding {
            *self.encodings.entry(name.clone()).or_default() += 1;
        }
        for warning in warnings {
            match warning {
                Warning::KeptWhole { .. } | Warning::TooLarge => self.pages_kept_whole += 1,
                Warning::Unsettled => self.pages_unsettled += 1,
            }
        }
        let mut kinds: BTreeMap<Kind, KindTotals> = BTreeMap::new();
        for cut in &record.cuts {
            let totals = kinds.entry(cut.kind).or_default();
            totals.cuts += 1;
            totals.pages = 1;
            totals.bytes += cut.text.len();
            totals.words += word_count(&cut.text);
            match self.rules.get_mut(&cut.rule) {
                Some(count) => *count += 1,
                None => drop(self.rules.insert(cut.rule.clone(), 1)),
            }
        }
        self.pages_changed += usize::from(kinds.keys().any(|kind| *kind != Kind::Layout));
        self.add_kinds(&kinds);
    }

    /// Adds the totals of other pages.
    pub fn merge(&mut self, other: &Self) {
        self.pages += other.pages;
        self.pages_changed += other.pages_changed;
        self.pages_kept_whole += other.pages_kept_whole;
        self.pages_unsettled += other.pages_unsettled;
        self.pages_too_long += other.pages_too_long;
        self.failed += other.failed;
        self.bytes_before += other.bytes_before;
        self.bytes_after += other.bytes_after;
        self.words_before += other.words_before;
        self.words_after += other.words_after;
        for (reason, count) in &other.skipped {
            *self.skipped.entry(reason.clone()).or_default() += count;
        }
        for (own, more) in [
            (&mut self.rules, &other.rules),
            (&mut self.formats, &other.formats),
            (&mut self.encodings, &other.encodings),
        ] {
            for (name, count) in more {
                *own.entry(name.clone()).or_default() += count;
            }
        }
        self.add_kinds(&other.kinds);
    }

    fn add_kinds(&mut self, kinds: &BTreeMap<Kind, KindTotals>) {
        for (kind, more) in kinds {
            let totals = self.kinds.entry(*kind).or_default();
            totals.cuts += more.cuts;
            totals.pages += more.pages;
            totals.bytes += more.bytes;
            totals.words += more.words;
        }
    }
}
