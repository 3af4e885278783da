//! The configuration: defaults, then `dechaff.toml`, then the environment, then the command line.

pub(crate) mod environment;
pub(crate) mod file;
pub(crate) mod layered;
pub(crate) mod layers;
pub(crate) mod settings;
