//! Drafts a rule from an example: a line that should go.
//!
//! The line's shape says what the rule could look for (`shape`), most general first. A draft has
//! tests: the line where it stands, and for each guard a text that this guard alone keeps
//! (`sample`). The first draft is taken that passes its tests, is doubtful in nothing, would fail
//! them without any one of its guards, and leaves alone what must stay.

use crate::clean::plain::passes::{PassContext, Run};
use crate::page::Page;
use crate::page::line::Line;
use crate::rulefile::pack::builder::RulesBuilder;
use crate::rulefile::pack_source::PackSource;
use crate::rulefile::rules::Rules;
use crate::rules::inline_test::TestOutcome;
use crate::rules::mode::Mode;
use crate::scan::plain::scanner::Scanner;
use crate::text::span::Span;
use crate::tools::draft::noise_box::NoiseBox;
use crate::tools::draft::sample::{self, SampleWindow};
use crate::tools::draft::shape::DraftSubject;
use crate::tools::draft::spec::{DraftGuard, Spec};
use crate::tools::rule_tests::run::run_tests;
use std::collections::BTreeSet;
use std::fmt;

/// A text of which one line, or every line, must stay.
#[derive(Debug, Clone)]
pub struct MustStay {
    /// The text's name, for messages.
    pub name: String,
    /// The text.
    pub text: String,
    /// The line, from 0; `None` means every line.
    pub line: Option<usize>,
}

/// For what a rule is drafted.
#[derive(Debug)]
pub struct Example<'e> {
    /// The page.
    pub page: &'e Page<'e>,
    /// The line that should go, from 0; the first of several.
    pub line: usize,
    /// The last line that should go, from 0: `line`, where there is one.
    pub last: usize,
    /// The pack of the rule.
    pub pack: &'e str,
    /// Full ids that are taken.
    pub taken: &'e BTreeSet<String>,
    /// What the rule must leave alone.
    pub must_stay: &'e [MustStay],
}

/// A rule that was drafted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleDraft {
    /// Its full id.
    pub id: String,
    /// Its `[[rule]]` table.
    pub toml: String,
    /// How many tests it has.
    pub tests: usize,
    /// How many lines that must stay made it narrower than the line's shape alone would.
    pub narrowed_by: usize,
}

/// Why no rule was drafted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftError {
    /// The line is blank, or the first or last one of several.
    Blank,
    /// The line holds `[-` or `-]`, which mark what goes in a test.
    Marks,
    /// Every rule for the line would also cut a line that must stay; its text, from 1.
    MustStay {
        /// The name of its text.
        name: String,
        /// Its number, from 1.
        line: usize,
        /// The line.
        text: String,
    },
    /// No draft passed its own tests.
    None,
}

impl fmt::Display for DraftError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => f.write_str(
                "the line is blank, or the first or last of several is; core/blank-run looks after blank lines",
            ),
            Self::Marks => f.write_str(
                "the line, or one that would go with it, holds [- or -], which mark what goes in a test",
            ),
            Self::MustStay { name, line, text } => write!(
                f,
                "no rule drafted: whatever finds the line also finds {name}:{line}, which must stay: {text}"
            ),
            Self::None => f.write_str(
                "no rule drafted: none was found that passes tests of its own; write one by hand",
            ),
        }
    }
}

impl std::error::Error for DraftError {}

/// Drafts a rule for a line, or for a box of several lines.
///
/// The draft stands alone: with a header (`schema`, `pack`) before it, it is a rule file in which
/// `rules check` finds nothing and whose tests pass. Costs one cleaning by one rule of every text
/// that must stay, for each rule that is tried: some twenty at most.
///
/// # Errors
///
/// Where no rule would do; see [`DraftError`].
///
/// # Example
///
/// ```
/// use dechaff::Page;
/// use dechaff::tools::draft::{Example, draft_rule};
/// use std::collections::BTreeSet;
///
/// let page = Page::new("The boat left at noon.\nTide table: high at six\nNobody was late.\n");
/// let taken = BTreeSet::new();
/// let draft = draft_rule(&Example { page: &page, line: 1, last: 1, pack: "mine", taken: &taken, must_stay: &[] })?;
/// assert_eq!(draft.id, "mine/tide-table-line");
/// assert!(draft.toml.contains("match.start = [\"Tide table:\"]"));
/// # Ok::<(), dechaff::tools::draft::DraftError>(())
/// ```
pub fn draft_rule(example: &Example<'_>) -> Result<RuleDraft, DraftError> {
    let (page, line) = (example.page, example.line);
    if page.lines().get(line).is_none_or(Line::is_blank) {
        return Err(DraftError::Blank);
    }
    if page.lines().get(example.last).is_none_or(Line::is_blank) || example.last < line {
        return Err(DraftError::Blank);
    }
    let marked = |at: usize| {
        let wanted = page.trimmed_text(at);
        wanted.contains("[-") || wanted.contains("-]")
    };
    if (line..=example.last).any(marked) {
        return Err(DraftError::Marks);
    }
    let subject = DraftSubject {
        page,
        line,
        pack: example.pack,
        taken: example.taken,
    };
    let candidates = if example.last > line {
        let noise_box = NoiseBox {
            page,
            first: line,
            last: example.last,
            pack: example.pack,
            taken: example.taken,
        };
        noise_box.candidates()
    } else {
        subject.candidates()
    };
    let places = subject.places();
    let tighter = candidates
        .iter()
        .flat_map(|spec| places.iter().map(|guard| spec.with(*guard)));
    let mut first_hit: Option<DraftError> = None;
    let mut near: Vec<String> = Vec::new();
    for spec in candidates.iter().cloned().chain(tighter) {
        let Some(tests) = passing_tests(&spec, example, &near) else {
            continue;
        };
        let toml = spec.toml(&tests);
        match first_cut(&toml, example) {
            None => {
                return Ok(RuleDraft {
                    id: format!("{}/{}", example.pack, spec.id),
                    tests: tests.len(),
                    narrowed_by: near.len(),
                    toml,
                });
            }
            Some((at, line)) => {
                let stays = &example.must_stay[at];
                let page = Page::new(&stays.text);
                let test = sample::kept(&page, line);
                near.extend(test.filter(|test| !near.contains(test)));
                first_hit.get_or_insert_with(|| DraftError::MustStay {
                    name: stays.name.clone(),
                    line: line + 1,
                    text: page.trimmed_text(line).to_owned(),
                });
            }
        }
    }
    Err(first_hit.unwrap_or(DraftError::None))
}

/// How many lines that must stay become tests.
pub(crate) const MAX_NEAR_TESTS: usize = 3;

/// The tests of the rule, where it passes them and would fail them without any of its guards.
pub(crate) fn passing_tests(
    spec: &Spec,
    example: &Example<'_>,
    near: &[String],
) -> Option<Vec<String>> {
    let page = example.page;
    let own = sample::near_misses(spec, page.trimmed_text(spec.anchor));
    let lines = (example.line, example.last);
    // Lines beside it may be such lines too, and the line alone is a test as well.
    let windows = [
        SampleWindow::around(page, lines, spec),
        SampleWindow::alone(lines),
    ];
    let shown = windows.into_iter().filter_map(|window| window.test(page));
    let mut tests = shown
        .map(|shown| {
            std::iter::once(shown)
                .chain(own.clone())
                .collect::<Vec<_>>()
        })
        .find(|tests| passes(spec, tests, Doubts::None))?;
    let noticed = |guard: &DraftGuard| !passes(&spec.without(*guard), &tests, Doubts::Any);
    if !spec.guards.iter().all(noticed) {
        return None;
    }
    for test in near.iter().take(MAX_NEAR_TESTS) {
        tests.push(test.clone());
        // Out of its page a line may lack what keeps it there.
        if !passes(spec, &tests, Doubts::Any) {
            tests.pop();
        }
    }
    Some(tests)
}

/// Which warnings a draft may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubts {
    None,
    Any,
}

pub(crate) fn passes(spec: &Spec, tests: &[String], doubts: Doubts) -> bool {
    let check = builder(&spec.toml(tests)).check();
    check.errors().is_empty()
        && (doubts == Doubts::Any || check.warnings(|_| true, None).is_empty())
        && run_tests(check.rules())
            .iter()
            .all(|report| report.outcome == TestOutcome::Passed)
}

pub(crate) fn builder(toml: &str) -> RulesBuilder {
    // The pack's name does not matter for what the rule does.
    let text = format!("schema = 1\npack = \"draft\"\n\n{toml}");
    RulesBuilder::new().without_shipped().file(PackSource {
        name: "draft.toml".to_owned(),
        text,
    })
}

/// The first line that must stay and that the rule cuts: its text's place, and its number from 0.
pub(crate) fn first_cut(toml: &str, example: &Example<'_>) -> Option<(usize, usize)> {
    if example.must_stay.is_empty() {
        return None;
    }
    let rules: Rules = builder(toml).build().ok()?;
    let scanner = Scanner::of_some(&rules, |_, _| true);
    let parts = PassContext {
        rules: &rules,
        scanner: &scanner,
        mode: Mode::Thorough,
    };
    example
        .must_stay
        .iter()
        .enumerate()
        .find_map(|(at, stays)| {
            let page = Page::new(&stays.text);
            let mut run = Run::new(&page);
            while run.pass(parts, &mut |_| {}) {}
            let gone = run.into_removed();
            let touched = |line: &usize| {
                let body: Span = page.lines()[*line].trimmed;
                gone.missing(body) != [body]
            };
            let mut lines = page.filled().iter().copied();
            let wanted = |line: &usize| stays.line.is_none_or(|only| only == *line);
            lines
                .find(|line| wanted(line) && touched(line))
                .map(|line| (at, line))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(text: &str, line: usize, must_stay: &[MustStay]) -> Result<RuleDraft, DraftError> {
        let page = Page::new(text);
        draft_rule(&Example {
            page: &page,
            line,
            last: line,
            pack: "t",
            taken: &BTreeSet::new(),
            must_stay,
        })
    }

    fn stays(text: &str) -> MustStay {
        MustStay {
            name: "gold.txt".to_owned(),
            text: text.to_owned(),
            line: None,
        }
    }

    #[test]
    fn near_lines_make_a_rule_narrower() {
        let page = "Rain fell.\nSubscribe to the letter of the harbour office and read it on the quay\nThe end.";
        let wide = draft(page, 1, &[]).expect("a draft");
        assert!(wide.toml.contains("match.start"), "{}", wide.toml);
        let gold = stays("Subscribe to the letter, he said, or to the\nSubscribe to the idea");
        let narrow = draft(page, 1, std::slice::from_ref(&gold)).expect("a draft");
        assert!(narrow.toml.len() > wide.toml.len());
        assert!(narrow.narrowed_by > 0);
        let same = stays("Subscribe to the letter of the harbour office and read it on the quay");
        let error = draft(page, 1, &[same]).expect_err("the line itself must stay");
        assert!(
            matches!(error, DraftError::MustStay { line: 1, .. }),
            "{error}"
        );
    }

    fn draft_box(text: &str, (line, last): (usize, usize)) -> RuleDraft {
        let page = Page::new(text);
        let example = Example {
            page: &page,
            line,
            last,
            pack: "t",
            taken: &BTreeSet::new(),
            must_stay: &[],
        };
        draft_rule(&example).expect("a draft")
    }

    #[test]
    fn a_box_goes_whole() {
        let before = "The council met on Tuesday to discuss the new bridge over the river.";
        let after = "The vote was put off until the spring, when the report will be ready.";
        let poll = "Should the town build a bridge?\nYes\nNo\nVote";
        let block = draft_box(&format!("{before}\n\n{poll}\n\n{after}\n"), (2, 5));
        assert!(block.toml.contains("remove = \"block\""), "{}", block.toml);
        assert!(block.toml.contains("  No\n  Vote-]"), "{}", block.toml);
        let form = "Get the weekly letter\nYour address\nSign up";
        let counted = draft_box(&format!("{before}\n{form}\n{after}\n"), (1, 3));
        assert!(counted.toml.contains("plus_lines = 2"), "{}", counted.toml);
        assert!(counted.toml.contains("when.next = "), "{}", counted.toml);
        assert!(
            counted.toml.contains("kind = \"newsletter\""),
            "{}",
            counted.toml
        );
    }

    #[test]
    fn what_cannot_be_drafted_is_said() {
        assert_eq!(draft("a\n\nb", 1, &[]), Err(DraftError::Blank));
        assert_eq!(draft("a\nb [-c-]", 1, &[]), Err(DraftError::Marks));
        assert!(draft("—", 0, &[]).is_ok());
        assert!(draft("#goat", 0, &[]).is_ok());
        assert!(draft(&"long ".repeat(300), 0, &[]).is_ok());
    }
}
