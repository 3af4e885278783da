//! Finds the rules that a line may be of, and asks them.

use crate::matchers::compiled_rule::CompiledRule;
use crate::matchers::phrases::index::{Entry, Stands};
use crate::matchers::phrases::spell::{MAX_PHRASE_LINE_BYTES, without_bullet};
use crate::matchers::phrases::start::is_bullet;
use crate::page::page_words::WordMarks;
use crate::scan::found::Found;
use crate::scan::line::{MAX_LINE_BYTES, ScanLine, ScanScratch};
use crate::scan::part::Part;
use crate::scan::scanner::Scanner;
use crate::text::fold::fold_char;
use crate::text::signs::DIGITS;

impl Scanner {
    /// Adds what stands on a line, by rule. `words` has the marks of its words, and where in its text
    /// each begins.
    pub(crate) fn scan(
        &self,
        rules: &[CompiledRule],
        line: ScanLine<'_>,
        words: impl Iterator<Item = (WordMarks, usize)>,
        scratch: &mut ScanScratch,
        found: &mut Vec<Found>,
    ) {
        if line.text.len() > MAX_LINE_BYTES {
            return;
        }
        scratch.due.clear();
        self.find_phrases(line, scratch);
        self.read_words(line, words, scratch);
        self.find_signs(line, scratch);
        self.find_patterns(line, scratch);
        scratch.due.sort_unstable();
        scratch.due.dedup();
        let due = std::mem::take(&mut scratch.due);
        for &rule in &due {
            let compiled = &rules[rule as usize];
            let guards = &compiled.rule.guards;
            let is_refused = guards.refuses_length(line.counts.words as usize);
            if !is_refused {
                self.try_rule(rule, compiled, line, scratch, found);
            }
        }
        scratch.due = due;
    }

    /// Finds the rules of which a phrase stands where the line begins.
    fn find_phrases(&self, line: ScanLine<'_>, scratch: &mut ScanScratch) {
        let (from, to) = line.trimmed;
        let text = &line.text[from..to];
        let bullet = text.len() - without_bullet(text).len();
        self.walk(text, scratch, |stands| match stands {
            Stands::Alone => bullet == 0,
            Stands::First => true,
            Stands::Inside => false,
        });
        let starts_word = text
            .as_bytes()
            .first()
            .is_some_and(u8::is_ascii_alphanumeric);
        if starts_word && bullet == 0 {
            return;
        }
        let bare = text.trim_start_matches(is_bullet);
        if bare.len() < text.len() {
            self.walk(bare, scratch, |stands| stands == Stands::First);
        }
        if text.len() > MAX_PHRASE_LINE_BYTES {
            return;
        }
        for (at, c) in text[bullet..].char_indices() {
            if at + bullet > 0 {
                self.walk(&text[bullet + at..], scratch, |stands| {
                    stands == Stands::Alone
                });
            }
            if c.is_alphanumeric() {
                break;
            }
        }
    }

    /// Notes the rules of which a phrase stands at the start of a text as it must.
    fn walk(&self, text: &str, scratch: &mut ScanScratch, fits: impl Fn(Stands) -> bool) {
        for (at, part) in (0..).zip(&self.parts) {
            let wanted = |entry: &Entry| fits(entry.stands) && self.home_of(entry.rule) == Some(at);
            part.index.walk(text, wanted, |hit| {
                scratch.due.push(part.index.entry(hit.entry).rule);
            });
        }
    }

    /// Notes the needles of the line's words, and the phrases that begin with one.
    fn read_words(
        &self,
        line: ScanLine<'_>,
        words: impl Iterator<Item = (WordMarks, usize)>,
        scratch: &mut ScanScratch,
    ) {
        scratch.met.clear();
        scratch.met.extend_from_slice(&self.free);
        for (marks, at) in words.filter(|(marks, _)| marks.0 > 0) {
            let set = (marks.0 >> 1) as usize;
            if set > 0 {
                scratch.sets_met.meet(set, &mut scratch.met);
            }
            if marks.0 & 1 != 0 {
                self.find_inside_word(&line.text[at..], &mut scratch.due);
            }
        }
    }

    /// Notes the rules of phrases that stand anywhere and begin with this word, or inside it behind an
    /// apostrophe.
    fn find_inside_word(&self, mut text: &str, due: &mut Vec<u32>) {
        loop {
            self.find_inside(text, due);
            let rest = text.trim_start_matches(char::is_alphanumeric);
            let mut behind = rest.chars();
            if behind.next().is_none_or(|c| fold_char(c) != '\'') {
                return;
            }
            text = behind.as_str();
            if !text.starts_with(char::is_alphanumeric) {
                return;
            }
        }
    }

    fn find_inside(&self, text: &str, due: &mut Vec<u32>) {
        for (at, part) in (0..).zip(&self.parts) {
            let wanted = |entry: &Entry| self.home_of(entry.rule) == Some(at);
            part.inside.walk(text, wanted, |hit| {
                due.push(part.inside.entry(hit.entry).rule);
            });
        }
    }

    /// Notes the rules of phrases that stand anywhere and begin with a sign.
    fn find_signs(&self, line: ScanLine<'_>, scratch: &mut ScanScratch) {
        let may_hold =
            |part: &Part| part.has_odd_signs || line.counts.signs & part.inside_signs != 0;
        if !self.parts.iter().any(may_hold) {
            return;
        }
        for (at, c) in line.text.char_indices() {
            if !c.is_alphanumeric() {
                self.find_inside(&line.text[at..], &mut scratch.due);
            }
        }
    }

    /// Finds the rules whose pattern may match in the line.
    fn find_patterns(&self, line: ScanLine<'_>, scratch: &mut ScanScratch) {
        let ScanScratch { met, due, .. } = scratch;
        let bytes = line.text.as_bytes();
        let from = bytes[line.trimmed.0..]
            .iter()
            .position(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
        let from = from.map_or(bytes.len(), |at| line.trimmed.0 + at);
        let digits = if line.counts.digits > 0 { DIGITS } else { 0 };
        let signs = line.counts.signs & !DIGITS | digits;
        let opening = (bytes.first().copied(), &bytes[from..], signs);
        let mut met = &mut met[..];
        for (at, part) in (0..).zip(&self.parts) {
            let own;
            (own, met) = met.split_at_mut(2 * part.filter.width());
            if line.counts.signs & part.all_signs != 0 {
                for (sign, bit) in part.sign_bits.iter().enumerate() {
                    if line.counts.signs & bit != 0 {
                        part.filter.hear_sign(sign, own);
                    }
                }
            }
            part.filter.candidates(opening, own, |pattern| {
                let rule = part.patterns[pattern];
                if self.home_of(rule) == Some(at) {
                    due.push(rule);
                }
            });
        }
    }
}
