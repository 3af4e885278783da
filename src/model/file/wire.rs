//! Evidence files: the exact TOML shape; `draft` writes it.
//!
//! Everything is grouped and sorted so that two fits can be compared line by line.

use crate::model::file::figure::Figure;
use crate::model::lexicon::Slot;
use crate::model::thresholds::Thresholds;
use crate::rules::mode::Mode;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// The only format there is so far.
pub(crate) const FORMAT: u32 = 1;

/// What must be known of a file before anything else in it is.
#[derive(Debug, Deserialize)]
pub(crate) struct WireFormat {
    pub(crate) format: u32,
}

/// A model file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(crate) struct WireModel {
    pub(crate) format: u32,
    pub(crate) language: Spanned<String>,
    pub(crate) modes: BTreeMap<Mode, WireThresholds>,
    pub(crate) line: WireLine,
    pub(crate) story: Option<WireArticleEnd>,
    pub(crate) markup: Option<WireSide>,
    pub(crate) host: Option<WireSide>,
    pub(crate) lexicon: WireLexicon,
    pub(crate) background: WireBackground,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(crate) struct WireThresholds {
    shift: Figure,
    guard: Figure,
    own: Figure,
    story: Figure,
}

impl From<&WireThresholds> for Thresholds {
    fn from(wire: &WireThresholds) -> Self {
        Self {
            shift: wire.shift.0,
            guard: wire.guard.0,
            own: wire.own.0,
            article_end: wire.story.0,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(crate) struct WireLine {
    pub(crate) bias: Figure,
    pub(crate) coupling: Figure,
    pub(crate) edges: BTreeMap<String, Spanned<Vec<Figure>>>,
    #[serde(default)]
    pub(crate) table: Vec<WireTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(crate) struct WireArticleEnd {
    pub(crate) bias: Figure,
    pub(crate) words: Spanned<Vec<Vec<[Figure; 2]>>>,
    pub(crate) openings: WireLexicon,
    pub(crate) edges: BTreeMap<String, Spanned<Vec<Figure>>>,
    #[serde(default)]
    pub(crate) table: Vec<WireTable>,
}

/// Tables over what is known of some pages alone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(crate) struct WireSide {
    #[serde(default)]
    pub(crate) edges: BTreeMap<String, Spanned<Vec<Figure>>>,
    #[serde(default)]
    pub(crate) table: Vec<WireTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(crate) struct WireTable {
    pub(crate) of: Spanned<Vec<String>>,
    pub(crate) cells: Spanned<Vec<Vec<Figure>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(crate) struct WireLexicon {
    pub(crate) bias: Figure,
    #[serde(default)]
    pub(crate) entries: BTreeMap<Slot, BTreeMap<String, Figure>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub(crate) struct WireBackground {
    pub(crate) unknown: Figure,
    /// Stems by weight, which is written as text since keys of TOML are.
    #[serde(default)]
    pub(crate) words: BTreeMap<String, String>,
}
