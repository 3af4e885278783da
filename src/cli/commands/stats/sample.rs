//! A sample of the cuts of each rule, with the lines around them.

use crate::cli::args::stats::StatsArgs;
use crate::cli::render::frame::{Frame, Mark};
use crate::cli::render::terminal::{self, escape, paint};
use dechaff::io::records::{original, page_id};
use dechaff::io::source::{Decoded, EncodingChoice};
use dechaff::tools::stats::{Sample, sample_key};
use dechaff::{Page, Record, Span};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

/// Columns that stand before a line of text.
const MARGIN: usize = 12;

/// Some cuts of each rule.
pub(crate) struct CutSample<'a> {
    args: &'a StatsArgs,
    rules: BTreeMap<String, Sample<SampledCut>>,
}

/// A cut that may be shown, with the record from which its page comes back.
struct SampledCut {
    record: Record,
    span: Span,
    reasons: String,
}

impl<'a> CutSample<'a> {
    pub(crate) fn new(args: &'a StatsArgs) -> Self {
        Self {
            args,
            rules: BTreeMap::new(),
        }
    }

    pub(crate) fn add(&mut self, record: &Record) {
        if self.args.sample == 0 {
            return;
        }
        for cut in &record.cuts {
            let place = [record.page.as_str(), &cut.start.to_string()];
            let key = sample_key(self.args.seed, &place);
            let size = self.args.sample;
            let sample = self.rules.entry(cut.rule.clone());
            let sampled = || SampledCut {
                record: record.clone(),
                span: Span::new(cut.start, cut.end),
                reasons: cut.evidence.join("; "),
            };
            sample
                .or_insert_with(|| Sample::new(size))
                .add_with(key, sampled);
        }
    }

    /// The sample, rule by rule, by name.
    pub(crate) fn print(self) -> anyhow::Result<String> {
        let color = terminal::color_on(&io::stdout());
        let frame = Frame {
            color,
            width: terminal::width().saturating_sub(MARGIN),
            context: self.args.context,
        };
        let mut out = String::new();
        for (rule, sample) in self.rules {
            let _ = writeln!(out, "\n{}", paint(color, "1", &rule));
            for (_, cut) in sample.into_kept() {
                out += &show(&self.args.cleaned, &cut, &frame)?;
            }
        }
        Ok(out)
    }
}

/// A cut in its page, which is put together again; where that fails, what went.
fn show(cleaned: &Path, cut: &SampledCut, frame: &Frame) -> anyhow::Result<String> {
    let file = cleaned.join(page_id(&cut.record).path());
    let line = cut
        .record
        .cuts
        .iter()
        .find(|one| one.start == cut.span.start);
    let line = line.map_or(1, |one| one.line + 1);
    let mut out = format!(
        "\n  {}:{line}  {}\n",
        escape(&cut.record.page),
        escape(&cut.reasons)
    );
    let bytes = match original(&cut.record, &file) {
        Ok(bytes) => bytes,
        Err(error) => {
            let _ = writeln!(out, "    (not shown: {})", escape(&error.to_string()));
            return Ok(out);
        }
    };
    let encoding = match &cut.record.encoding {
        Some(name) => name.parse()?,
        None => EncodingChoice::default(),
    };
    let decoded = Decoded::new(bytes, encoding)?;
    let page = Page::new(&decoded.text);
    out += &frame.draw(&page, &[(cut.span, Mark::Goes)]);
    Ok(out)
}
