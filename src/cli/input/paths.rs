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
        bail!("- (standard input) stands alone: clean it without other paths and without --out");
    }
    let mut inputs: Vec<Input> = args.paths.iter().cloned().map(Input::Path).collect();
    if let Some(list) = &args.files_from {
        inputs.extend(read_list(list)?.into_iter().map(Input::Listed));
    }
    if inputs.is_empty() && args.files_from.is_none() {
        bail!("no input: give files, folders or - for standard input");
    }
    Ok(inputs)
}

pub(crate) fn read_list(list: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let bytes = if list == Path::new(DASH) {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(list)
    };
    let bytes = bytes.with_context(|| format!("--files-from {}", list.display()))?;
    let lines = bytes.split(|byte| *byte == b'\n');
    let lines = lines.map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines
        .filter(|line| !line.is_empty())
        .map(path_from_bytes)
        .collect()
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
