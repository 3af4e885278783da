//! What cuts do to lines.

use crate::page::live::rest::Rest;
use crate::text::span::Span;

/// Lines that are written anew together: none of them ends where it did.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) lines: Vec<usize>,
    /// What is left of them, as spans of the page.
    pub(super) kept: Vec<Span>,
}

/// What cuts do to lines.
#[derive(Debug, Default)]
pub(super) struct Edits {
    pub(super) gone: Vec<usize>,
    pub(super) groups: Vec<Group>,
}

/// What a cut leaves of a line.
enum Left {
    All,
    Nothing,
    Part,
}

impl Edits {
    pub(super) fn find(&mut self, rest: Rest<'_>, cuts: &[Span]) {
        let mut cuts = cuts.iter().peekable();
        // Where the next line may be that is touched.
        let mut behind = 0;
        while let Some(cut) = cuts.peek() {
            let Some(first) = rest.line_at(cut.start.max(behind)) else {
                return;
            };
            behind = self.find_from(rest, first, &mut cuts);
        }
    }

    /// Goes through touched lines from one on until a line is not touched; returns where it begins.
    fn find_from(
        &mut self,
        rest: Rest<'_>,
        first: usize,
        cuts: &mut std::iter::Peekable<std::slice::Iter<'_, Span>>,
    ) -> usize {
        let mut touched: Vec<(usize, Vec<Span>)> = Vec::new();
        let mut has_parts = false;
        let mut line = Some(first);
        let mut start = rest.start(first);
        while let Some(at) = line {
            let end = start + rest.full_len(at);
            let (left, kept) = what_is_left(Span::new(start, end), cuts);
            match left {
                Left::All => break,
                Left::Part => has_parts = true,
                Left::Nothing => {}
            }
            touched.push((at, kept));
            start = end;
            line = rest.after(at);
        }
        self.take(rest, touched, has_parts, line);
        start
    }

    /// Notes what became of lines in a row, before the line `next`.
    fn take(
        &mut self,
        rest: Rest<'_>,
        touched: Vec<(usize, Vec<Span>)>,
        has_parts: bool,
        next: Option<usize>,
    ) {
        let Some(&(first, _)) = touched.first() else {
            return;
        };
        // A lone \r before a line feed that moves up to it would end one line where it ended two.
        let joins = rest
            .before(first)
            .filter(|&line| ends_in_return(rest, line));
        if !has_parts && joins.is_none() {
            self.gone.extend(touched.into_iter().map(|(line, _)| line));
            return;
        }
        let is_open = |group: &mut Group| joins.is_some() && group.lines.last() == joins.as_ref();
        let mut group = self.groups.pop_if(is_open).unwrap_or_default();
        if let Some(line) = joins.filter(|_| group.lines.is_empty()) {
            group.add(rest, line, &[rest.full_span(line)]);
        }
        for (line, kept) in touched {
            group.add(rest, line, &kept);
        }
        let mut next = next;
        while let Some(line) = next.filter(|&line| group.goes_on(rest, line)) {
            group.add(rest, line, &[rest.full_span(line)]);
            next = rest.after(line);
        }
        self.groups.push(group);
    }
}

fn ends_in_return(rest: Rest<'_>, line: usize) -> bool {
    let mut ends = false;
    let end = rest.full_span(line).end;
    rest.in_page(Span::new(end - 1, end), |span| {
        ends = &rest.text[span.range()] == "\r";
    });
    ends
}

impl Group {
    fn add(&mut self, rest: Rest<'_>, line: usize, kept: &[Span]) {
        self.lines.push(line);
        for &span in kept {
            rest.in_page(span, |origin| self.kept.push(origin));
        }
    }

    /// Whether the text so far has no line end at its end, or half of one, so that the next line goes on with
    /// it.
    fn goes_on(&self, rest: Rest<'_>, next: usize) -> bool {
        let last = self
            .kept
            .last()
            .map(|span| rest.text.as_bytes()[span.end - 1]);
        let begins_with_feed = || {
            let start = rest.start(next);
            let mut is = false;
            rest.in_page(Span::new(start, start + 1), |span| {
                is = rest.text.as_bytes()[span.start] == b'\n';
            });
            is
        };
        match last {
            None | Some(b'\n') => false,
            Some(b'\r') => begins_with_feed(),
            Some(_) => true,
        }
    }
}

/// What cuts leave of a line, and the spans that stay; cuts that end inside of it, or with it, are taken.
fn what_is_left(
    line: Span,
    cuts: &mut std::iter::Peekable<std::slice::Iter<'_, Span>>,
) -> (Left, Vec<Span>) {
    let mut kept = Vec::new();
    let mut from = line.start;
    let mut is_touched = false;
    while let Some(cut) = cuts.peek().filter(|cut| cut.start < line.end) {
        is_touched |= cut.end > line.start;
        if from < cut.start {
            kept.push(Span::new(from, cut.start));
        }
        from = from.max(cut.end.min(line.end));
        if cut.end > line.end {
            break;
        }
        cuts.next();
    }
    if from < line.end {
        kept.push(Span::new(from, line.end));
    }
    match () {
        () if !is_touched => (Left::All, kept),
        () if kept.is_empty() => (Left::Nothing, kept),
        () => (Left::Part, kept),
    }
}
