//! The texts of a bench, in memory.

use crate::cli::args::common::InputArgs;
use crate::cli::input::pages::{self, PageInput};
use crate::cli::input::paths::DASH;
use crate::cli::render::terminal::escape;
use crate::cli::setup::Setup;
use dechaff::PageMeta;
use dechaff::tools::bench::{CorpusFigures, count_newlines};
use std::path::{Path, PathBuf};

/// A page in memory.
pub(crate) struct CorpusPage {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) meta: PageMeta,
}

/// The pages, and the files that they came from.
#[derive(Default)]
pub(crate) struct Corpus {
    pub(crate) pages: Vec<CorpusPage>,
    /// Empty where the text came from standard input: that is not read again.
    pub(crate) files: Vec<PathBuf>,
    /// How many could not be read.
    pub(crate) failed: usize,
}

impl Corpus {
    /// Reads what the arguments name, as `clean` does.
    pub(crate) fn load(args: &InputArgs, prepared: &Setup) -> anyhow::Result<Self> {
        let mut corpus = Self::default();
        pages::for_each(
            args,
            prepared,
            |page| page,
            |page| {
                corpus.add(page);
                Ok(())
            },
        )?;
        Ok(corpus)
    }

    fn add(&mut self, page: PageInput) {
        let text = match page.text {
            Ok(text) => text,
            Err(why) => {
                tracing::error!("{}: {}", escape(&page.name), escape(&why));
                self.failed += 1;
                return;
            }
        };
        // Rows of a shard come one after the other.
        if page.file != Path::new(DASH) && self.files.last() != Some(&page.file) {
            self.files.push(page.file);
        }
        self.pages.push(CorpusPage {
            id: page.id,
            text,
            meta: page.meta,
        });
    }

    pub(crate) fn figures(&self) -> CorpusFigures {
        let mut hasher = blake3::Hasher::new();
        for page in &self.pages {
            for part in [&page.id, &page.text] {
                hasher.update(&(part.len() as u64).to_le_bytes());
                hasher.update(part.as_bytes());
            }
        }
        let texts = || self.pages.iter().map(|page| page.text.as_str());
        CorpusFigures {
            pages: self.pages.len(),
            bytes: texts().map(str::len).sum(),
            newlines: texts().map(count_newlines).sum(),
            hash: hasher.finalize().to_hex().to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_many_rows_is_one_file() {
        let mut corpus = Corpus::default();
        for (file, id) in [
            ("a.jsonl", "1"),
            ("a.jsonl", "2"),
            ("b.txt", "3"),
            (DASH, "4"),
        ] {
            corpus.add(PageInput {
                name: format!("{file}:{id}"),
                file: file.into(),
                id: id.into(),
                text: Ok("Rain fell.".to_owned()),
                meta: PageMeta::default(),
            });
        }
        assert_eq!(corpus.pages.len(), 4);
        assert_eq!(corpus.files, [Path::new("a.jsonl"), Path::new("b.txt")]);
    }
}
