//! A rule and what it takes to run it.

use crate::matchers::compiled::CompiledMatcher;
use crate::matchers::re::{Pattern, Trust};
use crate::rules::rule::Rule;

/// A rule, ready to run.
#[derive(Debug)]
pub(crate) struct CompiledRule {
    pub(crate) rule: Rule,
    pub(crate) matcher: CompiledMatcher,
    /// The patterns of `when.unless`, in the order of the rule's guards.
    pub(crate) unless: Vec<Pattern>,
    /// The pattern of `match.regex`.
    pub(crate) pattern: Option<Pattern>,
}

impl CompiledRule {
    /// Compiles a rule that is known to be sound but for what was taken from it; `None` where it
    /// has nothing to look for any more.
    pub(crate) fn new(rule: Rule) -> Option<Self> {
        let matcher = CompiledMatcher::new(&rule.matcher, Trust::Shipped).ok()?;
        let patterns = rule.guards.unless.iter();
        let unless = patterns.filter_map(|source| Pattern::new(source, Trust::Shipped).ok());
        let pattern = rule.matcher.pattern();
        Some(Self {
            unless: unless.collect(),
            pattern: pattern.and_then(|source| Pattern::new(source, Trust::Shipped).ok()),
            matcher,
            rule,
        })
    }

    /// Whether the rule runs on every line, for want of a literal that must stand where it
    /// matches.
    pub(crate) fn runs_on_every_line(&self) -> bool {
        match &self.matcher {
            CompiledMatcher::Line(matcher) => matcher.needles().is_none(),
            CompiledMatcher::Page(_) => false,
        }
    }
}
