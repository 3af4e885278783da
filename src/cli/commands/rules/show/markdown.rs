//! A rule's page in Markdown, as GitHub shows it.

use crate::cli::commands::rules::show::human::EVIDENCE_CONFIDENCE;
use crate::cli::commands::rules::show::view::{Amount, View, what_happens};
use crate::cli::render::terminal::escape;
use dechaff::Rule;
use dechaff::rulefile::marked_text;
use dechaff::rules::{EvidencePart, Level, Polarity, RuleTest};
use std::fmt::Write as _;

/// The page of one rule by itself.
pub(crate) fn page(rule: &Rule, view: View<'_>) -> String {
    let origin = format!("{}:{}", rule.origin.file, rule.origin.line);
    section(rule, "#", &rule.id, &code(&origin), view)
}

/// The page of a part of evidence.
pub(crate) fn evidence_page(part: EvidencePart) -> String {
    format!(
        "# {}\n\n{}\n\n- **kind:** {}\n- **finds:** {}\n- **confidence:** {}\n- **off:** {}\n",
        part.id(),
        part.about(),
        part.kind(),
        part.how_it_finds(),
        EVIDENCE_CONFIDENCE,
        part.how_to_switch_off()
    )
}

/// A rule under a heading of its own; `origin` says in Markdown where it is written.
pub(crate) fn section(
    rule: &Rule,
    level: &str,
    title: &str,
    origin: &str,
    view: View<'_>,
) -> String {
    let amount = view.amount;
    let mut text = format!("{level} {title}\n\n{}\n\n", plain(&rule.about));
    let mut entry = |name: &str, value: &str| {
        let _ = writeln!(text, "- **{name}** {value}");
    };
    if let Some(reason) = &rule.reason {
        entry("reason:", &plain(reason));
    }
    if rule.polarity == Polarity::Cut {
        entry("kind:", rule.kind.word());
    }
    entry("finds:", &what_it_finds(rule, amount));
    let guards = rule.guards_in_words();
    if !guards.is_empty() {
        let guards: Vec<String> = guards.iter().map(|guard| guard_text(guard)).collect();
        entry("only:", &guards.join("; "));
    }
    match rule.polarity {
        Polarity::Cut => {
            entry("removes:", &rule.extent_in_words());
            let (confidence, about) = (rule.confidence, rule.confidence.about());
            entry("confidence:", &format!("{confidence}, {about}"));
        }
        Polarity::Protect => entry("keeps:", &rule.extent_in_words()),
    }
    match rule.level {
        Level::On => {}
        Level::Flag => entry("level:", "flag, reports and never cuts"),
        Level::Keep => entry("level:", "keep, what it finds stays"),
        Level::Off => entry("level:", "off, does not run"),
    }
    if let Some(did) = view.in_a_run(rule) {
        entry("in a run:", &did);
    }
    entry("written in:", origin);
    for test in amount.tests(rule).0 {
        text += &example(rule, test, amount);
    }
    text
}

fn what_it_finds(rule: &Rule, amount: Amount) -> String {
    let mut text = format!("{} (`match.{}`)", rule.matcher_about(), rule.matcher_key());
    for setting in rule.matcher_settings() {
        let _ = write!(text, ", {setting}");
    }
    if let Some(pattern) = rule.pattern() {
        let _ = write!(text, ": {}", code(&shortened(pattern)));
    }
    let (phrases, more) = amount.phrases(rule);
    let listed: Vec<String> = phrases
        .iter()
        .map(|phrase| code(&visible(phrase)))
        .collect();
    if !listed.is_empty() {
        let _ = write!(text, ": {}", listed.join(", "));
    }
    if more > 0 {
        let _ = write!(text, " and {more} more");
    }
    text
}

/// A guard's pattern stands in quotes; it becomes code.
fn guard_text(guard: &str) -> String {
    match guard.split_once('\'').zip(guard.rsplit_once('\'')) {
        Some(((before, _), (_, after))) if before.len() + after.len() + 2 <= guard.len() => {
            let pattern = &guard[before.len() + 1..guard.len() - after.len() - 1];
            format!("{before}{}{after}", code(&shortened(pattern)))
        }
        _ => plain(guard),
    }
}

/// A test as the difference between the page before and after.
fn example(rule: &Rule, test: &RuleTest, amount: Amount) -> String {
    let marked = marked_text(test);
    let (heading, mut lines) = match (rule.polarity, test.expects_cut()) {
        (Polarity::Cut, true) => ("Goes:".to_owned(), difference(&marked)),
        (Polarity::Cut, false) => ("Stays:".to_owned(), difference(&marked)),
        (Polarity::Protect, _) => {
            let lines = marked.lines().map(str::to_owned).collect();
            (
                format!("Where all may go, {}:", what_happens(rule, test)),
                lines,
            )
        }
    };
    let folded = amount.fold(&mut lines);
    let body: Vec<String> = lines
        .iter()
        .map(|line| escape(line).trim_end().to_owned())
        .collect();
    let mut body = body.join("\n");
    if folded > 0 {
        let _ = write!(body, "\n@@ {folded} more lines @@");
    }
    let fence = fence_for(&body);
    format!("\n{heading}\n\n{fence}diff\n{body}\n{fence}\n")
}

/// The lines of a page with `-` before those that go and `+` before what stays of them.
fn difference(marked: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut inside = false;
    for line in marked.split('\n') {
        let began_inside = inside;
        let (mut whole, mut kept) = (String::new(), String::new());
        let mut rest = line;
        while let Some(at) = rest.find(if inside { "-]" } else { "[-" }) {
            whole += &rest[..at];
            if !inside {
                kept += &rest[..at];
            }
            inside = !inside;
            rest = &rest[at + 2..];
        }
        whole += rest;
        if !inside {
            kept += rest;
        }
        if whole == kept && !(began_inside && inside) {
            lines.push(format!("  {whole}"));
            continue;
        }
        lines.push(format!("- {whole}"));
        if !kept.trim().is_empty() {
            lines.push(format!("+ {kept}"));
        }
    }
    lines
}

/// Long patterns are cut off: the file has them whole.
fn shortened(pattern: &str) -> String {
    const SHOWN_CHARS: usize = 300;
    let count = pattern.chars().count();
    if count <= SHOWN_CHARS {
        return pattern.to_owned();
    }
    let shown: String = pattern.chars().take(SHOWN_CHARS).collect();
    format!("{shown}… ({count} characters)")
}

/// A phrase with those spaces shown that a browser would swallow.
fn visible(phrase: &str) -> String {
    let body = phrase.trim_end_matches(' ');
    let ends = "␣".repeat(phrase.len() - body.len());
    let mut shown = String::new();
    for (at, part) in body.split("  ").enumerate() {
        if at > 0 {
            shown += "␣␣";
        }
        shown += part;
    }
    shown + &ends
}

/// Inline code, whatever backticks the text holds.
pub(crate) fn code(text: &str) -> String {
    let text = escape(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn fence_for(body: &str) -> String {
    let longest = body.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(3.max(longest + 1))
}

/// Text in which no sign means anything to Markdown.
pub(crate) fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in escape(text).chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|'
        ) {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_a_difference() {
        assert_eq!(
            difference("One\n[-two\n\nthree-]\nfour.[- More-]\n\nfive"),
            [
                "  One",
                "- two",
                "- ",
                "- three",
                "- four. More",
                "+ four.",
                "  ",
                "  five"
            ]
        );
    }

    #[test]
    fn nothing_of_a_rule_is_markdown() {
        assert_eq!(plain("a *b* <c>"), "a \\*b\\* \\<c\\>");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(visible("See also  it: "), "See also␣␣it:␣");
        assert_eq!(
            guard_text("not where 'don't' finds"),
            "not where `don't` finds"
        );
        assert_eq!(guard_text("lines of 'one"), "lines of 'one");
        assert_eq!(fence_for("x ```` y"), "`````");
    }
}
