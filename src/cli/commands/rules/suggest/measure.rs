//! What drafts do on a crawl, beside the rules that are loaded.

use crate::cli::args::rules::RulesSuggestArgs;
use crate::cli::input::gold::GoldTexts;
use crate::cli::input::pages::{self, PageInput};
use crate::cli::setup::Setup;
use dechaff::tools::score::Missed;
use dechaff::tools::suggest::DraftUse;
use dechaff::{Cleaner, Page};
use std::collections::{BTreeMap, BTreeSet};

/// What each rule of the pack does, by full id. A page that cannot be read was named when lines were counted.
pub(crate) fn measure(
    args: &RulesSuggestArgs,
    prepared: &Setup,
    gold: Option<&GoldTexts>,
) -> anyhow::Result<BTreeMap<String, DraftUse>> {
    let pack = format!("{}/", args.pack);
    let work = |input: PageInput| of_page(&prepared.cleaner, &pack, gold, input);
    let mut all: BTreeMap<String, DraftUse> = BTreeMap::new();
    pages::for_each(&args.input, prepared, work, |of_page| {
        for (rule, usage) in of_page? {
            all.entry(rule).or_default().add(usage);
        }
        Ok(())
    })?;
    Ok(all)
}

fn of_page(
    cleaner: &Cleaner,
    pack: &str,
    gold: Option<&GoldTexts>,
    input: PageInput,
) -> anyhow::Result<Vec<(String, DraftUse)>> {
    let Ok(text) = input.text else {
        return Ok(Vec::new());
    };
    let page = Page::with_meta(&text, input.meta);
    let done = cleaner.clean(&page);
    let gold = gold
        .map(|gold| gold.of_page(&input.id))
        .transpose()?
        .flatten();
    let gone: Vec<&str> = done
        .cuts
        .iter()
        .map(|cut| &text[cut.span.range()])
        .collect();
    let lost = gold.map(|gold| Missed::new(&gold, &done.text).shared_out(&gone));
    let mut seen = BTreeSet::new();
    let own = done.cuts.iter().enumerate();
    let own = own.filter(|(_, cut)| cut.rule.starts_with(pack));
    let uses = own.map(|(at, cut)| {
        let words = lost.as_ref().map_or(0, |lost| lost[at]);
        let usage = DraftUse {
            cuts: 1,
            pages: usize::from(seen.insert(&*cut.rule)),
            len_bytes: cut.span.range().len(),
            judged: usize::from(lost.is_some()),
            touching: usize::from(words > 0),
            gold_words: words,
        };
        (cut.rule.clone(), usage)
    });
    Ok(uses.collect())
}
