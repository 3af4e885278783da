//! Rule files: how they are written (`wire`), checked (`check`) and put together from packs.

pub(crate) mod allow;
pub(crate) mod check;
pub(crate) mod code;
pub(crate) mod compact;
pub(crate) mod config;
pub(crate) mod diagnostic;
pub(crate) mod exception;
pub(crate) mod hidden;
pub(crate) mod lint;
pub(crate) mod marks;
pub(crate) mod pack;
pub(crate) mod pack_source;
pub(crate) mod reporter;
pub(crate) mod rules;
pub(crate) mod schema;
pub(crate) mod selector;
pub(crate) mod shipped;
pub(crate) mod shipped_tests;
pub(crate) mod structure;
pub(crate) mod wire;
