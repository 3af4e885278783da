//! A page's text while it is written, with the spans of its noise.

use crate::rules::kind::Kind;
use crate::text::span::Span;

/// A span of noise and its kind: of a label, or of a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoiseSpan {
    /// The bytes.
    pub span: Span,
    /// What they are.
    pub kind: Kind,
}

/// Text that grows block by block.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) text: Vec<u8>,
    pub(crate) noise: Vec<NoiseSpan>,
    /// Lines of the article that may stand again.
    pub(crate) lines: Vec<Span>,
    /// How many bytes are noise.
    pub(crate) noise_bytes: usize,
    /// Whether the last line is noise, so that its end is, too.
    ends_in_noise: bool,
}

impl Draft {
    /// Begins a block: after another one, `gap` stands between.
    pub(crate) fn separate(&mut self, gap: &str) {
        if self.text.is_empty() {
            return;
        }
        self.text.extend_from_slice(gap.as_bytes());
        self.close_noise(gap.len());
    }

    /// Ends the page with a newline, if anything stands on it.
    pub(crate) fn end_line(&mut self) {
        self.separate("\n");
    }

    /// The end of a line of noise belongs to it; blank lines behind it to nobody.
    fn close_noise(&mut self, gap_bytes: usize) {
        if std::mem::take(&mut self.ends_in_noise)
            && let Some(last) = self.noise.last_mut()
        {
            debug_assert_eq!(last.span.end + gap_bytes, self.text.len());
            last.span.end += 1;
            self.noise_bytes += 1;
        }
    }

    /// Marks all from `start` as noise: whole lines, or `within` a line of the article.
    pub(crate) fn mark(&mut self, start: usize, kind: Kind, within: Within) {
        if start < self.text.len() {
            let span = Span::new(start, self.text.len());
            self.noise_bytes += span.len_bytes();
            self.noise.push(NoiseSpan { span, kind });
            self.ends_in_noise = within == Within::Block;
        }
    }
}

/// Where noise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within {
    /// On lines of its own.
    Block,
    /// In a line of the article.
    Line,
}
