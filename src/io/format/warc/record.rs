//! A record: its header, its body, and the blank lines behind it.

use crate::io::format::item::{Begin, Edit, Item, ItemFormat};
use crate::io::format::warc::digest::sha1_digest;
use crate::io::format::warc::head::Head;
use std::collections::BTreeMap;
use std::ops::Range;

/// How every record begins.
const MAGIC: &[u8] = b"WARC/";
/// More bytes than this no header has.
const MOST_HEAD_BYTES: usize = 1 << 20;

/// WARC. Records of type `conversion`, and those of type `resource` that are `text/plain`, hold texts.
#[derive(Debug, Clone, Copy)]
pub struct Warc;

impl ItemFormat for Warc {
    const NOUN: &'static str = "record";
    const PACKED_ALONE: bool = true;

    fn begin(bytes: &[u8], is_last: bool) -> Begin {
        let lead = blank(bytes);
        let rest = &bytes[lead..];
        if rest.is_empty() {
            if !is_last {
                return Begin::More;
            }
            return Begin::Item(Box::new(Item {
                len: lead,
                ..Item::default()
            }));
        }
        if !begins_as_record(rest) {
            return Begin::Damaged("no WARC record begins here".to_owned());
        }
        let Some(head) = Head::read(&rest[..rest.len().min(MOST_HEAD_BYTES)]) else {
            return match (rest.len() < MOST_HEAD_BYTES, is_last) {
                (true, false) => Begin::More,
                (true, true) => Begin::Damaged("its header is cut off".to_owned()),
                (false, _) => Begin::Damaged("its header does not end within 1 MiB".to_owned()),
            };
        };
        let Some(len) = head.content_length() else {
            return Begin::Damaged("it has no Content-Length that is one number".to_owned());
        };
        record(bytes, lead, &head, len, is_last)
    }

    fn headers(item: &[u8]) -> BTreeMap<String, String> {
        let head = Head::read(&item[blank(item)..]);
        let mut headers: BTreeMap<String, String> = BTreeMap::new();
        let is_of_bytes = |name: &str| {
            let names = ["Content-Length", "WARC-Block-Digest", "WARC-Payload-Digest"];
            names.iter().any(|known| known.eq_ignore_ascii_case(name))
        };
        let fields = head.iter().flat_map(Head::fields);
        for (name, value) in fields.filter(|(name, _)| !is_of_bytes(name)) {
            match headers.get_mut(&name) {
                Some(values) => *values = format!("{values}, {value}"),
                None => drop(headers.insert(name, value)),
            }
        }
        headers
    }

    fn tail(behind: &[u8]) -> usize {
        blank(behind)
    }

    fn edits(item: &[u8], text: Range<usize>, clean: &[u8]) -> Vec<Edit> {
        let lead = blank(item);
        let Some(head) = Head::read(&item[lead..text.start]) else {
            return Vec::new(); // no record that was read lacks it
        };
        let digest = sha1_digest(clean);
        let length = clean.len().to_string();
        let mut edits: Vec<Edit> = [
            ("Content-Length", &length),
            ("WARC-Block-Digest", &digest),
            ("WARC-Payload-Digest", &digest),
        ]
        .into_iter()
        .flat_map(|(name, value)| {
            head.places(name).map(move |place| Edit {
                at: place.start + lead..place.end + lead,
                to: value.clone().into_bytes(),
            })
        })
        .collect();
        edits.sort_by_key(|edit| edit.at.start);
        edits
    }
}

/// A record with a body of `len` bytes.
fn record(bytes: &[u8], lead: usize, head: &Head<'_>, len: usize, is_last: bool) -> Begin {
    let start = lead + head.len_bytes();
    let Some(end) = start.checked_add(len) else {
        return Begin::Damaged("its Content-Length is longer than any memory".to_owned());
    };
    let Some(behind) = bytes.get(end..) else {
        let there = bytes.len() - start;
        if !is_last {
            return Begin::Item(Box::new(item(head, start..end, end)));
        }
        return Begin::Damaged(format!("cut off: {there} of its {len} bytes are there"));
    };
    let tail = blank(behind);
    let next = &behind[tail..];
    if next.len() < MAGIC.len() && !is_last && MAGIC.starts_with(next) {
        return Begin::More;
    }
    if !next.is_empty() && !begins_as_record(next) {
        return Begin::Damaged(format!(
            "its Content-Length is wrong: no record follows its {len} bytes"
        ));
    }
    Begin::Item(Box::new(item(head, start..end, end + tail)))
}

/// A record with that body.
fn item(head: &Head<'_>, body: Range<usize>, len: usize) -> Item {
    let first = |list: String| list.split(',').next().map(|one| one.trim().to_owned());
    let url = head.value("WARC-Target-URI");
    Item {
        len,
        is_row: true,
        text: holds_text(head).then_some(body),
        odd: None,
        id: head.value("WARC-Record-ID"),
        url: url.map(|url| without_brackets(&url).to_owned()),
        lang: head
            .value("WARC-Identified-Content-Language")
            .and_then(first),
    }
}

/// Whether bytes begin as a record, as far as they go.
fn begins_as_record(bytes: &[u8]) -> bool {
    let known = bytes.len().min(MAGIC.len());
    bytes[..known] == MAGIC[..known]
}

fn holds_text(head: &Head<'_>) -> bool {
    // The parts of a segmented record have digests of the whole, and texts that end in mid-word.
    if head.value("WARC-Segment-Number").is_some() {
        return false;
    }
    let lower = |name| head.value(name).map(|value| value.to_ascii_lowercase());
    let content = lower("Content-Type");
    let content = content
        .as_deref()
        .map(|kind| kind.split(';').next().unwrap_or_default().trim());
    match lower("WARC-Type").as_deref() {
        Some("conversion") => content.is_none_or(|kind| kind.starts_with("text/")),
        Some("resource") => content == Some("text/plain"),
        _ => false,
    }
}

fn without_brackets(url: &str) -> &str {
    let inner = url.strip_prefix('<').and_then(|url| url.strip_suffix('>'));
    inner.unwrap_or(url)
}

/// How many bytes of line ends there are at the start.
fn blank(bytes: &[u8]) -> usize {
    let ends = bytes
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'));
    ends.count()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;
    use crate::io::format::item::{rewrite, unpatch};
    use proptest::prelude::*;

    const WET: &str = "WARC/1.0\r\n\
        WARC-Type: conversion\r\n\
        WARC-Target-URI: <https://quay.example/ferry>\r\n\
        WARC-Identified-Content-Language: eng,deu\r\n\
        WARC-Record-ID: <urn:uuid:1>\r\n\
        warc-block-digest:   sha1:OLD\r\n\
        Content-Type: text/plain; charset=utf-8\r\n\
        Content-Length: 11\r\n\
        \r\n\
        Rain fell.\n\r\n\r\n";

    fn read(bytes: &[u8]) -> Item {
        match Warc::begin(bytes, true) {
            Begin::Item(item) => *item,
            other => panic!("{other:?}"),
        }
    }

    fn damage(text: &str) -> String {
        match Warc::begin(text.as_bytes(), true) {
            Begin::Damaged(why) => why,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_record_is_read() {
        let found = read(WET.as_bytes());
        assert_eq!(found.len, WET.len());
        assert_eq!(&WET[found.text.unwrap()], "Rain fell.\n");
        assert_eq!(found.url.unwrap(), "https://quay.example/ferry");
        assert_eq!(found.lang.unwrap(), "eng");
        assert_eq!(found.id.unwrap(), "<urn:uuid:1>");
        let two = WET.repeat(2);
        assert_eq!(read(two.as_bytes()).len, WET.len());
    }

    #[test]
    fn only_texts_are_texts() {
        let is_text = |from: &str, to: &str| {
            let changed = WET.replace(from, to);
            read(changed.as_bytes()).text.is_some()
        };
        assert!(is_text(
            "Content-Type: text/plain; charset=utf-8\r\n",
            "X: y\r\n"
        ));
        assert!(is_text(": conversion", ": Resource"));
        for (from, to) in [
            (": conversion", ": response"),
            (": conversion", ": metadata"),
            (": conversion", ": warcinfo"),
            ("text/plain", "image/png"),
            ("\nWARC-Record", "\nWARC-Segment-Number: 1\r\nWARC-Record"),
        ] {
            assert!(!is_text(from, to), "{to}");
        }
    }

    #[test]
    fn more_is_asked_for_until_the_next_record_is_seen() {
        let two = WET.repeat(2);
        let two = two.as_bytes();
        for len in 1..WET.len() + MAGIC.len() {
            let is_more = match Warc::begin(&two[..len], false) {
                Begin::Item(found) => found.len > len,
                other => other == Begin::More,
            };
            assert!(is_more, "{len}");
        }
        let seen = Warc::begin(&two[..WET.len() + MAGIC.len()], false);
        assert!(matches!(seen, Begin::Item(_)), "{seen:?}");
    }

    #[test]
    fn damage_is_named() {
        assert_eq!(damage("{\"text\": 1}"), "no WARC record begins here");
        assert!(damage(&WET.replace("Content-Length: 11\r\n", "")).contains("no Content-Length"));
        assert!(damage(&WET.replace(": 11", ": 9")).contains("Content-Length is wrong"));
        assert!(damage(&WET[..WET.len() - 8]).contains("7 of its 11 bytes"));
        assert!(damage(&WET[..40]).contains("header is cut off"));
        let huge = WET.replace(": 11", ": 18446744073709551615");
        assert!(damage(&huge).contains("longer than any memory"));
        let long = format!("WARC/1.0\r\nA: {}", "a".repeat(MOST_HEAD_BYTES));
        assert!(damage(&long).contains("1 MiB"));
    }

    #[test]
    fn a_changed_body_has_its_length_and_its_digests() {
        let text = read(WET.as_bytes()).text.unwrap();
        let new = rewrite::<Warc>(WET.as_bytes(), text, b"Rain");
        let wanted = WET
            .replace("Rain fell.\n", "Rain")
            .replace(": 11", ": 4")
            .replace("sha1:OLD", &sha1_digest(b"Rain"));
        assert_eq!(String::from_utf8(new.bytes).unwrap(), wanted);
    }

    #[test]
    fn odd_line_ends_are_kept() {
        let body = WET.trim_end().replace("\r\n", "\n");
        let loose = format!("\r\n\n{body}\n\n\n{WET}");
        let found = read(loose.as_bytes());
        assert_eq!(found.len, loose.len() - WET.len());
        assert!(found.is_row);
        let blank = read(b"\r\n\n");
        assert_eq!((blank.len, blank.is_row), (3, false));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(
            cut in 0..WET.len(),
            junk in proptest::collection::vec(any::<u8>(), 0..40),
            behind in 0..WET.len(),
            is_last: bool,
        ) {
            let wet = WET.as_bytes();
            let bytes = [&wet[..cut], &junk, &wet[behind..]].concat();
            if bytes.is_empty() {
                return Ok(());
            }
            match Warc::begin(&bytes, is_last) {
                Begin::Item(found) => {
                    prop_assert!(found.len > 0);
                    let Some(item) = bytes.get(..found.len) else {
                        prop_assert!(!is_last);
                        return Ok(());
                    };
                    if let Some(text) = found.text {
                        let new = rewrite::<Warc>(item, text.clone(), b"clean");
                        prop_assert_eq!(&new.bytes[new.text.clone()], b"clean");
                        let split = new.patches.partition_point(|one| one.at < new.text.start);
                        let (first, last) = new.patches.split_at(split);
                        let before = unpatch(&new.bytes[..new.text.start], 0, first).unwrap();
                        let tail = &new.bytes[new.text.end..];
                        let tail = unpatch(tail, new.text.start, last).unwrap();
                        prop_assert_eq!([&before, &item[text], &tail].concat(), item);
                    }
                }
                Begin::More => prop_assert!(!is_last),
                Begin::Rest | Begin::Damaged(_) => {}
            }
        }
    }
}
