//! The engine as Python sees it: `dechaff._native`. The package `dechaff` stands before it and has what people call;
//! here is what takes time, without Python's lock.
//!
//! Arrow's arrays come and go through the C data interface. Texts are columns of bytes here, whatever their type in
//! Python: what is no UTF-8 is an error of its row.

mod batch;
mod engine;
mod learn;

#[pyo3::pymodule]
mod _native {
    #[pymodule_export]
    use crate::engine::{Engine, RuleError, files_beside, restore, shipped_packs};
    #[pymodule_export]
    use crate::learn::{HostLearner, LineCounter, write_pack};

    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
