//! Which paths a command reads, and the one that means standard input or output.

use crate::cli::args::common::InputArgs;
use anyhow::{Context, bail};
use dechaff::io::source::Input;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The path that means standard input or output.
pub(crate) const DASH: &str = "-";

/// The inputs that the arguments name.
pub(crate) fn inputs(args: &InputArgs) -> anyhow::Result<Vec<Input>> {
    if args.paths.iter().any(|path| path == Path::new(DASH)) {
        bail!(
            "- (standard input) stands alone: give it without other paths, and clean it without --out"
        );
    }
    let mut inputs: Vec<Input> = args.paths.iter().cloned().map(Input::Path).collect();
    if let Some(list) = &args.files_from {
        inputs.extend(
            read_list(list, Separator::of(args.null))?
                .into_iter()
                .map(Input::Listed),
        );
    }
    if inputs.is_empty() && args.files_from.is_none() {
        bail!("no input: give files, folders or - for standard input");
    }
    Ok(inputs)
}

/// What stands between the paths of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Separator {
    Newline,
    /// A zero byte: a path may hold anything else.
    Null,
}

impl Separator {
    pub(crate) fn of(null: bool) -> Self {
        if null { Self::Null } else { Self::Newline }
    }

    /// The paths of a list, none of them empty.
    fn split(self, list: &[u8]) -> impl Iterator<Item = &[u8]> {
        let byte = match self {
            Self::Newline => b'\n',
            Self::Null => 0,
        };
        let paths = list.split(move |one| *one == byte);
        let whole = move |path| match self {
            Self::Newline => without_return(path),
            Self::Null => path,
        };
        paths.map(whole).filter(|path| !path.is_empty())
    }
}

fn without_return(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

pub(crate) fn read_list(list: &Path, separator: Separator) -> anyhow::Result<Vec<PathBuf>> {
    let bytes = if list == Path::new(DASH) {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(list)
    };
    let bytes = bytes.with_context(|| format!("--files-from {}", list.display()))?;
    separator.split(&bytes).map(path_from_bytes).collect()
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems can fail here")]
pub(crate) fn path_from_bytes(bytes: &[u8]) -> anyhow::Result<PathBuf> {
    use std::os::unix::ffi::OsStrExt as _;
    Ok(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
pub(crate) fn path_from_bytes(bytes: &[u8]) -> anyhow::Result<PathBuf> {
    Ok(PathBuf::from(
        std::str::from_utf8(bytes).context("--files-from: paths are UTF-8 here")?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_parted_by_newlines_or_zero_bytes() {
        let split = |separator: Separator, list: &'static str| {
            let paths = separator.split(list.as_bytes()).map(<[u8]>::to_vec);
            let text = |path| String::from_utf8(path).expect("it was text");
            paths.map(text).collect::<Vec<_>>()
        };
        assert_eq!(
            split(Separator::Newline, "a.txt\r\n\nb.txt\n"),
            ["a.txt", "b.txt"]
        );
        assert_eq!(
            split(Separator::Null, "a\nb.txt\0\0c.txt\0"),
            ["a\nb.txt", "c.txt"]
        );
    }
}
