//! `dechaff gen`: pages of which it is known what is noise.

use super::Outcome;
use super::args::GenArgs;
use super::terminal::{self, counted};
use anyhow::{Context as _, ensure};
use dechaff::{Draws, Layout, Page, PageMeta, Story, splice};
use serde::Deserialize;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Stories with fewer words are no stories: stubs, captions, lists.
const LEAST_WORDS: usize = 120;
/// The most stories that are put after an article.
const MOST_OTHERS: usize = 3;

/// A gold text that is spliced.
struct Gold {
    id: String,
    title: String,
    host: Option<String>,
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
    let golds = read_all(&args.gold, args.meta.as_deref().unwrap_or(&beside))?;
    ensure!(
        golds.len() > 1,
        "{}: fewer than two texts of {LEAST_WORDS} words or more",
        args.gold.display()
    );
    for (at, gold) in golds.iter().enumerate() {
        write_pages(args, &golds, at, gold)?;
    }
    let mut out = terminal::out();
    let (articles, root) = (counted(golds.len(), "article"), args.out.display());
    let layouts: Vec<&str> = Layout::ALL.iter().map(|layout| layout.word()).collect();
    writeln!(
        out,
        "{articles}, each {}: pages in {root}/raw, articles in {root}/gold",
        layouts.join(", ")
    )?;
    out.flush()?;
    Ok(Outcome::Done)
}

/// Writes the article, and each page that is made of it.
fn write_pages(args: &GenArgs, golds: &[Gold], at: usize, gold: &Gold) -> anyhow::Result<()> {
    let seed = args.seed.to_string();
    let name = format!("{}.txt", gold.id);
    for &layout in Layout::ALL {
        let mut draws = Draws::new(&[&seed, layout.word(), &gold.id]);
        let others = others(golds, at, &mut draws);
        let page = splice(gold.story(), &others, layout, &mut draws);
        write(&args.out.join("raw").join(layout.word()).join(&name), &page)?;
        if layout == Layout::Untouched {
            write(&args.out.join("gold").join(&name), &page)?;
        }
    }
    Ok(())
}

/// One to three stories of other hosts.
fn others<'g>(golds: &'g [Gold], at: usize, draws: &mut Draws) -> Vec<Story<'g>> {
    let own = &golds[at];
    let is_other =
        |other: &&Gold| other.id != own.id && (own.host.is_none() || other.host != own.host);
    let candidates: Vec<&Gold> = golds.iter().filter(is_other).collect();
    let count = 1 + draws.below(MOST_OTHERS);
    (0..count)
        .filter(|_| !candidates.is_empty())
        .map(|_| candidates[draws.below(candidates.len())].story())
        .collect()
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let folder = path.parent().expect("it lies below the output folder");
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// The gold texts that are long enough, by id.
fn read_all(gold: &Path, meta: &Path) -> anyhow::Result<Vec<Gold>> {
    let cannot = || format!("cannot list {}", gold.display());
    let mut golds = Vec::new();
    for entry in fs::read_dir(gold).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        let (id, file) = match path.extension() {
            Some(end) if end == "txt" => (path.file_stem(), path.clone()),
            _ if path.is_dir() => (path.file_name(), path.join("gold.txt")),
            _ => continue,
        };
        let Some(id) = id.and_then(|id| id.to_str()) else {
            continue; // an id is text
        };
        let text =
            fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        if Page::new(&text).word_count() >= LEAST_WORDS {
            golds.push(described(id, text, &meta.join(format!("{id}.json")))?);
        }
    }
    golds.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(golds)
}

/// The text with its title and host, as far as `meta` knows them; else its first line is the title.
fn described(id: &str, text: String, meta: &PathBuf) -> anyhow::Result<Gold> {
    let known: Meta = match fs::read_to_string(meta) {
        Ok(json) => serde_json::from_str(&json)
            .with_context(|| format!("cannot parse {}", meta.display()))?,
        Err(_) => Meta::default(),
    };
    let first = || text.lines().find(|line| !line.trim().is_empty());
    let title = known.title.or_else(|| first().map(str::to_owned));
    let page = PageMeta {
        url: known.url,
        lang: None,
    };
    Ok(Gold {
        id: id.to_owned(),
        title: title.unwrap_or_default().trim().to_owned(),
        host: Page::with_meta("", page).host(),
        text,
    })
}
