//! The lines that hosts repeat, as a pack of rules for a person to review.

use crate::rulefile::pack_source::PackSource;
use crate::rulefile::toml_text::quoted_visibly;
use crate::rules::mode::{Confidence, Mode};
use crate::tools::templates::accept::Acceptance;
use crate::tools::templates::files::Files;
use crate::tools::templates::host::{HostTemplates, Repeated};
use crate::tools::templates::learned_host::{HostRows, LearnedHost};
use crate::tools::templates::row::Row;
use crate::tools::templates::rule_text::{LearnedLine, RuleText, inline_bytes};
use crate::tools::templates::tests_of::{tests_of, tests_of_comments};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A learned pack, and what it came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LearnedPack {
    /// The rule file.
    pub toml: String,
    /// The files that it names, which belong into the same folder: files of lines, and rule files of hosts for which it
    /// has no room. Of each its name and text.
    pub beside: Vec<PackSource>,
    /// Hosts that were counted, and those of which a line is repeated.
    pub hosts: usize,
    /// The same with repeated lines.
    pub hosts_with_lines: usize,
    /// Pages that were counted.
    pub pages: usize,
    /// Lines that cut.
    pub lines: usize,
    /// Lines that only show.
    pub flagged: usize,
    /// Words on the pages of the hosts of which a line cuts.
    pub words: u64,
    /// The same of the lines that cut.
    pub words_of_lines: u64,
}

/// Writes a pack, from the rows of counts as they come.
#[derive(Debug)]
pub struct TemplateWriter {
    pack: LearnedPack,
    accept: Acceptance,
    ids: BTreeSet<String>,
    name: String,
    host: HostRows,
    rules: Vec<RuleText>,
    /// The name of the rule file, where there may be files beside it.
    file: Option<String>,
}

impl TemplateWriter {
    /// A writer of a pack of that name, in kebab-case.
    pub fn new(name: &str, accept: Acceptance) -> Self {
        Self {
            pack: LearnedPack::default(),
            accept,
            ids: BTreeSet::new(),
            name: name.to_owned(),
            host: HostRows::default(),
            rules: Vec::new(),
            file: None,
        }
    }

    /// A writer that may write files beside the rule file, which has that name: lines of rules with many of them, and
    /// rules for which one file has no room. Without, one file has all.
    #[must_use]
    pub fn with_files_beside(mut self, rule_file: &str) -> Self {
        self.file = Some(rule_file.to_owned());
        self
    }

    /// Takes the next row. Rows come sorted; it holds those of one host.
    pub fn take(&mut self, row: Row) {
        if self.host.ends_before(&row) {
            self.write_host();
        }
        self.host.add(row);
    }

    /// Takes a host that was judged elsewhere. Hosts come sorted by name, each once, and not between rows.
    pub fn take_host(&mut self, learned: LearnedHost) {
        let LearnedHost {
            host: name,
            pages,
            words: words_of_host,
            templates,
        } = learned;
        self.pack.hosts += 1;
        self.pack.pages += pages;
        self.pack.hosts_with_lines += usize::from(!templates.lines.is_empty());
        let is_accepted = |one: &&Repeated| one.mode <= self.accept.mode;
        let cutting = templates.lines.iter().filter(is_accepted);
        let words: u64 = cutting.map(|one| one.words).sum();
        if words > 0 {
            self.pack.words += words_of_host;
            self.pack.words_of_lines += words;
        }
        for &mode in Mode::ALL {
            let lines: Vec<&Repeated> = templates
                .lines
                .iter()
                .filter(|one| one.mode == mode)
                .collect();
            if !lines.is_empty() {
                self.write_lines(&name, &templates, mode, &lines);
            }
        }
        for &mode in Mode::ALL {
            let is_of_mode = |one: &&Repeated| one.mode == mode;
            let copies: Vec<&Repeated> = templates.copies.iter().filter(is_of_mode).collect();
            if !copies.is_empty() {
                self.write_comments(&name, mode, &copies);
            }
        }
    }

    /// The pack.
    pub fn finish(mut self) -> LearnedPack {
        self.write_host();
        let files = Files {
            pack: &self.name,
            file: self.file.as_deref(),
        };
        let (toml, beside) = files.write(&self.rules);
        LearnedPack {
            toml,
            beside,
            ..self.pack
        }
    }

    fn write_host(&mut self) {
        if let Some(learned) = self.host.judge() {
            self.take_host(learned);
        }
    }

    /// Writes the rule of the lines that a host repeats, as sure as that.
    fn write_lines(
        &mut self,
        host: &str,
        templates: &HostTemplates,
        mode: Mode,
        lines: &[&Repeated],
    ) {
        let count = if mode <= self.accept.mode {
            &mut self.pack.lines
        } else {
            &mut self.pack.flagged
        };
        *count += lines.len();
        let text = Written {
            about: format!("Lines that pages of {host} repeat{}.", how_sure(mode)),
            matched: format!("match.template.pages = {}\n", templates.pages),
            id: self.new_id(host, "", mode),
            tests: tests_of(lines),
        };
        self.write_rule(host, mode, text, lines);
    }

    /// Writes the rule of the comments that lines of a host part.
    fn write_comments(&mut self, host: &str, mode: Mode, lines: &[&Repeated]) {
        let text = Written {
            about: format!(
                "Comments below stories of {host}: what stands between lines that its pages repeat again and again, with dates."
            ),
            matched: "match.template.comments = true\n".to_owned(),
            id: self.new_id(host, "-comments", mode),
            tests: tests_of_comments(lines),
        };
        self.write_rule(host, mode, text, lines);
    }

    fn write_rule(&mut self, host: &str, mode: Mode, text: Written, lines: &[&Repeated]) {
        let Written {
            about, matched, id, ..
        } = text;
        let head = format!(
            "\n[[rule]]\nid = \"{id}\"\nabout = {}\nkind = \"template\"\n{matched}",
            quoted_visibly(&about)
        );
        let mut tail = String::new();
        let confidence = confidence(mode);
        if confidence != Confidence::High {
            let _ = writeln!(tail, "confidence = \"{}\"", confidence.word());
        }
        let _ = writeln!(tail, "when.domain = {}", quoted_visibly(host));
        let mut tests = String::new();
        for test in &text.tests {
            let _ = writeln!(tests, "  {},", quoted_visibly(test));
        }
        let lines = lines.iter();
        let lines = lines.map(|one| (one.line.clone(), one.also.clone()));
        let lines: Vec<LearnedLine> = lines.collect();
        self.rules.push(RuleText {
            host: self.pack.hosts,
            is_flagged: mode > self.accept.mode,
            inline_bytes: inline_bytes(&lines),
            id,
            head,
            lines,
            tail,
            tests,
        });
    }

    /// An id for the rule of a host, in kebab-case; hosts that differ in signs alone are told by numbers.
    fn new_id(&mut self, host: &str, what: &str, mode: Mode) -> String {
        let words = host
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty());
        let mut id = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
        if id.is_empty() {
            id.push_str("host");
        }
        id.push_str(what);
        id.push_str(match mode {
            Mode::Careful => "",
            Mode::Balanced => "-likely",
            Mode::Thorough => "-unsure",
        });
        let mut numbered = id.clone();
        let mut number = 1;
        while !self.ids.insert(numbered.clone()) {
            number += 1;
            numbered = format!("{id}-{number}");
        }
        numbered
    }
}

/// What is written of a rule, besides its lines.
struct Written {
    id: String,
    about: String,
    /// What its matcher takes besides the lines.
    matched: String,
    tests: Vec<String>,
}

fn how_sure(mode: Mode) -> &'static str {
    match mode {
        Mode::Careful => "",
        Mode::Balanced => ", and that may be more",
        Mode::Thorough => ", and that may be of the articles",
    }
}

fn confidence(mode: Mode) -> Confidence {
    match mode {
        Mode::Careful => Confidence::High,
        Mode::Balanced => Confidence::Medium,
        Mode::Thorough => Confidence::Low,
    }
}
