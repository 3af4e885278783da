//! The exact shape of `dechaff.toml`. Nothing here judges.
//!
//! The doc comments become the editor's hover text by way of the schema.

use crate::rulefile::allow::WireAllow;
use crate::rulefile::wire::{WireMatch, WireOverride, WireRule, WireWhen};
use crate::rulefile::wire_test::WireTest;
use crate::rules::mode::Mode;
use schemars::JsonSchema;
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use toml::Spanned;

/// The configuration of a project: `dechaff.toml`, found upward from the input.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireConfig {
    /// The versions of dechaff that may use this file, written as Cargo writes them:
    /// `">=0.1, <0.3"`. Another version stops with an error.
    #[serde(rename = "required-version")]
    #[schemars(with = "Option<String>")]
    pub(crate) required_version: Option<Spanned<String>>,
    /// How much evidence a cut needs: `careful` (default), `balanced` or `thorough`.
    #[schemars(with = "Option<Mode>")]
    pub(crate) mode: Option<Spanned<String>>,
    /// The packs that are loaded, in this order: a shipped one by its name, another one by the
    /// path of its file or folder, with a slash in it. `["core", "en"]` by default.
    #[schemars(with = "Option<Vec<WirePack>>")]
    pub(crate) packs: Option<Spanned<Vec<Spanned<WirePack>>>>,
    /// Rule files and folders of them that are loaded after the packs; paths are relative to this
    /// file.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(crate) rules: Vec<Spanned<String>>,
    /// Run only these rules, by id, kind or pack, or `evidence/line`, `evidence/story`.
    #[schemars(with = "Option<Vec<String>>")]
    pub(crate) only: Option<Spanned<Vec<Spanned<String>>>>,
    /// Leave out these rules, by id, kind or pack, or `evidence/line`, `evidence/story`.
    #[schemars(with = "Option<Vec<String>>")]
    pub(crate) skip: Option<Spanned<Vec<Spanned<String>>>>,
    /// Keep what these rules would cut, by id, kind or pack: `["byline", "date", "credit"]`.
    #[schemars(with = "Option<Vec<String>>")]
    pub(crate) keep: Option<Spanned<Vec<Spanned<String>>>>,
    /// What to do with pages that are not UTF-8: `utf-8` (default) reports and skips them, `auto`
    /// detects their encoding, a name such as `windows-1252` sets it.
    #[schemars(with = "Option<String>")]
    pub(crate) encoding: Option<Spanned<String>>,
    /// What evidence may cut.
    #[serde(default)]
    pub(crate) evidence: WireEvidence,
    /// What `dechaff clean` writes where the command line does not say it.
    #[serde(default)]
    pub(crate) output: WireOutput,
    /// Bounds on what a run does.
    #[serde(default)]
    pub(crate) limits: WireLimits,
    /// Adjustments to rules of any pack.
    #[serde(default, rename = "override")]
    #[schemars(with = "Vec<WireOverride>")]
    pub(crate) overrides: Vec<Spanned<WireOverride>>,
    /// Local exceptions: rules that keep what they match, each with its reason.
    #[serde(default)]
    #[schemars(with = "Vec<WireException>")]
    pub(crate) protect: Vec<Spanned<WireException>>,
}

/// `[evidence]`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireEvidence {
    /// Whether lines that are weighed may go (`evidence/line`); `true` by default.
    #[schemars(with = "Option<bool>")]
    pub(crate) line: Option<Spanned<bool>>,
    /// Whether other stories after the page's own may go (`evidence/story`); `true` by default.
    #[schemars(with = "Option<bool>")]
    pub(crate) story: Option<Spanned<bool>>,
}

/// `[output]`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireOutput {
    /// The folder below which clean text and records are written, as `--out`; relative to this
    /// file.
    #[schemars(with = "Option<String>")]
    pub(crate) out: Option<Spanned<String>>,
    /// The file to which one unified diff of all pages is written, as `--diff`; relative to this
    /// file.
    #[schemars(with = "Option<String>")]
    pub(crate) diff: Option<Spanned<String>>,
}

/// `[limits]`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireLimits {
    /// The largest share of a page's words, 0 to 1, that may go; a page that would lose more is
    /// kept whole, with a warning. 0.95 by default.
    #[schemars(with = "Option<f64>")]
    pub(crate) max_removed_share: Option<Spanned<f64>>,
    /// Pages of more bytes stay as they are, named and counted; 0 means no limit. 16777216 by default.
    #[schemars(with = "Option<u32>")]
    pub(crate) max_page_bytes: Option<Spanned<i64>>,
    /// How many threads read and clean, as `--jobs`; 0, the default, means one a core.
    #[schemars(with = "Option<u32>")]
    pub(crate) jobs: Option<Spanned<i64>>,
}

/// A pack of the list `packs`.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum WirePack {
    /// Name of a shipped pack, or path of another one.
    Word(String),
    /// A pack whose content must have a hash.
    Table(WirePackTable),
}

/// A pack with the hash that its content must have.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WirePackTable {
    /// Name of a shipped pack.
    #[schemars(with = "Option<String>")]
    pub(crate) name: Option<Spanned<String>>,
    /// Path of a rule file, or of a folder of them, relative to this file.
    #[schemars(with = "Option<String>")]
    pub(crate) path: Option<Spanned<String>>,
    /// `blake3:` and 64 hexadecimal digits, as `dechaff rules pack PATH` prints them. Other
    /// content is an error.
    #[schemars(with = "Option<String>")]
    pub(crate) hash: Option<Spanned<String>>,
}

/// By hand, since serde's untagged enums lose the places of what stands in them.
impl<'de> Deserialize<'de> for WirePack {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PackVisitor;

        impl<'de> Visitor<'de> for PackVisitor {
            type Value = WirePack;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a pack's name, its path, or a table")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<WirePack, E> {
                String::deserialize(StrDeserializer::new(word)).map(WirePack::Word)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<WirePack, A::Error> {
                WirePackTable::deserialize(MapAccessDeserializer::new(map)).map(WirePack::Table)
            }
        }

        deserializer.deserialize_any(PackVisitor)
    }
}

/// A local exception: what it matches stays, whatever rules say.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireException {
    /// Names what stays, in kebab-case; its full id is `config/` and this.
    #[schemars(with = "String")]
    pub(crate) id: Spanned<String>,
    /// Why this project needs the exception, for whoever wonders later.
    #[schemars(with = "String")]
    pub(crate) reason: Spanned<String>,
    /// One sentence that says what stays.
    #[serde(default)]
    pub(crate) about: String,
    /// What to look for: exactly one matcher.
    #[serde(rename = "match")]
    #[schemars(with = "WireMatch")]
    pub(crate) matcher: Spanned<WireMatch>,
    /// How much stays: `line` (default), `match`, `rest`, `block`, `section` or `tail`.
    #[schemars(with = "Option<crate::rules::effect::Extent>")]
    pub(crate) remove: Option<Spanned<String>>,
    /// Also keep this many of the following lines that are not blank.
    #[schemars(with = "Option<u32>")]
    pub(crate) plus_lines: Option<Spanned<i64>>,
    /// Conditions; all must hold.
    #[serde(default)]
    pub(crate) when: WireWhen,
    /// Each a small page: `[-...-]` marks what may go, everything else must stay.
    #[serde(default)]
    #[schemars(with = "Vec<WireTest>")]
    pub(crate) tests: Vec<Spanned<WireTest>>,
}

impl From<WireException> for WireRule {
    fn from(exception: WireException) -> Self {
        Self {
            id: exception.id,
            about: exception.about,
            reason: Some(exception.reason.into_inner()),
            kind: None,
            matcher: exception.matcher,
            remove: exception.remove,
            plus_lines: exception.plus_lines,
            confidence: None,
            when: exception.when,
            allow: WireAllow::default(),
            tests: exception.tests,
        }
    }
}
