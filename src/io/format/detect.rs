//! What a file is, by its name and its first bytes.

use crate::io::format::compression::Compression;
use crate::io::format::decompress::Decompress;
use crate::io::format::foreign::Foreign;
use crate::io::format::mark::without_mark;
use std::io::Read as _;
use std::path::Path;

/// How many bytes at a file's start are enough to tell what it is.
pub const HEAD_BYTES: usize = 64 << 10;

/// Endings of the files that are texts, in a folder and in an archive.
pub(crate) const TEXT_ENDINGS: [&str; 3] = ["txt", "text", "md"];

/// How pages stand in a shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Container {
    /// One JSON object a line.
    Jsonl,
    /// Columns, by Apache Parquet.
    Parquet,
    /// WARC records; WET is one of its uses.
    Warc,
    /// Text files in a tar archive.
    Tar,
    /// Text files below a folder.
    Folder,
}

impl Container {
    /// The container of that name, in any spelling of capitals.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        let all = [
            Self::Jsonl,
            Self::Parquet,
            Self::Warc,
            Self::Tar,
            Self::Folder,
        ];
        all.into_iter()
            .find(|one| one.word().eq_ignore_ascii_case(word))
    }

    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Jsonl => "JSONL",
            Self::Parquet => "Parquet",
            Self::Warc => "WARC",
            Self::Tar => "tar",
            Self::Folder => "folder",
        }
    }

    /// Whether its rows have fields beside their texts, or are to get some.
    pub fn has_fields(self) -> bool {
        matches!(self, Self::Jsonl | Self::Parquet)
    }
}

/// What a shard is, and how it is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Format {
    /// How pages stand in it.
    pub container: Container,
    /// How its bytes are packed.
    pub compression: Compression,
}

impl Format {
    /// Its name: of JSONL in gzip "jsonl.gz".
    pub(crate) fn word(self) -> String {
        let packing = self.compression.ending();
        format!("{}{packing}", self.container.word().to_lowercase())
    }
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detected {
    /// One text, or at least nothing that is known for something else.
    Text,
    /// A shard.
    Shard(Format),
    /// Something that is not read.
    Foreign(Foreign),
}

/// Tells what a file is by its name and its first bytes, some [`HEAD_BYTES`] of them. The bytes win where they have
/// a signature, as WARC and tar do; JSONL has none and is told by its name, or, where the name says nothing, by a first line that is a
/// JSON object.
pub fn detect(name: &Path, head: &[u8]) -> Detected {
    let name = name
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().to_lowercase());
    let (inner, packed_name) = without_packing(&name);
    let compression = Compression::of_magic(head);
    let plain = unpacked(head, compression);
    if let Some(detected) = by_signature(&plain, compression) {
        return detected;
    }
    let of = |container| {
        Detected::Shard(Format {
            container,
            compression,
        })
    };
    match ending(inner) {
        "jsonl" | "ndjson" => jsonl(compression),
        "warc" | "wet" => of(Container::Warc),
        "tar" | "tgz" => of(Container::Tar),
        "json" if plain.is_empty() || starts_with_object(&plain) => jsonl(compression),
        "json" => Detected::Foreign(Foreign::Json),
        "parquet" => Detected::Shard(Format {
            container: Container::Parquet, // a damaged one: reading says so
            compression,
        }),
        end if TEXT_ENDINGS.contains(&end) && compression == Compression::None => Detected::Text,
        end => match Foreign::of_ending(end) {
            Some(what) => Detected::Foreign(what),
            None if starts_with_object(&plain) && (packed_name || !is_text_name(inner)) => {
                jsonl(compression)
            }
            None => Detected::Text,
        },
    }
}

fn jsonl(compression: Compression) -> Detected {
    Detected::Shard(Format {
        container: Container::Jsonl,
        compression,
    })
}

/// Whether a name ends as those of texts do.
pub(crate) fn is_text_name(name: &str) -> bool {
    TEXT_ENDINGS.contains(&ending(name).to_lowercase().as_str())
}

fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// The name without the ending of a packing, and whether it had one.
fn without_packing(name: &str) -> (&str, bool) {
    let packings = [".gz", ".zst", ".zstd", ".gzip"];
    let inner = packings.iter().find_map(|end| name.strip_suffix(end));
    inner.map_or((name, false), |inner| (inner, true))
}

/// What the first bytes unpack to, as far as they go.
fn unpacked(head: &[u8], compression: Compression) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut reader = Decompress::new(head, compression, 1 << 31);
    let mut buffer = [0; 4096];
    while plain.len() < HEAD_BYTES {
        match reader.read(&mut buffer) {
            Ok(read) if read > 0 => plain.extend_from_slice(&buffer[..read]),
            _ => break, // the head ends in mid-member, as it must
        }
    }
    plain
}

fn by_signature(plain: &[u8], compression: Compression) -> Option<Detected> {
    let shard = |container| {
        Some(Detected::Shard(Format {
            container,
            compression,
        }))
    };
    match plain {
        [b'P', b'A', b'R', b'1', ..] => shard(Container::Parquet),
        [b'W', b'A', b'R', b'C', b'/', ..] => shard(Container::Warc),
        _ if plain.get(257..262) == Some(b"ustar") => shard(Container::Tar),
        _ => Foreign::of_magic(plain).map(Detected::Foreign),
    }
}

/// Whether the first filled line is a JSON object, or the beginning of one that is longer than `plain`.
fn starts_with_object(plain: &[u8]) -> bool {
    let plain = without_mark(plain);
    let mut lines = plain
        .split_inclusive(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii);
    let Some(first) = lines.find(|line| !line.is_empty()) else {
        return false;
    };
    if !first.starts_with(b"{") {
        return false;
    }
    match serde_json::from_slice::<&serde_json::value::RawValue>(first) {
        Ok(_) => true,
        Err(error) => error.is_eof() && first.len() > 2 && lines.next().is_none(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;

    fn shard(container: Container, compression: Compression) -> Detected {
        Detected::Shard(Format {
            container,
            compression,
        })
    }

    fn told(name: &str, head: &[u8]) -> Detected {
        detect(Path::new(name), head)
    }

    #[test]
    fn shards_are_told_by_name_and_bytes() {
        let row = b"{\"text\": \"one\"}\n{\"text\": \"two\"}\n";
        let plain = shard(Container::Jsonl, Compression::None);
        for name in ["a.jsonl", "a.ndjson", "A.JSONL", "a.json", "a", "a.data"] {
            assert_eq!(told(name, row), plain, "{name}");
        }
        for packing in [Compression::Gzip, Compression::Zstd] {
            let packed = packing.pack(row, 0).unwrap();
            for name in ["a.jsonl.gz", "a.json.zst", "a.gz", "a.jsonl", "a.txt.gz"] {
                assert_eq!(
                    told(name, &packed),
                    shard(Container::Jsonl, packing),
                    "{name}"
                );
            }
        }
        assert_eq!(told("a.jsonl", b""), plain);
        assert_eq!(told("a.txt", row), Detected::Text);
        assert_eq!(told("notes", b"{curly} is how it begins\n"), Detected::Text);
        let parquet = shard(Container::Parquet, Compression::None);
        assert_eq!(told("a.bin", b"PAR1\x15\x04"), parquet);
        let wet = Compression::Gzip.pack(b"WARC/1.0\r\n", 0).unwrap();
        let warc = shard(Container::Warc, Compression::Gzip);
        assert_eq!(told("CC-1.warc.wet.gz", &wet), warc);
        let mut tar = vec![0; 512];
        tar[257..262].copy_from_slice(b"ustar");
        assert_eq!(
            told("a.tar", &tar),
            shard(Container::Tar, Compression::None)
        );
    }

    #[test]
    fn what_is_not_read_is_named_for_what_it_is() {
        for (name, head, what) in [
            ("a.txt", &b"PK\x03\x04rest"[..], Foreign::Zip),
            ("a.txt", b"%PDF-1.7\n", Foreign::Pdf),
            ("a.html", b"<!doctype html>", Foreign::Html),
            ("a.jsonl.br", b"\x0b\x05", Foreign::Brotli),
            ("a.json", b"[\n {\"text\": 1}]\n", Foreign::Json),
            ("a.json", b"{\n \"text\": 1\n}\n", Foreign::Json),
            ("a.jsonl.xz", b"\xfd7zXZ\0rest", Foreign::Xz),
            ("a.jsonl", b"ARROW1\0\0rest", Foreign::Arrow),
            ("a.feather", b"FEA1rest", Foreign::Arrow),
            ("a.bin", b"ORC\x0a\xff", Foreign::Orc),
            ("a.data", b"Obj\x01\x04", Foreign::Avro),
            ("a", b"7z\xbc\xaf\x27\x1c", Foreign::SevenZip),
            ("a", b"Rar!\x1a\x07\0", Foreign::Rar),
            ("a.jsonl.lz4", b"\x04\x22\x4d\x18", Foreign::Lz4),
            ("pages.db", b"SQLite format 3\0", Foreign::Sqlite),
        ] {
            assert_eq!(told(name, head), Detected::Foreign(what), "{name}");
        }
    }

    #[test]
    fn the_beginning_of_a_long_object_is_enough() {
        let long = format!("{{\"text\": \"{}", "a".repeat(HEAD_BYTES));
        let head = &long.as_bytes()[..HEAD_BYTES];
        assert_eq!(
            told("a.json", head),
            shard(Container::Jsonl, Compression::None)
        );
    }
}
