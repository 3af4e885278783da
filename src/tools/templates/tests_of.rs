//! Tests of learned rules: lines where they stood on a page.

use crate::matchers::pages::template::{TemplateText, find_lines};
use crate::page::Page;
use crate::rules::template::{TemplateLine, TemplateParams};
use crate::text::line_key::LineKeys;
use crate::tools::templates::host::Repeated;

/// Lines of a rule that are shown in tests.
const SHOWN: usize = 3;

/// A page for some of the lines of a rule: the line goes, and what stood beside it stays unless the rule has it,
/// too. And one page of what stays alone.
pub(crate) fn tests_of(lines: &[&Repeated]) -> Vec<String> {
    let whole = lines.iter().map(|one| TemplateLine::clone(&one.line));
    let rule = TemplateParams::new(0, whole.collect());
    let mut keys = LineKeys::default();
    let mut tests = Vec::new();
    let mut kept = None;
    for one in lines
        .iter()
        .filter(|one| one.line.key.is_none() && is_plain(&one.line.text))
    {
        if tests.len() == SHOWN {
            break;
        }
        let (before, after) = &one.around;
        let mut page = Vec::new();
        for text in [before.as_deref(), Some(&*one.line.text), after.as_deref()]
            .into_iter()
            .flatten()
        {
            if !is_plain(text) {
                continue;
            }
            let text = text.trim();
            if rule.find(text, &mut keys).is_some() {
                page.push(format!("[-{text}-]"));
            } else {
                page.push(text.to_owned());
                kept.get_or_insert_with(|| text.to_owned());
            }
        }
        // A blank line parts them, so that no two read as one sentence.
        let test = page.join("\n\n");
        if holds(&rule, &test) {
            tests.push(test);
        }
    }
    tests.extend(kept);
    tests
}

/// Whether the rule finds on the page of a test what is marked there.
fn holds(rule: &TemplateParams, marked: &str) -> bool {
    let text = marked.replace("[-", "").replace("-]", "");
    let page = Page::new(&text);
    let lines = page.filled().iter().map(|&line| TemplateText {
        line,
        text: page.trimmed_text(line),
        is_prose: page.lines()[line].is_prose(),
    });
    let found = find_lines(rule, lines, &mut LineKeys::default());
    found.len() == marked.matches("[-").count()
}

/// Whether a text can stand in a test: it holds no marks, and is not so long that it was cut.
fn is_plain(text: &str) -> bool {
    const MARKS: [&str; 4] = ["[-", "-]", "[+", "+]"];
    text.len() <= 200
        && !MARKS.iter().any(|mark| text.contains(mark))
        && !text.ends_with('-')
        && !text.starts_with('-')
}
