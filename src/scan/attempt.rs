//! Asks a rule what it finds on a line.

use crate::matchers::compiled_rule::CompiledRule;
use crate::matchers::phrases::index::Stands;
use crate::matchers::phrases::start::is_bullet;
use crate::rules::effect::Extent;
use crate::rules::matcher::Matcher;
use crate::scan::found::{Found, Place, Why};
use crate::scan::line::{ScanLine, ScanScratch};
use crate::scan::scanner::{Scanner, numbered};
use crate::text::number::small;

impl Scanner {
    pub(super) fn try_rule(
        &self,
        rule: u32,
        compiled: &CompiledRule,
        line: ScanLine<'_>,
        scratch: &mut ScanScratch,
        found: &mut Vec<Found>,
    ) {
        let mut push = |place: Place, why: Why| {
            found.push(Found {
                rule,
                first: small(line.line),
                last: small(line.line),
                place,
                why,
            });
        };
        match &compiled.rule.matcher {
            Matcher::Regex(_) => try_pattern(compiled, line, push),
            Matcher::Anywhere(_) => {
                let (at, part) = self.home(rule);
                part.inside
                    .occurrences(rule, line.text, &mut scratch.spell, |from, hit| {
                        let place = Place::Part(small(from), small(from + hit.len));
                        push(place, Why::Holds(numbered(at * 2 + 1, hit.entry)));
                    });
            }
            Matcher::Start(_) => {
                if let Some((from, to, number)) = self.find_start(rule, line, scratch) {
                    push(Place::Part(small(from), small(to)), Why::Begins(number));
                }
            }
            Matcher::Line(_) => {
                if let Some(number) = self.spell_out(rule, line, scratch) {
                    push(Place::Trimmed, Why::Phrase(number));
                }
            }
            Matcher::Appended(_) if self.spell_out(rule, line, scratch).is_some() => {
                push(Place::Trimmed, Why::Heading);
            }
            _ => {}
        }
    }

    /// The phrase of which a line is made, if it is nothing else.
    fn spell_out(&self, rule: u32, line: ScanLine<'_>, scratch: &mut ScanScratch) -> Option<u32> {
        let (at, part) = self.home(rule);
        let entry = part
            .index
            .spell_out(rule, line.trimmed_text(), &mut scratch.spell)?;
        Some(numbered(at * 2, entry))
    }

    /// From where to where in a line a phrase stands with which it begins, be it behind a bullet.
    fn find_start(
        &self,
        rule: u32,
        line: ScanLine<'_>,
        scratch: &mut ScanScratch,
    ) -> Option<(usize, usize, u32)> {
        let (at, part) = self.home(rule);
        let text = line.trimmed_text();
        let bare = text.trim_start_matches(is_bullet);
        let mut at_start = |text| {
            part.index
                .at_start((rule, Stands::First), text, &mut scratch.spell)
        };
        let (skipped, hit) = match at_start(text) {
            Some(hit) => (0, hit),
            None => (text.len() - bare.len(), at_start(bare)?),
        };
        let from = line.trimmed.0 + skipped;
        Some((from, from + hit.len, numbered(at * 2, hit.entry)))
    }
}

fn try_pattern(compiled: &CompiledRule, line: ScanLine<'_>, mut push: impl FnMut(Place, Why)) {
    let Some(pattern) = compiled
        .pattern
        .as_ref()
        .filter(|own| own.is_match(line.text))
    else {
        return;
    };
    let is_whole = !matches!(compiled.rule.remove, Extent::Match | Extent::Rest);
    if is_whole {
        push(Place::Trimmed, Why::Pattern);
        return;
    }
    for one in pattern.matches(line.text) {
        let hit = one.cut.unwrap_or(one.whole);
        push(Place::Part(small(hit.start), small(hit.end)), Why::Pattern);
    }
}
