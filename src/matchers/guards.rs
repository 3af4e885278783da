//! Guards: whether a rule may speak where its matcher found something.

use crate::matchers::compiled_rule::CompiledRule;
use crate::matchers::found::Match;
use crate::matchers::re::Pattern;
use crate::page::Page;
use crate::page::line::Line;
use crate::rules::guard::{Beside, Guards, Neighbour, is_heading, words_of};

impl CompiledRule {
    /// The first guard that says no to the match, in words; `None` where all hold. Cheap guards
    /// are asked first.
    pub(crate) fn objection(&self, page: &Page<'_>, found: &Match) -> Option<String> {
        let guards = &self.rule.guards;
        by_length(guards, page, found)
            .or_else(|| by_place(guards, page, found))
            .or_else(|| by_neighbours(guards, page, found))
            .or_else(|| by_page(guards, page))
            .or_else(|| by_text(&self.unless, page, found))
    }
}

fn by_length(guards: &Guards, page: &Page<'_>, found: &Match) -> Option<String> {
    let (first, last) = found.lines;
    let words: usize = page.lines()[first..=last]
        .iter()
        .map(|line| line.word_count)
        .sum();
    match (guards.min_words, guards.max_words) {
        (Some(min), _) if words < min => Some(format!("min_words = {min}: it has {words}")),
        (_, Some(max)) if words > max => Some(format!("max_words = {max}: it has {words}")),
        _ => None,
    }
}

fn by_place(guards: &Guards, page: &Page<'_>, found: &Match) -> Option<String> {
    let rank = page.lines()[found.lines.0].rank;
    let from_end = page.filled().len().saturating_sub(rank);
    let share = page.share_before(found.lines.0);
    if let Some(first) = guards.first.filter(|&first| rank >= first) {
        return Some(format!(
            "first = {first}: it is line {} of the page's text",
            rank + 1
        ));
    }
    if let Some(last) = guards.last.filter(|&last| from_end > last) {
        return Some(format!("last = {last}: {} lines follow", from_end - 1));
    }
    guards
        .after
        .filter(|&after| share < after)
        .map(|after| format!("after = {after}: {share:.2} of the words stand before it"))
}

fn by_neighbours(guards: &Guards, page: &Page<'_>, found: &Match) -> Option<String> {
    let (first, last) = found.lines;
    let before = || NeighbourLines {
        blank: first == 0 || page.lines()[first - 1].is_blank(),
        filled: page.filled_before(first),
    };
    let after = || NeighbourLines {
        blank: page.lines().get(last + 1).is_none_or(Line::is_blank),
        filled: page.filled_after(last),
    };
    if !guards.prev.is_empty() && !before().has_any(&guards.prev, page) {
        return Some(format!(
            "prev = {}: the line before is not",
            words_of(&guards.prev)
        ));
    }
    if !guards.next.is_empty() && !after().has_any(&guards.next, page) {
        return Some(format!(
            "next = {}: the line after is not",
            words_of(&guards.next)
        ));
    }
    let beside = |line: usize| Beside {
        words: page.lines()[line].word_count,
        ends_sentence: page.lines()[line].sentence_end,
    };
    let wanted = guards.heading?;
    let (before, after) = (page.filled_before(first), page.filled_after(last));
    let is = is_heading(before.map(beside), after.map(beside));
    (is != wanted).then(|| {
        let what = if is { "could be" } else { "is no" };
        format!("heading = {wanted}: it {what} a heading")
    })
}

fn by_page(guards: &Guards, page: &Page<'_>) -> Option<String> {
    if !guards.domain.is_empty() {
        let host = page.host();
        let covered = host
            .as_deref()
            .is_some_and(|host| guards.domain.iter().any(|domain| covers(domain, host)));
        if !covered {
            let host = host.unwrap_or_else(|| "unknown".to_owned());
            return Some(format!(
                "domain = {}: the host is {host}",
                guards.domain.join(", ")
            ));
        }
    }
    if !guards.lang.is_empty() {
        let lang = page.lang();
        if !lang.is_some_and(|lang| guards.lang.iter().any(|wanted| wanted == lang)) {
            let lang = lang.unwrap_or("unknown");
            return Some(format!(
                "lang = {}: the page's is {lang}",
                guards.lang.join(", ")
            ));
        }
    }
    None
}

fn by_text(unless: &[Pattern], page: &Page<'_>, found: &Match) -> Option<String> {
    let (first, last) = found.lines;
    unless
        .iter()
        .find(|pattern| (first..=last).any(|line| pattern.is_match(page.line_text(line))))
        .map(|pattern| format!("unless = '{}': the line matches it", pattern.source()))
}

/// One side of a match.
struct NeighbourLines {
    blank: bool,
    filled: Option<usize>,
}

impl NeighbourLines {
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

/// Whether `domain` is `host` or one of the labels it ends with.
pub(crate) fn covers(domain: &str, host: &str) -> bool {
    host.strip_suffix(domain)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_end_at_labels() {
        assert!(covers("example.com", "example.com"));
        assert!(covers("example.com", "news.example.com"));
        assert!(!covers("example.com", "badexample.com"));
        assert!(!covers("example.com", "example.com.evil.org"));
    }
}
