//! What follows a place, word by word.

use crate::model::article_end::figures::Figures;
use crate::model::article_end::word_ratios::{WordRatios, length_class, weight_class};
use crate::model::cohesion::content::{Content, ContentWord};
use crate::text::number::number;

const WINDOW: usize = 60;
/// Content words after a place that are looked at one by one.
const REACH: usize = 360;
/// Fewer words are no window of their own.
const LEAST_WINDOW: usize = 25;
/// From which weight on a word is rare.
const RARE: f32 = 4.2;

/// Counts over the content words of a page.
pub(crate) struct Windows<'c> {
    content: &'c Content,
    ratios: &'c WordRatios,
    /// By line and class of words: the share of the rest that was said before.
    suffixes: [Vec<f32>; 3],
    names: Vec<f32>,
    said_again: Vec<f32>,
    /// For which candidate each word was counted last.
    stamps: Vec<usize>,
}

/// How much begins before a line and is not over, and how much is not over, by line.
struct Open {
    begun: Vec<f64>,
    over: Vec<f64>,
}

impl Open {
    fn new(lines: usize) -> Self {
        Self {
            begun: vec![0.0; lines],
            over: vec![0.0; lines],
        }
    }

    fn add(&mut self, first: u32, last: u32, weight: f64) {
        self.begun[first as usize] += weight;
        self.over[last as usize] += weight;
    }

    /// For each line: said before it and again from it on, as a share of the rest, or of what stands
    /// before.
    fn shares(&self, none: f32, of_before: bool) -> Vec<f32> {
        let all: f64 = self.begun.iter().sum();
        let (mut begun, mut over) = (0.0, 0.0);
        let share = |line: usize| {
            let whole = if of_before { begun } else { all - over };
            let both = begun - over;
            begun += self.begun[line];
            over += self.over[line];
            #[expect(clippy::cast_possible_truncation, reason = "a share needs no more")]
            let share = (both / whole) as f32;
            if whole > 1e-6 { share } else { none }
        };
        (0..self.begun.len()).map(share).collect()
    }
}

impl<'c> Windows<'c> {
    pub(crate) fn new(content: &'c Content, ratios: &'c WordRatios) -> Self {
        let lines = content.line_count();
        let mut classes = [(); 3].map(|()| Open::new(lines));
        let (mut whole, mut names) = (Open::new(lines), Open::new(lines));
        let kinds = u32::try_from(content.kind_count()).expect("kinds are counted in u32");
        let mut last_name = vec![None; content.kind_count()];
        for token in content.tokens().iter().filter(|token| token.is_name) {
            last_name[token.kind as usize] = Some(token.line);
        }
        for kind in 0..kinds {
            let ((first, last), weight) = (content.reach(kind), content.weight(kind));
            let class = usize::from(weight >= 3.5) + usize::from(weight >= 5.5);
            classes[class].add(first, last, f64::from(weight));
            whole.add(first, last, f64::from(weight));
            if let Some(last) = last_name[kind as usize] {
                names.add(first, last, 1.0);
            }
        }
        Self {
            suffixes: classes.map(|open| open.shares(1.0, false)),
            names: names.shares(-0.1, false),
            said_again: whole.shares(1.0, true),
            stamps: vec![usize::MAX; content.kind_count()],
            content,
            ratios,
        }
    }

    pub(crate) fn set(&mut self, figures: &mut Figures, line: usize) {
        let [common, middle, rare] = &self.suffixes;
        figures.suffix_common = common[line];
        figures.suffix_middle = middle[line];
        figures.suffix_rare = rare[line];
        figures.names_said = self.names[line];
        figures.said_again = self.said_again[line];
        let start = self.content.start(line);
        let tokens = self.content.tokens();
        let after = &tokens[start..(start + REACH).min(tokens.len())];
        figures.window_30 = self.share(after.iter().take(WINDOW / 2), line);
        self.set_previous(figures, line, start);
        self.set_largest(figures, line, after);
        self.set_ratios(figures, line, (start, after));
        let rare = |token: &&ContentWord| self.content.weight(token.kind) > RARE;
        figures.rare_said = self.share(after.iter().filter(rare).take(90), line);
        figures.names_near = self.names_near(line);
    }

    fn is_said(&self, token: &ContentWord, line: usize) -> bool {
        (self.content.reach(token.kind).0 as usize) < line
    }

    /// The share of the words, by weight, that stand before the line.
    fn share<'t>(&self, tokens: impl Iterator<Item = &'t ContentWord>, line: usize) -> f32 {
        let (mut said, mut all) = (0.0, 0.0);
        for token in tokens {
            let weight = self.content.weight(token.kind);
            all += weight;
            if self.is_said(token, line) {
                said += weight;
            }
        }
        if all > 0.0 { said / all } else { 0.0 }
    }

    /// The window before the line, and what stands before that.
    fn set_previous(&self, figures: &mut Figures, line: usize, start: usize) {
        let before = &self.content.tokens()[start.saturating_sub(WINDOW)..start];
        let from = before.first().map_or(line, |token| token.line as usize);
        figures.window_previous = self.share(before.iter(), from);
        figures.window_step = figures.window - figures.window_previous;
    }

    /// The most that any of the next windows has in common with what stands before.
    fn set_largest(&self, figures: &mut Figures, line: usize, after: &[ContentWord]) {
        for (at, window) in after.chunks(WINDOW).enumerate() {
            if at > 0 && window.len() < LEAST_WINDOW {
                break;
            }
            let share = self.share(window.iter(), line);
            figures.largest_of_6 = figures.largest_of_6.max(share);
            if at < 3 {
                figures.largest_of_3 = figures.largest_of_6;
            }
        }
    }

    /// What the different words that follow speak for, each once.
    fn set_ratios(
        &mut self,
        figures: &mut Figures,
        line: usize,
        (start, after): (usize, &[ContentWord]),
    ) {
        const NEAR: usize = 240;
        let cells = &self.ratios.cells()[length_class(start)];
        let (mut sum, mut kinds) = (0.0, 0_usize);
        for (at, token) in after.iter().take(NEAR).enumerate() {
            if at == WINDOW {
                figures.evidence_60 = sum;
                figures.kinds = number(kinds);
            }
            if std::mem::replace(&mut self.stamps[token.kind as usize], line) == line {
                continue;
            }
            let seen = usize::from((self.content.reach(token.kind).0 as usize) < line);
            sum += cells[weight_class(self.content.weight(token.kind))][seen];
            kinds += 1;
        }
        if after.len() <= WINDOW {
            figures.evidence_60 = sum;
            figures.kinds = number(kinds);
        }
        figures.evidence_240 = sum;
        figures.evidence_mean = sum / number(kinds.max(1));
    }

    /// The share of the names of the next four lines that stand before.
    fn names_near(&self, line: usize) -> f32 {
        let end = (line + 4).min(self.content.line_count());
        let tokens = &self.content.tokens()[self.content.start(line)..self.content.start(end)];
        let names = tokens.iter().take(REACH).filter(|token| token.is_name);
        let (mut said, mut all) = (0, 0);
        for name in names {
            all += 1;
            said += usize::from(self.is_said(name, line));
        }
        if all >= 2 {
            number(said) / number(all)
        } else {
            -0.1
        }
    }
}
