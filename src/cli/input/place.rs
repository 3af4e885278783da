//! `FILE[:LINE]`, where a file's own name may hold colons.

use anyhow::bail;
use std::path::{Path, PathBuf};

/// A file, and perhaps a line of it from 1.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PagePlace {
    pub(crate) file: PathBuf,
    pub(crate) line: Option<usize>,
}

impl PagePlace {
    /// Reads a place. The longest name that exists is the file; `FILE:LINE:COLUMN`, as `check`
    /// prints it, is understood as well.
    pub(crate) fn read(written: &str, exists: &dyn Fn(&Path) -> bool) -> anyhow::Result<Self> {
        let is_file = |name: &str| name == "-" || exists(Path::new(name));
        if is_file(written) {
            return Ok(Self {
                file: written.into(),
                line: None,
            });
        }
        let mut name = written;
        let mut line = None;
        for _ in 0..2 {
            let Some((before, number)) = name.rsplit_once(':') else {
                break;
            };
            let Ok(number) = number.parse::<usize>() else {
                break;
            };
            (name, line) = (before, Some(number));
            if is_file(name) {
                if number == 0 {
                    bail!("lines count from 1");
                }
                return Ok(Self {
                    file: name.into(),
                    line,
                });
            }
        }
        bail!(
            "there is no file {}",
            if line.is_some() { name } else { written }
        )
    }
}

/// A place as [`PagePlace::read`] has it, or `FILE:FIRST-LAST`, and its last line.
pub(crate) fn read_range(
    written: &str,
    exists: &dyn Fn(&Path) -> bool,
) -> anyhow::Result<(PagePlace, Option<usize>)> {
    let parted = written.rsplit_once(':').and_then(|(name, lines)| {
        let (first, last) = lines.split_once('-')?;
        Some((name, first.parse().ok()?, last.parse().ok()?))
    });
    match parted {
        Some((name, first, last)) if !exists(Path::new(written)) && exists(Path::new(name)) => {
            if first == 0 || last < first {
                bail!("{first}-{last}: lines count from 1, and the first one comes first");
            }
            let place = PagePlace {
                file: name.into(),
                line: Some(first),
            };
            Ok((place, Some(last)))
        }
        _ => {
            let place = PagePlace::read(written, exists)?;
            let last = place.line;
            Ok((place, last))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(written: &str) -> Result<(String, Option<usize>), String> {
        let known = ["a.txt", "b:7", "b:7:9", "c:12"];
        let exists = |path: &Path| known.iter().any(|name| path == Path::new(name));
        let place = PagePlace::read(written, &exists).map_err(|error| error.to_string())?;
        Ok((place.file.display().to_string(), place.line))
    }

    #[test]
    fn colons_may_belong_to_the_name() {
        let ok = |name: &str, line| Ok((name.to_owned(), line));
        assert_eq!(read("a.txt"), ok("a.txt", None));
        assert_eq!(read("a.txt:14"), ok("a.txt", Some(14)));
        assert_eq!(read("a.txt:14:3"), ok("a.txt", Some(14)));
        assert_eq!(read("b:7"), ok("b:7", None));
        assert_eq!(read("b:7:9"), ok("b:7:9", None));
        assert_eq!(read("b:7:8"), ok("b:7", Some(8)));
        assert_eq!(read("c:12:5"), ok("c:12", Some(5)));
        assert_eq!(read("-:3"), ok("-", Some(3)));
    }

    #[test]
    fn lines_from_one_to_another() {
        let range = |written: &str| {
            let exists = |path: &Path| path == Path::new("a.txt") || path == Path::new("b:1-2");
            let read = read_range(written, &exists).map_err(|error| error.to_string());
            read.map(|(place, last)| (place.line, last))
        };
        assert_eq!(range("a.txt:35-39"), Ok((Some(35), Some(39))));
        assert_eq!(range("a.txt:35"), Ok((Some(35), Some(35))));
        assert_eq!(range("b:1-2"), Ok((None, None)));
        let backwards = "3-2: lines count from 1, and the first one comes first";
        assert_eq!(range("a.txt:3-2"), Err(backwards.to_owned()));
    }

    #[test]
    fn what_is_not_there_is_named() {
        assert_eq!(
            read("none.txt:3"),
            Err("there is no file none.txt".to_owned())
        );
        assert_eq!(read("a.txt:x"), Err("there is no file a.txt:x".to_owned()));
        assert_eq!(read("a.txt:0"), Err("lines count from 1".to_owned()));
    }
}
