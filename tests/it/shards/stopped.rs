//! Runs that were stopped go on, and end as if they had not been.
#![cfg(unix)]

use super::forms::{Form, forms, is_long};
use super::{Quay, ended, rows, said, zst};
use std::fs;
use std::io::{Read as _, Write as _};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

pub(super) fn start(quay: &Quay, more: &[&str]) -> Child {
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
pub(super) fn outcome(quay: &Quay) -> Vec<(String, Vec<u8>)> {
    let mut tree = quay.tree("out");
    tree.retain(|(name, _)| name != "_dechaff/shards.jsonl");
    tree
}

/// No file has its name before it is whole.
pub(super) fn nothing_is_partial(quay: &Quay, wanted: &[(String, Vec<u8>)]) {
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

#[track_caller]
fn same(got: &[(String, Vec<u8>)], wanted: &[(String, Vec<u8>)], when: &str) {
    let names = |tree: &[(String, Vec<u8>)]| -> Vec<String> {
        tree.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(names(got), names(wanted), "{when}");
    for ((name, got), (_, wanted)) in got.iter().zip(wanted) {
        let hashes = (blake3::hash(got), blake3::hash(wanted));
        assert!(hashes.0 == hashes.1, "{when}: {name} differs");
    }
}

/// Kills runs over shards of these forms, and has others go on: what is left in the end is what one run leaves.
fn killed(forms: &[Form], how: &[&str], rows: usize, times: usize) {
    let quay = Quay::new();
    quay.put_all(forms, rows);
    quay.put("z.jsonl", format!("{}no row\n", super::rows(2)));
    let started = Instant::now();
    ended(&quay.clean(how), 3, &["1 row rejected"]);
    let whole_run = started.elapsed();
    let wanted = outcome(&quay);
    let mut killed = 0;
    fs::remove_dir_all(quay.path("out")).expect("removed");
    for round in 0..times {
        let force = &["--force"][..usize::from(round % 5 == 4)];
        let mut child = start(&quay, &[how, force].concat());
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let thousandth = now.expect("after 1970").subsec_micros() % 1000;
        std::thread::sleep(whole_run * thousandth / 1000);
        child.kill().expect("killed, or over");
        killed += usize::from(child.wait().expect("it ended").code().is_none());
        nothing_is_partial(&quay, &wanted);
        if round % 3 == 2 || round + 1 == times {
            ended(&quay.clean(how), 3, &["1 row rejected"]);
            same(&outcome(&quay), &wanted, &format!("{how:?}, round {round}"));
            fs::remove_dir_all(quay.path("out")).expect("removed");
        }
    }
    // A few may all have been over.
    assert!(
        !is_long() || killed > times / 4,
        "only {killed} runs were killed"
    );
    ended(&quay.clean(how), 3, &[]);
    if how.is_empty() {
        let verified = quay.run(&["verify", "out", "--against", "in"]);
        ended(&verified, 0, &["0 failed"]);
    }
}

#[test]
fn a_run_that_is_killed_anywhere_goes_on_as_if_it_had_not_been() {
    let (rows, times) = if is_long() { (300, 200) } else { (100, 9) };
    killed(&forms(), &[], rows, times);
}

#[test]
fn so_is_one_that_writes_attributes_or_a_column() {
    let (rows, times) = if is_long() { (800, 60) } else { (100, 3) };
    let of = |wanted: fn(&Form) -> bool| forms().into_iter().filter(wanted).collect::<Vec<_>>();
    killed(&of(Form::is_jsonl), &["--cuts", "attributes"], rows, times);
    let with_fields = of(|form| form.is_jsonl() || form.is_table());
    killed(&with_fields, &["--cuts", "column"], rows, times);
}

/// Waits until something of a shard is written.
pub(super) fn wait_for_output(quay: &Quay, child: &mut Child) {
    let has_written = || {
        let found = fs::read_dir(quay.path("out/_dechaff/partial"));
        let mut files = found.into_iter().flatten().flatten();
        files.any(|file| {
            let is_out = file.path().extension().is_some_and(|end| end == "out");
            is_out && file.metadata().is_ok_and(|found| found.len() > 0)
        })
    };
    while !has_written() {
        assert!(
            child.try_wait().expect("it can be asked").is_none(),
            "it is over"
        );
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_signal_ends_a_run_soon_and_the_same_command_goes_on() {
    let signals = [("-INT", 130), ("-TERM", 143)];
    for (number, form) in forms().into_iter().enumerate() {
        // In short, one form of each container.
        if !is_long() && ![0, 4, 7, 9].contains(&number) {
            continue;
        }
        let (signal_name, status) = signals[number % 2];
        let quay = Quay::new();
        quay.put(form.name, form.rows(4000));
        // So little memory that blocks are worked on one by one.
        let memory = ["--memory", "16MiB"];
        let mut child = start(&quay, &[&["-j", "1"], &memory[..]].concat());
        wait_for_output(&quay, &mut child);
        let sent = Instant::now();
        signal(&child, signal_name);
        let output = child.wait_with_output().expect("it ends");
        let took = sent.elapsed();
        ended(&output, status, &["interrupted"]);
        // Unoptimised and beside other tests, rows take longer than in use.
        let most = if cfg!(debug_assertions) { 10 } else { 2 };
        assert!(took < Duration::from_secs(most), "{}: {took:?}", form.name);
        assert!(!quay.path("out").join(form.name).exists());
        let go_on = quay.clean(&["-v"]);
        ended(&go_on, 0, &["4,000 rows"]);
        let goes_on = said(&go_on).contains("done by an earlier run");
        // A table is begun again.
        assert_eq!(goes_on, !form.is_table(), "{}", said(&go_on));
        let partial = fs::read_dir(quay.path("out/_dechaff/partial")).expect("there");
        assert_eq!(partial.count(), 0, "{}", form.name);
    }
}

#[test]
fn nothing_is_left_of_a_run_that_was_to_do_again_what_is_done() {
    let quay = Quay::new();
    quay.put("a.jsonl", super::rows(4000));
    ended(&quay.clean(&[]), 0, &[]);
    let wanted = outcome(&quay);
    let mut child = start(&quay, &["--force", "-j", "1", "--memory", "16MiB"]);
    wait_for_output(&quay, &mut child);
    child.kill().expect("killed");
    child.wait().expect("it ended");
    let partial = quay.path("out/_dechaff/partial");
    fs::write(partial.join("00ff.out"), "of a run that had no journal yet").expect("written");
    assert!(fs::read_dir(&partial).expect("there").count() > 3);
    ended(
        &quay.clean(&["-v"]),
        0,
        &["a.jsonl: done by an earlier run"],
    );
    assert!(outcome(&quay) == wanted, "something is left");
}

#[test]
fn a_signal_ends_a_run_that_waits_for_input() {
    let quay = Quay::new();
    for (name, status) in [("-INT", 130), ("-TERM", 143)] {
        let mut command = quay.command(&["clean", "-", "--no-config"]);
        let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
        let mut stdin = child.stdin.take().expect("piped");
        stdin.write_all(super::rows(3).as_bytes()).expect("taken");
        let mut first = [0; 10];
        let stdout = child.stdout.as_mut().expect("piped");
        stdout.read_exact(&mut first).expect("rows come");
        let sent = Instant::now();
        signal(&child, name);
        let ended = child.wait().expect("it ends");
        assert_eq!(ended.code(), Some(status));
        assert!(
            sent.elapsed() < Duration::from_secs(2),
            "{:?}",
            sent.elapsed()
        );
        drop(stdin);
    }
}

#[test]
fn a_second_signal_ends_a_run_at_once() {
    let quay = Quay::new();
    for (name, status) in [("-INT", 130), ("-TERM", 143)] {
        // Nobody reads what it writes: it waits for that for ever.
        quay.put("a.jsonl", super::rows(4000));
        let input = fs::File::open(quay.path("in/a.jsonl")).expect("there");
        let mut command = quay.command(&["clean", "-", "--no-config", "-j", "1"]);
        let mut child = command.stdin(input).spawn().expect("it starts");
        let mut first = [0; 10];
        let stdout = child.stdout.as_mut().expect("piped");
        stdout.read_exact(&mut first).expect("rows come");
        let mut sent = 0;
        while child.try_wait().expect("it can be asked").is_none() {
            signal(&child, name);
            sent += 1;
            std::thread::sleep(Duration::from_millis(300));
            assert!(sent < 20, "it does not end");
        }
        let ended = child.wait().expect("it ends");
        assert_eq!(ended.code(), Some(status));
        assert!(sent <= 4, "it took {sent} signals");
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

#[test]
fn shards_that_are_no_longer_there_are_pruned_and_their_cuts_kept() {
    let quay = Quay::new();
    quay.put("a.jsonl", rows(5))
        .put("deep/b.jsonl", "no row\n{\"text\":\"x\"}\n");
    ended(&quay.clean(&[]), 3, &[]);
    fs::remove_file(quay.path("in/deep/b.jsonl")).expect("removed");
    ended(
        &quay.clean(&["--prune"]),
        0,
        &["1 shard pruned, their records kept"],
    );
    assert!(!quay.path("out/deep/b.jsonl").exists() && quay.path("out/a.jsonl").exists());
    let own = quay.path("out/_dechaff");
    assert!(!own.join("cuts/deep/b.jsonl.jsonl.zst").exists());
    let pruned: Vec<_> = fs::read_dir(&own)
        .expect("it is a folder")
        .filter_map(|entry| {
            let entry = entry.expect("it is read");
            let is_pruned = entry.file_name().to_string_lossy().starts_with("pruned-");
            is_pruned.then(|| entry.path())
        })
        .collect();
    assert_eq!(pruned.len(), 1);
    assert!(pruned[0].join("deep/b.jsonl.jsonl.zst").exists());
    assert!(!own.join("rejected.jsonl").exists());
    ended(&quay.clean(&["--prune"]), 0, &[]);
    // The shard is among the input, though its rows become texts now.
    ended(&quay.clean(&["--prune", "--to", "txt"]), 0, &[]);
    assert_eq!(quay.restored("a.jsonl"), rows(5));
}

#[test]
fn a_shard_that_is_gone_is_named_as_a_page_is() {
    let quay = Quay::new();
    quay.put("a.jsonl", rows(5)).put("b.jsonl", rows(2));
    ended(&quay.clean(&[]), 0, &[]);
    fs::remove_file(quay.path("out/a.jsonl")).expect("removed");
    let said = [
        "a.jsonl: there are cuts of this shard, and no clean file",
        "1 shard of 2 rows verified, 0 failed, 1 without a clean file",
    ];
    ended(&quay.run(&["verify", "out"]), 1, &said);
}

#[test]
fn a_shard_without_cuts_is_not_said_to_have_some() {
    let quay = Quay::new();
    quay.put("a.jsonl", rows(2));
    ended(&quay.clean(&["--cuts", "attributes"]), 0, &[]);
    fs::remove_file(quay.path("out/a.jsonl")).expect("removed");
    ended(
        &quay.run(&["verify", "out"]),
        3,
        &["only --cuts sidecar keeps what is needed"],
    );
}
