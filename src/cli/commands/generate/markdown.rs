//! `dechaff gen markdown`: texts of pages, written as Markdown.

use crate::cli::args::common::GlobalArgs;
use crate::cli::args::generate::MarkdownArgs;
use crate::cli::input::page_ids::PageFiles;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{counted, escape};
use crate::cli::target::{check_empty, lies_in};
use anyhow::{Context as _, ensure};
use dechaff::io::sink::{Staged, publish_all, stage};
use dechaff::tools::synthesize::{Draws, to_markdown};
use std::io::{self, Write as _};

/// How many files are brought to the disk together.
const GROUP_FILES: usize = 512;

pub(crate) fn run(args: &MarkdownArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let (pages, out) = (args.pages.display(), args.out.display());
    ensure!(args.pages.is_dir(), "{pages} is not a folder");
    ensure!(
        !lies_in(&args.out, &args.pages),
        "--out {out}: it lies in {pages}, and its pages would be taken for texts; write them elsewhere"
    );
    check_empty(&args.out, "old pages would be read with the new ones")?;
    let found = PageFiles::find(&args.pages)?;
    let mut failed = found.unnamed.len();
    for failure in &found.unnamed {
        tracing::error!("{}", escape(failure));
    }
    let (mut staged, mut written): (Vec<Staged>, usize) = (Vec::new(), 0);
    for page in &found.pages {
        match std::fs::read_to_string(args.pages.join(&page.path)) {
            Ok(text) => {
                let mut draws = Draws::new(&[&args.seed.to_string(), &page.id]);
                let target = args.out.join(format!("{}.md", page.id));
                let whole = stage(&target, to_markdown(&text, &mut draws).as_bytes());
                staged.push(whole.with_context(|| format!("cannot write {}", target.display()))?);
                written += 1;
            }
            Err(error) => {
                tracing::error!("{}: left out: {error}", escape(&page.path));
                failed += 1;
            }
        }
        if staged.len() >= GROUP_FILES {
            publish_all(&args.out, &mut staged).with_context(|| out.to_string())?;
        }
    }
    publish_all(&args.out, &mut staged).with_context(|| out.to_string())?;
    if !global.quiet {
        let root = escape(&out.to_string());
        writeln!(
            io::stderr().lock(),
            "{} as Markdown in {root}",
            counted(written, "page")
        )?;
    }
    Ok(if failed == 0 {
        Outcome::Done
    } else {
        Outcome::SomeFailed
    })
}
