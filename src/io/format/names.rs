//! How files are called that are written in another format than they were read.

use crate::io::format::detect::{Container, Format};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Endings of packings.
pub(crate) const PACKINGS: [&str; 4] = ["gz", "zst", "zstd", "gzip"];
/// Endings of shards, before that of a packing.
pub(crate) const SHARD_ENDINGS: [&str; 8] = [
    "jsonl", "ndjson", "json", "warc", "wet", "tar", "tgz", "parquet",
];

/// The path without the endings that say how a shard is packed and what it is.
pub(crate) fn without_endings(path: &Path) -> PathBuf {
    let packed = has_ending(path, &PACKINGS);
    let mut stem = path.to_owned();
    if packed {
        stem.set_extension("");
    }
    while has_ending(&stem, &SHARD_ENDINGS) {
        stem.set_extension(""); // .warc.wet has two
    }
    stem
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension();
    ending.is_some_and(|end| endings.iter().any(|known| end.eq_ignore_ascii_case(known)))
}

/// The path that a shard has when it is written in that format: `a/b.warc.wet.gz` as Parquet is `a/b.parquet`.
pub(crate) fn written_name(path: &Path, to: Format) -> PathBuf {
    let ending = match to.container {
        Container::Jsonl => "jsonl",
        Container::Parquet => "parquet",
        Container::Warc => "warc",
        Container::Tar => "tar",
        Container::Folder => "txt",
    };
    let mut name: OsString = without_endings(path).into_os_string();
    name.push(".");
    name.push(ending);
    name.push(to.compression.ending());
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::format::compression::Compression;

    #[test]
    fn a_name_says_what_the_file_is() {
        let named = |name: &str, container, compression| {
            let to = Format {
                container,
                compression,
            };
            written_name(Path::new(name), to).display().to_string()
        };
        let parquet = |name: &str| named(name, Container::Parquet, Compression::None);
        assert_eq!(parquet("a/part.jsonl.gz"), "a/part.parquet");
        assert_eq!(parquet("CC-1.warc.wet.gz"), "CC-1.parquet");
        assert_eq!(parquet("v1.2"), "v1.2.parquet");
        let packed = named("w.TGZ", Container::Jsonl, Compression::Zstd);
        assert_eq!(packed, "w.jsonl.zst");
    }
}
