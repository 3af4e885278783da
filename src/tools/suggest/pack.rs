//! Drafts, ranked and written as a pack for a person to review.

use crate::rulefile::toml_text::quoted_visibly;
use crate::tools::suggest::drafted::DraftedRule;
use std::cmp::Reverse;
use std::fmt::Write as _;

/// Of how many cuts one that touches gold makes a draft unsure.
const UNSURE_EACH: usize = 20;

/// What a draft does on the crawl beside all other rules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DraftUse {
    /// How many cuts, and on how many pages.
    pub cuts: usize,
    /// The pages of these.
    pub pages: usize,
    /// Bytes that go.
    pub len_bytes: usize,
    /// Cuts on pages with gold.
    pub judged: usize,
    /// How many of these touch gold.
    pub touching: usize,
    /// Words of gold that go.
    pub gold_words: usize,
}

impl DraftUse {
    /// The uses on two parts of a crawl together.
    pub fn add(&mut self, other: Self) {
        self.cuts += other.cuts;
        self.pages += other.pages;
        self.len_bytes += other.len_bytes;
        self.judged += other.judged;
        self.touching += other.touching;
        self.gold_words += other.gold_words;
    }

    /// Whether so many of its cuts touch gold that only `thorough` mode should cut by it.
    fn is_unsure(&self) -> bool {
        self.touching * UNSURE_EACH > self.judged
    }

    /// Whether most of its cuts touch gold: what it finds is what articles say.
    fn is_of_articles(&self) -> bool {
        self.touching * 2 > self.judged
    }

    /// Its place among drafts: first those that touch no gold, then by how many of 1,000 cuts do; of these by bytes.
    fn rank(&self) -> (usize, Reverse<usize>) {
        let touching = (1_000 * self.touching).div_ceil(self.judged.max(1));
        (touching, Reverse(self.len_bytes))
    }
}

/// A draft, and what it does.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredDraft {
    /// The draft.
    pub draft: DraftedRule,
    /// What it does.
    pub usage: DraftUse,
}

/// A pack of drafts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SuggestedPack {
    /// The rule file.
    pub toml: String,
    /// How many rules it has.
    pub rules: usize,
    /// How many tests these have.
    pub tests: usize,
    /// What all of them do.
    pub usage: DraftUse,
    /// How many of them touch gold.
    pub touching: usize,
}

/// The best drafts as a rule file: those that touch no gold first, and of these those that save most bytes. A draft
/// that cuts nothing beside the others is left out, and so is one of which most cuts touch gold; one of which more than a
/// twentieth of the cuts does is written with low confidence.
pub fn suggested_pack(name: &str, mut drafts: Vec<MeasuredDraft>, most: usize) -> SuggestedPack {
    drafts.retain(|one| one.usage.cuts > 0 && !one.usage.is_of_articles());
    drafts.sort_by_cached_key(|one| (one.usage.rank(), one.draft.id()));
    drafts.truncate(most);
    let mut pack = SuggestedPack {
        toml: format!(
            "# Drafts for lines that many hosts have, as `dechaff rules suggest` found them. Read each before it is used:\n\
             # docs/templates.md says how.\n\
             schema = 1\npack = {}\n",
            quoted_visibly(name)
        ),
        ..SuggestedPack::default()
    };
    for MeasuredDraft { draft, usage } in drafts {
        let draft = if usage.is_unsure() {
            draft.unsure()
        } else {
            draft
        };
        let _ = write!(pack.toml, "\n# {}\n{}", said(&draft, usage), draft.toml());
        pack.rules += 1;
        pack.tests += draft.tests();
        pack.usage.add(usage);
        pack.touching += usize::from(usage.touching > 0);
    }
    pack
}

/// The evidence of a draft, in words.
fn said(draft: &DraftedRule, usage: DraftUse) -> String {
    let times = if usage.cuts == 1 { "time" } else { "times" };
    let pages = if usage.pages == 1 { "page" } else { "pages" };
    let mut said = format!(
        "On {} hosts; cuts {} bytes, {} {times}, on {} {pages}.",
        draft.hosts(),
        usage.len_bytes,
        usage.cuts,
        usage.pages
    );
    if usage.judged > 0 {
        let _ = write!(
            said,
            " Of {} cuts on pages with gold {} touch it, {} words.",
            usage.judged, usage.touching, usage.gold_words
        );
    }
    said
}
