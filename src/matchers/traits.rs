//! The two sorts of matchers.

use crate::matchers::found::Match;
use crate::page::Page;
use std::fmt::Debug;

/// A matcher that looks at one line at a time.
pub(crate) trait LineMatcher: Debug + Send + Sync {
    /// ASCII literals, lower case, one of which stands in every line where [`Self::find`] finds
    /// something, in whatever case; `None` where there are no such literals.
    fn needles(&self) -> Option<&[String]>;

    /// Adds what stands on line `line` to `found`.
    fn find(&self, page: &Page<'_>, line: usize, found: &mut Vec<Match>);
}

/// A matcher that looks at the whole page at once.
pub(crate) trait PageMatcher: Debug + Send + Sync {
    /// Adds what stands on the page to `found`, in page order.
    fn find(&self, page: &Page<'_>, found: &mut Vec<Match>);
}
