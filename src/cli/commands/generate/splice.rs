//! `dechaff gen splice`: articles with other stories after them.

use crate::cli::args::common::GlobalArgs;
use crate::cli::args::generate::SpliceArgs;
use crate::cli::input::gold::GoldTexts;
use crate::cli::input::meta::MetaFolder;
use crate::cli::input::page_ids::PageFiles;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{counted, escape};
use crate::cli::target::{check_empty, lies_in};
use anyhow::{Context as _, ensure};
use dechaff::Page;
use dechaff::io::sink::{Staged, publish_all, stage};
use dechaff::tools::synthesize::{Draws, Layout, Story, splice};
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// How many files are brought to the disk together.
const GROUP_FILES: usize = 512;

/// A gold text that is spliced.
struct GoldArticle {
    id: String,
    title: String,
    host: String,
    text: String,
}

impl GoldArticle {
    fn story(&self) -> Story<'_> {
        Story {
            title: &self.title,
            text: &self.text,
        }
    }
}

/// The gold texts that are long enough, by id, and what is not among them.
#[derive(Default)]
struct Golds {
    long: Vec<GoldArticle>,
    short: usize,
    failed: usize,
}

pub(crate) fn run(args: &SpliceArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let meta = check(args)?;
    let golds = read_all(&args.gold, &meta)?;
    golds.check(&args.gold, &meta)?;
    let mut staged = Vec::new();
    for gold in &golds.long {
        stage_pages(args, &golds.long, gold, &mut staged)?;
        if staged.len() >= GROUP_FILES {
            publish(args, &mut staged)?;
        }
    }
    publish(args, &mut staged)?;
    if !global.quiet {
        writeln!(io::stderr().lock(), "{}", golds.in_words(&args.out))?;
    }
    Ok(if golds.failed == 0 {
        Outcome::Done
    } else {
        Outcome::SomeFailed
    })
}

/// Refuses folders that are not there, or in which nothing may be written.
fn check(args: &SpliceArgs) -> anyhow::Result<MetaFolder> {
    let (gold, out) = (args.gold.display(), args.out.display());
    ensure!(args.gold.is_dir(), "{gold} is not a folder");
    let meta = match &args.meta {
        Some(folder) => MetaFolder::named("--meta", folder)?,
        None => MetaFolder::beside(&args.gold),
    };
    ensure!(
        !lies_in(&args.out, &args.gold),
        "--out {out}: it lies in {gold}, and its pages would be taken for gold texts; write them elsewhere"
    );
    check_empty(&args.out, "old pages would be scored with the new ones")?;
    Ok(meta)
}

impl Golds {
    /// Every article needs a story of another host: without one, its page would hold no noise.
    fn check(&self, folder: &Path, meta: &MetaFolder) -> anyhow::Result<()> {
        let (folder, meta) = (folder.display(), meta.path().display());
        let Some((first, more)) = self.long.split_first().filter(|(_, more)| !more.is_empty())
        else {
            anyhow::bail!(
                "{folder}: fewer than two texts of {} words or more",
                Story::LEAST_WORDS
            );
        };
        ensure!(
            more.iter().any(|gold| gold.host != first.host),
            "{folder}: all {} articles are of one host, {}, and the stories that follow an article are \
             of others; a host is that of \"url\" in {meta}/<id>.json, else the first folder of the id",
            self.long.len(),
            first.host
        );
        Ok(())
    }

    /// What a run came to.
    fn in_words(&self, out: &Path) -> String {
        let root = escape(&out.display().to_string());
        let layouts: Vec<&str> = Layout::ALL.iter().map(|layout| layout.word()).collect();
        let mut words = format!(
            "{}, each {}: pages in {root}/raw, articles in {root}/gold",
            counted(self.long.len(), "article"),
            layouts.join(", ")
        );
        let short = format!("of fewer than {} words, left out", Story::LEAST_WORDS);
        for (count, end) in [(self.short, &*short), (self.failed, "could not be read")] {
            if count > 0 {
                let _ = write!(words, "\n{} {end}", counted(count, "article"));
            }
        }
        words
    }
}

/// Stages the article, and each page that is made of it.
fn stage_pages(
    args: &SpliceArgs,
    golds: &[GoldArticle],
    gold: &GoldArticle,
    staged: &mut Vec<Staged>,
) -> anyhow::Result<()> {
    let seed = args.seed.to_string();
    let name = format!("{}.txt", gold.id);
    let mut write = |target: PathBuf, page: &str| -> anyhow::Result<()> {
        let whole = stage(&target, page.as_bytes());
        staged.push(whole.with_context(|| format!("cannot write {}", target.display()))?);
        Ok(())
    };
    let of_others: Vec<&GoldArticle> = golds.iter().filter(|one| one.host != gold.host).collect();
    for &layout in Layout::ALL {
        let mut draws = Draws::new(&[&seed, layout.word(), &gold.id]);
        let others = others(&of_others, &mut draws);
        let page = splice(gold.story(), &others, layout, &mut draws);
        write(args.out.join("raw").join(layout.word()).join(&name), &page)?;
        if layout == Layout::Untouched {
            write(args.out.join("gold").join(&name), &page)?;
        }
    }
    Ok(())
}

fn publish(args: &SpliceArgs, staged: &mut Vec<Staged>) -> anyhow::Result<()> {
    publish_all(&args.out, staged).with_context(|| args.out.display().to_string())
}

/// One to three of the stories, or as many as there are; none twice, since `duplicate` rules would find
/// its second copy without knowing that it is a story.
fn others<'g>(of_others: &[&'g GoldArticle], draws: &mut Draws) -> Vec<Story<'g>> {
    let count = 1 + draws.below(Story::MOST_OTHERS);
    let places = draws.distinct(count, of_others.len());
    places.into_iter().map(|at| of_others[at].story()).collect()
}

fn read_all(gold: &Path, meta: &MetaFolder) -> anyhow::Result<Golds> {
    let folder = GoldTexts::at(gold)?;
    let mut golds = Golds::default();
    let (ids, unnamed) = gold_ids(gold)?;
    golds.failed += unnamed.len();
    for failure in unnamed {
        tracing::error!("{}", escape(&failure));
    }
    for id in ids {
        match read_gold(&folder, &id, meta) {
            Ok(Some(gold)) if Page::new(&gold.text).word_count() >= Story::LEAST_WORDS => {
                golds.long.push(gold);
            }
            Ok(Some(_)) => golds.short += 1,
            Ok(None) => {}
            Err(error) => {
                tracing::error!("{}: left out: {error:#}", escape(&id));
                golds.failed += 1;
            }
        }
    }
    Ok(golds)
}

/// The ids of the gold texts of a folder and its sub-folders, sorted: that of `<id>.txt`, and of
/// `<id>/gold.txt`; and files whose names cannot be ids.
fn gold_ids(gold: &Path) -> anyhow::Result<(Vec<String>, Vec<String>)> {
    let PageFiles { pages, unnamed } = PageFiles::find(gold)?;
    let texts = pages
        .into_iter()
        .filter(|page| page.path.strip_suffix(".txt").is_some());
    let mut ids: Vec<String> = texts
        .map(|page| match page.id.strip_suffix("/gold") {
            Some(folder) => folder.to_owned(),
            None => page.id,
        })
        .collect();
    ids.sort_unstable();
    ids.dedup();
    Ok((ids, unnamed))
}

/// The text with its title and host, as far as `meta` knows them; else its first line is the title.
fn read_gold(
    folder: &GoldTexts,
    id: &str,
    meta: &MetaFolder,
) -> anyhow::Result<Option<GoldArticle>> {
    let Some(text) = folder.of(id)? else {
        return Ok(None);
    };
    let known = meta.of(id)?;
    let first = || text.lines().find(|line| !line.trim().is_empty());
    let title = known.title.or_else(|| first().map(str::to_owned));
    Ok(Some(GoldArticle {
        id: id.to_owned(),
        title: title.unwrap_or_default().trim().to_owned(),
        host: known.host,
        text,
    }))
}
