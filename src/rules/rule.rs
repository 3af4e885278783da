//! A rule, checked: what it looks for, when it may speak, and what it does.

use crate::rules::effect::{Extent, Level, Polarity};
use crate::rules::guard::Guards;
use crate::rules::inline_test::RuleTests;
use crate::rules::kind::Kind;
use crate::rules::matcher::Matcher;
use crate::rules::mode::{Confidence, Mode};
use crate::rules::template::TemplateParams;
use std::sync::Arc;

/// Where a rule was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file's name as it was given, or `rules/...` for a pack inside the program.
    pub file: Arc<str>,
    /// The line of its `[[rule]]` header, from 1.
    pub line: usize,
}

/// A checked rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// `pack/id`, unique over all packs.
    pub id: String,
    /// One sentence that says what the rule removes.
    pub about: String,
    /// Why a `[[protect]]` rule of `dechaff.toml` is needed.
    pub reason: Option<String>,
    /// What sort of noise it removes.
    pub kind: Kind,
    /// How sure its author is.
    pub confidence: Confidence,
    /// How much goes.
    pub remove: Extent,
    /// How many of the following lines that are not blank go as well.
    pub plus_lines: usize,
    /// What its matches lead to.
    pub level: Level,
    /// Whether it cuts or protects.
    pub polarity: Polarity,
    /// Its inline tests.
    pub tests: RuleTests,
    /// Where it was written.
    pub origin: Origin,
    pub(crate) matcher: Matcher,
    pub(crate) guards: Guards,
    pub(crate) added: FromOverrides,
}

/// How much of a rule is not its own: what overrides added, at the end of its lists.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct FromOverrides {
    pub(crate) phrases: usize,
    pub(crate) unless: usize,
}

impl Rule {
    /// The pack's name: what stands before the slash in the id.
    pub fn pack(&self) -> &str {
        self.id.split('/').next().unwrap_or_default()
    }

    /// The id without its pack.
    pub fn bare_id(&self) -> &str {
        self.id.split_once('/').map_or(&self.id, |(_, id)| id)
    }

    /// Whether it may cut, or protect, in the mode.
    pub(crate) fn tells_in(&self, mode: Mode) -> bool {
        match self.polarity {
            Polarity::Protect => self.level != Level::Off,
            Polarity::Cut if self.level == Level::Keep => true,
            Polarity::Cut if self.level == Level::Flag => self.host_counts().is_some(),
            Polarity::Cut => self.level == Level::On && self.confidence >= mode.threshold(),
        }
    }

    /// What was counted of the lines that a host repeats, where that is evidence: even where the rule only shows.
    pub(crate) fn host_counts(&self) -> Option<&TemplateParams> {
        let speaks =
            self.polarity == Polarity::Cut && matches!(self.level, Level::On | Level::Flag);
        match &self.matcher {
            Matcher::Template(params) if speaks && params.pages > 0 && !params.is_of_comments => {
                Some(params)
            }
            _ => None,
        }
    }

    /// The key of the rule's matcher, as in `match.KEY`.
    pub fn matcher_key(&self) -> &'static str {
        self.matcher.key()
    }

    /// What the rule's matcher finds, in a few words.
    pub fn matcher_about(&self) -> &'static str {
        self.matcher.about()
    }

    /// The phrases that the rule looks for, as they are written; empty where its matcher takes
    /// none.
    pub fn phrases(&self) -> &[String] {
        self.matcher.phrases()
    }

    /// The regular expression that the rule looks for, where its matcher is one.
    pub fn pattern(&self) -> Option<&str> {
        self.matcher.pattern()
    }

    /// The numbers and choices of the rule's matcher, each in words.
    pub fn matcher_settings(&self) -> Vec<String> {
        self.matcher.settings()
    }

    /// The conditions under which the rule may speak, each in words; all must hold.
    pub fn guards_in_words(&self) -> Vec<String> {
        self.guards.in_words()
    }

    /// The domains to which the rule is bound; none means any.
    pub fn domains(&self) -> &[String] {
        &self.guards.domain
    }

    /// How much goes, or stays, in words.
    pub fn extent_in_words(&self) -> String {
        match self.plus_lines {
            0 => self.remove.about().to_owned(),
            1 => format!("{}, and the line after it", self.remove.about()),
            more => format!("{}, and {more} lines after it", self.remove.about()),
        }
    }

    /// Whether the rule looks at whole pages, not at lines.
    pub fn looks_at_whole_pages(&self) -> bool {
        self.matcher.looks_at_whole_pages()
    }
}
