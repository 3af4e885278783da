//! `dechaff score`: pairs the pages of folders and prints how well they agree.

pub(crate) mod cutting;
pub(crate) mod ids;
pub(crate) mod records;
pub(crate) mod unaccounted;

use crate::cli::args::score::{ScoreArgs, ScoreBy, ScoreFormat as Format};
use crate::cli::commands::score::cutting::{Cutting, JudgedCuts};
use crate::cli::commands::score::ids::Chosen;
use crate::cli::commands::score::unaccounted::{LeftOut, Unaccounted};
use crate::cli::input::gold::{GoldTexts, first_file};
use crate::cli::input::page_ids::{PageFile, read_lossy};
use crate::cli::input::texts::Texts;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{counted, escape};
use anyhow::{Context, bail, ensure};
use dechaff::io::source::named_format;
use dechaff::tools::score::{
    Attribution, Oracle, PageScore, ScoreReport, SnippetCounts, SnippetReport, Snippets, json,
    markdown, score_page, snippets_json, snippets_markdown, snippets_table, table, worst_cuts,
};
use dechaff::view::{Format as PageFormat, shown};
use rayon::prelude::*;
use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

/// Scores the pages and prints one report to standard output; notes go to standard error.
///
/// # Errors
///
/// If a folder or the list of ids cannot be read, if the list or AFTER has none of the pages, or if
/// no page was scored. A single page that cannot be read is reported and left out; one that cannot
/// be accounted for is reported and scored.
pub(crate) fn run(args: &ScoreArgs) -> anyhow::Result<Outcome> {
    let texts = ScoredTexts {
        gold: GoldTexts::at(&args.gold)?,
        before: Texts::open(&args.before)?,
        after: args.after.as_deref().map(Texts::open).transpose()?,
    };
    let Chosen {
        pages,
        unnamed,
        remark,
    } = Chosen::find(&args.before, &texts.before, &args.gold, args.ids.as_deref())?;
    let (text, mut notes) = if args.snippets {
        snippet_report(args, &texts, &pages)?
    } else {
        page_report(args, &texts, &pages)?
    };
    notes.failures.extend(unnamed);
    notes.remarks.splice(0..0, remark);
    notes.print(pages.len())?;
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

/// The texts that are compared.
struct ScoredTexts {
    gold: GoldTexts,
    before: Texts,
    after: Option<Texts>,
}

/// What went on beside the figures.
#[derive(Default)]
struct Notes {
    /// What could not be done.
    failures: Vec<String>,
    /// What may not be meant.
    remarks: Vec<String>,
    without_gold: usize,
}

impl Notes {
    /// Sorts pages that were scored from those that were not, in the order of the ids.
    fn sort<T>(
        pages: &[PageFile],
        results: Vec<anyhow::Result<Option<T>>>,
    ) -> (Vec<(PageFile, T)>, Self) {
        let (mut scored, mut notes) = (Vec::with_capacity(pages.len()), Self::default());
        for (page, result) in pages.iter().zip(results) {
            match result {
                Ok(Some(score)) => scored.push((page.clone(), score)),
                Ok(None) => notes.without_gold += 1,
                Err(error) => notes.failures.push(format!("{}: {error:#}", page.id)),
            }
        }
        (scored, notes)
    }

    /// Prints the notes on a run over so many pages to standard error.
    fn print(&self, pages: usize) -> io::Result<()> {
        let mut stderr = io::stderr().lock();
        for warning in self.failures.iter().chain(&self.remarks) {
            writeln!(stderr, "warning: {}", escape(warning))?;
        }
        if self.without_gold > 0 {
            let (without, all) = (self.without_gold, counted(pages, "page"));
            let verb = if without == 1 { "is" } else { "are" };
            writeln!(
                stderr,
                "note: {without} of {all} {verb} left out, without gold"
            )?;
        }
        Ok(())
    }
}

fn page_report(
    args: &ScoreArgs,
    texts: &ScoredTexts,
    files: &[PageFile],
) -> anyhow::Result<(String, Notes)> {
    let cutting = Cutting::find(args)?;
    let judge = |file: &PageFile| page(args, texts, file, cutting.as_ref());
    let (pages, mut notes) = Notes::sort(files, files.par_iter().map(judge).collect());
    ensure!(!pages.is_empty(), nothing_scored(args, &notes));
    let missing = missing_after(args, texts, &pages, &mut notes)?;
    let mut attribution = args.by.map(|by| Attribution::new(word(by)));
    let (mut scores, mut costly, mut left_out) = (Vec::new(), Vec::new(), LeftOut::default());
    for (PageFile { id, .. }, page) in pages {
        match page.judged {
            Some(Ok(judged)) => {
                if let Some(attribution) = &mut attribution {
                    attribution.add(&judged.attribution);
                }
                costly.extend(judged.costly);
            }
            Some(Err(why)) => left_out.add(&id, why),
            None => {}
        }
        scores.push((id, page.score));
    }
    let mut report =
        ScoreReport::new(scores, args.worst).with_context(|| nothing_scored(args, &notes))?;
    notes.failures.extend(left_out.lines());
    report.missing_after = missing;
    report.attribution = attribution;
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

/// How many of the pages that are scored AFTER lacks, if there is one; that is warned of.
///
/// # Errors
///
/// If it lacks them all: then it is another folder than was meant.
fn missing_after<T>(
    args: &ScoreArgs,
    texts: &ScoredTexts,
    pages: &[(PageFile, T)],
    notes: &mut Notes,
) -> anyhow::Result<Option<usize>> {
    let Some((after, cleaned)) = args.after.as_ref().zip(texts.after.as_ref()) else {
        return Ok(None);
    };
    let is_missing = |page: &PageFile| !cleaned.has(page);
    let mut missing = pages.iter().filter(|(page, _)| is_missing(page));
    let Some((example, _)) = missing.next() else {
        return Ok(Some(0));
    };
    let (count, after) = (1 + missing.count(), after.display());
    if count == pages.len() {
        bail!(
            "{after} holds none of the cleaned pages, such as {after}/{}: give the folder into which {} was cleaned",
            example.path,
            args.before.display()
        );
    }
    let (all, verb) = (
        counted(pages.len(), "page"),
        if count == 1 { "is" } else { "are" },
    );
    notes.remarks.push(format!(
        "{count} of {all} {verb} missing from {after} and scored as empty, such as {}",
        example.id
    ));
    Ok(Some(count))
}

struct ScoredPage {
    score: PageScore,
    /// Who cut what, where that is asked; or why that is not known.
    judged: Option<Result<JudgedCuts, Unaccounted>>,
}

/// Scores one page; `None` if it has no gold text.
fn page(
    args: &ScoreArgs,
    texts: &ScoredTexts,
    file: &PageFile,
    cutting: Option<&Cutting>,
) -> anyhow::Result<Option<ScoredPage>> {
    let Some(gold) = texts.gold.of(&file.id)? else {
        return Ok(None);
    };
    let after = texts.after.as_ref().map(|after| after.read(file));
    let after = after.transpose()?;
    let oracle = if args.no_oracle {
        Oracle::Skip
    } else {
        Oracle::Search
    };
    let before = texts.before.read(file)?.unwrap_or_default();
    let cleaned = after
        .as_ref()
        .map(|after| after.as_deref().unwrap_or_default());
    let cleaned = cleaned.map(|cleaned| as_read(file, cleaned));
    let score = score_page(&gold, &as_read(file, &before), cleaned.as_deref(), oracle);
    let judged = cutting.zip(after.flatten()).map(|(cutting, after)| {
        let texts = [gold.as_str(), &before, &after];
        cutting.judge(args, file, texts)
    });
    Ok(Some(ScoredPage { score, judged }))
}

/// What of a page is compared: of one in Markdown what it shows, since targets of links are no words.
fn as_read<'t>(file: &PageFile, text: &'t str) -> Cow<'t, str> {
    match named_format(Path::new(&file.path), PageFormat::Auto) {
        PageFormat::Markdown => shown(text, PageFormat::Markdown),
        _ => Cow::Borrowed(text),
    }
}

fn snippet_report(
    args: &ScoreArgs,
    texts: &ScoredTexts,
    files: &[PageFile],
) -> anyhow::Result<(String, Notes)> {
    let (pages, mut notes) = Notes::sort(
        files,
        files
            .par_iter()
            .map(|file| snippet_page(args, texts, file))
            .collect(),
    );
    ensure!(!pages.is_empty(), nothing_scored(args, &notes));
    missing_after(args, texts, &pages, &mut notes)?;
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

type CountedSnippets = (SnippetCounts, Option<SnippetCounts>);

/// Counts the snippets of one page; `None` if nothing was noted of it.
fn snippet_page(
    args: &ScoreArgs,
    texts: &ScoredTexts,
    page: &PageFile,
) -> anyhow::Result<Option<CountedSnippets>> {
    let id = &page.id;
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
    let count = |texts: &Texts| -> anyhow::Result<SnippetCounts> {
        Ok(snippets.count_in(&texts.read(page)?.unwrap_or_default()))
    };
    Ok(Some((
        count(&texts.before)?,
        texts.after.as_ref().map(count).transpose()?,
    )))
}

fn nothing_scored(args: &ScoreArgs, notes: &Notes) -> String {
    let (before, gold) = (args.before.display(), args.gold.display());
    match notes.failures.first() {
        Some(failure) => format!("no page was scored: {failure}"),
        None => format!("no page of {before} has its gold in {gold}"),
    }
}
