//! Columns of texts in, columns of clean texts and cuts out. It knows nothing of Python.

pub(crate) mod cuts;
pub(crate) mod page;
pub(crate) mod texts;
