//! Runs into one folder: they add up, whatever ends them, and whatever is asked of them.

use crate::common;
use crate::common::run_folder::{Folder, page, said};
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

#[test]
fn a_run_adds_to_what_is_there() {
    let folder = Folder::new();
    folder.write("in/a.txt", &page(1));
    folder.write("more/b.txt", &page(2));
    folder.ends("clean in --out out", 0, &["1 page cleaned"]);
    folder.ends("clean more --out out", 0, &["1 page cleaned"]);
    folder.ends("verify out", 0, &["2 pages verified, 0 failed"]);
    folder.write("in/a.txt", &page(3));
    folder.ends("clean in --out out", 0, &[]);
    folder.ends("restore out --out back", 0, &["2 pages restored"]);
    let back = folder.pages("back");
    assert_eq!(back["a.txt"], page(3));
    assert_eq!(back["b.txt"], page(2));
    assert_eq!(
        folder.own_files("out"),
        ["cuts.jsonl.zst", "lock", "summary.json"]
    );
}

#[test]
fn an_input_that_is_missing_or_empty_changes_nothing() {
    let folder = Folder::with_pages(3);
    folder.ends("clean in --out out", 0, &[]);
    let before = (folder.pages("out"), folder.records("out"));
    folder.ends(
        "clean in gone --out out",
        2,
        &["gone", "nothing was changed"],
    );
    fs::create_dir(folder.path("empty")).expect("made");
    folder.ends("clean empty --out out --prune", 0, &["0 pages"]);
    assert_eq!((folder.pages("out"), folder.records("out")), before);
    folder.ends("clean gone --out new", 2, &["gone"]);
    folder.ends("clean empty --out new", 0, &[]);
    assert!(!folder.path("new").exists());
}

#[test]
fn files_without_records_and_records_without_files_are_named() {
    let folder = Folder::with_pages(3);
    folder.ends("clean in --out out", 0, &[]);
    folder.write("out/0/mine.txt", "mine\n");
    folder.write("out/mine.csv", "mine\n");
    fs::remove_file(folder.path("out/1/1.txt")).expect("removed");
    let words = [
        "mine.txt: there is no record",
        "mine.csv: there is no record",
        "1.txt: there is a record",
        "2 pages",
        "1 without a clean file, 2 without a record",
    ];
    folder.ends("verify out", 1, &words);
    folder.ends("restore out --out back", 1, &words);
    assert_eq!(folder.pages("back").len(), 2);
    folder.write("out/2/2.txt", "changed\n");
    folder.ends("verify out", 3, &["1 failed"]);
}

#[test]
fn restore_replaces_nothing_of_others() {
    let folder = Folder::with_pages(2);
    folder.ends("clean in --out out", 0, &[]);
    folder.write("back/0/0.txt", "mine\n");
    folder.ends(
        "restore out --out back",
        3,
        &["holds something else", "--force", "1 failed"],
    );
    assert_eq!(folder.pages("back")["0/0.txt"], "mine\n");
    assert_eq!(folder.pages("back")["1/1.txt"], page(1));
    folder.ends("restore out --out back --force", 0, &[]);
    assert_eq!(folder.pages("back")["0/0.txt"], page(0));
    folder.ends("restore out --out back", 0, &[]);
}

#[test]
fn pruned_pages_go_and_their_records_are_kept() {
    let folder = Folder::with_pages(3);
    folder.ends("clean in --out out", 0, &[]);
    let clean = folder.pages("out")["1/1.txt"].clone();
    fs::remove_file(folder.path("in/1/1.txt")).expect("removed");
    folder.ends("clean in --out out", 0, &[]);
    folder.ends("verify out", 0, &["3 pages"]);
    folder.ends("clean in --out out --prune", 0, &["1 page pruned"]);
    folder.ends("verify out", 0, &["2 pages"]);
    assert!(!folder.path("out/1/1.txt").exists());
    let own = folder.own_files("out");
    let kept = own
        .iter()
        .find(|name| name.starts_with("pruned-2"))
        .expect("kept");
    folder.write("old/1/1.txt", &clean);
    let args = format!("restore old --cuts out/_dechaff/{kept} --out back");
    folder.ends(&args, 0, &["1 page restored"]);
    assert_eq!(folder.pages("back")["1/1.txt"], page(1));
}

#[test]
fn records_of_an_older_form_are_read_and_added_to() {
    let folder = Folder::with_pages(2);
    let old = common::root().join("tests/it/old_records");
    for name in ["cuts.jsonl", "cuts.jsonl.part"] {
        fs::remove_dir_all(folder.path("out")).ok();
        fs::create_dir_all(folder.path("out/_dechaff")).expect("made");
        fs::copy(old.join("ferry.txt"), folder.path("out/ferry.txt")).expect("copied");
        fs::copy(
            old.join("cuts.jsonl"),
            folder.path("out/_dechaff").join(name),
        )
        .expect("copied");
        folder.write("out/.dechaff-left", "half a pa");
        folder.ends("verify out", 0, &["1 page verified"]);
        folder.ends("clean in --out out", 0, &["2 pages"]);
        folder.ends("restore out --out back --force", 0, &["3 pages restored"]);
        let original = fs::read_to_string(common::root().join("docs/example/crawl/ferry.txt"));
        assert_eq!(folder.pages("back")["ferry.txt"], original.expect("there"));
        assert_eq!(
            folder.own_files("out"),
            ["cuts.jsonl.zst", "lock", "summary.json"]
        );
    }
    assert!(!folder.path("out/.dechaff-left").exists(), "it was swept");
}

#[test]
fn reasons_come_back_in_words_in_either_form() {
    let folder = Folder::with_pages(2);
    folder.ends("clean in --out coded", 0, &[]);
    folder.ends("clean in --out full --reasons full", 0, &[]);
    assert_eq!(folder.records("coded"), folder.records("full"));
    let record = &folder.records("coded")["0/0.txt"];
    assert_eq!(
        record.cuts[0].evidence,
        ["the line is the phrase \"Advertisement\""]
    );
}

#[test]
fn stats_tell_of_the_cuts() {
    let folder = Folder::with_pages(3);
    folder.ends("clean in --out out --url https://quay.example/", 0, &[]);
    let table = folder
        .command("stats out --sample 1")
        .output()
        .expect("it starts");
    let table = String::from_utf8_lossy(&table.stdout).into_owned();
    for words in [
        "3 pages, 3 changed",
        "en/ad-slot-label",
        "quay.example",
        "[-Advertisement-]",
    ] {
        assert!(table.contains(words), "{words} is not in:\n{table}");
    }
    let json = folder
        .command("stats out --format json")
        .output()
        .expect("it starts");
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(json["rules"]["en/ad-slot-label"]["cuts"], 3);
    let csv = folder
        .command("stats out --format csv")
        .output()
        .expect("it starts");
    let csv = String::from_utf8_lossy(&csv.stdout).into_owned();
    assert!(csv.contains("\nrule,en/ad-slot-label,3,3,3,3,42,"), "{csv}");
    folder.ends("stats in", 2, &["there are no cut records"]);
}

#[cfg(unix)]
#[test]
fn few_files_are_open_at_once() {
    let folder = Folder::with_pages(2000);
    for args in [
        "clean in --out out",
        "verify out",
        "restore out --out back",
        "stats out",
    ] {
        let script = format!(
            "ulimit -n 64; exec '{}' {args}",
            env!("CARGO_BIN_EXE_dechaff")
        );
        let mut command = Command::new("sh");
        command
            .args(["-c", &script])
            .current_dir(folder.root.path());
        said(&command.output().expect("sh starts"), 0, &[]);
    }
    assert_eq!(folder.pages("back").len(), 2000);
}

#[test]
fn odd_names_stay_below_the_folder() {
    let folder = Folder::new();
    folder.write("x.txt", &page(1));
    folder.write("in/Up.txt", &page(2));
    folder.write("in/up.txt", &page(3));
    folder.write("in/_dechaff/cuts.jsonl.zst", &page(4));
    let long = "n".repeat(251);
    folder.write(&format!("in/{long}.txt"), &page(5));
    let absolute = folder.path("in/Up.txt").display().to_string();
    let too_long = "n".repeat(300);
    folder.write(
        "sub/list",
        &format!("../x.txt\n{absolute}\nin/{too_long}.txt\n"),
    );
    let mut command = folder.command("clean --files-from list --out ../out");
    let output = command
        .current_dir(folder.path("sub"))
        .output()
        .expect("it starts");
    said(&output, 3, &["2 pages cleaned", "1 page failed"]);
    let names: Vec<String> = folder.pages("out").into_keys().collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert_eq!(
        folder.pages("out")["x.txt"],
        "The ferry will run 1 times a day in winter\nPassengers welcomed the change on Monday, 1 of them in writing.\nThe council had asked for it 1 times.\n"
    );
    folder.write("list", "in/_dechaff/cuts.jsonl.zst\n");
    let mut command = folder.command("clean --files-from ../list --out ../out");
    fs::create_dir_all(folder.path("in")).expect("there");
    fs::write(folder.path("list"), "_dechaff/cuts.jsonl.zst\n").expect("written");
    let output = command
        .current_dir(folder.path("in"))
        .output()
        .expect("it starts");
    said(&output, 2, &["where the records are"]);
    folder.ends("clean in --out both", 0, &["3 pages"]);
    let both = folder.pages("both");
    if both.len() == 3 {
        assert_ne!(both["Up.txt"], both["up.txt"]);
        assert!(both.contains_key(&format!("{long}.txt")));
    }
    let mut beside: Vec<String> = fs::read_dir(folder.root.path())
        .expect("there")
        .map(|entry| common::name_of(&entry.expect("an entry").path()))
        .collect();
    beside.sort();
    assert_eq!(beside, ["both", "in", "list", "out", "sub", "x.txt"]);
}

#[test]
fn a_page_that_is_named_twice_or_is_gone_is_told() {
    let folder = Folder::with_pages(2);
    folder.ends("clean in/0/0.txt in/0/0.txt --out out", 2, &["named twice"]);
    assert!(!folder.path("out").exists());
    folder.write("list", "in/0/0.txt\nin/0/gone.txt\n");
    folder.ends(
        "clean --files-from list --out out",
        3,
        &["gone.txt", "1 page cleaned"],
    );
    folder.ends("verify out", 0, &["1 page verified"]);
}

#[test]
fn pages_that_change_while_they_are_read_have_the_record_of_what_was_read() {
    let folder = Folder::with_pages(400);
    let mut child = folder.spawn("clean in --out out -j 1 -q");
    let mut round = 0;
    while child.try_wait().expect("it can be asked").is_none() {
        round += 1;
        for number in (0..400).step_by(13) {
            folder.write(
                &format!("in/{}/{number}.txt", number % 7),
                &page(number + round),
            );
        }
        fs::remove_file(folder.path("in/6/398.txt")).ok();
    }
    assert!(matches!(child.wait().expect("it ends").code(), Some(0 | 3)));
    folder.ends("verify out", 0, &["0 failed"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_made_is_an_error_before_anything_is_read() {
    let folder = Folder::with_pages(1);
    folder.ends("clean in --out /proc/dechaff", 2, &["/proc/dechaff"]);
    folder.write("file", "x");
    folder.ends("clean in --out file/out", 2, &["file/out"]);
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs the right to mount a tmpfs"]
fn a_small_disk_that_is_full_leaves_whole_pages() {
    let folder = Folder::with_pages(2000);
    let disk = folder.path("disk");
    fs::create_dir(&disk).expect("made");
    let mut mount = Command::new("mount");
    mount
        .args(["-t", "tmpfs", "-o", "size=1m", "none"])
        .arg(&disk);
    said(&mount.output().expect("mount"), 0, &[]);
    let output = folder.command("clean in --out disk/out").output();
    let verified = folder.command("verify disk/out").output();
    let pages = folder.pages("disk/out").len();
    let unmounted = Command::new("umount").arg(&disk).status();
    said(&output.expect("it starts"), 3, &["stopped"]);
    said(&verified.expect("it starts"), 0, &[" 0 failed"]);
    assert!(pages < 2000, "it was full");
    assert!(unmounted.expect("umount").success());
}

/// A number that looks as if drawn by lot.
fn drawn(seed: u64) -> u64 {
    let mut value = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    value ^= value >> 31;
    value.wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 20
}

#[test]
fn a_run_that_is_killed_at_any_moment_leaves_whole_pages_with_their_records() {
    let folder = Folder::with_pages(700);
    let start = Instant::now();
    folder.ends("clean in --out careful -j 1", 0, &[]);
    let whole = start.elapsed();
    folder.ends("clean in --out thorough --mode thorough -j 1", 0, &[]);
    let wanted = [folder.pages("careful"), folder.pages("thorough")];
    let is_long = std::env::var_os("DECHAFF_LONG").is_some();
    let mut stopped = 0;
    for round in 0..if is_long { 200 } else { 8 } {
        let mode = ["careful", "thorough"][usize::try_from(round % 2).expect("small")];
        let mut child = folder.spawn(&format!("clean in --out out -j 1 -q --mode {mode}"));
        let micros = u64::try_from(whole.as_micros()).expect("short");
        std::thread::sleep(Duration::from_micros(drawn(round) % micros.max(1)));
        child.kill().expect("killed");
        stopped += usize::from(!child.wait().expect("it ends").success());
        for (name, text) in folder.pages("out") {
            let is_whole = wanted.iter().any(|pages| pages.get(&name) == Some(&text));
            assert!(is_whole, "round {round}: {name} is not whole:\n{text}");
        }
        if folder.path("out/_dechaff/cuts.jsonl.zst").exists() {
            let verified = folder.command("verify out").output().expect("it starts");
            let told = String::from_utf8_lossy(&verified.stderr).into_owned();
            assert!(told.contains(" 0 failed"), "round {round}:\n{told}");
            assert!(
                !told.contains("there is no record"),
                "round {round}:\n{told}"
            );
        }
    }
    assert!(stopped > 0, "no run was killed");
    folder.ends("clean in --out out -j 1", 0, &[]);
    assert_eq!(folder.pages("out"), folder.pages("careful"));
    assert_eq!(folder.records("out"), folder.records("careful"));
    assert_eq!(
        folder.own_files("out"),
        ["cuts.jsonl.zst", "lock", "summary.json"]
    );
    folder.ends("verify out --against in", 0, &["700 pages verified"]);
}

#[cfg(unix)]
#[test]
fn a_signal_ends_a_run_within_two_seconds_on_a_long_page_too() {
    let folder = Folder::with_pages(700);
    let texts: Vec<String> = folder.pages("in").into_values().collect();
    let long = texts.concat();
    let long = long.repeat((12 << 20) / long.len());
    std::fs::create_dir(folder.path("one")).expect("made");
    std::fs::write(folder.path("one/long.txt"), &long).expect("written");
    let child = folder.spawn("clean one --out out");
    while !folder.path("out/_dechaff/lock").exists() {
        std::thread::sleep(Duration::from_millis(2));
    }
    std::thread::sleep(Duration::from_secs(1));
    let asked = Instant::now();
    let kill = Command::new("kill").arg(child.id().to_string()).status();
    assert!(kill.expect("kill").success());
    let output = child.wait_with_output().expect("it ends");
    let took = asked.elapsed();
    said(&output, 143, &["interrupted"]);
    // Unoptimised it waits longer for what is at hand.
    let most = if cfg!(debug_assertions) { 10 } else { 2 };
    assert!(took < Duration::from_secs(most), "{took:?}");
    // It was done in time, or nothing of it is there.
    if !folder.pages("out").is_empty() {
        folder.ends("verify out --against one", 0, &["1 page verified"]);
    }
    folder.ends("clean in --out out", 0, &["700 pages"]);
}

#[cfg(unix)]
#[test]
fn a_signal_ends_a_run_within_two_seconds() {
    for (signal, status) in [("-INT", 130), ("-TERM", 143)] {
        let folder = Folder::with_pages(2000);
        let child = folder.spawn("clean in --out out -j 1");
        while !folder.path("out/_dechaff/cuts.jsonl.zst").exists() {
            std::thread::sleep(Duration::from_millis(2));
        }
        let asked = Instant::now();
        let kill = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status();
        assert!(kill.expect("kill").success());
        let output = child.wait_with_output().expect("it ends");
        let took = asked.elapsed();
        said(&output, status, &["interrupted"]);
        // Unoptimised and beside other tests, a group of pages takes longer than in use.
        let most = if cfg!(debug_assertions) { 20 } else { 2 };
        assert!(took < Duration::from_secs(most), "{took:?}");
        folder.ends("verify out", 0, &[" 0 failed"]);
        folder.ends("clean in --out out", 0, &["2,000 pages"]);
        assert_eq!(folder.pages("out").len(), 2000);
    }
}
