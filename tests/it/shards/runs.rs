//! What a run over shards of any form is told to do, and what goes on around it.

use super::forms::{forms, is_long};
use super::stopped::{outcome, start, wait_for_output};
use super::{Quay, ended, rows, said};
use std::fs;

fn known(run: &std::process::Output, words: &str) -> usize {
    said(run).matches(words).count()
}

#[test]
fn what_is_done_is_left_alone_and_done_again_by_force() {
    let quay = Quay::new();
    let forms = forms();
    quay.put_all(&forms, 3);
    ended(&quay.clean(&[]), 0, &[]);
    let first = outcome(&quay);
    let again = quay.clean(&["-v"]);
    ended(&again, 0, &[]);
    assert_eq!(known(&again, "done by an earlier run"), forms.len());
    let forced = quay.clean(&["-v", "--force"]);
    ended(&forced, 0, &[]);
    assert_eq!(known(&forced, "done by an earlier run"), 0);
    assert!(outcome(&quay) == first, "other bytes came out");
}

#[test]
fn what_failed_is_tried_again_where_asked_or_mended() {
    let quay = Quay::new();
    let mut forms = forms();
    forms.retain(|form| form.name != "a.jsonl"); // half a line of it is rejected
    for form in &forms {
        let whole = form.rows(20);
        quay.put(form.name, &whole[..whole.len() / 2]);
    }
    let files = forms.len();
    let failed = format!("{files} pages or shards failed");
    ended(&quay.clean(&[]), 3, &[&failed]);
    let again = quay.clean(&[]);
    ended(&again, 3, &[&failed]);
    // Of a table nothing is written that could be known; it is read again.
    let tables = forms.iter().filter(|form| form.is_table()).count();
    assert_eq!(known(&again, "known from an earlier run"), files - tables);
    let tried = quay.clean(&["--retry-failed"]);
    ended(&tried, 3, &[&failed]);
    assert_eq!(known(&tried, "known from an earlier run"), 0);
    quay.put_all(&forms, 20);
    ended(&quay.clean(&[]), 0, &[]);
    ended(
        &quay.run(&["verify", "out", "--against", "in"]),
        0,
        &["0 failed"],
    );
}

#[test]
fn failed_shards_of_any_form_may_end_a_run() {
    for form in forms() {
        if form.name == "a.jsonl" {
            continue; // half a line of it is rejected
        }
        let quay = Quay::new();
        let whole = form.rows(4);
        let cut = &whole[..whole.len() / 2 + 100]; // it ends within a row
        for number in 1..4 {
            quay.put(&format!("{number}/{}", form.name), cut);
        }
        quay.put("z.jsonl", rows(1));
        ended(
            &quay.clean(&["--fail-fast"]),
            3,
            &["stopped: a page, row or shard"],
        );
        assert!(!quay.path("out/z.jsonl").exists());
        ended(
            &quay.clean(&["--max-errors", "2"]),
            3,
            &["stopped: more than 2"],
        );
        assert!(!quay.path("out/z.jsonl").exists());
        ended(
            &quay.clean(&["--max-errors", "6"]),
            3,
            &["3 pages or shards failed"],
        );
        assert!(quay.path("out/z.jsonl").exists());
    }
}

#[test]
fn a_second_run_is_refused_with_the_process_of_the_first() {
    let quay = Quay::new();
    quay.put_all(&forms(), 1);
    fs::create_dir_all(quay.path("out/_dechaff")).expect("made");
    fs::write(quay.path("out/_dechaff/lock"), "4242\n").expect("written");
    let lock = fs::File::open(quay.path("out/_dechaff/lock")).expect("there");
    lock.try_lock().expect("free");
    ended(&quay.clean(&[]), 2, &["process 4242"]);
    assert_eq!(quay.tree("out").len(), 0);
    drop(lock);
    ended(&quay.clean(&[]), 0, &[]);
}

#[test]
fn the_same_shard_twice_is_an_error_before_anything_is_written() {
    let quay = Quay::new();
    for form in forms() {
        quay.put(form.name, form.rows(1));
        let path = format!("in/{}", form.name);
        let args = ["clean", &path, &path, "--out", "out", "--no-config"];
        ended(&quay.run(&args), 2, &[&path, "is named twice"]);
        assert!(!quay.path("out").exists());
    }
}

#[test]
fn a_shard_that_changes_while_it_is_read_is_not_written() {
    for (number, form) in forms().into_iter().enumerate() {
        // In short, one form of each container.
        if !is_long() && ![0, 4, 7, 9].contains(&number) {
            continue;
        }
        let quay = Quay::new();
        // Three blocks at least.
        let shard = form.rows(if form.name.contains("tar") {
            3500
        } else {
            7000
        });
        quay.put(form.name, &shard);
        // So little memory that nothing is read ahead.
        let mut child = start(&quay, &["-j", "1", "--memory", "16MiB"]);
        wait_for_output(&quay, &mut child);
        let changed = [&shard[..], b"\n"].concat();
        fs::write(quay.path("in").join(form.name), changed).expect("written");
        let output = child.wait_with_output().expect("it ends");
        ended(&output, 3, &[form.name]);
        assert!(!quay.path("out").join(form.name).exists(), "{}", form.name);
        quay.put(form.name, form.rows(5));
        ended(&quay.clean(&[]), 0, &["5 rows of 1 shard"]);
        ended(
            &quay.run(&["verify", "out", "--against", "in"]),
            0,
            &["0 failed"],
        );
    }
}

#[test]
fn shards_that_vanish_are_named_and_the_rest_is_done() {
    let quay = Quay::new();
    let forms = forms();
    for form in &forms {
        quay.put(&format!("b/{}", form.name), form.rows(2));
    }
    quay.put("a.jsonl", rows(4000)).put("z.jsonl", rows(1));
    let mut child = start(&quay, &["-j", "1", "--memory", "16MiB"]);
    wait_for_output(&quay, &mut child);
    fs::remove_dir_all(quay.path("in/b")).expect("removed");
    let output = child.wait_with_output().expect("it ends");
    ended(&output, 3, &["No such file", "pages or shards failed"]);
    for form in &forms {
        // The first of them were read before.
        let name = format!("b/{}", form.name);
        let is_named = said(&output).contains(&name);
        assert_eq!(quay.path("out").join(&name).exists(), !is_named, "{name}");
    }
    assert_eq!(quay.json("a.jsonl").len(), 4000);
    assert_eq!(quay.json("z.jsonl").len(), 1);
}

/// Files that are open at once, whatever the input.
#[cfg(unix)]
#[test]
fn few_files_are_open_at_once() {
    let quay = Quay::new();
    let forms = forms();
    for copy in 0..8 {
        for form in &forms {
            quay.put(&format!("{copy}/{}", form.name), form.rows(2));
        }
    }
    let shards = format!("{} shards", 8 * forms.len());
    for args in [
        "clean in --out out --no-config",
        "clean in --out out --no-config --force -j 8",
        "verify out --against in",
        "restore out --out back",
        "stats out",
        "check in --no-config",
    ] {
        let binary = env!("CARGO_BIN_EXE_dechaff");
        let script = format!("ulimit -n {MOST_OPEN_FILES}; exec '{binary}' {args}");
        let mut command = std::process::Command::new("sh");
        let output = command
            .args(["-c", &script])
            .current_dir(quay.path(""))
            .output();
        let output = output.expect("sh starts");
        let status = i32::from(args.starts_with("check"));
        let says_shards = status == 0 && !args.starts_with("stats");
        let words = [shards.as_str()];
        ended(&output, status, &words[..usize::from(says_shards)]);
    }
}

/// How many files a run may have open, standard streams among them; docs/shards.md says so.
#[cfg(unix)]
const MOST_OPEN_FILES: u32 = 16;
