//! What is wrong with a rule file: code, place, snippet, and one line of help.

use crate::rulefile::code::{Code, Severity};
use crate::text::line_counter::{line_of, position_of};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// The most of a file that is shown with a finding; endless lines are only named by place.
const MAX_SHOWN_BYTES: usize = 4096;

/// One thing that is wrong with a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong.
    pub code: Code,
    /// Whether it keeps the rules from being used.
    pub severity: Severity,
    /// The file's name as it was given.
    pub file: Arc<str>,
    /// What is wrong here, in a sentence without a full stop.
    pub message: String,
    /// What to do about it, where that can be said.
    pub help: Option<String>,
    pub(crate) source: Arc<str>,
    pub(crate) span: Range<usize>,
    pub(crate) label: String,
    pub(crate) also: Option<(Range<usize>, String)>,
}

impl Diagnostic {
    /// The finding that a rule file could not be read as text.
    pub fn unreadable(file: &str, why: &str) -> Self {
        Self {
            code: Code::Unreadable,
            severity: Code::Unreadable.severity(),
            file: file.into(),
            message: format!("cannot read the rule file: {why}"),
            help: None,
            source: "".into(),
            span: 0..0,
            label: String::new(),
            also: None,
        }
    }

    /// The line at fault, from 1.
    pub fn line(&self) -> usize {
        line_of(&self.source, self.span.start)
    }

    /// The column at fault in characters, from 1.
    pub fn column(&self) -> usize {
        position_of(&self.source, self.span.start).1
    }

    /// `FILE:LINE:COLUMN`, or the file alone where nothing is known of the place.
    pub(crate) fn place(&self) -> String {
        if self.source.is_empty() {
            return self.file.to_string();
        }
        format!("{}:{}:{}", self.file, self.line(), self.column())
    }

    /// The finding with its snippet, drawn by `renderer`'s style.
    pub(crate) fn render(&self, renderer: &Renderer) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(&self.message).id(self.code.id());
        if self.source.is_empty() {
            // Nothing to quote: the file could not be read, or the fault is on the command line.
            let mut group = Group::with_title(title);
            group = group.element(Level::NOTE.message(&*self.file));
            return renderer.render(&[self.with_help(group)]);
        }
        let window = self.window();
        let Some(text) = self
            .source
            .get(window.clone())
            .filter(|text| text.len() <= MAX_SHOWN_BYTES)
        else {
            let group = Group::with_title(title).element(Level::NOTE.message(self.place()));
            return renderer.render(&[self.with_help(group)]);
        };
        let here = |span: Range<usize>| span.start - window.start..span.end - window.start;
        let mut snippet = Snippet::source(text)
            .path(&*self.file)
            .line_start(line_of(&self.source, window.start))
            .annotation(
                AnnotationKind::Primary
                    .span(here(self.snippet_span()))
                    .label(&self.label),
            );
        if let Some((span, label)) = &self.also {
            snippet = snippet.annotation(
                AnnotationKind::Context
                    .span(here(span.clone()))
                    .label(label),
            );
        }
        renderer.render(&[self.with_help(title.element(snippet))])
    }

    fn with_help<'a>(&'a self, group: Group<'a>) -> Group<'a> {
        match &self.help {
            Some(help) => group.element(Level::HELP.message(help)),
            None => group,
        }
    }

    /// The lines that are shown: drawing costs the whole text it is given, for every finding.
    fn window(&self) -> Range<usize> {
        let shown = self.snippet_span();
        let (mut first, mut last) = (shown.start, shown.end);
        if let Some((span, _)) = &self.also {
            (first, last) = (first.min(span.start), last.max(span.end));
        }
        let bytes = self.source.as_bytes();
        let start = memchr::memrchr(b'\n', &bytes[..first]).map_or(0, |at| at + 1);
        let end = memchr::memchr(b'\n', &bytes[last..]).map_or(bytes.len(), |at| last + at);
        start..end
    }

    /// The span, but of a long one only its first line: a whole rule would bury the message.
    fn snippet_span(&self) -> Range<usize> {
        let len = self.source.len();
        let start = self.span.start.min(len);
        let end = self.span.end.clamp(start, len);
        let first_line = self.source.get(start..end).and_then(|text| text.find('\n'));
        start..first_line.map_or(end, |at| start + at)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(&Renderer::plain()))
    }
}

/// Everything that is wrong with a set of rule files: all at once, in the order of files and
/// lines.
#[derive(Debug)]
pub struct RuleErrors {
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl RuleErrors {
    /// These findings, as they are.
    pub fn new(diagnostics: Vec<Diagnostic>) -> Self {
        Self { diagnostics }
    }

    /// What is wrong.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

impl RuleErrors {
    /// All findings with their snippets, for a terminal with colours or a plain one.
    pub fn render(&self, colored: bool) -> String {
        let renderer = if colored {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let drawn: Vec<String> = self
            .diagnostics
            .iter()
            .map(|one| one.render(&renderer))
            .collect();
        drawn.join("\n\n")
    }
}

impl fmt::Display for RuleErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for RuleErrors {}

impl Diagnostic {
    /// Sets what to do about it.
    pub(crate) fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Marks a second place that belongs to it.
    pub(crate) fn also(&mut self, span: Range<usize>, label: impl Into<String>) -> &mut Self {
        self.also = Some((span, label.into()));
        self
    }
}
