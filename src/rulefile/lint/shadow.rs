//! Rules that find nothing which another rule, loaded earlier or surer, does not find already.
//!
//! One rule covers another where it takes as much, in every mode in which the other runs, under no
//! tighter guards, and finds the same: the same pattern; a phrase with which the other's phrase
//! begins; for whole lines, every phrase of the other. What two rules find only together, and what
//! a pattern finds besides phrases, is not looked for.

use crate::rulefile::code::Code;
use crate::rulefile::lint::subject::{LintWarning, Subject};
use crate::rules::effect::{Extent, Level, Polarity};
use crate::rules::guard::Guards;
use crate::rules::rule::Rule;
use crate::text::fold::fold_char;
use crate::text::hash::TextHash;
use std::collections::{BTreeMap, BTreeSet};

/// How many rules with one phrase are compared, so that a file full of copies costs no square.
const MAX_RIVALS: usize = 16;

/// Which rules know a phrase, by the phrase's hash.
type Index = BTreeMap<u64, Vec<Holder>>;

#[derive(Debug, Clone, Copy)]
struct Holder {
    rule: usize,
    /// The phrase's place in its rule.
    phrase: usize,
}

/// The phrases and patterns of all rules.
pub(crate) struct Shadows<'r> {
    rules: &'r [&'r Rule],
    starts: Index,
    anywhere: Index,
    lines: Index,
    patterns: BTreeMap<&'r str, Vec<usize>>,
    /// The hashes of each rule's phrases.
    known: Vec<BTreeSet<u64>>,
}

impl<'r> Shadows<'r> {
    pub(crate) fn new(rules: &'r [&'r Rule]) -> Self {
        let mut shadows = Self {
            rules,
            starts: Index::new(),
            anywhere: Index::new(),
            lines: Index::new(),
            patterns: BTreeMap::new(),
            known: Vec::with_capacity(rules.len()),
        };
        for (at, rule) in rules.iter().enumerate() {
            shadows.add(at, rule);
        }
        shadows
    }

    fn add(&mut self, at: usize, rule: &'r Rule) {
        let mut known = BTreeSet::new();
        let index = match rule.matcher_key() {
            "start" => Some(&mut self.starts),
            "anywhere" => Some(&mut self.anywhere),
            "line" => Some(&mut self.lines),
            _ => None,
        };
        if let Some(index) = index {
            for (phrase, text) in rule.phrases().iter().enumerate() {
                let hash = Prefixes::new(text).whole();
                known.insert(hash);
                let holders = index.entry(hash).or_default();
                if holders.len() < MAX_RIVALS {
                    holders.push(Holder { rule: at, phrase });
                }
            }
        }
        if let Some(pattern) = rule.pattern() {
            let same = self.patterns.entry(pattern).or_default();
            if same.len() < MAX_RIVALS {
                same.push(at);
            }
        }
        self.known.push(known);
    }

    pub(crate) fn warnings(&self, subject: &Subject<'_>) -> Vec<LintWarning> {
        if subject.polarity == Polarity::Protect || subject.rule.level == Level::Off {
            return Vec::new();
        }
        match subject.rule.matcher_key() {
            "start" | "anywhere" => self.phrases(subject),
            "line" => self.whole_lines(subject).into_iter().collect(),
            "regex" => self.patterns(subject).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Of a rule of single phrases, each phrase counts for itself.
    fn phrases(&self, subject: &Subject<'_>) -> Vec<LintWarning> {
        let written = subject.wire.matcher.get_ref().phrases();
        let mut covered: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, phrase) in written.iter().enumerate() {
            if let Some(by) = self.cover_of(at, phrase.get_ref(), subject) {
                covered.entry(by).or_default().push(at);
            }
        }
        let warning = |(by, phrases): (usize, Vec<usize>)| {
            if phrases.len() == written.len() {
                return self.whole(by, subject);
            }
            let first = &written[phrases[0]];
            let more = match phrases.len() - 1 {
                0 => String::new(),
                1 => " and one more phrase".to_owned(),
                more => format!(" and {more} more phrases"),
            };
            let text = first.get_ref();
            LintWarning {
                span: first.span(),
                message: format!("{} finds \"{text}\"{more} already", self.name(by, subject)),
                ..self.whole(by, subject)
            }
        };
        covered.into_iter().map(warning).collect()
    }

    /// The rule that finds the phrase, or one with which it begins.
    fn cover_of(&self, at: usize, phrase: &str, subject: &Subject<'_>) -> Option<usize> {
        let own = subject.index;
        let indices = match subject.rule.matcher_key() {
            "start" => &[&self.starts, &self.anywhere][..],
            _ => &[&self.anywhere][..],
        };
        Prefixes::new(phrase).find_map(|prefix| {
            let holders = indices.iter().filter_map(|index| index.get(&prefix.hash));
            holders.flatten().find_map(|holder| {
                let covers = if holder.rule == own {
                    // Of a rule's own phrases the longest counts, so that what goes may differ.
                    let same_text = prefix.whole && holder.phrase < at;
                    same_text || (!prefix.whole && takes_lines(subject.rule))
                } else {
                    self.is_wider(holder.rule, subject, prefix.whole)
                };
                covers.then_some(holder.rule)
            })
        })
    }

    /// A line is a row of phrases, some perhaps of other rules: only a rule that knows all of
    /// them finds all that this one finds. A phrase that stands twice is of no use either.
    fn whole_lines(&self, subject: &Subject<'_>) -> Option<LintWarning> {
        let written = subject.wire.matcher.get_ref().phrases();
        let first = Prefixes::new(written.first()?.get_ref());
        let rivals = first.flat_map(|prefix| {
            let lines = self.lines.get(&prefix.hash).filter(|_| prefix.whole);
            let others = [
                self.starts.get(&prefix.hash),
                self.anywhere.get(&prefix.hash),
            ];
            others.into_iter().chain([lines]).flatten().flatten()
        });
        let mut rivals = rivals
            .map(|holder| holder.rule)
            .filter(|by| *by != subject.index);
        let whole = rivals.find(|&by| {
            self.is_wider(by, subject, true)
                && written
                    .iter()
                    .all(|phrase| self.knows(by, phrase.get_ref()))
        });
        if let Some(by) = whole {
            return Some(self.whole(by, subject));
        }
        let mut seen = BTreeSet::new();
        let twice = written
            .iter()
            .find(|phrase| !seen.insert(Prefixes::new(phrase.get_ref()).whole()))?;
        Some(LintWarning {
            span: twice.span(),
            message: format!("\"{}\" stands in the rule twice", twice.get_ref()),
            help: "case and the sort of quotation mark do not count; take one of them out"
                .to_owned(),
            ..self.whole(subject.index, subject)
        })
    }

    /// Whether the rule finds a line that is this phrase.
    fn knows(&self, rule: usize, phrase: &str) -> bool {
        let whole_only = self.rules[rule].matcher_key() == "line";
        Prefixes::new(phrase)
            .filter(|prefix| prefix.whole || !whole_only)
            .any(|prefix| self.known[rule].contains(&prefix.hash))
    }

    fn patterns(&self, subject: &Subject<'_>) -> Option<LintWarning> {
        let same = self.patterns.get(subject.rule.pattern()?)?;
        let by = same
            .iter()
            .find(|&&by| by != subject.index && self.is_wider(by, subject, true))?;
        Some(self.whole(*by, subject))
    }

    /// Whether what rule `by` does where both match leaves nothing for the subject.
    fn is_wider(&self, by: usize, subject: &Subject<'_>, same_text: bool) -> bool {
        let (other, own) = (self.rules[by], subject.rule);
        let first = other.confidence > own.confidence
            || (other.confidence == own.confidence && by < subject.index);
        first
            && other.level == Level::On
            && other.polarity == Polarity::Cut
            && takes_as_much(other, own, same_text)
            && is_no_tighter(&other.guards, &own.guards)
    }

    fn name(&self, by: usize, subject: &Subject<'_>) -> String {
        if by == subject.index {
            "the rule itself".to_owned()
        } else {
            format!("`{}`", self.rules[by].id)
        }
    }

    /// That the rule as a whole is of no use.
    fn whole(&self, by: usize, subject: &Subject<'_>) -> LintWarning {
        let other = self.rules[by];
        let (id, name) = (subject.wire.id.get_ref(), self.name(by, subject));
        let place = format!("{}:{}", other.origin.file, other.origin.line);
        let help = if by == subject.index {
            "take the longer phrase, or the second copy, out".to_owned()
        } else {
            format!(
                "that rule stands at {place}, {}; take this out",
                rank(other, subject.rule)
            )
        };
        LintWarning {
            code: Code::Shadowed,
            span: subject.wire.id.span(),
            message: format!("{name} finds all that `{id}` finds"),
            label: "nothing of its own".to_owned(),
            help,
        }
    }
}

fn rank(other: &Rule, own: &Rule) -> &'static str {
    if other.confidence > own.confidence {
        "is surer, and no guard of it is tighter"
    } else {
        "is loaded earlier, and no guard of it is tighter"
    }
}

fn takes_lines(rule: &Rule) -> bool {
    !matches!(rule.remove, Extent::Match | Extent::Rest)
}

/// Whether the first rule takes at least what the second takes.
fn takes_as_much(one: &Rule, other: &Rule, same_text: bool) -> bool {
    match (one.remove, other.remove) {
        (Extent::Match, Extent::Match) => same_text && one.plus_lines >= other.plus_lines,
        (a, b) if a == b => one.plus_lines >= other.plus_lines,
        (Extent::Match | Extent::Rest, _) => false,
        (_, Extent::Match | Extent::Rest) => one.plus_lines >= other.plus_lines,
        (Extent::Block | Extent::Section | Extent::Tail, Extent::Line) => other.plus_lines == 0,
        (Extent::Tail, _) => true,
        _ => false,
    }
}

/// Whether the first guards hold wherever the second hold. Every guard is named, so that a new one
/// cannot be forgotten here.
fn is_no_tighter(one: &Guards, other: &Guards) -> bool {
    let Guards {
        domain,
        lang,
        first,
        last,
        after,
        prev,
        next,
        heading,
        max_words,
        min_words,
        unless,
    } = one;
    let at_most = |mine: Option<usize>, its: Option<usize>| {
        mine.is_none_or(|mine| its.is_some_and(|its| its <= mine))
    };
    is_within(&other.domain, domain)
        && is_within(&other.lang, lang)
        && at_most(*first, other.first)
        && at_most(*last, other.last)
        && after.is_none_or(|mine| other.after.is_some_and(|its| its >= mine))
        && is_within(&other.prev, prev)
        && is_within(&other.next, next)
        && heading.is_none_or(|mine| other.heading == Some(mine))
        && at_most(*max_words, other.max_words)
        && min_words.is_none_or(|mine| other.min_words.is_some_and(|its| its >= mine))
        && unless.iter().all(|pattern| other.unless.contains(pattern))
}

/// Whether a list that may be anything, or each of the values, is among those allowed.
fn is_within<T: PartialEq>(values: &[T], allowed: &[T]) -> bool {
    allowed.is_empty() || (!values.is_empty() && values.iter().all(|one| allowed.contains(one)))
}

/// A start of a phrase after which a phrase may end.
struct Prefix {
    /// That of its folded characters.
    hash: u64,
    /// Whether it is the phrase itself.
    whole: bool,
}

/// The starts of a phrase that are phrases at word boundaries, the shortest first. O(n).
struct Prefixes<'p> {
    rest: std::str::Chars<'p>,
    hash: TextHash,
}

impl<'p> Prefixes<'p> {
    fn new(phrase: &'p str) -> Self {
        Self {
            rest: phrase.chars(),
            hash: TextHash::new(),
        }
    }

    fn whole(self) -> u64 {
        self.last().map_or(0, |prefix| prefix.hash)
    }
}

impl Iterator for Prefixes<'_> {
    type Item = Prefix;

    fn next(&mut self) -> Option<Prefix> {
        loop {
            let c = self.rest.next()?;
            let folded = if c.is_whitespace() { ' ' } else { fold_char(c) };
            self.hash = self.hash.with(folded);
            let is_word = |c: char| c.is_alphanumeric() || c == '#';
            let next = self.rest.clone().next();
            // More spaces may follow, and then the phrase asks for more than its start does.
            let ends = next.is_none_or(|next| !(is_word(c) && is_word(next)));
            if ends {
                return Some(Prefix {
                    hash: self.hash.value(),
                    whole: next.is_none(),
                });
            }
        }
    }
}
