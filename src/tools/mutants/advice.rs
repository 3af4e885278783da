//! Mutants in words: what was deleted, and which test would notice.

use crate::rules::effect::{Extent, Polarity};
use crate::rules::guard::Neighbour;
use crate::rules::rule::Rule;
use crate::tools::mutants::deletion::{Deletion, GuardKey};
use crate::tools::mutants::mutant::Mutant;
use crate::tools::mutants::reset::resets;

impl Mutant<'_> {
    /// What was deleted, as the file has it.
    pub fn what(&self) -> String {
        let rule = self.rule;
        match self.deletion {
            Deletion::Phrase(at) => quoted(phrase(rule, at)),
            Deletion::Setting(at) => resets(&rule.matcher).swap_remove(at).written,
            Deletion::GuardKey(guard) => format!("when.{} = {}", guard.key(), value(guard, rule)),
            Deletion::Shape(guard, shape) => {
                format!("{} of when.{}", quoted(shape.word()), guard.key())
            }
            Deletion::Unless(at) => format!("when.unless '{}'", pattern(rule, at)),
            Deletion::Extent => format!("remove = \"{}\"", rule.remove),
            Deletion::PlusLines => format!("plus_lines = {}", rule.plus_lines),
        }
    }

    /// Which test would notice that it was deleted, in a sentence without a full stop.
    pub fn advice(&self) -> String {
        let rule = self.rule;
        let (goes, stays) = match rule.polarity {
            Polarity::Cut => ("goes", "stays"),
            Polarity::Protect => ("is kept", "may go"),
        };
        let line = match self.deletion {
            Deletion::Phrase(at) => line_of(rule, at),
            _ => line_of(rule, 0),
        };
        let test = match self.deletion {
            Deletion::Phrase(_) => format!("{line} that {goes}"),
            Deletion::Setting(_) => "a page that comes out otherwise without it".to_owned(),
            Deletion::GuardKey(guard) => format!("{line}, {}, that {stays}", outside(guard, rule)),
            Deletion::Shape(guard, shape) => {
                format!(
                    "{line}, {}, that {goes}",
                    beside(guard, &only(shape, guard, rule))
                )
            }
            Deletion::Unless(at) => {
                format!(
                    "{line}, in which '{}' finds something, that {stays}",
                    pattern(rule, at)
                )
            }
            Deletion::Extent => match rule.remove {
                Extent::Match | Extent::Rest => format!("{line} of which a part {stays}"),
                _ => format!("{line} with which other lines {}", plural(goes)),
            },
            Deletion::PlusLines => format!("{line} with which the next one {goes}"),
        };
        format!("add a test with {test}, or do without")
    }
}

fn phrase(rule: &Rule, at: usize) -> &str {
    rule.phrases().get(at).map_or("", String::as_str)
}

fn pattern(rule: &Rule, at: usize) -> &str {
    rule.guards.unless.get(at).map_or("", String::as_str)
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn plural(goes: &str) -> &str {
    match goes {
        "goes" => "go",
        _ => "are kept",
    }
}

/// A line that the rule finds by its phrase, in words.
fn line_of(rule: &Rule, at: usize) -> String {
    let phrase = quoted(phrase(rule, at));
    match rule.matcher_key() {
        "line" => format!("a line {phrase}"),
        "start" => format!("a line that begins with {phrase}"),
        "anywhere" => format!("a line that holds {phrase}"),
        "appended" => format!("a heading {phrase}"),
        "regex" => "a line that the pattern matches".to_owned(),
        key => format!("something that `{key}` finds"),
    }
}

/// What the guard holds off, in words.
fn outside(guard: GuardKey, rule: &Rule) -> String {
    let guards = &rule.guards;
    let number = |value: Option<usize>| value.unwrap_or_default();
    match guard {
        GuardKey::First => format!("below the first {} lines", number(guards.first)),
        GuardKey::Last => format!("above the last {} lines", number(guards.last)),
        GuardKey::After => {
            let share = guards.after.unwrap_or_default() * 100.0;
            format!("before {share:.0} % of the page's words")
        }
        GuardKey::Heading if guards.heading == Some(true) => "over no sentence".to_owned(),
        GuardKey::Heading => "with a sentence before it and one after it".to_owned(),
        GuardKey::MaxWords => format!("of more than {} words", number(guards.max_words)),
        GuardKey::MinWords => format!("of fewer than {} words", number(guards.min_words)),
        GuardKey::Prev | GuardKey::Next => {
            let shapes = guard.shapes(guards).iter().map(|shape| shape.word());
            let shapes: Vec<&str> = shapes.collect();
            beside(guard, &format!("is no {}", shapes.join(" and no ")))
        }
    }
}

fn only(shape: Neighbour, guard: GuardKey, rule: &Rule) -> String {
    let others = guard.shapes(&rule.guards).iter();
    let others = others
        .filter(|other| **other != shape)
        .map(|other| other.word());
    let others: Vec<&str> = others.collect();
    format!("is {} and no {}", shape.word(), others.join(" or "))
}

fn beside(guard: GuardKey, what: &str) -> String {
    let side = if guard == GuardKey::Prev {
        "before"
    } else {
        "after"
    };
    format!("where the line {side} it {what}")
}

fn value(guard: GuardKey, rule: &Rule) -> String {
    let guards = &rule.guards;
    let number = |value: Option<usize>| value.unwrap_or_default().to_string();
    match guard {
        GuardKey::First => number(guards.first),
        GuardKey::Last => number(guards.last),
        GuardKey::After => guards.after.unwrap_or_default().to_string(),
        GuardKey::Heading => guards.heading.unwrap_or_default().to_string(),
        GuardKey::MaxWords => number(guards.max_words),
        GuardKey::MinWords => number(guards.min_words),
        GuardKey::Prev | GuardKey::Next => {
            let shapes = guard
                .shapes(guards)
                .iter()
                .map(|shape| quoted(shape.word()));
            match &*shapes.collect::<Vec<_>>() {
                [one] => one.clone(),
                more => format!("[{}]", more.join(", ")),
            }
        }
    }
}
