//! Drafts of rules: whatever line they are made for, they pass their own tests, nothing about them
//! is doubtful, and no guard of them can be deleted without a test that notices.

use crate::common;
use dechaff::rules::TestOutcome;
use dechaff::tools::draft::{DraftError, Example, MustStay, RuleDraft, draft_rule};
use dechaff::tools::format::format_rules;
use dechaff::tools::rule_tests::run_tests;
use dechaff::{PackSource, Page, RulesBuilder};
use std::collections::{BTreeMap, BTreeSet};

/// The lines of the fixtures that are noise: the page's number of the line, and its text. Rules are drafted for
/// lines as they stand, so that pages which are not what they show are left out.
fn noise() -> Vec<(String, String, Vec<usize>)> {
    let pages = common::folders(&common::root().join("fixtures"));
    let mut found = Vec::new();
    let is_shown = |name: &str| !name.starts_with("markdown-") && !name.starts_with("view-");
    let pages = pages
        .iter()
        .filter(|folder| is_shown(&common::name_of(folder)));
    for folder in pages.filter(|folder| folder.join("in.txt").exists()) {
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a fixture");
        let (text, want) = (read("in.txt"), read("want.txt"));
        let mut held: BTreeMap<&str, usize> = BTreeMap::new();
        for line in want.lines().map(str::trim) {
            *held.entry(line).or_default() += 1;
        }
        let page = Page::new(&text);
        let mut lines = Vec::new();
        for &at in page.filled() {
            match held.get_mut(page.trimmed_text(at)) {
                Some(left) if *left > 0 => *left -= 1,
                _ => lines.push(at),
            }
        }
        found.push((common::name_of(folder), text.clone(), lines));
    }
    found
}

fn header(toml: &str) -> String {
    format!("schema = 1\npack = \"t\"\n\n{toml}")
}

/// What is wrong with a drafted rule.
fn faults(toml: &str) -> Vec<String> {
    let source = PackSource {
        name: "t.toml".to_owned(),
        text: header(toml),
    };
    let mut faults = Vec::new();
    if format_rules(&source).ok().as_ref() != Some(&source.text) {
        faults.push("not in the canonical form".to_owned());
    }
    let check = RulesBuilder::new().without_shipped().file(source).check();
    let warnings = check.warnings(|_| true, None);
    let found = check.errors().iter().chain(&warnings);
    faults.extend(found.map(ToString::to_string));
    let failed = run_tests(check.rules())
        .into_iter()
        .filter(|report| report.outcome != TestOutcome::Passed);
    faults.extend(failed.map(|report| format!("test {}: {}", report.number, report.found)));
    for guard in toml.lines().filter(|line| line.starts_with("when.")) {
        let loose = toml.replace(&format!("{guard}\n"), "");
        let rules = common::rules_of(&header(&loose));
        let passed =
            |report: dechaff::tools::rule_tests::TestReport| report.outcome == TestOutcome::Passed;
        if run_tests(&rules).into_iter().all(passed) {
            faults.push(format!("no test notices that `{guard}` is gone"));
        }
    }
    faults
}

fn draft(page: &Page<'_>, line: usize, must_stay: &[MustStay]) -> Result<RuleDraft, DraftError> {
    draft_rule(&Example {
        page,
        line,
        last: line,
        pack: "t",
        taken: &BTreeSet::new(),
        must_stay,
    })
}

#[test]
fn every_line_of_noise_gets_a_sound_draft() {
    let (mut drafted, mut wrong) = (0, Vec::new());
    for (name, text, lines) in noise() {
        let page = Page::new(&text);
        for line in lines {
            let place = format!("{name}:{} {}", line + 1, page.trimmed_text(line));
            match draft(&page, line, &[]) {
                Ok(draft) => {
                    drafted += 1;
                    let faults = faults(&draft.toml);
                    if !faults.is_empty() {
                        wrong.push(format!("{place}\n{}\n{}", draft.toml, faults.join("\n")));
                    }
                }
                Err(error) => wrong.push(format!("{place}: {error}")),
            }
        }
    }
    assert!(drafted > 300, "only {drafted} lines of noise were found");
    assert!(
        wrong.is_empty(),
        "{} of {}\n{}",
        wrong.len(),
        drafted,
        wrong.join("\n\n")
    );
}

#[test]
fn what_a_page_keeps_is_left_alone() {
    let mut narrowed = 0;
    for (name, text, lines) in noise() {
        let page = Page::new(&text);
        let wanted = common::root().join("fixtures").join(&name).join("want.txt");
        let gold = MustStay {
            name: "want.txt".to_owned(),
            text: std::fs::read_to_string(wanted).expect("a fixture"),
            line: None,
        };
        for line in lines.into_iter().take(3) {
            match draft(&page, line, std::slice::from_ref(&gold)) {
                Ok(draft) => {
                    narrowed += usize::from(draft.narrowed_by > 0);
                    let rules = common::rules_of(&header(&draft.toml));
                    let cleaner = common::unfused(rules);
                    let left = cleaner.clean(&Page::new(&gold.text)).text;
                    assert_eq!(left, gold.text, "{name}\n{}", draft.toml);
                }
                // A copy of a line that stays cannot be told from it.
                Err(error) => assert!(
                    matches!(error, DraftError::MustStay { .. }),
                    "{name}:{line}: {error}"
                ),
            }
        }
    }
    assert!(narrowed > 0, "no line that stays made any difference");
}
