//! Collects what is wrong with one file.

use crate::rulefile::code::Code;
use crate::rulefile::diagnostic::Diagnostic;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// The text of a file: a shipped one is in the program, and is not copied.
#[derive(Debug, Clone)]
pub(crate) enum SourceText {
    Shipped(&'static str),
    Read(Arc<str>),
}

impl SourceText {
    /// The text, to be kept with a finding.
    fn shared(&self) -> Arc<str> {
        match self {
            Self::Shipped(text) => Arc::from(*text),
            Self::Read(text) => Arc::clone(text),
        }
    }
}

impl Deref for SourceText {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Shipped(text) => text,
            Self::Read(text) => text,
        }
    }
}

/// Gathers the findings of one file.
#[derive(Debug)]
pub(crate) struct Reporter {
    file: Arc<str>,
    source: SourceText,
    found: Vec<Diagnostic>,
    dropped: usize,
    /// What reading the file's patterns has cost so far.
    pub(crate) spent: usize,
}

/// How many findings of one file are kept; a file with more is not read to learn them all.
pub(crate) const MAX_FINDINGS: usize = 200;

impl Reporter {
    pub(crate) fn new(file: &str, source: &str) -> Self {
        Self::of(file, SourceText::Read(source.into()))
    }

    /// A reporter of a shipped file.
    pub(crate) fn shipped(file: &str, source: &'static str) -> Self {
        Self::of(file, SourceText::Shipped(source))
    }

    fn of(file: &str, source: SourceText) -> Self {
        Self {
            file: file.into(),
            source,
            found: Vec::new(),
            dropped: 0,
            spent: 0,
        }
    }

    pub(crate) fn file(&self) -> &Arc<str> {
        &self.file
    }

    pub(crate) fn source(&self) -> &SourceText {
        &self.source
    }

    /// The file's text, to be kept.
    pub(crate) fn shared_source(&self) -> Arc<str> {
        self.source.shared()
    }

    /// A reporter of the same file that has found nothing.
    pub(crate) fn afresh(&self) -> Self {
        Self {
            file: Arc::clone(&self.file),
            source: self.source.clone(),
            found: Vec::new(),
            dropped: 0,
            spent: 0,
        }
    }

    /// Adds what is wrong at `span`; the label stands under the marked bytes.
    pub(crate) fn error(
        &mut self,
        code: Code,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> &mut Diagnostic {
        if self.found.len() >= MAX_FINDINGS {
            self.dropped += 1;
            self.found.truncate(MAX_FINDINGS);
        }
        self.found.push(Diagnostic {
            code,
            severity: code.severity(),
            file: Arc::clone(&self.file),
            message: clip(message.into()),
            help: None,
            source: self.source.shared(),
            span,
            label: label.into(),
            also: None,
        });
        self.found.last_mut().expect("one was pushed just now")
    }

    /// Whether what is found from now on is only counted. Who would search long for a word of
    /// help need not.
    pub(crate) fn is_full(&self) -> bool {
        self.found.len() >= MAX_FINDINGS
    }

    /// Counts a finding that is not shown.
    pub(crate) fn drop_one(&mut self) {
        self.dropped += 1;
    }

    pub(crate) fn is_clean(&self) -> bool {
        self.found.is_empty()
    }

    /// The findings in the order of the file.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        self.found.truncate(MAX_FINDINGS);
        self.found
            .sort_by_key(|found| (found.span.start, found.code));
        // The walk along the schema and the check of a sound rule may find the same fault.
        self.found.dedup_by(|next, first| {
            next.code == first.code
                && next.span == first.span
                && matches!(first.code, Code::UnknownValue | Code::OutOfRange)
        });
        if self.dropped > 0
            && let Some(last) = self.found.last_mut()
        {
            let more = format!("{} more findings in this file are not shown", self.dropped);
            last.help = Some(match last.help.take() {
                Some(help) => format!("{help} ({more})"),
                None => more,
            });
        }
        self.found
    }
}

/// The longest message: it may quote a key or an id, and these may have any length.
pub(crate) const MAX_MESSAGE_BYTES: usize = 1000;

pub(crate) fn clip(mut message: String) -> String {
    if message.len() > MAX_MESSAGE_BYTES {
        let mut end = MAX_MESSAGE_BYTES;
        while !message.is_char_boundary(end) {
            end -= 1;
        }
        message.truncate(end);
        message.push('…');
    }
    message
}
