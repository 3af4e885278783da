//! What many hosts have in common: counted twice, over pages and over hosts, within bounds of memory.

use crate::cli::args::rules::RulesSuggestArgs;
use crate::cli::commands::learn::runs::{SortedRows, Spilled};
use crate::cli::input::pages::{self, PageInput};
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{counted, escape};
use crate::cli::setup::Setup;
use anyhow::bail;
use dechaff::tools::suggest::{Candidate, CommonLines, Shapes, SuggestLimits, untouched};
use dechaff::tools::templates::{Counts, Merged};
use dechaff::{Cleaner, Page};

/// What was found.
pub(crate) struct Found {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) pages: usize,
    pub(crate) hosts: usize,
    /// Whether all pages could be read.
    pub(crate) outcome: Outcome,
}

/// A page without what rules cut.
struct Rest {
    host: Option<String>,
    id: String,
    text: String,
}

/// Lines and shapes that many hosts have and that no rule cuts.
pub(crate) fn candidates(
    args: &RulesSuggestArgs,
    prepared: &Setup,
    limits: SuggestLimits,
) -> anyhow::Result<Found> {
    let memory = usize::try_from(args.input.fields.memory).unwrap_or(usize::MAX);
    let (of_hosts, pages, outcome) = count_pages(args, prepared, memory)?;
    let (of_crawl, hosts) = count_hosts(of_hosts, memory)?;
    let mut common = CommonLines::new(limits);
    for row in Merged::new(of_crawl) {
        common.take(row?);
    }
    Ok(Found {
        candidates: common.finish(),
        pages,
        hosts,
        outcome,
    })
}

/// Counts the lines of each host that rules leave; how many pages it were.
fn count_pages(
    args: &RulesSuggestArgs,
    prepared: &Setup,
    memory: usize,
) -> anyhow::Result<(Vec<SortedRows>, usize, Outcome)> {
    let mut counts = Counts::default();
    let mut aside = Vec::new();
    let (mut pages, mut without_host, mut outcome) = (0, 0, Outcome::Done);
    let work = |input: PageInput| rest(&prepared.cleaner, input);
    pages::for_each(&args.input, prepared, work, |rest| {
        match rest {
            Err((name, why)) => {
                tracing::error!("{}: {}", escape(&name), escape(&why));
                outcome = Outcome::SomeFailed;
            }
            Ok(Rest { host: None, .. }) => without_host += 1,
            Ok(Rest {
                host: Some(host),
                id,
                text,
            }) => pages += usize::from(counts.add(&host, &id, &text)),
        }
        if counts.len_in_memory() > memory {
            aside.push(Spilled::write(counts.put_aside().into_rows())?);
        }
        Ok(())
    })?;
    if pages == 0 && without_host > 0 {
        bail!(
            "no page has a host: {} without one. --host-from folder takes the first folder of a path for it, and \
             --host-from '.+' makes each file a host of its own",
            counted(without_host, "page")
        );
    }
    if without_host > 0 {
        tracing::warn!(
            "not counted for want of a host: {}",
            counted(without_host, "page")
        );
    }
    let mut rows = rows_of(aside)?;
    rows.push(Box::new(counts.into_rows().map(Ok)));
    Ok((rows, pages, outcome))
}

/// Counts the hosts of each line; how many hosts it were.
fn count_hosts(
    of_hosts: Vec<SortedRows>,
    memory: usize,
) -> anyhow::Result<(Vec<SortedRows>, usize)> {
    let mut shapes = Shapes::default();
    let mut aside = Vec::new();
    let (mut hosts, mut last) = (0, None);
    for row in Merged::new(of_hosts) {
        let row = row?;
        if last.as_deref() != Some(row.host()) {
            hosts += 1;
            last = Some(row.host().to_owned());
            // All rows of a host are counted together.
            if shapes.len_in_memory() > memory {
                aside.push(Spilled::write(std::mem::take(&mut shapes).into_rows())?);
            }
        }
        shapes.take(&row);
    }
    let mut rows = rows_of(aside)?;
    rows.push(Box::new(shapes.into_rows().map(Ok)));
    Ok((rows, hosts))
}

fn rows_of(aside: Vec<Spilled>) -> anyhow::Result<Vec<SortedRows>> {
    aside.into_iter().map(Spilled::rows).collect()
}

fn rest(cleaner: &Cleaner, input: PageInput) -> Result<Rest, (String, String)> {
    let text = input.text.map_err(|why| (input.name, why))?;
    let page = Page::with_meta(&text, input.meta);
    let cuts = cleaner.clean(&page).cuts;
    Ok(Rest {
        host: page.host(),
        id: input.id,
        text: untouched(&page, cuts.iter().map(|cut| cut.span)),
    })
}
