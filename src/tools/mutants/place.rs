//! Where in its file stands what was deleted.

use crate::rulefile::wire::{WireFile, WireRule, WireWhen};
use crate::text::line_counter::LineCounter;
use crate::tools::mutants::deletion::{Deletion, GuardKey};
use crate::tools::mutants::mutant::Mutant;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

/// Line and column (in characters), from 1, of what each mutant lacks, in `text`, the rule file
/// that its rule was read from.
///
/// What does not stand there any more is placed at its rule's first line. O(n) in the file's bytes
/// and in what it takes to parse them, whatever the number of mutants.
pub fn mutant_places(text: &str, mutants: &[&Mutant<'_>]) -> Vec<(usize, usize)> {
    let file: Option<WireFile> = toml::from_str(text).ok();
    let rules: BTreeMap<&str, &Spanned<WireRule>> = file
        .iter()
        .flat_map(|file| file.rule.iter().chain(&file.protect))
        .map(|rule| (rule.get_ref().id.get_ref().as_str(), rule))
        .collect();
    let mut lines = LineCounter::new(text);
    let place = |mutant: &&Mutant<'_>| {
        let rule = mutant.rule();
        let span = rules
            .get(rule.bare_id())
            .and_then(|wire| span_of(mutant.deletion, wire.get_ref()));
        span.map_or((rule.origin.line, 1), |span| lines.position_of(span.start))
    };
    mutants.iter().map(place).collect()
}

fn span_of(deletion: Deletion, rule: &WireRule) -> Option<Range<usize>> {
    let when = &rule.when;
    match deletion {
        Deletion::Phrase(at) => Some(rule.matcher.get_ref().phrases().get(at)?.span()),
        Deletion::Setting(_) => Some(rule.matcher.span()),
        Deletion::GuardKey(guard) | Deletion::Shape(guard, _) => span_of_guard(guard, when),
        Deletion::Unless(at) => Some(when.unless.get(at)?.span()),
        Deletion::Extent => Some(rule.remove.as_ref()?.span()),
        Deletion::PlusLines => Some(rule.plus_lines.as_ref()?.span()),
    }
}

fn span_of_guard(guard: GuardKey, when: &WireWhen) -> Option<Range<usize>> {
    match guard {
        GuardKey::First => when.first.as_ref().map(Spanned::span),
        GuardKey::Last => when.last.as_ref().map(Spanned::span),
        GuardKey::After => when.after.as_ref().map(Spanned::span),
        GuardKey::Prev => when.prev.as_ref().map(Spanned::span),
        GuardKey::Next => when.next.as_ref().map(Spanned::span),
        GuardKey::Heading => when.heading.as_ref().map(Spanned::span),
        GuardKey::MaxWords => when.max_words.as_ref().map(Spanned::span),
        GuardKey::MinWords => when.min_words.as_ref().map(Spanned::span),
    }
}

#[cfg(test)]
mod tests {
    use super::mutant_places;
    use crate::rulefile::pack::builder::RulesBuilder;
    use crate::rulefile::pack_source::PackSource;
    use crate::tools::mutants::mutant::mutants_of;

    #[test]
    fn places_are_those_of_the_file() {
        let text = "schema = 1\npack = \"t\"\n\n[[rule]]\nid = \"a\"\nkind = \"nav\"\nmatch.line = [\"Menü\", \"Home\",\n  \"Top\"]\nwhen.max_words = 4\nwhen.next = [\"label\", \"title\"]\nwhen.unless = ['x', 'y']\nplus_lines = 1\nremove = \"rest\"\ntests = [\"[-Menü-]\"]\n";
        let source = PackSource {
            name: "t.toml".to_owned(),
            text: text.to_owned(),
        };
        let rules = RulesBuilder::new().without_shipped().file(source).build();
        let rules = rules.expect("the test's rule is sound");
        let mutants = mutants_of(rules.iter().next().expect("there is one"));
        let mutants: Vec<_> = mutants.iter().collect();
        assert_eq!(
            mutant_places(text, &mutants),
            [
                (7, 15),
                (7, 23),
                (8, 3),
                (10, 13),
                (10, 13),
                (10, 13),
                (9, 18),
                (11, 16),
                (11, 21),
                (13, 10),
                (12, 14),
            ]
        );
        assert_eq!(mutant_places("", &mutants)[0], (4, 1));
    }
}
