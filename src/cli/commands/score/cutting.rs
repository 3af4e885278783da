//! Who cut what of the pages that are scored.

use crate::cli::args::score::{ScoreArgs, ScoreBy};
use crate::cli::commands::score::records::{Again, Records};
use crate::cli::commands::score::unaccounted::Unaccounted;
use crate::cli::input::cleaned::files_of;
use crate::cli::input::page_ids::PageFile;
use dechaff::io::records::record_files;
use dechaff::tools::score::{
    Charge, CostlyCut, Missed, PageAttribution, attribution, costly_cuts, worst_cuts,
};
use dechaff::{CutRecord, Kind, Page, PageMeta, Record, Span};

/// What is known of how AFTER was made of BEFORE.
pub(crate) struct Cutting {
    records: Records,
    /// Only where it is asked what pages were without a rule.
    again: Option<Again>,
}

/// Who removed what of a page, and its costly cuts.
pub(crate) struct JudgedCuts {
    pub(crate) attribution: PageAttribution,
    pub(crate) costly: Vec<CostlyCut>,
}

impl Cutting {
    /// The cut records, where they are asked for or lie where `clean` leaves them and are of use.
    pub(crate) fn find(args: &ScoreArgs) -> anyhow::Result<Option<Self>> {
        let Some(after) = &args.after else {
            return Ok(None);
        };
        let is_needed = args.by.is_some() || args.cuts.is_some();
        if !is_needed && (args.worst == 0 || record_files(after).is_empty()) {
            return Ok(None);
        }
        let files = files_of(after, args.cuts.as_deref())?;
        let shards = args.cuts.is_none().then_some(after.as_path());
        let records = Records::open(&files, shards)?;
        let again = args
            .by
            .map(|_| records.again(&args.rules, &args.before))
            .transpose()?;
        Ok(Some(Self { records, again }))
    }

    /// Who removed what of a page, given as gold, before and after; and its costly cuts.
    pub(crate) fn judge(
        &self,
        args: &ScoreArgs,
        page: &PageFile,
        texts: [&str; 3],
    ) -> Result<JudgedCuts, Unaccounted> {
        let [gold, before, after] = texts;
        let by = args.by.unwrap_or(ScoreBy::Rule);
        let record = self.records.of(&page.path, self.again.as_ref())?;
        let charges = charges(&record, before, by)?;
        let attribution = match &self.again {
            Some(again) => page_account(texts, &charges, by, again, &record)?,
            None => attribution(gold, after, before, &charges, |_| after.to_owned()),
        };
        let costly = if args.worst == 0 {
            Vec::new()
        } else {
            let missed = Missed::new(gold, after);
            let costly = costly_cuts(&page.id, before, &charges, &attribution.costs, &missed);
            worst_cuts(costly, args.worst)
        };
        Ok(JudgedCuts {
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
        format: record
            .format
            .as_deref()
            .and_then(|name| name.parse().ok())
            .unwrap_or_default(),
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
