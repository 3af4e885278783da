//! What files are: told by somebody, known for something that is not read, or dechaff's own. And rows that are named.

use super::tar::{archive_of, entry};
use super::{Quay, ended, gzip, rows, said, text, zst};
use serde_json::json;
use std::process::Output;

fn wet() -> Vec<u8> {
    let body = text(1);
    let head = format!(
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:1>\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    format!("{head}{body}\r\n\r\n").into_bytes()
}

/// An archive of before POSIX: nothing in it says that it is one.
fn old_tar() -> Vec<u8> {
    let mut old = entry("a.txt", b'0', text(1).as_bytes());
    old[257..265].fill(0);
    old[148..156].copy_from_slice(b"        ");
    let sum: u32 = old[..512].iter().map(|byte| u32::from(*byte)).sum();
    old[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    archive_of(&[old])
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_format_is_what_somebody_says() {
    let late = [b"\r\n\r\n".to_vec(), wet()].concat();
    for (format, bytes) in [
        ("jsonl", rows(1).into_bytes()),
        ("jsonl", gzip(rows(1).as_bytes())),
        ("warc", late.clone()),
        ("warc", zst(&late)),
        ("tar", old_tar()),
    ] {
        let quay = Quay::new();
        quay.put("part-00000", &bytes)
            .put("_SUCCESS", "")
            .put(".part.crc", "x");
        let run = quay.clean(&["--format", format]);
        ended(&run, 0, &["1 page cleaned, 1 changed", "of 1 shard"]);
        ended(
            &quay.run(&["verify", "out", "--against", "in"]),
            0,
            &["1 shard"],
        );
        let named = [
            "clean",
            "in/part-00000",
            "--out",
            "one",
            "--no-config",
            "--format",
            format,
        ];
        ended(&quay.run(&named), 0, &["1 page cleaned, 1 changed"]);
        let piped = quay.pipe(&bytes, &["--format", format]);
        ended(&piped, 0, &[]);
        assert_eq!(piped.stdout, quay.out("part-00000"), "{format}");
    }
    let quay = Quay::new();
    quay.put("a.jsonl", rows(1));
    let said = ["not a whole Parquet file"];
    #[cfg(not(feature = "parquet"))]
    let said = ["without Parquet"];
    ended(&quay.clean(&["--format", "parquet"]), 3, &said);
    let piped = quay.pipe(b"PAR1", &["--format", "parquet"]);
    ended(
        &piped,
        2,
        &["the end must be read first; give it as a file"],
    );
}

#[test]
fn what_is_not_read_is_named() {
    for (name, bytes, what) in [
        ("a.zip", &b"PK\x03\x04rest"[..], "a zip archive"),
        ("a.txt", b"%PDF-1.7\n", "a PDF"),
        ("a.html", b"<!doctype html>", "HTML"),
        ("a.jsonl.br", b"\x0b\x05", "packed by Brotli"),
        ("a.jsonl.xz", b"\xfd7zXZ\0rest", "packed by xz"),
        ("a.jsonl.bz2", b"BZh91AY&SY", "packed by bzip2"),
        ("a.arrow", b"ARROW1\0\0rest", "an Arrow file"),
        ("a.feather", b"FEA1rest", "an Arrow file"),
        ("a.orc", b"ORC\n\x80", "an ORC file"),
        ("a.avro", b"Obj\x01\x04", "an Avro file"),
        ("a.jsonl.lz4", b"\x04\x22\x4d\x18", "packed by LZ4"),
        ("a.sqlite", b"SQLite format 3\0", "an SQLite database"),
    ] {
        let quay = Quay::new();
        quay.put(name, bytes);
        let file = format!("in/{name}");
        let run = quay.run(&["clean", &file, "--out", "out", "--no-config"]);
        ended(&run, 3, &[&file, what, "not read"]);
    }
}

#[test]
fn records_of_dechaff_are_no_pages() {
    let quay = Quay::new();
    let cut = json!({
        "start": 0, "end": 3, "line": 1, "rule": "core/x", "also": [], "kind": "layout", "confidence": "high",
        "text": "a\n", "evidence": ["why"],
    });
    quay.put("cuts.jsonl", format!("{cut}\n"))
        .put("a.txt", text(1));
    let run = quay.clean(&["-vv"]);
    ended(
        &run,
        0,
        &["1 page cleaned", "in/cuts.jsonl: skipped, records of cuts"],
    );
    assert!(!quay.path("out/cuts.jsonl").exists());
    // Those that a run wrote, when their folder is not known for one.
    ended(
        &quay.run(&[
            "clean",
            "in",
            "--out",
            "shards",
            "--to",
            "jsonl",
            "--no-config",
        ]),
        0,
        &[],
    );
    for (from, to) in [
        ("out/_dechaff/cuts.jsonl.zst", "pages.jsonl.zst"),
        ("shards/_dechaff/cuts/in.jsonl.jsonl.zst", "shard.jsonl.zst"),
    ] {
        quay.put(to, std::fs::read(quay.path(from)).expect("written"));
        let file = format!("in/{to}");
        let run = quay.run(&["clean", &file, "--out", "no", "--no-config"]);
        ended(&run, 3, &["these are records of cuts", "--format jsonl"]);
    }
    ended(&quay.clean(&[]), 0, &["1 page cleaned"]);
}

#[test]
fn a_row_is_explained_as_it_is_cleaned() {
    let quay = Quay::new();
    quay.put("a.jsonl", rows(3))
        .put("a.warc.wet.gz", gzip(&wet()))
        .put("a.tar", old_tar());
    let explain = |place: &str, more: &[&str]| {
        let args = [&["explain", place, "--no-config"], more].concat();
        quay.run(&args)
    };
    let second = explain("in/a.jsonl:2", &[]);
    ended(&second, 0, &[]);
    let said_of_all = stdout(&second);
    assert!(
        said_of_all.contains("in/a.jsonl:2:6: goes"),
        "{said_of_all}"
    );
    let line = stdout(&explain("in/a.jsonl:2:6", &[]));
    assert!(
        line.contains("in/a.jsonl:2:6: goes") && line.contains("en/share"),
        "{line}"
    );
    // As `check` prints it.
    let checked = stdout(&quay.run(&["check", "in/a.jsonl", "--no-config"]));
    let mut words = checked.split_whitespace();
    let place = words.find(|word| word.starts_with("in/a.jsonl:"));
    let place = place.expect("a finding").trim_end_matches(':');
    ended(&explain(place, &[]), 0, &[]);
    let record = stdout(&explain("in/a.warc.wet.gz:1:6", &[]));
    assert!(record.contains("in/a.warc.wet.gz:1:6: goes"), "{record}");
    ended(
        &explain("in/a.jsonl", &[]),
        2,
        &["say which row, as in in/a.jsonl:1"],
    );
    ended(
        &explain("in/a.jsonl:9", &[]),
        2,
        &["has no row 9: its last is 3"],
    );
    ended(&explain("in/a.jsonl:1:99", &[]), 2, &["lines"]);
    ended(
        &explain("in/a.jsonl:1", &["--text-field", "none"]),
        2,
        &["has no text"],
    );
    let drafted = quay.run(&["rules", "new", "--from", "in/a.jsonl:2:9", "--no-config"]);
    assert!(
        drafted.status.success() || said(&drafted).contains("--force"),
        "{}",
        said(&drafted)
    );
}
