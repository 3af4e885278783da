//! Runs that were stopped go on, and end as if they had not been.
#![cfg(unix)]

use super::{Quay, ended, gzip, rows, said, zst};
use std::fs;
use std::process::Child;
use std::time::{Duration, Instant};

/// A crawl of a few blocks.
fn crawl() -> Quay {
    let quay = Quay::new();
    let many = rows(6000);
    quay.put("a.jsonl", &many)
        .put("b/c.jsonl.zst", zst(rows(3000).as_bytes()))
        .put("b/d.jsonl.gz", gzip(rows(40).as_bytes()))
        .put("e.jsonl", format!("{}no row\n", rows(20)));
    quay
}

fn start(quay: &Quay, more: &[&str]) -> Child {
    let args = ["clean", "in", "--out", "out", "--no-config"];
    quay.command(&[&args[..], more].concat())
        .spawn()
        .expect("it starts")
}

fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    let kill = std::process::Command::new("kill")
        .args([name, &id])
        .status();
    assert!(kill.expect("kill").success());
}

/// What a run left, but for the order in which shards were done.
fn outcome(quay: &Quay) -> Vec<(String, Vec<u8>)> {
    let mut tree = quay.tree("out");
    tree.retain(|(name, _)| name != "_dechaff/shards.jsonl");
    tree
}

/// No file has its name before it is whole.
fn nothing_is_partial(quay: &Quay, wanted: &[(String, Vec<u8>)]) {
    for (name, bytes) in quay.tree("out") {
        if name.starts_with("_dechaff") || name.contains(".dechaff-") {
            continue;
        }
        let whole = wanted.iter().find(|(other, _)| *other == name);
        assert_eq!(
            whole.map(|(_, bytes)| bytes),
            Some(&bytes),
            "{name} is partial"
        );
    }
}

#[test]
fn a_run_that_is_killed_anywhere_goes_on_as_if_it_had_not_been() {
    let times = if std::env::var_os("DECHAFF_LONG").is_some() {
        200
    } else {
        6
    };
    let quay = crawl();
    let started = Instant::now();
    ended(&quay.clean(&[]), 3, &["9,061 rows of 4 shards"]);
    let whole_run = started.elapsed();
    let wanted = outcome(&quay);
    let mut killed = 0;
    while killed < times {
        if killed % 3 == 0 {
            fs::remove_dir_all(quay.path("out")).expect("removed");
        }
        let mut child = start(&quay, &["--force"][..usize::from(killed % 5 == 4)]);
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let thousandth = now.expect("after 1970").subsec_micros() % 1000;
        std::thread::sleep(whole_run * thousandth / 1000);
        child.kill().expect("killed, or over");
        child.wait().expect("it ended");
        killed += 1;
        nothing_is_partial(&quay, &wanted);
    }
    ended(&quay.clean(&[]), 3, &["9,061 rows of 4 shards"]);
    let got = outcome(&quay);
    let names = |tree: &[(String, Vec<u8>)]| -> Vec<String> {
        tree.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(names(&got), names(&wanted));
    for ((name, got), (_, wanted)) in got.iter().zip(&wanted) {
        assert!(got == wanted, "{name} differs");
    }
    ended(
        &quay.run(&["verify", "out", "--against", "in"]),
        0,
        &["0 failed"],
    );
}

#[test]
fn a_signal_ends_a_run_soon_and_the_same_command_goes_on() {
    for (name, status) in [("-INT", 130), ("-TERM", 143)] {
        let quay = Quay::new();
        quay.put("a.jsonl", rows(15_000));
        let child = start(&quay, &["-j", "1"]);
        let has_written = || {
            let found = fs::read_dir(quay.path("out/_dechaff/partial"));
            let mut files = found.into_iter().flatten().flatten();
            files.any(|file| {
                let is_out = file.path().extension().is_some_and(|end| end == "out");
                is_out && file.metadata().is_ok_and(|found| found.len() > 0)
            })
        };
        while !has_written() {
            std::thread::sleep(Duration::from_millis(5));
        }
        let sent = Instant::now();
        signal(&child, name);
        let output = child.wait_with_output().expect("it ends");
        let took = sent.elapsed();
        ended(&output, status, &["interrupted"]);
        assert!(took < Duration::from_secs(4), "{took:?}");
        assert!(!quay.path("out/a.jsonl").exists());
        let go_on = quay.clean(&["-v"]);
        ended(&go_on, 0, &["15,000 rows"]);
        assert!(
            said(&go_on).contains("blocks were done by an earlier run"),
            "{}",
            said(&go_on)
        );
        let partial = fs::read_dir(quay.path("out/_dechaff/partial")).expect("there");
        assert_eq!(partial.count(), 0);
    }
}

#[test]
fn what_is_done_is_done_again_only_where_something_else_would_come_out() {
    let quay = Quay::new();
    quay.put("a.jsonl", rows(5))
        .put("b.jsonl.zst", zst(rows(5).as_bytes()));
    ended(&quay.clean(&[]), 0, &[]);
    let known = |more: &[&str]| {
        let run = quay.clean(&[more, &["-v"]].concat());
        ended(&run, 0, &["10 rows of 2 shards"]);
        said(&run).matches("done by an earlier run").count()
    };
    let first = outcome(&quay);
    assert_eq!(known(&[]), 2);
    assert_eq!(known(&["-j", "2"]), 2);
    assert_eq!(known(&["--force"]), 0);
    assert_eq!(outcome(&quay), first);
    assert_eq!(known(&["--mode", "thorough"]), 0, "other options");
    assert_eq!(known(&["--mode", "thorough"]), 2);
    assert_eq!(
        known(&["--mode", "thorough", "--skip", "share"]),
        0,
        "other rules"
    );
    assert_eq!(known(&["--text-as", "both"]), 0, "another form");
    assert_eq!(known(&[]), 0);
    let changed = rows(5).replace("Monday", "Sunday");
    quay.put("a.jsonl", changed);
    assert_eq!(known(&[]), 1, "another input of the same length");
    fs::write(quay.path("out/a.jsonl"), "x").expect("written");
    assert_eq!(known(&[]), 1, "the output is not what was written");
    fs::remove_file(quay.path("out/_dechaff/cuts/a.jsonl.jsonl.zst")).expect("removed");
    assert_eq!(known(&[]), 1, "the cuts are gone");
    assert_eq!(known(&[]), 2);
}

#[test]
fn shards_that_are_no_longer_there_keep_text_and_cuts() {
    let quay = Quay::new();
    quay.put("a.jsonl", rows(5))
        .put("b.jsonl", "no row\n{\"text\":\"x\"}\n");
    ended(&quay.clean(&[]), 3, &[]);
    fs::remove_file(quay.path("in/b.jsonl")).expect("removed");
    quay.put("c.jsonl", rows(1));
    ended(&quay.clean(&[]), 0, &["6 rows of 2 shards"]);
    assert_eq!(quay.restored("b.jsonl"), "no row\n{\"text\":\"x\"}\n");
    assert_eq!(quay.json("_dechaff/rejected.jsonl").len(), 1);
}
