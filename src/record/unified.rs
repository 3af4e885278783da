//! A page's cuts as a unified diff from the original to the clean text.
//!
//! `patch -R` on the clean text gives the original. Lines end at `\n` alone, as `patch` sees them.

use crate::record::Record;
use crate::text::span::Span;
use std::collections::BTreeSet;
use std::fmt::Write as _;

impl Record {
    /// The cuts as a unified diff from the original to the clean text, with the ids of the rules
    /// in the hunk headers; `patch -R` on the clean text gives the original. Empty where nothing
    /// was cut.
    ///
    /// # Panics
    ///
    /// Panics if `original` is not the text that the record was made from.
    pub fn unified_diff(&self, original: &str) -> String {
        unified_diff(self, original)
    }
}

/// How many unchanged lines stand around a change.
const CONTEXT_LINES: usize = 3;

/// Lines `from..to` of the original and the lines that replace them.
#[derive(Debug)]
struct DiffChange<'t> {
    from: usize,
    to: usize,
    new: Vec<String>,
    rules: BTreeSet<&'t str>,
}

/// The diff of one page, empty where nothing was cut. O(n) in bytes.
fn unified_diff(record: &Record, original: &str) -> String {
    let old: Vec<&str> = original.split_inclusive('\n').collect();
    let changes = changes(record, original, &old);
    let mut out = String::new();
    if changes.is_empty() {
        return out;
    }
    let _ = writeln!(out, "--- {}", quoted("a", &record.page));
    let _ = writeln!(out, "+++ {}", quoted("b", &record.page));
    let mut shrunk = 0;
    for hunk in hunks(&changes) {
        shrunk += write_hunk(&mut out, hunk, &old, shrunk);
    }
    out
}

/// The name as `patch` reads it: in quotes where it has signs of its own, and followed by a tab
/// where it has a space.
fn quoted(side: &str, page: &str) -> String {
    let name = format!("{side}/{page}");
    if name
        .chars()
        .any(|c| c.is_control() || c == '"' || c == '\\')
    {
        let bytes = name.bytes().map(|byte| match byte {
            b'"' | b'\\' => format!("\\{}", byte as char),
            0x20..=0x7e => (byte as char).to_string(),
            _ => format!("\\{byte:03o}"),
        });
        format!("\"{}\"", bytes.collect::<String>())
    } else if name.contains(' ') {
        name + "\t"
    } else {
        name
    }
}

/// Where the lines of a text start, and where it ends.
fn line_starts(old: &[&str]) -> Vec<usize> {
    let mut at = 0;
    let mut starts = vec![0];
    for line in old {
        at += line.len();
        starts.push(at);
    }
    starts
}

fn changes<'t>(record: &'t Record, original: &str, old: &[&str]) -> Vec<DiffChange<'t>> {
    let starts = line_starts(old);
    let line_of = |offset: usize| starts.partition_point(|start| *start <= offset) - 1;
    let mut changes: Vec<DiffChange<'t>> = Vec::new();
    for (at, cut) in record.cuts.iter().enumerate() {
        if cut.start == cut.end {
            continue;
        }
        let from = line_of(cut.start);
        let mut to = line_of(cut.end - 1) + 1;
        let first = match changes.last() {
            Some(last) if from < last.to => last.from,
            _ => from,
        };
        // What is left must end a line; if its newline went, the next line belongs to the change.
        if to < old.len() && !ends_line(record, at, original, starts[first], starts[to]) {
            to += 1;
        }
        match changes.last_mut() {
            Some(last) if from < last.to => {
                last.to = last.to.max(to);
                last.rules.insert(&cut.rule);
            }
            _ => changes.push(DiffChange {
                from,
                to,
                new: Vec::new(),
                rules: BTreeSet::from([cut.rule.as_str()]),
            }),
        }
    }
    for change in &mut changes {
        let left = left_of(
            record,
            original,
            Span::new(starts[change.from], starts[change.to]),
        );
        change.new = left.split_inclusive('\n').map(str::to_owned).collect();
    }
    changes
}

/// Whether what is left of bytes `start..end` is nothing, or ends with a newline. Cut `last` is
/// the last one that starts before `end`, or cuts behind it start there.
fn ends_line(record: &Record, last: usize, original: &str, start: usize, end: usize) -> bool {
    let mut kept_end = end;
    for cut in record.cuts[..=last].iter().rev() {
        if cut.end < kept_end {
            break;
        }
        kept_end = kept_end.min(cut.start);
    }
    kept_end <= start || original.as_bytes()[kept_end - 1] == b'\n'
}

/// What the cuts leave of a region.
fn left_of(record: &Record, original: &str, region: Span) -> String {
    let mut left = String::new();
    let mut at = region.start;
    let first = record.cuts.partition_point(|cut| cut.end <= region.start);
    for cut in record.cuts[first..]
        .iter()
        .take_while(|cut| cut.start < region.end)
    {
        left.push_str(&original[at..cut.start.max(at)]);
        at = cut.end.min(region.end);
    }
    left.push_str(&original[at..region.end]);
    left
}

/// Changes so near to each other that they share their context.
fn hunks<'c, 't>(changes: &'c [DiffChange<'t>]) -> impl Iterator<Item = &'c [DiffChange<'t>]> {
    changes.chunk_by(|a, b| b.from - a.to <= 2 * CONTEXT_LINES)
}

/// Writes one hunk; returns by how many lines the clean text got shorter in it.
fn write_hunk(out: &mut String, hunk: &[DiffChange<'_>], old: &[&str], shrunk: usize) -> usize {
    let (first, last) = (&hunk[0], &hunk[hunk.len() - 1]);
    let from = first.from.saturating_sub(CONTEXT_LINES);
    let to = (last.to + CONTEXT_LINES).min(old.len());
    let gone: usize = hunk.iter().map(|change| change.to - change.from).sum();
    let come: usize = hunk.iter().map(|change| change.new.len()).sum();
    let new_len = to - from + come - gone;
    let rules: BTreeSet<&str> = hunk
        .iter()
        .flat_map(|change| change.rules.iter().copied())
        .collect();
    let rules: Vec<&str> = rules.into_iter().collect();
    let new_start = from - shrunk + usize::from(new_len > 0);
    let _ = writeln!(
        out,
        "@@ -{},{} +{new_start},{new_len} @@ {}",
        from + 1,
        to - from,
        rules.join(" ")
    );
    let mut at = from;
    for change in hunk {
        old[at..change.from]
            .iter()
            .for_each(|line| write_line(out, ' ', line));
        old[change.from..change.to]
            .iter()
            .for_each(|line| write_line(out, '-', line));
        change
            .new
            .iter()
            .for_each(|line| write_line(out, '+', line));
        at = change.to;
    }
    old[at..to]
        .iter()
        .for_each(|line| write_line(out, ' ', line));
    gone - come
}

fn write_line(out: &mut String, mark: char, line: &str) {
    out.push(mark);
    out.push_str(line);
    if !line.ends_with('\n') {
        out.push_str("\n\\ No newline at end of file\n");
    }
}
