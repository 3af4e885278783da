//! How things are drawn: colours, widths, places in texts, and what GitHub reads.

pub(crate) mod frame;
pub(crate) mod terminal;
pub(crate) mod window;
