//! Values, and the layer that each comes from.

use dechaff::rulefile::Placed;
use std::fmt;

/// A value and the layer that set it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layered<T> {
    pub(crate) value: T,
    pub(crate) origin: LayerOrigin,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LayerOrigin {
    Default,
    File { name: String, line: usize },
    Environment(&'static str),
    CommandLine(&'static str),
}

impl fmt::Display for LayerOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { name, line } => write!(f, "{name}:{line}"),
            Self::Environment(name) => f.write_str(name),
            Self::CommandLine(option) => f.write_str(option),
        }
    }
}

impl<T> Layered<T> {
    pub(crate) fn default_of(value: T) -> Self {
        Self {
            value,
            origin: LayerOrigin::Default,
        }
    }
}

impl<T: Clone> Layered<T> {
    pub(crate) fn replace(&mut self, by: Option<&Placed<T>>, file: &str) {
        if let Some(placed) = by {
            *self = Self {
                value: placed.value.clone(),
                origin: origin_of(placed, file),
            };
        }
    }
}

pub(crate) fn origin_of<T>(placed: &Placed<T>, file: &str) -> LayerOrigin {
    LayerOrigin::File {
        name: file.to_owned(),
        line: placed.line,
    }
}
