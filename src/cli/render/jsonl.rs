//! JSON Lines: an object a line. Keys that stand in several commands' objects mean the same in all: `file`,
//! `line` and `column`, both from 1, `rule`, `message`, `help`.

use dechaff::rulefile::{Diagnostic, Severity};
use serde::Serialize;

/// The object and the newline that ends it.
pub(crate) fn line(object: &impl Serialize) -> String {
    serde_json::to_string(object).expect("its keys are all strings") + "\n"
}

/// What is wrong with, or doubtful in, a rule file.
#[derive(Serialize)]
pub(crate) struct DiagnosticJson<'d> {
    code: &'d str,
    name: &'d str,
    severity: &'d str,
    file: &'d str,
    line: usize,
    column: usize,
    message: &'d str,
    help: Option<&'d str>,
}

impl<'d> DiagnosticJson<'d> {
    pub(crate) fn new(one: &'d Diagnostic) -> Self {
        Self {
            code: one.code.id(),
            name: one.code.name(),
            severity: match one.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            file: &one.file,
            line: one.line(),
            column: one.column(),
            message: &one.message,
            help: one.help.as_deref(),
        }
    }
}
