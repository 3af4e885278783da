//! Whether a rule may speak where it has found something.

use crate::clean::language::PageLanguage;
use crate::matchers::compiled_rule::CompiledRule;
use crate::matchers::guards::covers;
use crate::page::live::rest::Rest;
use crate::rules::guard::{Beside, Guards, Neighbour, is_heading};
use crate::scan::found::Found;

/// The guard that says no, with what it was shown; said in words when somebody asks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Objection {
    MinWords(usize),
    MaxWords(usize),
    /// It is that line of the page's text, from 1.
    First(usize),
    /// So many lines follow.
    Last(usize),
    /// That share of the words stands before it.
    After(f64),
    Prev,
    Next,
    Heading,
    Domain,
    Lang(Option<&'static str>),
    /// The pattern of that number finds something.
    Unless(usize),
}

/// A page with what guards ask of it as a whole.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'p> {
    pub(crate) rest: Rest<'p>,
    pub(crate) host: Option<&'p str>,
    pub(crate) language: &'p PageLanguage<'p>,
}

/// The first guard that says no to what was found; `None` where all hold. Cheap guards are asked first.
pub(crate) fn objection(rule: &CompiledRule, page: Asked<'_>, found: &Found) -> Option<Objection> {
    let guards = &rule.rule.guards;
    by_length(guards, page.rest, found)
        .or_else(|| by_place(guards, page.rest, found))
        .or_else(|| by_neighbours(guards, page.rest, found))
        .or_else(|| by_page(guards, page))
        .or_else(|| by_text(rule, page.rest, found))
}

fn by_length(guards: &Guards, rest: Rest<'_>, found: &Found) -> Option<Objection> {
    if guards.min_words.is_none() && guards.max_words.is_none() {
        return None;
    }
    let (first, last) = found.lines();
    let lines = std::iter::successors(Some(first), |&line| rest.after(line));
    let words: usize = lines
        .take_while(|&line| line <= last)
        .map(|line| rest.words(line))
        .sum();
    match (guards.min_words, guards.max_words) {
        (Some(min), _) if words < min => Some(Objection::MinWords(words)),
        (_, Some(max)) if words > max => Some(Objection::MaxWords(words)),
        _ => None,
    }
}

fn by_place(guards: &Guards, rest: Rest<'_>, found: &Found) -> Option<Objection> {
    let (line, _) = found.lines();
    if guards.first.is_some() || guards.last.is_some() {
        let rank = rest.rank(line);
        let from_end = rest.filled_count().saturating_sub(rank);
        if guards.first.is_some_and(|first| rank >= first) {
            return Some(Objection::First(rank + 1));
        }
        if guards.last.is_some_and(|last| from_end > last) {
            return Some(Objection::Last(from_end - 1));
        }
    }
    let after = guards.after?;
    let share = share_before(rest, line);
    (share < after).then_some(Objection::After(share))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "word counts stay far below 2^52"
)]
pub(crate) fn share_before(rest: Rest<'_>, line: usize) -> f64 {
    match rest.word_count() {
        0 => 0.0,
        words => rest.words_before(line) as f64 / words as f64,
    }
}

fn by_neighbours(guards: &Guards, rest: Rest<'_>, found: &Found) -> Option<Objection> {
    let (first, last) = found.lines();
    let is_blank = |line: Option<usize>| line.is_none_or(|line| !rest.is_filled(line));
    if !guards.prev.is_empty() {
        let blank = is_blank(rest.before(first));
        if !has_any(&guards.prev, rest, blank, rest.filled_before(first)) {
            return Some(Objection::Prev);
        }
    }
    if !guards.next.is_empty() {
        let blank = is_blank(rest.after(last));
        if !has_any(&guards.next, rest, blank, rest.filled_after(last)) {
            return Some(Objection::Next);
        }
    }
    let beside = |line: usize| Beside {
        words: rest.words(line),
        ends_sentence: rest.shape(line).ends_sentence(),
    };
    let is_heading = || {
        let (before, after) = (rest.filled_before(first), rest.filled_after(last));
        is_heading(before.map(beside), after.map(beside))
    };
    let wanted = guards.heading?;
    (is_heading() != wanted).then_some(Objection::Heading)
}

fn has_any(wanted: &[Neighbour], rest: Rest<'_>, is_blank: bool, filled: Option<usize>) -> bool {
    let line = filled.map(|line| (rest.shape(line), rest.words(line)));
    wanted.iter().any(|shape| match shape {
        Neighbour::Blank => is_blank,
        Neighbour::Title => line.is_some_and(|(shape, words)| shape.is_title(words)),
        Neighbour::Prose => line.is_some_and(|(shape, words)| shape.is_prose(words)),
        Neighbour::Label => line.is_some_and(|(shape, words)| shape.is_label(words)),
    })
}

fn by_page(guards: &Guards, page: Asked<'_>) -> Option<Objection> {
    if !guards.domain.is_empty() {
        let covered = page
            .host
            .is_some_and(|host| guards.domain.iter().any(|domain| covers(domain, host)));
        if !covered {
            return Some(Objection::Domain);
        }
    }
    if !guards.lang.is_empty() {
        let is_wanted = |lang: &str| guards.lang.iter().any(|wanted| wanted == lang);
        if !page.language.code(page.rest).is_some_and(is_wanted) {
            return Some(Objection::Lang(None));
        }
    }
    None
}

fn by_text(rule: &CompiledRule, rest: Rest<'_>, found: &Found) -> Option<Objection> {
    if rule.unless.is_empty() {
        return None;
    }
    let (first, last) = found.lines();
    let lines = || {
        std::iter::successors(Some(first), |&line| rest.after(line))
            .take_while(move |&line| line <= last)
    };
    let finds = rule
        .unless
        .iter()
        .position(|pattern| lines().any(|line| pattern.is_match(rest.line_text(line))));
    finds.map(Objection::Unless)
}
