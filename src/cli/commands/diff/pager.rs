//! Standard output, or a pager in front of it.

use crate::cli::render::terminal;
use anyhow::{Context as _, bail};
use std::io::{self, BufWriter, Write};
use std::process::{Child, Command, Stdio};

/// Where the drawing goes.
pub(crate) enum PagedOutput {
    Plain(BufWriter<io::StdoutLock<'static>>),
    Paged(Child),
}

/// The exit status by which a shell says that there is no such command.
const NOT_FOUND: i32 = 127;

impl PagedOutput {
    pub(crate) fn plain() -> Self {
        Self::Plain(terminal::out())
    }

    /// The pager that the user wants; without a wish and without `less`, none.
    pub(crate) fn paged() -> anyhow::Result<Self> {
        let wish = ["DECHAFF_PAGER", "PAGER"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok());
        let (mut command, wished) = match wish.as_deref().map(str::trim) {
            Some("" | "cat") => return Ok(Self::plain()),
            Some(wish) => (shell(wish), true),
            None => {
                let mut less = Command::new("less");
                less.arg("-R");
                (less, false)
            }
        };
        if std::env::var_os("LESS").is_none() {
            // As git does: pass colours on, and quit at once where one screen holds all.
            command.env("LESS", "FRX");
        }
        match command.stdin(Stdio::piped()).spawn() {
            Ok(child) => Ok(Self::Paged(child)),
            Err(_) if !wished => Ok(Self::plain()),
            Err(error) => Err(error).context("the pager"),
        }
    }

    /// Writes what is left, and waits for the pager to end.
    pub(crate) fn close(self) -> anyhow::Result<()> {
        match self {
            Self::Plain(mut out) => out.flush()?,
            Self::Paged(mut child) => {
                drop(child.stdin.take());
                if child.wait()?.code() == Some(NOT_FOUND) {
                    bail!("the pager named by DECHAFF_PAGER or PAGER is not there");
                }
            }
        }
        Ok(())
    }
}

/// A command line as the user's environment holds it.
fn shell(line: &str) -> Command {
    let (program, option) = if cfg!(windows) {
        ("cmd", "/C")
    } else {
        ("sh", "-c")
    };
    let mut command = Command::new(program);
    command.arg(option).arg(line);
    command
}

impl Write for PagedOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(out) => out.write(bytes),
            Self::Paged(child) => match &mut child.stdin {
                Some(stdin) => stdin.write(bytes),
                None => Err(io::ErrorKind::BrokenPipe.into()),
            },
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.flush(),
            Self::Paged(child) => child.stdin.as_mut().map_or(Ok(()), Write::flush),
        }
    }
}
