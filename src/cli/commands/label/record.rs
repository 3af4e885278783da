//! How labels are written: a record a line of a page. Pure.

use crate::cli::args::label::{LabelArgs, LabelFormat};
use crate::cli::render::jsonl;
use dechaff::tools::score::LineLabel;
use serde::Serialize;
use std::fmt::Write as _;

/// Version of the record's format.
const LABEL_VERSION: u32 = 1;
/// Shares are written to four digits.
const SHARE_STEPS: f64 = 10_000.0;

/// What is written of a line; names and offsets are those of the cut records.
#[derive(Serialize)]
struct LabelRecord<'p> {
    version: u32,
    page: &'p str,
    line: usize,
    start: usize,
    end: usize,
    label: &'static str,
    share_in_gold: f64,
    words: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'p str>,
}

pub(crate) struct LabelWriter {
    format: LabelFormat,
    with_text: bool,
}

impl LabelWriter {
    pub(crate) fn new(args: &LabelArgs) -> Self {
        Self {
            format: args.format,
            with_text: !args.no_text,
        }
    }

    /// What stands above all records.
    pub(crate) fn head(&self) -> String {
        let text = if self.with_text { "\ttext" } else { "" };
        match self.format {
            LabelFormat::Jsonl => String::new(),
            LabelFormat::Tsv => {
                format!("page\tline\tstart\tend\tlabel\tshare_in_gold\twords{text}\n")
            }
        }
    }

    /// The records of a page's lines that have words.
    pub(crate) fn page(&self, id: &str, text: &str, labels: &[LineLabel]) -> String {
        let mut written = String::new();
        for (index, line) in labels.iter().enumerate() {
            let Some(keep) = line.keep else {
                continue;
            };
            let record = LabelRecord {
                version: LABEL_VERSION,
                page: id,
                line: index + 1,
                start: line.span.start,
                end: line.span.end,
                label: if keep { "keep" } else { "noise" },
                share_in_gold: (line.share_in_gold * SHARE_STEPS).round() / SHARE_STEPS,
                words: line.words,
                text: self.with_text.then(|| &text[line.span.range()]),
            };
            self.record(&record, &mut written);
        }
        written
    }

    fn record(&self, record: &LabelRecord<'_>, written: &mut String) {
        match self.format {
            LabelFormat::Jsonl => {
                *written += &jsonl::line(record);
            }
            LabelFormat::Tsv => {
                let (page, label) = (field(record.page), record.label);
                let (line, start, end) = (record.line, record.start, record.end);
                let (share, words) = (record.share_in_gold, record.words);
                let _ = write!(
                    written,
                    "{page}\t{line}\t{start}\t{end}\t{label}\t{share}\t{words}"
                );
                if let Some(text) = record.text {
                    *written += "\t";
                    *written += &field(text);
                }
                written.push('\n');
            }
        }
    }
}

/// A text that does not end its field or its row.
fn field(text: &str) -> String {
    text.replace('\\', r"\\")
        .replace('\t', r"\t")
        .replace('\n', r"\n")
        .replace('\r', r"\r")
}

#[cfg(test)]
mod tests {
    use super::*;
    use dechaff::tools::score::label_lines;

    fn written(format: LabelFormat, with_text: bool) -> String {
        let writer = LabelWriter { format, with_text };
        let text = "Share\tthis C:\\n\r\n\r\nThe boat left at noon on Friday.\n";
        let labels = label_lines("At last the boat left at noon on Friday.", text);
        writer.head() + &writer.page("a/b.txt", text, &labels)
    }

    #[test]
    fn json_lines() {
        let found = written(LabelFormat::Jsonl, true);
        assert_eq!(
            found,
            r#"{"version":1,"page":"a/b.txt","line":1,"start":0,"end":15,"label":"noise","share_in_gold":0.0,"words":4,"text":"Share\tthis C:\\n"}
{"version":1,"page":"a/b.txt","line":3,"start":19,"end":51,"label":"keep","share_in_gold":0.75,"words":7,"text":"The boat left at noon on Friday."}
"#
        );
    }

    #[test]
    fn columns() {
        let found = written(LabelFormat::Tsv, true);
        let rows: Vec<&str> = found.lines().collect();
        assert_eq!(
            rows[0],
            "page\tline\tstart\tend\tlabel\tshare_in_gold\twords\ttext"
        );
        assert_eq!(
            rows[1],
            "a/b.txt\t1\t0\t15\tnoise\t0\t4\tShare\\tthis C:\\\\n"
        );
        assert_eq!(rows.len(), 3);
        let short = written(LabelFormat::Tsv, false);
        assert!(
            short.ends_with("a/b.txt\t3\t19\t51\tkeep\t0.75\t7\n"),
            "{short}"
        );
    }
}
