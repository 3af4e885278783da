//! `match.template`: lines that a host repeats. O(n) in the page's bytes, whatever the number of lines known.
//!
//! A host repeats the titles of its stories, too, where its pages link to them. On the page of its own such a
//! line stays: the page's prose tells most of its words, or it stands there twice, as the headline and where it
//! is linked to, and no other page has it twice.
//!
//! And where a host repeats all prose that a page has, that is what the page is for: its disclaimer, its terms.

use crate::matchers::error::{MatcherError, Problem};
use crate::matchers::found::Match;
use crate::matchers::pages::comment_gaps::LEAST_COPIES;
use crate::matchers::pages::comments::{DATED, comment_lines, comment_texts};
use crate::matchers::traits::PageMatcher;
use crate::page::Page;
use crate::rules::template::TemplateParams;
use crate::text::line_key::LineKeys;
use crate::text::stems::stems;

/// Least letters of a word that tells of a subject.
const MIN_CHARS: usize = 4;
/// Least such words of a line that may be told.
const MIN_STEMS: usize = 3;
/// Of ten of them how many prose must have, so that the line is told.
const TOLD_OF_TEN: usize = 6;

#[derive(Debug)]
pub(crate) struct Template(TemplateParams);

/// A filled line of a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TemplateText<'t> {
    pub(crate) line: usize,
    /// Without white space at its ends.
    pub(crate) text: &'t str,
    pub(crate) is_prose: bool,
}

impl Template {
    /// Of what is known to be sound.
    pub(crate) fn of(params: &TemplateParams) -> Self {
        Self(params.clone())
    }

    /// Refuses lists of nothing, and lines that could find nothing.
    pub(crate) fn new(params: &TemplateParams) -> Result<Self, Vec<MatcherError>> {
        if params.lines.is_empty() {
            return Err(vec![Problem::NoPhrase.into()]);
        }
        let empty: Vec<MatcherError> = params
            .empty_lines()
            .map(|line| MatcherError {
                problem: Problem::EmptyLine,
                phrase: Some(line),
            })
            .collect();
        if empty.is_empty() {
            Ok(Self(params.clone()))
        } else {
            Err(empty)
        }
    }
}

impl PageMatcher for Template {
    fn find(&self, page: &Page<'_>, found: &mut Vec<Match>) {
        if self.0.is_of_comments {
            return self.find_comments(page, found);
        }
        let lines = page.filled().iter().map(|&line| TemplateText {
            line,
            text: page.trimmed_text(line),
            is_prose: page.lines()[line].is_prose(),
        });
        for (line, number) in find_lines(&self.0, lines, &mut LineKeys::default()) {
            found.push(Match {
                span: page.lines()[line].trimmed,
                lines: (line, line),
                evidence: self.0.say(number),
            });
        }
    }
}

impl Template {
    fn find_comments(&self, page: &Page<'_>, found: &mut Vec<Match>) {
        let mut keys = LineKeys::default();
        let repeated = |text: &str| self.0.find(text, &mut keys);
        for (line, number) in comment_lines(comment_texts(page), LEAST_COPIES, repeated) {
            found.push(Match {
                span: page.lines()[line].trimmed,
                lines: (line, line),
                evidence: number.map_or_else(|| DATED.to_owned(), |number| self.0.say(number)),
            });
        }
    }
}

/// The lines of a page that are some of a template's: which, and which of the template's.
pub(crate) fn find_lines<'t>(
    params: &TemplateParams,
    lines: impl Iterator<Item = TemplateText<'t>> + Clone,
    keys: &mut LineKeys,
) -> Vec<(usize, u32)> {
    let mut found: Vec<(TemplateText<'t>, u32)> = lines
        .clone()
        .filter_map(|line| Some((line, params.find(line.text, keys)?)))
        .collect();
    let is_own = |found: &[(TemplateText<'t>, u32)], line: TemplateText<'t>| {
        let at = found.binary_search_by_key(&line.line, |(one, _)| one.line);
        line.is_prose && at.is_err()
    };
    if found.iter().any(|(line, _)| line.is_prose)
        && !lines.clone().any(|line| is_own(&found, line))
    {
        found.retain(|(line, _)| !line.is_prose);
    }
    let may_be_told = |line: TemplateText<'_>| !line.is_prose && has_subject(line.text);
    let mut headlines: Vec<u32> = found
        .iter()
        .map(|&(_, number)| number)
        .filter(|&number| params.is_headline(number))
        .collect();
    if headlines.len() > 1 {
        headlines.sort_unstable();
        found.retain(|&(line, number)| {
            let up_to = |number| headlines.partition_point(|&one| one < number);
            let is_own = up_to(number + 1) - up_to(number) > 1;
            !is_own || !may_be_told(line)
        });
    }
    if found.iter().any(|(line, _)| may_be_told(*line)) {
        let own = lines.filter(|&line| is_own(&found, line));
        let mut told: Vec<u64> = own.flat_map(|line| stems(line.text, MIN_CHARS)).collect();
        told.sort_unstable();
        found.retain(|(line, _)| line.is_prose || !is_told(line.text, &told));
    }
    found
        .into_iter()
        .map(|(line, number)| (line.line, number))
        .collect()
}

/// Whether the stems of a page's prose, sorted, hold most of a line's.
fn is_told(line: &str, told: &[u64]) -> bool {
    let mut own: Vec<u64> = stems(line, MIN_CHARS).collect();
    own.sort_unstable();
    own.dedup();
    let shared = own.iter().filter(|stem| told.binary_search(stem).is_ok());
    own.len() >= MIN_STEMS && shared.count() * 10 >= own.len() * TOLD_OF_TEN
}

/// Whether a line has words enough that prose may tell it, as a title has.
pub(crate) fn has_subject(text: &str) -> bool {
    stems(text, MIN_CHARS).nth(MIN_STEMS - 1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::template::TemplateLine;
    use crate::text::line_key::Vary;

    const TERMS: &str =
        "Whoever sails by the tides of this paper does so at the risk of boat and crew.";

    fn found(is_headline: bool, text: &str) -> Vec<usize> {
        let line = |text: &str, is_headline| TemplateLine {
            text: text.to_owned(),
            vary: Vary::Nothing,
            key: None,
            pages: 8,
            is_headline,
            place: None,
        };
        let repeated = vec![
            line("Geese given right of way", is_headline),
            line(TERMS, false),
        ];
        let params = TemplateParams::new(9, repeated);
        let lines = text.lines().enumerate().map(|(line, text)| TemplateText {
            line,
            text,
            is_prose: text.ends_with('.'),
        });
        let found = find_lines(&params, lines, &mut LineKeys::default());
        found.into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn a_headline_stays_on_its_own_page() {
        let list = "Tides\nGeese given right of way\nLetters";
        let own = "Geese given right of way\nTides\nGeese given right of way";
        assert_eq!(found(true, list), [1]);
        assert_eq!(found(true, own), [0; 0]);
        assert_eq!(found(false, own), [0, 2], "other pages have it twice, too");
    }

    #[test]
    fn prose_stays_that_is_all_a_page_has() {
        let list = "Tides\nGeese given right of way";
        assert_eq!(found(false, &format!("{list}\n{TERMS}")), [1]);
        let story = "The geese were on the road again.";
        assert_eq!(found(false, &format!("{story}\n{list}\n{TERMS}")), [2, 3]);
    }
}
