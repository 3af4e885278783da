//! Figures of model files.

use serde::de::{self, Deserialize, Deserializer, Visitor};
use std::fmt;

/// A figure that can be added up: TOML knows `nan` and `inf`, too, and a page that meets one of them in
/// a table would be kept, or lost, whatever else speaks for it.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub(crate) struct Figure(pub(crate) f32);

impl Figure {
    /// The figure, unless it is not finite.
    pub(crate) fn new(figure: f32) -> Option<Self> {
        figure.is_finite().then_some(Self(figure))
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_f32(Number)
    }
}

struct Number;

impl Visitor<'_> for Number {
    type Value = Figure;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Figure, E> {
        #[expect(clippy::cast_possible_truncation, reason = "the nearest is meant")]
        let figure = Figure::new(number as f32);
        let why = || E::custom(format!("{number:?} is no figure that can be added up"));
        figure.ok_or_else(why)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Figure, E> {
        #[expect(clippy::cast_precision_loss, reason = "the nearest is meant")]
        let figure = Figure(number as f32);
        Ok(figure)
    }
}
