//! `dechaff gen crawl`: a crawl with known truth, to a folder, a file or standard output.

use crate::cli::args::common::GlobalArgs;
use crate::cli::args::generate::CrawlArgs;
use crate::cli::input::paths::DASH;
use crate::cli::interrupt::stop_on_interrupt;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{counted, escape, thousands};
use crate::cli::target::{Target, check_empty};
use anyhow::{Context as _, bail, ensure};
use dechaff::io::batch::thread_pool;
use dechaff::io::format::Compression;
use dechaff::io::sink::{Staged, publish_all, stage};
use dechaff::tools::synthesize::{Crawl, CrawlOptions, push_labels, push_row};
use rayon::prelude::*;
use std::io::{self, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// How many pages a thread makes at a time.
const TASK_PAGES: u64 = 32;
/// About how many bytes their rows have; more of them do no harm.
const ROWS_BYTES: usize = 350 << 10;
/// How many such tasks each thread has between two writes.
const TASKS: u64 = 4;

/// Endings of shards that are not written here; a folder of such a name would be a mistake.
const OTHER_SHARDS: [&str; 9] = [
    "gz", "json", "ndjson", "parquet", "tar", "tgz", "warc", "wet", "zst",
];

/// Pages that are made and not yet written.
#[derive(Default)]
struct Made {
    rows: Vec<u8>,
    labels: Vec<u8>,
    files: Vec<Staged>,
    text_bytes: usize,
}

/// Where pages go.
enum PageTarget {
    Folder(PathBuf),
    Rows(Target, Compression),
    Stdout,
}

impl PageTarget {
    /// How pages are made for it.
    fn form(&self) -> PageForm {
        match self {
            Self::Folder(folder) => PageForm::Files(folder.clone()),
            Self::Rows(_, packing) => PageForm::Rows(*packing),
            Self::Stdout => PageForm::Rows(Compression::None),
        }
    }
}

/// What pages are made as.
enum PageForm {
    /// Files below a folder.
    Files(PathBuf),
    /// Rows, in a member or frame a task.
    Rows(Compression),
}

/// Where pages and labels go, and how much went.
struct Writer {
    pages: PageTarget,
    labels: Option<Target>,
    text_bytes: usize,
    page_count: u64,
}

pub(crate) fn run(args: &CrawlArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let crawl = Crawl::new(CrawlOptions {
        seed: args.seed,
        hosts: args.hosts.get(),
        shape: args.shape.into(),
    });
    let mut writer = Writer::start(&args.out, args.labels.as_deref())?;
    let interrupt = stop_on_interrupt()?;
    let pool = thread_pool(args.jobs)?;
    pool.install(|| writer.make_all(&crawl, args.pages, &interrupt.stop))?;
    let done = writer.page_count == args.pages;
    let said = writer.in_words(&args.out);
    writer.finish(done)?;
    if !global.quiet {
        writeln!(io::stderr().lock(), "{said}")?;
    }
    Ok(if done {
        Outcome::Done
    } else {
        Outcome::Interrupted(interrupt.status())
    })
}

impl Writer {
    /// Looks whether everything can be written before anything is made.
    fn start(out: &Path, labels: Option<&Path>) -> anyhow::Result<Self> {
        let (pages, beside) = if out == Path::new(DASH) {
            (PageTarget::Stdout, None)
        } else if let Some((stem, packing)) = file_of_rows(out) {
            let rows = Target::start("--out", out)?;
            let beside = out.with_file_name(format!("{stem}.labels.jsonl"));
            (PageTarget::Rows(rows, packing), Some(beside))
        } else {
            check_folder(out)?;
            check_empty(out, "old pages would stand among the new ones")?;
            (
                PageTarget::Folder(out.into()),
                Some(out.join("_labels.jsonl")),
            )
        };
        let labels = labels.map(Path::to_owned).or(beside);
        ensure!(
            labels.as_deref() != Some(out),
            "--labels {}: the pages are written there",
            out.display()
        );
        let labels = labels.map(|path| Target::start("--labels", &path));
        Ok(Self {
            pages,
            labels: labels.transpose()?,
            text_bytes: 0,
            page_count: 0,
        })
    }

    /// Makes pages and writes those made before, at the same time, until all are written.
    fn make_all(&mut self, crawl: &Crawl, pages: u64, stop: &AtomicBool) -> anyhow::Result<()> {
        let form = self.pages.form();
        let group = TASK_PAGES * TASKS * rayon::current_num_threads() as u64;
        let (mut next, mut ready) = (0, Vec::new());
        while (next < pages || !ready.is_empty()) && !stop.load(Ordering::Relaxed) {
            let end = pages.min(next.saturating_add(group));
            let (made, written) = rayon::join(
                || make_group(crawl, next..end, &form),
                || self.write(std::mem::take(&mut ready)),
            );
            written?;
            ready = made?;
            next = end;
        }
        Ok(())
    }

    fn write(&mut self, group: Vec<(u64, Made)>) -> anyhow::Result<()> {
        for (pages, mut made) in group {
            if let Some(labels) = &mut self.labels {
                labels.append(&made.labels)?;
            }
            match &mut self.pages {
                PageTarget::Folder(folder) => {
                    publish_all(folder, &mut made.files).with_context(|| cannot(folder))?;
                }
                PageTarget::Rows(rows, _) => rows.append(&made.rows)?,
                PageTarget::Stdout => {
                    let written = io::stdout().write_all(&made.rows);
                    written.context("standard output")?;
                }
            }
            self.text_bytes += made.text_bytes;
            self.page_count += pages;
        }
        Ok(())
    }

    /// Gives files their names, labels first: no crawl is ever without its truth. One that is not done
    /// gets none, but in a folder, where its pages have theirs.
    fn finish(self, done: bool) -> anyhow::Result<()> {
        if !done && !matches!(self.pages, PageTarget::Folder(_)) {
            return Ok(());
        }
        self.labels.map_or(Ok(()), Target::finish)?;
        match self.pages {
            PageTarget::Rows(rows, _) => rows.finish(),
            PageTarget::Stdout => io::stdout().flush().context("standard output"),
            PageTarget::Folder(_) => Ok(()),
        }
    }

    /// What a run came to.
    fn in_words(&self, out: &Path) -> String {
        let shown = |path: &Path| escape(&path.display().to_string());
        let pages = usize::try_from(self.page_count).unwrap_or(usize::MAX);
        let mut words = format!(
            "{} of {} bytes of text in {}",
            counted(pages, "page"),
            thousands(self.text_bytes),
            shown(out)
        );
        if let Some(labels) = &self.labels {
            words.push_str(", labels in ");
            words.push_str(&shown(labels.path()));
        }
        words
    }
}

/// Makes a group of pages on all threads, as tasks in order with their numbers of pages.
fn make_group(
    crawl: &Crawl,
    pages: Range<u64>,
    form: &PageForm,
) -> anyhow::Result<Vec<(u64, Made)>> {
    let tasks = (pages.end - pages.start).div_ceil(TASK_PAGES);
    let task = |task: u64| {
        let start = pages.start + task * TASK_PAGES;
        let end = pages.end.min(start + TASK_PAGES);
        Ok((end - start, make(crawl, start..end, form)?))
    };
    (0..tasks).into_par_iter().map(task).collect()
}

/// Makes pages.
fn make(crawl: &Crawl, pages: Range<u64>, form: &PageForm) -> anyhow::Result<Made> {
    let mut made = Made::default();
    if let PageForm::Rows(_) = form {
        made.rows.reserve(ROWS_BYTES);
    }
    for page in pages.map(|index| crawl.page(index)) {
        push_labels(&page, &mut made.labels);
        made.text_bytes += page.text.len();
        match form {
            PageForm::Files(folder) => {
                let path = folder.join(format!("{}.txt", page.id));
                let staged = stage(&path, page.text.as_bytes()).with_context(|| cannot(&path))?;
                made.files.push(staged);
            }
            PageForm::Rows(_) => push_row(&page, &mut made.rows),
        }
    }
    if let PageForm::Rows(packing @ (Compression::Gzip | Compression::Zstd)) = form {
        made.rows = packing.pack(&made.rows, 0).context("cannot pack rows")?;
    }
    Ok(made)
}

/// The name without its ending, and how rows are packed, where a file of rows is meant.
fn file_of_rows(out: &Path) -> Option<(&str, Compression)> {
    let name = out.file_name()?.to_str()?;
    let packings = [Compression::None, Compression::Gzip, Compression::Zstd];
    packings.into_iter().find_map(|packing| {
        let stem = name
            .strip_suffix(packing.ending())?
            .strip_suffix(".jsonl")?;
        (!stem.is_empty()).then_some((stem, packing))
    })
}

/// Refuses what reads as the name of a file and would become a folder.
fn check_folder(out: &Path) -> anyhow::Result<()> {
    let ending = out.extension().and_then(|ending| ending.to_str());
    let other =
        ending.filter(|ending| OTHER_SHARDS.contains(&ending.to_ascii_lowercase().as_str()));
    if let Some(ending) = other.filter(|_| !out.is_dir()) {
        bail!(
            "--out {}: pages are written to a folder, or as rows to .jsonl, .jsonl.gz or .jsonl.zst, not to \
             .{ending}; `dechaff clean --to` writes others",
            out.display()
        );
    }
    Ok(())
}

fn cannot(path: &Path) -> String {
    format!("cannot write {}", path.display())
}
