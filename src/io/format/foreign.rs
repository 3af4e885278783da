//! What is known, and not read.

/// A file that is known for something that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Foreign {
    /// A zip archive, and what is packed as one.
    Zip,
    /// A PDF document.
    Pdf,
    /// HTML.
    Html,
    /// Packed by Brotli.
    Brotli,
    /// Packed by bzip2.
    Bzip2,
    /// Packed by xz.
    Xz,
    /// JSON that is not one object a line.
    Json,
    /// Arrow's own files, which Feather is as well.
    Arrow,
    /// Apache ORC.
    Orc,
    /// Apache Avro.
    Avro,
    /// A 7z archive.
    SevenZip,
    /// A RAR archive.
    Rar,
    /// Packed by LZ4.
    Lz4,
    /// A database of `SQLite`.
    Sqlite,
}

impl Foreign {
    /// What bytes are that begin so.
    pub(crate) fn of_magic(bytes: &[u8]) -> Option<Self> {
        Some(match bytes {
            [b'P', b'K', 3 | 5, 4 | 6, ..] => Self::Zip,
            [b'%', b'P', b'D', b'F', b'-', ..] => Self::Pdf,
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, ..] => Self::Bzip2,
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Self::Xz,
            [b'A', b'R', b'R', b'O', b'W', b'1', ..] | [b'F', b'E', b'A', b'1', ..] => Self::Arrow,
            [b'O', b'R', b'C', ..] if !bytes.is_ascii() => Self::Orc,
            [b'O', b'b', b'j', 1, ..] => Self::Avro,
            [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c, ..] => Self::SevenZip,
            [b'R', b'a', b'r', b'!', 0x1a, 7, ..] => Self::Rar,
            [4, 0x22, 0x4d, 0x18, ..] => Self::Lz4,
            _ if bytes.starts_with(b"SQLite format 3\0") => Self::Sqlite,
            _ => return None,
        })
    }

    /// What a file is whose name ends so, where nothing in its bytes tells.
    pub(crate) fn of_ending(ending: &str) -> Option<Self> {
        Some(match ending {
            "html" | "htm" | "xhtml" => Self::Html,
            "br" => Self::Brotli,
            "zip" => Self::Zip,
            "pdf" => Self::Pdf,
            "bz2" => Self::Bzip2,
            "xz" => Self::Xz,
            "arrow" | "feather" | "ipc" => Self::Arrow,
            "orc" => Self::Orc,
            "avro" => Self::Avro,
            "7z" => Self::SevenZip,
            "rar" => Self::Rar,
            "lz4" => Self::Lz4,
            "sqlite" => Self::Sqlite,
            _ => return None,
        })
    }

    /// What it is and what to do, for people.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Zip => "a zip archive, which is not read; unpack it and give the folder",
            Self::Pdf => "a PDF, which is not read; extract its text first (pdftotext FILE -)",
            Self::Html => {
                "HTML, which is not read; extract its text first, with trafilatura or another extractor"
            }
            Self::Brotli => "packed by Brotli, which is not read; unpack it first (brotli -d FILE)",
            Self::Bzip2 => "packed by bzip2, which is not read; unpack it first (bzip2 -d FILE)",
            Self::Xz => "packed by xz, which is not read; unpack it first (xz -d FILE)",
            Self::Arrow => {
                "an Arrow file (IPC, Feather), which is not read; write it as Parquet first (pyarrow.parquet.write_table)"
            }
            Self::Orc => "an ORC file, which is not read; write it as Parquet or JSONL first",
            Self::Avro => "an Avro file, which is not read; write it as Parquet or JSONL first",
            Self::SevenZip => {
                "a 7z archive, which is not read; unpack it (7z x FILE) and give the folder"
            }
            Self::Rar => "a RAR archive, which is not read; unpack it and give the folder",
            Self::Lz4 => "packed by LZ4, which is not read; unpack it first (lz4 -d FILE)",
            Self::Sqlite => "an SQLite database, which is not read; write its rows as JSONL first",
            Self::Json => {
                "JSON that is not one object a line; write it as JSONL first (jq -c '.[]' FILE)"
            }
        }
    }
}
