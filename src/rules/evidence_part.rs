//! What evidence cuts, by names that stand where ids of rules do.

use crate::rules::kind::Kind;

/// What evidence cuts: its parts have names as rules have ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidencePart {
    /// Lines that were weighed.
    Line,
    /// What follows the page's own story.
    Story,
}

/// The name before the slash, as a rule's id has its pack there.
const PACK: &str = "evidence";

impl EvidencePart {
    /// All parts.
    pub const ALL: &[Self] = &[Self::Line, Self::Story];

    /// Under which name its cuts go, where a rule has its id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Line => "evidence/line",
            Self::Story => "evidence/story",
        }
    }

    /// The part of that name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|part| part.id() == id)
    }

    /// The kind of its cuts.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Line => Kind::Other,
            Self::Story => Kind::Appended,
        }
    }

    /// What it cuts, in a sentence.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Line => "A line that the fitted tables take for noise.",
            Self::Story => "Other stories, from where the page's own ends to the end of the page.",
        }
    }

    /// How it finds what it cuts, in words.
    pub const fn how_it_finds(self) -> &'static str {
        match self {
            Self::Line => {
                "what a line looks like, where it stands, what stands around it, its wording, and \
                 what rules say of it, by fitted tables"
            }
            Self::Story => {
                "how much of what follows was spoken of before, and what the layout says, by fitted \
                 tables"
            }
        }
    }

    /// Whether the word means this part: its name, with or without `evidence/`, or `evidence`.
    pub fn is_named(self, word: &str) -> bool {
        let bare = self.id().strip_prefix(PACK);
        word == self.id() || word == PACK || bare.is_some_and(|bare| &bare[1..] == word)
    }

    /// How it is switched off, in words.
    pub fn how_to_switch_off(self) -> String {
        let key = match self {
            Self::Line => "evidence.line",
            Self::Story => "evidence.story",
        };
        let id = self.id();
        format!("`--skip {id}` or `{key} = false` in dechaff.toml switches it off")
    }
}

/// Which parts of evidence may cut; all by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EvidenceParts {
    /// Whether lines that were weighed may go.
    pub line: bool,
    /// Whether what follows the page's own story may go.
    pub story: bool,
}

impl Default for EvidenceParts {
    fn default() -> Self {
        Self {
            line: true,
            story: true,
        }
    }
}

impl EvidenceParts {
    /// Those of which `is_on` says yes.
    pub fn of(is_on: impl Fn(EvidencePart) -> bool) -> Self {
        Self {
            line: is_on(EvidencePart::Line),
            story: is_on(EvidencePart::Story),
        }
    }

    /// Whether the part may cut.
    pub fn has(self, part: EvidencePart) -> bool {
        match part {
            EvidencePart::Line => self.line,
            EvidencePart::Story => self.story,
        }
    }

    /// Those that may cut here and there.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::of(|part| self.has(part) && other.has(part))
    }

    /// Whether none may cut.
    pub fn is_none(self) -> bool {
        !self.line && !self.story
    }
}
