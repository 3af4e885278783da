//! What becomes of rows, and that they come back.

use super::{Quay, ended, gzip, rows, text, unpack, zst};
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;

#[test]
fn commands_that_look_at_pages_read_rows_from_standard_input() {
    let quay = Quay::new();
    let forms = [
        ("a.jsonl", rows(3).into_bytes()),
        ("a.jsonl.gz", gzip(rows(3).as_bytes())),
        ("a.jsonl.zst", zst(rows(3).as_bytes())),
    ];
    for (name, bytes) in forms {
        quay.put(name, &bytes);
        let file = format!("in/{name}");
        for command in [
            &["check"][..],
            &["rules", "stats"],
            &["rules", "try"],
            &["diff"],
        ] {
            let of = |path| [command, &[path, "--no-config"]].concat();
            let (piped, read) = (quay.feed(&bytes, &of("-")), quay.run(&of(&file)));
            let said = |output: &std::process::Output| {
                let text = String::from_utf8_lossy(&output.stdout).replace(&file, "stdin");
                (output.status.code(), text)
            };
            assert_eq!(said(&piped), said(&read), "{command:?} {name}");
        }
    }
}

#[test]
fn what_hosts_repeat_is_learned_from_standard_input_too() {
    let quay = Quay::new();
    let row = |number| {
        let text = format!(
            "Ferry {number} sails\\nSign up for the quay letter\\nThe {number}th ferry of the year left the quay at {number} past noon, \
             its master said.\\nHarbour map and tide tables\\n"
        );
        format!(
            "{{\"id\":\"n{number}\",\"url\":\"https://quay.example/n/{number}\",\"text\":\"{text}\"}}\n"
        )
    };
    let rows: String = (1..13).map(row).collect();
    quay.put("a.jsonl", &rows);
    let read = quay.run(&["learn", "in/a.jsonl", "-o", "-"]);
    let piped = quay.feed(rows.as_bytes(), &["learn", "-", "-o", "-"]);
    ended(&read, 0, &[]);
    assert!(
        String::from_utf8_lossy(&read.stdout).contains("quay letter"),
        "{read:?}"
    );
    assert_eq!((piped.status.code(), piped.stdout), (Some(0), read.stdout));
    let text = quay.feed(b"Sign up for the quay letter\n", &["learn", "-", "-o", "-"]);
    ended(&text, 2, &["standard input is one text"]);
}

#[test]
fn a_byte_order_mark_may_stand_before_a_single_row() {
    let quay = Quay::new();
    let row = format!("\u{feff}{}", rows(1));
    quay.put("a.jsonl", &row);
    ended(&quay.clean(&[]), 0, &["1 row of 1 shard, 1 written"]);
    assert_eq!(quay.restored("a.jsonl"), row);
    ended(&quay.pipe(row.as_bytes(), &[]), 0, &[]);
}

/// The text of a row, cleaned as a page of its own.
fn clean_page(quay: &Quay, text: &str) -> String {
    let output = quay.pipe(text.as_bytes(), &[]);
    ended(&output, 0, &[]);
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn a_row_is_cleaned_as_a_page_is() {
    let quay = Quay::new();
    quay.put("a.jsonl", rows(3));
    ended(
        &quay.clean(&[]),
        0,
        &["3 pages cleaned, 3 changed", "3 rows of 1 shard, 3 written"],
    );
    for (number, row) in quay.json("a.jsonl").iter().enumerate() {
        let clean = clean_page(&quay, &text(number));
        assert!(clean.len() < text(number).len() / 4 * 3, "little went");
        assert_eq!(row["text"], clean);
        assert_eq!(row["id"], format!("page-{number}"));
    }
    let cuts = quay.json("_dechaff/cuts/a.jsonl.jsonl.zst");
    assert_eq!(cuts.len(), 6, "a head, what rows share, three rows, an end");
    assert_eq!(cuts[1]["mode"], "careful");
    assert_eq!(cuts[2]["row"], 1);
    assert_eq!(cuts[2]["record"]["page"], "page-0");
    assert_eq!(cuts[2]["record"]["by"][0][1], "duplicate");
    assert_eq!(cuts[5]["end"]["rows"], 3);
    let verified = quay.run(&["verify", "out", "--against", "in"]);
    ended(&verified, 0, &["1 shard of 3 rows verified, 0 failed"]);
}

/// Rows in which something else than the text must stay as it is spelt, or the text has a spelling of its own.
fn odd_rows() -> String {
    let own = text(1);
    let plain = serde_json::to_string(&own).expect("JSON");
    let mut ascii = String::new();
    for sign in plain.chars() {
        match sign {
            ' '..='~' => ascii.push(sign),
            sign => {
                for unit in sign.encode_utf16(&mut [0; 2]) {
                    let _ = write!(ascii, "\\u{unit:04X}");
                }
            }
        }
    }
    let lines = [
        "\u{feff}{\"id\": 18446744073709551615, \"f\":1.0, \"e\":1E+2,\"text\": TEXT , \"big\":123456789012345678901234567890}\r",
        "",
        "  {\"text\":ASCII,\"date\":\"2024-05-12\",\"slash\":\"\\/\",\"lone\":\"\\ud800\"}  ",
        "{\"text\":\"one\",\"text\":TEXT}",
        "{\"text\":null}\r\r",
        "{\"text\":[\"a\",{\"b\":[]}]}",
        "{\"no\":\"text\"}",
        "{\"text\":\"\"}",
        "\t \r",
        "{\"text\":\"half \\ud83d of it\\nSee also: Seals\\n\"}",
        "{\"te\\u0078t\":TEXT}",
        "{}",
        "\u{2028}not a row\u{85}",
        "{\"text\":TEXT",
    ];
    let lines = lines.map(|line| line.replace("TEXT", &plain).replace("ASCII", &ascii));
    lines.join("\n")
}

#[test]
fn every_byte_comes_back_however_the_shard_is_packed() {
    let odd = odd_rows();
    let many = [&odd, "\n", &rows(40), &odd, "\n\n"].concat();
    for end in ["", "\n", "\r\n"] {
        let quay = Quay::new();
        let text = format!("{odd}{end}");
        quay.put("a.jsonl", &text)
            .put("b.ndjson", &many)
            .put("deep/er/c.jsonl.gz", gzip(text.as_bytes()))
            .put("d.jsonl.zst", zst(many.as_bytes()))
            .put("empty.jsonl", "")
            .put("none.jsonl.gz", gzip(b""))
            .put("blank.jsonl", "\n\r\n \n");
        let run = quay.clean(&[]);
        ended(&run, 3, &["a.jsonl:13: not JSON", "a.jsonl:14: not JSON"]);
        for (name, wanted) in [
            ("a.jsonl", &text),
            ("b.ndjson", &many),
            ("deep/er/c.jsonl.gz", &text),
            ("d.jsonl.zst", &many),
            ("empty.jsonl", &String::new()),
            ("none.jsonl.gz", &String::new()),
            ("blank.jsonl", &"\n\r\n \n".to_owned()),
        ] {
            assert_eq!(&quay.restored(name), wanted, "{name}");
        }
        let verified = quay.run(&["verify", "out", "--against", "in"]);
        ended(&verified, 0, &["7 shards of", "0 failed"]);
    }
}

#[test]
fn all_other_bytes_of_a_row_stay_and_readers_find_nothing_odd() {
    let quay = Quay::new();
    quay.put("a.jsonl", odd_rows());
    ended(&quay.clean(&[]), 3, &[]);
    let out = quay.unpacked("a.jsonl");
    for stays in [
        "{\"id\": 18446744073709551615, \"f\":1.0, \"e\":1E+2,\"text\": \"",
        "\" , \"big\":123456789012345678901234567890}\n",
        "\"date\":\"2024-05-12\",\"slash\":\"\\/\",\"lone\":\"\\ud800\"}  \n",
        "\\u201CM\\u00F6we\\u201D caf\\u00E9 at pier 1. \\uD83D\\uDEA2",
        "{\"text\":\"one\",\"text\":\"",
        "{\"te\\u0078t\":\"The ferry",
        "{\"text\":\"half \\ud83d of it\\n",
    ] {
        assert!(out.contains(stays), "{stays} is not in {out}");
    }
    assert!(!out.starts_with('\u{feff}') && !out.contains('\r') && !out.contains("\n\n"));
    assert_eq!(out.matches("Tweet about this").count(), 0);
    assert!(out.ends_with("{}\n"), "{out}");
    let rejected = quay.json("_dechaff/rejected.jsonl");
    let places: Vec<&Value> = rejected.iter().map(|row| &row["at"]).collect();
    assert_eq!(places, ["a.jsonl:13", "a.jsonl:14"]);
    assert_eq!(rejected[0]["row"], "\u{2028}not a row\u{85}");
    let summary: Value = serde_json::from_slice(&quay.out("_dechaff/summary.json")).expect("JSON");
    let shards = &summary["shards"];
    for (what, count) in [
        ("rows", 12),
        ("written", 10),
        ("rejected", 2),
        ("without_text", 4),
        ("lone_surrogates", 1),
        ("keys_twice", 1),
        ("pages", 6),
    ] {
        assert_eq!(shards[what], count, "{what} in {shards}");
    }
}

#[test]
fn threads_and_packing_never_change_a_row() {
    let quay = Quay::new();
    let many = rows(3000);
    quay.put("a.jsonl", &many)
        .put("b.jsonl.zst", zst(many.as_bytes()));
    for jobs in ["1", "7"] {
        let out = format!("out{jobs}");
        let args = ["clean", "in", "--out", &out, "--no-config", "-j", jobs];
        ended(&quay.run(&args), 0, &["6,000 rows of 2 shards"]);
    }
    assert!(many.len() > 1 << 20, "more than a block");
    let one = quay.tree("out1");
    assert_eq!(one, quay.tree("out7"));
    let out = |name: &str| unpack(&fs::read(quay.path("out1").join(name)).expect("there"));
    assert_eq!(out("a.jsonl"), out("b.jsonl.zst"));
    assert_eq!(out("a.jsonl").lines().count(), 3000);
}

#[test]
fn texts_and_shards_are_cleaned_in_one_run() {
    let quay = Quay::new();
    quay.put("p/one.txt", text(1))
        .put("p/rows.jsonl", rows(2))
        .put("p/meta.json", "{\"title\": \"no text\"}\n")
        .put("p/list.json", "[\n1\n]\n")
        .put("p/page.html", "<p>");
    ended(
        &quay.clean(&[]),
        0,
        &[
            "3 pages cleaned",
            "2 rows of 1 shard",
            "2 files skipped: JSON, but not",
            "1 file skipped: neither",
            "cuts.jsonl.zst and",
        ],
    );
    assert_eq!(quay.restored("p/one.txt"), text(1));
    assert_eq!(quay.restored("p/rows.jsonl"), rows(2));
}

#[test]
fn the_summary_says_in_which_format_rows_were_read() {
    let quay = Quay::new();
    quay.put("a.jsonl", rows(2))
        .put("b.jsonl", rows(1))
        .put("c.txt", text(0));
    for flag in ["--format", "--page-format"] {
        let run = quay.clean(&[flag, "markdown", "--force"]);
        ended(&run, 0, &["4 pages read as markdown"]);
        let summary: Value =
            serde_json::from_slice(&quay.out("_dechaff/summary.json")).expect("JSON");
        assert_eq!(summary["formats"]["markdown"], 4);
    }
    let both = quay.clean(&["--format", "html", "--page-format", "markdown"]);
    ended(&both, 2, &["leave one of them out"]);
}

#[test]
fn attributes_have_a_row_for_every_document_and_no_text() {
    let quay = Quay::new();
    let more = "{\"id\":7,\"text\":null}\n{\"text\":\"Möwe\"}\n";
    quay.put("a.jsonl", format!("{}{more}", rows(2)));
    ended(&quay.clean(&["--cuts", "attributes"]), 0, &["4 written"]);
    let json = quay.json("a.jsonl");
    let ids: Vec<&Value> = json.iter().map(|row| &row["id"]).collect();
    let wanted = serde_json::json!(["page-0", "page-1", 7, null]);
    assert_eq!(serde_json::json!(ids), wanted);
    for (number, row) in json.iter().enumerate() {
        let spans = row["attributes"]["dechaff__cuts"]
            .as_array()
            .expect("spans");
        assert_eq!(spans.is_empty(), number > 1);
        assert_eq!(row.as_object().expect("an object").len(), 2);
    }
    let keep = quay.clean(&["--cuts", "attributes", "--text-as", "keep"]);
    ended(&keep, 2, &["leave --text-as out"]);
}

#[test]
fn cuts_may_stand_in_a_column_and_the_text_beside_the_clean_one() {
    let quay = Quay::new();
    quay.put("a.jsonl", format!("{}{{}}\n", rows(1)));
    ended(&quay.clean(&["--cuts", "column"]), 0, &[]);
    let json = quay.json("a.jsonl");
    let cut = &json[0]["dechaff_cuts"][0];
    assert_eq!(cut["kind"], "duplicate");
    assert!(cut["start"].is_u64() && cut["end"].is_u64() && cut["text"].is_string());
    assert_eq!(json[1]["dechaff_cuts"], serde_json::json!([]));
    let refused = quay.run(&["restore", "out", "--out", "back"]);
    ended(
        &refused,
        3,
        &["a.jsonl: it was cleaned with --cuts column, attributes or none"],
    );

    let both = [
        "clean",
        "in",
        "--out",
        "both",
        "--no-config",
        "--text-as",
        "both",
    ];
    ended(&quay.run(&both), 0, &[]);
    let out = fs::read_to_string(quay.path("both/a.jsonl")).expect("there");
    let row: Value = serde_json::from_str(out.lines().next().expect("a row")).expect("JSON");
    assert_eq!(row["dechaff_original"], text(0));
    assert_ne!(row["text"], text(0));
    ended(
        &quay.run(&["verify", "both", "--against", "in"]),
        0,
        &["0 failed"],
    );

    let keep = [
        "clean",
        "in",
        "--out",
        "keep",
        "--no-config",
        "--text-as",
        "keep",
    ];
    ended(&quay.run(&keep), 0, &[]);
    let kept = fs::read_to_string(quay.path("keep/a.jsonl")).expect("there");
    assert_eq!(kept, format!("{}{{}}\n", rows(1)));
    ended(
        &quay.run(&["verify", "keep", "--against", "in"]),
        0,
        &["0 failed"],
    );
}

#[test]
fn standard_input_streams_rows() {
    let quay = Quay::new();
    let input = rows(300);
    let output = quay.pipe(input.as_bytes(), &[]);
    ended(&output, 0, &[]);
    quay.put("a.jsonl", &input);
    ended(&quay.clean(&[]), 0, &[]);
    assert_eq!(output.stdout, quay.out("a.jsonl"));
    let packed = quay.pipe(&gzip(input.as_bytes()), &[]);
    assert_eq!(unpack(&packed.stdout).as_bytes(), output.stdout);
    let as_text = quay.pipe(input.as_bytes(), &["--format", "text"]);
    ended(&as_text, 0, &[]);
    assert_ne!(as_text.stdout, output.stdout);
    ended(&quay.pipe(b"PK\x03\x04", &[]), 2, &["zip"]);
}

#[test]
fn other_commands_read_rows() {
    let quay = Quay::new();
    quay.put("a.jsonl.gz", gzip(rows(2).as_bytes()));
    let check = quay.run(&["check", "in", "--only", "share", "--no-config"]);
    ended(&check, 1, &["2 findings on 2 of 2 pages"]);
    let found = String::from_utf8_lossy(&check.stdout).into_owned();
    assert!(found.contains("--> in/a.jsonl.gz:2:6:1"), "{found}");
    let diff = quay.run(&["diff", "in/a.jsonl.gz", "--no-config"]);
    let shown = String::from_utf8_lossy(&diff.stdout).into_owned();
    assert!(shown.contains("in/a.jsonl.gz:1\n"), "{shown}");
    let stats = quay.run(&["rules", "stats", "in", "--no-config", "-q"]);
    ended(&stats, 0, &[]);
}
