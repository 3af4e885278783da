//! Input that no one wants to have, and output that cannot be written.

use super::{Quay, ended, gzip, rows, said, zst};
use std::fs;

#[test]
fn what_stands_before_damage_is_cleaned_and_named() {
    let quay = Quay::new();
    let whole = gzip(rows(20).as_bytes());
    quay.put("cut.jsonl.gz", &whole[..whole.len() / 2])
        .put("junk.jsonl.gz", [&whole[..], b"junk"].concat())
        .put(
            "junk.jsonl.zst",
            [&zst(rows(3).as_bytes())[..], b"junk"].concat(),
        )
        .put("zeros.jsonl.gz", [&whole[..], &[0; 512]].concat())
        .put("two.jsonl.gz", [&whole[..], &whole].concat());
    let run = quay.clean(&[]);
    ended(
        &run,
        3,
        &[
            "cut.jsonl.gz: the file ends within a gzip member",
            "junk.jsonl.gz: there is something else behind the last gzip member",
            "junk.jsonl.zst: there is something else behind",
            "the 20 rows before that are done",
            "zeros.jsonl.gz: 512 zeros behind",
        ],
    );
    assert_eq!(quay.json("junk.jsonl.gz").len(), 20);
    assert_eq!(quay.json("two.jsonl.gz").len(), 40);
    assert_eq!(quay.restored("zeros.jsonl.gz"), rows(20));
    let again = quay.clean(&[]);
    ended(&again, 3, &["known from an earlier run, --retry-failed"]);
    ended(
        &quay.clean(&["--retry-failed", "-v"]),
        3,
        &["zeros.jsonl.gz: done by"],
    );
}

#[test]
fn long_texts_pass_through_whole_and_are_counted() {
    let quay = Quay::new();
    let long = format!("{{\"text\":\"{}\"}}\n", "See also: Seals ".repeat(200_000));
    quay.put("a.jsonl", format!("{}{long}{}", rows(1), rows(1)));
    let run = quay.clean(&["--max-page-bytes", "2MiB"]);
    ended(
        &run,
        0,
        &[
            "a.jsonl:2: its text has 3,200,000 bytes",
            "1 row over --max-page-bytes",
            "1 row over 1 MiB",
        ],
    );
    let out = quay.unpacked("a.jsonl");
    assert_eq!(out.split_inclusive('\n').nth(1), Some(long.as_str()));
    let whole = format!("{}{long}{}", rows(1), rows(1));
    assert_eq!(quay.restored("a.jsonl"), whole);
}

#[test]
fn bytes_that_are_no_text_and_deep_nests_are_rows_or_rejected() {
    let quay = Quay::new();
    let deep = format!(
        "{{\"a\":{}{},\"text\":\"x\"}}\n",
        "[".repeat(90_000),
        "]".repeat(90_000)
    );
    let bad = b"{\"text\":\"caf\xe9\"}\n";
    quay.put(
        "a.jsonl",
        [rows(1).as_bytes(), bad, deep.as_bytes(), b"\0\0\n"].concat(),
    );
    ended(
        &quay.clean(&[]),
        3,
        &["a.jsonl:2: not UTF-8", "a.jsonl:4: not JSON"],
    );
    let rejected = quay.json("_dechaff/rejected.jsonl");
    assert_eq!(rejected[0]["row_hex"], "7b2274657874223a22636166e9227d");
    assert_eq!(rejected[0]["line"], 2);
    ended(
        &quay.run(&["verify", "out", "--against", "in"]),
        0,
        &["0 failed"],
    );
    let quay = Quay::new();
    quay.put("a.jsonl", "x\n".repeat(30));
    let run = quay.clean(&["--text-field", "text"]);
    ended(&run, 3, &["20 more lines are no rows"]);
    assert_eq!(said(&run).matches("a.jsonl:").count(), 11);
}

#[test]
fn errors_may_end_a_run() {
    let quay = Quay::new();
    quay.put("a.jsonl", "x\n{\"text\":\"a\"}\n".repeat(5))
        .put("b.jsonl", rows(1));
    ended(
        &quay.clean(&["--fail-fast"]),
        3,
        &["stopped: a page, row or shard failed"],
    );
    assert!(!quay.path("out/b.jsonl").exists());
    ended(
        &quay.clean(&["--max-errors", "4"]),
        3,
        &["stopped: more than 4 pages"],
    );
    assert!(!quay.path("out/b.jsonl").exists());
    ended(&quay.clean(&["--max-errors", "5"]), 3, &["5 rows rejected"]);
    assert!(quay.path("out/b.jsonl").exists());
}

#[test]
fn a_changed_shard_does_not_come_back_and_says_where() {
    let quay = Quay::new();
    quay.put("a.jsonl", rows(3)).put("b.jsonl", rows(1));
    ended(&quay.clean(&[]), 0, &[]);
    let clean = quay.unpacked("a.jsonl");
    let restore = |text: &str| {
        fs::write(quay.path("out/a.jsonl"), text).expect("written");
        quay.run(&["restore", "out", "--out", "back"])
    };
    let other = clean.replacen("1 times a day", "one time a day", 1);
    ended(
        &restore(&other),
        3,
        &["a.jsonl: row 2", "1 shard of 1 row restored, 1 failed"],
    );
    let fewer: String = clean.split_inclusive('\n').take(2).collect();
    ended(&restore(&fewer), 3, &["it has fewer rows"]);
    let other_field = clean.replacen("0.5", "0.6", 1);
    ended(
        &restore(&other_field),
        3,
        &["the shard was changed after cleaning"],
    );
    ended(
        &restore(&format!("{clean}{clean}")),
        3,
        &["it has more rows"],
    );
    assert!(!quay.path("back/a.jsonl").exists());
    ended(&restore(&clean), 0, &["2 shards of 4 rows"]);
}

#[test]
fn names_that_lead_out_of_the_folder_do_not() {
    let quay = Quay::new();
    let row = |id: &str| {
        format!(
            "{}\n",
            serde_json::json!({"id": id, "text": super::text(1)})
        )
    };
    let long = "x".repeat(300);
    let ids = ["../../x", "/etc/x", "a\0b", &long, "X", "x", "x"];
    let all: String = ids.iter().map(|id| row(id)).collect();
    quay.put("sub/a.jsonl", &all);
    let before = quay.tree(".").len();
    ended(&quay.clean(&[]), 0, &["7 rows"]);
    let outside = quay.tree(".").len() - quay.tree("out").len();
    assert_eq!(outside, before, "something was written beside out");
    assert_eq!(quay.restored("sub/a.jsonl"), all);
}

#[cfg(unix)]
#[test]
fn output_that_cannot_be_written_is_said_and_nothing_partial_has_a_name() {
    use std::os::unix::fs::PermissionsExt as _;
    let quay = Quay::new();
    quay.put("a.jsonl", rows(2000));
    let sh = format!(
        "ulimit -f 64; trap '' XFSZ; exec {} clean in --out out --no-config",
        env!("CARGO_BIN_EXE_dechaff")
    );
    let run = std::process::Command::new("sh")
        .args(["-c", &sh])
        .current_dir(quay.path(""))
        .output()
        .expect("sh");
    ended(&run, 3, &["a.jsonl", "stopped"]);
    assert!(!quay.path("out/a.jsonl").exists());
    ended(&quay.clean(&[]), 0, &["2,000 rows"]);
    assert_eq!(quay.restored("a.jsonl"), rows(2000));
    if fs::read("/proc/self/status")
        .is_ok_and(|status| String::from_utf8_lossy(&status).contains("Uid:\t0"))
    {
        return; // root writes anywhere
    }
    let quay = Quay::new();
    quay.put("a.jsonl", rows(1));
    fs::create_dir(quay.path("out")).expect("made");
    fs::set_permissions(quay.path("out"), fs::Permissions::from_mode(0o555)).expect("set");
    ended(&quay.clean(&[]), 2, &["out"]);
}
