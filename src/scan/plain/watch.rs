//! Looking on while a page is scanned.

/// What a scan does next, for those who look on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScanStep {
    /// A line is about to be searched for needles.
    Line,
    /// It was.
    Searched,
    /// One of the rule's needles stands in the line, or it has none.
    Hit(usize),
    /// The rule has looked at the line, or at the page.
    Ran(usize),
    /// Matchers of whole pages are about to look.
    Page,
}

/// Looks on while a page is scanned. `()` looks away, and is compiled to nothing.
pub(crate) trait Watch {
    /// Takes note of a step.
    fn step(&mut self, step: ScanStep);
}

impl Watch for () {
    #[inline(always)]
    fn step(&mut self, _: ScanStep) {}
}
