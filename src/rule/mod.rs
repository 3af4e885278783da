//! Rules: what they are ([`Rule`]), how they are written (`wire`), checked (`check`) and put
//! together from packs ([`Rules`]).

pub(crate) mod allow;
pub(crate) mod check;
pub(crate) mod compact;
pub(crate) mod config;
pub(crate) mod diagnostic;
pub(crate) mod edit;
pub(crate) mod exception;
pub(crate) mod format;
pub(crate) mod guard;
pub(crate) mod hidden;
pub(crate) mod lint;
pub(crate) mod marks;
pub(crate) mod mode;
pub(crate) mod pack;
pub(crate) mod review;
pub(crate) mod schema;
pub(crate) mod shipped;
pub(crate) mod structure;
pub(crate) mod wire;

use crate::rule::guard::Guards;
use crate::rule::guard::Neighbour;
use crate::rule::mode::Mode;
use crate::rule::shipped::RuleTests;

use crate::detect::{Detector, Matcher};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Declares an enum whose variants have one word each, used alike in TOML, JSON and on screen.
macro_rules! worded_enum {
    ($(#[$outer:meta])* $vis:vis enum $name:ident {
        $($(#[$inner:meta])* $variant:ident = $word:literal,)+
    }) => {
        $(#[$outer])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            Serialize, Deserialize, JsonSchema,
        )]
        $vis enum $name {
            $($(#[$inner])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every value, in the order in which they are declared.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The word for it in rule files, records and options.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The value that `word` names.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    };
}
pub(crate) use worded_enum;

worded_enum! {
    /// What sort of noise a rule removes. The list is closed.
    pub enum Kind {
        /// Advertisements, their placeholders and slot labels.
        Ad = "ad",
        /// Share bars, follow-us lines and social counters.
        Share = "share",
        /// Links to other stories, inside or after the article.
        Related = "related",
        /// Whole other stories, or their cards, after the article.
        Appended = "appended",
        /// A second copy of something that stays.
        Duplicate = "duplicate",
        /// Author, date and update lines.
        Byline = "byline",
        /// Who the author or the publisher is.
        Blurb = "blurb",
        /// Who took the picture.
        Credit = "credit",
        /// Image texts and gallery labels.
        Caption = "caption",
        /// Comment forms, counts and comments.
        Comment = "comment",
        /// Newsletter sign-up.
        Newsletter = "newsletter",
        /// Menus, breadcrumbs, pagers, section labels.
        Nav = "nav",
        /// Copyright, cookie, privacy and disclaimer texts.
        Legal = "legal",
        /// Dates, counters and tags flattened into the text.
        Metadata = "metadata",
        /// Login, paywall and subscription prompts.
        Paywall = "paywall",
        /// Promotion of apps, products, events, donations.
        Promo = "promo",
        /// A line that its host repeats on many pages.
        Template = "template",
        /// Blank lines, separators and bullets left alone.
        Layout = "layout",
        /// Anything else.
        Other = "other",
    }
}

worded_enum! {
    // Declared from weak to strong, so that `>=` compares.
    /// How sure a rule's author is.
    pub enum Confidence {
        /// A hint: cuts in `thorough` mode only.
        Low = "low",
        /// Right more often than not: cuts from `balanced` mode on.
        Medium = "medium",
        /// Cuts in every mode.
        High = "high",
    }
}

worded_enum! {
    /// How much goes where a rule matches.
    pub enum Extent {
        /// The whole line (or lines) that the match stands on.
        Line = "line",
        /// The match alone; in a regex the group `cut`, where it has one.
        Match = "match",
        /// From the match's start to the line's end.
        Rest = "rest",
        /// Every line up to the blank lines around the match.
        Block = "block",
        /// The line and all that follows, up to the next line of prose.
        Section = "section",
        /// The line and all that follows, to the page's end.
        Tail = "tail",
    }
}

worded_enum! {
    /// What a rule's matches lead to.
    pub enum Level {
        /// Nothing: the rule does not run.
        Off = "off",
        /// A finding in `check` and `explain`, never a cut.
        Flag = "flag",
        /// A cut.
        On = "on",
    }
}

impl Extent {
    /// What goes, in words.
    pub fn about(self) -> &'static str {
        match self {
            Self::Line => "the whole line",
            Self::Match => "what matched, and no more",
            Self::Rest => "from what matched to the line's end",
            Self::Block => "every line up to the blank lines around it",
            Self::Section => "the line and all that follows, up to the next line of prose",
            Self::Tail => "the line and all that follows, to the page's end",
        }
    }
}

impl Confidence {
    /// In which modes it cuts, in words.
    pub fn about(self) -> &'static str {
        match self {
            Self::Low => "cuts in thorough mode only",
            Self::Medium => "cuts in balanced and thorough mode",
            Self::High => "cuts in every mode",
        }
    }
}

/// Whether a rule removes what it matches or keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polarity {
    /// What it matches may go.
    Cut,
    /// What it matches stays, whatever other rules say.
    Protect,
}

/// Where a rule was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file's name as it was given, or `rules/...` for a pack inside the program.
    pub file: Arc<str>,
    /// The line of its `[[rule]]` header, from 1.
    pub line: usize,
}

/// A checked rule, ready to run.
#[derive(Debug)]
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
    pub(crate) added: Added,
}

/// How much of a rule is not its own: what overrides added, at the end of its lists.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Added {
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
            Polarity::Cut => self.level == Level::On && self.confidence >= mode.threshold(),
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
    pub fn phrases(&self) -> Vec<&str> {
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

    /// The rule's phrases that stand somewhere in `text`, whether or not the rule matches there.
    pub fn phrases_in(&self, text: &str) -> Vec<String> {
        self.matcher.phrases_in(text)
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
        matches!(self.matcher.detector, Detector::Page(_))
    }

    /// Whether the rule runs on every line, for want of a literal that must stand where it
    /// matches.
    pub fn runs_on_every_line(&self) -> bool {
        match &self.matcher.detector {
            Detector::Line(detector) => detector.needles().is_none(),
            Detector::Page(_) => false,
        }
    }
}
