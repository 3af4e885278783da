//! The shape of a rule's inline test: a page, or one with its format.

use crate::view::format::Format;
use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// A test of a rule: a small page.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum WireTest {
    /// The page; its format is recognised.
    Page(String),
    /// The page and its format: `{ page = "[-[Home](/)-]", format = "markdown" }`.
    Formatted(Box<WireFormattedTest>),
}

/// A small page and the format in which it is written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireFormattedTest {
    /// The page, with marks: `[-...-]`.
    pub(crate) page: String,
    /// In which format it is: what of it is layout.
    pub(crate) format: WireFormat,
}

/// A format of pages.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum WireFormat {
    /// Recognised from the page.
    Auto,
    /// Text, a line a paragraph or wrapped.
    Plain,
    /// Markdown, as scrapers write it.
    Markdown,
    /// HTML, of which tags are layout.
    Html,
}

impl From<WireFormat> for Format {
    fn from(format: WireFormat) -> Self {
        match format {
            WireFormat::Auto => Self::Auto,
            WireFormat::Plain => Self::Plain,
            WireFormat::Markdown => Self::Markdown,
            WireFormat::Html => Self::Html,
        }
    }
}

impl WireTest {
    pub(crate) fn page(&self) -> &str {
        match self {
            Self::Page(page) => page,
            Self::Formatted(test) => &test.page,
        }
    }

    pub(crate) fn format(&self) -> Format {
        match self {
            Self::Page(_) => Format::Auto,
            Self::Formatted(test) => test.format.into(),
        }
    }
}

/// By hand, since serde's untagged enums read each value twice.
impl<'de> Deserialize<'de> for WireTest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TestVisitor;

        impl<'de> Visitor<'de> for TestVisitor {
            type Value = WireTest;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a page, or a table of a page and its format")
            }

            fn visit_str<E: Error>(self, page: &str) -> Result<WireTest, E> {
                Ok(WireTest::Page(page.to_owned()))
            }

            fn visit_string<E: Error>(self, page: String) -> Result<WireTest, E> {
                Ok(WireTest::Page(page))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<WireTest, A::Error> {
                let test = WireFormattedTest::deserialize(MapAccessDeserializer::new(map));
                test.map(|test| WireTest::Formatted(Box::new(test)))
            }
        }

        deserializer.deserialize_any(TestVisitor)
    }
}
