//! `FILE[:LINE]`, or `SHARD:ROW[:LINE]`, where a file's own name may hold colons.

use anyhow::bail;
use std::path::{Path, PathBuf};

/// A file, and perhaps a line of it from 1; of a shard a row of it, and perhaps a line of that.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PagePlace {
    pub(crate) file: PathBuf,
    /// The first number behind the file's name.
    pub(crate) line: Option<usize>,
    /// The second one: of a text a column.
    pub(crate) within: Option<usize>,
}

impl PagePlace {
    /// Reads a place. The longest name that exists is the file; `FILE:LINE:COLUMN` and `SHARD:ROW:LINE:COLUMN`, as
    /// `check` prints them, are understood as well.
    pub(crate) fn read(written: &str, exists: &dyn Fn(&Path) -> bool) -> anyhow::Result<Self> {
        let is_file = |name: &str| name == "-" || exists(Path::new(name));
        if is_file(written) {
            return Ok(Self {
                file: written.into(),
                line: None,
                within: None,
            });
        }
        let mut name = written;
        let mut line = None;
        for _ in 0..3 {
            let Some((before, number)) = name.rsplit_once(':') else {
                break;
            };
            let Ok(number) = number.parse::<usize>() else {
                break;
            };
            let within = line;
            (name, line) = (before, Some(number));
            if is_file(name) {
                if number == 0 {
                    bail!("lines count from 1");
                }
                return Ok(Self {
                    file: name.into(),
                    line,
                    within,
                });
            }
        }
        bail!(
            "there is no file {}",
            if line.is_some() { name } else { written }
        )
    }
}

/// A place as [`PagePlace::read`] has it, or with `FIRST-LAST` for its line, and the last line.
pub(crate) fn read_range(
    written: &str,
    exists: &dyn Fn(&Path) -> bool,
) -> anyhow::Result<(PagePlace, Option<usize>)> {
    let parted = written.rsplit_once(':').and_then(|(name, lines)| {
        let (first, last) = lines.split_once('-')?;
        Some((name, first.parse().ok()?, last.parse().ok()?))
    });
    match parted {
        Some((name, first, last)) if !exists(Path::new(written)) => {
            let mut place = PagePlace::read(name, exists)?;
            if first == 0 || last < first {
                bail!("{first}-{last}: lines count from 1, and the first one comes first");
            }
            match place.line {
                None => place.line = Some(first),
                Some(_) => place.within = Some(first),
            }
            Ok((place, Some(last)))
        }
        _ => Ok((PagePlace::read(written, exists)?, None)),
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
        let place = PagePlace::read("a.txt:14:3:1", &|path| path == Path::new("a.txt"));
        assert_eq!(
            place.ok().map(|place| (place.line, place.within)),
            Some((Some(14), Some(3)))
        );
    }

    #[test]
    fn lines_from_one_to_another() {
        let range = |written: &str| {
            let exists = |path: &Path| path == Path::new("a.txt") || path == Path::new("b:1-2");
            let read = read_range(written, &exists).map_err(|error| error.to_string());
            read.map(|(place, last)| (place.line, last))
        };
        assert_eq!(range("a.txt:35-39"), Ok((Some(35), Some(39))));
        assert_eq!(range("a.txt:7:35-39"), Ok((Some(7), Some(39))));
        assert_eq!(range("a.txt:35"), Ok((Some(35), None)));
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
