//! `dechaff gen`: pages of which it is known what is noise.

use super::Outcome;
use super::args::GenArgs;
use super::gold::{GoldFolder, read_lossy};
use super::terminal::{self, counted};
use anyhow::{Context as _, ensure};
use dechaff::sink::{Staged, publish_all, stage};
use dechaff::{Draws, Layout, Page, PageMeta, Story, splice};
use serde::Deserialize;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Stories with fewer words are no stories: stubs, captions, lists.
const LEAST_WORDS: usize = 120;
/// The most stories that are put after an article.
const MOST_OTHERS: usize = 3;

/// How many files are brought to the disk together.
const GROUP_FILES: usize = 512;

/// A gold text that is spliced.
struct Gold {
    id: String,
    title: String,
    host: Option<String>,
    words: usize,
    text: String,
}

impl Gold {
    fn story(&self) -> Story<'_> {
        Story {
            title: &self.title,
            text: &self.text,
        }
    }
}

/// What is known of a page beside its text.
#[derive(Default, Deserialize)]
struct Meta {
    url: Option<String>,
    title: Option<String>,
}

pub(super) fn run(args: &GenArgs) -> anyhow::Result<Outcome> {
    ensure!(
        args.gold.is_dir(),
        "{} is not a folder",
        args.gold.display()
    );
    let occupied = fs::read_dir(&args.out).is_ok_and(|mut entries| entries.next().is_some());
    ensure!(
        !occupied,
        "{} is not empty; old pages would be scored with the new ones",
        args.out.display()
    );
    let beside = args.gold.parent().unwrap_or(Path::new(".")).join("meta");
    let (golds, failed) = read_all(&args.gold, args.meta.as_deref().unwrap_or(&beside))?;
    ensure!(
        golds.len() > 1,
        "{}: fewer than two texts of {LEAST_WORDS} words or more",
        args.gold.display()
    );
    let mut staged = Vec::new();
    for (at, gold) in golds.iter().enumerate() {
        stage_pages(args, &golds, at, gold, &mut staged)?;
        if staged.len() >= GROUP_FILES {
            publish(args, &mut staged)?;
        }
    }
    publish(args, &mut staged)?;
    let mut out = terminal::out();
    let (articles, root) = (counted(golds.len(), "article"), args.out.display());
    let layouts: Vec<&str> = Layout::ALL.iter().map(|layout| layout.word()).collect();
    let layouts = layouts.join(", ");
    writeln!(
        out,
        "{articles}, each {layouts}: pages in {root}/raw, articles in {root}/gold"
    )?;
    out.flush()?;
    Ok(if failed == 0 {
        Outcome::Done
    } else {
        Outcome::SomeFailed
    })
}

/// Stages the article, and each page that is made of it.
fn stage_pages(
    args: &GenArgs,
    golds: &[Gold],
    at: usize,
    gold: &Gold,
    staged: &mut Vec<Staged>,
) -> anyhow::Result<()> {
    let seed = args.seed.to_string();
    let name = format!("{}.txt", gold.id);
    let mut write = |target: PathBuf, page: &str| -> anyhow::Result<()> {
        let whole = stage(&target, page.as_bytes());
        staged.push(whole.with_context(|| format!("cannot write {}", target.display()))?);
        Ok(())
    };
    for &layout in Layout::ALL {
        let mut draws = Draws::new(&[&seed, layout.word(), &gold.id]);
        let others = others(golds, at, &mut draws);
        let page = splice(gold.story(), &others, layout, &mut draws);
        write(args.out.join("raw").join(layout.word()).join(&name), &page)?;
        if layout == Layout::Untouched {
            write(args.out.join("gold").join(&name), &page)?;
        }
    }
    Ok(())
}

fn publish(args: &GenArgs, staged: &mut Vec<Staged>) -> anyhow::Result<()> {
    publish_all(&args.out, staged).with_context(|| args.out.display().to_string())
}

/// One to three stories of other hosts: from a place that is drawn, the next such one.
fn others<'g>(golds: &'g [Gold], at: usize, draws: &mut Draws) -> Vec<Story<'g>> {
    let own = &golds[at];
    let is_other =
        |other: &&Gold| other.id != own.id && (own.host.is_none() || other.host != own.host);
    let count = 1 + draws.below(MOST_OTHERS);
    let stories = (0..count).filter_map(|_| {
        let (before, from) = golds.split_at(draws.below(golds.len()));
        from.iter().chain(before).find(is_other)
    });
    stories.map(Gold::story).collect()
}

/// The gold texts that are long enough, by id, and how many could not be read.
fn read_all(gold: &Path, meta: &Path) -> anyhow::Result<(Vec<Gold>, usize)> {
    let cannot = || format!("cannot list {}", gold.display());
    let folder = GoldFolder::at(gold);
    let (mut golds, mut failed) = (Vec::new(), 0);
    for entry in fs::read_dir(gold).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        let is_text = path.extension().is_some_and(|end| end == "txt");
        let id = if is_text {
            path.file_stem()
        } else {
            path.file_name().filter(|_| path.is_dir())
        };
        let Some(id) = id.and_then(|id| id.to_str()) else {
            continue; // no text, or no id that `score` could name
        };
        match read_gold(&folder, id, meta) {
            Ok(read) => golds.extend(read.filter(|gold| gold.words >= LEAST_WORDS)),
            Err(error) => {
                tracing::error!("{id}: left out: {error:#}");
                failed += 1;
            }
        }
    }
    golds.sort_by(|one, other| one.id.cmp(&other.id));
    Ok((golds, failed))
}

/// The text with its title and host, as far as `meta` knows them; else its first line is the title.
fn read_gold(folder: &GoldFolder, id: &str, meta: &Path) -> anyhow::Result<Option<Gold>> {
    let Some(text) = folder.of(id)? else {
        return Ok(None);
    };
    let meta = meta.join(format!("{id}.json"));
    let known: Meta = if meta.exists() {
        serde_json::from_str(&read_lossy(&meta)?)
            .with_context(|| format!("cannot parse {}", meta.display()))?
    } else {
        Meta::default()
    };
    let first = || text.lines().find(|line| !line.trim().is_empty());
    let title = known.title.or_else(|| first().map(str::to_owned));
    let place = PageMeta {
        url: known.url,
        lang: None,
    };
    Ok(Some(Gold {
        id: id.to_owned(),
        title: title.unwrap_or_default().trim().to_owned(),
        host: Page::with_meta("", place).host(),
        words: Page::new(&text).word_count(),
        text,
    }))
}
