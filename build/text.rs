//! What the build takes from the program's `text`.

#[path = "../src/text/fold.rs"]
pub(crate) mod fold;
#[path = "../src/text/number.rs"]
pub(crate) mod number;
#[path = "../src/text/packed.rs"]
pub(crate) mod packed;
#[path = "../src/text/signs.rs"]
pub(crate) mod signs;
