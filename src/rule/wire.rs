//! The exact shape of a rule file. Nothing here judges; `check` does.
//!
//! Every field that an error may point at is [`Spanned`]. `match` is a struct of options, since an
//! enum would answer a typo with "wanted exactly 1 element"; that exactly one is set is checked
//! with an error of our own. The doc comments become the editor's hover text by way of the schema.

use super::allow::WireAllow;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

/// A rule file: a pack, or a part of one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireFile {
    /// Version of the file format; 1 is the only one so far.
    #[schemars(with = "u32")]
    pub(crate) schema: Spanned<i64>,
    /// Name of the pack: the first half of every rule's id (`pack/rule-id`). Several files may
    /// belong to one pack.
    #[schemars(with = "String")]
    pub(crate) pack: Spanned<String>,
    /// Warnings that no rule of the file is given, each with the reason.
    #[serde(default)]
    pub(crate) allow: WireAllow,
    /// Rules that find noise.
    #[serde(default)]
    #[schemars(with = "Vec<WireRule>")]
    pub(crate) rule: Vec<Spanned<WireRule>>,
    /// Rules that keep what they match, whatever other rules say.
    #[serde(default)]
    #[schemars(with = "Vec<WireRule>")]
    pub(crate) protect: Vec<Spanned<WireRule>>,
    /// Adjustments to rules of packs that were loaded before.
    #[serde(default, rename = "override")]
    #[schemars(with = "Vec<WireOverride>")]
    pub(crate) overrides: Vec<Spanned<WireOverride>>,
}

/// One rule: what it finds, where, and how much of it goes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireRule {
    /// Names the thing removed, in kebab-case: `photo-credit`, never `strip-credits`.
    #[schemars(with = "String")]
    pub(crate) id: Spanned<String>,
    /// One sentence that says what the rule removes.
    #[serde(default)]
    pub(crate) about: String,
    /// Why a local exception is needed; only `dechaff.toml` says it.
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) reason: Option<String>,
    /// What sort of noise it is.
    #[schemars(with = "Option<super::Kind>")]
    pub(crate) kind: Option<Spanned<String>>,
    /// What to look for: exactly one matcher.
    #[serde(rename = "match")]
    #[schemars(with = "WireMatch")]
    pub(crate) matcher: Spanned<WireMatch>,
    /// How much goes: `line` (default), `match`, `rest`, `block`, `section` or `tail`.
    #[schemars(with = "Option<super::Extent>")]
    pub(crate) remove: Option<Spanned<String>>,
    /// Also take this many of the following lines that are not blank.
    #[schemars(with = "Option<u32>")]
    pub(crate) plus_lines: Option<Spanned<i64>>,
    /// How sure you are: `high` (default) cuts in every mode, `medium` from `balanced` on, `low`
    /// in `thorough` only.
    #[schemars(with = "Option<super::Confidence>")]
    pub(crate) confidence: Option<Spanned<String>>,
    /// Conditions; all must hold.
    #[serde(default)]
    pub(crate) when: WireWhen,
    /// Warnings that the rule is not given, each with the reason:
    /// `allow.no-near-miss = "the phrase stands in no prose"`.
    #[serde(default)]
    pub(crate) allow: WireAllow,
    /// Each a small page: `[-...-]` marks what must go; no marks means that nothing may go.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(crate) tests: Vec<Spanned<String>>,
}

/// What a rule looks for. Exactly one key is set.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireMatch {
    /// The line is only these phrases, one or more of them, glued or spaced.
    #[schemars(with = "Option<Vec<String>>")]
    pub(crate) line: Option<Spanned<Vec<Spanned<String>>>>,
    /// The line begins with one of these phrases.
    #[schemars(with = "Option<Vec<String>>")]
    pub(crate) start: Option<Spanned<Vec<Spanned<String>>>>,
    /// One of these phrases stands in the line, at word boundaries.
    #[schemars(with = "Option<Vec<String>>")]
    pub(crate) anywhere: Option<Spanned<Vec<Spanned<String>>>>,
    /// A regular expression for one line, in linear time; the group `cut` narrows what goes.
    #[schemars(with = "Option<String>")]
    pub(crate) regex: Option<Spanned<String>>,
    /// The same line again: other case, quotes or spaces do not count.
    #[schemars(with = "Option<WireDuplicate>")]
    pub(crate) duplicate: Option<Spanned<WireDuplicate>>,
    /// A line cut off with an ellipsis whose full text stands near it.
    #[schemars(with = "Option<WireTruncated>")]
    pub(crate) truncated: Option<Spanned<WireTruncated>>,
    /// The headline again, lower-cased or as a URL slug.
    #[schemars(with = "Option<WireSlug>")]
    pub(crate) slug: Option<Spanned<WireSlug>>,
    /// Teasers of other stories: a title, once or twice, with source, age or bullet lines.
    #[schemars(with = "Option<WireCard>")]
    pub(crate) card: Option<Spanned<WireCard>>,
    /// Other stories after the article's end: all that follows shares few words with it.
    #[schemars(with = "Option<WireAppended>")]
    pub(crate) appended: Option<Spanned<WireAppended>>,
    /// Blank lines beyond those that part paragraphs.
    #[schemars(with = "Option<WireBlankRun>")]
    pub(crate) blank_run: Option<Spanned<WireBlankRun>>,
}

impl WireMatch {
    /// The phrases of the matcher as they are written; empty where it takes none.
    pub(crate) fn phrases(&self) -> &[Spanned<String>] {
        let list = [&self.line, &self.start, &self.anywhere]
            .into_iter()
            .find_map(|list| list.as_ref().map(Spanned::get_ref));
        let headings = self
            .appended
            .as_ref()
            .map(|params| &params.get_ref().headings);
        list.or(headings).map_or(&[], Vec::as_slice)
    }

    /// The list that `[[override]] add` adds to, where the matcher has one.
    pub(crate) fn phrases_mut(&mut self) -> Option<&mut Vec<Spanned<String>>> {
        [&mut self.line, &mut self.start, &mut self.anywhere]
            .into_iter()
            .find_map(|list| list.as_mut().map(Spanned::get_mut))
            .or_else(|| {
                self.appended
                    .as_mut()
                    .map(|params| &mut params.get_mut().headings)
            })
    }
}

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
pub(crate) struct WireDuplicate {
    /// Which copy stays.
    pub(crate) keep: KeepCopy,
    /// Lines with fewer words are never duplicates ("Yes.").
    pub(crate) min_words: usize,
    /// How many lines that are not blank may lie from one copy to the next.
    pub(crate) within: usize,
}

impl Default for WireDuplicate {
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
pub(crate) struct WireTruncated {
    /// How many words must stand before the ellipsis.
    pub(crate) min_words: usize,
    /// How many lines that are not blank may lie between the two.
    pub(crate) within: usize,
}

impl Default for WireTruncated {
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
pub(crate) struct WireSlug {
    /// Among how many of the page's first lines that are not blank the headline and its copy are
    /// looked for.
    pub(crate) first: usize,
    /// Headlines with fewer words are not looked for.
    pub(crate) min_words: usize,
}

impl Default for WireSlug {
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
pub(crate) struct WireCard {
    /// How many cards must follow each other.
    pub(crate) min: usize,
    /// Whether a card whose title stands more than once may end with a paragraph: the teased
    /// story itself.
    pub(crate) body: bool,
}

impl Default for WireCard {
    fn default() -> Self {
        Self {
            min: 2,
            body: false,
        }
    }
}

/// `match.appended`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct WireAppended {
    /// Labels that stand alone over other stories.
    #[schemars(with = "Vec<String>")]
    pub(crate) headings: Vec<Spanned<String>>,
    /// Share, 0 to 1, of the distinct content words after the heading that the article may have
    /// used before it.
    pub(crate) max_overlap: f64,
}

impl Default for WireAppended {
    fn default() -> Self {
        Self {
            headings: Vec::new(),
            max_overlap: 0.5,
        }
    }
}

/// `match.blank_run`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct WireBlankRun {
    /// How many blank lines of a run stay; runs at the page's ends go whole.
    pub(crate) keep: usize,
}

impl Default for WireBlankRun {
    fn default() -> Self {
        Self { keep: 1 }
    }
}

/// One value or a list of values.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum OneOrMany {
    /// `key = "value"`
    One(String),
    /// `key = ["a", "b"]`
    Many(Vec<String>),
}

impl OneOrMany {
    pub(crate) fn values(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

/// Guards: conditions on a rule. All that are set must hold.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireWhen {
    /// Only on pages of these domains; `example.com` covers `news.example.com`.
    #[schemars(with = "Option<OneOrMany>")]
    pub(crate) domain: Option<Spanned<OneOrMany>>,
    /// Only on pages in these languages (two letters), given or detected.
    #[schemars(with = "Option<OneOrMany>")]
    pub(crate) lang: Option<Spanned<OneOrMany>>,
    /// Only within this many surviving lines of the top.
    #[schemars(with = "Option<u32>")]
    pub(crate) first: Option<Spanned<i64>>,
    /// Only within this many surviving lines of the end.
    #[schemars(with = "Option<u32>")]
    pub(crate) last: Option<Spanned<i64>>,
    /// Only where at least this share (0 to 1) of the page's words stands before the line.
    #[schemars(with = "Option<f64>")]
    pub(crate) after: Option<Spanned<f64>>,
    /// Only where the line before has one of these shapes: `title`, `prose`, `label`, `blank`.
    #[schemars(with = "Option<OneOrMany>")]
    pub(crate) prev: Option<Spanned<OneOrMany>>,
    /// Only where the line after has one of these shapes: `title`, `prose`, `label`, `blank`.
    #[schemars(with = "Option<OneOrMany>")]
    pub(crate) next: Option<Spanned<OneOrMany>>,
    /// Only lines of at most this many words.
    #[schemars(with = "Option<u32>")]
    pub(crate) max_words: Option<Spanned<i64>>,
    /// Only lines of at least this many words.
    #[schemars(with = "Option<u32>")]
    pub(crate) min_words: Option<Spanned<i64>>,
    /// Not on lines that one of these regular expressions finds.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(crate) unless: Vec<Spanned<String>>,
}

/// An adjustment to a rule of an earlier pack.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireOverride {
    /// The rule's full id, `pack/rule-id`. An unknown one is an error.
    #[schemars(with = "String")]
    pub(crate) rule: Spanned<String>,
    /// `off` (does not run), `flag` (reports, never cuts) or `on`.
    #[schemars(with = "Option<super::Level>")]
    pub(crate) level: Option<Spanned<String>>,
    /// More phrases for the rule's matcher.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(crate) add: Vec<Spanned<String>>,
    /// More regular expressions for its `when.unless`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(crate) unless: Vec<Spanned<String>>,
}
