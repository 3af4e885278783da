//! Bloom filters of Parquet files.

use super::{Quay, ended, text};
use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::bloom_filter::Sbbf;
use parquet::file::properties::{ReaderProperties, WriterProperties};
use parquet::file::reader::FileReader as _;
use parquet::file::serialized_reader::{ReadOptionsBuilder, SerializedFileReader};
use parquet::schema::types::ColumnPath;
use std::sync::Arc;

fn file(rows: i64) -> Vec<u8> {
    let texts = (0..usize::try_from(rows).expect("few")).map(|at| Some(text(at)));
    let ids: ArrayRef = Arc::new((0..rows).map(|id| Some(id * 7)).collect::<Int64Array>());
    let texts: ArrayRef = Arc::new(texts.collect::<StringArray>());
    let batch = RecordBatch::try_from_iter([("id", ids), ("text", texts)]).expect("fits");
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(10))
        .set_column_bloom_filter_enabled(ColumnPath::from("id"), true)
        .set_column_bloom_filter_enabled(ColumnPath::from("text"), true)
        .build();
    let mut bytes = Vec::new();
    let mut writer =
        ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).expect("begun");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    bytes
}

/// The filters of both columns, by row group.
fn filters(bytes: Vec<u8>) -> Vec<[Option<Sbbf>; 2]> {
    let properties = ReaderProperties::builder().set_read_bloom_filter(true);
    let options = ReadOptionsBuilder::new().with_reader_properties(properties.build());
    let bytes = bytes::Bytes::from(bytes);
    let reader = SerializedFileReader::new_with_options(bytes, options.build()).expect("Parquet");
    let filters = |group: usize| {
        let group = reader.get_row_group(group).expect("a row group");
        [0, 1].map(|column| group.get_column_bloom_filter(column).cloned())
    };
    (0..reader.num_row_groups()).map(filters).collect()
}

#[test]
fn filters_of_columns_that_are_copied_stay() {
    let quay = Quay::new();
    quay.put("a.parquet", file(25));
    ended(&quay.clean(&[]), 0, &["25 rows of 1 shard"]);
    let clean = filters(quay.out("a.parquet"));
    assert_eq!(clean.len(), 3);
    for (group, [id, text]) in clean.iter().enumerate() {
        let id = id.as_ref().expect("it was copied");
        let first = i64::try_from(group * 70).expect("few");
        assert!(id.check(&first) && !id.check(&(first + 1)), "group {group}");
        assert!(text.is_none(), "it would not find the new text");
    }
    ended(
        &quay.run(&["verify", "out", "--against", "in"]),
        0,
        &["0 failed"],
    );
}
