//! `match.duplicate`: the same line again. O(n) in the page's bytes.

use crate::detect::{BuildError, BuildProblem, Built, Detector, Find, PageDetector, excerpt};
use crate::page::Page;
use crate::rule::wire::{KeepCopy, WireDuplicate};
use crate::text::compare::same_line;
use std::collections::HashMap;

#[derive(Debug)]
struct Duplicate(WireDuplicate);

pub(super) fn build(params: &WireDuplicate) -> Built {
    if params.within == 0 {
        let problem = BuildProblem::OutOfRange {
            what: "within",
            range: "1 or more",
        };
        return Err(vec![BuildError {
            problem,
            span: 0..0,
        }]);
    }
    Ok(Detector::Page(Box::new(Duplicate(params.clone()))))
}

impl PageDetector for Duplicate {
    fn find(&self, page: &Page<'_>, finds: &mut Vec<Find>) {
        let mut last_seen: HashMap<u64, usize> = HashMap::new();
        let hashes = page.line_hashes();
        for (rank, &line) in page.filled().iter().enumerate() {
            if page.lines()[line].word_count < self.0.min_words {
                continue;
            }
            let Some(earlier) = last_seen.insert(hashes[rank], line) else {
                continue;
            };
            let near = rank - page.lines()[earlier].rank <= self.0.within;
            if near && same_line(page.trimmed_text(earlier), page.trimmed_text(line)) {
                let copy = match self.0.keep {
                    KeepCopy::First => line,
                    KeepCopy::Last => earlier,
                };
                finds.push(copy_of(page, copy));
            }
        }
        finds.sort_by_key(|find| find.span);
    }
}

fn copy_of(page: &Page<'_>, line: usize) -> Find {
    Find {
        span: page.lines()[line].trimmed,
        lines: (line, line),
        evidence: format!(
            "the same line stands near it: \"{}\"",
            excerpt(page.trimmed_text(line))
        ),
    }
}
