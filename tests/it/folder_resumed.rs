//! Runs over texts that go on where an earlier one stopped: what is done is not done again, and nothing else counts as
//! done.

use crate::common::run_folder::{Folder, page};
use std::fs;
use std::time::{Duration, SystemTime};

/// When the clean file of that name was written.
fn written(folder: &Folder, name: &str) -> SystemTime {
    let found = fs::metadata(folder.path("out").join(name)).expect("it is there");
    found.modified().expect("systems tell that")
}

/// Clean files have a date on which no run wrote.
fn long_ago(folder: &Folder) -> SystemTime {
    let date = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for name in folder.pages("out").keys() {
        let file = fs::File::options()
            .write(true)
            .open(folder.path("out").join(name));
        file.and_then(|file| file.set_modified(date))
            .expect("it is ours");
    }
    date
}

/// The names of clean files that a run wrote after [`long_ago`].
fn cleaned_again(folder: &Folder, date: SystemTime) -> Vec<String> {
    let names = folder.pages("out").into_keys();
    names.filter(|name| written(folder, name) != date).collect()
}

fn summary(folder: &Folder) -> String {
    fs::read_to_string(folder.path("out/_dechaff/summary.json")).expect("it is written")
}

const MARKDOWN: &str = "# The ferry\n\nThe **ferry** will run [twice](/f/2) a day in winter, the board said.\n\n\
                        [Share on Facebook](https://share.example/f)\n\nPassengers had asked for it in writing.\n";

#[test]
fn what_is_done_is_not_done_again() {
    let folder = Folder::with_pages(600);
    folder.write("in/note.md", MARKDOWN);
    folder.write("in/quay.txt", "caf\u{e9} au lait\nAdvertisement\n");
    fs::write(
        folder.path("in/old.txt"),
        b"caf\xe9 au lait\nAdvertisement\n",
    )
    .expect("written");
    let run = "clean in --out out --encoding auto --url https://quay.example/";
    folder.ends(run, 0, &["603 pages cleaned"]);
    let (pages, records, counted) = (folder.pages("out"), folder.records("out"), summary(&folder));
    let date = long_ago(&folder);
    folder.ends(
        run,
        0,
        &[
            "603 pages cleaned",
            "603 pages done by an earlier run",
            "--force",
        ],
    );
    assert!(
        cleaned_again(&folder, date).is_empty(),
        "{:?}",
        cleaned_again(&folder, date)
    );
    assert_eq!(
        (folder.pages("out"), folder.records("out"), summary(&folder)),
        (pages, records, counted),
        "a run that goes on tells the same as one that did all"
    );
    folder.ends(&format!("{run} --force"), 0, &[]);
    assert_eq!(cleaned_again(&folder, date).len(), 603);
    folder.ends("verify out --against in", 0, &["603 pages verified"]);
}

#[test]
fn what_was_changed_is_done_again_and_nothing_else() {
    let folder = Folder::with_pages(300);
    let run = "clean in --out out";
    folder.ends(run, 0, &[]);
    let wanted = folder.pages("out");
    let date = long_ago(&folder);
    folder.write("in/0/0.txt", &page(1_000));
    folder.write(
        "out/1/1.txt",
        "The ferry will run 1 times a day, somebody added.\n",
    );
    fs::remove_file(folder.path("out/2/2.txt")).expect("it was there");
    folder.write("in/new.txt", &page(7));
    folder.ends(
        run,
        0,
        &["301 pages cleaned", "297 pages done by an earlier run"],
    );
    let again = cleaned_again(&folder, date);
    assert_eq!(again, ["0/0.txt", "1/1.txt", "2/2.txt", "new.txt"]);
    for name in ["1/1.txt", "2/2.txt"] {
        assert_eq!(folder.pages("out")[name], wanted[name]);
    }
    folder.ends("verify out --against in", 0, &["301 pages verified"]);
}

#[test]
fn other_rules_options_and_records_are_no_earlier_run() {
    let folder = Folder::with_pages(20);
    folder.write(
        "mine.toml",
        "schema = 1\npack = 'mine'\n[[rule]]\nid = 'tweet'\nkind = 'share'\nmatch.line = ['Tweet']\n",
    );
    let mut date = None;
    for run in [
        "clean in --out out",
        "clean in --out out --mode thorough",
        "clean in --out out --mode thorough --url https://quay.example/",
        "clean in --out out --mode thorough --page-format markdown",
        "clean in --out out --rules mine.toml",
    ] {
        folder.ends(run, 0, &["20 pages cleaned"]);
        if let Some(date) = date {
            assert_eq!(cleaned_again(&folder, date).len(), 20, "{run}");
        }
        date = Some(long_ago(&folder));
    }
    fs::remove_file(folder.path("out/_dechaff/cuts.jsonl.zst")).expect("it was there");
    folder.ends(
        "clean in --out out --rules mine.toml",
        0,
        &["20 pages cleaned"],
    );
    assert_eq!(
        cleaned_again(&folder, date.expect("set")).len(),
        20,
        "without records"
    );
}

#[test]
fn a_run_that_was_killed_goes_on() {
    let folder = Folder::with_pages(900);
    let mut child = folder.spawn("clean in --out out -j 1 -q");
    // Of the second group of 256 pages the folders are made when the first one has its names.
    while !folder.path("out/2").exists() {
        std::thread::sleep(Duration::from_millis(1));
        assert!(
            child.try_wait().expect("it can be asked").is_none(),
            "it ended too soon"
        );
    }
    child.kill().expect("killed");
    child.wait().expect("it ends");
    let date = long_ago(&folder);
    let said = folder.ends(
        "clean in --out out -j 1",
        0,
        &["900 pages cleaned", "done by an earlier run"],
    );
    let again = cleaned_again(&folder, date).len();
    assert!(
        again <= 900 - 256,
        "{again} of 900 were cleaned again:\n{said}"
    );
    folder.ends("verify out --against in", 0, &["900 pages verified"]);
    folder.ends("clean in --out whole", 0, &[]);
    assert_eq!(folder.pages("out"), folder.pages("whole"));
    assert_eq!(folder.records("out"), folder.records("whole"));
    let whole = fs::read_to_string(folder.path("whole/_dechaff/summary.json"));
    assert_eq!(summary(&folder), whole.expect("it is written"));
}

#[test]
fn damage_among_the_records_loses_those_alone() {
    let folder = Folder::with_pages(900);
    folder.ends("clean in --out out -j 1", 0, &[]);
    let wanted = folder.pages("out");
    let journal = folder.path("out/_dechaff/cuts.jsonl.zst");
    let whole = fs::read(&journal).expect("it is there");
    let mut damaged = whole.clone();
    // The head of the second of four frames.
    let is_head = |at: &usize| damaged[*at..].starts_with(&[0x28, 0xb5, 0x2f, 0xfd]);
    let second = (1..whole.len())
        .find(is_head)
        .expect("there are several frames");
    damaged[second + 4..second + 12].fill(0xff);
    fs::write(&journal, &damaged).expect("written");
    let said = folder.ends("verify out", 3, &["cuts.jsonl.zst:", "is lost: "]);
    let verified = said.split_once(" pages verified").expect("it is told").0;
    let verified: usize = verified
        .rsplit('\n')
        .next()
        .and_then(|count| count.parse().ok())
        .expect("a number");
    assert!((500..900).contains(&verified), "{verified}");
    folder.ends("restore out --out back", 3, &["pages restored"]);
    folder.ends(
        "clean in --out out",
        0,
        &["900 pages cleaned", "done by an earlier run"],
    );
    assert_eq!(folder.pages("out"), wanted);
    // What damage leaves of the last frame is no run's that was killed: nothing of it is cut off.
    let last = (0..whole.len()).rfind(|at| whole[*at..].starts_with(&[0x28, 0xb5, 0x2f, 0xfd]));
    let mut damaged = whole.clone();
    damaged[last.expect("there are frames") + 4..][..8].fill(0xff);
    for rest in [damaged, [&whole[..], b"junk"].concat()] {
        fs::write(&journal, &rest).expect("written");
        folder.ends("verify out", 3, &["is lost: "]);
        folder.write("more/one.txt", &page(1));
        folder.ends("clean more --out out --force", 0, &["1 page cleaned"]);
        assert!(fs::read(&journal).expect("it is there").starts_with(&rest));
        folder.ends("restore out --out back --force", 3, &["pages restored"]);
        assert_eq!(folder.pages("back")["one.txt"], page(1));
        fs::remove_dir_all(folder.path("back")).expect("it was made");
    }
}

#[test]
fn what_the_input_still_has_is_not_pruned_though_it_is_not_cleaned_again() {
    let folder = Folder::with_pages(30);
    folder.ends("clean in --out out", 0, &[]);
    fs::remove_file(folder.path("in/0/0.txt")).expect("it was there");
    folder.ends(
        "clean in --out out --prune",
        0,
        &["29 pages done by an earlier run", "1 page pruned"],
    );
    assert_eq!(folder.pages("out").len(), 29);
    folder.ends("verify out --against in", 0, &["29 pages verified"]);
}

#[test]
fn rows_that_become_texts_are_not_cleaned_again_either() {
    let folder = Folder::new();
    let row = |number| format!("{{\"id\": \"p{number}\", \"text\": {:?}}}\n", page(number));
    folder.write("in/crawl.jsonl", &(0..40).map(row).collect::<String>());
    folder.ends("clean in --out out --to txt", 0, &["40 pages cleaned"]);
    let date = long_ago(&folder);
    folder.write("in/crawl.jsonl", &(0..41).map(row).collect::<String>());
    folder.ends(
        "clean in --out out --to txt",
        0,
        &["41 pages cleaned", "40 pages done"],
    );
    assert_eq!(cleaned_again(&folder, date), ["crawl/p40.txt"]);
}

#[test]
fn a_page_that_is_held_back_is_told_each_time() {
    let folder = Folder::new();
    folder.write(
        "in/a.txt",
        &"Advertisement\nShare on Facebook\nTweet\n".repeat(40),
    );
    let counted = [1, 2].map(|_| {
        folder.ends(
            "clean in --out out --mode thorough",
            0,
            &["a.txt: kept whole", "1 page kept whole"],
        );
        summary(&folder)
    });
    assert_eq!(counted[0], counted[1]);
}

#[test]
fn pages_that_are_too_long_pass_whole_and_are_named_and_counted() {
    let folder = Folder::new();
    folder.write("in/a.txt", &page(1));
    let long = format!(
        "{}\nAdvertisement\n",
        "Ebb and flood at the quay, n\u{ba} 9. ".repeat(70_000)
    );
    folder.write("in/long.txt", &long);
    let odd = b"caf\xe9 noir\n".repeat(300_000);
    fs::write(folder.path("in/odd.txt"), &odd).expect("written");
    folder.write(
        "in/page.txt.gz.txt",
        &format!("\u{1f}{}", "x".repeat(3_000_000)),
    );
    let words = [
        "long.txt: 2,",
        "more than --max-page-bytes; it stays as it is",
        "3 pages over --max-page-bytes: left alone",
        "1 page cleaned",
    ];
    let run = "clean in --out out --max-page-bytes 2MB";
    folder.ends(run, 0, &words);
    for (name, bytes) in [("long.txt", long.as_bytes()), ("odd.txt", &odd)] {
        let copy = fs::read(folder.path("out").join(name)).expect("it is there");
        assert!(copy == bytes, "{name}");
    }
    let counted = summary(&folder);
    assert!(counted.contains("\"pages_too_long\": 3"), "{counted}");
    folder.ends("verify out --against in", 0, &["4 pages verified"]);
    folder.ends("restore out --out back", 0, &["4 pages restored"]);
    let told = folder
        .command("stats out")
        .output()
        .expect("it starts")
        .stdout;
    assert!(
        told.starts_with(b"1 page, 1 changed"),
        "{}",
        String::from_utf8_lossy(&told)
    );
    folder.ends(run, 0, &["4 pages done by an earlier run"]);
    assert_eq!(summary(&folder), counted);
    folder.ends("clean in --dry-run --max-page-bytes 2MB", 0, &words[2..]);
    fs::remove_file(folder.path("in/odd.txt")).expect("it was there");
    let said = folder.ends(
        "clean in --out out --max-page-bytes 0",
        0,
        &["3 pages cleaned"],
    );
    assert!(!said.contains("left alone"), "{said}");
    assert!(
        said.contains("1 page done by an earlier run"),
        "what was left alone is not done:\n{said}"
    );
}

#[test]
fn pages_that_are_too_long_stay_in_other_formats_too() {
    let folder = Folder::new();
    folder.write("in/a.txt", &page(1));
    let long = format!(
        "{}\nAdvertisement\n",
        "Ebb and flood at the quay. ".repeat(500)
    );
    folder.write("in/long.txt", &long);
    folder.ends(
        "clean in --out rows --to jsonl --max-page-bytes 9000",
        0,
        &["2 rows of 1 shard, 2 written", "over --max-page-bytes"],
    );
    let rows = fs::read_to_string(folder.path("rows/in.jsonl")).expect("it is there");
    assert!(rows.contains(&long.replace('\n', "\\n")), "{rows}");
    folder.ends(
        "clean rows/in.jsonl --out texts --to txt --max-page-bytes 9000",
        0,
        &["1 page over --max-page-bytes: left alone"],
    );
    assert_eq!(folder.pages("texts")["in/long.txt"], long);
    folder.ends("verify texts", 0, &["2 pages verified"]);
}

#[test]
fn how_far_a_run_is_can_be_read_by_programs() {
    let folder = Folder::with_pages(3_000);
    let said = folder.ends("clean in --out out -j 1 --progress json", 0, &[]);
    let lines = said
        .lines()
        .filter(|line| line.starts_with("{\"progress\":"));
    let lines: Vec<serde_json::Value> = lines
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let last = &lines.last().expect("it is said at the end")["progress"];
    assert_eq!(
        (&last["pages"], &last["bytes_read"]),
        (&3_000.into(), &last["bytes_total"])
    );
    assert!(last["cuts"].as_u64() > Some(3_000), "{last}");
    for line in &lines {
        for key in [
            "seconds",
            "bytes_read",
            "bytes_total",
            "pages",
            "pages_per_second",
            "mb_per_second",
            "cuts",
        ] {
            assert!(line["progress"][key].is_number(), "{key} in {line}");
        }
    }
}

#[test]
fn texts_are_not_asked_for_what_rows_have() {
    let folder = Folder::with_pages(1);
    folder.write("a.jsonl", "{\"text\": \"Rain fell.\"}\n");
    for (asked, name) in [
        ("--cuts column", "--cuts"),
        ("--cuts none", "--cuts"),
        ("--text-as both", "--text-as"),
    ] {
        for input in ["in", "in a.jsonl"] {
            let run = format!("clean {input} --out out {asked}");
            folder.ends(&run, 2, &[name, "is for rows of shards"]);
        }
    }
    assert!(!folder.path("out").exists(), "nothing was made");
    folder.ends("clean in --out out --to jsonl --cuts column", 0, &[]);
}
