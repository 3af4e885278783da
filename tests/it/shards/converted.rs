//! `--to`: what goes over from one format to another, what comes back, and how a run goes on.

use super::tar::{archive_of, entry};
use super::{Quay, ended, gzip, rows, text};
use serde_json::{Value, json};
use std::fs;

/// A crawl as WET has it: two pages, and a record that speaks of them.
fn wet() -> Vec<u8> {
    let record = |kind: &str, more: &str, body: &str| {
        let len = body.len();
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\n{more}Content-Length: {len}\r\n\r\n{body}\r\n\r\n"
        )
    };
    let page = |number: usize| {
        let more = format!(
            "WARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Target-URI: https://quay.example/{number}\r\n\
             WARC-Identified-Content-Language: eng,deu\r\nContent-Type: text/plain\r\n"
        );
        record("conversion", &more, &text(number))
    };
    let about = record(
        "warcinfo",
        "Content-Type: application/warc-fields\r\n",
        "a: b\r\n",
    );
    [about, page(1), page(2)].concat().into_bytes()
}

fn tarred() -> Vec<u8> {
    archive_of(&[
        entry("week/a.txt", b'0', text(1).as_bytes()),
        entry("week/b.jpg", b'0', &[7; 700]),
        entry("week/latin.txt", b'0', b"caf\xe9\n"),
        entry("week/c.md", b'0', text(2).as_bytes()),
    ])
}

/// The clean text of [`text`].
fn clean_text(number: usize) -> String {
    let quay = Quay::new();
    quay.put("a.txt", text(number));
    ended(&quay.clean(&[]), 0, &[]);
    String::from_utf8(quay.out("a.txt")).expect("UTF-8")
}

fn parsed(text: &str) -> Vec<Value> {
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

fn texts(rows: &[Value]) -> Vec<&str> {
    rows.iter().filter_map(|row| row["text"].as_str()).collect()
}

#[test]
fn records_become_rows_with_all_that_is_known_of_them() {
    for (to, name) in [
        ("jsonl", "crawl.jsonl"),
        ("jsonl.gz", "crawl.jsonl.gz"),
        ("jsonl.zst", "crawl.jsonl.zst"),
    ] {
        let quay = Quay::new();
        quay.put("crawl.warc.wet.gz", gzip(&wet()));
        let run = quay.clean(&["--to", to]);
        let said = [
            "2 rows of 1 shard, 2 written",
            "1 row without a text: left out",
        ];
        ended(&run, 0, &said);
        let found = quay.json(name);
        assert_eq!(texts(&found), [clean_text(1), clean_text(2)]);
        assert_eq!(found[0]["id"], "<urn:uuid:1>");
        assert_eq!(found[0]["url"], "https://quay.example/1");
        assert_eq!(found[0]["lang"], "eng");
        assert_eq!(found[0]["headers"]["WARC-Type"], "conversion");
        ended(
            &quay.run(&["verify", "out"]),
            0,
            &["1 shard of 2 rows verified, 0 failed"],
        );
        ended(&quay.run(&["restore", "out", "--out", "again"]), 0, &[]);
        let again = fs::read(quay.path("again").join(name)).expect("restored");
        let again = parsed(&super::unpack(&again));
        assert_eq!(texts(&again), [text(1), text(2)]);
        assert_eq!(again[1]["headers"], found[1]["headers"]);
    }
}

#[test]
fn entries_become_rows_and_what_cannot_is_named() {
    let quay = Quay::new();
    quay.put("week.tar", tarred());
    let run = quay.clean(&["--to", "jsonl"]);
    let said = [
        "week.tar:3: week/latin.txt: not UTF-8 from byte 3 on",
        "3 rows of 1 shard, 2 written",
        "1 row without a text: left out",
    ];
    ended(&run, 3, &said);
    let found = quay.json("week.jsonl");
    assert_eq!(found[0], json!({"id": "week/a.txt", "text": clean_text(1)}));
    assert_eq!(found[1]["id"], "week/c.md");
    let rejected = parsed(&String::from_utf8(quay.out("_dechaff/rejected.jsonl")).expect("UTF-8"));
    assert_eq!(rejected[0]["line"], 3);
    ended(
        &quay.run(&["verify", "out"]),
        0,
        &["1 shard of 3 rows verified"],
    );
}

#[test]
fn texts_of_a_folder_become_one_shard() {
    let quay = Quay::new();
    quay.put("b/two.txt", text(2)).put("a.txt", text(1));
    quay.put("page.txt", "<!doctype html><p>Rain")
        .put("rows.jsonl", rows(3));
    let run = quay.clean(&["--to", "jsonl.zst"]);
    ended(
        &run,
        3,
        &[
            "in:3: page.txt: this is an HTML page",
            "6 rows of 2 shards, 5 written",
        ],
    );
    let found = quay.json("in.jsonl.zst");
    let wanted = [
        json!({"id": "a.txt", "text": clean_text(1)}),
        json!({"id": "b/two.txt", "text": clean_text(2)}),
    ];
    assert_eq!(found, wanted);
    assert_eq!(quay.json("rows.jsonl.zst").len(), 3);
    // All of it is done, until a text changes.
    let again = quay.clean(&["--to", "jsonl.zst", "-v"]);
    ended(
        &again,
        3,
        &[
            "in: done by an earlier run",
            "rows.jsonl: done by an earlier run",
        ],
    );
    quay.put("a.txt", text(7));
    let again = quay.clean(&["--to", "jsonl.zst", "-v"]);
    ended(
        &again,
        3,
        &["in: 3 rows", "rows.jsonl: done by an earlier run"],
    );
    assert_eq!(quay.json("in.jsonl.zst")[0]["text"], clean_text(7));
}

#[test]
fn another_format_is_another_run() {
    let quay = Quay::new();
    quay.put("a.jsonl", rows(3));
    ended(&quay.clean(&["--to", "jsonl.gz"]), 0, &[]);
    let other = quay.clean(&["--to", "jsonl.zst", "-v"]);
    ended(&other, 0, &["in/a.jsonl: 3 rows"]);
    ended(
        &quay.clean(&["--to", "jsonl.gz", "-v"]),
        0,
        &["done by an earlier run"],
    );
    assert_eq!(quay.unpacked("a.jsonl.gz"), quay.unpacked("a.jsonl.zst"));
    ended(
        &quay.run(&["restore", "out", "--out", "again"]),
        0,
        &["2 shards of 6 rows"],
    );
    let again = fs::read(quay.path("again/a.jsonl.gz")).expect("restored");
    assert_eq!(super::unpack(&again), rows(3));
    let verified = quay.run(&["verify", "out", "--against", "in"]);
    let words = [
        "a.jsonl.gz: written from jsonl,",
        "2 shards of 6 rows verified, 0 failed",
    ];
    ended(&verified, 0, &words);
}

#[test]
fn rows_become_texts_that_lead_nowhere() {
    let quay = Quay::new();
    let row = |id: &str, number| json!({"id": id, "text": text(number)}).to_string();
    let shard = [
        row("../../x", 1),
        row("a", 2),
        row("A", 3),
        "{\"id\": 9}".to_owned(),
    ];
    quay.put("crawl.jsonl", shard.join("\n"))
        .put("plain.txt", text(4));
    ended(&quay.clean(&["--to", "txt"]), 0, &["4 pages cleaned"]);
    let folder = fs::read_dir(quay.path("out/crawl")).expect("made");
    let mut names: Vec<String> = folder
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    assert_eq!([&names[0], &names[2]], ["A.row-3.txt", "a.txt"]);
    assert!(
        names[1].starts_with("__.._x-") && names.len() == 3,
        "{names:?}"
    );
    assert_eq!(quay.out("crawl/a.txt"), clean_text(2).as_bytes());
    assert_eq!(quay.out("plain.txt"), clean_text(4).as_bytes());
    ended(
        &quay.run(&["restore", "out", "--out", "again"]),
        0,
        &["4 pages restored"],
    );
    assert_eq!(
        fs::read(quay.path("again/crawl/A.row-3.txt")).expect("restored"),
        text(3).as_bytes()
    );
}

#[test]
fn what_cannot_be_is_said_before_anything_is_written() {
    let quay = Quay::new();
    quay.put("a.jsonl", rows(1)).put("a.tar", tarred());
    let both = ["would both become a.jsonl"];
    ended(&quay.clean(&["--to", "jsonl"]), 2, &both);
    ended(&quay.clean(&["--to", "txt"]), 2, &["would both become a;"]);
    let quay = Quay::new();
    quay.put("a.jsonl", rows(1)).put("a/page-0.txt", text(5));
    let both = ["in/a/page-0.txt and the rows of in/a.jsonl", "texts in a;"];
    ended(&quay.clean(&["--to", "txt"]), 2, &both);
    assert!(!quay.path("out").exists());
    let quay = Quay::new();
    quay.put("a.jsonl", rows(1));
    ended(
        &quay.clean(&["--to", "txt", "--cuts", "column"]),
        2,
        &["--to txt writes texts"],
    );
    ended(
        &quay.clean(&["--to", "parquet", "--cuts", "attributes"]),
        2,
        &["leave --to out"],
    );
    assert!(!quay.path("out").exists());
    ended(
        &quay.pipe(rows(1).as_bytes(), &["--to", "parquet"]),
        2,
        &["clean a file", "--out DIR"],
    );
    ended(
        &quay.pipe(b"Rain fell.\n", &["--to", "jsonl"]),
        2,
        &["one text"],
    );
    let piped = quay.pipe(&wet(), &["--to", "jsonl", "-q"]);
    ended(&piped, 0, &[]);
    let found = parsed(&String::from_utf8(piped.stdout).expect("UTF-8"));
    assert_eq!(texts(&found), [clean_text(1), clean_text(2)]);
}

#[cfg(feature = "parquet")]
mod columns {
    use super::*;
    use arrow_array::RecordBatch;
    use arrow_array::cast::AsArray as _;
    use arrow_schema::DataType;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    fn read(bytes: Vec<u8>) -> RecordBatch {
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes));
        let mut batches = reader.expect("Parquet").build().expect("it can be read");
        batches.next().expect("rows").expect("read")
    }

    #[test]
    fn rows_become_columns_and_rows_again() {
        let quay = Quay::new();
        let row = |number: u64, more: Value| {
            let mut row = json!({
                "id": u64::MAX - number, "page": {"body": text(1), "tags": ["a", null]}, "score": 0.5,
            });
            row.as_object_mut()
                .expect("one")
                .extend(more.as_object().expect("one").clone());
            row.to_string()
        };
        let shard = [
            row(0, json!({"mixed": "x", "big": 1})),
            "no row".to_owned(),
            row(1, json!({"mixed": [1, {"b": 2}], "late": true})),
            row(2, json!({"page": {"body": null}})),
        ];
        quay.put("crawl.jsonl", shard.join("\n"));
        let fields = ["--text-field", "page.body"];
        let run = quay.clean(&[&["--to", "parquet"][..], &fields].concat());
        ended(
            &run,
            3,
            &["crawl.jsonl:2: not JSON", "4 rows of 1 shard, 3 written"],
        );
        let table = read(quay.out("crawl.parquet"));
        assert_eq!(table.num_rows(), 3);
        let schema = table.schema();
        let of = |name: &str| {
            schema
                .field_with_name(name)
                .expect("there")
                .data_type()
                .clone()
        };
        assert_eq!(of("id"), DataType::UInt64);
        assert_eq!(of("score"), DataType::Float64);
        assert_eq!(of("mixed"), DataType::Utf8);
        assert_eq!(of("late"), DataType::Boolean);
        let body = table.column_by_name("page").expect("there").as_struct();
        let body = body
            .column_by_name("body")
            .expect("there")
            .as_string::<i32>();
        assert_eq!(body.value(0), clean_text(1));
        let mixed = table
            .column_by_name("mixed")
            .expect("there")
            .as_string::<i32>();
        assert_eq!(mixed.value(1), r#"[1,{"b":2}]"#);
        // The texts come back, in the file's new form.
        ended(
            &quay.run(&["verify", "out"]),
            0,
            &["1 shard of 3 rows verified"],
        );
        ended(&quay.run(&["restore", "out", "--out", "again"]), 0, &[]);
        let again = read(fs::read(quay.path("again/crawl.parquet")).expect("restored"));
        let body = again.column_by_name("page").expect("there").as_struct();
        let body = body
            .column_by_name("body")
            .expect("there")
            .as_string::<i32>();
        assert_eq!(body.value(0), text(1));
        assert_eq!(again.column_by_name("id"), table.column_by_name("id"));
        // And rows again, with every value.
        let args = [
            "clean",
            "out/crawl.parquet",
            "--out",
            "rows",
            "--no-config",
            "--to",
            "jsonl",
        ];
        ended(&quay.run(&[&args[..], &fields].concat()), 0, &[]);
        let rows = parsed(&fs::read_to_string(quay.path("rows/crawl.jsonl")).expect("written"));
        assert_eq!(rows[0]["id"], u64::MAX);
        assert_eq!(
            rows[0]["page"],
            json!({"body": clean_text(1), "tags": ["a", null]})
        );
        assert_eq!(rows[1]["late"], true);
        assert_eq!(rows[2]["big"], Value::Null);
        ended(
            &quay.run(&["verify", "rows"]),
            0,
            &["1 shard of 3 rows verified"],
        );
    }

    #[test]
    fn a_key_that_no_column_may_have_costs_no_row() {
        let quay = Quay::new();
        let odd = format!("{{\"\\ud800\": 1, \"text\": {}}}\n", json!(text(9)));
        quay.put("a.jsonl", rows(2) + &odd).put("b.jsonl", rows(1));
        ended(
            &quay.clean(&["--to", "parquet"]),
            0,
            &["4 rows of 2 shards, 4 written"],
        );
        let table = read(quay.out("a.parquet"));
        let texts = table.column_by_name("text").expect("there").clone();
        assert_eq!(texts.as_string::<i32>().value(2), clean_text(9));
        ended(
            &quay.run(&["verify", "out"]),
            0,
            &["4 rows verified, 0 failed"],
        );
    }

    #[test]
    fn every_form_becomes_a_table() {
        let quay = Quay::new();
        quay.put("wet.warc.wet", wet())
            .put("week.tar.gz", gzip(&tarred()));
        quay.put("one.txt", text(1)).put("empty.jsonl", "");
        let run = quay.clean(&["--to", "parquet", "--text-as", "both", "--cuts", "column"]);
        ended(&run, 3, &["latin.txt: not UTF-8"]);
        for (name, count) in [("wet", 2), ("week", 2), ("in", 1)] {
            let table = read(quay.out(&format!("{name}.parquet")));
            assert_eq!(table.num_rows(), count, "{name}");
            let column = |name: &str| table.column_by_name(name).expect("there").clone();
            assert_eq!(
                column("text").as_string::<i32>().value(0),
                clean_text(1),
                "{name}"
            );
            assert_eq!(
                column("dechaff_original").as_string::<i32>().value(0),
                text(1)
            );
            assert!(column("dechaff_cuts").as_list::<i32>().value_length(0) > 0);
        }
        let empty =
            ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(quay.out("empty.parquet")));
        let schema = empty.expect("Parquet").schema().clone();
        let names: Vec<&String> = schema.fields().iter().map(|field| field.name()).collect();
        assert_eq!(names, ["text", "dechaff_original", "dechaff_cuts"]);
    }
}
