//! The pattern engine: regular expressions in linear time (`regex-automata`, the engine of the
//! `regex` crate, with its syntax), behind [`Pattern`].
//!
//! `\b` asks for the boundary of an ASCII word. With Unicode's, the engine leaves its automaton on
//! every line that holds a curly quote, which made it ten times slower on scraped pages.

#[allow(dead_code, reason = "the build makes what the program reads")]
pub(crate) mod alphabet;
#[allow(dead_code, reason = "the build makes what the program reads")]
pub(crate) mod dfa;
#[allow(dead_code, reason = "the build makes what the program reads")]
pub(crate) mod filter;
pub(crate) mod literal;
pub(crate) mod machine;
#[allow(dead_code, reason = "the build makes what the program reads")]
pub(crate) mod opening;
pub(crate) mod prepared;
pub(crate) mod program;
pub(crate) mod requirement;
pub(crate) mod syntax;
#[allow(dead_code, reason = "the build makes what the program reads")]
pub(crate) mod widen;

use crate::matchers::re::dfa::Answer;
use crate::matchers::re::machine::{Machine, PatternMatch};
use crate::matchers::re::prepared::PreparedPattern;
use crate::matchers::re::program::NoProgram;
use crate::matchers::re::syntax::SyntaxError;
use regex_automata::meta::{Builder, Config, Regex};
use regex_syntax::hir::Hir;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// How deep a pattern may nest groups and repeats.
pub(crate) const MAX_NESTING: u32 = syntax::MAX_NESTING;
/// The longest pattern that a rule may hold.
pub(crate) const MAX_PATTERN_BYTES: usize = 4096;
/// The most memory that one automaton of a compiled pattern may take: far more than those need
/// that are not refused for their size.
const MAX_COMPILED_BYTES: usize = 16 << 20;
/// How many bytes a pattern's program looks at before the pattern is compiled: about so much text
/// costs as much as the compilation.
const BYTES_BEFORE_COMPILED: usize = 12 << 10;

/// A longer text is left to the compiled pattern, whose time does not grow with the program.
const MAX_BYTES_OF_PROGRAM: usize = 4 << 10;

/// Whether patterns are checked, or known to be sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Parse them and report what is wrong.
    Check,
    /// The build parsed them.
    Shipped,
}

/// Why a pattern cannot be used.
#[derive(Debug)]
pub(crate) enum PatternError {
    /// It is longer than the cap.
    TooLong { len_bytes: usize, cap_bytes: usize },
    /// It does not parse; the offsets are bytes into it.
    Syntax {
        message: String,
        within: Option<Range<usize>>,
    },
    /// It would need too much memory.
    TooLarge,
}

/// A regular expression that is compiled when it is first needed.
///
/// Until it has looked at much text its program serves: few pages would not pay for the
/// compilation. Both find the same: a test holds that. Clones share what is compiled.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    source: String,
    prepared: Option<&'static PreparedPattern>,
    /// Those of a pattern that is not prepared.
    needles: Option<Vec<String>>,
    engines: Arc<Engines>,
}

/// What a pattern became so far.
#[derive(Debug, Default)]
struct Engines {
    machine: OnceLock<Option<Machine>>,
    compiled: OnceLock<Option<Regex>>,
    /// How many bytes the program has looked at.
    looked_at: AtomicUsize,
}

impl Pattern {
    /// A pattern that parses and is not too large; of one that the build prepared that is known.
    pub(crate) fn new(source: &str, trust: Trust) -> Result<Self, PatternError> {
        if source.len() > MAX_PATTERN_BYTES {
            return Err(PatternError::TooLong {
                len_bytes: source.len(),
                cap_bytes: MAX_PATTERN_BYTES,
            });
        }
        let prepared = match trust {
            Trust::Shipped => prepared::find(source),
            Trust::Check => None,
        };
        let needles = match prepared {
            Some(_) => None,
            None => check(source)?,
        };
        Ok(Self {
            source: source.to_owned(),
            prepared,
            needles,
            engines: Arc::default(),
        })
    }

    /// ASCII literals, one of which stands in every match; `None` where there are none.
    pub(crate) fn needles(&self) -> Option<&[String]> {
        match self.prepared {
            Some(prepared) => prepared.needles(),
            None => self.needles.as_deref(),
        }
    }

    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// Whether the pattern finds something in `text`.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        match self
            .prepared
            .map_or(Answer::Unknown, |prepared| prepared.answer(text))
        {
            Answer::Yes => return true,
            Answer::No => return false,
            Answer::Unknown => {}
        }
        match self.engine(text) {
            Some(Engine::Program(machine)) => machine.is_match(text),
            Some(Engine::Compiled(regex)) => regex.is_match(text),
            None => false,
        }
    }

    /// Every match in `text`, apart from each other, from left to right.
    pub(crate) fn matches(&self, text: &str) -> Vec<PatternMatch> {
        match self.engine(text) {
            Some(Engine::Program(machine)) => machine.matches(text),
            Some(Engine::Compiled(regex)) => matches_of(regex, text),
            None => Vec::new(),
        }
    }

    /// What looks at `text`; `None` where the pattern can match nothing there.
    fn engine(&self, text: &str) -> Option<Engine<'_>> {
        let machine = self.engines.machine.get_or_init(|| match self.prepared {
            Some(prepared) => prepared.machine(),
            None => Machine::of_pattern(&parse(&self.source).ok()?),
        });
        if let Some(machine) = machine {
            if machine.is_hopeless(text) {
                return None;
            }
            if self.engines.compiled.get().is_none() && text.len() <= MAX_BYTES_OF_PROGRAM {
                let before = self
                    .engines
                    .looked_at
                    .fetch_add(text.len(), Ordering::Relaxed);
                if before <= BYTES_BEFORE_COMPILED {
                    return Some(Engine::Program(machine));
                }
            }
        }
        let machine = machine.as_ref().map(Engine::Program);
        self.regex().map(Engine::Compiled).or(machine)
    }

    /// Whether the pattern finds something in every line, if only between two letters: in lines that have
    /// nothing in common, short and long. Costs its compilation where it was not run before.
    pub(crate) fn finds_everything(&self) -> bool {
        let short_and_long = |sign: &&str| self.is_match(sign) && self.is_match(&sign.repeat(LONG));
        PROBES.iter().all(short_and_long)
    }

    fn regex(&self) -> Option<&Regex> {
        self.engines
            .compiled
            .get_or_init(|| compile(&parse(&self.source).ok()?))
            .as_ref()
    }
}

/// A letter, a digit, a sign, a character that means nothing, and gaps of more than a space: what finds all of
/// them looks at none.
const PROBES: [&str; 5] = ["a", "7", "-", "\u{e000}", "a  7\t-"];

/// How many of them make a long line.
const LONG: usize = 1000;

/// The pattern's needles, where it parses and is not too large. It is compiled when it is needed:
/// to know that a pattern is sound takes far less.
fn check(source: &str) -> Result<Option<Vec<String>>, PatternError> {
    let hir = parse(source)?;
    match program::compile(&hir, &mut Vec::new()) {
        Err(NoProgram::TooLarge) => Err(PatternError::TooLarge),
        Ok(_) | Err(NoProgram::UnknownPlace) => Ok(literal::needles(&hir)),
    }
}

/// What can run a pattern.
enum Engine<'p> {
    Program(&'p Machine),
    Compiled(&'p Regex),
}

fn matches_of(regex: &Regex, text: &str) -> Vec<PatternMatch> {
    if !regex.is_match(text) {
        return Vec::new(); // far cheaper than captures
    }
    let found = regex.captures_iter(text).filter_map(|captures| {
        Some(PatternMatch {
            whole: captures.get_match()?.range(),
            cut: captures.get_group_by_name("cut").map(|cut| cut.range()),
        })
    });
    found.collect()
}

/// The pattern's syntax tree.
pub(crate) fn parse(source: &str) -> Result<Hir, PatternError> {
    syntax::parse(source)
        .map_err(|SyntaxError { message, within }| PatternError::Syntax { message, within })
}

/// The compiled pattern; `None` where it would take too much memory.
fn compile(hir: &Hir) -> Option<Regex> {
    let config = Config::new().nfa_size_limit(Some(MAX_COMPILED_BYTES));
    Builder::new().configure(config).build_from_hir(hir).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulefile::rules::Rules;
    use crate::test_pages::{page_text, phrases_of};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    /// Patterns in which the order of ways, empty matches, groups and places matter.
    const TRICKY: &[&str] = &[
        "",
        "a|ab|abc",
        "(?:a|ab)(?<cut>c|bcd)?",
        "a*?b",
        "(?:a*)*",
        "(?:a*)+?b?",
        "(?:|a)+",
        "(?:a|)+?",
        "(?:a?){2,3}",
        "(?<cut>a)|b",
        "(?:(?<cut>a)|b)+",
        "(?<cut>a*?)$",
        r"\b",
        r"\bab\b|c",
        r"(?-u:\b{start})a|b(?-u:\b{end})",
        "(?m)^a|b$",
        "^|a$",
        r"(?i)\w+?[ -]k",
        r"[^a]{2,}?é",
        "(?s).b.",
        r"x{0}a{2}|[\p{L}--a]",
    ];

    type Twins = (String, Machine, Regex);

    fn twins(source: &str) -> Twins {
        let hir = parse(source).unwrap_or_else(|_| panic!("{source} parses"));
        let machine = Machine::of_pattern(&hir).unwrap_or_else(|| panic!("{source} has a program"));
        let regex = compile(&hir).unwrap_or_else(|| panic!("{source} compiles"));
        (source.to_owned(), machine, regex)
    }

    static SHIPPED: LazyLock<Vec<Twins>> = LazyLock::new(|| {
        let rules = Rules::shipped();
        let unless = rules.iter().flat_map(|rule| &rule.guards.unless);
        let own = rules.iter().filter_map(|rule| rule.pattern());
        own.chain(unless.map(String::as_str)).map(twins).collect()
    });

    static TRICKY_TWINS: LazyLock<Vec<Twins>> =
        LazyLock::new(|| TRICKY.iter().map(|source| twins(source)).collect());

    fn agree((source, machine, regex): &Twins, text: &str) -> Result<(), TestCaseError> {
        let slow = matches_of(regex, text);
        prop_assert_eq!(
            machine.is_match(text),
            !slow.is_empty(),
            "{} in {:?}",
            source,
            text
        );
        prop_assert_eq!(machine.matches(text), slow, "{} in {:?}", source, text);
        Ok(())
    }

    fn pages() -> BoxedStrategy<String> {
        let packs = crate::rulefile::shipped::shipped_packs().iter();
        page_text(packs.flat_map(|(_, text)| phrases_of(text)).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn programs_find_what_compiled_patterns_find(text in pages()) {
            for (twins, line) in SHIPPED.iter().flat_map(|twins| text.lines().map(move |line| (twins, line))) {
                agree(twins, line)?;
            }
        }

        #[test]
        fn tricky_programs_find_what_compiled_patterns_find(text in "[abc AK\u{e9}\u{212a}\n_-]{0,12}") {
            for twins in TRICKY_TWINS.iter() {
                agree(twins, &text)?;
            }
        }

        #[test]
        fn any_text_is_read_alike(text in any::<String>()) {
            for twins in SHIPPED.iter().chain(TRICKY_TWINS.iter()) {
                agree(twins, &text)?;
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn automata_answer_as_compiled_patterns_do(text in pages()) {
            for (source, _, regex) in SHIPPED.iter() {
                let prepared = prepared::find(source).expect("every one is prepared");
                for line in text.lines() {
                    let answer = prepared.answer(line);
                    let is_match = regex.is_match(line);
                    let is_right = answer == Answer::Unknown || (answer == Answer::Yes) == is_match;
                    prop_assert!(is_right, "{} in {:?}: {:?}", source, line, answer);
                }
            }
        }
    }

    #[test]
    fn every_shipped_pattern_is_prepared() {
        for (source, machine, _) in SHIPPED.iter() {
            let prepared =
                prepared::find(source).unwrap_or_else(|| panic!("{source} is not prepared"));
            let read = prepared.machine().expect("it has a program");
            let needles = check(source).unwrap_or_else(|_| panic!("{source} is sound"));
            assert_eq!(prepared.needles(), needles.as_deref(), "{source}");
            assert!(read.is_like(machine), "{source}");
        }
    }

    #[test]
    fn much_text_goes_to_the_compiled_pattern() {
        let pattern = Pattern::new("b(?<cut>a+)", Trust::Check).expect("it is sound");
        let line = "a b ".repeat(100);
        let lines = BYTES_BEFORE_COMPILED / line.len();
        for _ in 0..lines {
            assert!(!pattern.is_match(&line));
        }
        assert!(pattern.engines.compiled.get().is_none());
        for _ in 0..3 {
            assert_eq!(pattern.matches("baa b").len(), 1);
            assert!(!pattern.is_match(&line));
        }
        assert!(pattern.engines.compiled.get().is_some());
    }
}
