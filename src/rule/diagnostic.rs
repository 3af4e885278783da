//! What is wrong with a rule file: code, place, snippet, and one line of help.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $name:literal;)+) => {
        /// What is wrong, as a stable code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $variant,)+ }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The code as it is printed: `E` for an error, `W` for a warning, and three digits.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// A few words that name it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

codes! {
    /// The file is not TOML.
    Syntax = "E001", "not-toml";
    /// A key that the format does not have.
    UnknownKey = "E002", "unknown-key";
    /// A value of another type than the key takes.
    WrongType = "E003", "wrong-type";
    /// A key that must be there is not.
    MissingKey = "E004", "missing-key";
    /// `match` has more than one key.
    TwoMatchers = "E005", "two-matchers";
    /// `match` has no key.
    NoMatcher = "E006", "no-matcher";
    /// A regular expression that does not parse.
    BadRegex = "E007", "bad-regex";
    /// A word that is not one of those the key takes.
    UnknownValue = "E008", "unknown-value";
    /// Two rules of the same id.
    DuplicateId = "E009", "duplicate-id";
    /// An override of a rule that there is not.
    UnknownRule = "E010", "unknown-rule";
    /// A guard that no line can pass.
    ImpossibleGuard = "E011", "impossible-guard";
    /// A phrase, pattern or file over its cap.
    TooLarge = "E012", "too-large";
    /// A phrase with nothing in it.
    EmptyPhrase = "E013", "empty-phrase";
    /// An id or pack name that is not kebab-case.
    BadName = "E014", "bad-name";
    /// A version of the file format that this dechaff does not read.
    SchemaVersion = "E015", "schema-version";
    /// Marks of a test that do not pair.
    BadMarks = "E016", "bad-marks";
    /// A number outside of its range.
    OutOfRange = "E017", "out-of-range";
    /// A file that could not be read as text.
    Unreadable = "E018", "unreadable";
    /// A value given to `--only` or `--skip` that names nothing.
    UnknownSelector = "E019", "unknown-selector";
    /// An override that cannot be applied to the rule it names.
    BadOverride = "E020", "bad-override";
    /// An `allow` without a reason.
    EmptyReason = "E021", "empty-reason";
    /// A pack of `dechaff.toml` whose content is not the one that is pinned.
    ChangedPack = "E022", "changed-pack";
    /// A shipped pack that there is not.
    UnknownPack = "E023", "unknown-pack";
    /// A file that asks for another version of dechaff.
    RequiredVersion = "E024", "required-version";
    /// A text that has not the form that its key takes.
    BadValue = "E025", "bad-value";
    /// A character of a pack that nobody sees; `rules pack --check` looks for them.
    HiddenCharacter = "E026", "hidden-character";
    /// A rule that runs on every line, for want of a literal.
    NoLiteralAnchor = "W001", "no-literal-anchor";
    /// A pattern that begins or ends with a wildcard and no anchor.
    UnanchoredWildcard = "W002", "unanchored-wildcard";
    /// Another rule finds the same already.
    Shadowed = "W003", "shadowed";
    /// A phrase that sentences begin with.
    CommonSentenceStart = "W004", "common-sentence-start";
    /// No test in which nothing goes.
    NoNearMiss = "W005", "no-near-miss";
    /// A rule that does nothing on the pages given.
    NeverFires = "W006", "never-fires";
    /// No test in which something goes.
    NoTest = "W007", "no-test";
    /// A rule that does not say what it removes.
    NoAbout = "W008", "no-about";
    /// A pattern that finds something in every line.
    FindsEverything = "W009", "finds-everything";
    /// A phrase with more words than `when.max_words`.
    UnreachablePhrase = "W010", "unreachable-phrase";
    /// An `allow` of a warning that is not given.
    UnusedAllow = "W011", "unused-allow";
}

impl Code {
    /// Whether it names a warning: the rules can be used, but somebody should look.
    pub fn is_warning(self) -> bool {
        self.id().starts_with('W')
    }

    /// The code of that name, as in `no-near-miss`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// Whether a finding of it keeps the rules from being used.
    pub fn severity(self) -> Severity {
        if self.is_warning() {
            Severity::Warning
        } else {
            Severity::Error
        }
    }
}

/// The most of a file that is shown with a finding; endless lines are only named by place.
const MAX_SHOWN_BYTES: usize = 4096;

/// Whether a finding keeps the rules from being used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The rules cannot be used.
    Error,
    /// They can, but somebody should look.
    Warning,
}

/// One thing that is wrong with a rule file.
#[derive(Debug, Clone)]
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
        let mut reporter = Reporter::new(file, "");
        let message = format!("cannot read the rule file: {why}");
        reporter.error(Code::Unreadable, 0..0, message, "").clone()
    }

    /// The line at fault, from 1.
    pub fn line(&self) -> usize {
        self.before().matches('\n').count() + 1
    }

    /// The column at fault in characters, from 1.
    pub fn column(&self) -> usize {
        self.before()
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            + 1
    }

    fn before(&self) -> &str {
        let mut at = self.span.start.min(self.source.len());
        while !self.source.is_char_boundary(at) {
            at -= 1;
        }
        &self.source[..at]
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
            let place = format!("{}:{}:{}", self.file, self.line(), self.column());
            let group = Group::with_title(title).element(Level::NOTE.message(place));
            return renderer.render(&[self.with_help(group)]);
        };
        let here = |span: Range<usize>| span.start - window.start..span.end - window.start;
        let first_line = memchr::memchr_iter(b'\n', &self.source.as_bytes()[..window.start]);
        let mut snippet = Snippet::source(text)
            .path(&*self.file)
            .line_start(first_line.count() + 1)
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

/// Gathers the findings of one file.
#[derive(Debug)]
pub(crate) struct Reporter {
    file: Arc<str>,
    source: Arc<str>,
    found: Vec<Diagnostic>,
    dropped: usize,
    /// What reading the file's patterns has cost so far.
    pub(crate) spent: usize,
}

/// How many findings of one file are kept; a file with more is not read to learn them all.
const MAX_FINDINGS: usize = 200;

impl Reporter {
    pub(crate) fn new(file: &str, source: &str) -> Self {
        Self {
            file: file.into(),
            source: source.into(),
            found: Vec::new(),
            dropped: 0,
            spent: 0,
        }
    }

    pub(crate) fn file(&self) -> &Arc<str> {
        &self.file
    }

    pub(crate) fn source(&self) -> &Arc<str> {
        &self.source
    }

    /// A reporter of the same file that has found nothing.
    pub(crate) fn afresh(&self) -> Self {
        Self {
            file: Arc::clone(&self.file),
            source: Arc::clone(&self.source),
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
            source: Arc::clone(&self.source),
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

/// The longest message: it may quote a key or an id, and these may have any length.
const MAX_MESSAGE_BYTES: usize = 1000;

fn clip(mut message: String) -> String {
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

/// The longest word for which a near one is looked for.
const MAX_NEAR_BYTES: usize = 100;

/// The nearest of `known` to what was written, where one is near enough to be meant.
pub(crate) fn nearest<'k>(
    written: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<&'k str> {
    if written.len() > MAX_NEAR_BYTES {
        return None;
    }
    let most = |word: &str| 1 + word.len().min(written.len()) / 4;
    known
        .into_iter()
        .filter(|word| word.len().abs_diff(written.len()) <= 4 * most(word)) // 4 bytes a character
        .map(|word| (strsim::damerau_levenshtein(written, word), word))
        .filter(|&(distance, word)| distance <= most(word))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, word)| word)
}
