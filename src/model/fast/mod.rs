//! Weighing: what is known of lines, and what the fitted tables make of it.
pub(crate) mod additive;
pub(crate) mod cohesion;
pub(crate) mod columns;
pub(crate) mod ends;
pub(crate) mod facts;
pub(crate) mod lexicon;
pub(crate) mod rows;
pub(crate) mod signals;
pub(crate) mod vocabulary;
pub(crate) mod weigher;
pub(crate) mod word_windows;

use crate::model::additive::AdditiveModel;
use crate::model::fast::additive::CompiledModel;
use crate::model::fast::ends::bounds::EndModel;
use crate::model::fast::vocabulary::Vocabulary;

/// A model, compiled.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct FastModel {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) line: CompiledModel,
    pub(crate) coupling: f32,
    pub(crate) ends: Option<EndModel>,
    /// What markup says, of pages that have any.
    pub(crate) markup: AdditiveModel,
    /// What the host's other pages say, where they were counted.
    pub(crate) host: AdditiveModel,
}
