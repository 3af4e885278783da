//! The labelled pages of a fit.

use crate::cli::args::fit::FitArgs;
use crate::cli::input::gold::GoldTexts;
use crate::cli::input::meta::MetaFolder;
use crate::cli::input::page_ids::{PageFile, PageFiles};
use crate::cli::input::texts::Texts;
use crate::cli::render::terminal::{counted, escape};
use anyhow::{Context as _, bail};
use dechaff::Page;
use dechaff::io::source::{DecodeError, Decoded, EncodingChoice};
use dechaff::tools::fit::LabelledPage;
use rayon::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The pages of one folder.
pub(crate) struct LabelledFolder {
    pub(crate) name: String,
    /// Where its pages stand among all.
    pub(crate) pages: std::ops::Range<usize>,
}

/// Every page with gold, by folder and name.
#[derive(Default)]
pub(crate) struct Corpus {
    pub(crate) folders: Vec<LabelledFolder>,
    pub(crate) pages: Vec<LabelledPage>,
    /// Pages without gold.
    without_gold: Vec<String>,
    /// What could not be read, and why.
    pub(crate) failed: Vec<String>,
}

impl Corpus {
    /// Names the pages that are not in it.
    pub(crate) fn log(&self) {
        for page in &self.without_gold {
            tracing::info!("{}: left out, it has no gold", escape(page));
        }
        for failure in &self.failed {
            tracing::error!("{}", escape(failure));
        }
    }

    /// What a fit of it came to.
    pub(crate) fn in_words(&self, output: &Path) -> String {
        let output = escape(&output.display().to_string());
        let mut words = format!("{}: {output}", counted(self.pages.len(), "page"));
        for (left_out, end) in [
            (&self.without_gold, "without gold, left out; -v names them"),
            (&self.failed, "could not be read"),
        ] {
            if !left_out.is_empty() {
                let _ = write!(words, "\n{} {end}", counted(left_out.len(), "page"));
            }
        }
        words
    }
}

pub(crate) fn read(args: &FitArgs) -> anyhow::Result<Corpus> {
    let mut corpus = Corpus::default();
    for before in &args.before {
        add_folder(&mut corpus, nearest(&args.gold, before), before)?;
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

/// Adds the pages of `before` whose gold texts are in `gold`.
fn add_folder(corpus: &mut Corpus, gold: &Path, before: &Path) -> anyhow::Result<()> {
    let texts = Texts::open(before)?;
    let PageFiles {
        pages: files,
        unnamed: mut failed,
    } = texts.pages()?;
    let pair = LabelledPair {
        texts,
        gold,
        golds: GoldTexts::at(gold)?,
        meta: MetaFolder::beside(gold),
        folder: corpus.folders.len(),
    };
    let read: Vec<_> = files.par_iter().map(|file| pair.page(file)).collect();
    let start = corpus.pages.len();
    for (file, page) in files.iter().zip(read) {
        match page {
            Ok(Some(page)) => corpus.pages.push(page),
            Ok(None) => corpus
                .without_gold
                .push(pair.path(file).display().to_string()),
            Err(error) => failed.push(format!("{}: {error:#}", file.id)),
        }
    }
    let pages = start..corpus.pages.len();
    let name = before.display().to_string();
    if pages.is_empty() {
        match failed.first() {
            Some(failure) => bail!("{name}: no page could be read: {failure}"),
            None => bail!("{name}: no page has gold in {}", gold.display()),
        }
    }
    corpus.failed.append(&mut failed);
    corpus.folders.push(LabelledFolder { name, pages });
    Ok(())
}

/// A folder of pages, and what is known of them.
struct LabelledPair<'f> {
    texts: Texts,
    gold: &'f Path,
    golds: GoldTexts,
    meta: MetaFolder,
    folder: usize,
}

impl LabelledPair<'_> {
    fn path(&self, file: &PageFile) -> PathBuf {
        self.texts.file(file)
    }

    /// The page in that file; `None` where it has no gold.
    fn page(&self, file: &PageFile) -> anyhow::Result<Option<LabelledPage>> {
        let id = &file.id;
        let Some(gold) = self.golds.of(id)? else {
            return Ok(None);
        };
        let known = self.meta.of(id)?;
        let row = self.texts.row(id).filter(|_| !self.path(file).is_file());
        let row_host = row.and_then(|row| Page::with_meta("", row.meta.clone()).host());
        Ok(Some(LabelledPage {
            id: format!("{}/{id}", self.gold.display()),
            folder: self.folder,
            host: row_host.unwrap_or(known.host),
            title: known.title,
            gold,
            text: match row {
                Some(row) => row.text.clone(),
                None => read_utf8(&self.path(file))?,
            },
        }))
    }
}

/// The text of a page, which `clean` would read the same way: U+FFFD in the place of what is not UTF-8
/// would be learned as noise, or as article.
fn read_utf8(path: &Path) -> anyhow::Result<String> {
    let shown = path.display();
    let bytes = fs::read(path).with_context(|| format!("cannot read {shown}"))?;
    match Decoded::new(bytes, EncodingChoice::Utf8) {
        Ok(decoded) => Ok(decoded.text),
        Err(DecodeError::NotUtf8 { offset, guess }) => bail!(
            "{shown} is not UTF-8 (byte {offset}); it looks like {guess}: convert it to UTF-8"
        ),
        Err(error) => bail!("{shown}: {error}"),
    }
}
