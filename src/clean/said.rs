//! Of which cuts it is said in words why they were made.

/// Of which cuts it is said in words why they were made: words cost more than the cuts do, and nobody may read them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Said {
    /// Of each.
    #[default]
    EachCut,
    /// Of those whose reasons are left once neighbouring cuts are one, as they are in records of runs.
    Joined,
    /// Of none.
    Nothing,
}
