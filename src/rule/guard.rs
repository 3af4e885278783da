//! Guards: the conditions under `when`.

use crate::detect::Find;
use crate::detect::pattern::Pattern;
use crate::page::Page;
use crate::rule::worded_enum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

worded_enum! {
    /// What the line before or after a match may look like.
    pub enum Neighbour {
        /// It could be a headline.
        Title = "title",
        /// It reads like prose.
        Prose = "prose",
        /// It could be a label or a button.
        Label = "label",
        /// It is blank, or the page ends there.
        Blank = "blank",
    }
}

/// The conditions of one rule; all that are set must hold.
#[derive(Debug, Clone, Default)]
pub(crate) struct Guards {
    pub(crate) domain: Vec<String>,
    pub(crate) lang: Vec<String>,
    pub(crate) first: Option<usize>,
    pub(crate) last: Option<usize>,
    pub(crate) after: Option<f64>,
    pub(crate) prev: Vec<Neighbour>,
    pub(crate) next: Vec<Neighbour>,
    pub(crate) max_words: Option<usize>,
    pub(crate) min_words: Option<usize>,
    pub(crate) unless: Vec<Pattern>,
}

impl Guards {
    /// Every guard that is set, in words.
    pub(crate) fn in_words(&self) -> Vec<String> {
        let mut words = Vec::new();
        if !self.domain.is_empty() {
            words.push(format!("on pages of {}", self.domain.join(", ")));
        }
        if !self.lang.is_empty() {
            words.push(format!("on pages in {}", self.lang.join(", ")));
        }
        words.extend(self.first.map(|n| edge("first", n)));
        words.extend(self.last.map(|n| edge("last", n)));
        let percent = |share: f64| format!("{:.0} %", share * 100.0);
        words.extend(
            self.after
                .map(|share| format!("after {} of the words", percent(share))),
        );
        words.extend(beside("before", &self.prev));
        words.extend(beside("after", &self.next));
        words.extend(
            self.min_words
                .map(|n| format!("lines of at least {}", words_in_words(n))),
        );
        words.extend(
            self.max_words
                .map(|n| format!("lines of at most {}", words_in_words(n))),
        );
        let unless =
            |pattern: &Pattern| format!("not where '{}' finds something", pattern.source());
        words.extend(self.unless.iter().map(unless));
        words
    }

    /// Whether a guard keeps the rule from most places; a language alone does not.
    pub(crate) fn hold_back(&self) -> bool {
        let Self {
            domain,
            lang: _,
            first,
            last,
            after,
            prev,
            next,
            max_words,
            min_words,
            unless,
        } = self;
        let counts = [first, last, max_words, min_words];
        let lists = [prev, next];
        counts.into_iter().any(Option::is_some)
            || lists.into_iter().any(|list| !list.is_empty())
            || after.is_some()
            || !domain.is_empty()
            || !unless.is_empty()
    }

    /// The first guard that says no to the match, in words; `None` where all hold. Cheap guards
    /// are asked first.
    pub(crate) fn objection(&self, page: &Page<'_>, find: &Find) -> Option<String> {
        self.by_length(page, find)
            .or_else(|| self.by_place(page, find))
            .or_else(|| self.by_neighbours(page, find))
            .or_else(|| self.by_page(page))
            .or_else(|| self.by_text(page, find))
    }

    /// Whether a line of so many words is too short or too long for the rule. The answer does not
    /// change while a page is cleaned, so that the rule need not look at the line.
    pub(crate) fn refuses_length(&self, words: usize) -> bool {
        self.min_words.is_some_and(|min| words < min)
            || self.max_words.is_some_and(|max| words > max)
    }

    fn by_length(&self, page: &Page<'_>, find: &Find) -> Option<String> {
        let (first, last) = find.lines;
        let words: usize = page.lines()[first..=last]
            .iter()
            .map(|line| line.word_count)
            .sum();
        match (self.min_words, self.max_words) {
            (Some(min), _) if words < min => Some(format!("min_words = {min}: it has {words}")),
            (_, Some(max)) if words > max => Some(format!("max_words = {max}: it has {words}")),
            _ => None,
        }
    }

    fn by_place(&self, page: &Page<'_>, find: &Find) -> Option<String> {
        let rank = page.lines()[find.lines.0].rank;
        let from_end = page.filled().len().saturating_sub(rank);
        let share = page.share_before(find.lines.0);
        if let Some(first) = self.first.filter(|&first| rank >= first) {
            return Some(format!(
                "first = {first}: it is line {} of the page's text",
                rank + 1
            ));
        }
        if let Some(last) = self.last.filter(|&last| from_end > last) {
            return Some(format!("last = {last}: {} lines follow", from_end - 1));
        }
        self.after
            .filter(|&after| share < after)
            .map(|after| format!("after = {after}: {share:.2} of the words stand before it"))
    }

    fn by_neighbours(&self, page: &Page<'_>, find: &Find) -> Option<String> {
        let (first, last) = find.lines;
        let before = || Side {
            blank: first == 0 || page.lines()[first - 1].is_blank(),
            filled: page.filled_before(first),
        };
        let after = || Side {
            blank: page
                .lines()
                .get(last + 1)
                .is_none_or(crate::page::line::Line::is_blank),
            filled: page.filled_after(last),
        };
        if !self.prev.is_empty() && !before().has_any(&self.prev, page) {
            return Some(format!(
                "prev = {}: the line before is not",
                words_of(&self.prev)
            ));
        }
        if !self.next.is_empty() && !after().has_any(&self.next, page) {
            return Some(format!(
                "next = {}: the line after is not",
                words_of(&self.next)
            ));
        }
        None
    }

    fn by_page(&self, page: &Page<'_>) -> Option<String> {
        if !self.domain.is_empty() {
            let host = page.host();
            let covered = host
                .as_deref()
                .is_some_and(|host| self.domain.iter().any(|domain| covers(domain, host)));
            if !covered {
                let host = host.unwrap_or_else(|| "unknown".to_owned());
                return Some(format!(
                    "domain = {}: the host is {host}",
                    self.domain.join(", ")
                ));
            }
        }
        if !self.lang.is_empty() {
            let lang = page.lang();
            if !lang.is_some_and(|lang| self.lang.iter().any(|wanted| wanted == lang)) {
                let lang = lang.unwrap_or("unknown");
                return Some(format!(
                    "lang = {}: the page's is {lang}",
                    self.lang.join(", ")
                ));
            }
        }
        None
    }

    fn by_text(&self, page: &Page<'_>, find: &Find) -> Option<String> {
        let (first, last) = find.lines;
        self.unless
            .iter()
            .find(|pattern| (first..=last).any(|line| pattern.is_match(page.line_text(line))))
            .map(|pattern| format!("unless = '{}': the line matches it", pattern.source()))
    }
}

/// One side of a match.
struct Side {
    blank: bool,
    filled: Option<usize>,
}

impl Side {
    fn has_any(&self, wanted: &[Neighbour], page: &Page<'_>) -> bool {
        let line = self.filled.map(|index| page.lines()[index]);
        wanted.iter().any(|shape| match shape {
            Neighbour::Blank => self.blank,
            Neighbour::Title => line.is_some_and(|line| line.is_title()),
            Neighbour::Prose => line.is_some_and(|line| line.is_prose()),
            Neighbour::Label => line.is_some_and(|line| line.is_label()),
        })
    }
}

fn edge(which: &str, lines: usize) -> String {
    match lines {
        1 => format!("in the {which} line that is left"),
        more => format!("in the {which} {more} lines that are left"),
    }
}

fn words_in_words(count: usize) -> String {
    match count {
        1 => "1 word".to_owned(),
        more => format!("{more} words"),
    }
}

fn beside(side: &str, shapes: &[Neighbour]) -> Option<String> {
    let words = words_of(shapes);
    (!shapes.is_empty()).then(|| format!("where the line {side} is {words}"))
}

fn words_of(shapes: &[Neighbour]) -> String {
    shapes
        .iter()
        .map(|shape| shape.word())
        .collect::<Vec<_>>()
        .join(" or ")
}

/// Whether `domain` is `host` or one of the labels it ends with.
fn covers(domain: &str, host: &str) -> bool {
    host.strip_suffix(domain)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guards_in_words() {
        let guards = Guards {
            lang: vec!["en".to_owned()],
            first: Some(1),
            after: Some(0.4),
            next: vec![Neighbour::Title, Neighbour::Blank],
            max_words: Some(25),
            ..Guards::default()
        };
        assert_eq!(
            guards.in_words(),
            [
                "on pages in en",
                "in the first line that is left",
                "after 40 % of the words",
                "where the line after is title or blank",
                "lines of at most 25 words",
            ]
        );
    }

    #[test]
    fn domains_end_at_labels() {
        assert!(covers("example.com", "example.com"));
        assert!(covers("example.com", "news.example.com"));
        assert!(!covers("example.com", "badexample.com"));
        assert!(!covers("example.com", "example.com.evil.org"));
    }
}
