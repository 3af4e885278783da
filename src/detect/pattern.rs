//! `match.regex` and `when.unless`: regular expressions in linear time (`regex-automata`, the
//! engine of the `regex` crate, with its syntax).
//!
//! `\b` asks for the boundary of an ASCII word. With Unicode's, the engine leaves its automaton on
//! every line that holds a curly quote, which made it ten times slower on scraped pages.

use super::machine::{Machine, Match};
use super::prepared::{self, Prepared};
use super::syntax::{self, SyntaxError};
use super::{BuildError, BuildProblem, Built, Detector, Find, LineDetector, Trust, literal};
use crate::{Page, Span};
use regex_automata::meta::{Builder, Config, Regex};
use regex_syntax::hir::Hir;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use toml::Spanned;

/// The longest pattern that a rule may hold.
pub(crate) const MAX_PATTERN_BYTES: usize = 4096;
/// The most memory that one compiled pattern may take.
pub(crate) const MAX_COMPILED_BYTES: usize = 2 << 20;
/// How many bytes a pattern's program looks at before the pattern is compiled: the work of both
/// is about the same then.
const BYTES_BEFORE_COMPILED: usize = 64 << 10;

/// A longer text is left to the compiled pattern, whose time does not grow with the program.
const MAX_BYTES_OF_PROGRAM: usize = 4 << 10;

/// A regular expression that is compiled when it is first needed.
///
/// A shipped one has a program that serves until it has looked at much text: few pages would not
/// pay for the compilation. Both find the same: a test holds that.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: String,
    compiled: OnceLock<Option<Regex>>,
    prepared: Option<&'static Prepared>,
    machine: OnceLock<Option<Machine>>,
    /// How many bytes the program has looked at.
    looked_at: AtomicUsize,
}

impl Pattern {
    /// Parses `source`; with [`Trust::Check`] compiles it as well, so that every error shows now.
    pub(crate) fn new(source: &str, trust: Trust) -> Result<Self, BuildProblem> {
        if source.len() > MAX_PATTERN_BYTES {
            return Err(BuildProblem::TooLong {
                len_bytes: source.len(),
                cap_bytes: MAX_PATTERN_BYTES,
            });
        }
        let pattern = Self {
            source: source.to_owned(),
            compiled: OnceLock::new(),
            prepared: match trust {
                Trust::Shipped => prepared::find(source),
                Trust::Check => None,
            },
            machine: OnceLock::new(),
            looked_at: AtomicUsize::new(0),
        };
        if trust == Trust::Check {
            let hir = parse(source)?;
            let regex = compile(&hir).ok_or(BuildProblem::RegexTooLarge)?;
            let _ = pattern.compiled.set(Some(regex));
        }
        Ok(pattern)
    }

    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// Whether the pattern finds something in `text`.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        match self.engine(text) {
            Some(Engine::Program(machine)) => machine.is_match(text),
            Some(Engine::Compiled(regex)) => regex.is_match(text),
            None => false,
        }
    }

    /// Every match in `text`, apart from each other, from left to right.
    fn matches(&self, text: &str) -> Vec<Match> {
        match self.engine(text) {
            Some(Engine::Program(machine)) => machine.matches(text),
            Some(Engine::Compiled(regex)) => matches_of(regex, text),
            None => Vec::new(),
        }
    }

    /// What looks at `text`; `None` where the pattern can match nothing there.
    fn engine(&self, text: &str) -> Option<Engine<'_>> {
        let machine = self.machine.get_or_init(|| self.prepared?.machine());
        if let Some(machine) = machine {
            if machine.is_hopeless(text) {
                return None;
            }
            if self.compiled.get().is_none() && text.len() <= MAX_BYTES_OF_PROGRAM {
                let before = self.looked_at.fetch_add(text.len(), Ordering::Relaxed);
                if before <= BYTES_BEFORE_COMPILED {
                    return Some(Engine::Program(machine));
                }
            }
        }
        self.regex().map(Engine::Compiled)
    }

    fn regex(&self) -> Option<&Regex> {
        self.compiled
            .get_or_init(|| compile(&parse(&self.source).ok()?))
            .as_ref()
    }
}

/// What can run a pattern.
enum Engine<'p> {
    Program(&'p Machine),
    Compiled(&'p Regex),
}

fn matches_of(regex: &Regex, text: &str) -> Vec<Match> {
    if !regex.is_match(text) {
        return Vec::new(); // far cheaper than captures
    }
    let found = regex.captures_iter(text).filter_map(|captures| {
        Some(Match {
            whole: captures.get_match()?.range(),
            cut: captures.get_group_by_name("cut").map(|cut| cut.range()),
        })
    });
    found.collect()
}

/// The pattern's syntax tree.
pub(crate) fn parse(source: &str) -> Result<Hir, BuildProblem> {
    syntax::parse(source)
        .map_err(|SyntaxError { message, within }| BuildProblem::Regex { message, within })
}

/// The compiled pattern; `None` where it would take too much memory.
fn compile(hir: &Hir) -> Option<Regex> {
    let config = Config::new().nfa_size_limit(Some(MAX_COMPILED_BYTES));
    Builder::new().configure(config).build_from_hir(hir).ok()
}

#[derive(Debug)]
struct LinePattern {
    pattern: Pattern,
    needles: Option<Vec<String>>,
}

pub(super) fn build(source: &Spanned<String>, trust: Trust) -> Built {
    let at = |problem| {
        vec![BuildError {
            problem,
            span: source.span(),
        }]
    };
    let pattern = Pattern::new(source.get_ref(), trust).map_err(at)?;
    let needles = match pattern.prepared {
        Some(prepared) => prepared.needles.clone(),
        None => literal::needles(&parse(source.get_ref()).map_err(at)?),
    };
    Ok(Detector::Line(Box::new(LinePattern { pattern, needles })))
}

impl LineDetector for LinePattern {
    fn needles(&self) -> Option<&[String]> {
        self.needles.as_deref()
    }

    fn find(&self, page: &Page<'_>, line: usize, finds: &mut Vec<Find>) {
        let start = page.lines()[line].span.start;
        for Match { whole, cut } in self.pattern.matches(page.line_text(line)) {
            let hit = cut.unwrap_or(whole);
            finds.push(Find {
                span: Span::new(start + hit.start, start + hit.end),
                lines: (line, line),
                evidence: "the pattern matches".to_owned(),
            });
        }
    }
}
