//! `match.blank_run`: more blank lines than part paragraphs. O(n) in lines.

use crate::matchers::found::Match;
use crate::matchers::traits::PageMatcher;
use crate::page::Page;
use crate::rules::params::BlankRunParams;
use crate::text::number::counted;
use crate::text::span::Span;

#[derive(Debug)]
pub(crate) struct BlankRun(pub(crate) BlankRunParams);

impl PageMatcher for BlankRun {
    fn find(&self, page: &Page<'_>, found: &mut Vec<Match>) {
        let lines = page.lines();
        let mut at = 0;
        while at < lines.len() {
            let run = lines[at..]
                .iter()
                .take_while(|line| line.is_blank())
                .count();
            let at_edge = at == 0 || at + run == lines.len();
            let keep = if at_edge { 0 } else { self.0.keep };
            // A page of nothing but blank lines is left alone: there is no paragraph to part.
            if run > keep && run < lines.len() {
                found.push(blank_find(page, at + keep, at + run - 1));
            }
            at += run.max(1);
        }
    }
}

fn blank_find(page: &Page<'_>, first: usize, last: usize) -> Match {
    Match {
        span: Span::new(page.lines()[first].span.start, page.lines()[last].next),
        lines: (first, last),
        evidence: format!("{} too many", counted(last - first + 1, "blank line")),
    }
}
