//! Columns of texts, without Python: a page that panics is its own error.

#[path = "../src/batch/mod.rs"]
mod batch;

use arrow_array::{Array, BinaryArray, BinaryViewArray, Int64Array, LargeBinaryArray, StringArray};
use batch::page::{CleanPage, clean_page};
use batch::texts::{Columns, clean_texts};
use dechaff::Cleaner;
use std::sync::LazyLock;

static CLEANER: LazyLock<Cleaner> = LazyLock::new(Cleaner::shipped);

const PAGES: [&str; 3] = [
    "The bridge opened on Tuesday.\n\nLeave a Reply\n",
    "Here the cleaner trips.\n",
    "Rain fell.\n\n\n\nThe river rose.\n",
];

fn clean(text: &str, url: Option<&str>) -> CleanPage {
    assert!(!text.contains("trips"), "the page has {} bytes", text.len());
    clean_page(&CLEANER, text, url, None)
}

fn strings(array: &dyn Array) -> &StringArray {
    array.as_any().downcast_ref().expect("it is of strings")
}

fn assert_cleaned(columns: &Columns) {
    let errors = strings(&*columns.errors);
    assert!(errors.is_null(0) && errors.is_null(2));
    assert!(
        errors.value(1).ends_with("the page has 24 bytes"),
        "{}",
        errors.value(1)
    );
    assert_eq!(columns.cuts.len(), 3);
    assert_eq!(columns.cuts.null_count(), 0);
}

#[test]
fn a_panic_is_the_error_of_its_page() {
    let bytes = PAGES.map(str::as_bytes);
    let columns = clean_texts(&BinaryArray::from_iter_values(bytes), None, clean);
    let columns = columns.expect("these are bytes");
    assert_cleaned(&columns);
    let texts: &BinaryArray = columns.texts.as_any().downcast_ref().expect("as it came");
    let texts: Vec<_> = texts.iter().flatten().collect();
    assert_eq!(texts[1], PAGES[1].as_bytes());
    assert_eq!(texts[0], b"The bridge opened on Tuesday.\n");
    assert_eq!(texts[2], b"Rain fell.\n\nThe river rose.\n");
}

#[test]
fn a_slice_takes_the_memory_of_its_own_texts() {
    let all = BinaryArray::from_iter_values(std::iter::repeat_n(PAGES[0].as_bytes(), 10_000));
    let large: LargeBinaryArray = all.iter().collect();
    let slices: [(&dyn Array, usize); 2] = [(&all, 20), (&large, 20)];
    for (array, rows) in slices {
        let columns = clean_texts(&*array.slice(5_000, rows), None, clean).expect("bytes");
        let bytes = columns.texts.get_buffer_memory_size();
        assert!(bytes < 4 * rows * PAGES[0].len(), "{bytes}");
        assert_eq!(columns.texts.len(), rows);
    }
}

#[test]
fn every_type_of_bytes_comes_back_as_it_came() {
    let bytes = PAGES.map(str::as_bytes);
    let arrays: [&dyn Array; 3] = [
        &BinaryArray::from_iter_values(bytes),
        &LargeBinaryArray::from_iter_values(bytes),
        &BinaryViewArray::from_iter_values(bytes),
    ];
    for array in arrays {
        let columns = clean_texts(array, None, clean).expect("these are bytes");
        assert_cleaned(&columns);
        assert_eq!(columns.texts.data_type(), array.data_type());
    }
    let error = clean_texts(&Int64Array::from(vec![1]), None, clean).expect_err("these are not");
    assert!(error.to_string().contains("Int64"), "{error}");
}

#[test]
fn nulls_and_bytes_that_are_no_text_come_through() {
    let rows = [Some(PAGES[0].as_bytes()), None, Some(b"caf\xe9 noir")];
    let columns = clean_texts(&BinaryArray::from_iter(rows), None, clean).expect("these are bytes");
    let errors = strings(&*columns.errors);
    assert!(errors.is_null(0) && errors.is_null(1));
    assert_eq!(
        errors.value(2),
        "not UTF-8: the text is damaged at byte 3 of 9"
    );
    let is_null = |array: &dyn Array| [0, 1, 2].map(|row| array.is_null(row));
    assert_eq!(is_null(&*columns.texts), [false, true, false]);
    assert_eq!(is_null(&*columns.cuts), [false, true, false]);
    assert_eq!(is_null(&*columns.removed_shares), [false, true, false]);
    assert_eq!(columns.warnings.null_count(), 3);
}

#[test]
fn urls_must_be_as_many_as_texts() {
    let texts = BinaryArray::from_iter_values([b"a", b"b"]);
    let urls = LargeBinaryArray::from_iter_values([b"https://a.example"]);
    let error = clean_texts(&texts, Some(&urls), clean).expect_err("one url, two texts");
    assert_eq!(error.to_string(), "2 texts and 1 urls");
}
