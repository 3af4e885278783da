//! Where a page's own story stands, whatever rules and evidence say: its headline, how far a cut to the
//! page's end may reach, and lines whose shape says that they are meant (code, tables, entries).
//!
//! Both ways of cleaning ask here, so that what is kept is decided in one place. Words are compared by their
//! stems; nothing here knows a language.

pub(crate) mod cells;
pub(crate) mod code;
pub(crate) mod contents;
pub(crate) mod entries;
pub(crate) mod headings;
pub(crate) mod headline;
pub(crate) mod lines;
pub(crate) mod lists;
pub(crate) mod looks;
pub(crate) mod numbering;
pub(crate) mod reach;
pub(crate) mod sections;
pub(crate) mod shelter;
pub(crate) mod stems;
pub(crate) mod table;
pub(crate) mod wrapped;
