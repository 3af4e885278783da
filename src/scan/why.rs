//! Reasons in words, for those who read them.

use crate::matchers::found::excerpt;
use crate::matchers::pages::comments::DATED;
use crate::scan::found::{TextRef, Why};
use crate::scan::scanner::Scanner;
use crate::text::number::counted;

impl Why {
    /// In words; `text` gives what a reference refers to.
    pub(crate) fn say<'t>(self, scanner: &Scanner, text: impl Fn(TextRef) -> &'t str) -> String {
        match self {
            Self::Phrase(number) => {
                format!("the line is the phrase \"{}\"", scanner.phrase(number))
            }
            Self::Begins(number) => {
                format!(
                    "the line begins with \"{}\"",
                    scanner.phrase(number).trim_end()
                )
            }
            Self::Holds(number) => format!("the line holds \"{}\"", scanner.phrase(number)),
            Self::Pattern | Self::Heading => "the pattern matches".to_owned(),
            Self::Same(own) => {
                format!("the same line stands near it: \"{}\"", excerpt(text(own)))
            }
            Self::FullText(whole) => format!("its full text: \"{}\"", excerpt(text(whole))),
            Self::Cards(count, title) => {
                format!(
                    "{count} cards in a row, from \"{}\" on",
                    excerpt(text(title))
                )
            }
            Self::Overlap(share) => format!(
                "heading over other stories: {:.0} % of the words after it stand before it",
                share * 100.0
            ),
            Self::Blank(lines) => format!("{} too many", counted(lines, "blank line")),
            Self::Dated => DATED.to_owned(),
            Self::Repeated(rule, line) => scanner.templates.say(rule, line),
            Self::Lowered(title) => {
                format!(
                    "the headline without capitals: \"{}\"",
                    excerpt(text(title))
                )
            }
        }
    }
}
