//! From a cut on a real page to an inline test: the smallest part of the page that shows it.

use crate::clean::plain::passes::PassContext;
use crate::page::Page;
use crate::rulefile::marks;
use crate::rulefile::rules::Rules;
use crate::rules::inline_test::TestOutcome;
use crate::rules::mode::Mode;
use crate::rules::rule::Rule;
use crate::scan::plain::scanner::Scanner;
use crate::text::span::{Span, SpanSet};
use crate::tools::rule_tests::run::removed_by;

/// What a test should say of a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// It was right: what went is marked.
    Goes,
    /// It was wrong: nothing is marked, and the test fails until the rule is mended.
    Stays,
}

/// Why a cut cannot be made into a test of its rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TestDraftError(DraftProblem);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum DraftProblem {
    #[error("there is no rule `{0}`")]
    NoRule(String),
    #[error("only blank lines went, which marks cannot show")]
    Blank,
    #[error("the text holds [- or -], which would be read as marks")]
    Marks,
    #[error(
        "no part of the page shows it: the rule cuts this only after other rules have cut theirs"
    )]
    Depends,
}

impl From<DraftProblem> for TestDraftError {
    fn from(problem: DraftProblem) -> Self {
        Self(problem)
    }
}

/// How many lines of a long cut are shown, if that is enough for the rule to find it.
const CUT_LINES: usize = 3;
/// How often a part of a page is tried before it counts as small enough.
const MAX_ATTEMPTS: usize = 600;

/// The test that says of `span`, which `rule` cut from the page, that it should or should not go:
/// the lines of the cut, and as few others as the rule needs to make it.
///
/// `others` are the other cuts of the page: the test shows the page without them. Costs up to some
/// hundred runs of the one rule on parts of the page.
///
/// # Errors
///
/// Where no part of the page makes the rule, alone, cut just that.
///
/// # Example
///
/// ```
/// use dechaff::{Page, Rules, Span};
/// use dechaff::tools::rule_tests::{Wish, draft_test};
///
/// let page = Page::new("Rain fell.\n\nADVERTISEMENT\n\nThe river rose.\n");
/// let rules = Rules::shipped();
/// let cut = Span::new(12, 26);
/// let test = draft_test(&rules, "en/ad-slot-label", &page, cut, &[], Wish::Goes)?;
/// assert_eq!(test, "[-ADVERTISEMENT-]");
/// # Ok::<(), dechaff::tools::rule_tests::TestDraftError>(())
/// ```
pub fn draft_test(
    rules: &Rules,
    rule: &str,
    page: &Page<'_>,
    span: Span,
    others: &[Span],
    wish: Wish,
) -> Result<String, TestDraftError> {
    let found = rules.iter().enumerate().find(|(_, one)| one.id == rule);
    let (index, rule) = found.ok_or_else(|| DraftProblem::NoRule(rule.to_owned()))?;
    let gone = &page.text()[span.range()];
    if gone.trim().is_empty() {
        return Err(DraftProblem::Blank.into());
    }
    if has_marks(gone) {
        return Err(DraftProblem::Marks.into());
    }
    let scanner = Scanner::of_some(rules, |at, _| at == index);
    let parts = PassContext {
        rules,
        scanner: &scanner,
        mode: Mode::Thorough,
    };
    let others: SpanSet = others.iter().copied().collect();
    for removed in [others, SpanSet::default()] {
        let mut bench = Bench::new(page, span, &removed, rule, parts);
        if let Some(test) = bench.smallest() {
            return bench.written(&test, wish);
        }
    }
    Err(DraftProblem::Depends.into())
}

fn has_marks(text: &str) -> bool {
    text.contains("[-") || text.contains("-]")
}

/// A line of the page with the part of it that goes.
struct BenchLine {
    text: String,
    /// Bytes of `text`; empty where nothing goes.
    goes: Span,
    /// Whether the cut begins, ends or passes here, blank lines included.
    of_cut: bool,
}

/// Tries the rule on parts of the page; a part is a list of line numbers.
struct Bench<'r> {
    lines: Vec<BenchLine>,
    rule: &'r Rule,
    parts: PassContext<'r>,
    attempts: usize,
}

impl<'r> Bench<'r> {
    fn new(
        page: &Page<'_>,
        span: Span,
        removed: &SpanSet,
        rule: &'r Rule,
        parts: PassContext<'r>,
    ) -> Self {
        let mut lines = Vec::new();
        for (index, line) in page.lines().iter().enumerate() {
            if removed.covers(page.full_span(index)) {
                continue;
            }
            let (mut text, mut goes) = (String::new(), Span::new(0, 0));
            for kept in removed.missing(line.span) {
                let from = span.start.clamp(kept.start, kept.end) - kept.start + text.len();
                let to = span.end.clamp(kept.start, kept.end) - kept.start + text.len();
                if from < to {
                    goes = Span::new(if goes.is_empty() { from } else { goes.start }, to);
                }
                text += &page.text()[kept.range()];
            }
            if text.trim().is_empty() {
                (text, goes) = (String::new(), Span::new(0, 0));
            }
            let of_cut = span.overlaps(page.full_span(index));
            lines.push(BenchLine { text, goes, of_cut });
        }
        Self {
            lines,
            rule,
            parts,
            attempts: 0,
        }
    }

    /// The smallest part found that shows the cut.
    fn smallest(&mut self) -> Option<Vec<usize>> {
        let cut: Vec<usize> = self.numbers(|line| line.of_cut && !line.goes.is_empty());
        let (first, last) = (*cut.first()?, *cut.last()?);
        let short: Vec<usize> = cut.iter().copied().take(CUT_LINES).collect();
        let before = (0..first).rev().find(|&at| !self.lines[at].text.is_empty());
        let after = (last + 1..self.lines.len()).find(|&at| !self.lines[at].text.is_empty());
        for cut in [&short, &cut] {
            for (before, after) in [(None, None), (before, None), (None, after), (before, after)] {
                let around = before.into_iter().chain(cut.iter().copied()).chain(after);
                let part: Vec<usize> = around.collect();
                if self.shows(&part) {
                    return Some(part);
                }
            }
        }
        let mut reach = 1;
        while self.attempts < MAX_ATTEMPTS {
            let from = first.saturating_sub(reach);
            let to = (last + 1 + reach).min(self.lines.len());
            let part: Vec<usize> = (from..to).collect();
            if self.shows(&part) {
                return Some(self.shrunk(part));
            }
            if from == 0 && to == self.lines.len() {
                return None;
            }
            reach *= 2;
        }
        None
    }

    fn numbers(&self, wanted: impl Fn(&BenchLine) -> bool) -> Vec<usize> {
        let all = 0..self.lines.len();
        all.filter(|&at| wanted(&self.lines[at])).collect()
    }

    /// The part without the lines that it can do without, tried in runs that halve.
    fn shrunk(&mut self, mut part: Vec<usize>) -> Vec<usize> {
        let mut run = part.len().div_ceil(2);
        while run > 0 {
            let mut at = 0;
            while at < part.len() && self.attempts < MAX_ATTEMPTS {
                let end = (at + run).min(part.len());
                let mut fewer = part.clone();
                fewer.drain(at..end);
                if self.shows(&fewer) {
                    part = fewer;
                } else {
                    at = end;
                }
            }
            run /= 2;
        }
        part
    }

    /// Whether the rule cuts from the part of the page what it should and nothing else.
    fn shows(&mut self, part: &[usize]) -> bool {
        let keeps_cut = part.iter().any(|&at| !self.lines[at].goes.is_empty());
        if !keeps_cut || self.attempts >= MAX_ATTEMPTS {
            return false;
        }
        self.attempts += 1;
        let Ok(test) = marks::read(&self.marked(part), 0) else {
            return false;
        };
        let removed = removed_by(self.rule, self.parts, &test);
        test.judge(&removed) == TestOutcome::Passed
    }

    /// The part with marks, as a test is written; lines of a cut that follow each other are one
    /// mark.
    fn marked(&self, part: &[usize]) -> String {
        let mut out = String::new();
        let mut open = false;
        for (nth, &at) in part.iter().enumerate() {
            let BenchLine { text, goes, .. } = &self.lines[at];
            let next = part.get(nth + 1).map(|&next| &self.lines[next]);
            if nth > 0 {
                out.push('\n');
            }
            if goes.is_empty() {
                out += text;
                continue;
            }
            out += &text[..goes.start];
            if !open {
                out += "[-";
            }
            out += &text[goes.range()];
            open = goes.end == text.len()
                && next.is_some_and(|line| !line.goes.is_empty() && line.goes.start == 0);
            if !open {
                out += "-]";
            }
            out += &text[goes.end..];
        }
        out
    }

    fn written(&self, part: &[usize], wish: Wish) -> Result<String, TestDraftError> {
        let lines: Vec<&str> = part
            .iter()
            .map(|&at| self.lines[at].text.as_str())
            .collect();
        let plain = lines.join("\n");
        if has_marks(&plain) {
            return Err(DraftProblem::Marks.into());
        }
        Ok(match wish {
            Wish::Goes => self.marked(part),
            Wish::Stays => plain,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::cleaner::Cleaner;
    use crate::clean::options::Options;
    use crate::rulefile::pack::builder::RulesBuilder;
    use crate::rulefile::pack_source::PackSource;

    fn rules(rule: &str) -> Rules {
        let text =
            format!("schema = 1\npack = \"t\"\n[[rule]]\nid = \"r\"\nkind = \"other\"\n{rule}\n");
        let source = PackSource {
            name: "t.toml".to_owned(),
            text,
        };
        let builder = RulesBuilder::new().without_shipped().file(source);
        builder.build().expect("the rule is sound")
    }

    /// The draft for the first cut of the rule on the page.
    fn draft(rule: &str, text: &str, wish: Wish) -> Result<String, String> {
        let page = Page::new(text);
        let options = Options {
            mode: Mode::Thorough,
            max_removed_share: 1.0,
            ..Options::default()
        };
        let cleaner = Cleaner::new(rules(rule), options);
        let cuts = cleaner.clean(&page).cuts;
        let others: Vec<Span> = cuts[1..].iter().map(|cut| cut.span).collect();
        draft_test(cleaner.rules(), "t/r", &page, cuts[0].span, &others, wish)
            .map_err(|error| error.to_string())
    }

    macro_rules! t {
        ($name:ident, $rule:expr, $page:expr, $wanted:expr) => {
            #[test]
            fn $name() {
                assert_eq!(draft($rule, $page, Wish::Goes).as_deref(), $wanted);
            }
        };
    }

    const PAGE: &str = "The boat left at noon on Friday, the harbour office said.\n\nMore\n\nA Seal on the Bowling Green\n\nNobody was late.\n\nMore\n";

    t!(a_line_alone, "match.line = ['More']", PAGE, Ok("[-More-]"));
    t!(
        a_guard_takes_its_neighbour_along,
        "match.line = ['More']\nwhen.next = 'title'",
        PAGE,
        Ok("[-More-]\nA Seal on the Bowling Green")
    );
    t!(
        both_neighbours,
        "match.line = ['More']\nwhen.next = 'title'\nwhen.prev = 'title'",
        "A Seal in the Harbour Again\nMore\nA Seal on the Bowling Green\n",
        Ok("A Seal in the Harbour Again\n[-More-]\nA Seal on the Bowling Green")
    );
    t!(
        a_blank_neighbour,
        "match.line = ['More']\nwhen.next = 'blank'\nwhen.last = 1",
        "One\nMore\n\n",
        Ok("[-More-]")
    );
    t!(
        as_many_lines_as_it_takes,
        "match.line = ['More']\nwhen.after = 0.6",
        "One two three four five six.\n\nSeven.\n\nMore\n\nA b.\n",
        Ok("One two three four five six.\n[-More-]")
    );
    t!(
        a_copy_stands_far_away,
        "match.duplicate = {}",
        "Seal refuses to leave harbour.\nOne.\nTwo.\nThree.\nFour.\nSeal refuses to leave harbour.\nFive.\n",
        Ok("Seal refuses to leave harbour.\n[-Seal refuses to leave harbour.-]")
    );
    t!(
        part_of_a_line,
        "match.regex = '''[.](?<cut>\\s+More)$'''\nremove = 'match'",
        "He left. More\n",
        Ok("He left.[- More-]")
    );
    t!(
        a_long_tail_is_cut_short,
        "match.line = ['More']\nremove = 'tail'",
        "One.\nMore\na\n\nb\nc\nd\n",
        Ok("[-More\na\nb-]")
    );
    t!(
        marks_in_the_text,
        "match.start = ['More [']",
        "More [-x-]\n",
        Err(&"the text holds [- or -], which would be read as marks".to_owned())
    );

    #[test]
    fn a_wrong_cut_has_no_marks() {
        assert_eq!(
            draft(
                "match.line = ['More']\nwhen.next = 'title'",
                PAGE,
                Wish::Stays
            )
            .as_deref(),
            Ok("More\nA Seal on the Bowling Green")
        );
    }
}
