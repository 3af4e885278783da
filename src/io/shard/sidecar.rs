//! The cuts of a shard, beside it: what they were made by, a line for each row, and what the shard was.
//!
//! Each line is a JSON object. The first is a [`SidecarHead`], the last a [`SidecarEnd`], those between are
//! [`SidecarRow`]s, and before those of each block a [`Header`] with what their records share. The shard that was
//! written and this file together are the shard that was read.

use crate::io::format::detect::Container;
use crate::io::format::jsonl::field_path::FieldPath;
use crate::io::format::jsonl::fields::Fields;
use crate::record::rows::{Header, Row};
use serde::{Deserialize, Serialize};

/// Version of the file's format.
pub(crate) const SIDECAR_VERSION: u32 = 1;
/// More zeros than this no format has around a text.
const MOST_ZEROS: usize = 1 << 16;

/// What the cuts of a shard were made by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SidecarHead {
    pub(crate) version: u32,
    pub(crate) shard: String,
    /// The format in which it was written.
    pub(crate) format: String,
    /// The format in which it was read, and its packing, where either was another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) from: Option<String>,
    pub(crate) text_field: String,
    /// Of a table, the other columns that stood in its rows when they were hashed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) columns: Option<SidecarColumns>,
    /// What was written: `clean` text, the text as it was (`keep`), or `both`.
    pub(crate) text: String,
    /// Whether cuts stand in a column of the shard as well, or alone.
    pub(crate) cuts: String,
    /// Hash of all on which the output depends beside the shard.
    pub(crate) by: String,
    pub(crate) dechaff: String,
}

/// Columns of a table that rows have beside their text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SidecarColumns {
    id: Option<String>,
    url: Option<String>,
    lang: Option<String>,
}

impl SidecarColumns {
    pub(crate) fn of(fields: &Fields) -> Self {
        let written =
            |path: &Option<FieldPath>| path.as_ref().map(|path| path.written().to_owned());
        Self {
            id: written(&fields.id),
            url: written(&fields.url),
            lang: written(&fields.lang),
        }
    }
}

impl SidecarHead {
    /// The fields of the shard's rows, as far as they are needed.
    pub(crate) fn fields(&self) -> Fields {
        let mut fields = Fields::of_text(&self.text_field);
        if let Some(columns) = &self.columns {
            let path = |name: &Option<String>| name.as_deref().map(FieldPath::new);
            fields.id = path(&columns.id);
            fields.url = path(&columns.url);
            fields.lang = path(&columns.lang);
        }
        fields
    }

    /// Whether the shard is a table that was made of rows in another form: no bytes of it are as they came.
    pub(crate) fn is_made_table(&self) -> bool {
        self.from.is_some() && self.is_table()
    }

    /// Whether the shard is a table.
    pub(crate) fn is_table(&self) -> bool {
        self.format == Container::Parquet.word().to_lowercase()
    }
}

/// What became of a line of a shard.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SidecarRow {
    /// The line, from 1.
    pub(crate) row: u64,
    /// The row's own id, where no record names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    /// Bytes that are not written: a byte order mark, or a blank line. Such a line is no row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) dropped: Option<String>,
    /// How the line ended where that was not `\n`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) end: Option<String>,
    /// Why the line is no row, and was not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) rejected: Option<String>,
    /// The line that is no row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) raw: Option<String>,
    /// The same in hex, where it is not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) raw_hex: Option<String>,
    /// Why the row was not cleaned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) whole: Option<String>,
    /// Bytes that were written as they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) passed: Option<usize>,
    /// What stands around a text that was changed, in containers of items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) around: Option<Around>,
    /// How the parts that went are spelt, where they are spelt otherwise than JSON is at its shortest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) spelling: Option<Spelling>,
    /// What went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) record: Option<Row>,
}

/// An item as it was written: how many bytes stand before the clean text, how many it has, and how many stand behind
/// it; and what those around it were. Whoever restores need not know the format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Around {
    pub(crate) before: usize,
    pub(crate) text: usize,
    pub(crate) behind: usize,
    pub(crate) was: Vec<WasBytes>,
}

/// Where among the bytes around a text others were written, how many, and what stood there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WasBytes(pub(crate) usize, pub(crate) usize, pub(crate) Bytes);

/// Bytes in a file of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Bytes {
    /// So many zeros.
    Zeros(usize),
    /// UTF-8.
    Text(String),
    /// In hex.
    Hex { hex: String },
}

impl Bytes {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            _ if bytes.iter().all(|byte| *byte == 0) => Self::Zeros(bytes.len()),
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Hex { hex: hex(bytes) },
        }
    }

    /// The bytes; `None` where they are damaged, or more zeros than fill a block.
    pub(crate) fn read(&self) -> Option<Vec<u8>> {
        match self {
            Self::Zeros(count) => (*count <= MOST_ZEROS).then(|| vec![0; *count]),
            Self::Text(text) => Some(text.clone().into_bytes()),
            Self::Hex { hex } => from_hex(hex),
        }
    }
}

/// How the parts of a text that went are spelt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Spelling {
    /// All beyond ASCII is escaped.
    Ascii,
    /// As they stand here, one a cut.
    Parts(Vec<String>),
}

/// What a shard was, and how many rows of it there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SidecarEnd {
    pub(crate) end: ShardWas,
}

/// What a shard was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ShardWas {
    pub(crate) rows: u64,
    pub(crate) rejected: u64,
    /// Bytes, unpacked.
    pub(crate) len_bytes: u64,
    /// `blake3` of them.
    pub(crate) blake3: String,
    /// Why not all of it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) damaged: Option<String>,
}

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(crate) enum SidecarLine {
    End(SidecarEnd),
    Header(Header),
    Row(Box<SidecarRow>),
}

/// Adds a value as a line of JSON.
pub(crate) fn push_line(value: &impl Serialize, to: &mut Vec<u8>) {
    serde_json::to_writer(&mut *to, value).expect("plain data is JSON, and memory takes it");
    to.push(b'\n');
}

/// Bytes in hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Bytes from hex.
pub(crate) fn from_hex(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.as_bytes().chunks(2).map(std::str::from_utf8);
    digits
        .map(|pair| u8::from_str_radix(pair.ok()?, 16).ok())
        .collect()
}
