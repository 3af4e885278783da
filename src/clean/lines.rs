//! The lines of a page: each is read and scanned once, or what is known of it is looked up.

use crate::clean::by::By;
use crate::clean::line_memo::{KnownLine, LineMemo, MAX_BYTES, hash_of};
use crate::clean::pages::{LineMarks, LineSorts};
use crate::clean::stage_clock::Stage;
use crate::model::fast::facts::{ContentToken, PageFacts, ReadLine};
use crate::model::fast::vocabulary::{PageVocabulary, Vocabulary};
use crate::model::weigh::MOST_LINES;
use crate::page::reader::{LineReader, NewWords};
use crate::page::table::{LineTable, Shape, split_lines, trim};
use crate::scan::found::Found;
use crate::scan::line::{ScanLine, ScanScratch};
use crate::scan::scanner::Scanner;
use crate::text::number::small;
use crate::text::span::Span;

/// What is known of the lines of a page at hand; of words and short lines, from page to page.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    reader: LineReader,
    known: PageVocabulary,
    facts: PageFacts,
    /// The content words of a line, by stem.
    stems: Vec<ContentToken>,
    /// Whether facts of lines are kept.
    keeps_facts: bool,
    /// What is known of short lines, from page to page.
    memo: LineMemo,
    marks: LineMarks,
    scan: ScanScratch,
    /// What is known of words where nothing is weighed.
    no_words: Vocabulary,
}

/// A filled line of a text.
#[derive(Clone, Copy)]
pub(crate) struct TextLine<'t> {
    pub(crate) text: &'t str,
    /// Which line of the page it is.
    pub(crate) number: usize,
    /// Its bytes, without what ends it.
    pub(crate) span: Span,
    /// The same without white space at both ends.
    pub(crate) trimmed: Span,
}

/// Hears of new words.
struct Listener<'p> {
    known: &'p mut PageVocabulary,
    vocabulary: &'p Vocabulary,
    scanner: &'p Scanner,
    scan: &'p mut ScanScratch,
}

impl NewWords for Listener<'_> {
    fn hear(&mut self, key: u64, stem: u64, text: &str) {
        let scan = |text: &str| self.scanner.marks(text, self.scan);
        self.known.add(self.vocabulary, key, stem, text, scan);
    }
}

impl Lines {
    /// Reads all lines of a page, and scans each.
    pub(crate) fn read_page(
        &mut self,
        by: By<'_>,
        text: &str,
        table: &mut LineTable,
        found: &mut Vec<Found>,
    ) {
        if self.known.begin() {
            self.reader.clear();
            self.scan.forget_words();
            self.memo.clear();
        }
        self.facts.clear();
        self.marks.clear();
        self.reader.begin();
        self.keeps_facts = by.evidence.is_some();
        table.clear();
        found.clear();
        let (mut number, mut filled) = (0, 0);
        split_lines(text, |span, ending| {
            let trimmed = trim(text, span);
            let shape = Shape::new(&text[trimmed.range()], ending);
            let mut words = 0;
            if shape.is_filled() {
                filled += 1;
                if filled > MOST_LINES {
                    self.keeps_facts = false;
                    self.facts.clear();
                }
                let line = TextLine {
                    text,
                    number,
                    span,
                    trimmed,
                };
                words = self.read(by, line, found);
            }
            table.push(span, words, shape);
            number += 1;
        });
    }

    /// Reads and scans a line that was written anew; how many words it has, and its place among all lines that were
    /// read.
    pub(crate) fn read_anew(
        &mut self,
        by: By<'_>,
        line: TextLine<'_>,
        found: &mut Vec<Found>,
    ) -> (u32, u32) {
        self.reader.begin();
        let row = small(self.facts.lines.len());
        (self.read(by, line, found), row)
    }

    /// What is known of the lines that were read, in the order of reading; nothing where no line is weighed or the
    /// page came with more than [`MOST_LINES`].
    pub(crate) fn facts(&self) -> Option<&PageFacts> {
        self.keeps_facts.then_some(&self.facts)
    }

    /// How rare each content word of the page is.
    pub(crate) fn word_weights(&self) -> &[f32] {
        &self.known.weights
    }

    /// Of which sorts the lines are.
    pub(crate) fn marks(&self) -> &LineMarks {
        &self.marks
    }

    /// Reads and scans a line, or looks up what is known of it; how many words it has.
    fn read(&mut self, by: By<'_>, line: TextLine<'_>, found: &mut Vec<Found>) -> u32 {
        let range = line.span.range();
        if range.len() > MAX_BYTES {
            return self.read_new(by, line, None, found);
        }
        let bytes = line.text.as_bytes();
        let hash = hash_of(bytes, range.clone());
        let known = self.memo.get(&bytes[range], hash);
        let Some(known) = known.filter(|known| known.facts.is_some() || !self.keeps_facts) else {
            return self.read_new(by, line, Some(hash), found);
        };
        let number = small(line.number);
        found.extend(known.found.iter().map(|&one| Found {
            first: number,
            last: number,
            ..one
        }));
        self.marks.note(line.number, known.sorts);
        if let Some((facts, stems)) = known.facts.filter(|_| self.keeps_facts) {
            self.facts.add(facts, stems, &mut self.known);
        }
        by.over(Stage::Read);
        known.words
    }

    /// Reads and scans a line, and keeps what is known of it by that hash.
    fn read_new(
        &mut self,
        by: By<'_>,
        line: TextLine<'_>,
        hash: Option<u64>,
        found: &mut Vec<Found>,
    ) -> u32 {
        let TextLine {
            text,
            number,
            span,
            trimmed,
        } = line;
        let vocabulary = by
            .evidence
            .map_or(&self.no_words, |evidence| &evidence.fast.vocabulary);
        self.reader.truncate(0);
        let mut listener = Listener {
            known: &mut self.known,
            vocabulary,
            scanner: by.scanner,
            scan: &mut self.scan,
        };
        let counts = self
            .reader
            .read(text, (trimmed.start, trimmed.end), &mut listener);
        by.over(Stage::Read);
        let tokens = self.reader.tokens();
        let scanned = ScanLine {
            line: number,
            text: &text[span.range()],
            trimmed: (trimmed.start - span.start, trimmed.end - span.start),
            counts: &counts,
        };
        let starts = self
            .reader
            .starts()
            .iter()
            .map(|&start| start as usize - span.start);
        let words = tokens.iter().zip(starts);
        let words = words.map(|(token, start)| (self.known.words[token.word()].marks, start));
        let found_before = found.len();
        by.scanner
            .scan(by.rules.compiled(), scanned, words, &mut self.scan, found);
        by.over(Stage::Scan);
        let trimmed_text = &text[trimmed.range()];
        let sorts = LineSorts::of(trimmed_text, counts.signs, counts.digits > 0);
        self.marks.note(number, sorts);
        let mut own = None;
        if self.keeps_facts {
            let read = ReadLine {
                text: trimmed_text,
                counts,
                tokens,
            };
            let words = (self.reader.words(), &self.known.words[..]);
            let facts = self
                .facts
                .read(&read, words, &vocabulary.lexicons, &mut self.stems);
            self.facts.add(facts, &self.stems, &mut self.known);
            own = Some((facts, &self.stems[..]));
        }
        if let Some(hash) = hash
            && self.keeps_facts == by.evidence.is_some()
        {
            let known = KnownLine {
                words: counts.words,
                sorts,
                facts: own,
                found: &found[found_before..],
            };
            self.memo.keep(&text.as_bytes()[span.range()], hash, &known);
        }
        by.over(Stage::Read);
        counts.words
    }
}
