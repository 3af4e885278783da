//! Which lines of a page go: those without which its expected F1 is best.

use crate::model::thresholds::Thresholds;
use crate::text::number::number;

/// The share of an article's words that its page has, as a rule: what the extractor lost before.
const PAGE_RECALL: f32 = 0.97;
/// From which share of the kept words before it, and after it, a run of cut lines is inside the
/// article.
const INSIDE_BEFORE: f32 = 0.1;
const INSIDE_AFTER: f32 = 0.05;
/// The kept words that must follow it as well.
const INSIDE_WORDS: usize = 25;

/// What is known of a line that is weighed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct WeighedLine {
    /// Words of the line.
    pub(crate) words: usize,
    /// Its own log-odds of noise.
    pub(crate) own: f32,
    /// The same with its neighbours heard.
    pub(crate) smoothed: f32,
    /// Whether anything may be decided: lines that rules cut or protect are settled.
    pub(crate) settled: Option<Settled>,
}

impl WeighedLine {
    /// Whether a rule cuts it.
    pub(crate) fn is_cut(&self) -> bool {
        self.settled == Some(Settled::Cut)
    }

    /// The probability that it is the article's as its wording and place say; a rule that keeps it knows no
    /// more of that.
    pub(crate) fn stays(&self) -> f32 {
        match self.settled {
            Some(Settled::Cut) => 0.0,
            Some(Settled::Kept) | None => self.stays_by(0.0),
        }
    }

    /// The probability by its log-odds, with `shift` added to those to stay.
    fn stays_by(&self, shift: f32) -> f32 {
        1.0 / (1.0 + (self.smoothed - shift).exp())
    }
}

/// What rules have settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Settled {
    Kept,
    Cut,
}

/// Whether each line goes.
///
/// Lines are kept in the order of their probability for as long as the expected F1 of what is kept
/// rises (the plug-in rule for F-measures; K. Dembczyński and others, "Optimizing the F-measure in
/// multi-label classification", ICML 2013), where `thresholds.shift` is added to the log-odds of each to
/// stay. Then runs inside the article come back whose mean log-odds are weak. O(n log n).
pub(crate) fn choose(lines: &[WeighedLine], thresholds: &Thresholds) -> Vec<bool> {
    let mut goes = beyond_best(lines, thresholds.shift);
    for (goes, line) in goes.iter_mut().zip(lines) {
        *goes &= line.own >= thresholds.own && line.settled.is_none();
    }
    bring_back(lines, thresholds.guard, &mut goes);
    goes
}

/// The lines that are not among those with the best expected F1.
fn beyond_best(lines: &[WeighedLine], shift: f32) -> Vec<bool> {
    let stays = |line: &WeighedLine| match line.settled {
        Some(Settled::Kept) => 1.0,
        Some(Settled::Cut) => 0.0,
        None => line.stays_by(shift),
    };
    let mut order: Vec<(f32, usize)> = lines.iter().map(stays).zip(0..).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let words = |line: usize| number(lines[line].words.max(1));
    let article: f32 = order.iter().map(|&(stays, line)| stays * words(line)).sum();
    let article = article / PAGE_RECALL;
    let (mut good, mut kept, mut best) = (0.0, 0.0, (0.0, 0));
    for (count, &(stays, line)) in order.iter().enumerate() {
        good += stays * words(line);
        kept += words(line);
        let f1 = 2.0 * good / (kept + article);
        if f1 > best.0 {
            best = (f1, count + 1);
        }
    }
    let mut goes = vec![false; lines.len()];
    for &(_, line) in &order[best.1..] {
        goes[line] = true;
    }
    goes
}

/// Brings runs back that stand inside the article and of which nothing is sure: lists, tables,
/// questions and answers.
fn bring_back(lines: &[WeighedLine], least: f32, goes: &mut [bool]) {
    let is_kept = |line: usize, goes: &[bool]| !goes[line] && !lines[line].is_cut();
    let mut kept_before = Vec::with_capacity(lines.len() + 1);
    kept_before.push(0);
    for (line, one) in lines.iter().enumerate() {
        let own = if is_kept(line, goes) { one.words } else { 0 };
        kept_before.push(kept_before[line] + own);
    }
    let all = kept_before[lines.len()];
    let mut line = 0;
    while line < lines.len() {
        if !goes[line] {
            line += 1;
            continue;
        }
        let end = (line..lines.len())
            .find(|&at| !goes[at])
            .unwrap_or(lines.len());
        let (before, after) = (kept_before[line], all - kept_before[end]);
        let inside = number(before) >= INSIDE_BEFORE * number(all)
            && number(after) >= INSIDE_AFTER * number(all)
            && after >= INSIDE_WORDS;
        let sum: f32 = lines[line..end].iter().map(|one| one.smoothed).sum();
        if inside && sum < least * number(end - line) {
            goes[line..end].fill(false);
        }
        line = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAUTION: Thresholds = Thresholds {
        shift: 1.0,
        guard: 3.0,
        own: 0.0,
        article_end: 1.0,
    };

    fn line(words: usize, odds: f32) -> WeighedLine {
        WeighedLine {
            words,
            own: odds,
            smoothed: odds,
            settled: None,
        }
    }

    fn chosen(lines: &[WeighedLine]) -> Vec<usize> {
        let goes = choose(lines, &CAUTION);
        (0..lines.len()).filter(|&at| goes[at]).collect()
    }

    #[test]
    fn sure_noise_goes() {
        let lines = [line(3, 5.0), line(80, -5.0), line(60, -4.0), line(12, 4.0)];
        assert_eq!(chosen(&lines), [0, 3]);
    }

    #[test]
    fn what_is_in_doubt_stays() {
        assert_eq!(chosen(&[line(80, -5.0), line(12, 0.5)]), [0; 0]);
        // With its neighbours it looks like noise, alone it does not.
        let mut pulled = line(12, -0.5);
        pulled.smoothed = 4.0;
        assert_eq!(chosen(&[line(80, -5.0), pulled]), [0; 0]);
    }

    #[test]
    fn a_page_of_nothing_but_noise_keeps_its_best_line() {
        assert_eq!(chosen(&[line(5, 6.0), line(5, 3.0)]), [0]);
        assert_eq!(chosen(&[]), [0; 0]);
    }

    #[test]
    fn settled_lines_are_left_alone() {
        let mut cut = line(12, 6.0);
        cut.settled = Some(Settled::Cut);
        let mut kept = line(12, 6.0);
        kept.settled = Some(Settled::Kept);
        assert_eq!(chosen(&[line(80, -5.0), cut, kept, line(9, 6.0)]), [3]);
    }

    #[test]
    fn weak_runs_inside_the_article_come_back() {
        let list = |odds| [line(90, -5.0), line(4, odds), line(4, odds), line(90, -5.0)];
        assert_eq!(chosen(&list(2.5)), [0; 0]);
        assert_eq!(chosen(&list(3.5)), [1, 2]);
        let after = [line(90, -5.0), line(4, 2.5), line(4, 2.5), line(10, -5.0)];
        assert_eq!(
            chosen(&after),
            [1, 2],
            "too little follows for it to be inside"
        );
    }
}
