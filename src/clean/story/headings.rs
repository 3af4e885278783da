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

/// The headings over sections that a page has, with whether each ends entries.
#[derive(Debug)]
pub(crate) struct Sections<K>(Vec<(K, bool)>);

impl<K> Default for Sections<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: PartialEq> Sections<K> {
    /// Whether a heading over a section, such as "Read more", stands more than twice among all of a page: then each
    /// ends an entry of a list, and what follows it is the next entry. O(n) in headings where it comes for the first
    /// time, else in different ones.
    pub(crate) fn ends_entries(&mut self, heading: K, all: impl Iterator<Item = K>) -> bool {
        if let Some((_, known)) = self.0.iter().find(|(own, _)| *own == heading) {
            return *known;
        }
        let same = all.filter(|own| *own == heading).take(LISTED as usize + 1);
        let ends = same.count() > LISTED as usize;
        self.0.push((heading, ends));
        ends
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

    #[test]
    fn a_heading_that_stands_three_times_ends_entries() {
        let all = ["a", "b", "a", "a", "b"];
        let mut sections = Sections::default();
        for one in all {
            assert_eq!(sections.ends_entries(one, all.into_iter()), one == "a");
        }
    }
}
