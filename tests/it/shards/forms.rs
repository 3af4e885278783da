//! Every container, packed in every way it may be: one test goes through all of them.

use super::{gzip, text, zst};
use serde_json::json;

/// A page of a shard.
pub(crate) struct Page {
    pub(crate) id: String,
    pub(crate) text: String,
}

/// A container and its packing.
pub(crate) struct Form {
    /// The name of a file of this form.
    pub(crate) name: &'static str,
    /// What is packed by itself of a shard of pages.
    parts: fn(&[Page]) -> Vec<Vec<u8>>,
    pack: fn(&[u8]) -> Vec<u8>,
}

impl Form {
    /// A shard of pages.
    pub(crate) fn shard(&self, pages: &[Page]) -> Vec<u8> {
        let parts = (self.parts)(pages);
        parts.iter().flat_map(|part| (self.pack)(part)).collect()
    }

    /// A shard of so many pages that all lose something.
    pub(crate) fn rows(&self, count: usize) -> Vec<u8> {
        let page = |number| Page {
            id: format!("page-{number}"),
            text: text(number),
        };
        self.shard(&(0..count).map(page).collect::<Vec<_>>())
    }

    pub(crate) fn is_jsonl(&self) -> bool {
        self.name.contains(".jsonl")
    }

    pub(crate) fn is_table(&self) -> bool {
        self.name.ends_with(".parquet")
    }

    pub(crate) fn is_packed(&self) -> bool {
        ["gz", "zst"].iter().any(|end| self.name.ends_with(end))
    }
}

/// All forms.
pub(crate) fn forms() -> Vec<Form> {
    type Parts = fn(&[Page]) -> Vec<Vec<u8>>;
    let plain: fn(&[u8]) -> Vec<u8> = |bytes| bytes.to_vec();
    let (jsonl, warc, tar): (Parts, Parts, Parts) = (jsonl, warc, tar);
    let all = [
        ("a.jsonl", jsonl, plain),
        ("b.jsonl.gz", jsonl, gzip),
        ("c.jsonl.zst", jsonl, zst),
        ("d.warc", warc, plain),
        ("e.wet.gz", warc, gzip),
        ("f.warc.zst", warc, zst),
        ("g.tar", tar, plain),
        ("h.tar.gz", tar, gzip),
        ("i.tar.zst", tar, zst),
        #[cfg(feature = "parquet")]
        ("j.parquet", table as Parts, plain),
    ];
    let form = |(name, parts, pack)| Form { name, parts, pack };
    all.map(form).into()
}

fn jsonl(pages: &[Page]) -> Vec<Vec<u8>> {
    let row = |page: &Page| {
        let url = "https://quay.example/";
        format!(
            "{}\n",
            json!({"id": page.id, "url": url, "text": page.text})
        )
    };
    vec![pages.iter().map(row).collect::<String>().into_bytes()]
}

fn warc(pages: &[Page]) -> Vec<Vec<u8>> {
    let record = |page: &Page| {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://quay.example/\r\n\
             WARC-Record-ID: <{}>\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n",
            page.id,
            page.text.len()
        );
        [head.as_bytes(), page.text.as_bytes(), b"\r\n\r\n"].concat()
    };
    pages.iter().map(record).collect()
}

fn tar(pages: &[Page]) -> Vec<Vec<u8>> {
    let entry = |page: &Page| {
        let name = format!("{}.txt", page.id);
        let mut entry = Vec::new();
        if name.len() > 99 {
            entry = super::tar::entry("././@LongLink", b'L', format!("{name}\0").as_bytes());
        }
        let mut end = name.len().min(99);
        while !name.is_char_boundary(end) {
            end -= 1;
        }
        entry.extend(super::tar::entry(&name[..end], b'0', page.text.as_bytes()));
        entry
    };
    let mut archive: Vec<u8> = pages.iter().flat_map(entry).collect();
    archive.extend([0; 1024]);
    vec![archive]
}

#[cfg(feature = "parquet")]
fn table(pages: &[Page]) -> Vec<Vec<u8>> {
    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use std::sync::Arc;
    let column = |of: fn(&Page) -> &str| -> ArrayRef {
        Arc::new(
            pages
                .iter()
                .map(|page| Some(of(page)))
                .collect::<StringArray>(),
        )
    };
    let batch = RecordBatch::try_from_iter([
        ("id", column(|page| &page.id)),
        ("url", column(|_| "https://quay.example/")),
        ("text", column(|page| &page.text)),
    ])
    .expect("fits");
    let properties = parquet::file::properties::WriterProperties::builder()
        .set_max_row_group_row_count(Some(1000))
        .build();
    let mut bytes = Vec::new();
    let writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties));
    let mut writer = writer.expect("begun");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    vec![bytes]
}

/// Whether tests take their time.
pub(crate) fn is_long() -> bool {
    std::env::var_os("DECHAFF_LONG").is_some()
}

/// A number that looks as if drawn by lot.
pub(crate) fn drawn(seed: usize) -> usize {
    let mut value = (seed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    value ^= value >> 31;
    usize::try_from(value.wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 20).expect("small")
}
