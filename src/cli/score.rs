//! `dechaff score`: pairs the pages of folders and prints how well they agree.

mod cutting;
mod records;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use dechaff::score::{
    Account, CostlyCut, Oracle, PageAccount, PageScore, Report, SnippetCounts, SnippetReport,
    Snippets, json, markdown, score_page, snippets_json, snippets_markdown, snippets_table, table,
    worst_cuts,
};
use rayon::prelude::*;

use super::Outcome;
use super::args::{ScoreArgs, ScoreBy, ScoreFormat as Format};
use super::gold::{GoldFolder, first_file, read_lossy};
use cutting::Cutting;

/// Scores the pages and prints one report to standard output; notes go to standard error.
///
/// # Errors
///
/// If a folder or the list of ids cannot be read, or if no page was scored. A single page that
/// cannot be read is reported and left out.
pub(super) fn run(args: &ScoreArgs) -> anyhow::Result<Outcome> {
    for folder in [Some(&args.gold), Some(&args.before), args.after.as_ref()]
        .into_iter()
        .flatten()
    {
        ensure!(folder.is_dir(), "{} is not a folder", folder.display());
    }
    let (ids, unnamed) = page_ids(&args.before, &args.gold, args.ids.as_deref())?;
    let (text, mut notes) = if args.snippets {
        snippet_report(args, &ids)?
    } else {
        page_report(args, &ids)?
    };
    notes.failures.extend(unnamed);
    let mut stderr = io::stderr().lock();
    for failure in &notes.failures {
        writeln!(stderr, "warning: {failure}")?;
    }
    if notes.without_gold > 0 {
        let (without, all) = (notes.without_gold, ids.len());
        writeln!(
            stderr,
            "note: {without} of {all} pages left out, which have no gold"
        )?;
    }
    io::stdout()
        .lock()
        .write_all(text.as_bytes())
        .context("cannot write the report")?;
    Ok(if notes.failures.is_empty() {
        Outcome::Done
    } else {
        Outcome::SomeFailed
    })
}

/// What went on beside the figures.
#[derive(Default)]
struct Notes {
    failures: Vec<String>,
    without_gold: usize,
}

impl Notes {
    /// Sorts pages that were scored from those that were not, in the order of the ids.
    fn sort<T>(
        ids: &[String],
        results: Vec<anyhow::Result<Option<T>>>,
    ) -> (Vec<(String, T)>, Self) {
        let (mut scored, mut notes) = (Vec::with_capacity(ids.len()), Self::default());
        for (id, result) in ids.iter().zip(results) {
            match result {
                Ok(Some(score)) => scored.push((id.clone(), score)),
                Ok(None) => notes.without_gold += 1,
                Err(error) => notes.failures.push(format!("{id}: {error:#}")),
            }
        }
        (scored, notes)
    }
}

fn page_report(args: &ScoreArgs, ids: &[String]) -> anyhow::Result<(String, Notes)> {
    let cutting = Cutting::find(args)?;
    let judge = |id: &String| page(args, id, cutting.as_ref());
    let (pages, notes) = Notes::sort(ids, ids.par_iter().map(judge).collect());
    let missing = pages.iter().filter(|(_, page)| page.missing_after).count();
    let mut account = args.by.map(|by| Account::new(word(by)));
    let (mut scores, mut costly) = (Vec::new(), Vec::new());
    for (id, page) in pages {
        if let (Some(account), Some(own)) = (&mut account, &page.account) {
            account.add(own);
        }
        costly.extend(page.costly);
        scores.push((id, page.score));
    }
    let mut report =
        Report::new(scores, args.worst).with_context(|| nothing_scored(args, &notes))?;
    report.missing_after = args.after.is_some().then_some(missing);
    report.account = account;
    report.costly_cuts = worst_cuts(costly, args.worst);
    let text = match args.format {
        Format::Table => table(&report),
        Format::Markdown => markdown(&report),
        Format::Json => json(&report) + "\n",
    };
    Ok((text, notes))
}

fn word(by: ScoreBy) -> &'static str {
    match by {
        ScoreBy::Rule => "rule",
        ScoreBy::Kind => "kind",
    }
}

struct Page {
    score: PageScore,
    missing_after: bool,
    account: Option<PageAccount>,
    costly: Vec<CostlyCut>,
}

/// Scores one page; `None` if it has no gold text.
fn page(args: &ScoreArgs, id: &str, cutting: Option<&Cutting>) -> anyhow::Result<Option<Page>> {
    let name = format!("{id}.txt");
    let Some(gold) = GoldFolder::at(&args.gold).of(id)? else {
        return Ok(None);
    };
    let after = args
        .after
        .as_ref()
        .map(|folder| read_if_there(&folder.join(&name)))
        .transpose()?;
    let missing_after = after == Some(None);
    let after = after.map(Option::unwrap_or_default);
    let oracle = if args.no_oracle {
        Oracle::Skip
    } else {
        Oracle::Search
    };
    let before = read_lossy(&args.before.join(&name))?;
    let score = score_page(&gold, &before, after.as_deref(), oracle);
    let mut page = Page {
        score,
        missing_after,
        account: None,
        costly: Vec::new(),
    };
    if let (Some(cutting), Some(after)) = (cutting, after) {
        let own = cutting.judge(args, id, [&gold, &before, &after])?;
        (page.account, page.costly) = (Some(own.0), own.1);
    }
    Ok(Some(page))
}

fn snippet_report(args: &ScoreArgs, ids: &[String]) -> anyhow::Result<(String, Notes)> {
    let (pages, notes) = Notes::sort(
        ids,
        ids.par_iter().map(|id| snippet_page(args, id)).collect(),
    );
    ensure!(!pages.is_empty(), nothing_scored(args, &notes));
    let mut report = SnippetReport::default();
    for (_, (before, after)) in pages {
        report.add(before, after);
    }
    let text = match args.format {
        Format::Table => snippets_table(&report),
        Format::Markdown => snippets_markdown(&report),
        Format::Json => snippets_json(&report) + "\n",
    };
    Ok((text, notes))
}

type Counted = (SnippetCounts, Option<SnippetCounts>);

/// Counts the snippets of one page; `None` if nothing was noted of it.
fn snippet_page(args: &ScoreArgs, id: &str) -> anyhow::Result<Option<Counted>> {
    let notes = first_file([
        args.gold.join(id).join("meta.json"),
        args.gold.join(format!("{id}.json")),
    ]);
    let Some(notes) = notes else { return Ok(None) };
    let snippets: Snippets = serde_json::from_str(&read_lossy(&notes)?)
        .with_context(|| format!("cannot parse {}", notes.display()))?;
    if snippets.is_empty() {
        return Ok(None);
    }
    let count = |folder: &PathBuf| -> anyhow::Result<SnippetCounts> {
        let text = read_if_there(&folder.join(format!("{id}.txt")))?.unwrap_or_default();
        Ok(snippets.count_in(&text))
    };
    Ok(Some((
        count(&args.before)?,
        args.after.as_ref().map(count).transpose()?,
    )))
}

fn nothing_scored(args: &ScoreArgs, notes: &Notes) -> String {
    let (before, gold) = (args.before.display(), args.gold.display());
    match notes.failures.first() {
        Some(failure) => format!("no page was scored: {failure}"),
        None => format!("no page of {before} has its gold in {gold}"),
    }
}

/// The ids of all pages, sorted, or of those that are listed; and names that cannot be ids.
fn page_ids(
    before: &Path,
    gold: &Path,
    list: Option<&Path>,
) -> anyhow::Result<(Vec<String>, Vec<String>)> {
    let (mut ids, mut unnamed) = (Vec::new(), Vec::new());
    add_ids(before, "", &mut ids, &mut unnamed)?;
    ids.sort_unstable();
    unnamed.sort_unstable();
    let Some(list) = list else {
        return Ok((ids, unnamed));
    };
    let text = read_lossy(list)?;
    let wanted: BTreeSet<&str> = text.lines().map(str::trim).collect();
    let set = gold.file_name().unwrap_or_default().to_string_lossy();
    ids.retain(|id| {
        wanted.contains(id.as_str()) || wanted.contains(format!("{set}/{id}").as_str())
    });
    Ok((ids, unnamed))
}

/// Adds the ids below one folder. Links to folders are not followed, so there is no way round.
pub(super) fn add_ids(
    folder: &Path,
    prefix: &str,
    ids: &mut Vec<String>,
    unnamed: &mut Vec<String>,
) -> anyhow::Result<()> {
    let cannot = || format!("cannot list {}", folder.display());
    for entry in fs::read_dir(folder).with_context(cannot)? {
        let entry = entry.with_context(cannot)?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            unnamed.push(format!("{}: the name is not UTF-8", entry.path().display()));
            continue;
        };
        let is_folder = entry.file_type().with_context(cannot)?.is_dir();
        if is_folder {
            add_ids(&entry.path(), &format!("{prefix}{name}/"), ids, unnamed)?;
        } else if let Some(stem) = name.strip_suffix(".txt").filter(|_| !entry.path().is_dir()) {
            ids.push(format!("{prefix}{stem}"));
        }
    }
    Ok(())
}

fn read_if_there(path: &Path) -> anyhow::Result<Option<String>> {
    if path.exists() {
        read_lossy(path).map(Some)
    } else {
        Ok(None)
    }
}
