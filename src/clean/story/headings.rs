//! Headings that stand again and again from the page's beginning on: those of a list, each over an entry, and
//! none over the rest of the page.

/// How often a heading stood before, from which on it is that of a list.
const LISTED: u32 = 2;
/// Where the first must stand, as a share of the words; cards of other stories come later.
const EARLY: f64 = 0.3;

/// The headings over page ends that a page has, with how often each stood.
#[derive(Debug)]
pub(crate) struct Headings<K>(Vec<(K, u32)>);

impl<K> Default for Headings<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: PartialEq> Headings<K> {
    /// Counts a heading before which that share of the page's words stands; whether it stood before so often that
    /// nothing ends with it. O(n) in different headings, of which rules have some hundred.
    pub(crate) fn is_listed(&mut self, heading: K, share_before: f64) -> bool {
        match self.0.iter_mut().find(|(own, _)| *own == heading) {
            Some((_, count)) => {
                *count += 1;
                *count > LISTED
            }
            None if share_before < EARLY => {
                self.0.push((heading, 1));
                false
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_third_of_a_kind_is_of_a_list() {
        let mut headings = Headings::default();
        assert_eq!(
            ["a", "b", "a", "a", "b"].map(|one| headings.is_listed(one, 0.1)),
            [false, false, false, true, false]
        );
        assert!(
            !["c"; 9].iter().any(|one| headings.is_listed(one, 0.4)),
            "below the story"
        );
    }
}
