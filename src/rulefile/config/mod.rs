//! `dechaff.toml`: the configuration file of a project. Read here, layered by the command line.

pub(crate) mod file;
pub(crate) mod load;
pub(crate) mod packs;
pub(crate) mod placed;
pub(crate) mod version;
pub(crate) mod wire;
