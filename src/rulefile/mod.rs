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
pub(crate) mod toml_text;
pub(crate) mod wire;
pub(crate) mod wire_test;

pub use crate::rulefile::check::rule_check::RuleCheck;
pub use crate::rulefile::code::{Code, Severity};
pub use crate::rulefile::config::file::{CONFIG_NAME, ConfigFile};
pub use crate::rulefile::config::packs::{PackFrom, PackRef};
pub use crate::rulefile::config::placed::Placed;
pub use crate::rulefile::diagnostic::Diagnostic;
pub use crate::rulefile::exception::{Exception, ExceptionKind};
pub use crate::rulefile::lint::subject::RuleActivity;
pub use crate::rulefile::marks::marked_text;
pub use crate::rulefile::pack::load::pack_hash;
pub use crate::rulefile::schema::{config_schema, rules_schema};
pub use crate::rulefile::selector::Selector;
pub use crate::rulefile::shipped::{shipped_pack, shipped_pack_names, shipped_packs};
pub use crate::rulefile::toml_text::quoted;
