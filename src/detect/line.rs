//! `match.line`: the line is only these phrases, glued or spaced. O(n) in the line's bytes.

use crate::detect::phrases::Phrases;
use crate::detect::{BuildError, BuildProblem, Built, Detector, Find, LineDetector};
use crate::page::Page;
use toml::Spanned;

#[derive(Debug)]
struct PhraseLine(Phrases);

pub(super) fn build(phrases: &[Spanned<String>]) -> Built {
    Ok(Detector::Line(Box::new(PhraseLine(compile_some(phrases)?))))
}

/// The longest phrase that a rule may hold.
pub(crate) const MAX_PHRASE_BYTES: usize = 500;

/// Compiles the phrases of a matcher, of which there must be one, with every error.
pub(super) fn compile_some(phrases: &[Spanned<String>]) -> Result<Phrases, Vec<BuildError>> {
    if phrases.is_empty() {
        return Err(vec![BuildError {
            problem: BuildProblem::NoPhrase,
            span: 0..0,
        }]);
    }
    compile(phrases)
}

/// Compiles phrases, with every error.
pub(crate) fn compile(phrases: &[Spanned<String>]) -> Result<Phrases, Vec<BuildError>> {
    let mut errors = Vec::new();
    for phrase in phrases {
        let text = phrase.get_ref();
        let usable = text.chars().next().is_some_and(|c| !c.is_whitespace());
        let problem = if !usable {
            BuildProblem::EmptyPhrase
        } else if text.len() > MAX_PHRASE_BYTES {
            BuildProblem::TooLong {
                len_bytes: text.len(),
                cap_bytes: MAX_PHRASE_BYTES,
            }
        } else {
            continue;
        };
        errors.push(BuildError {
            problem,
            span: phrase.span(),
        });
    }
    if errors.is_empty() {
        Ok(Phrases::new(
            phrases.iter().map(|phrase| phrase.get_ref().as_str()),
        ))
    } else {
        Err(errors)
    }
}

impl LineDetector for PhraseLine {
    fn needles(&self) -> Option<&[String]> {
        self.0.needles()
    }

    fn find(&self, page: &Page<'_>, line: usize, finds: &mut Vec<Find>) {
        if let Some(phrase) = self.0.set().spell_out(page.trimmed_text(line)) {
            finds.push(Find {
                span: page.lines()[line].trimmed,
                lines: (line, line),
                evidence: format!("the line is the phrase \"{}\"", phrase.source()),
            });
        }
    }
}
