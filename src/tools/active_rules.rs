//! Which rules do something on a page.

use crate::clean::plain::passes::{PassContext, Run};
use crate::clean::verdict::Verdict;
use crate::page::Page;
use crate::rulefile::rules::Rules;
use crate::rules::mode::Mode;
use crate::scan::plain::scanner::Scanner;
use std::collections::BTreeSet;

/// Tells of pages which rules cut, or protect, something on them.
///
/// Rules run as in `thorough` mode, so that their confidence does not matter, and a rule counts
/// where another one takes the same bytes.
///
/// # Example
///
/// ```
/// use dechaff::{Page, Rules};
/// use dechaff::tools::active_rules::ActiveRules;
///
/// let rules = Rules::shipped();
/// let page = Page::new("Rain fell.\n\n\n\nThe river rose.\n");
/// assert!(ActiveRules::new(&rules).on(&page).contains("core/blank-run"));
/// ```
#[derive(Debug)]
pub struct ActiveRules<'r> {
    rules: &'r Rules,
    scanner: Scanner,
}

impl<'r> ActiveRules<'r> {
    /// Costs the compilation of a prefilter, once.
    pub fn new(rules: &'r Rules) -> Self {
        Self {
            rules,
            scanner: Scanner::complete(rules),
        }
    }

    /// The ids of the rules that do something on the page. Costs one cleaning of it.
    pub fn on(&self, page: &Page<'_>) -> BTreeSet<&'r str> {
        let parts = PassContext {
            rules: self.rules,
            scanner: &self.scanner,
            mode: Mode::Thorough,
        };
        let mut active = BTreeSet::new();
        let mut run = Run::new(page);
        while run.pass(parts, &mut |judged| {
            if matches!(judged.verdict, Verdict::Cut | Verdict::Protects) {
                active.insert(self.rules.at(judged.found.rule).id.as_str());
            }
        }) {}
        active
    }
}
