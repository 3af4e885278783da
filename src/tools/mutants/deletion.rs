//! What can be deleted from a rule, and the rule's parts without it.

use crate::rules::effect::Extent;
use crate::rules::guard::{Guards, Neighbour};
use crate::rules::rule::Rule;
use crate::tools::mutants::reset::resets;

/// One thing that is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deletion {
    /// A phrase or heading, by its place in the list.
    Phrase(usize),
    /// A parameter of a matcher goes back to its default; by its place among those that differ.
    Setting(usize),
    /// A guard.
    GuardKey(GuardKey),
    /// One of several shapes of a neighbour.
    Shape(GuardKey, Neighbour),
    /// A pattern of `unless`, by its place in the list.
    Unless(usize),
    /// `remove` goes back to `line`.
    Extent,
    /// `plus_lines` goes back to 0.
    PlusLines,
}

/// A guard that tests can speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GuardKey {
    First,
    Last,
    After,
    Prev,
    Next,
    Heading,
    MaxWords,
    MinWords,
}

impl GuardKey {
    const ALL: [Self; 8] = [
        Self::First,
        Self::Last,
        Self::After,
        Self::Prev,
        Self::Next,
        Self::Heading,
        Self::MaxWords,
        Self::MinWords,
    ];

    /// Its key under `when`.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Last => "last",
            Self::After => "after",
            Self::Prev => "prev",
            Self::Next => "next",
            Self::Heading => "heading",
            Self::MaxWords => "max_words",
            Self::MinWords => "min_words",
        }
    }

    fn is_set(self, guards: &Guards) -> bool {
        match self {
            Self::First => guards.first.is_some(),
            Self::Last => guards.last.is_some(),
            Self::After => guards.after.is_some(),
            Self::Prev => !guards.prev.is_empty(),
            Self::Next => !guards.next.is_empty(),
            Self::Heading => guards.heading.is_some(),
            Self::MaxWords => guards.max_words.is_some(),
            Self::MinWords => guards.min_words.is_some(),
        }
    }

    fn clear(self, guards: &mut Guards) {
        match self {
            Self::First => guards.first = None,
            Self::Last => guards.last = None,
            Self::After => guards.after = None,
            Self::Prev => guards.prev.clear(),
            Self::Next => guards.next.clear(),
            Self::Heading => guards.heading = None,
            Self::MaxWords => guards.max_words = None,
            Self::MinWords => guards.min_words = None,
        }
    }

    /// The shapes that it lists.
    pub(crate) fn shapes(self, guards: &Guards) -> &[Neighbour] {
        match self {
            Self::Prev => &guards.prev,
            Self::Next => &guards.next,
            _ => &[],
        }
    }
}

/// Everything that can be deleted from the rule as its file has it.
pub(crate) fn all(rule: &Rule) -> Vec<Deletion> {
    let mut deletions = Vec::new();
    let phrases = rule.phrases().len() - rule.added.phrases;
    deletions.extend((0..phrases).map(Deletion::Phrase));
    let settings = resets(&rule.matcher).len();
    deletions.extend((0..settings).map(Deletion::Setting));
    let guards = &rule.guards;
    for guard in GuardKey::ALL
        .into_iter()
        .filter(|guard| guard.is_set(guards))
    {
        deletions.push(Deletion::GuardKey(guard));
        let shapes = guard.shapes(guards);
        if shapes.len() > 1 {
            deletions.extend(shapes.iter().map(|&shape| Deletion::Shape(guard, shape)));
        }
    }
    let patterns = guards.unless.len() - rule.added.unless;
    deletions.extend((0..patterns).map(Deletion::Unless));
    deletions.extend((rule.remove != Extent::Line).then_some(Deletion::Extent));
    deletions.extend((rule.plus_lines > 0).then_some(Deletion::PlusLines));
    deletions
}

impl Deletion {
    /// The longest text that a page must hold, but for case, quotes and spaces, for the deletion to
    /// matter; `None` where there is none.
    pub(crate) fn text(self, rule: &Rule) -> Option<&str> {
        let Self::Phrase(at) = self else {
            return None;
        };
        let parts = rule.phrases().get(at)?.split('#').map(str::trim);
        parts.max_by_key(|part| part.len())
    }

    /// The rule without it, and without tests.
    pub(crate) fn rest_of(self, rule: &Rule) -> Rule {
        let mut rest = Rule {
            tests: Vec::new().into(),
            ..rule.clone()
        };
        match self {
            Self::Phrase(at) => {
                if let Some(phrases) = rest.matcher.phrases_mut() {
                    phrases.remove(at);
                }
            }
            Self::Setting(at) => rest.matcher = resets(&rule.matcher).swap_remove(at).matcher,
            Self::GuardKey(guard) => guard.clear(&mut rest.guards),
            Self::Shape(GuardKey::Prev, shape) => rest.guards.prev.retain(|one| *one != shape),
            Self::Shape(_, shape) => rest.guards.next.retain(|one| *one != shape),
            Self::Unless(at) => drop(rest.guards.unless.remove(at)),
            Self::Extent => rest.remove = Extent::Line,
            Self::PlusLines => rest.plus_lines = 0,
        }
        rest
    }
}
