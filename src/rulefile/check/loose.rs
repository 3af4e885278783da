//! What can be told of a rule that is not read for its structure: its id and its tests.

use crate::rulefile::check::names::{bad_name, is_kebab};
use crate::rulefile::code::Code;
use crate::rulefile::marks::{self, MarkError};
use crate::rulefile::reporter::Reporter;
use std::ops::Range;
use toml::Spanned;
use toml::de::DeValue;

/// Reports what is wrong with the id and the tests of a rule, as far as they are there.
pub(crate) fn check_loose_rule(rule: &Spanned<DeValue<'_>>, reporter: &mut Reporter) {
    let Some(table) = rule.get_ref().as_table() else {
        return;
    };
    if let Some(id) = table.get("id")
        && let Some(name) = id.get_ref().as_str()
    {
        check_id(name, id.span(), reporter);
    }
    let tests = table
        .get("tests")
        .and_then(|list| list.get_ref().as_array());
    for test in tests.into_iter().flatten() {
        let page = || test.get_ref().as_table()?.get("page")?.get_ref().as_str();
        if let Some(text) = test.get_ref().as_str().or_else(page)
            && let Err(error) = marks::read(text, 0)
        {
            bad_marks(error, test.span(), reporter);
        }
    }
}

/// Reports an id that is none.
pub(crate) fn check_id(id: &str, span: Range<usize>, reporter: &mut Reporter) {
    if !is_kebab(id) {
        bad_name("a rule's id", id, span, reporter);
    }
}

/// Reports marks that do not pair.
pub(crate) fn bad_marks(error: MarkError, span: Range<usize>, reporter: &mut Reporter) {
    let message = match error {
        MarkError::NotClosed(_) => "a mark `[-` is not closed",
        MarkError::NotOpened(_) => "a mark `-]` closes nothing",
    };
    reporter
        .error(Code::BadMarks, span, message, "in this test")
        .help("write [-what must go-]; marks do not nest");
}
