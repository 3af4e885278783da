//! What a rule looks for: the value of its one key under `match`.

use crate::rules::params::{
    AppendedParams, BlankRunParams, CardParams, CommentsParams, DuplicateParams, KeepCopy,
    SlugParams, TruncatedParams,
};
use crate::rules::template::TemplateParams;
use crate::text::number::counted;

/// What a rule looks for.
#[derive(Debug, Clone)]
pub(crate) enum Matcher {
    /// A line that is only these phrases.
    Line(Vec<String>),
    /// A line that begins with one of these phrases.
    Start(Vec<String>),
    /// A line that holds one of these phrases.
    Anywhere(Vec<String>),
    /// A line in which this pattern finds something.
    Regex(String),
    /// The same line again.
    Duplicate(DuplicateParams),
    /// A line that was cut off.
    Truncated(TruncatedParams),
    /// The headline again, as an address has it.
    Slug(SlugParams),
    /// Teasers in a row.
    Card(CardParams),
    /// A heading under which other stories follow.
    Appended(AppendedParams),
    /// Blank lines.
    BlankRun(BlankRunParams),
    /// Comments below a story.
    Comments(CommentsParams),
    /// Lines that a host repeats.
    Template(TemplateParams),
}

/// The keys of `match`, in the order in which they are documented.
pub(crate) const MATCHER_KEYS: [&str; 12] = [
    "line",
    "start",
    "anywhere",
    "regex",
    "duplicate",
    "truncated",
    "slug",
    "card",
    "appended",
    "blank_run",
    "comments",
    "template",
];

impl Matcher {
    /// Its key under `match`.
    pub(crate) fn key(&self) -> &'static str {
        match self {
            Self::Line(_) => "line",
            Self::Start(_) => "start",
            Self::Anywhere(_) => "anywhere",
            Self::Regex(_) => "regex",
            Self::Duplicate(_) => "duplicate",
            Self::Truncated(_) => "truncated",
            Self::Slug(_) => "slug",
            Self::Card(_) => "card",
            Self::Appended(_) => "appended",
            Self::BlankRun(_) => "blank_run",
            Self::Comments(_) => "comments",
            Self::Template(_) => "template",
        }
    }

    /// What it finds, in a few words.
    pub(crate) fn about(&self) -> &'static str {
        match self {
            Self::Line(_) => "the line is only these phrases, glued or spaced",
            Self::Start(_) => "the line begins with one of these phrases",
            Self::Anywhere(_) => "one of these phrases stands in the line",
            Self::Regex(_) => "the pattern finds something in the line",
            Self::Duplicate(_) => "the same line again",
            Self::Truncated(_) => "a line cut off with an ellipsis, beside its full text",
            Self::Slug(_) => "the headline again, lower-cased or as a slug",
            Self::Card(_) => "teasers of other stories in a row",
            Self::Appended(_) => "a heading under which other stories follow to the end",
            Self::BlankRun(_) => "more blank lines than part paragraphs",
            Self::Comments(_) => "comments below a story, with dates between them",
            Self::Template(_) => "a line that the host repeats on many pages",
        }
    }

    /// The phrases that it looks for, as they are written; empty where it takes none.
    pub(crate) fn phrases(&self) -> &[String] {
        match self {
            Self::Line(phrases) | Self::Start(phrases) | Self::Anywhere(phrases) => phrases,
            Self::Appended(params) => &params.headings,
            _ => &[],
        }
    }

    /// The same to change, where it takes phrases.
    pub(crate) fn phrases_mut(&mut self) -> Option<&mut Vec<String>> {
        match self {
            Self::Line(phrases) | Self::Start(phrases) | Self::Anywhere(phrases) => Some(phrases),
            Self::Appended(params) => Some(&mut params.headings),
            _ => None,
        }
    }

    /// The regular expression that it looks for.
    pub(crate) fn pattern(&self) -> Option<&str> {
        match self {
            Self::Regex(pattern) => Some(pattern),
            _ => None,
        }
    }

    /// Whether it looks at whole pages, not at lines.
    pub(crate) fn looks_at_whole_pages(&self) -> bool {
        match self {
            Self::Line(_) | Self::Start(_) | Self::Anywhere(_) | Self::Regex(_) => false,
            Self::Duplicate(_)
            | Self::Truncated(_)
            | Self::Slug(_)
            | Self::Card(_)
            | Self::Appended(_)
            | Self::BlankRun(_)
            | Self::Comments(_)
            | Self::Template(_) => true,
        }
    }

    /// Its numbers and choices, each in words.
    pub(crate) fn settings(&self) -> Vec<String> {
        match self {
            Self::Line(_) | Self::Start(_) | Self::Anywhere(_) | Self::Regex(_) => Vec::new(),
            Self::Duplicate(params) => of_duplicate(params),
            Self::Truncated(params) => of_truncated(params),
            Self::Slug(params) => of_slug(params),
            Self::Card(params) => of_card(params),
            Self::Appended(params) => of_appended(params),
            Self::BlankRun(params) => of_blank_run(params),
            Self::Comments(params) => of_comments(params),
            Self::Template(params) => of_template(params),
        }
    }
}

// Parameters are taken apart by name, so that a new one cannot be forgotten here.

fn of_duplicate(
    &DuplicateParams {
        keep,
        min_words,
        within,
    }: &DuplicateParams,
) -> Vec<String> {
    let stays = match keep {
        KeepCopy::First => "the first copy stays",
        KeepCopy::Last => "the last copy stays",
    };
    let apart = format!("copies at most {} apart", counted(within, "line"));
    vec![stays.to_owned(), least_words(min_words), apart]
}

fn of_truncated(&TruncatedParams { min_words, within }: &TruncatedParams) -> Vec<String> {
    vec![
        least_words(min_words),
        format!("at most {} apart", counted(within, "line")),
    ]
}

fn of_slug(&SlugParams { first, min_words }: &SlugParams) -> Vec<String> {
    vec![
        format!("in the first {}", counted(first, "line")),
        least_words(min_words),
    ]
}

fn of_card(&CardParams { min, body }: &CardParams) -> Vec<String> {
    let mut words = vec![format!("at least {min} in a row")];
    if body {
        words.push("each may end with a paragraph of its story".to_owned());
    }
    words
}

fn of_appended(
    AppendedParams {
        headings: _,
        max_overlap,
    }: &AppendedParams,
) -> Vec<String> {
    let share = max_overlap * 100.0;
    vec![format!(
        "at most {share:.0} % of the words after it stand before it"
    )]
}

fn of_template(params: &TemplateParams) -> Vec<String> {
    let lines = counted(params.lines.len(), "line");
    match params.pages {
        0 => vec![lines],
        pages => vec![format!("{lines} of {}", counted(pages as usize, "page"))],
    }
}

fn of_comments(&CommentsParams { least }: &CommentsParams) -> Vec<String> {
    vec![format!("at least {}", counted(least, "comment"))]
}

fn of_blank_run(&BlankRunParams { keep }: &BlankRunParams) -> Vec<String> {
    vec![format!("{keep} of a run stays")]
}

fn least_words(count: usize) -> String {
    format!("at least {}", counted(count, "word"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_said_in_words() {
        let blank_run = Matcher::BlankRun(BlankRunParams::default());
        assert_eq!(blank_run.settings(), ["1 of a run stays"]);
        let duplicate = Matcher::Duplicate(DuplicateParams::default());
        assert!(
            duplicate
                .settings()
                .contains(&"the first copy stays".to_owned())
        );
    }
}
