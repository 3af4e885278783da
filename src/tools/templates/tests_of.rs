//! Tests of learned rules: lines where they stood on a page.

use crate::matchers::pages::comments::has_date;
use crate::matchers::pages::template::Template;
use crate::matchers::traits::PageMatcher;
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

/// A story of a page, for tests of comments.
const STORY: &str = "The dredger ran aground on the bank that it had itself piled up the week before, said the harbour master. \
    Nobody was on board but the cook, who had been told to wait there for the tide and was asleep when it came. A tug \
    from the next town over was sent for on the same evening, and it came on the next day, and ran aground as well.";
/// What three readers say of it.
const COMMENTS: [&str; 3] = ["So it was.", "It was not so at all.", "Nor was it ever."];
/// Who they were, and when.
const READER: &str = "Ada, 17 May 2011";

/// A page with comments as one of the lines parts them, which go, and one of such comments without a story above, which
/// stay.
pub(crate) fn tests_of_comments(lines: &[&Repeated]) -> Vec<String> {
    let whole = lines.iter().map(|one| TemplateLine::clone(&one.line));
    let rule = TemplateParams::new(0, whole.collect()).of_comments(true);
    let lines = lines.iter().map(|one| &one.line);
    let plain = lines.filter(|line| line.key.is_none() && is_plain(&line.text));
    let threads = plain.map(|line| thread_of(line.text.trim()));
    let mut tests = threads.map(|thread| {
        let gone: Vec<String> = thread.iter().map(|text| format!("[-{text}-]")).collect();
        let with_story = [STORY, "3 comments", &gone.join("\n\n")].join("\n\n");
        (with_story, thread.join("\n\n"))
    });
    let found = tests.find(|(with_story, _)| holds(&rule, with_story));
    found.map_or_else(Vec::new, |(with_story, alone)| vec![with_story, alone])
}

/// Three comments, with a line that comes with each.
fn thread_of(copy: &str) -> Vec<&str> {
    let comments = COMMENTS.map(|text| {
        if has_date(copy) {
            vec![copy, text]
        } else {
            vec![READER, text, copy]
        }
    });
    comments.concat()
}

/// Whether the rule finds on the page of a test what is marked there.
fn holds(rule: &TemplateParams, marked: &str) -> bool {
    let text = marked.replace("[-", "").replace("-]", "");
    let (page, mut found) = (Page::new(&text), Vec::new());
    Template::of(rule).find(&page, &mut found);
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
