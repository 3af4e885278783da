//! The lines that one host repeats, judged.

use crate::matchers::pages::comment_words::tells_of_comments;
use crate::matchers::pages::comments::has_date;
use crate::matchers::pages::template::has_subject;
use crate::page::line::PROSE_WORDS;
use crate::rules::mode::Mode;
use crate::rules::template::{LinePlace, TemplateLine};
use crate::text::hash::KeyMap;
use crate::text::line_key::{LineKeys, Vary, letters};
use crate::tools::templates::accept::{Copies, Evidence, LEAST_PAGES, judge, judge_copies};
use crate::tools::templates::different::DifferentPages;
use crate::tools::templates::line_count::{Context, LineCount};
use crate::tools::templates::pages::PageCount;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Lines of a host whose texts are kept for the contexts of others; of more, lines on one page are not.
pub(crate) const MOST_TEXTS: usize = 200_000;

/// What is counted of a host, while its rows come.
#[derive(Debug, Default)]
pub(crate) struct Host {
    pages: BTreeMap<Arc<str>, PageCount>,
    /// Lines on more pages than one, by key.
    lines: KeyMap<LineCount>,
    order: Vec<u64>,
    /// Texts of lines that stand on one page.
    texts: KeyMap<Box<str>>,
    /// Words on all pages.
    words: u64,
}

/// A line that the host repeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Repeated {
    pub(crate) line: TemplateLine,
    pub(crate) mode: Mode,
    /// Its words on all pages.
    pub(crate) words: u64,
    /// Another text, where it varies.
    pub(crate) also: Option<String>,
    /// What stood before and after it on one of its pages.
    pub(crate) around: (Option<String>, Option<String>),
}

/// The lines that a host repeats, surest first, and how many different pages it has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HostTemplates {
    pub(crate) pages: u32,
    pub(crate) lines: Vec<Repeated>,
    /// Lines that stand on their pages again and again, as they do with comments.
    #[serde(default)]
    pub(crate) copies: Vec<Repeated>,
}

/// A host whose rows are all there.
struct Review<'h> {
    host: &'h Host,
    of_pages: u32,
    keys: LineKeys,
    /// Different pages of each line.
    counted: KeyMap<u32>,
}

impl Host {
    pub(crate) fn add_page(&mut self, id: Arc<str>, page: PageCount) {
        self.pages.insert(id, page);
    }

    pub(crate) fn add_line(&mut self, key: u64, line: LineCount) {
        if line.vary == Vary::Nothing {
            self.words += line.words_in_all();
        }
        if line.pages > 1 {
            self.order.push(key);
            self.lines.insert(key, line);
        } else if line.vary == Vary::Nothing && self.texts.len() < MOST_TEXTS {
            self.texts.insert(key, line.text().into());
        }
    }

    /// Adds words of lines on one page.
    pub(crate) fn add_words(&mut self, words: u64) {
        self.words += words;
    }

    /// Adds the text of a line on one page, which stands beside others.
    pub(crate) fn add_text(&mut self, key: u64, text: &str) {
        self.texts.insert(key, text.into());
    }

    /// Words on all pages.
    pub(crate) fn words(&self) -> u64 {
        self.words
    }

    pub(crate) fn page_count(&self) -> usize {
        self.pages.len()
    }

    /// Whether a line on several pages says that comments follow.
    fn tells_of_comments(&self) -> bool {
        let lines = self.order.iter().filter_map(|key| self.lines.get(key));
        let mut tells = lines.map(|line| tells_of_comments(line.text(), line.words as usize));
        tells.any(|tells| tells)
    }

    /// What the host repeats. O(n) in its lines, and O(n log n) in its pages.
    pub(crate) fn judged(&self) -> HostTemplates {
        if self.pages.len() < LEAST_PAGES as usize {
            return HostTemplates::default();
        }
        let different = DifferentPages::of(&self.pages);
        let mut review = Review {
            host: self,
            of_pages: different.count,
            keys: LineKeys::default(),
            counted: KeyMap::default(),
        };
        for (&key, line) in self
            .order
            .iter()
            .filter_map(|key| Some((key, self.lines.get(key)?)))
        {
            review.counted.insert(key, different.of_line(line));
        }
        let mut lines: Vec<Repeated> = self
            .order
            .iter()
            .filter_map(|key| review.judge(*key))
            .collect();
        let mut copies: Vec<Repeated> = Vec::new();
        if self.tells_of_comments() {
            let keys = self.order.iter();
            copies.extend(keys.filter_map(|key| review.judge_copies(*key)));
        }
        for lines in [&mut lines, &mut copies] {
            review.leave_out_covered(lines);
            surest_first(lines);
        }
        HostTemplates {
            pages: review.of_pages,
            lines,
            copies,
        }
    }
}

fn surest_first(lines: &mut [Repeated]) {
    lines.sort_by_cached_key(|one| {
        let often = std::cmp::Reverse(one.line.pages);
        (
            one.mode,
            one.line.place,
            often,
            one.line.text.clone(),
            one.line.vary,
        )
    });
}

impl Review<'_> {
    fn counted(&self, key: u64) -> u32 {
        self.counted.get(&key).copied().unwrap_or(0)
    }

    fn judge(&mut self, key: u64) -> Option<Repeated> {
        let line = &self.host.lines[&key];
        let pages = self.counted(key);
        if pages < LEAST_PAGES || line.words == 0 {
            return None;
        }
        let text = line.text();
        let family = [Vary::Numbers, Vary::Names].map(|vary| self.keys.key(text, vary));
        let family = family.into_iter().flatten().map(|key| self.counted(key));
        let family_pages = family.max().unwrap_or(0).max(pages);
        let mode = judge(Evidence {
            vary: line.vary,
            pages,
            of_pages: self.of_pages,
            family_pages,
            letters: letters(text),
            is_alone: self.is_alone(line),
            opens_prose: self.opens_prose(line),
            varies: line.samples.0.len() > 1,
            place: place(line),
        })?;
        Some(self.repeated(key, mode))
    }

    /// A line that stands on its pages again and again, as one does that comes with each comment.
    fn judge_copies(&self, key: u64) -> Option<Repeated> {
        let line = &self.host.lines[&key];
        let pages = self.counted(key);
        let mode = judge_copies(Copies {
            pages,
            of_pages: self.of_pages,
            times_a_page: line.times / line.pages.max(1),
            parts: has_date(line.text()) || letters(line.text()) > 0,
        })?;
        Some(self.repeated(key, mode))
    }

    fn repeated(&self, key: u64, mode: Mode) -> Repeated {
        let line = &self.host.lines[&key];
        let also = line.samples.0.get(1).filter(|_| line.vary != Vary::Nothing);
        Repeated {
            line: TemplateLine {
                text: line.text().to_owned(),
                vary: line.vary,
                key: (!line.is_whole()).then_some(key),
                pages: self.counted(key),
                is_headline: line.is_headline(),
                place: Some(place(line)),
            },
            mode,
            words: line.words_in_all(),
            also: also.map(|sample| sample.text.to_string()),
            around: self.around(line.contexts[0]),
        }
    }

    /// Whether in at least half of the contexts no repeated line stands beside it, nor the page's edge.
    fn is_alone(&mut self, line: &LineCount) -> bool {
        let mut alone = 0;
        for context in &line.contexts {
            let is_own = |key: u64, this: &mut Self| key != 0 && !this.is_repeated(key);
            alone += usize::from(is_own(context.before, self) && is_own(context.after, self));
        }
        alone * 2 >= line.contexts.len()
    }

    /// Whether it is prose, or a title above all prose, and in all contexts prose of the page's own follows it.
    fn opens_prose(&mut self, line: &LineCount) -> bool {
        let is_prose = line.prose * 2 >= line.pages;
        let is_title = || place(line) == LinePlace::Start && has_subject(line.text());
        let may_open = is_prose || is_title();
        if !may_open || line.vary != Vary::Nothing {
            return false;
        }
        line.contexts.iter().all(|context| {
            let text = self.text(context.after).unwrap_or_default();
            let is_prose = text.split_whitespace().nth(PROSE_WORDS - 1).is_some();
            is_prose && !self.is_repeated(context.after)
        })
    }

    fn is_repeated(&mut self, key: u64) -> bool {
        if self.counted(key) >= LEAST_PAGES {
            return true;
        }
        let numbers = self.text(key).map(str::to_owned);
        let numbers = numbers.and_then(|text| self.keys.key(&text, Vary::Numbers));
        numbers.is_some_and(|key| self.counted(key) >= LEAST_PAGES)
    }

    fn text(&self, key: u64) -> Option<&str> {
        let of_many = self.host.lines.get(&key).map(LineCount::text);
        of_many.or_else(|| self.host.texts.get(&key).map(|text| &**text))
    }

    fn around(&self, context: Context) -> (Option<String>, Option<String>) {
        let text = |key| self.text(key).map(str::to_owned);
        (text(context.before), text(context.after))
    }

    /// A line need not be named where one that varies is, and is as sure.
    fn leave_out_covered(&mut self, lines: &mut Vec<Repeated>) {
        let mut modes: KeyMap<Mode> = KeyMap::default();
        for one in lines.iter().filter(|one| one.line.vary != Vary::Nothing) {
            if let Some(key) = self.keys.key(&one.line.text, one.line.vary) {
                modes.insert(key, one.mode);
            }
        }
        lines.retain(|one| {
            let wider = [Vary::Numbers, Vary::Names];
            let mut wider = wider.into_iter().filter(|vary| *vary > one.line.vary);
            !wider.any(|vary| {
                let key = self.keys.key(&one.line.text, vary);
                let mode = key.and_then(|key| modes.get(&key));
                mode.is_some_and(|mode| *mode <= one.mode)
            })
        });
    }
}

fn place(line: &LineCount) -> LinePlace {
    let places = line.places;
    if places.middle * 2 >= line.pages {
        LinePlace::Middle
    } else if places.start >= places.end {
        LinePlace::Start
    } else {
        LinePlace::End
    }
}
