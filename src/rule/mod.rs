//! Rule files: how they are written (`wire`), checked (`check`) and put together from packs.

pub(crate) mod allow;
pub(crate) mod check;
pub(crate) mod compact;
pub(crate) mod config;
pub(crate) mod diagnostic;
pub(crate) mod edit;
pub(crate) mod exception;
pub(crate) mod format;
pub(crate) mod hidden;
pub(crate) mod lint;
pub(crate) mod marks;
pub(crate) mod pack;
pub(crate) mod review;
pub(crate) mod schema;
pub(crate) mod shipped;
pub(crate) mod shipped_tests;
pub(crate) mod structure;
pub(crate) mod wire;
