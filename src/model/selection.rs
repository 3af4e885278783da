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

/// Words of a label, labels of a row that is a menu, the share of them that goes, and the log-odds from which on the
/// others go with it.
const LABEL_WORDS: usize = 4;
const LEAST_LABELS: usize = 12;
const MOST_OF_ROW: f32 = 0.75;
const LEAST_ALONG: f32 = 1.0;

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

/// Chooses lines; its buffers are kept from page to page.
#[derive(Debug, Default)]
pub(crate) struct Chooser {
    /// Lines with their probability to stay, the surest first, as [`surest_first`] has them.
    order: Vec<u64>,
    kept_before: Vec<usize>,
}

impl Chooser {
    /// Whether each line goes.
    ///
    /// Lines are kept in the order of their probability for as long as the expected F1 of what is kept
    /// rises (the plug-in rule for F-measures; K. Dembczyński and others, "Optimizing the F-measure in
    /// multi-label classification", ICML 2013), where `by.shift` is added to the log-odds of each to stay.
    /// Then runs inside the article come back whose mean log-odds are weak. O(n log n).
    pub(crate) fn choose(&mut self, lines: &[WeighedLine], by: &Thresholds, goes: &mut Vec<bool>) {
        goes.clear();
        goes.resize(lines.len(), false);
        let may_go = |line: &WeighedLine| line.own >= by.own && line.settled.is_none();
        if !lines.iter().any(may_go) {
            return; // as on most pages of which something went before
        }
        self.beyond_best(lines, by.shift, goes);
        for (goes, line) in goes.iter_mut().zip(lines) {
            *goes &= may_go(line);
        }
        if goes.contains(&true) {
            self.bring_back(lines, by.guard, goes);
            take_along(lines, goes);
        }
    }

    /// The lines that are not among those with the best expected F1.
    fn beyond_best(&mut self, lines: &[WeighedLine], shift: f32, goes: &mut [bool]) {
        let stays = |line: &WeighedLine| match line.settled {
            Some(Settled::Kept) => 1.0,
            Some(Settled::Cut) => 0.0,
            None => line.stays_by(shift),
        };
        let order = &mut self.order;
        order.clear();
        order.extend(lines.iter().map(stays).zip(0..).map(surest_first));
        order.sort_unstable();
        let words = |line: u32| number(lines[line as usize].words.max(1));
        let order = order.iter().map(|&one| line_of(one));
        let article: f32 = order.clone().map(|(stays, line)| stays * words(line)).sum();
        let article = article / PAGE_RECALL;
        let (mut good, mut kept, mut best) = (0.0, 0.0, (0.0, 0));
        for (count, (stays, line)) in order.clone().enumerate() {
            good += stays * words(line);
            kept += words(line);
            let f1 = 2.0 * good / (kept + article);
            if f1 > best.0 {
                best = (f1, count + 1);
            }
        }
        for (_, line) in order.skip(best.1) {
            goes[line as usize] = true;
        }
    }

    /// Brings runs back that stand inside the article and of which nothing is sure: lists, tables,
    /// questions and answers.
    fn bring_back(&mut self, lines: &[WeighedLine], least: f32, goes: &mut [bool]) {
        let kept_before = &mut self.kept_before;
        kept_before.clear();
        kept_before.push(0);
        let mut all = 0;
        for (one, &goes) in lines.iter().zip(&*goes) {
            all += if !goes && !one.is_cut() { one.words } else { 0 };
            kept_before.push(all);
        }
        let mut line = 0;
        while line < lines.len() {
            if !goes[line] {
                line += 1;
                continue;
            }
            let stop = goes[line..].iter().position(|&goes| !goes);
            let end = stop.map_or(lines.len(), |len| line + len);
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
}

/// A probability and a line as a number: those with a greater probability come first, of the same the line before.
fn surest_first((stays, line): (f32, u32)) -> u64 {
    // Probabilities are no negative numbers, whose bits order as they do.
    u64::from(!stays.to_bits()) << 32 | u64::from(line)
}

fn line_of(one: u64) -> (f32, u32) {
    let [stays, line] = [one >> 32, one & u64::from(u32::MAX)];
    let bits = u32::try_from(stays).expect("the upper half is one");
    let line = u32::try_from(line).expect("the lower half is one");
    (f32::from_bits(!bits), line)
}

/// Takes what is left of long rows of labels of which nearly all go: a menu is one thing.
fn take_along(lines: &[WeighedLine], goes: &mut [bool]) {
    let is_label = |line: &WeighedLine| line.words <= LABEL_WORDS;
    let mut line = 0;
    for row in lines.chunk_by(|a, b| is_label(a) == is_label(b)) {
        let of_row = line..line + row.len();
        line = of_row.end;
        if row.len() < LEAST_LABELS || row.len() == lines.len() || !is_label(&row[0]) {
            continue;
        }
        let gone = row.iter().zip(&goes[of_row.clone()]);
        let gone = gone.filter(|(one, goes)| **goes || one.is_cut()).count();
        if number(gone) < MOST_OF_ROW * number(row.len()) {
            continue;
        }
        for (one, goes) in row.iter().zip(&mut goes[of_row]) {
            *goes |= one.settled.is_none() && one.smoothed >= LEAST_ALONG;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surest_come_first_and_of_those_the_first() {
        let lines = [
            (0.25, 3),
            (1.0, 4),
            (0.25, 1),
            (0.0, 0),
            (f32::MIN_POSITIVE, 2),
        ];
        let mut order = lines.map(surest_first);
        order.sort_unstable();
        let sorted = [
            (1.0, 4),
            (0.25, 1),
            (0.25, 3),
            (f32::MIN_POSITIVE, 2),
            (0.0, 0),
        ];
        assert_eq!(order.map(line_of), sorted);
    }

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
        let mut goes = Vec::new();
        Chooser::default().choose(lines, &CAUTION, &mut goes);
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

    #[test]
    fn what_is_left_of_a_menu_goes_with_it() {
        let page = |left: f32, gone: usize| {
            // Nothing goes by its neighbours alone.
            let own = WeighedLine {
                smoothed: left,
                ..line(2, -0.5)
            };
            let mut cut = line(2, 6.0);
            cut.settled = Some(Settled::Cut);
            let mut lines = vec![own];
            lines.extend(vec![cut; gone]);
            lines.extend([line(90, -5.0), line(12, 6.0)]);
            lines
        };
        assert_eq!(chosen(&page(2.5, 11)), [0, 13]);
        assert_eq!(chosen(&page(0.5, 11)), [13], "it reads like text");
        assert_eq!(chosen(&page(2.5, 10)), [12], "a short row is no menu");
    }
}
