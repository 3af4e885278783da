//! From what is shown of Markdown to marks for all the rest.

use crate::text::span::Span;
use crate::view::markdown::events::Events;
use crate::view::markup::{Element, Markup, Pin, Shown};
use crate::view::plain::characters;
use crate::view::wrapped::{Break, is_wrapped, width};

/// Marks what is not shown of a part of a text. O(n log n) in events.
pub(crate) fn fill(text: &str, whole: Span, mut events: Events, markup: &mut Markup) {
    events.elements.sort_by_key(|one| one.outer);
    events.shown.sort_by_key(|(span, _)| *span);
    let mut filling = Filling {
        text,
        blocks: Vec::new(),
        markup,
    };
    filling.pins(events.pins);
    filling.blocks(&events.opaque, &events.hidden);
    filling.joins(&events.soft_breaks, &events.elements);
    filling.shown(whole, events.shown);
    filling.markup.elements.append(&mut events.elements);
    filling.markup.levels = events.levels;
}

struct Filling<'t, 'm> {
    text: &'t str,
    /// Bytes of which it is settled what is shown, in order.
    blocks: Vec<Span>,
    markup: &'m mut Markup,
}

impl Filling<'_, '_> {
    fn pins(&mut self, pins: Vec<(usize, Pin)>) {
        self.markup.pins.extend(pins);
    }

    fn blocks(&mut self, opaque: &[Span], hidden: &[Span]) {
        for span in opaque {
            self.markup.mark(span.start, span.end, Shown::Opaque);
            self.markup.pins.push((span.start, Pin::Amid));
        }
        for span in hidden {
            self.markup.mark(span.start, span.end, Shown::Nothing);
        }
        self.blocks = [opaque, hidden].concat();
        self.blocks.sort();
    }

    /// Joins the lines of paragraphs that were wrapped, and of links that go over several.
    fn joins(&mut self, paragraphs: &[Vec<Span>], elements: &[Element]) {
        let breaks: Vec<Vec<Break>> = paragraphs
            .iter()
            .map(|breaks| breaks.iter().map(|at| self.broken(*at)).collect())
            .collect();
        let width = width(breaks.iter().flatten().copied());
        let links: Vec<Span> = elements
            .iter()
            .filter(|one| one.is_link)
            .map(|one| one.outer)
            .collect();
        for (ends, breaks) in paragraphs.iter().zip(&breaks) {
            let is_one = width.is_some_and(|width| is_wrapped(breaks, width));
            for end in ends {
                let before = links.partition_point(|link| link.start < end.start);
                let in_link = before > 0 && links[before - 1].end > end.start;
                if is_one || in_link || self.is_before_star(*end) {
                    self.markup.mark(end.start, end.end, Shown::Space);
                }
            }
        }
    }

    /// The break at an end of line.
    fn broken(&self, end: Span) -> Break {
        let (before, after) = self.beside(end);
        Break::new(before, after)
    }

    fn is_before_star(&self, end: Span) -> bool {
        let (before, after) = self.beside(end);
        Break::is_before_star(before, after)
    }

    /// The lines before and after an end of line.
    fn beside(&self, end: Span) -> (&str, &str) {
        let is_end = |c: char| matches!(c, '\n' | '\r');
        let start = self.text[..end.start].rfind(is_end).map_or(0, |at| at + 1);
        let after = &self.text[end.end..];
        let after = &after[..after.find(is_end).unwrap_or(after.len())];
        (&self.text[start..end.start], after)
    }

    fn shown(&mut self, whole: Span, shown: Vec<(Span, Option<Shown>)>) {
        let mut at = whole.start;
        for (span, stands) in shown {
            if span.start < at {
                continue;
            }
            self.gap(Span::new(at, span.start));
            match stands {
                Some(stands) => self.markup.mark(span.start, span.end, stands),
                None => self.verbatim(span),
            }
            at = span.end;
        }
        self.gap(Span::new(at, whole.end));
    }

    /// What is shown as it stands; an end of line in it, as code in a line may have, is a space.
    fn verbatim(&mut self, span: Span) {
        characters(self.text, span, self.markup);
        let bytes = &self.text.as_bytes()[span.range()];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            self.markup
                .mark(span.start + at, span.start + at + 1, Shown::Space);
        }
    }

    /// What is not shown, line by line.
    fn gap(&mut self, gap: Span) {
        let mut start = gap.start;
        for line in self.text[gap.range()].split_inclusive(['\n', '\r']) {
            let body = line.trim_end_matches(['\n', '\r']);
            let span = Span::new(start, start + body.len());
            start += line.len();
            if !body.is_empty() {
                self.unshown(span);
            }
        }
    }

    /// A stretch of a line of which nothing is shown. A whole line of it is opaque, unless it is blank but for
    /// the marks of quotations; tags are of the line beside them.
    fn unshown(&mut self, span: Span) {
        if self.is_settled(span) {
            return;
        }
        let text = self.text[span.range()].trim();
        let is_line = self.starts_line(span.start) && self.ends_line(span.end);
        let is_blank = text.chars().all(|c| matches!(c, '>' | ' ' | '\t'));
        if !is_line || is_blank {
            self.markup.mark(span.start, span.end, Shown::Nothing);
        } else if !self.tags(text, span) {
            self.markup.mark(span.start, span.end, Shown::Opaque);
            self.markup.pins.push((span.start, Pin::Amid));
        }
    }

    /// Gives a line of tags to the next line, where it opens something, else to the one before.
    fn tags(&mut self, line: &str, span: Span) -> bool {
        let bytes = self.text.as_bytes();
        let is_end = |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b'\n' | b'\r'));
        if !(line.starts_with('<') && line.ends_with('>')) {
            return false;
        }
        if line.starts_with("</") {
            let before = self.text[..span.start].trim_end_matches('\r');
            let end = before
                .strip_suffix('\n')
                .map(|rest| rest.trim_end_matches('\r').len());
            let end = end.filter(|&end| end > 0 && !is_end(bytes.get(end - 1)));
            end.inspect(|&end| self.markup.mark(end, span.end, Shown::Nothing))
                .is_some()
        } else {
            let rest = &self.text[span.end..];
            let len = if rest.starts_with("\r\n") { 2 } else { 1 };
            let next = span.end + len;
            let is_beside = !is_end(bytes.get(next)) && bytes.get(span.end).is_some();
            if is_beside {
                self.markup.mark(span.start, next, Shown::Nothing);
            }
            is_beside
        }
    }

    fn is_settled(&self, span: Span) -> bool {
        let at = self.blocks.partition_point(|block| block.end < span.end);
        let block = self.blocks.get(at);
        block.is_some_and(|block| block.start <= span.start && span.end <= block.end)
    }

    fn starts_line(&self, at: usize) -> bool {
        at == 0 || self.text[..at].ends_with(['\n', '\r', '\u{feff}'])
    }

    fn ends_line(&self, at: usize) -> bool {
        at == self.text.len() || self.text[at..].starts_with(['\n', '\r'])
    }
}
