//! What was learned from labelled pages, ready to weigh others.

use crate::model::article_end::figures::FIGURES;
use crate::model::cohesion::content::Background;
use crate::model::feature::Feature;
use crate::model::file::compile;
use crate::model::file::fault::Fault;
use crate::model::file::figure::Figure;
use crate::model::file::tables;
use crate::model::file::wire::{FORMAT, WireBackground, WireFormat, WireLexicon, WireModel};
use crate::model::fitted::{ArticleEndModel, Model};
use crate::model::lexicon::{Lexicon, entry_key};
use crate::model::thresholds::Thresholds;
use crate::rulefile::code::Code;
use crate::rulefile::compact;
use crate::rulefile::diagnostic::{Diagnostic, RuleErrors};
use crate::rules::mode::Mode;
use crate::text::hash::KeyMap;
use crate::text::words::words_of;
use std::sync::{Arc, OnceLock};
use thiserror::Error;
use toml::Spanned;

/// Why a model file cannot be used: in one line as it is displayed, with the place in the file where
/// [`render`](Self::render) draws it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}: {}", .0.place(), .0.message)]
pub struct ModelError(Box<Diagnostic>);

impl ModelError {
    fn new(file: &str, text: &str, fault: Fault) -> Self {
        // Where the place is not known, nothing can be quoted.
        let source = fault.at.as_ref().map_or("", |_| text);
        Self(Box::new(Diagnostic {
            code: fault.code,
            severity: fault.code.severity(),
            file: file.into(),
            message: fault.why,
            help: None,
            source: source.into(),
            span: fault.at.unwrap_or_default(),
            label: "here".to_owned(),
            also: None,
        }))
    }

    /// The error with the line at fault, for a terminal with colours or a plain one.
    pub fn render(&self, colored: bool) -> String {
        RuleErrors::new(vec![(*self.0).clone()]).render(colored)
    }
}

pub(crate) const SHIPPED_NAME: &str = "rules/evidence/en.toml";
pub(crate) const SHIPPED: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/rules/evidence/en.toml"
));

impl Model {
    /// The model inside the program, fitted on English pages.
    ///
    /// # Panics
    ///
    /// Never: the project's tests load it.
    pub fn shipped() -> Arc<Self> {
        static READ: OnceLock<Arc<Model>> = OnceLock::new();
        let read = || {
            let written = || Self::parse(SHIPPED_NAME, SHIPPED);
            let own = Self::prepared().map_or_else(written, Ok);
            Arc::new(own.expect("the shipped evidence is loaded in every test run"))
        };
        Arc::clone(READ.get_or_init(read))
    }

    /// The shipped model as the build prepared it, if that is sound.
    fn prepared() -> Option<Self> {
        let wire = compact::read(SHIPPED_NAME)?;
        let hash = blake3::hash(SHIPPED.as_bytes()).to_hex().to_string();
        Self::check(wire, hash).ok()
    }

    /// Reads a model file. O(n) in its bytes.
    ///
    /// # Errors
    ///
    /// Where the text is not TOML, has unknown keys, its language is none, a figure is not finite, or its
    /// tables do not fit its edges.
    pub fn parse(file: &str, text: &str) -> Result<Self, ModelError> {
        let error = |fault: Fault| ModelError::new(file, text, fault);
        let wire: WireModel = toml::from_str(text).map_err(|wrong| {
            // A file of another format is that before it has keys that are not known.
            let format = toml::from_str::<WireFormat>(text);
            let other = format.ok().and_then(|wire| check_format(wire.format).err());
            error(other.unwrap_or_else(|| Fault::from(wrong)))
        })?;
        let hash = blake3::hash(text.as_bytes()).to_hex().to_string();
        let sound = check_format(wire.format).and_then(|()| Ok(check_words(&wire)?));
        sound.and_then(|()| Self::check(wire, hash)).map_err(error)
    }

    /// The model that a file describes, whose words were [checked](check_words).
    fn check(wire: WireModel, hash: String) -> Result<Self, Fault> {
        check_format(wire.format)?;
        check_language(&wire.language)?;
        let thresholds = |mode: Mode| {
            let found = wire.modes.get(&mode);
            found
                .map(Thresholds::from)
                .ok_or_else(|| format!("[modes.{mode}] is missing: a file has all three modes"))
        };
        let modes = [
            thresholds(Mode::Careful)?,
            thresholds(Mode::Balanced)?,
            thresholds(Mode::Thorough)?,
        ];
        let fast = Arc::new(compile::compile(&wire)?);
        // What only the plain twin and those who fit ask for is made when they do.
        let line = wire.line;
        let article_end = wire.story.map(|story| -> Result<_, Fault> {
            let (bias, edges) = (story.bias, &story.edges);
            Ok(ArticleEndModel {
                tables: tables::tables(FIGURES, bias, edges, &story.table)?,
                means: OnceLock::new(),
                words: tables::word_ratios(&story.words)?,
                openings: lexicon(story.openings),
            })
        });
        Ok(Self {
            language: wire.language.into_inner(),
            lexicon: lexicon(wire.lexicon),
            background: background(wire.background),
            line: tables::tables(Feature::NAMES, line.bias, &line.edges, &line.table)?,
            line_means: OnceLock::new(),
            coupling: line.coupling.0,
            article_end: article_end.transpose()?,
            modes,
            hash,
            fast,
        })
    }
}

pub(crate) fn check_format(found: u32) -> Result<(), Fault> {
    if found == FORMAT {
        return Ok(());
    }
    let why = format!(
        "format {found} is not known: this dechaff reads format {FORMAT}; fit the file anew with \
         `dechaff fit`"
    );
    Err(Fault {
        code: Code::SchemaVersion,
        ..Fault::from(why)
    })
}

pub(crate) fn check_language(code: &Spanned<String>) -> Result<(), Fault> {
    if Model::is_language(code.get_ref()) {
        return Ok(());
    }
    let code_is = code.get_ref();
    let why = format!("\"{code_is}\" is no language: give two small letters, such as \"en\"");
    Err(Fault::at(code, why))
}

/// Whether all entries of lexicons hold words, and all weights of words are weights.
fn check_words(wire: &WireModel) -> Result<(), String> {
    check_lexicon("lexicon", &wire.lexicon)?;
    if let Some(story) = &wire.story {
        check_lexicon("story.openings", &story.openings)?;
    }
    for weight in wire.background.words.keys() {
        let number = weight.parse().ok().and_then(Figure::new);
        number.ok_or_else(|| {
            format!("[background.words]: \"{weight}\" is no weight, such as \"4.5\"")
        })?;
    }
    Ok(())
}

fn check_lexicon(name: &str, wire: &WireLexicon) -> Result<(), String> {
    for (&slot, entries) in &wire.entries {
        if let Some(text) = entries.keys().find(|text| words_of(text).is_empty()) {
            return Err(format!("[{name}.entries.{slot}]: \"{text}\" holds no word"));
        }
    }
    Ok(())
}

fn lexicon(wire: WireLexicon) -> Lexicon {
    let WireLexicon { bias, entries } = wire;
    let weights = move || {
        let slots = entries.iter();
        let keyed = slots.flat_map(|(&slot, entries)| {
            entries
                .iter()
                .filter_map(move |(text, weight)| Some((entry_key(slot, text)?, weight.0)))
        });
        keyed.collect()
    };
    Lexicon::late(weights, bias.0)
}

fn background(wire: WireBackground) -> Background {
    let WireBackground { unknown, words } = wire;
    let weights = move || {
        let mut weights = KeyMap::default();
        for (weight, stems) in &words {
            let weight: f32 = weight.parse().unwrap_or_default();
            weights.extend(words_of(stems).iter().map(|word| (word.stem, weight)));
        }
        weights
    };
    Background::late(weights, unknown.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_build_prepared_is_what_the_file_says() {
        let prepared = Model::prepared().expect("the build read the file");
        assert_eq!(Model::parse(SHIPPED_NAME, SHIPPED), Ok(prepared));
    }
}
