//! A learned rule as it is written.

use crate::rulefile::toml_text::quoted_visibly;
use crate::rules::template::TemplateLine;
use crate::text::line_key::{LineKey, Vary};
use std::fmt::Write as _;

/// A line of a learned rule, and another text of it where it varies.
pub(crate) type LearnedLine = (TemplateLine, Option<String>);

/// A rule as it is written: what stands before its lines, these, what stands behind them, and its tests.
#[derive(Debug)]
pub(crate) struct RuleText {
    /// Which host it is of; the rules of one stand in one file.
    pub(crate) host: usize,
    /// Without the pack.
    pub(crate) id: String,
    /// Whether it shows its lines and does not cut them.
    pub(crate) is_flagged: bool,
    pub(crate) head: String,
    pub(crate) lines: Vec<LearnedLine>,
    /// Bytes of its lines where the rule file has them.
    pub(crate) inline_bytes: usize,
    pub(crate) tail: String,
    pub(crate) tests: String,
}

impl RuleText {
    /// About how many bytes a rule file needs for the rule, where rules of more than `most_inline` lines have them
    /// elsewhere.
    pub(crate) fn len_bytes(&self, most_inline: usize) -> usize {
        const OVERRIDE_BYTES: usize = 60;
        let is_inline = self.lines.len() <= most_inline;
        let inline = if is_inline { self.inline_bytes } else { 0 };
        let of_override = usize::from(self.is_flagged) * (OVERRIDE_BYTES + self.id.len());
        self.head.len() + inline + self.tail.len() + self.tests.len() + of_override
    }

    /// Writes the rule, with its lines or with their number.
    pub(crate) fn push(&self, most_inline: usize, has_tests: bool, out: &mut String) {
        out.push_str(&self.head);
        if self.lines.len() > most_inline {
            let _ = writeln!(out, "match.template.in_file = {}", self.lines.len());
        } else {
            out.push_str("match.template.lines = [\n");
            for line in &self.lines {
                push_line(line, out);
            }
            out.push_str("]\n");
        }
        out.push_str(&self.tail);
        let tests = if has_tests { &self.tests } else { "" };
        let _ = write!(out, "tests = [\n{tests}]\n");
    }

    /// Writes the override that has the rule show its lines alone, where it does.
    pub(crate) fn push_override(&self, pack: &str, out: &mut String) {
        if self.is_flagged {
            let _ = write!(
                out,
                "\n[[override]]\nrule = \"{pack}/{}\"\nlevel = \"flag\"\n",
                self.id
            );
        }
    }
}

/// Bytes of lines where a rule file has them.
pub(crate) fn inline_bytes(lines: &[LearnedLine]) -> usize {
    let mut written = String::new();
    let len_of = |line| {
        written.clear();
        push_line(line, &mut written);
        written.len()
    };
    lines.iter().map(len_of).sum()
}

fn push_line((line, also): &LearnedLine, out: &mut String) {
    let TemplateLine {
        text,
        vary,
        key,
        pages,
        is_headline,
        place,
    } = line;
    let _ = write!(out, "  {{ text = {}", quoted_visibly(text));
    if *vary != Vary::Nothing {
        let _ = write!(out, ", vary = \"{}\"", vary.word());
    }
    if let Some(key) = key {
        let _ = write!(out, ", key = \"{}\"", LineKey(*key));
    }
    let _ = write!(out, ", pages = {pages}");
    if *is_headline {
        out.push_str(", headline = true");
    }
    if let Some(place) = place {
        let _ = write!(out, ", place = \"{}\"", place.word());
    }
    if let Some(also) = also {
        let _ = write!(out, ", also = {}", quoted_visibly(also));
    }
    out.push_str(" },\n");
}
