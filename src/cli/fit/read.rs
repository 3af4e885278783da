//! The labelled pages of a fit.

use super::super::args::FitArgs;
use super::super::gold::{GoldFolder, read_lossy};
use super::super::score::add_ids;
use anyhow::{Context as _, ensure};
use dechaff::fit::LabelledPage;
use dechaff::{Page, PageMeta};
use rayon::prelude::*;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The pages of one folder.
pub(super) struct Folder {
    pub(super) name: String,
    /// Where its pages stand among all.
    pub(super) pages: std::ops::Range<usize>,
}

/// Every page with gold, by folder and name.
pub(super) struct Corpus {
    pub(super) folders: Vec<Folder>,
    pub(super) pages: Vec<LabelledPage>,
    /// What could not be read.
    pub(super) failed: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Meta {
    url: Option<String>,
    title: Option<String>,
}

pub(super) fn read(args: &FitArgs) -> anyhow::Result<Corpus> {
    for folder in args.gold.iter().chain(&args.before) {
        ensure!(folder.is_dir(), "{} is not a folder", folder.display());
    }
    let mut corpus = Corpus {
        folders: Vec::new(),
        pages: Vec::new(),
        failed: Vec::new(),
    };
    for before in &args.before {
        let gold = nearest(&args.gold, before);
        let (pages, failed) = read_folder(gold, before, corpus.folders.len())?;
        let name = before.display().to_string();
        ensure!(
            !pages.is_empty(),
            "{name}: no page has gold in {}",
            gold.display()
        );
        let start = corpus.pages.len();
        corpus.pages.extend(pages);
        corpus.failed.extend(failed);
        let pages = start..corpus.pages.len();
        corpus.folders.push(Folder { name, pages });
    }
    Ok(corpus)
}

/// The gold folder whose path has the longest start in common with `before`.
fn nearest<'g>(golds: &'g [PathBuf], before: &Path) -> &'g Path {
    let common = |gold: &&PathBuf| {
        let pairs = gold.components().zip(before.components());
        pairs.take_while(|(one, other)| one == other).count()
    };
    // Of equals, the first.
    let nearest = golds.iter().rev().max_by_key(common);
    nearest.expect("one is required")
}

fn read_folder(
    gold: &Path,
    before: &Path,
    folder: usize,
) -> anyhow::Result<(Vec<LabelledPage>, Vec<String>)> {
    let (mut names, mut failed) = (Vec::new(), Vec::new());
    add_ids(before, "", &mut names, &mut failed)?;
    names.sort_unstable();
    failed.sort_unstable();
    let golds = GoldFolder::at(gold);
    let read = |id: &String| {
        let page = read_page(&golds, gold, before, id);
        page.map_err(|error| format!("{id}: {error:#}"))
    };
    let read: Vec<_> = names.par_iter().map(read).collect();
    let mut pages = Vec::new();
    for page in read {
        match page {
            Ok(page) => pages.extend(page.map(|page| LabelledPage { folder, ..page })),
            Err(error) => failed.push(error),
        }
    }
    Ok((pages, failed))
}

fn read_page(
    golds: &GoldFolder,
    gold: &Path,
    before: &Path,
    id: &str,
) -> anyhow::Result<Option<LabelledPage>> {
    let Some(article) = golds.of(id)? else {
        return Ok(None);
    };
    let meta = gold.parent().unwrap_or(Path::new(".")).join("meta");
    let meta = meta.join(format!("{id}.json"));
    let known: Meta = if meta.exists() {
        serde_json::from_str(&read_lossy(&meta)?)
            .with_context(|| format!("cannot parse {}", meta.display()))?
    } else {
        Meta::default()
    };
    let place = PageMeta {
        url: known.url,
        lang: None,
    };
    // Where no url is known, the folder of a page stands for its host.
    let folder = id.split('/').next().unwrap_or(id);
    Ok(Some(LabelledPage {
        host: Page::with_meta("", place)
            .host()
            .unwrap_or_else(|| folder.to_owned()),
        folder: 0,
        title: known.title,
        id: format!("{}/{id}", gold.display()),
        gold: article,
        text: read_lossy(&before.join(format!("{id}.txt")))?,
    }))
}
