//! What `match.template` takes: lines that a host repeats, each with its evidence.

use crate::text::hash::KeyMap;
use crate::text::line_key::{LineKeys, Vary};
use crate::text::number::small;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::sync::Arc;

/// Where on its pages a line stands, by the first prose and the last.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LinePlace {
    /// Before the prose.
    Start,
    /// Among the prose.
    Middle,
    /// Behind the prose.
    End,
}

impl LinePlace {
    /// As files have it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A line that a host repeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TemplateLine {
    /// A text of it; where that is long, its start.
    pub(crate) text: String,
    pub(crate) vary: Vary,
    /// Its key, where the text is not all of it.
    pub(crate) key: Option<u64>,
    /// On how many different pages it stands; 0 where nobody counted.
    pub(crate) pages: u32,
    /// Whether one of them alone has it twice, as its headline.
    pub(crate) is_headline: bool,
    pub(crate) place: Option<LinePlace>,
}

/// `match.template`.
#[derive(Debug, Clone)]
pub(crate) struct TemplateParams {
    /// How many different pages of the host were counted.
    pub(crate) pages: u32,
    pub(crate) lines: Arc<[TemplateLine]>,
    /// The number of each line, by key.
    table: Arc<KeyMap<u32>>,
    /// How lines may vary.
    varies: Vec<Vary>,
    /// Whether what it finds are the comments that its lines part.
    pub(crate) is_of_comments: bool,
}

impl TemplateParams {
    /// Computes the keys of all lines. O(n) in their bytes.
    pub(crate) fn new(pages: u32, lines: Vec<TemplateLine>) -> Self {
        let mut keys = LineKeys::default();
        let mut table = KeyMap::default();
        let mut varies: Vec<Vary> = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            if let Some(key) = line.key.or_else(|| keys.key(&line.text, line.vary)) {
                table.entry(key).or_insert(small(number));
            }
            if !varies.contains(&line.vary) {
                varies.push(line.vary);
            }
        }
        varies.sort_unstable();
        Self {
            pages,
            lines: lines.into(),
            table: Arc::new(table),
            varies,
            is_of_comments: false,
        }
    }

    /// The same, of the comments that the lines part.
    pub(crate) fn of_comments(self, is_of_comments: bool) -> Self {
        Self {
            is_of_comments,
            ..self
        }
    }

    /// The lines whose text has nothing that varies as they say: they would find nothing.
    pub(crate) fn empty_lines(&self) -> impl Iterator<Item = usize> {
        let mut keys = LineKeys::default();
        let lines = self.lines.iter().enumerate();
        lines.filter_map(move |(number, line)| {
            let is_empty = line.text.trim().is_empty()
                || line.key.is_none() && keys.key(&line.text, line.vary).is_none();
            is_empty.then_some(number)
        })
    }

    /// Which of the lines a line of a page is. O(n) in its bytes.
    pub(crate) fn find(&self, text: &str, keys: &mut LineKeys) -> Option<u32> {
        let mut varies = self.varies.iter();
        varies.find_map(|&vary| self.table.get(&keys.key(text, vary)?).copied())
    }

    /// Whether a line is the headline of a page, which has it more than once.
    pub(crate) fn is_headline(&self, number: u32) -> bool {
        let line = self.lines.get(number as usize);
        line.is_some_and(|line| line.is_headline)
    }

    /// What speaks for a line, in words.
    pub(crate) fn say(&self, number: u32) -> String {
        let Some(line) = self.lines.get(number as usize) else {
            return String::new();
        };
        let mut said = match (line.pages, self.pages) {
            _ if self.is_of_comments => return of_comment(line),
            (0, _) => "the host's pages repeat the line".to_owned(),
            (pages, 0) => format!("{pages} pages of the host hold the line"),
            (pages, all) => format!("{pages} of {all} pages of the host hold the line"),
        };
        let varied = match line.vary {
            Vary::Nothing => return said,
            Vary::Numbers => "other numbers",
            Vary::Names => "other names or numbers",
        };
        let _ = write!(said, ", with {varied}");
        said
    }
}

/// What speaks for a line of a comment, in words.
fn of_comment(line: &TemplateLine) -> String {
    let pages = match line.pages {
        0 => "the host's pages".to_owned(),
        pages => format!("{pages} pages of the host"),
    };
    format!(
        "a comment below the story: it stands between lines that {pages} repeat again and again, with dates"
    )
}
