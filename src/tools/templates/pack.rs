//! The lines that hosts repeat, as a pack of rules for a person to review.

use crate::rulefile::lines_file;
use crate::rulefile::toml_text::quoted_visibly;
use crate::rules::mode::{Confidence, Mode};
use crate::rules::template::TemplateLine;
use crate::text::line_key::{LineKey, Vary};
use crate::tools::templates::accept::Acceptance;
use crate::tools::templates::host::{HostTemplates, Repeated};
use crate::tools::templates::learned_host::{HostRows, LearnedHost};
use crate::tools::templates::row::Row;
use crate::tools::templates::tests_of::tests_of;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A learned pack, and what it came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LearnedPack {
    /// The rule file.
    pub toml: String,
    /// The file of lines that it names, which belongs into the same folder.
    pub lines_file: Option<String>,
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
    overrides: String,
    rules: Vec<RuleText>,
    /// The name of a file for lines of which there are many.
    lines_file: Option<String>,
}

/// A rule as it is written: what stands before its lines, these, what stands behind them, and its tests.
#[derive(Debug)]
struct RuleText {
    id: String,
    head: String,
    /// Its lines, where they may stand in a file of their own.
    lines: Vec<TemplateLine>,
    /// The lines as the rule file has them.
    inline: String,
    tail: String,
    tests: String,
}

/// Rules of more lines have them in a file of their own, where one may be written.
const MOST_INLINE: usize = 300;
/// The same where the rule file would have more bytes than this; where it still would, all have.
const MOST_INLINE_OF_MANY: usize = 10;
const MANY_BYTES: usize = 2 << 20;

impl TemplateWriter {
    /// A writer of a pack of that name, in kebab-case.
    pub fn new(name: &str, accept: Acceptance) -> Self {
        Self {
            pack: LearnedPack::default(),
            accept,
            ids: BTreeSet::new(),
            name: name.to_owned(),
            host: HostRows::default(),
            overrides: String::new(),
            rules: Vec::new(),
            lines_file: None,
        }
    }

    /// A writer that has the lines of rules with many of them in a file of that name, beside the rule file.
    #[must_use]
    pub fn with_lines_file(mut self, name: &str) -> Self {
        self.lines_file = Some(name.to_owned());
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
                self.write_rule(&name, &templates, mode, &lines);
            }
        }
    }

    /// The pack.
    pub fn finish(mut self) -> LearnedPack {
        self.write_host();
        let aside = self.lines_aside();
        // A file of thousands of hosts would be too large to be loaded, and nobody reads so many tests.
        let has_tests = self.len_bytes(usize::MAX) <= MANY_BYTES;
        let toml = &mut self.pack.toml;
        let _ = write!(
            toml,
            "# Lines that hosts repeat, as `dechaff learn` found them. docs/templates.md says how to review this.\n\
             schema = 1\npack = {}\n",
            quoted_visibly(&self.name)
        );
        if let (Some(file), Some(lines)) = (&self.lines_file, &aside) {
            let hash = blake3::hash(lines.as_bytes()).to_hex();
            let file = quoted_visibly(file);
            let _ = writeln!(
                toml,
                "template_lines = {{ file = {file}, blake3 = \"{hash}\" }}"
            );
        }
        for rule in self.rules {
            toml.push_str(&rule.head);
            if aside.is_some() && rule.inline.is_empty() {
                let _ = writeln!(toml, "match.template.in_file = {}", rule.lines.len());
            } else {
                let _ = write!(toml, "match.template.lines = [\n{}]\n", rule.inline);
            }
            toml.push_str(&rule.tail);
            let tests = if has_tests { &rule.tests } else { "" };
            let _ = write!(toml, "tests = [\n{tests}]\n");
        }
        toml.push_str(&self.overrides);
        self.pack.lines_file = aside;
        self.pack
    }

    /// Takes lines of rules with many of them out of the rule file, where that is asked for; the file for these.
    fn lines_aside(&mut self) -> Option<String> {
        self.lines_file.as_ref()?;
        let mut most = MOST_INLINE;
        for fewer in [MOST_INLINE_OF_MANY, 0] {
            if self.len_bytes(most) > MANY_BYTES {
                most = fewer;
            }
        }
        let mut file = String::new();
        for rule in self.rules.iter_mut().filter(|rule| rule.lines.len() > most) {
            if file.is_empty() {
                lines_file::push_header(&mut file);
            }
            lines_file::push_rule(&rule.id, rule.lines.iter(), &mut file);
            rule.inline.clear();
        }
        (!file.is_empty()).then_some(file)
    }

    /// About how long the rule file is where rules of more than `most` lines have them in a file of their own.
    fn len_bytes(&self, most: usize) -> usize {
        let len_of = |rule: &RuleText| {
            let is_aside = rule.lines.len() > most;
            let inline = if is_aside { 0 } else { rule.inline.len() };
            rule.head.len() + inline + rule.tail.len() + rule.tests.len()
        };
        self.rules.iter().map(len_of).sum::<usize>() + self.overrides.len()
    }

    fn write_host(&mut self) {
        if let Some(learned) = self.host.judge() {
            self.take_host(learned);
        }
    }

    fn write_rule(
        &mut self,
        host: &str,
        templates: &HostTemplates,
        mode: Mode,
        lines: &[&Repeated],
    ) {
        let id = self.new_id(host, mode);
        let is_accepted = mode <= self.accept.mode;
        let head = format!(
            "\n[[rule]]\nid = \"{id}\"\nabout = {}\nkind = \"template\"\nmatch.template.pages = {}\n",
            quoted_visibly(&format!(
                "Lines that pages of {host} repeat{}.",
                how_sure(mode)
            )),
            templates.pages
        );
        let mut inline = String::new();
        for one in lines {
            push_line(one, &mut inline);
        }
        let mut tail = String::new();
        let out = &mut tail;
        let confidence = confidence(mode);
        if confidence != Confidence::High {
            let _ = writeln!(out, "confidence = \"{}\"", confidence.word());
        }
        let _ = writeln!(out, "when.domain = {}", quoted_visibly(host));
        let mut tests = String::new();
        for test in tests_of(lines) {
            let _ = writeln!(tests, "  {},", quoted_visibly(&test));
        }
        let may_be_aside = self.lines_file.is_some();
        self.rules.push(RuleText {
            id: id.clone(),
            head,
            lines: if may_be_aside {
                lines.iter().map(|one| one.line.clone()).collect()
            } else {
                Vec::new()
            },
            inline,
            tail,
            tests,
        });
        if is_accepted {
            self.pack.lines += lines.len();
        } else {
            self.pack.flagged += lines.len();
            let _ = write!(
                self.overrides,
                "\n[[override]]\nrule = \"{}/{id}\"\nlevel = \"flag\"\n",
                self.name
            );
        }
    }

    /// An id for the rule of a host, in kebab-case; hosts that differ in signs alone are told by numbers.
    fn new_id(&mut self, host: &str, mode: Mode) -> String {
        let words = host
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty());
        let mut id = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
        if id.is_empty() {
            id.push_str("host");
        }
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

fn push_line(one: &Repeated, out: &mut String) {
    let TemplateLine {
        text,
        vary,
        key,
        pages,
        is_headline,
        place,
    } = &one.line;
    let _ = write!(out, "  {{ text = {}", quoted_visibly(text));
    if *vary != Vary::Nothing {
        let _ = write!(out, ", vary = \"{}\"", vary.word());
    }
    if let Some(key) = key {
        let _ = write!(out, ", key = \"{}\"", LineKey(*key));
    }
    let _ = write!(out, ", pages = {pages}");
    if *is_headline {
        out.push_str(", headline = true");
    }
    if let Some(place) = place {
        let _ = write!(out, ", place = \"{}\"", place.word());
    }
    if let Some(also) = &one.also {
        let _ = write!(out, ", also = {}", quoted_visibly(also));
    }
    out.push_str(" },\n");
}
