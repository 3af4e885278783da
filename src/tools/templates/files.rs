//! The files of a learned pack: one rule file as long as that has room; else lines in files beside it, and hosts in
//! further rule files.

use crate::rulefile::lines_file::{self, LINES_FILE_ENDING};
use crate::rulefile::pack_source::PackSource;
use crate::rulefile::toml_text::quoted_visibly;
use crate::tools::templates::rule_text::RuleText;
use std::fmt::Write as _;

/// Rules of more lines have them in a file of their own, where one may be written.
const MOST_INLINE: usize = 300;
/// The same where the rule file would have more bytes than [`MANY_BYTES`]; where it still would, all have.
const MOST_INLINE_OF_MANY: usize = 10;
/// Where the rules have more bytes even so, they are parted into files of about as many.
const MANY_BYTES: usize = 2 << 20;

/// What the files of a pack are called.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Files<'n> {
    pub(crate) pack: &'n str,
    /// The rule file, where there may be others beside it.
    pub(crate) file: Option<&'n str>,
}

/// The rules of one file.
struct Part<'r> {
    /// From 1.
    number: usize,
    rules: &'r [RuleText],
}

impl Files<'_> {
    /// The rule file, and the files beside it.
    pub(crate) fn write(&self, rules: &[RuleText]) -> (String, Vec<PackSource>) {
        let Some(file) = self.file else {
            return (self.single(rules), Vec::new());
        };
        let most_inline = most_inline(rules);
        let parts = parts(rules, most_inline);
        let names: Vec<String> = parts.iter().map(|part| part_name(file, part)).collect();
        let mut first = String::new();
        let mut beside = Vec::new();
        for part in &parts {
            let name = &names[part.number - 1];
            let lines = lines_of(part.rules, most_inline).map(|text| PackSource {
                name: lines_name(name),
                text,
            });
            let mut toml = self.header(lines.as_ref());
            match part.number {
                1 if names.len() > 1 => {
                    let others = names[1..].iter().map(|name| quoted_visibly(name));
                    let others: Vec<String> = others.collect();
                    let _ = writeln!(toml, "parts = [{}]", others.join(", "));
                }
                1 => {}
                number => _ = writeln!(toml, "part = {number}"),
            }
            self.push_rules(part.rules, most_inline, true, &mut toml);
            beside.extend(lines);
            if part.number == 1 {
                first = toml;
            } else {
                beside.push(PackSource {
                    name: name.clone(),
                    text: toml,
                });
            }
        }
        (first, beside)
    }

    /// All in one file. Nobody reads the tests of thousands of hosts, and without them it is more likely to be loaded.
    fn single(&self, rules: &[RuleText]) -> String {
        let len: usize = rules.iter().map(|rule| rule.len_bytes(usize::MAX)).sum();
        let has_tests = len <= MANY_BYTES;
        let mut toml = self.header(None);
        self.push_rules(rules, usize::MAX, has_tests, &mut toml);
        toml
    }

    fn header(&self, lines: Option<&PackSource>) -> String {
        let mut toml = format!(
            "# Lines that hosts repeat, as `dechaff learn` found them. docs/templates.md says how to review this.\n\
             schema = 1\npack = {}\n",
            quoted_visibly(self.pack)
        );
        if let Some(PackSource { name, text }) = lines {
            let hash = blake3::hash(text.as_bytes()).to_hex();
            let file = quoted_visibly(name);
            let _ = writeln!(
                toml,
                "template_lines = {{ file = {file}, blake3 = \"{hash}\" }}"
            );
        }
        toml
    }

    fn push_rules(
        &self,
        rules: &[RuleText],
        most_inline: usize,
        has_tests: bool,
        toml: &mut String,
    ) {
        for rule in rules {
            rule.push(most_inline, has_tests, toml);
        }
        for rule in rules {
            rule.push_override(self.pack, toml);
        }
    }
}

/// The most lines of a rule that the rule file has.
fn most_inline(rules: &[RuleText]) -> usize {
    let len_of = |most: usize| -> usize { rules.iter().map(|rule| rule.len_bytes(most)).sum() };
    let mut most = MOST_INLINE;
    for fewer in [MOST_INLINE_OF_MANY, 0] {
        if len_of(most) > MANY_BYTES {
            most = fewer;
        }
    }
    most
}

/// The rules in as many parts as they need, all rules of a host in one.
fn parts(rules: &[RuleText], most_inline: usize) -> Vec<Part<'_>> {
    let mut starts = vec![0];
    let (mut len, mut at) = (0, 0);
    for host in rules.chunk_by(|one, other| one.host == other.host) {
        let more: usize = host.iter().map(|rule| rule.len_bytes(most_inline)).sum();
        if len > 0 && len + more > MANY_BYTES {
            starts.push(at);
            len = 0;
        }
        len += more;
        at += host.len();
    }
    let ends = starts.iter().skip(1).copied().chain([rules.len()]);
    let spans = starts.iter().zip(ends).enumerate();
    let part = |(at, (&start, end))| Part {
        number: at + 1,
        rules: &rules[start..end],
    };
    spans.map(part).collect()
}

/// The lines of rules with many of them.
fn lines_of(rules: &[RuleText], most_inline: usize) -> Option<String> {
    let mut file = String::new();
    for rule in rules.iter().filter(|rule| rule.lines.len() > most_inline) {
        if file.is_empty() {
            lines_file::push_header(&mut file);
        }
        lines_file::push_rule(&rule.id, rule.lines.iter().map(|(line, _)| line), &mut file);
    }
    (!file.is_empty()).then_some(file)
}

/// `templates.toml`, `templates-2.toml`, `templates-3.toml`.
fn part_name(file: &str, part: &Part<'_>) -> String {
    match (part.number, file.rsplit_once('.')) {
        (1, _) => file.to_owned(),
        (number, Some((stem, ending))) if !stem.is_empty() => format!("{stem}-{number}.{ending}"),
        (number, _) => format!("{file}-{number}"),
    }
}

/// The same with the ending of files of lines.
fn lines_name(file: &str) -> String {
    let stem = match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    };
    format!("{stem}.{LINES_FILE_ENDING}")
}
