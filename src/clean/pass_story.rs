//! The page's story as one pass reads it: when somebody asks. Nobody does where no rule and no evidence wants anything,
//! as in the last pass over each page.

use crate::clean::filled_lines::FilledLines;
use crate::clean::pages::LineMarks;
use crate::clean::story::shelter::Sheltered;
use crate::page::live::rest::Rest;
use crate::view::line_markup::PageMarkup;
use std::cell::OnceCell;

/// The lines that are left in a pass, and what is sheltered of them.
pub(crate) struct PassStory<'p> {
    rest: Rest<'p>,
    marks: &'p LineMarks,
    markup: Option<&'p PageMarkup>,
    lines: OnceCell<FilledLines<'p>>,
    sheltered: OnceCell<Sheltered>,
}

impl<'p> PassStory<'p> {
    pub(crate) fn new(
        rest: Rest<'p>,
        marks: &'p LineMarks,
        markup: Option<&'p PageMarkup>,
    ) -> Self {
        Self {
            rest,
            marks,
            markup,
            lines: OnceCell::new(),
            sheltered: OnceCell::new(),
        }
    }

    pub(crate) fn rest(&self) -> Rest<'p> {
        self.rest
    }

    pub(crate) fn lines(&self) -> &FilledLines<'p> {
        let read = || FilledLines::of(self.rest, self.marks, self.markup);
        self.lines.get_or_init(read)
    }

    pub(crate) fn sheltered(&self) -> &Sheltered {
        self.sheltered.get_or_init(|| Sheltered::of(self.lines()))
    }

    /// What is sheltered, if that was asked for.
    pub(crate) fn into_sheltered(self) -> OnceCell<Sheltered> {
        self.sheltered
    }
}
