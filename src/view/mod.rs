//! A page as its reader sees it: logical lines of visible text, and where each of its characters stands.
//!
//! What scrapers leave is often no plain text of one line a paragraph. A reader for each format
//! says what of the bytes is layout, what stands for something else and where lines really end; from that
//! a view makes a text that rules and evidence read as any other, and maps what they cut back to bytes.
//! It knows nothing of rules and pages, and most texts have no view at all: they are what they show.

pub(crate) mod builder;
pub(crate) mod code_blocks;
pub(crate) mod entity;
pub(crate) mod format;
pub(crate) mod html;
pub(crate) mod invisible;
pub(crate) mod labels;
pub(crate) mod line_ends;
pub(crate) mod line_markup;
pub(crate) mod markdown;
pub(crate) mod markup;
pub(crate) mod menus;
pub(crate) mod one_line;
pub(crate) mod origins;
pub(crate) mod plain;
pub(crate) mod read;
pub(crate) mod reader;
pub(crate) mod shown;
pub(crate) mod tagged;
pub(crate) mod tags;
pub(crate) mod wrapped;

pub use crate::view::format::{Format, UnknownFormat};
pub use crate::view::read::shown;
