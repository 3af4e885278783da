//! The filled lines of what is left of a page, as its story is read from them.

use crate::clean::pages::LineMarks;
use crate::clean::story::lines::StoryLines;
use crate::clean::story::looks::LineLooks;
use crate::model::weigh::MOST_LINES;
use crate::page::live::rest::Rest;
use crate::page::table::Shape;
use crate::text::number::small;
use crate::text::span::Span;
use crate::view::line_markup::PageMarkup;

/// The filled lines of what is left, by rank.
pub(crate) struct FilledLines<'p> {
    rest: Rest<'p>,
    lines: Vec<u32>,
    /// The words and the shape of each.
    shapes: Vec<(u32, Shape)>,
    /// Their texts without white space at the ends, unless they are too many to keep.
    texts: Vec<&'p str>,
    /// What is known of lines by their text.
    marks: &'p LineMarks,
    markup: Option<&'p PageMarkup>,
}

impl<'p> FilledLines<'p> {
    pub(crate) fn of(rest: Rest<'p>, marks: &'p LineMarks, markup: Option<&'p PageMarkup>) -> Self {
        let count = rest.filled_count();
        let keeps_texts = count <= MOST_LINES;
        let mut own = Self {
            rest,
            lines: Vec::with_capacity(count),
            shapes: Vec::with_capacity(count),
            texts: Vec::with_capacity(if keeps_texts { count } else { 0 }),
            marks,
            markup,
        };
        for line in rest.filled() {
            own.lines.push(small(line));
            own.shapes.push((small(rest.words(line)), rest.shape(line)));
            if keeps_texts {
                own.texts.push(rest.trimmed_text(line));
            }
        }
        own
    }

    pub(crate) fn line(&self, rank: usize) -> usize {
        self.lines[rank] as usize
    }
}

impl StoryLines for FilledLines<'_> {
    fn full_span(&self, rank: usize) -> Span {
        self.rest.full_span(self.line(rank))
    }

    fn trimmed_span(&self, rank: usize) -> Span {
        self.rest.trimmed_span(self.line(rank))
    }

    fn ends_sentence(&self, rank: usize) -> bool {
        self.shapes[rank].1.ends_sentence()
    }

    fn is_heading(&self, rank: usize) -> bool {
        self.shapes[rank].1.is_heading(self.words(rank))
    }

    fn is_code(&self, rank: usize) -> bool {
        self.marks.code.binary_search(&self.lines[rank]).is_ok()
    }

    #[inline]
    fn looks(&self, rank: usize) -> LineLooks {
        self.marks.looks[self.line(rank)]
    }

    fn is_links(&self, rank: usize) -> bool {
        self.markup
            .is_some_and(|markup| markup.is_menu(self.line(rank)))
    }

    fn is_item(&self, rank: usize) -> bool {
        self.markup
            .is_some_and(|markup| markup.is_item(self.line(rank)))
    }

    fn is_apart(&self, rank: usize) -> bool {
        let line = self.line(rank);
        rank > 0 && self.rest.before(line) != Some(self.line(rank - 1))
    }

    fn count(&self) -> usize {
        self.lines.len()
    }

    #[inline]
    fn text(&self, rank: usize) -> &str {
        let kept = self.texts.get(rank).copied();
        kept.unwrap_or_else(|| self.rest.trimmed_text(self.line(rank)))
    }

    fn words(&self, rank: usize) -> usize {
        self.shapes[rank].0 as usize
    }

    fn is_prose(&self, rank: usize) -> bool {
        self.shapes[rank].1.is_prose(self.words(rank))
    }
}
