//! Days.

/// A day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Date {
    pub(crate) year: u32,
    pub(crate) month: u32,
    pub(crate) day: u32,
}
