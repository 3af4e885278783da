//! Who cut what of the pages that are scored.

use super::super::args::{ScoreArgs, ScoreBy};
use super::records::{Records, page_account};
use anyhow::ensure;
use dechaff::Cleaner;
use dechaff::score::{CostlyCut, Missed, PageAccount, account, costly_cuts, worst_cuts};

/// What is known of how AFTER was made of BEFORE.
pub(super) struct Cutting {
    records: Records,
    /// Only where it is asked what pages were without a rule.
    cleaner: Option<Cleaner>,
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
        let cleaner = args
            .by
            .map(|_| records.cleaner(&args.rules, &args.before))
            .transpose()?;
        Ok(Some(Self { records, cleaner }))
    }

    /// Who removed what of a page, given as gold, before and after; and its costly cuts.
    pub(super) fn judge(
        &self,
        args: &ScoreArgs,
        id: &str,
        texts: [&str; 3],
    ) -> anyhow::Result<(PageAccount, Vec<CostlyCut>)> {
        let [gold, before, after] = texts;
        let by = args.by.unwrap_or(ScoreBy::Rule);
        let charges = self.records.charges(id, before, by)?;
        let own = match &self.cleaner {
            Some(cleaner) => page_account(texts, &charges, by, cleaner)?,
            None => account(gold, after, before, &charges, |_| after.to_owned()),
        };
        let costly = costly_cuts(id, before, &charges, &own.costs, &Missed::new(gold, after));
        Ok((own, worst_cuts(costly, args.worst)))
    }
}
