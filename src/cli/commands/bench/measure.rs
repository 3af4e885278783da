//! Rounds in which everything is measured in turns, so that a machine that slows down slows all alike.

use crate::cli::commands::bench::clock;
use crate::cli::commands::bench::corpus::{Corpus, CorpusPage};
use crate::cli::commands::bench::machine;
use crate::cli::commands::bench::watched::{figures, sum};
use anyhow::{Context as _, ensure};
use dechaff::io::batch::thread_pool;
use dechaff::tools::bench::{
    CleanedFigures, Measured, RowName, Sample, count_newlines, hash_lines,
};
use dechaff::{Cleaner, Page};
use rayon::ThreadPool;
use rayon::prelude::*;
use std::fs::File;
use std::hint::black_box;
use std::io::Read as _;

/// What is measured.
pub(crate) struct Measuring<'b> {
    corpus: &'b Corpus,
    cleaner: &'b Cleaner,
    /// What cleaning must come to.
    expected: CleanedFigures,
    /// Threads for each row of cleaning: one, two, four and so on, and all.
    pools: Vec<ThreadPool>,
}

impl<'b> Measuring<'b> {
    pub(crate) fn start(
        corpus: &'b Corpus,
        cleaner: &'b Cleaner,
        expected: CleanedFigures,
        jobs: usize,
    ) -> anyhow::Result<Self> {
        let most = thread_pool(jobs).context("cannot start threads")?;
        let all = most.current_num_threads();
        let fewer = std::iter::successors(Some(1), |threads| Some(threads * 2));
        let mut pools: Vec<ThreadPool> = fewer
            .take_while(|&threads| threads < all)
            .map(thread_pool)
            .collect::<Result<_, _>>()
            .context("cannot start threads")?;
        pools.push(most);
        Ok(Self {
            corpus,
            cleaner,
            expected,
            pools,
        })
    }

    /// A row for each floor and each number of threads, with a sample a round.
    pub(crate) fn rounds(&self, rounds: usize) -> anyhow::Result<Vec<Measured>> {
        let mut rows = self.rows();
        for _ in 0..rounds {
            for row in &mut rows {
                machine::forget_peak();
                row.samples.push(self.sample(row.name, row.threads)?);
                row.peak_bytes = row.peak_bytes.max(machine::peak_bytes());
            }
        }
        Ok(rows)
    }

    fn rows(&self) -> Vec<Measured> {
        let row = |name, threads| Measured {
            name,
            threads,
            samples: Vec::new(),
            peak_bytes: None,
        };
        let read = (!self.corpus.files.is_empty()).then(|| row(RowName::Read, 1));
        let floors = [RowName::Newlines, RowName::HashLines].map(|name| row(name, 1));
        let threads = self.pools.iter().map(ThreadPool::current_num_threads);
        let cleaning = threads.map(|threads| row(RowName::Clean, threads));
        read.into_iter().chain(floors).chain(cleaning).collect()
    }

    fn sample(&self, name: RowName, threads: usize) -> anyhow::Result<Sample> {
        let pages = &self.corpus.pages;
        match name {
            RowName::Read => {
                let mut buffer = Vec::new();
                clock::sample(|| self.read(&mut buffer))
            }
            RowName::Newlines => clock::sample(|| {
                black_box(over_texts(pages, count_newlines));
                Ok(())
            }),
            RowName::HashLines => clock::sample(|| {
                black_box(over_texts(pages, hash_lines));
                Ok(())
            }),
            RowName::Clean => clock::sample(|| self.clean(threads)),
        }
    }

    /// Reads each file into the same buffer.
    fn read(&self, buffer: &mut Vec<u8>) -> anyhow::Result<()> {
        for path in &self.corpus.files {
            buffer.clear();
            let read = File::open(path).and_then(|mut file| file.read_to_end(buffer));
            read.with_context(|| format!("cannot read {}", path.display()))?;
            black_box(&*buffer);
        }
        Ok(())
    }

    /// Cleans all pages as a run does: the first is read by threads that have seen none.
    fn clean(&self, threads: usize) -> anyhow::Result<()> {
        self.cleaner.forget_pages();
        let same = |pool: &&ThreadPool| pool.current_num_threads() == threads;
        let pool = self.pools.iter().find(same).expect("a row has its threads");
        let clean = |page: &CorpusPage| {
            let page = Page::with_meta(&page.text, page.meta.clone());
            figures(black_box(&self.cleaner.clean(&page)))
        };
        let pages = self.corpus.pages.par_iter();
        let found = pool.install(|| pages.map(clean).reduce(CleanedFigures::default, sum));
        ensure!(
            found == self.expected,
            "the texts were cleaned otherwise than the first time: {found:?}, not {:?}",
            self.expected
        );
        Ok(())
    }
}

fn over_texts(pages: &[CorpusPage], of: fn(&str) -> u64) -> u64 {
    let texts = pages.iter().map(|page| page.text.as_str());
    texts.fold(0, |sum, text| sum.wrapping_add(of(black_box(text))))
}
