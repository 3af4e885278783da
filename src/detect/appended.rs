//! `match.appended`: a heading under which other stories follow to the page's end.
//! O(n log n) in the page's words.

use crate::cohesion::Vocabulary;
use crate::detect::phrases::Phrases;
use crate::detect::{BuildError, BuildProblem, Built, Detector, Find, PageDetector, line};
use crate::page::Page;
use crate::rule::wire::WireAppended;

#[derive(Debug)]
struct Appended {
    headings: Phrases,
    max_overlap: f64,
}

pub(super) fn build(params: &WireAppended) -> Built {
    if !(0.0..=1.0).contains(&params.max_overlap) {
        let problem = BuildProblem::OutOfRange {
            what: "max_overlap",
            range: "0 to 1",
        };
        return Err(vec![BuildError {
            problem,
            span: 0..0,
        }]);
    }
    let headings = line::compile_some(&params.headings)?;
    Ok(Detector::Page(Box::new(Appended {
        headings,
        max_overlap: params.max_overlap,
    })))
}

impl PageDetector for Appended {
    fn find(&self, page: &Page<'_>, finds: &mut Vec<Find>) {
        let headings: Vec<usize> = page
            .filled()
            .iter()
            .copied()
            .filter(|&at| {
                self.headings
                    .set()
                    .spell_out(page.trimmed_text(at))
                    .is_some()
            })
            .collect();
        if headings.is_empty() {
            return;
        }
        let vocabulary = Vocabulary::new(page);
        for heading in headings {
            let overlap = vocabulary.overlap_after(heading);
            if overlap <= self.max_overlap {
                finds.push(Find {
                    span: page.lines()[heading].trimmed,
                    lines: (heading, heading),
                    evidence: format!(
                        "heading over other stories: {:.0} % of the words after it stand before it",
                        overlap * 100.0
                    ),
                });
            }
        }
    }
}
