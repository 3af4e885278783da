//! Parquet files: the text is cleaned, all else is as it was, and the file comes back.

use super::{Quay, ended, rows, said, text};
use arrow_array::builder::StringViewBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, DictionaryArray, Int64Array, LargeStringArray, RecordBatch, StringArray, StructArray,
};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, Field, Fields, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::{KeyValue, RowGroupMetaData};
use parquet::file::properties::WriterProperties;
use std::collections::HashMap;
use std::sync::Arc;

/// How many rows a row group has.
const GROUP: i64 = 7;

/// What a test file looks like.
struct Table {
    texts: Vec<Option<String>>,
    /// The text's column: its type, and whether it may be null.
    column: (DataType, bool),
    packing: Compression,
}

impl Table {
    fn new(count: usize) -> Self {
        Self {
            texts: (0..count).map(|number| Some(text(number))).collect(),
            column: (DataType::Utf8, true),
            packing: Compression::ZSTD(ZstdLevel::default()),
        }
    }

    fn of_type(self, column: DataType) -> Self {
        let column = (column, self.column.1);
        Self { column, ..self }
    }

    fn array(&self) -> ArrayRef {
        let texts = self.texts.iter().map(Option::as_deref);
        match &self.column.0 {
            DataType::Utf8 => Arc::new(texts.collect::<StringArray>()),
            DataType::LargeUtf8 => Arc::new(texts.collect::<LargeStringArray>()),
            DataType::Utf8View => {
                let mut builder = StringViewBuilder::new();
                texts.for_each(|text| builder.append_option(text));
                Arc::new(builder.finish())
            }
            _ => Arc::new(texts.collect::<DictionaryArray<Int32Type>>()),
        }
    }

    fn batch(&self) -> RecordBatch {
        let count = self.texts.len();
        let number = |at: usize| i64::try_from(at).expect("few rows");
        let urls = (0..count).map(|at| Some(format!("https://quay.example/{at}")));
        let url = Arc::new(Field::new("url", DataType::Utf8, false));
        let marked = HashMap::from([("note".to_owned(), "kept".to_owned())]);
        let meta = StructArray::from(vec![(
            url,
            Arc::new(urls.collect::<StringArray>()) as ArrayRef,
        )]);
        let keys = HashMap::from([("huggingface".to_owned(), "{\"info\": {}}".to_owned())]);
        let fields = vec![
            Field::new("id", DataType::Int64, false),
            Field::new("text", self.column.0.clone(), self.column.1).with_metadata(marked),
            Field::new("metadata", meta.fields().clone().into_data_type(), true),
            Field::new("score", DataType::Int64, true),
        ];
        let score = |at: usize| (!at.is_multiple_of(3)).then(|| number(at));
        let columns: Vec<ArrayRef> = vec![
            Arc::new(
                (0..count)
                    .map(|at| Some(number(at)))
                    .collect::<Int64Array>(),
            ),
            self.array(),
            Arc::new(meta),
            Arc::new((0..count).map(score).collect::<Int64Array>()),
        ];
        RecordBatch::try_new(Arc::new(Schema::new_with_metadata(fields, keys)), columns)
            .expect("fits")
    }

    fn bytes(&self) -> Vec<u8> {
        write(&self.batch(), self.packing)
    }
}

trait IntoDataType {
    fn into_data_type(self) -> DataType;
}

impl IntoDataType for Fields {
    fn into_data_type(self) -> DataType {
        DataType::Struct(self)
    }
}

fn write(batch: &RecordBatch, packing: Compression) -> Vec<u8> {
    let properties = WriterProperties::builder()
        .set_compression(packing)
        .set_max_row_group_row_count(usize::try_from(GROUP).ok())
        .set_key_value_metadata(Some(vec![KeyValue::new(
            "pandas".to_owned(),
            "{}".to_owned(),
        )]))
        .build();
    let mut bytes = Vec::new();
    let mut writer =
        ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).expect("begun");
    writer.write(batch).expect("written");
    writer.close().expect("closed");
    bytes
}

/// What readers see of a file: its batches, one for each row group, and its keys.
pub(super) fn read(bytes: Vec<u8>) -> (Vec<RecordBatch>, Vec<(String, Option<String>)>) {
    let builder = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes))
        .expect("a Parquet file");
    let keys = builder
        .metadata()
        .file_metadata()
        .key_value_metadata()
        .cloned();
    let mut keys: Vec<_> = keys
        .into_iter()
        .flatten()
        .map(|pair| (pair.key, pair.value))
        .collect();
    keys.sort();
    let groups: Vec<i64> = builder
        .metadata()
        .row_groups()
        .iter()
        .map(RowGroupMetaData::num_rows)
        .collect();
    assert!(
        groups.iter().rev().skip(1).all(|rows| *rows == GROUP),
        "{groups:?}"
    );
    let batches = builder.with_batch_size(7).build().expect("read");
    (batches.map(|batch| batch.expect("read")).collect(), keys)
}

fn texts(batches: &[RecordBatch], column: &str) -> Vec<Option<String>> {
    let all = batches.iter().flat_map(|batch| {
        let array = batch.column_by_name(column).expect("it is there");
        let strings = |array: &ArrayRef| -> Vec<Option<String>> {
            let own = |text: Option<&str>| text.map(str::to_owned);
            match array.data_type() {
                DataType::Utf8 => {
                    let array = array
                        .as_any()
                        .downcast_ref::<StringArray>()
                        .expect("strings");
                    array.iter().map(own).collect()
                }
                DataType::LargeUtf8 => {
                    let array = array
                        .as_any()
                        .downcast_ref::<LargeStringArray>()
                        .expect("strings");
                    array.iter().map(own).collect()
                }
                DataType::Utf8View => {
                    let array = array
                        .as_any()
                        .downcast_ref::<arrow_array::StringViewArray>();
                    array.expect("strings").iter().map(own).collect()
                }
                _ => {
                    let array = array.as_any().downcast_ref::<DictionaryArray<Int32Type>>();
                    let typed = array.and_then(DictionaryArray::downcast_dict::<StringArray>);
                    typed.expect("strings").into_iter().map(own).collect()
                }
            }
        };
        strings(array)
    });
    all.collect()
}

/// The texts of a JSONL shard of the same pages, cleaned.
fn wanted(count: usize) -> Vec<Option<String>> {
    let quay = Quay::new();
    quay.put("a.jsonl", rows(count));
    ended(&quay.clean(&[]), 0, &[]);
    let clean = quay.json("a.jsonl");
    clean
        .iter()
        .map(|row| Some(row["text"].as_str().expect("a text").to_owned()))
        .collect()
}

/// That all is as it was but the texts, which are those.
#[track_caller]
fn holds(found: Vec<u8>, table: &Table, wanted: &[Option<String>]) {
    let (batches, keys) = read(found);
    let (were, keys_were) = read(table.bytes());
    assert_eq!(keys, keys_were);
    assert_eq!(texts(&batches, "text"), wanted);
    assert_eq!(batches.len(), were.len());
    for (batch, was) in batches.iter().zip(&were) {
        assert_eq!(batch.schema(), was.schema());
        for (name, column) in was
            .schema()
            .fields()
            .iter()
            .map(|field| field.name())
            .zip(was.columns())
        {
            if name != "text" {
                assert_eq!(batch.column_by_name(name), Some(column), "{name}");
            }
        }
    }
}

#[test]
fn texts_of_all_types_are_cleaned_and_all_else_is_as_it_was() {
    let wanted = wanted(24);
    let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let types = [
        DataType::Utf8,
        DataType::LargeUtf8,
        DataType::Utf8View,
        dictionary,
    ];
    let packings = [
        Compression::SNAPPY,
        Compression::UNCOMPRESSED,
        Compression::LZ4_RAW,
        Compression::GZIP(parquet::basic::GzipLevel::default()),
    ];
    for (column, packing) in types.into_iter().zip(packings) {
        for is_nullable in [true, false] {
            let mut table = Table::new(24).of_type(column.clone());
            table.column.1 = is_nullable;
            table.packing = packing;
            let quay = Quay::new();
            quay.put("deep/a.parquet", table.bytes());
            ended(&quay.clean(&[]), 0, &["24 rows of 1 shard, 24 written"]);
            holds(quay.out("deep/a.parquet"), &table, &wanted);
            let run = quay.run(&["restore", "out", "--out", "back"]);
            ended(&run, 0, &["1 shard of 24 rows restored, 0 failed"]);
            let back = std::fs::read(quay.path("back/deep/a.parquet")).expect("restored");
            holds(back, &table, &table.texts);
            ended(
                &quay.run(&["verify", "out", "--against", "in"]),
                0,
                &["24 rows verified"],
            );
        }
    }
}

#[test]
fn null_stays_null_and_an_empty_file_a_file() {
    let mut table = Table::new(15);
    table.texts[0] = None;
    table.texts[14] = None;
    let mut wanted = wanted(15);
    (wanted[0], wanted[14]) = (None, None);
    let quay = Quay::new();
    quay.put("a.parquet", table.bytes())
        .put("empty.parquet", Table::new(0).bytes());
    ended(&quay.clean(&[]), 0, &["15 rows of 2 shards, 15 written"]);
    holds(quay.out("a.parquet"), &table, &wanted);
    holds(quay.out("empty.parquet"), &Table::new(0), &[]);
    let cuts = quay.json("_dechaff/cuts/a.parquet.jsonl.zst");
    assert_eq!(cuts[0]["format"], "parquet");
    let row = |number: u64| cuts.iter().find(|row| row["row"] == number).expect("a row");
    assert_eq!(row(1)["whole"], "the text is null");
    assert_eq!(row(2)["record"]["page"], "1", "the id is a number");
    let run = quay.run(&["restore", "out", "--out", "back"]);
    ended(&run, 0, &["2 shards of 15 rows restored"]);
    holds(
        std::fs::read(quay.path("back/a.parquet")).expect("restored"),
        &table,
        &table.texts,
    );
}

#[test]
fn a_text_within_structs_keeps_how_deep_it_is_null() {
    let texts = [Some(text(1)), None, None, Some(text(4))];
    let inner = Fields::from(vec![Field::new("body", DataType::Utf8, true)]);
    let outer = Fields::from(vec![Field::new(
        "page",
        DataType::Struct(inner.clone()),
        true,
    )]);
    let bodies = texts.iter().map(Option::as_deref).collect::<StringArray>();
    let page = StructArray::new(
        inner,
        vec![Arc::new(bodies)],
        Some(NullBuffer::from(vec![true, true, false, true])),
    );
    let doc = StructArray::new(
        outer.clone(),
        vec![Arc::new(page)],
        Some(NullBuffer::from(vec![true, true, true, true])),
    );
    let schema = Arc::new(Schema::new(vec![Field::new(
        "doc",
        DataType::Struct(outer),
        true,
    )]));
    let batch = RecordBatch::try_new(schema, vec![Arc::new(doc)]).expect("fits");
    let quay = Quay::new();
    quay.put("a.parquet", write(&batch, Compression::SNAPPY));
    let run = quay.clean(&[]);
    ended(&run, 3, &["give --text-field with one of: doc.page.body"]);
    ended(
        &quay.clean(&["--text-field", "doc.page.body"]),
        0,
        &["2 pages cleaned"],
    );
    let (clean, _) = read(quay.out("a.parquet"));
    assert_ne!(clean, std::slice::from_ref(&batch));
    let run = quay.run(&["restore", "out", "--out", "back"]);
    ended(&run, 0, &["0 failed"]);
    let (back, _) = read(std::fs::read(quay.path("back/a.parquet")).expect("restored"));
    assert_eq!(back, [batch]);
}

#[test]
fn cuts_and_the_text_as_it_was_are_columns_in_every_file() {
    let quay = Quay::new();
    let table = Table::new(9).of_type(DataType::LargeUtf8);
    let mut clean = Table::new(1);
    clean.texts[0] = Some("Nothing is to be cut from this sentence about a ferry.\n".to_owned());
    quay.put("a.parquet", table.bytes())
        .put("b.parquet", clean.bytes());
    ended(
        &quay.clean(&["--cuts", "column", "--text-as", "both"]),
        0,
        &[],
    );
    let (batches, _) = read(quay.out("a.parquet"));
    assert_eq!(texts(&batches, "dechaff_original"), table.texts);
    let schema = batches[0].schema();
    assert_eq!(
        schema
            .field_with_name("dechaff_original")
            .expect("there")
            .data_type(),
        &DataType::LargeUtf8
    );
    let (others, _) = read(quay.out("b.parquet"));
    let column = |batches: &[RecordBatch]| {
        let schema = batches[0].schema();
        schema
            .field_with_name("dechaff_cuts")
            .expect("there")
            .clone()
    };
    assert_eq!(column(&batches), column(&others));
    let DataType::List(element) = column(&batches).data_type().clone() else {
        panic!("no list");
    };
    let DataType::Struct(fields) = element.data_type().clone() else {
        panic!("no structs");
    };
    let named: Vec<_> = fields
        .iter()
        .map(|field| (field.name().as_str(), field.data_type().clone()))
        .collect();
    let text = DataType::Utf8;
    assert_eq!(
        named,
        [
            ("start", DataType::Int64),
            ("end", DataType::Int64),
            ("rule", text.clone()),
            ("kind", text.clone()),
            ("text", text)
        ]
    );
    let again = Quay::new();
    again.put("a.parquet", quay.out("a.parquet"));
    ended(
        &again.clean(&["--cuts", "column"]),
        3,
        &["column `dechaff_cuts` already"],
    );
    let both = Quay::new();
    both.put("a.parquet", table.bytes());
    ended(&both.clean(&["--text-as", "both"]), 0, &[]);
    ended(
        &both.run(&["restore", "out", "--out", "back"]),
        0,
        &["9 rows restored"],
    );
    holds(
        std::fs::read(both.path("back/a.parquet")).expect("restored"),
        &table,
        &table.texts,
    );
}

#[test]
fn a_damaged_file_is_named_and_fails_alone() {
    let quay = Quay::new();
    let whole = Table::new(20).bytes();
    let mut page = whole.clone();
    page[200..260].fill(0xff);
    quay.put("cut.parquet", &whole[..whole.len() - 9])
        .put("page.parquet", page)
        .put("none.parquet", "PAR1")
        .put("whole.parquet", &whole);
    let run = quay.clean(&[]);
    ended(
        &run,
        3,
        &[
            "cut.parquet: not a whole Parquet file",
            "page.parquet: ",
            "none.parquet: ",
            "20 written",
        ],
    );
    let out: Vec<String> = quay.tree("out").into_iter().map(|(name, _)| name).collect();
    assert!(out.contains(&"whole.parquet".to_owned()), "{out:?}");
    assert!(
        !out.iter()
            .any(|name| name.starts_with("cut") || name.starts_with("page")),
        "{out:?}"
    );
}

#[test]
fn what_is_done_is_not_done_again_and_threads_change_no_byte() {
    let quay = Quay::new();
    quay.put("a.parquet", Table::new(600).bytes())
        .put("b.jsonl", rows(3));
    ended(&quay.clean(&["-j", "1"]), 0, &["603 rows of 2 shards"]);
    let once = quay.tree("out");
    let run = quay.clean(&["-j", "2", "-v"]);
    ended(&run, 0, &["a.parquet: done by an earlier run"]);
    ended(&quay.clean(&["-j", "2", "--force"]), 0, &[]);
    let files = |tree: Vec<(String, Vec<u8>)>| -> Vec<_> {
        tree.into_iter()
            .filter(|(name, _)| !name.ends_with("shards.jsonl"))
            .collect()
    };
    assert_eq!(files(quay.tree("out")), files(once));
    quay.put("a.parquet", Table::new(601).bytes());
    let run = quay.clean(&["-v"]);
    ended(&run, 0, &["604 rows of 2 shards"]);
    assert!(!said(&run).contains("a.parquet: done by an earlier run"));
    let other = Quay::new();
    other.put(
        "a.parquet",
        Table::new(600).of_type(DataType::LargeUtf8).bytes(),
    );
    let against = other.path("in");
    let verified = quay.run(&[
        "verify",
        "out",
        "--against",
        against.to_str().expect("UTF-8"),
    ]);
    ended(&verified, 3, &["a.parquet: "]);
}

#[test]
fn rows_are_read_by_other_commands_and_not_from_a_pipe() {
    let quay = Quay::new();
    quay.put("a.parquet", Table::new(3).bytes());
    let check = quay.run(&["check", "in", "--no-config"]);
    let shown = String::from_utf8_lossy(&check.stdout).into_owned() + &said(&check);
    assert!(shown.contains("a.parquet:2"), "{shown}");
    let diff = quay.run(&["diff", "in/a.parquet", "--no-config"]);
    assert!(
        String::from_utf8_lossy(&diff.stdout).contains("a.parquet:3"),
        "{diff:?}"
    );
    ended(&quay.clean(&[]), 0, &[]);
    let stats = quay.run(&["stats", "out"]);
    assert!(
        String::from_utf8_lossy(&stats.stdout).contains("share"),
        "{stats:?}"
    );
    let piped = quay.pipe(&Table::new(1).bytes(), &[]);
    ended(&piped, 2, &["Parquet, of which the end must be read first"]);
}
