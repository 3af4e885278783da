//! What pulldown-cmark says of a text, and what it does not say.

use crate::text::span::Span;
use crate::view::line_markup::acts;
use crate::view::markup::{Element, Levels, Pin, Shown};
use crate::view::tags::{Tag as HtmlTag, tags};
use pulldown_cmark::{Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};
use std::collections::BTreeMap;

/// What was read of a text.
#[derive(Debug, Default)]
pub(crate) struct Events {
    /// What is shown, in order: as it stands where there is nothing else to show for it.
    pub(crate) shown: Vec<(Span, Option<Shown>)>,
    pub(crate) elements: Vec<Element>,
    pub(crate) pins: Vec<(usize, Pin)>,
    pub(crate) levels: Levels,
    /// Ends of line inside paragraphs, by paragraph.
    pub(crate) soft_breaks: Vec<Vec<Span>>,
    /// Bytes that are not shown with the ends of line in them: underlines of headings, rules below table heads.
    pub(crate) hidden: Vec<Span>,
    /// Bytes that are one opaque line each.
    pub(crate) opaque: Vec<Span>,
}

/// What texts hold that have math in dollars; in others dollars are money.
const TEX: [&str; 8] = [
    "\\frac{", "\\begin{", "\\sum", "\\int", "\\sqrt", "\\math", "_{", "^{",
];

fn has_tex(text: &str) -> bool {
    let bytes = text.as_bytes();
    let holds = |sign: &&str| memchr::memmem::find(bytes, sign.as_bytes()).is_some();
    memchr::memchr(b'$', bytes).is_some() && TEX.iter().any(holds)
}

/// Reading on its way.
struct EventReader<'t> {
    text: &'t str,
    from: usize,
    found: Events,
    /// Open markup: where it starts, and how much was shown before it.
    open: Vec<usize>,
    in_code: bool,
    table: Table,
    /// What links show that use a definition, by its label.
    uses: BTreeMap<String, Vec<Span>>,
    labels: Vec<Option<String>>,
    /// Whether the links and pictures that are open do something.
    acts: Vec<bool>,
    list_depth: u8,
}

/// A table on its way.
#[derive(Debug, Default)]
struct Table {
    rows: Vec<Span>,
    cells: Vec<Span>,
    filled_cells: usize,
    link_cells: usize,
    first_shown: usize,
}

impl Events {
    /// Reads a text from a place on. O(n) in bytes.
    pub(crate) fn read(text: &str, from: usize) -> Self {
        let mut options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_FOOTNOTES;
        options.set(Options::ENABLE_MATH, has_tex(text));
        let parser = Parser::new_ext(&text[from..], options);
        let definitions: BTreeMap<String, Span> = parser
            .reference_definitions()
            .iter()
            .map(|(label, definition)| {
                let span = &definition.span;
                (
                    label.to_lowercase(),
                    Span::new(from + span.start, from + span.end),
                )
            })
            .collect();
        let mut reader = EventReader {
            text,
            from,
            found: Self::default(),
            open: Vec::new(),
            in_code: false,
            table: Table::default(),
            uses: BTreeMap::new(),
            labels: Vec::new(),
            acts: Vec::new(),
            list_depth: 0,
        };
        reader.run(parser.into_offset_iter());
        reader.define(definitions);
        reader.found
    }
}

impl EventReader<'_> {
    fn run(&mut self, events: OffsetIter<'_>) {
        for (event, range) in events {
            let span = Span::new(self.from + range.start, self.from + range.end);
            match event {
                Event::Start(tag) => self.start(&tag, span),
                Event::End(tag) => self.end(tag, span),
                Event::Text(_) if self.in_code => {}
                Event::Text(shown) => self.show_text(&shown, span),
                Event::Code(_) => self.show_code(span),
                Event::SoftBreak => {
                    if self.found.soft_breaks.is_empty() {
                        self.found.soft_breaks.push(Vec::new());
                    }
                    if let Some(breaks) = self.found.soft_breaks.last_mut() {
                        breaks.push(span);
                    }
                }
                Event::Rule => self.show_line(span),
                Event::Html(_) => self.html(span),
                Event::InlineHtml(_) => self.inline_html(span),
                Event::InlineMath(_) | Event::DisplayMath(_) => self.math(span),
                Event::FootnoteReference(_) | Event::HardBreak | Event::TaskListMarker(_) => {}
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::CodeBlock(_) => {
                self.in_code = true;
                self.found.opaque.push(self.lines_of(span));
            }
            Tag::Paragraph => self.found.soft_breaks.push(Vec::new()),
            Tag::List(_) => self.list_depth = self.list_depth.saturating_add(1),
            Tag::Item => {
                self.found.soft_breaks.push(Vec::new());
                self.found.levels.items.push((span.start, self.list_depth));
            }
            Tag::Heading { level, .. } => {
                let headings = &mut self.found.levels.headings;
                headings.push((span.start, *level as u8));
            }
            Tag::Table(_) => {
                self.table = Table {
                    first_shown: self.found.shown.len(),
                    ..Table::default()
                };
            }
            Tag::TableHead | Tag::TableRow => {
                let line = self.lines_of(span);
                self.table.rows.push(Span::new(span.start, line.end));
            }
            Tag::TableCell => self.table.cells.push(span),
            Tag::Link {
                link_type,
                id,
                dest_url,
                ..
            }
            | Tag::Image {
                link_type,
                id,
                dest_url,
                ..
            } => {
                self.acts.push(acts(dest_url));
                let by_label = matches!(
                    link_type,
                    LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
                );
                self.labels.push(by_label.then(|| id.to_lowercase()));
                self.open.push(self.found.shown.len());
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {
                self.open.push(self.found.shown.len());
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::Heading(_) => self.underline(span),
            TagEnd::List(_) => self.list_depth = self.list_depth.saturating_sub(1),
            TagEnd::Paragraph => self.found.soft_breaks.push(Vec::new()),
            TagEnd::Link | TagEnd::Image => {
                let label = self.labels.pop().flatten();
                let is_collapsed = label.is_some() && self.text[span.end..].starts_with("[]");
                let end = span.end + if is_collapsed { 2 } else { 0 };
                if tag == TagEnd::Image {
                    self.unnumber();
                }
                let acts = self.acts.pop().unwrap_or_default();
                let is_link = tag == TagEnd::Link;
                let inner = self.close(Span::new(span.start, end), is_link, acts && is_link);
                if let (Some(label), Some(inner)) = (label, inner) {
                    self.uses.entry(label).or_default().push(inner);
                }
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                self.close(span, false, false);
            }
            TagEnd::TableCell => self.cell(span),
            TagEnd::Table => self.table(),
            _ => {}
        }
    }

    /// Ends markup; what is inside of it.
    fn close(&mut self, outer: Span, is_link: bool, acts: bool) -> Option<Span> {
        let first = self.open.pop()?;
        let inside = &self.found.shown[first..];
        let inner = Span::new(inside.first()?.0.start, inside.last()?.0.end);
        self.found.elements.push(Element {
            outer,
            inner,
            is_link,
            acts,
        });
        Some(inner)
    }

    /// Readers number pictures ("Image 3: A boat"), which nobody said of them.
    fn unnumber(&mut self) {
        let Some(&first) = self.open.last() else {
            return;
        };
        let Some((span, None)) = self.found.shown.get_mut(first) else {
            return;
        };
        let Some(rest) = self.text[span.range()].strip_prefix("Image ") else {
            return;
        };
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        if let Some(alt) = rest.strip_prefix(": ") {
            span.start = span.end - alt.len();
        } else if rest.is_empty() {
            self.found.shown.remove(first);
        }
    }

    fn show_text(&mut self, shown: &str, span: Span) {
        if span.is_empty() {
            return;
        }
        let stands = if &self.text[span.range()] == shown {
            None
        } else {
            let is_end = |c| matches!(c, '\n' | '\r');
            Some(Shown::Text(shown.replace(is_end, " ").into()))
        };
        self.found.shown.push((span, stands));
    }

    /// Code in a line is shown without its ticks.
    fn show_code(&mut self, span: Span) {
        let code = &self.text[span.range()];
        let ticks = code.len() - code.trim_start_matches('`').len();
        let (start, end) = (span.start + ticks, span.end.saturating_sub(ticks));
        if start < end {
            self.found.shown.push((Span::new(start, end), None));
        }
    }

    fn show_line(&mut self, span: Span) {
        let line = self.text[span.range()].trim_end();
        let shown = Span::new(span.start, span.start + line.len());
        self.found.shown.push((shown, None));
    }

    /// Math is opaque, as code is.
    fn math(&mut self, span: Span) {
        let lines = self.lines_of(span);
        let is_apart = self.text[lines.start..span.start].trim().is_empty()
            && self.text[span.end..lines.end].trim().is_empty();
        if is_apart {
            self.found.opaque.push(lines);
        } else {
            self.found.shown.push((span, Some(Shown::Opaque)));
        }
    }

    /// Of raw HTML what stands between tags is shown.
    fn html(&mut self, span: Span) {
        let mut from = span.start;
        for tag in tags(self.text, span) {
            let HtmlTag { span: tag, .. } = tag;
            self.show_filled(Span::new(from, tag.start));
            from = tag.end;
        }
        self.show_filled(Span::new(from, span.end));
    }

    fn show_filled(&mut self, span: Span) {
        let mut start = span.start;
        for line in self.text[span.range()].split_inclusive('\n') {
            let end = start + line.len();
            let bare = line.trim();
            if !bare.is_empty() {
                let at = start + line.len() - line.trim_start().len();
                self.found
                    .shown
                    .push((Span::new(at, at + bare.len()), None));
            }
            start = end;
        }
    }

    fn inline_html(&mut self, span: Span) {
        let tag = self.text[span.range()].to_ascii_lowercase();
        if tag.starts_with("<br") {
            self.found.shown.push((span, Some(Shown::LineEnd)));
        }
    }

    /// The line below a heading is of it.
    fn underline(&mut self, span: Span) {
        let heading = self.text[span.range()].trim_end();
        if heading.starts_with('#') {
            return;
        }
        if let Some(at) = heading.rfind('\n') {
            let at = at - usize::from(heading[..at].ends_with('\r'));
            self.found
                .hidden
                .push(Span::new(span.start + at, span.start + heading.len()));
        }
    }

    fn cell(&mut self, span: Span) {
        let cell = self.text[span.range()].trim();
        if cell.is_empty() {
            return;
        }
        self.table.filled_cells += 1;
        let elements = self.found.elements.iter().rev();
        let links = elements.take_while(|one| one.outer.start >= span.start);
        let of_links: usize = links
            .filter(|one| one.is_link)
            .map(|one| one.outer.len_bytes())
            .sum();
        if 4 * of_links >= 3 * cell.len() {
            self.table.link_cells += 1;
        }
    }

    /// A table: bars are shown, so that it looks like one, but for a row of links. Its head stays while a row does.
    fn table(&mut self) {
        let table = std::mem::take(&mut self.table);
        let is_menu = 2 * table.link_cells > table.filled_cells;
        let mut shown = self.found.shown.split_off(table.first_shown);
        for row in &table.rows {
            self.bars(*row, &table.cells, is_menu, &mut shown);
        }
        shown.sort_by_key(|(span, _)| span.start);
        self.found.shown.append(&mut shown);
        let Some(head) = table.rows.first() else {
            return;
        };
        let below = Span::new(head.end, self.line_end(head.end + 1));
        if below.end > head.end {
            self.found.hidden.push(below);
        }
        if table.rows.len() > 1 {
            let pin = Pin::With {
                spans: table.rows.clone(),
                follows: false,
            };
            self.found.pins.push((head.start, pin));
        }
    }

    /// What stands between the cells of a row, and in a table that is no menu before and behind them.
    fn bars(
        &self,
        row: Span,
        cells: &[Span],
        is_menu: bool,
        shown: &mut Vec<(Span, Option<Shown>)>,
    ) {
        let first = cells.partition_point(|cell| cell.start < row.start);
        let mut from = row.start;
        let mut is_edge = true;
        for cell in cells[first..].iter().take_while(|cell| cell.end <= row.end) {
            if from < cell.start && !(is_menu && is_edge) {
                shown.push((Span::new(from, cell.start), None));
            }
            (from, is_edge) = (cell.end.max(from), false);
        }
        let end = row.start + self.text[row.range()].trim_end().len();
        if from < end && !is_menu {
            shown.push((Span::new(from, end), None));
        }
    }

    /// The whole lines that a block stands on, without their last end.
    fn lines_of(&self, span: Span) -> Span {
        let block = self.text[span.range()].trim_end();
        let start = self.text[..span.start]
            .rfind(['\n', '\r'])
            .map_or(0, |at| at + 1);
        Span::new(
            start.max(self.from),
            self.line_end(span.start + block.len()),
        )
    }

    /// The end of the line that holds a place.
    fn line_end(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let rest = &self.text.as_bytes()[at..];
        memchr::memchr2(b'\n', b'\r', rest).map_or(self.text.len(), |found| at + found)
    }

    /// Definitions are opaque; each goes when everything went that uses it.
    fn define(&mut self, definitions: BTreeMap<String, Span>) {
        for (label, span) in definitions {
            let span = self.lines_of(span);
            let pin = match self.uses.remove(&label) {
                Some(spans) => Pin::With {
                    spans,
                    follows: true,
                },
                None => Pin::Amid,
            };
            self.found.pins.push((span.start, pin));
            self.found.opaque.push(span);
        }
    }
}
