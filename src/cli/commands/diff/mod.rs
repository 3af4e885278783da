//! `dechaff diff`: a page in the terminal, its cuts struck and coloured by kind.

pub(crate) mod draw;
pub(crate) mod fold;
pub(crate) mod pager;
pub(crate) mod piece;

use crate::cli::args::command::DiffArgs;
use crate::cli::commands::diff::draw::Drawing;
use crate::cli::commands::diff::pager::PagedOutput;
use crate::cli::input::pages;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{self, escape};
use crate::cli::setup;
use dechaff::Page;
use std::io::{self, IsTerminal as _, Write as _};

pub(crate) fn run(args: &DiffArgs) -> anyhow::Result<Outcome> {
    let near = args.input.paths.first().map(std::path::PathBuf::as_path);
    let prepared = setup::prepare(&args.rules, near)?;
    let on_terminal = io::stdout().is_terminal();
    let drawing = Drawing {
        color: terminal::color_on(&io::stdout()),
        width: on_terminal.then(terminal::width),
    };
    let mut out = if on_terminal && !args.no_pager {
        PagedOutput::paged()?
    } else {
        PagedOutput::plain()
    };
    let mut failed = false;
    let draw = |input: pages::PageInput| match &input.text {
        Err(why) => Err(format!("{}: {}", escape(&input.name), escape(why))),
        Ok(text) => {
            let page = Page::with_meta(text, input.meta);
            let cleaned = prepared.cleaner.clean(&page);
            Ok(drawing.page(&input.name, &page, &cleaned))
        }
    };
    let printed = pages::for_each(&args.input, &prepared, draw, |drawn| {
        match drawn {
            Ok(drawn) => out.write_all(drawn.as_bytes())?,
            Err(why) => {
                failed = true;
                tracing::error!("{why}");
            }
        }
        Ok(())
    });
    // The pager is waited for whatever happened, so that it does not outlive this program.
    let closed = out.close();
    // That there is no such pager says more than the pipe that broke for want of it.
    closed?;
    printed?;
    Ok(if failed {
        Outcome::SomeFailed
    } else {
        Outcome::Done
    })
}
