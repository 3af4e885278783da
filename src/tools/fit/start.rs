//! A model that a fit starts from: its file, with other tables.

use crate::model::additive::AdditiveModel;
use crate::model::file::read::{ModelError, SHIPPED, SHIPPED_NAME};
use crate::model::file::wire::{WireLexicon, WireModel};
use crate::model::file::write::{ArticleEndText, LexiconText, ModelText};
use crate::model::fitted::Model;
use crate::rules::mode::Mode;
use crate::tools::fit::options::MODES;

/// The tables of a model that can be moved.
#[derive(Debug, Clone)]
pub(crate) struct StartTables {
    pub(crate) line: AdditiveModel,
    pub(crate) markup: AdditiveModel,
    pub(crate) host: AdditiveModel,
}

/// A model that a fit starts from, and the words of its file.
#[derive(Debug)]
pub struct StartModel {
    model: Model,
    wire: WireModel,
}

impl StartModel {
    /// The model of a file.
    ///
    /// # Errors
    ///
    /// As [`Model::parse`].
    ///
    /// # Panics
    ///
    /// Never: a file that makes a model has the form of one.
    pub fn parse(name: &str, text: &str) -> Result<Self, ModelError> {
        let model = Model::parse(name, text)?;
        let wire = toml::from_str(text).expect("the model was read from it");
        Ok(Self { model, wire })
    }

    /// The shipped model.
    ///
    /// # Panics
    ///
    /// Never: the project's tests load it.
    pub fn shipped() -> Self {
        Self::parse(SHIPPED_NAME, SHIPPED)
            .expect("the shipped evidence is loaded in every test run")
    }

    /// The model itself.
    pub fn model(&self) -> &Model {
        &self.model
    }
}

impl StartModel {
    /// Its tables that can be moved.
    pub(crate) fn tables(&self) -> StartTables {
        StartTables {
            line: self.model.line.clone(),
            markup: self.model.fast.markup.clone(),
            host: self.model.fast.host.clone(),
        }
    }

    /// The model as it is written, with other tables.
    pub(crate) fn with_tables(&self, tables: StartTables) -> ModelText {
        let StartTables { line, markup, host } = tables;
        let (model, wire) = (&self.model, &self.wire);
        let both = model.article_end.as_ref().zip(wire.story.as_ref());
        let article_end = both.map(|(article_end, story)| ArticleEndText {
            tables: article_end.tables.clone(),
            words: article_end.words.clone(),
            openings: lexicon_text(&story.openings),
        });
        let mut background = Vec::new();
        for (weight, stems) in &wire.background.words {
            let weight: f32 = weight.parse().unwrap_or_default();
            background.extend(
                stems
                    .split_whitespace()
                    .map(|stem| (stem.to_owned(), weight)),
            );
        }
        ModelText {
            language: model.language.clone(),
            modes: MODES.map(|mode: Mode| *model.thresholds(mode)),
            coupling: model.coupling,
            line,
            article_end,
            markup,
            host,
            lexicon: lexicon_text(&wire.lexicon),
            unknown: wire.background.unknown.0,
            background,
        }
    }
}

fn lexicon_text(wire: &WireLexicon) -> LexiconText {
    let slots = wire.entries.iter();
    let entries = slots.flat_map(|(&slot, entries)| {
        let own = entries.iter();
        own.map(move |(text, weight)| (slot, text.clone(), weight.0))
    });
    LexiconText {
        bias: wire.bias.0,
        entries: entries.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_that_is_not_moved_is_written_as_it_was() {
        let start = StartModel::shipped();
        let text = start.with_tables(start.tables()).print("");
        let again = Model::parse("again", &text).expect("it can be read");
        assert_eq!(again.line, start.model.line);
        assert_eq!(again.fast.markup, start.model.fast.markup);
        assert_eq!(again.fast.host, start.model.fast.host);
        assert_eq!(again.lexicon, start.model.lexicon);
        assert_eq!(again.background, start.model.background);
        assert_eq!(again.article_end, start.model.article_end);
        assert_eq!(again.modes, start.model.modes);
    }
}
