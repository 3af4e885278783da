//! The literals that a regular expression cannot match without: its needles.
//!
//! `regex-syntax` extracts prefixes and suffixes; a rule's telling word often stands between. So
//! the tree is walked once for the best set of inner literals: of a sequence the best of its
//! parts, of an alternation the union of all branches.

use regex_syntax::hir::{Class, Hir, HirKind};

/// How many needles one pattern may have; with more, it counts as having none.
const MAX_NEEDLES: usize = 64;
/// A shorter literal is seen on most lines and would filter nothing.
const MIN_NEEDLE_BYTES: usize = 2;

/// ASCII literals, lower case, one of which stands in every match in whatever case; `None` where
/// the pattern can do without any.
pub(crate) fn needles(hir: &Hir) -> Option<Vec<String>> {
    let mut found = required(hir)?;
    found.sort_unstable();
    found.dedup();
    Some(found)
}

fn required(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(_) => None,
        HirKind::Literal(_) => best_of_sequence(std::slice::from_ref(hir)),
        HirKind::Repetition(repetition) if repetition.min == 0 => None,
        HirKind::Repetition(repetition) => required(&repetition.sub),
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Concat(parts) => best_of_sequence(parts),
        HirKind::Alternation(branches) => {
            let mut all = Vec::new();
            for branch in branches {
                all.extend(required(branch)?);
            }
            (all.len() <= MAX_NEEDLES).then_some(all)
        }
    }
}

/// The best single requirement of parts that must all match: the set whose shortest literal is
/// the longest. Neighbouring characters join into one literal.
fn best_of_sequence(parts: &[Hir]) -> Option<Vec<String>> {
    let mut options: Vec<Vec<String>> = Vec::new();
    let mut run = String::new();
    for part in parts {
        if let Some(literal) = plain_text(part) {
            for c in literal.chars() {
                push_or_break(c, &mut run, &mut options);
            }
        } else {
            options.push(vec![std::mem::take(&mut run)]);
            options.extend(required(part));
        }
    }
    options.push(vec![run]);
    let shortest = |set: &Vec<String>| set.iter().map(String::len).min().unwrap_or(0);
    options
        .into_iter()
        .filter(|set| shortest(set) >= MIN_NEEDLE_BYTES)
        .max_by_key(|set| (shortest(set), std::cmp::Reverse(set.len())))
}

fn push_or_break(c: char, run: &mut String, options: &mut Vec<Vec<String>>) {
    if c.is_ascii() {
        run.push(c.to_ascii_lowercase());
    } else {
        options.push(vec![std::mem::take(run)]);
    }
}

/// The text of a literal, or the letter of a class that holds just its two cases.
fn plain_text(hir: &Hir) -> Option<String> {
    match hir.kind() {
        HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).ok(),
        HirKind::Class(Class::Unicode(class)) => {
            // Under (?i), k and s also hold the Kelvin sign and the long s: those have three
            // members and break the literal, as they must.
            let mut members = class.iter().flat_map(|range| range.start()..=range.end());
            match (members.next(), members.next(), members.next()) {
                (Some(upper), Some(lower), None) if upper.to_ascii_lowercase() == lower => {
                    Some(lower.to_string())
                }
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matchers::re::syntax::parse;

    fn of(pattern: &str) -> Option<Vec<String>> {
        needles(&parse(pattern).expect("the test's pattern parses"))
    }

    #[test]
    fn needles_of_patterns() {
        let some = |words: &[&str]| Some(words.iter().map(|&w| w.to_owned()).collect::<Vec<_>>());
        assert_eq!(of(r"[.!?…](?<cut>\s+More)$"), some(&["more"]));
        assert_eq!(of(r"^\s*date \d{4}"), some(&["date "]));
        assert_eq!(of(r"(?i)^read more"), some(&["read more"]));
        assert_eq!(of(r"(?i)share"), some(&["hare"]));
        assert_eq!(
            of(r"Photo: .+|Picture by \w+"),
            some(&["photo: ", "picture by "])
        );
        assert_eq!(of(r"(?:via )?Getty"), some(&["getty"]));
        assert_eq!(of(r"\d+ (?:min|minutes) read"), some(&[" read"]));
        assert_eq!(of(r"^[^a-z]{20,}$"), None);
        assert_eq!(of(r"^—$"), None);
        assert_eq!(of(r"a|\d"), None);
    }
}
