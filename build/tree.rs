//! Writes a TOML tree with its spans as bytes; `src/rulefile/compact.rs` reads them.
//!
//! All numbers are little-endian; a text is its length and its bytes. A value is where it stands
//! (two `u32`), a sign for its type, and what it holds: a table or list its count and its parts,
//! a table's keys each before its value.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub(crate) fn push_text(text: &str, out: &mut Vec<u8>) {
    push_len(text.len(), out);
    out.extend_from_slice(text.as_bytes());
}

/// A file as a value, behind its length.
pub(crate) fn push_file(file: &Spanned<DeTable<'_>>, out: &mut Vec<u8>) {
    let mut value = Vec::new();
    push_span(file.span(), &mut value);
    push_table(file.get_ref(), &mut value);
    push_len(value.len(), out);
    out.extend_from_slice(&value);
}

fn push_len(len: usize, out: &mut Vec<u8>) {
    let len = u32::try_from(len).expect("rule files are far below 4 GB");
    out.extend_from_slice(&len.to_le_bytes());
}

fn push_span(span: std::ops::Range<usize>, out: &mut Vec<u8>) {
    push_len(span.start, out);
    push_len(span.end, out);
}

fn push_table(table: &DeTable<'_>, out: &mut Vec<u8>) {
    out.push(b't');
    push_len(table.len(), out);
    for (key, value) in table {
        push_text(key.get_ref(), out);
        push_value(value, out);
    }
}

fn push_value(value: &Spanned<DeValue<'_>>, out: &mut Vec<u8>) {
    push_span(value.span(), out);
    match value.get_ref() {
        DeValue::String(text) => {
            out.push(b's');
            push_text(text, out);
        }
        DeValue::Integer(number) => {
            let number = i64::from_str_radix(number.as_str(), number.radix());
            out.push(b'i');
            out.extend_from_slice(&number.expect("a TOML integer has 64 bits").to_le_bytes());
        }
        DeValue::Float(number) => {
            let number: f64 = number.as_str().parse().expect("TOML's floats are Rust's");
            out.push(b'f');
            out.extend_from_slice(&number.to_le_bytes());
        }
        DeValue::Boolean(value) => out.extend_from_slice(&[b'b', u8::from(*value)]),
        DeValue::Datetime(date) => {
            out.push(b's');
            push_text(&date.to_string(), out);
        }
        DeValue::Array(items) => {
            out.push(b'l');
            push_len(items.len(), out);
            items.iter().for_each(|item| push_value(item, out));
        }
        DeValue::Table(table) => push_table(table, out),
    }
}
