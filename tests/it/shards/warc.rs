//! WARC and WET: what is cleaned, what passes through, and what comes back.

use super::{Quay, ended, gzip, said, text, zst};
use std::io::Read as _;

/// A record; `more` are lines of its header.
fn record(kind: &str, number: usize, more: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://quay.example/{number}\r\n\
         WARC-Record-ID: <urn:uuid:{number}>\r\n{more}Content-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn wet(number: usize) -> Vec<u8> {
    let more = "Content-Type: text/plain\r\nWARC-Identified-Content-Language: eng,deu\r\n\
                WARC-Block-Digest: sha1:STALE\r\nwarc-payload-digest: md5:0\r\nX-Odd:  kept \r\n";
    record("conversion", number, more, text(number).as_bytes())
}

fn others() -> [Vec<u8>; 4] {
    let page = text(2);
    let plain = "Content-Type: text/plain\r\n";
    [
        record("warcinfo", 1, "", b"software: a crawler\r\n"),
        record(
            "response",
            2,
            "Content-Type: application/http\r\n",
            page.as_bytes(),
        ),
        record("metadata", 3, plain, page.as_bytes()),
        record("conversion", 4, plain, b"caf\xe9\n"),
    ]
}

/// A file of records of every sort, each by itself.
fn records() -> Vec<Vec<u8>> {
    let [info, response, metadata, latin] = others();
    vec![info, wet(5), response, metadata, wet(6), latin, wet(7)]
}

fn members(records: &[Vec<u8>], pack: fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    records.iter().flat_map(|record| pack(record)).collect()
}

fn plain(bytes: &[u8]) -> Vec<u8> {
    bytes.to_vec()
}

/// What the members of a gzip file hold, one by one.
fn gz_members(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut members = Vec::new();
    while !bytes.is_empty() {
        let mut member = flate2::bufread::GzDecoder::new(bytes);
        let mut text = Vec::new();
        member.read_to_end(&mut text).expect("gzip");
        members.push(text);
        bytes = member.into_inner();
    }
    members
}

fn unpack(bytes: &[u8]) -> Vec<u8> {
    match bytes {
        [0x1f, 0x8b, ..] => gz_members(bytes).concat(),
        [0x28, 0xb5, ..] => zstd::decode_all(bytes).expect("Zstandard"),
        _ => bytes.to_vec(),
    }
}

#[test]
fn texts_are_cleaned_and_all_else_passes_through() {
    for (name, pack) in [
        ("a.warc.wet", plain as fn(&[u8]) -> Vec<u8>),
        ("a.wet.gz", gzip),
        ("a.warc.zst", zst),
    ] {
        let quay = Quay::new();
        let records = records();
        quay.put(name, members(&records, pack));
        let run = quay.clean(&["-v"]);
        ended(
            &run,
            0,
            &[
                "7 rows of 1 shard, 7 written",
                "3 rows without a text: passed through",
                "1 row not UTF-8: passed through",
                ":6: its text is not UTF-8 from byte 3 on",
            ],
        );
        let clean = unpack(&quay.out(name));
        let shown = String::from_utf8_lossy(&clean);
        assert_eq!(shown.matches("Share on Facebook").count(), 2, "{shown}");
        for other in others() {
            let found = clean.windows(other.len()).any(|part| part == other);
            assert!(found, "{}", String::from_utf8_lossy(&other));
        }
        ended(
            &quay.run(&["verify", "out", "--against", "in"]),
            0,
            &["1 shard of 7 rows"],
        );
        ended(&quay.run(&["restore", "out", "--out", "back"]), 0, &[]);
        let back = std::fs::read(quay.path("back").join(name)).expect("restored");
        assert_eq!(unpack(&back), records.concat(), "{name}");
    }
}

#[test]
fn a_changed_record_has_its_length_and_digests_and_else_its_own_header() {
    let quay = Quay::new();
    quay.put("a.warc.gz", members(&records(), gzip));
    ended(&quay.clean(&[]), 0, &[]);
    let clean = gz_members(&quay.out("a.warc.gz"));
    assert_eq!(clean.len(), 7, "a member a record");
    let record = String::from_utf8(clean[1].clone()).expect("UTF-8");
    let (head, body) = record.split_once("\r\n\r\n").expect("a header");
    let body = body.strip_suffix("\r\n\r\n").expect("blank lines");
    let digest = data_encoding::BASE32.encode(&<sha1::Sha1 as sha1::Digest>::digest(body));
    let wanted = [
        "WARC/1.0",
        "WARC-Type: conversion",
        "WARC-Target-URI: https://quay.example/5",
        "WARC-Record-ID: <urn:uuid:5>",
        "Content-Type: text/plain",
        "WARC-Identified-Content-Language: eng,deu",
        &format!("WARC-Block-Digest: sha1:{digest}"),
        &format!("warc-payload-digest: sha1:{digest}"),
        "X-Odd:  kept ",
        &format!("Content-Length: {}", body.len()),
    ];
    assert_eq!(head.split("\r\n").collect::<Vec<_>>(), wanted);
    assert!(!body.contains("Share on"), "{body}");
    ended(&quay.run(&["restore", "out", "--out", "back"]), 0, &[]);
    let back = std::fs::read(quay.path("back/a.warc.gz")).expect("restored");
    assert_eq!(gz_members(&back), records(), "a member a record again");
    let cuts = quay.run(&["stats", "out", "--format", "records"]);
    let cuts = String::from_utf8_lossy(&cuts.stdout).into_owned();
    for word in [
        "\"page\":\"<urn:uuid:5>\"",
        "\"url\":\"https://quay.example/5\"",
        "\"lang\":\"en\"",
    ] {
        assert!(cuts.contains(word), "{word} is not in {cuts}");
    }
}

#[test]
fn what_stands_before_damage_is_cleaned_and_comes_back() {
    let [_, _, _, latin] = others();
    let cut = &wet(8)[..300];
    let lacking = String::from_utf8(wet(8)).expect("UTF-8");
    let lacking = lacking.replace("Content-Length", "Content-Size");
    for (behind, why) in [
        (cut, "record 3: cut off"),
        (lacking.as_bytes(), "record 3: it has no Content-Length"),
        (b"<html>", "record 2: its Content-Length is wrong"),
    ] {
        let quay = Quay::new();
        let bytes = [&latin[..], &wet(6), behind].concat();
        quay.put("a.warc", &bytes);
        ended(&quay.clean(&[]), 3, &[why, "1 page or shard failed"]);
        let rows = if why.contains('3') { 2 } else { 1 };
        let verified = format!("1 shard of {rows} row");
        ended(&quay.run(&["verify", "out"]), 0, &[&verified]);
        ended(&quay.clean(&[]), 3, &["known from an earlier run"]);
        ended(&quay.run(&["restore", "out", "--out", "back"]), 0, &[]);
        let back = std::fs::read(quay.path("back/a.warc")).expect("restored");
        assert!(bytes.starts_with(&back) && back.len() >= latin.len());
    }
    let quay = Quay::new();
    let packed = members(&records(), gzip);
    quay.put("a.warc.gz", &packed[..packed.len() - 30]);
    ended(
        &quay.clean(&[]),
        3,
        &["within a gzip member: it was cut off; the 6 rows before"],
    );
}

#[test]
fn forms_that_need_fields_are_refused_before_anything_is_written() {
    let quay = Quay::new();
    quay.put("a.jsonl", super::rows(1)).put("b.warc", wet(1));
    for form in [["--text-as", "both"], ["--cuts", "column"]] {
        ended(&quay.clean(&form), 2, &["is for JSONL", "b.warc is WARC"]);
        assert!(!quay.path("out").exists());
        ended(&quay.pipe(&wet(1), &form), 2, &["is for JSONL"]);
    }
    ended(&quay.clean(&["--text-as", "keep"]), 0, &[]);
    assert_eq!(quay.out("b.warc"), wet(1));
    let cuts = quay.run(&["stats", "out", "--format", "records"]);
    assert!(String::from_utf8_lossy(&cuts.stdout).contains("urn:uuid:1"));
    ended(&quay.run(&["verify", "out", "--against", "in"]), 0, &[]);
}

#[test]
fn a_stream_is_told_by_its_first_bytes_and_other_commands_read_records() {
    let quay = Quay::new();
    let records = records();
    quay.put("a.warc.gz", members(&records, gzip));
    ended(&quay.clean(&[]), 0, &[]);
    for (bytes, same) in [
        (members(&records, gzip), quay.out("a.warc.gz")),
        (records.concat(), unpack(&quay.out("a.warc.gz"))),
    ] {
        let run = quay.pipe(&bytes, &[]);
        assert_eq!(run.status.code(), Some(0), "{}", said(&run));
        assert!(run.stdout == same);
    }
    let check = quay.run(&["check", "in", "--no-config"]);
    let found = String::from_utf8_lossy(&check.stdout).into_owned() + &said(&check);
    assert!(found.contains("in/a.warc.gz:2"), "{found}");
    assert!(!found.contains("in/a.warc.gz:3"), "{found}");
}

#[test]
fn a_run_goes_on_behind_the_blocks_that_are_written() {
    let quay = Quay::new();
    let many: Vec<Vec<u8>> = (0..2500).map(wet).collect();
    quay.put("a.warc.gz", members(&many, gzip));
    ended(&quay.clean(&[]), 0, &["2,500 rows"]);
    let (wanted, cuts) = (quay.out("a.warc.gz"), "_dechaff/cuts/a.warc.gz.jsonl.zst");
    let wanted_cuts = quay.out(cuts);
    std::fs::remove_dir_all(quay.path("out")).expect("removed");
    let args = ["clean", "in", "--out", "out", "--no-config", "-j", "1"];
    let mut child = quay.command(&args).spawn().expect("it starts");
    let has_written = || {
        let found = std::fs::read_dir(quay.path("out/_dechaff/partial"));
        let mut files = found.into_iter().flatten().flatten();
        files.any(|file| file.metadata().is_ok_and(|found| found.len() > 100_000))
    };
    while !has_written() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child.kill().expect("killed");
    child.wait().expect("it ended");
    ended(&quay.clean(&["-v"]), 0, &["2,500 rows"]);
    assert!(quay.out("a.warc.gz") == wanted && quay.out(cuts) == wanted_cuts);
    ended(&quay.clean(&["-v"]), 0, &["done by an earlier run"]);
}
