//! Shards of every form that are damaged, odd, or made to do harm.

use super::forms::{Form, Page, drawn, forms, is_long};
use super::{Quay, ended, gzip, rows, said, text, zst};
use serde_json::Value;
use std::fs;

/// What `summary.json` says of the rows of a run: rows in are rows out and rejected ones.
#[track_caller]
fn rows_add_up(quay: &Quay) -> u64 {
    let summary = fs::read(quay.path("out/_dechaff/summary.json")).expect("there");
    let summary: Value = serde_json::from_slice(&summary).expect("JSON");
    let count = |name: &str| summary["shards"][name].as_u64().expect("a number");
    assert_eq!(
        count("rows"),
        count("written") + count("rejected"),
        "{summary}"
    );
    count("rows")
}

/// Packed shards with bytes of theirs, and what is said of each.
fn damaged(form: &Form) -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let whole = form.rows(20);
    let half = whole[..whole.len() / 2].to_vec();
    if !form.is_packed() {
        let why = match form.name {
            "d.warc" => "cut off; the 10 rows before",
            "g.tar" => "entry 11: cut off",
            "j.parquet" => "not a whole Parquet file",
            _ => "20 rows", // half a line of JSON is rejected
        };
        return vec![("cut", half, why)];
    }
    vec![
        ("cut", half, "it was cut off"),
        (
            "junk",
            [&whole[..], b"junk"].concat(),
            "something else behind the last",
        ),
        (
            "zeros",
            [&whole[..], &[0; 700]].concat(),
            "700 zeros behind its end",
        ),
    ]
}

#[test]
fn what_stands_before_damage_is_cleaned_counted_and_comes_back() {
    for form in forms() {
        if form.name == "a.jsonl" {
            continue; // half a line is one that is rejected
        }
        for (name, bytes, why) in damaged(&form) {
            let quay = Quay::new();
            quay.put(form.name, &bytes);
            let is_whole = name == "zeros";
            let run = quay.clean(&[]);
            ended(&run, if is_whole { 0 } else { 3 }, &[why, form.name]);
            if form.is_table() {
                assert!(!quay.path("out").join(form.name).exists());
                continue;
            }
            let found = rows_add_up(&quay);
            let wanted = if name == "cut" { 0..20 } else { 20..21 };
            assert!(
                wanted.contains(&found),
                "{} {name}: {found} rows",
                form.name
            );
            let restored = quay.run(&["restore", "out", "--out", "back"]);
            ended(&restored, 0, &["0 failed"]);
            if !is_whole {
                ended(&quay.clean(&[]), 3, &["known from an earlier run"]);
            }
        }
    }
}

#[test]
fn members_of_every_sort_are_one_shard() {
    for form in forms().iter().filter(|form| form.is_packed()) {
        let twice = form.rows(20).repeat(2);
        let quay = Quay::new();
        quay.put(form.name, twice);
        ended(&quay.clean(&[]), 0, &[]);
        // Behind the end of a tar archive nothing is an entry.
        let wanted = if form.name.contains("tar") { 20 } else { 40 };
        assert_eq!(rows_add_up(&quay), wanted, "{}", form.name);
        ended(
            &quay.run(&["verify", "out", "--against", "in"]),
            0,
            &["0 failed"],
        );
    }
}

/// The bytes are damaged anywhere: nothing panics, rows add up, and what is written comes back as it was read.
#[test]
fn a_changed_byte_anywhere_is_an_error_or_another_row() {
    let forms = forms();
    for round in 0..if is_long() { 150 } else { 5 } {
        let quay = Quay::new();
        for (number, form) in forms.iter().enumerate() {
            let mut bytes = form.rows(12);
            let seed = round * 100 + number * 3;
            let at = drawn(seed) % bytes.len();
            let byte = u8::try_from(drawn(seed + 1) % 255 + 1).expect("a byte");
            bytes[at] ^= byte;
            quay.put(form.name, bytes);
        }
        let run = quay.clean(&[]);
        let said = said(&run);
        assert!(
            matches!(run.status.code(), Some(0 | 3)),
            "round {round}: {said}"
        );
        assert!(!said.contains("panicked"), "round {round}: {said}");
        rows_add_up(&quay);
        ended(&quay.run(&["verify", "out"]), 0, &["0 failed"]);
    }
}

#[test]
fn ids_lead_nowhere_and_come_back() {
    let long = "x".repeat(300);
    let ids = [
        "../../x", "/etc/x", "a\u{1}b", &long, "X", "x", "x", "", "..", "con",
    ];
    let pages = |ids: &[&str]| -> Vec<Page> {
        let page = |id: &&str| Page {
            id: (*id).to_owned(),
            text: text(id.len()),
        };
        ids.iter().map(page).collect()
    };
    let quay = Quay::new();
    for form in forms() {
        quay.put(&format!("sub/{}", form.name), form.shard(&pages(&ids)));
    }
    let before = quay.tree(".").len();
    ended(&quay.clean(&[]), 0, &[]);
    assert_eq!(rows_add_up(&quay), (ids.len() * forms().len()) as u64);
    let outside = quay.tree(".").len() - quay.tree("out").len();
    assert_eq!(outside, before, "something was written beside out");
    ended(
        &quay.run(&["verify", "out", "--against", "in"]),
        0,
        &["0 failed"],
    );
}

/// A run, how many MiB it takes at most, and how many hundredths of a second of a processor.
#[cfg(target_os = "linux")]
fn watched(quay: &Quay) -> (std::process::Output, u64, u64) {
    let args = ["clean", "in", "--out", "out", "--no-config"];
    let child = quay.command(&args).spawn().expect("it starts");
    let read = |name: &str| fs::read_to_string(format!("/proc/{}/{name}", child.id()));
    let (mut mib, mut ticks) = (0, 0);
    loop {
        let status = read("status").unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        mib = mib.max(kib.unwrap_or(0) / 1024);
        let stat = read("stat").unwrap_or_default();
        let used = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split(' ')
            .skip(12)
            .take(2);
        ticks = ticks.max(used.filter_map(|ticks| ticks.parse::<u64>().ok()).sum());
        if stat.contains(") Z ") || stat.is_empty() {
            break; // it is over, and waited for below
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let output = child.wait_with_output().expect("it ended");
    (output, mib, ticks)
}

#[cfg(target_os = "linux")]
#[test]
fn a_gigabyte_of_zeros_is_stopped_soon_and_in_little_memory() {
    let megabyte = vec![0; 1 << 20];
    let row = [b"{\"text\":\"".to_vec(), vec![b'a'; 1 << 20]].concat();
    let whole_tar = forms().into_iter().find(|form| form.name == "h.tar.gz");
    let whole_tar = whole_tar.expect("there").rows(1);
    let shards = [
        (
            "a.jsonl.gz",
            gzip(&megabyte).repeat(1024),
            "line 1 is longer",
        ),
        (
            "b.jsonl.zst",
            [zst(&row), zst(&megabyte).repeat(1024)].concat(),
            "line 1 is longer",
        ),
        (
            "c.warc.gz",
            gzip(&megabyte).repeat(1024),
            "no WARC record begins here",
        ),
        (
            "d.tar.gz",
            [whole_tar, gzip(&megabyte).repeat(1024)].concat(),
            "behind the archive's end",
        ),
    ];
    for (name, bytes, why) in shards {
        let quay = Quay::new();
        quay.put(name, bytes);
        let (run, mib, ticks) = watched(&quay);
        ended(&run, 3, &[why]);
        assert!(mib > 0 && mib < 200, "{name}: {mib} MiB");
        assert!(ticks < 500, "{name}: {ticks} hundredths of a second");
    }
}

#[test]
fn a_long_text_passes_through_whole_in_every_form() {
    let mib = if is_long() { 100 } else { 17 };
    let long = "See also: Seals ".repeat(mib << 16);
    let page = |id: &str, text: &str| Page {
        id: id.to_owned(),
        text: text.to_owned(),
    };
    let pages = [page("a", &text(1)), page("b", &long), page("c", &text(3))];
    for form in forms() {
        let quay = Quay::new();
        quay.put(form.name, form.shard(&pages));
        let bytes = format!(
            "its text has {},{:03},",
            long.len() / 1_000_000,
            long.len() / 1000 % 1000
        );
        #[cfg(target_os = "linux")]
        let run = {
            let (run, peak, _) = watched(&quay);
            assert!(peak > 0 && peak < 640, "{}: {peak} MiB", form.name);
            run
        };
        #[cfg(not(target_os = "linux"))]
        let run = quay.clean(&[]);
        ended(
            &run,
            0,
            &[&bytes, "1 row over --max-page-bytes", "2 pages cleaned"],
        );
        assert_eq!(rows_add_up(&quay), 3);
        ended(
            &quay.run(&["verify", "out", "--against", "in"]),
            0,
            &["3 rows verified"],
        );
    }
}

#[test]
fn a_row_that_is_no_row_is_rejected_with_its_place_however_it_is_packed() {
    type Pack = fn(&[u8]) -> Vec<u8>;
    let packings: [(&str, Pack); 3] = [
        ("a.jsonl", |bytes| bytes.to_vec()),
        ("a.jsonl.gz", gzip),
        ("a.jsonl.zst", zst),
    ];
    let odd = [
        "{\"text\": 7}",
        "{\"text\": null}",
        "{\"id\": 1}",
        "{\"text\": \"half \\ud800 a pair\"}",
        "{\"text\": [\"a\"]}",
        "[\"text\"]",
        "{\"text\": \"a\"} {",
        "nothing",
    ];
    for (name, pack) in packings {
        let quay = Quay::new();
        let shard = format!("{}{}\n", rows(2), odd.join("\n"));
        quay.put(name, pack(shard.as_bytes()));
        ended(
            &quay.clean(&[]),
            3,
            &["10 rows of 1 shard, 7 written", "3 rows rejected"],
        );
        assert_eq!(rows_add_up(&quay), 10);
        let rejected = quay.json("_dechaff/rejected.jsonl");
        let places: Vec<&str> = rejected
            .iter()
            .filter_map(|row| row["at"].as_str())
            .collect();
        let wanted = [8, 9, 10].map(|line| format!("{name}:{line}"));
        assert_eq!(places, wanted);
        assert_eq!(quay.restored(name), shard);
    }
}
