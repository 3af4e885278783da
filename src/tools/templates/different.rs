//! On how many different pages a line stands: those that are nearly the same count once.

use crate::text::hash::KeyMap;
use crate::text::mix;
use crate::tools::templates::line_count::{LineCount, MOST_CONTEXTS};
use crate::tools::templates::pages::{PageCount, groups};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The pages of a host, in groups of those that are nearly the same.
#[derive(Debug)]
pub(crate) struct DifferentPages {
    /// To each number of a page that of its group.
    groups: KeyMap<u32>,
    pub(crate) count: u32,
}

impl DifferentPages {
    /// O(n log n) in pages.
    pub(crate) fn of(pages: &BTreeMap<Arc<str>, PageCount>) -> Self {
        let (groups, count) = groups(pages, |id| mix::of_bytes(id.as_bytes()));
        Self {
            groups,
            count: u32::try_from(count).unwrap_or(u32::MAX),
        }
    }

    /// How many different pages hold the line: exact for up to [`MOST_CONTEXTS`] pages; of more, the share that
    /// differs is that of those whose contexts are known.
    pub(crate) fn of_line(&self, line: &LineCount) -> u32 {
        let mut groups: Vec<u32> = line
            .contexts
            .iter()
            .filter_map(|context| self.groups.get(&context.page).copied())
            .collect();
        groups.sort_unstable();
        groups.dedup();
        let different = u32::try_from(groups.len()).unwrap_or(u32::MAX);
        if (line.pages as usize) <= MOST_CONTEXTS {
            return different;
        }
        let known = line.contexts.len().max(1) as u64;
        let scaled = u64::from(line.pages) * u64::from(different) / known;
        u32::try_from(scaled).unwrap_or(u32::MAX).min(self.count)
    }
}
