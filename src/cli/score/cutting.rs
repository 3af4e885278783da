//! Who cut what of the pages that are scored.

use super::super::args::{ScoreArgs, ScoreBy};
use super::super::terminal::counted;
use super::records::{Again, Records};
use anyhow::ensure;
use dechaff::tools::score::{
    Charge, CostlyCut, Missed, PageAttribution, attribution, costly_cuts, worst_cuts,
};
use dechaff::{CutRecord, Kind, Page, PageMeta, Record, Span};
use std::collections::BTreeMap;

/// What is known of how AFTER was made of BEFORE.
pub(super) struct Cutting {
    records: Records,
    /// Only where it is asked what pages were without a rule.
    again: Option<Again>,
}

/// Who removed what of a page, and its costly cuts.
pub(super) struct Judged {
    pub(super) attribution: PageAttribution,
    pub(super) costly: Vec<CostlyCut>,
}

/// Why it is not known who removed what of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unaccounted {
    /// There is no record of it.
    NoRecord,
    /// Its record cannot be read, or is not sound.
    Damaged,
    /// Its record's offsets are not of the text that `score` reads.
    NotUtf8,
    /// BEFORE holds another text than was cleaned.
    OtherBefore,
    /// It was cleaned otherwise than the others.
    OtherOptions,
    /// AFTER holds another text than cleaning makes.
    OtherAfter,
}

impl Unaccounted {
    fn why(self) -> &'static str {
        match self {
            Self::NoRecord => "the cut records do not name it",
            Self::Damaged => "its cut record cannot be read",
            Self::NotUtf8 => "it is not UTF-8, and its cut record is of the decoded text",
            Self::OtherBefore => "its cut record belongs to another text than BEFORE holds",
            Self::OtherOptions => {
                "it was cleaned with other rules, options or evidence than those given here"
            }
            Self::OtherAfter => {
                "cleaned again it is another text than AFTER holds: was that changed, or made by another version of dechaff?"
            }
        }
    }
}

/// How many pages are not accounted for, why, and the first of each.
#[derive(Default)]
pub(super) struct LeftOut(BTreeMap<Unaccounted, (usize, String)>);

impl LeftOut {
    pub(super) fn add(&mut self, id: &str, why: Unaccounted) {
        self.0.entry(why).or_insert_with(|| (0, id.to_owned())).0 += 1;
    }

    /// A line for each reason.
    pub(super) fn lines(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(why, (count, example))| {
            let why = why.why();
            if *count == 1 {
                return format!("{example} is scored but not accounted for: {why}");
            }
            let pages = counted(*count, "page");
            format!("{pages} are scored but not accounted for, such as {example}: {why}")
        })
    }
}

impl Cutting {
    /// The cut records, where they are asked for or lie where `clean` leaves them and are of use.
    pub(super) fn find(args: &ScoreArgs) -> anyhow::Result<Option<Self>> {
        let Some(after) = &args.after else {
            return Ok(None);
        };
        let default = after.join("_dechaff").join("cuts.jsonl");
        let path = match &args.cuts {
            Some(path) => path,
            None if args.by.is_none() && (args.worst == 0 || !default.exists()) => return Ok(None),
            None => &default,
        };
        ensure!(
            path.exists(),
            "there are no cut records {}; `dechaff clean {} --out {}` leaves them, and --cuts names others",
            path.display(),
            args.before.display(),
            after.display()
        );
        let records = Records::open(path)?;
        let again = args
            .by
            .map(|_| records.again(&args.rules, &args.before))
            .transpose()?;
        Ok(Some(Self { records, again }))
    }

    /// Who removed what of a page, given as gold, before and after; and its costly cuts.
    pub(super) fn judge(
        &self,
        args: &ScoreArgs,
        id: &str,
        texts: [&str; 3],
    ) -> Result<Judged, Unaccounted> {
        let [gold, before, after] = texts;
        let by = args.by.unwrap_or(ScoreBy::Rule);
        let record = self.records.of(id, self.again.as_ref())?;
        let charges = charges(&record, before, by)?;
        let attribution = match &self.again {
            Some(again) => page_account(texts, &charges, by, again, &record)?,
            None => attribution(gold, after, before, &charges, |_| after.to_owned()),
        };
        let costly = if args.worst == 0 {
            Vec::new()
        } else {
            let missed = Missed::new(gold, after);
            let costly = costly_cuts(id, before, &charges, &attribution.costs, &missed);
            worst_cuts(costly, args.worst)
        };
        Ok(Judged {
            attribution,
            costly,
        })
    }
}

/// The cuts of a record, as bytes of `before`.
fn charges(record: &Record, before: &str, by: ScoreBy) -> Result<Vec<Charge>, Unaccounted> {
    if record.encoding.is_some() {
        return Err(Unaccounted::NotUtf8);
    }
    if record.check_hash(before.as_bytes()).is_err() {
        return Err(Unaccounted::OtherBefore);
    }
    let is_sound = |cut: &CutRecord| before.get(cut.start..cut.end).is_some();
    if !record.cuts.iter().all(is_sound) {
        return Err(Unaccounted::Damaged);
    }
    Ok(record.cuts.iter().map(|cut| charge(cut, by)).collect())
}

fn charge(cut: &CutRecord, by: ScoreBy) -> Charge {
    Charge {
        span: Span::new(cut.start, cut.end),
        rule: cut.rule.clone(),
        by: match by {
            ScoreBy::Rule => cut.rule.clone(),
            ScoreBy::Kind => cut.kind.word().to_owned(),
        },
    }
}

/// The attribution of a page, which is cleaned again, once as it was and once without each that made
/// cuts on it.
fn page_account(
    [gold, before, after]: [&str; 3],
    charges: &[Charge],
    by: ScoreBy,
    again: &Again,
    record: &Record,
) -> Result<PageAttribution, Unaccounted> {
    let meta = PageMeta {
        url: record.url.clone(),
        lang: record.lang.clone(),
    };
    let page = Page::with_meta(before, meta);
    if again.cleaner.clean(&page).text != after {
        return Err(Unaccounted::OtherAfter);
    }
    let is_off = |name: &str, id: &str, kind: Kind| match by {
        ScoreBy::Rule => id == name,
        ScoreBy::Kind => kind.word() == name,
    };
    let off = |name: &str| {
        let without = again
            .cleaner
            .clean_without(&page, |id, kind| is_off(name, id, kind));
        without.text
    };
    Ok(attribution(gold, after, before, charges, off))
}
