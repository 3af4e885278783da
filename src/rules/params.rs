//! What matchers take besides phrases and patterns: their numbers and choices.
//!
//! The doc comments are the hover text of editors, by way of the schema of rule files.

use schemars::JsonSchema;
use serde::Deserialize;

/// Which copy of a line stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KeepCopy {
    /// The first one; every later copy goes.
    First,
    /// The last one; every earlier copy goes.
    Last,
}

/// `match.duplicate`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "WireDuplicate")]
pub(crate) struct DuplicateParams {
    /// Which copy stays.
    pub(crate) keep: KeepCopy,
    /// Lines with fewer words are never duplicates ("Yes.").
    pub(crate) min_words: usize,
    /// How many lines that are not blank may lie from one copy to the next.
    pub(crate) within: usize,
}

impl Default for DuplicateParams {
    fn default() -> Self {
        Self {
            keep: KeepCopy::First,
            min_words: 4,
            within: 12,
        }
    }
}

/// `match.truncated`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "WireTruncated")]
pub(crate) struct TruncatedParams {
    /// How many words must stand before the ellipsis.
    pub(crate) min_words: usize,
    /// How many lines that are not blank may lie between the two.
    pub(crate) within: usize,
}

impl Default for TruncatedParams {
    fn default() -> Self {
        Self {
            min_words: 5,
            within: 12,
        }
    }
}

/// `match.slug`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "WireSlug")]
pub(crate) struct SlugParams {
    /// Among how many of the page's first lines that are not blank the headline and its copy are
    /// looked for.
    pub(crate) first: usize,
    /// Headlines with fewer words are not looked for.
    pub(crate) min_words: usize,
}

impl Default for SlugParams {
    fn default() -> Self {
        Self {
            first: 8,
            min_words: 3,
        }
    }
}

/// `match.card`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "WireCard")]
pub(crate) struct CardParams {
    /// How many cards must follow each other.
    pub(crate) min: usize,
    /// Whether a card whose title stands more than once may end with a paragraph: the teased
    /// story itself.
    pub(crate) body: bool,
}

impl Default for CardParams {
    fn default() -> Self {
        Self {
            min: 2,
            body: false,
        }
    }
}

/// `match.blank_run`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "WireBlankRun")]
pub(crate) struct BlankRunParams {
    /// How many blank lines of a run stay; runs at the page's ends go whole.
    pub(crate) keep: usize,
}

impl Default for BlankRunParams {
    fn default() -> Self {
        Self { keep: 1 }
    }
}

/// `match.comments`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "WireComments")]
pub(crate) struct CommentsParams {
    /// How many comments there are at least, told by dates of one shape.
    #[schemars(range(min = 2))]
    pub(crate) least: usize,
}

impl Default for CommentsParams {
    fn default() -> Self {
        Self { least: 3 }
    }
}

/// `match.appended`.
#[derive(Debug, Clone)]
pub(crate) struct AppendedParams {
    /// Labels that stand alone over other stories.
    pub(crate) headings: Vec<String>,
    /// Share, 0 to 1, of the distinct content words after the heading that the article may have
    /// used before it.
    pub(crate) max_overlap: f64,
}

impl Default for AppendedParams {
    fn default() -> Self {
        Self {
            headings: Vec::new(),
            max_overlap: 0.5,
        }
    }
}
