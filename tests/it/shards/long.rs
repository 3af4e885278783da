//! Records and entries that are longer than memory may be.

use super::{Quay, ended, gzip, text, unpack_bytes, zst};
use std::fmt::Write as _;
use std::io::Read as _;

fn record(kind: &str, number: usize, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:{number}>\r\nContent-Type: text/plain\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

/// A film of so many bytes, of which some 64 KiB are like no others.
fn film(len: usize) -> Vec<u8> {
    let numbers = (0..1 << 14_u32).map(|number: u32| number.wrapping_mul(2_654_435_761) >> 9);
    let part: Vec<u8> = numbers.flat_map(u32::to_le_bytes).collect();
    let mut bytes = part.repeat(len / part.len() + 1);
    bytes.truncate(len);
    bytes
}

fn records() -> Vec<Vec<u8>> {
    vec![
        record("conversion", 1, text(1).as_bytes()),
        record("response", 2, &film(19_000_001)),
        record("conversion", 3, text(3).as_bytes()),
        record(
            "conversion",
            4,
            "See also: Seals ".repeat(1_200_000).as_bytes(),
        ),
        record("response", 5, &film(17 << 20)),
        record("conversion", 6, text(6).as_bytes()),
    ]
}

fn members(bytes: &[u8]) -> Vec<Vec<u8>> {
    let (mut left, mut members) = (bytes, Vec::new());
    while !left.is_empty() {
        let mut member = Vec::new();
        if left[0] == 0x1f {
            let mut reader = flate2::bufread::GzDecoder::new(left);
            reader.read_to_end(&mut member).expect("gzip");
            left = reader.into_inner();
        } else {
            let mut reader = zstd::Decoder::with_buffer(left)
                .expect("Zstandard")
                .single_frame();
            reader.read_to_end(&mut member).expect("Zstandard");
            left = reader.finish();
        }
        members.push(member);
    }
    members
}

#[test]
fn a_record_longer_than_memory_may_be_passes_through_whole() {
    type Pack = fn(&[u8]) -> Vec<u8>;
    let forms: [(&str, Pack); 3] = [
        ("a.warc", |bytes| bytes.to_vec()),
        ("a.warc.gz", gzip),
        ("a.warc.zst", zst),
    ];
    let records = records();
    for (name, pack) in forms {
        let quay = Quay::new();
        let packed: Vec<u8> = records.iter().flat_map(|record| pack(record)).collect();
        quay.put(name, &packed);
        // A quarter of it is less than each of the long ones has.
        let run = quay.clean(&["--memory", "65MiB"]);
        let words = [
            "6 rows of 1 shard, 6 written",
            "2 rows without a text: passed through",
            ":4: its text has 19,200,000 bytes",
            "1 row over --max-page-bytes",
        ];
        ended(&run, 0, &words);
        let clean = quay.out(name);
        let unpacked = unpack_bytes(&clean);
        for number in [1, 3, 4] {
            let there = memchr::memmem::find(&unpacked, &records[number]).is_some();
            assert!(there, "{name}: record {number}");
        }
        let shares = memchr::memmem::find_iter(&unpacked, b"Share on").count();
        assert_eq!(shares, 0, "{name}");
        ended(
            &quay.run(&["verify", "out", "--against", "in"]),
            0,
            &["6 rows verified"],
        );
        ended(&quay.run(&["restore", "out", "--out", "back"]), 0, &[]);
        let back = std::fs::read(quay.path("back").join(name)).expect("restored");
        assert!(unpack_bytes(&back) == records.concat(), "{name}");
        if name != "a.warc" {
            assert_eq!(members(&clean).len(), 6, "{name}: a member a record");
            assert!(members(&back) == records, "{name}: a member a record again");
        }
        let check = quay.run(&["check", "in", "--no-config"]);
        let found = String::from_utf8_lossy(&check.stdout).into_owned() + &super::said(&check);
        assert!(found.contains(":4: 19200000 bytes, more than"), "{found}");
    }
}

/// A row of so many bytes of text that no packer makes much smaller.
fn long_row(id: &str, len: usize) -> String {
    let mut text = String::with_capacity(len);
    for byte in film(len / 4) {
        write!(text, "{byte:03} ").expect("a string takes all");
    }
    format!("{{\"id\": \"{id}\", \"content\": \"{text}\", \"n\": 1.50}}")
}

fn short_row(number: usize) -> String {
    let text = serde_json::to_string(&text(number)).expect("a text is JSON");
    format!("{{\"id\": \"s{number}\", \"content\": {text}, \"n\": 1.50}}")
}

type PackRows = fn(&[u8]) -> Vec<u8>;

#[test]
fn a_row_longer_than_memory_may_be_passes_through_whole() {
    let forms: [(&str, PackRows); 3] = [
        ("a.jsonl", |bytes| bytes.to_vec()),
        ("a.jsonl.gz", gzip),
        ("a.jsonl.zst", zst),
    ];
    let (one, two) = (long_row("one", 19_000_000), long_row("two", 18_500_000));
    let (a, b) = (short_row(1), short_row(2));
    // In the midst, first of all behind a byte order mark, and last without an end.
    let shards = [
        format!("{a}\n{one}\r\n\n{b}\n{two}\n{a}\n"),
        format!("\u{feff}{one}\n{a}\n{b}\n{a}\n{two}"),
    ];
    for (name, pack) in forms {
        for rows in &shards {
            let quay = Quay::new();
            quay.put(name, pack(rows.as_bytes()));
            // A quarter of it is less than each of the long ones has.
            let run = quay.clean(&["--memory", "65MiB"]);
            let words = [
                "5 rows of 1 shard, 5 written",
                "longer than a quarter of --memory; it stays as it is",
                "2 rows over a quarter of --memory: passed through",
                "3 pages cleaned",
            ];
            ended(&run, 0, &words);
            let clean = unpack_bytes(&quay.out(name));
            let lines: Vec<&[u8]> = clean.split(|byte| *byte == b'\n').collect();
            assert_eq!(lines.len(), 6, "{name}");
            for long in [&one, &two] {
                let is = |line: &&[u8]| line.trim_ascii_end() == long.as_bytes();
                assert_eq!(lines.iter().copied().filter(is).count(), 1, "{name}");
            }
            let verify = quay.run(&["verify", "out", "--against", "in"]);
            ended(&verify, 0, &["5 rows verified"]);
            ended(&quay.run(&["restore", "out", "--out", "back"]), 0, &[]);
            let back = std::fs::read(quay.path("back").join(name)).expect("restored");
            assert!(unpack_bytes(&back) == rows.as_bytes(), "{name}");
            let check = quay.run(&["check", "in", "--no-config", "--memory", "65MiB"]);
            let found = String::from_utf8_lossy(&check.stdout).into_owned() + &super::said(&check);
            assert!(found.contains("longer than a quarter"), "{found}");
        }
    }
}

#[test]
fn a_long_row_that_becomes_something_else_is_rejected_and_the_others_go_on() {
    let one = long_row("one", 18_500_000);
    let rows = format!("{one}\n{}\n{one}\n{}\n{one}", short_row(1), short_row(2));
    let quay = Quay::new();
    quay.put("a.jsonl", rows.as_bytes());
    let run = quay.clean(&["--memory", "65MiB", "--to", "parquet"]);
    let words = [
        "a.jsonl:3: longer than a quarter of --memory",
        "5 rows of 1 shard, 2 written",
        "3 rows rejected",
    ];
    ended(&run, 3, &words);
    let rejected = quay.out("_dechaff/rejected.jsonl");
    let places: Vec<u64> = String::from_utf8_lossy(&rejected)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
        .map(|line| line["line"].as_u64().expect("a number"))
        .collect();
    assert_eq!(places, [1, 3, 5]);
    let (batches, _) = super::parquet::read(quay.out("a.parquet"));
    assert_eq!(
        batches
            .iter()
            .map(arrow_array::RecordBatch::num_rows)
            .sum::<usize>(),
        2
    );
    ended(&quay.run(&["verify", "out"]), 0, &["2 rows verified"]);
}

#[test]
fn a_long_row_has_what_other_rows_get() {
    let one = long_row("one", 18_500_000);
    let rows = format!("{}\n{one}\n{}\n", short_row(1), short_row(2));
    let memory = ["--memory", "65MiB"];
    let quay = Quay::new();
    quay.put("a.jsonl", &rows);
    let both = ["--cuts", "column", "--text-as", "both"];
    ended(&quay.clean(&[&memory[..], &both].concat()), 0, &[]);
    let clean = quay.out("a.jsonl");
    let line = clean.split(|byte| *byte == b'\n').nth(1).expect("a row");
    let wanted = one.replace(
        ", \"n\": 1.50}",
        ", \"n\": 1.50,\"dechaff_original\":null,\"dechaff_cuts\":[]}",
    );
    assert!(line == wanted.as_bytes());

    let quay = Quay::new();
    quay.put("a.jsonl", &rows);
    ended(
        &quay.clean(&[&memory[..], &["--cuts", "attributes"]].concat()),
        0,
        &["3 rows of 1 shard, 3 written"],
    );
    let ids: Vec<String> = quay
        .json("a.jsonl")
        .iter()
        .map(|row| row["id"].to_string())
        .collect();
    assert_eq!(ids, ["\"s1\"", "\"one\"", "\"s2\""]);

    // What becomes something else must be at hand.
    let quay = Quay::new();
    quay.put("a.jsonl", &rows);
    let run = quay.clean(&[&memory[..], &["--to", "txt"]].concat());
    ended(
        &run,
        3,
        &["a.jsonl:2: longer than a quarter", "2 pages cleaned"],
    );
}

#[test]
fn a_long_row_that_was_packed_to_do_harm_ends_the_shard() {
    let quay = Quay::new();
    let bomb = format!("{{\"text\": \"{}\"}}", "a".repeat(400 << 20));
    quay.put("a.jsonl.zst", zst(bomb.as_bytes()));
    quay.put("b.jsonl", format!("{}\n", short_row(1)));
    let run = quay.clean(&["--memory", "65MiB"]);
    ended(
        &run,
        3,
        &["line 1 is longer than", "unpack the file", "1 page cleaned"],
    );
}

#[test]
fn a_long_record_that_is_cut_off_ends_its_member_and_the_shard() {
    let records = records();
    let bytes = records[..2].concat();
    for behind in [0, 1, 12_345_678] {
        for name in ["a.warc.gz", "a.warc.zst"] {
            let quay = Quay::new();
            let cut = &bytes[..(18 << 20) - behind];
            quay.put(
                name,
                if name.ends_with("gz") {
                    gzip(cut)
                } else {
                    zst(cut)
                },
            );
            ended(&quay.clean(&[]), 3, &["cut off", "1 page or shard failed"]);
            let clean = members(&quay.out(name));
            assert_eq!(clean.len(), 2, "{name}: whole members");
            ended(&quay.run(&["verify", "out"]), 0, &["0 failed"]);
        }
    }
}
