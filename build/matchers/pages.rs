#[path = "../../src/matchers/pages/stamp_pattern.rs"]
pub(crate) mod stamp_pattern;
