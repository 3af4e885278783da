//! Fields that a run adds to rows.

use crate::record::Record;

/// A cut as a field of a row: of one type in all rows.
#[derive(serde::Serialize)]
pub(crate) struct ColumnCut<'r> {
    start: usize,
    end: usize,
    rule: &'r str,
    kind: &'static str,
    text: &'r str,
}

/// The cuts of a page.
pub(crate) fn column(record: &Record) -> Vec<ColumnCut<'_>> {
    let cuts = record.cuts.iter().map(|cut| ColumnCut {
        start: cut.start,
        end: cut.end,
        rule: &cut.rule,
        kind: cut.kind.word(),
        text: &cut.text,
    });
    cuts.collect()
}

/// Adds a field at the end of the object that stands from `start` on.
pub(crate) fn add_field(out: &mut Vec<u8>, start: usize, name: &str, value: &[u8]) {
    let close = memchr::memrchr(b'}', &out[start..]).map_or(out.len(), |at| start + at);
    let behind = out.split_off(close);
    if out[start..].trim_ascii() != b"{" {
        out.push(b',');
    }
    out.extend_from_slice(format!("\"{name}\":").as_bytes());
    out.extend_from_slice(value);
    out.extend_from_slice(&behind);
}
