//! What went from many pages, told by their cut records alone: `stats`.

use crate::page::{Page, PageMeta};
use crate::record::Record;
use crate::rules::kind::Kind;
use crate::text::word_count::word_count;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Version of the JSON form of [`CutStatistics`].
pub const CUT_STATISTICS_VERSION: u32 = 1;

/// Outliers that are named.
const MOST_OUTLIERS: usize = 100;

/// What went from many pages. Two readings of the same records give the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CutStatistics {
    /// [`CUT_STATISTICS_VERSION`].
    pub version: u32,
    /// Pages with records.
    pub pages: u64,
    /// Pages of which something went besides blank lines.
    pub pages_changed: u64,
    /// Bytes of their originals.
    pub bytes: u64,
    /// What went of all of them.
    pub cut: CutFigures,
    /// The share of the bytes that went, 0 to 1.
    pub share: f64,
    /// By rule.
    pub rules: BTreeMap<String, CutFigures>,
    /// By kind.
    pub kinds: BTreeMap<Kind, CutFigures>,
    /// By the host of the page's url, where it has one.
    pub hosts: BTreeMap<String, PlaceFigures>,
    /// By the shard from which the page came, where it came from one.
    pub shards: BTreeMap<String, PlaceFigures>,
    /// How many pages lost over half of their bytes.
    pub outlier_count: u64,
    /// Those that lost most of theirs, up to a hundred.
    pub outliers: Vec<Outlier>,
}

/// What went by one rule, or of one kind.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutFigures {
    /// Cuts that it made; neighbouring lines that went for one reason are one.
    pub cuts: u64,
    /// Pages on which it made them.
    pub pages: u64,
    /// Words that went.
    pub words: u64,
    /// Bytes that went.
    pub bytes: u64,
}

impl CutFigures {
    fn add(&mut self, other: Self) {
        self.cuts += other.cuts;
        self.pages += other.pages;
        self.words += other.words;
        self.bytes += other.bytes;
    }
}

/// What went from the pages of one place.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceFigures {
    /// Pages of that place, whether anything went of them or not.
    pub of_pages: u64,
    /// Bytes of their originals.
    pub of_bytes: u64,
    /// What went.
    #[serde(flatten)]
    pub cut: CutFigures,
}

impl PlaceFigures {
    fn add(&mut self, more: Self) {
        self.of_pages += more.of_pages;
        self.of_bytes += more.of_bytes;
        self.cut.add(more.cut);
    }
}

/// A page that lost over half of its bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outlier {
    /// The page's id.
    pub page: String,
    /// The shard from which it came, where it came from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<String>,
    /// Bytes of its original.
    pub bytes: u64,
    /// Bytes that went.
    pub cut_bytes: u64,
    /// The share of its bytes that went, 0 to 1.
    pub share: f64,
}

impl Outlier {
    /// What lost most comes first; of the same, by name.
    fn order(&self, other: &Self) -> Ordering {
        let worse_first = other.share.total_cmp(&self.share);
        let by_page = || self.page.cmp(&other.page);
        let by_place = || self.shard.cmp(&other.shard);
        worse_first.then_with(by_page).then_with(by_place)
    }

    /// How it is named for people: a page of a shard whose name does not say of which with that.
    pub fn name(&self) -> String {
        match &self.shard {
            Some(shard) if !self.page.starts_with(shard.as_str()) => {
                format!("{} in {shard}", self.page)
            }
            _ => self.page.clone(),
        }
    }
}

impl Default for CutStatistics {
    fn default() -> Self {
        Self {
            version: CUT_STATISTICS_VERSION,
            pages: 0,
            pages_changed: 0,
            bytes: 0,
            cut: CutFigures::default(),
            share: 0.0,
            rules: BTreeMap::new(),
            kinds: BTreeMap::new(),
            hosts: BTreeMap::new(),
            shards: BTreeMap::new(),
            outlier_count: 0,
            outliers: Vec::new(),
        }
    }
}

impl CutStatistics {
    /// Adds a page, which came from the shard of that name; of pages that were too long to be read, none. O(n) in the bytes of its cuts.
    pub fn add(&mut self, record: &Record, shard: Option<&str>) {
        if record.is_too_long() {
            return; // nobody looked at it
        }
        let len_bytes = record.len_bytes as u64;
        let mut of_page = CutFigures::default();
        // What goes from one page goes by few rules, most of them more than once.
        let mut rules: BTreeMap<&str, CutFigures> = BTreeMap::new();
        let mut kinds: BTreeMap<Kind, CutFigures> = BTreeMap::new();
        for cut in &record.cuts {
            let figures = CutFigures {
                cuts: 1,
                pages: 0,
                words: word_count(&cut.text) as u64,
                bytes: cut.text.len() as u64,
            };
            of_page.add(figures);
            rules.entry(&cut.rule).or_default().add(figures);
            kinds.entry(cut.kind).or_default().add(figures);
        }
        for (rule, figures) in rules {
            named(&mut self.rules, rule).add(CutFigures {
                pages: 1,
                ..figures
            });
        }
        for (kind, figures) in &kinds {
            let of_kind = self.kinds.entry(*kind).or_default();
            of_kind.add(CutFigures {
                pages: 1,
                ..*figures
            });
        }
        of_page.pages = u64::from(!record.cuts.is_empty());
        self.pages += 1;
        self.pages_changed += u64::from(kinds.keys().any(|kind| *kind != Kind::Layout));
        self.bytes += len_bytes;
        self.cut.add(of_page);
        self.share = share(self.cut.bytes, self.bytes);
        let place = PlaceFigures {
            of_pages: 1,
            of_bytes: len_bytes,
            cut: of_page,
        };
        if let Some(host) = host(record) {
            named(&mut self.hosts, &host).add(place);
        }
        if let Some(shard) = shard {
            let of_shard = named(&mut self.shards, shard);
            of_shard.add(place);
        }
        self.add_outlier(record, shard, of_page.bytes);
    }

    /// Adds what was counted of other pages. O(n log n) in names.
    pub fn merge(&mut self, other: Self) {
        self.pages += other.pages;
        self.pages_changed += other.pages_changed;
        self.bytes += other.bytes;
        self.cut.add(other.cut);
        self.share = share(self.cut.bytes, self.bytes);
        for (rule, figures) in other.rules {
            self.rules.entry(rule).or_default().add(figures);
        }
        for (kind, figures) in other.kinds {
            self.kinds.entry(kind).or_default().add(figures);
        }
        for (host, figures) in other.hosts {
            self.hosts.entry(host).or_default().add(figures);
        }
        for (shard, figures) in other.shards {
            self.shards.entry(shard).or_default().add(figures);
        }
        self.outlier_count += other.outlier_count;
        for outlier in other.outliers {
            self.name_outlier(outlier);
        }
    }

    fn add_outlier(&mut self, record: &Record, shard: Option<&str>, cut_bytes: u64) {
        let bytes = record.len_bytes as u64;
        if 2 * cut_bytes <= bytes {
            return;
        }
        self.outlier_count += 1;
        self.name_outlier(Outlier {
            page: record.page.clone(),
            shard: shard.map(str::to_owned),
            bytes,
            cut_bytes,
            share: share(cut_bytes, bytes),
        });
    }

    fn name_outlier(&mut self, outlier: Outlier) {
        let is_before = |other: &Outlier| other.order(&outlier).is_le();
        let at = self.outliers.partition_point(is_before);
        self.outliers.insert(at, outlier);
        self.outliers.truncate(MOST_OUTLIERS);
    }
}

/// The figures of that name, which is copied where they are new.
fn named<'m, T: Default>(all: &'m mut BTreeMap<String, T>, name: &str) -> &'m mut T {
    if !all.contains_key(name) {
        all.insert(name.to_owned(), T::default());
    }
    all.get_mut(name).expect("it is there")
}

fn host(record: &Record) -> Option<String> {
    let meta = PageMeta {
        url: Some(record.url.clone()?),
        ..PageMeta::default()
    };
    Page::host_of(&meta)
}

/// Rounded to four digits, as people and programs read it.
#[expect(clippy::cast_precision_loss, reason = "a share, to four digits")]
fn share(part: u64, whole: u64) -> f64 {
    let share = part as f64 / whole.max(1) as f64;
    (share * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::cleaner::Cleaner;

    fn record(id: &str, text: &str, url: Option<&str>) -> Record {
        let meta = PageMeta {
            url: url.map(str::to_owned),
            ..PageMeta::default()
        };
        let page = Page::with_meta(text, meta);
        Cleaner::shipped().clean(&page).record(id)
    }

    const PAGE: &str =
        "The board met at noon and agreed on the new boat.\nAdvertisement\nIt ended at one.\n";

    #[test]
    fn figures_add_up() {
        let mut statistics = CutStatistics::default();
        statistics.add(
            &record("a", PAGE, Some("https://www.quay.example/a")),
            Some("s1"),
        );
        statistics.add(
            &record("b", PAGE, Some("https://quay.example/b")),
            Some("s1"),
        );
        statistics.add(&record("c", "The board met.\n", None), None);
        assert_eq!((statistics.pages, statistics.pages_changed), (3, 2));
        assert_eq!(statistics.cut.pages, 2);
        assert_eq!(statistics.cut.bytes, 2 * "Advertisement\n".len() as u64);
        let of_rules = statistics.rules.values().map(|one| one.bytes).sum::<u64>();
        let of_kinds = statistics.kinds.values().map(|one| one.bytes).sum::<u64>();
        assert_eq!(
            (of_rules, of_kinds),
            (statistics.cut.bytes, statistics.cut.bytes)
        );
        assert_eq!(statistics.shards["s1"].of_pages, 2);
        assert_eq!(
            statistics
                .hosts
                .values()
                .map(|host| host.of_pages)
                .sum::<u64>(),
            2
        );
        assert_eq!(statistics.outlier_count, 0);
    }

    #[test]
    fn figures_of_parts_are_those_of_the_whole() {
        let pages = ["a", "b", "c"].map(|id| record(id, &PAGE.repeat(id.len()), None));
        let counted = |pages: &[Record]| {
            let mut statistics = CutStatistics::default();
            for page in pages {
                statistics.add(page, Some("s"));
            }
            statistics
        };
        let mut parts = counted(&pages[..1]);
        parts.merge(counted(&pages[1..]));
        assert_eq!(parts, counted(&pages));
    }

    #[test]
    fn outliers_lost_over_half_and_the_worst_come_first() {
        let mut statistics = CutStatistics::default();
        for (name, lost) in [
            ("half", 50),
            ("more", 51),
            ("b", 80),
            ("a", 80),
            ("none", 0),
        ] {
            let mut record = record(name, "", None);
            record.len_bytes = 100;
            record.cuts = vec![crate::record::CutRecord {
                start: 0,
                end: lost,
                line: 0,
                rule: "p/x".to_owned(),
                also: Vec::new(),
                kind: Kind::Other,
                confidence: crate::rules::mode::Confidence::High,
                text: "x".repeat(lost),
                evidence: Vec::new(),
            }];
            statistics.add(&record, None);
        }
        let names: Vec<&str> = statistics
            .outliers
            .iter()
            .map(|one| one.page.as_str())
            .collect();
        assert_eq!(names, ["a", "b", "more"]);
        assert_eq!(statistics.outlier_count, 3);
    }
}
