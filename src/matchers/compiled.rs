//! What a rule looks for, ready to run.

use crate::matchers::error::{MatcherError, Problem};
use crate::matchers::pages::appended::Appended;
use crate::matchers::pages::blank_run::BlankRun;
use crate::matchers::pages::card::Card;
use crate::matchers::pages::comments::Comments;
use crate::matchers::pages::duplicate::Duplicate;
use crate::matchers::pages::slug::Slug;
use crate::matchers::pages::template::Template;
use crate::matchers::pages::truncated::Truncated;
use crate::matchers::phrases::anywhere::PhraseInside;
use crate::matchers::phrases::compile_some;
use crate::matchers::phrases::line::PhraseLine;
use crate::matchers::phrases::start::PhraseStart;
use crate::matchers::re::{Pattern, Trust};
use crate::matchers::regex::LinePattern;
use crate::matchers::traits::{LineMatcher, PageMatcher};
use crate::rules::matcher::Matcher;

/// A matcher that can be run.
#[derive(Debug)]
pub(crate) enum CompiledMatcher {
    Line(Box<dyn LineMatcher>),
    Page(Box<dyn PageMatcher>),
}

impl CompiledMatcher {
    /// Compiles what a rule looks for, or says everything that is wrong with it.
    ///
    /// O(n) in the phrases and in a pattern; what finds phrases and what runs a pattern is built when a
    /// line first needs it.
    pub(crate) fn new(matcher: &Matcher, trust: Trust) -> Result<Self, Vec<MatcherError>> {
        let one = |error: MatcherError| vec![error];
        Ok(match matcher {
            Matcher::Line(phrases) => line(PhraseLine(compile_some(phrases)?)),
            Matcher::Start(phrases) => line(PhraseStart(compile_some(phrases)?)),
            Matcher::Anywhere(phrases) => line(PhraseInside(compile_some(phrases)?)),
            Matcher::Regex(source) => {
                let pattern = Pattern::new(source, trust);
                line(LinePattern(
                    pattern.map_err(|error| one(Problem::Pattern(error).into()))?,
                ))
            }
            Matcher::Duplicate(params) => page(Duplicate::new(params).map_err(one)?),
            Matcher::Truncated(params) => page(Truncated(params.clone())),
            Matcher::Slug(params) => page(Slug(params.clone())),
            Matcher::Card(params) => page(Card::new(params).map_err(one)?),
            Matcher::Appended(params) => page(Appended::new(params)?),
            Matcher::BlankRun(params) => page(BlankRun(params.clone())),
            Matcher::Comments(params) => page(Comments(params.clone())),
            Matcher::Template(params) => page(Template::new(params)?),
        })
    }
}

fn line(matcher: impl LineMatcher + 'static) -> CompiledMatcher {
    CompiledMatcher::Line(Box::new(matcher))
}

fn page(matcher: impl PageMatcher + 'static) -> CompiledMatcher {
    CompiledMatcher::Page(Box::new(matcher))
}
