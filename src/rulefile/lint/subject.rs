//! What lints look at, and what they say.

use crate::matchers::compiled_rule::CompiledRule;
use crate::rulefile::code::Code;
use crate::rulefile::wire::WireRule;
use crate::rules::effect::Polarity;
use crate::rules::rule::Rule;
use std::collections::BTreeSet;
use std::ops::Range;

/// Which rules did something on some pages, for the warning `never-fires`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleActivity {
    /// How many pages were cleaned.
    pub pages: usize,
    /// The ids of the rules that cut, or protected, something on one of them.
    pub rules: BTreeSet<String>,
}

/// A rule as it is written and as it is understood.
pub(crate) struct Subject<'r> {
    pub(crate) wire: &'r WireRule,
    pub(crate) rule: &'r Rule,
    pub(crate) compiled: &'r CompiledRule,
    /// Its place in load order.
    pub(crate) index: usize,
    pub(crate) polarity: Polarity,
    pub(crate) source: &'r str,
}

/// Something doubtful, before it is known whether it is allowed.
pub(crate) struct LintWarning {
    pub(crate) code: Code,
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
    pub(crate) label: String,
    pub(crate) help: String,
}

impl Subject<'_> {
    /// A warning about the rule as a whole, at its id.
    pub(crate) fn warning(
        &self,
        code: Code,
        message: String,
        label: &str,
        help: &str,
    ) -> LintWarning {
        LintWarning {
            code,
            span: self.wire.id.span(),
            message,
            label: label.to_owned(),
            help: help.to_owned(),
        }
    }
}
