//! What stands on more lines than one: copies, cut-off lines, slugs, cards, other stories, blank lines.

use crate::clean::story::code::reads_as_code_by;
use crate::clean::story::looks::LineLooks;
use crate::matchers::pages::card::{CardLines, CardReader, MAX_SMALL_LINES, MAX_TITLE_COPIES};
use crate::matchers::pages::comment_gaps::LEAST_COPIES;
use crate::matchers::pages::comments::{CommentLine, comment_lines};
use crate::matchers::pages::overlap::WordOverlap;
use crate::matchers::pages::slug::MAX_HEADLINE_BYTES;
use crate::matchers::pages::stamp::is_stamp;
use crate::matchers::pages::template::{TemplateText, find_lines};
use crate::matchers::pages::truncated::before_ellipsis;
use crate::model::fast::facts::PageFacts;
use crate::page::live::rest::Rest;
use crate::rulefile::rules::Rules;
use crate::rules::matcher::Matcher;
use crate::rules::params::{
    AppendedParams, BlankRunParams, CardParams, DuplicateParams, KeepCopy, SlugParams,
    TruncatedParams,
};
use crate::rules::template::TemplateParams;
use crate::scan::found::{Found, Place, Why};
use crate::scan::scanner::Scanner;
use crate::text::compare::{continues, line_hash, same_line, slug_key};
use crate::text::keys::KeyTable;
use crate::text::line_key::LineKeys;
use crate::text::number::small;

/// Lines of some sorts, by number in order: found while the page is read.
#[derive(Debug, Default)]
pub(crate) struct LineMarks {
    /// Those that may be cut off with an ellipsis.
    pub(crate) cut_off: Vec<u32>,
    /// Those that are nothing but an age or a date.
    pub(crate) stamps: Vec<u32>,
    /// Those that read as code.
    pub(crate) code: Vec<u32>,
    /// What each line looks like, by number.
    pub(crate) looks: Vec<LineLooks>,
}

impl LineMarks {
    pub(crate) fn clear(&mut self) {
        self.cut_off.clear();
        self.stamps.clear();
        self.code.clear();
        self.looks.clear();
    }

    /// Notes what a line is.
    pub(crate) fn note(&mut self, line: usize, sorts: LineSorts) {
        let note = |marks: &mut Vec<u32>, is: bool| {
            let at = marks.partition_point(|&one| (one as usize) < line);
            let known = marks.get(at).is_some_and(|&one| one as usize == line);
            match (is, known) {
                (true, false) => marks.insert(at, small(line)),
                (false, true) => drop(marks.remove(at)),
                _ => {}
            }
        };
        note(&mut self.cut_off, sorts.is_cut_off);
        note(&mut self.stamps, sorts.is_stamp);
        note(&mut self.code, sorts.is_code);
        if self.looks.len() <= line {
            self.looks.resize(line + 1, LineLooks::default());
        }
        self.looks[line] = sorts.looks;
    }
}

/// Of which of these sorts a line is by its text.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LineSorts {
    is_cut_off: bool,
    is_stamp: bool,
    is_code: bool,
    looks: LineLooks,
}

impl LineSorts {
    /// Those of a line without white space at its ends, of which the signs are known, and whether it has digits.
    pub(crate) fn of(trimmed: &str, signs: u64, has_digit: bool) -> Self {
        Self {
            is_cut_off: before_ellipsis(trimmed).is_some(),
            is_stamp: is_stamp(trimmed),
            is_code: reads_as_code_by(trimmed, signs),
            looks: LineLooks::with_digits(trimmed, has_digit),
        }
    }
}

/// Buffers for what is found on pages.
#[derive(Debug, Default)]
pub(crate) struct PageScratch {
    counts: KeyTable<u32>,
    /// Lines that are the same as others: hash, rank and line.
    copies: Vec<(u64, u32, u32)>,
    /// For each such line's hash the rank, plus one, and the line that had it last.
    last: KeyTable<(u32, u32)>,
    filled: Vec<u32>,
    keys: LineKeys,
    /// The rules for the page at hand.
    rules: Vec<usize>,
}

/// What page rules look at.
#[derive(Clone, Copy)]
pub(crate) struct PageView<'p> {
    pub(crate) rest: Rest<'p>,
    pub(crate) facts: Option<&'p PageFacts>,
    pub(crate) marks: &'p LineMarks,
    pub(crate) host: Option<&'p str>,
    /// What line rules found, headings among it.
    pub(crate) found: &'p [Found],
}

/// Adds what the rules for whole pages find, rule by rule; how many pages of the host were counted.
pub(crate) fn scan_page(
    rules: &Rules,
    scanner: &Scanner,
    view: PageView<'_>,
    scratch: &mut PageScratch,
    found: &mut Vec<Found>,
) -> u32 {
    let page_rules = &scanner.page_rules;
    let least = page_rules
        .iter()
        .filter_map(|&rule| match &rules.at(rule).matcher {
            Matcher::Duplicate(params) => Some(params.min_words),
            _ => None,
        });
    if let Some(least) = least.min() {
        find_copies(view, least, scratch);
    }
    let mut due = std::mem::take(&mut scratch.rules);
    scanner.templates.of_host(view.host, &mut due);
    let host_pages = scanner.templates.pages(&due);
    due.extend_from_slice(page_rules);
    due.sort_unstable();
    for &at in &due {
        let rule = small(at);
        match &rules.at(at).matcher {
            Matcher::Duplicate(params) => duplicates(view, params, rule, scratch, found),
            Matcher::Truncated(params) => truncated(view, params, rule, found),
            Matcher::Slug(params) => slugs(view, params, rule, found),
            Matcher::Card(params) => cards(view, params, rule, scratch, found),
            Matcher::Appended(params) => appended(view, params, rule, found),
            Matcher::BlankRun(params) => blank_runs(view, params, rule, found),
            Matcher::Comments(params) => comments(view, params.least, rule, |_| None, found),
            Matcher::Template(params) => templates(view, params, rule, scratch, found),
            _ => {}
        }
    }
    scratch.rules = due;
    host_pages
}

/// Finds the lines that stand more than once.
fn find_copies(view: PageView<'_>, least_words: usize, scratch: &mut PageScratch) {
    let rest = view.rest;
    scratch.copies.clear();
    scratch.counts.clear();
    for (rank, line) in (0..).zip(rest.filled()) {
        if rest.words(line) < least_words {
            continue;
        }
        let hash = match view.facts {
            Some(facts) => facts.lines[rest.live.row(line)].hash,
            None => line_hash(rest.trimmed_text(line)),
        };
        *scratch.counts.entry(hash) += 1;
        scratch.copies.push((hash, rank, small(line)));
    }
    let counts = &scratch.counts;
    scratch
        .copies
        .retain(|&(hash, ..)| counts.get(hash).is_some_and(|count| count > 1));
}

fn duplicates(
    view: PageView<'_>,
    params: &DuplicateParams,
    rule: u32,
    scratch: &mut PageScratch,
    found: &mut Vec<Found>,
) {
    let rest = view.rest;
    let from = found.len();
    scratch.last.clear();
    for &(hash, rank, line) in &scratch.copies {
        if rest.words(line as usize) < params.min_words {
            continue;
        }
        let last = scratch.last.entry(hash);
        let (earlier_rank, earlier) = std::mem::replace(last, (rank + 1, line));
        let is_near = earlier_rank > 0 && (rank + 1 - earlier_rank) as usize <= params.within;
        let text = |line: u32| rest.trimmed_text(line as usize);
        if is_near && same_line(text(earlier), text(line)) {
            let copy = match params.keep {
                KeepCopy::First => line,
                KeepCopy::Last => earlier,
            };
            let why = Why::Same(rest.text_ref(copy as usize));
            found.push(Found {
                rule,
                first: copy,
                last: copy,
                place: Place::Trimmed,
                why,
            });
        }
    }
    found[from..].sort_by_key(|one| one.first);
}

fn truncated(view: PageView<'_>, params: &TruncatedParams, rule: u32, found: &mut Vec<Found>) {
    let rest = view.rest;
    for &line in &view.marks.cut_off {
        let line = line as usize;
        if !rest.is_live(line) || rest.words(line) < params.min_words {
            continue;
        }
        let Some(start) = before_ellipsis(rest.trimmed_text(line)) else {
            continue;
        };
        let before = std::iter::successors(rest.filled_before(line), |&at| rest.filled_before(at));
        let mut near: Vec<usize> = before.take(params.within).collect();
        near.reverse();
        let after = std::iter::successors(rest.filled_after(line), |&at| rest.filled_after(at));
        near.extend(after.take(params.within));
        let whole = near
            .into_iter()
            .find(|&at| continues(rest.trimmed_text(at), start));
        if let Some(at) = whole {
            found.push(Found {
                rule,
                first: small(line),
                last: small(line),
                place: Place::Trimmed,
                why: Why::FullText(rest.text_ref(at)),
            });
        }
    }
}

fn slugs(view: PageView<'_>, params: &SlugParams, rule: u32, found: &mut Vec<Found>) {
    let rest = view.rest;
    let is_lower = |text: &str| !text.chars().any(char::is_uppercase);
    let top = || {
        let lines = rest
            .filled()
            .take(params.first)
            .map(|line| (line, rest.trimmed_text(line)));
        lines.filter(|(_, text)| text.len() <= MAX_HEADLINE_BYTES)
    };
    for (line, text) in top().filter(|(_, text)| is_lower(text)) {
        let key = slug_key(text);
        let headline = top().find(|(other, title)| {
            *other != line
                && !is_lower(title)
                && rest.words(*other) >= params.min_words
                && slug_key(title) == key
        });
        if let Some((title, _)) = headline {
            found.push(Found {
                rule,
                first: small(line),
                last: small(line),
                place: Place::Trimmed,
                why: Why::Lowered(rest.text_ref(title)),
            });
        }
    }
}

fn cards(
    view: PageView<'_>,
    params: &CardParams,
    rule: u32,
    scratch: &mut PageScratch,
    found: &mut Vec<Found>,
) {
    let rest = view.rest;
    if !view
        .marks
        .stamps
        .iter()
        .any(|&line| rest.is_live(line as usize))
    {
        return;
    }
    scratch.filled.clear();
    scratch.filled.extend(rest.filled().map(small));
    let lines = RestLines {
        rest,
        stamps: &view.marks.stamps,
        filled: &scratch.filled,
    };
    let reader = CardReader {
        lines,
        body: params.body,
    };
    reader.for_runs(params.min, |from, to, cards| {
        let (first, last) = (scratch.filled[from], scratch.filled[to]);
        found.push(Found {
            rule,
            first,
            last,
            place: Place::Trimmed,
            why: Why::Cards(small(cards), rest.text_ref(first as usize)),
        });
    });
}

/// What is left of a page, for cards.
struct RestLines<'p> {
    rest: Rest<'p>,
    /// The lines that are stamps, and those that are filled.
    stamps: &'p [u32],
    filled: &'p [u32],
}

impl RestLines<'_> {
    fn line(&self, rank: usize) -> Option<usize> {
        self.filled.get(rank).map(|&line| line as usize)
    }
}

impl CardLines for RestLines<'_> {
    fn count(&self) -> usize {
        self.filled.len()
    }

    fn text(&self, rank: usize) -> &str {
        let line = self.line(rank);
        line.map_or("", |line| self.rest.trimmed_text(line))
    }

    fn words(&self, rank: usize) -> usize {
        self.line(rank).map_or(0, |line| self.rest.words(line))
    }

    fn is_title(&self, rank: usize) -> bool {
        let line = self.line(rank);
        line.is_some_and(|line| self.rest.shape(line).is_title(self.rest.words(line)))
    }

    fn is_prose(&self, rank: usize) -> bool {
        let line = self.line(rank);
        line.is_some_and(|line| self.rest.shape(line).is_prose(self.rest.words(line)))
    }

    fn is_stamp(&self, rank: usize) -> bool {
        let line = self.filled.get(rank);
        line.is_some_and(|line| self.stamps.binary_search(line).is_ok())
    }

    /// No card is without a stamp.
    fn may_begin(&self, rank: usize) -> bool {
        let Some(&line) = self.filled.get(rank) else {
            return false;
        };
        let behind = &self.stamps[self.stamps.partition_point(|&at| at <= line)..];
        let next = behind.iter().find(|&&at| self.rest.is_live(at as usize));
        let reach = rank + 1 + MAX_TITLE_COPIES + MAX_SMALL_LINES;
        next.is_some_and(|&next| next <= self.filled[reach.min(self.filled.len() - 1)])
    }
}

fn appended(view: PageView<'_>, params: &AppendedParams, rule: u32, found: &mut Vec<Found>) {
    let rest = view.rest;
    let is_heading = |one: &&Found| one.rule == rule && one.why == Why::Heading;
    let mut vocabulary = None;
    for heading in view.found.iter().filter(is_heading) {
        let vocabulary = vocabulary.get_or_insert_with(|| {
            let lines: Vec<&str> = rest.filled().map(|line| rest.line_text(line)).collect();
            WordOverlap::of_lines(&lines)
        });
        let overlap = vocabulary.overlap_after(rest.rank(heading.first as usize));
        if overlap <= params.max_overlap {
            found.push(Found {
                why: Why::Overlap(overlap),
                ..*heading
            });
        }
    }
}

fn templates(
    view: PageView<'_>,
    params: &TemplateParams,
    rule: u32,
    scratch: &mut PageScratch,
    found: &mut Vec<Found>,
) {
    if params.is_of_comments {
        let repeated = |text: &str| params.find(text, &mut scratch.keys);
        return comments(view, LEAST_COPIES, rule, repeated, found);
    }
    let rest = view.rest;
    let lines = rest.filled().map(|line| TemplateText {
        line,
        text: rest.trimmed_text(line),
        is_prose: rest.shape(line).is_prose(rest.words(line)),
    });
    for (line, number) in find_lines(params, lines, &mut scratch.keys) {
        found.push(whole_line(rule, line, Why::Repeated(rule, number)));
    }
}

/// Finds comments, of lines of which the host repeats those that `repeated` numbers.
fn comments(
    view: PageView<'_>,
    least: usize,
    rule: u32,
    repeated: impl FnMut(&str) -> Option<u32>,
    found: &mut Vec<Found>,
) {
    let rest = view.rest;
    let lines = rest.filled().map(|line| CommentLine {
        line,
        text: rest.trimmed_text(line),
        words: rest.words(line),
    });
    for (line, number) in comment_lines(lines, least, repeated) {
        let why = number.map_or(Why::Dated, |number| Why::Repeated(rule, number));
        found.push(whole_line(rule, line, why));
    }
}

fn whole_line(rule: u32, line: usize, why: Why) -> Found {
    Found {
        rule,
        first: small(line),
        last: small(line),
        place: Place::Trimmed,
        why,
    }
}

fn blank_runs(view: PageView<'_>, params: &BlankRunParams, rule: u32, found: &mut Vec<Found>) {
    let rest = view.rest;
    // A page of nothing but blank lines is left alone: there is no paragraph to part.
    if rest.filled_count() == 0 {
        return;
    }
    let mut lines = rest.lines().peekable();
    let mut is_first = true;
    while let Some(line) = lines.next() {
        if rest.is_filled(line) {
            is_first = false;
            continue;
        }
        let (mut run, mut last) = (1, line);
        let mut kept_after = if is_first { 0 } else { params.keep };
        let mut from = (kept_after == 0).then_some(line);
        while let Some(next) = lines.next_if(|&next| !rest.is_filled(next)) {
            if run == kept_after {
                from = Some(next);
            }
            run += 1;
            last = next;
        }
        if lines.peek().is_none() {
            (kept_after, from) = (0, Some(line));
        }
        if run > kept_after
            && let Some(first) = from
        {
            found.push(Found {
                rule,
                first: small(first),
                last: small(last),
                place: Place::Whole,
                why: Why::Blank(small(run - kept_after)),
            });
        }
    }
}
