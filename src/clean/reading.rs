//! What is left of a page, as it is read.

use crate::clean::cleaned::{Cleaned, Cut};
use crate::clean::plain::apply::Remains;
use crate::clean::verdict::Verdict;
use crate::page::Page;
use crate::text::span::{Span, SpanSet};
use crate::view::code_blocks::{code_blocks, outside_code};
use crate::view::format::Format;
use crate::view::labels::Labels;
use crate::view::origins::Origin;
use crate::view::shown::View;

/// How many cuts may be taken back so that the rest shows nothing new.
const MOST_SPARED: usize = 16;

/// What is left of a page, as it is read.
#[derive(Debug)]
pub(crate) struct Reading<'p, 't> {
    page: &'p Page<'t>,
    /// None where nothing went.
    remains: Option<Remains>,
    /// None where it is what it shows.
    view: Option<View>,
    /// Blocks of code of what is read, where no markup hides them.
    code: Vec<Span>,
    labels: &'p dyn Labels,
}

/// A span of the original that goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Went {
    pub(crate) span: Span,
    /// The cut by which it does.
    pub(crate) cut: usize,
    /// Whether it was not cut itself: the menu goes of which it is a line.
    pub(crate) along: bool,
}

impl<'p, 't> Reading<'p, 't> {
    /// A page of which nothing went.
    pub(crate) fn first(page: &'p Page<'t>, labels: &'p dyn Labels) -> Self {
        let (view, code) = read(page.text(), page.meta().format, labels);
        Self {
            page,
            remains: None,
            view,
            code,
            labels,
        }
    }

    /// The page without what went from it, read as if it came so.
    pub(crate) fn without(&self, removed: &SpanSet) -> Self {
        let (page, labels) = (self.page, self.labels);
        let remains = Remains::new(page.text(), removed);
        let (view, code) = read(remains.text(), page.meta().format, labels);
        Self {
            page,
            remains: Some(remains),
            view,
            code,
            labels,
        }
    }

    /// Whether nothing went yet.
    pub(crate) fn is_first(&self) -> bool {
        self.remains.is_none()
    }

    /// Whether it is what it shows, and has no block of code.
    pub(crate) fn is_itself(&self) -> bool {
        self.view.is_none() && self.code.is_empty()
    }

    /// What becomes of a find of what is shown, whose spans are sorted and apart: one in a block of code is not cut.
    pub(crate) fn verdict(&self, shown: &[Span], verdict: Verdict) -> Verdict {
        let is_code = || self.outside_code(self.in_rest(shown)).is_empty();
        if verdict == Verdict::Cut && !self.code.is_empty() && is_code() {
            Verdict::Sheltered
        } else {
            verdict
        }
    }

    /// Whether what is left of a page is what it shows.
    pub(crate) fn is_itself_as(left: &Cleaned<'_>, labels: &dyn Labels) -> bool {
        let (view, code) = read(&left.text, left.meta.format, labels);
        view.is_none() && code.is_empty()
    }

    /// In which format it is read.
    pub(crate) fn format(&self) -> Format {
        self.view.as_ref().map_or(Format::Plain, |view| view.format)
    }

    /// What it shows.
    pub(crate) fn visible(&self) -> Page<'_> {
        let mut meta = self.page.meta().clone();
        meta.url = meta.url.or_else(|| self.url().map(str::to_owned));
        let markup = self.view.as_ref().and_then(View::page_markup);
        Page::with_meta(self.shown(), meta).with_markup(markup)
    }

    /// Whether its lines are sentences: how they follow each other says nothing of where a story ends.
    pub(crate) fn is_parted(&self) -> bool {
        self.view.as_ref().is_some_and(|view| view.is_parted)
    }

    /// The url that its header names.
    fn url(&self) -> Option<&str> {
        self.view.as_ref()?.url.as_deref()
    }

    fn shown(&self) -> &str {
        let shown = self.view.as_ref().map(|view| view.text.as_str());
        shown.unwrap_or_else(|| self.rest())
    }

    /// The text that is read.
    fn rest(&self) -> &str {
        let remains = self.remains.as_ref();
        remains.map_or(self.page.text(), Remains::text)
    }

    /// Whether it shows that text, and as much is known of it as of the reading before. Of markup it is not asked
    /// whether it says the same: a page of which the last list went has none.
    pub(crate) fn shows(&self, text: &str, before: &Self) -> bool {
        let has_markup = [self, before].iter().any(|reading| {
            let view = reading.view.as_ref();
            view.is_some_and(View::has_markup)
        });
        let as_much = self.url() == before.url() && self.is_parted() == before.is_parted();
        self.shown() == text && as_much && !has_markup
    }

    /// The page as it came.
    pub(crate) fn page(&self) -> &Page<'t> {
        self.page
    }

    /// The spans of the original that spans of what is shown are made of, which are sorted and apart.
    pub(crate) fn in_original(&self, shown: &[Span]) -> Vec<Span> {
        let spans = self.to_original(self.in_rest(shown)).into_iter();
        spans.map(|one| one.span).collect()
    }

    /// What goes from the original with cuts of what is shown.
    pub(crate) fn went(&self, cuts: &[Cut]) -> Vec<Went> {
        let spans: Vec<Span> = cuts.iter().map(|cut| cut.span).collect();
        let mut whole: Vec<(Span, usize, bool)> = spans
            .iter()
            .enumerate()
            .map(|(cut, span)| (*span, cut, false))
            .collect();
        if let Some(view) = &self.view {
            let taken: SpanSet = spans.iter().copied().collect();
            for line in view.menu_lines(&spans) {
                let free = taken.missing(line.shown).into_iter();
                whole.extend(free.map(|span| (span, line.cut, true)));
            }
            whole.sort_by_key(|(span, ..)| *span);
        }
        let spans: Vec<Span> = whole.iter().map(|(span, ..)| *span).collect();
        let mut went = self.outside_code(self.in_rest(&spans));
        if let Some(view) = self.view.as_ref().filter(|view| view.has_syntax()) {
            spare(self.rest(), view, &mut went);
        }
        let went = self.to_original(went).into_iter();
        went.map(|one| {
            let (_, cut, along) = whole[one.cut];
            Went {
                span: one.span,
                cut,
                along,
            }
        })
        .collect()
    }

    fn in_rest(&self, shown: &[Span]) -> Vec<Origin> {
        if let Some(view) = &self.view {
            return view.origins(shown);
        }
        let all = shown.iter().enumerate();
        all.map(|(cut, &span)| Origin { cut, span }).collect()
    }

    /// Leaves out what would take a part of a block of code.
    fn outside_code(&self, mut spans: Vec<Origin>) -> Vec<Origin> {
        let mut spared: Vec<Span> = Vec::new();
        if !self.code.is_empty() {
            spans.retain_mut(|one| {
                let Err((rest, block)) = outside_code(one.span, &self.code) else {
                    return true;
                };
                spared.push(block);
                one.span = rest.unwrap_or(one.span);
                rest.is_some()
            });
        }
        spared.dedup();
        for block in spared {
            keep_apart(self.rest(), block, &mut spans);
        }
        spans
    }

    fn to_original(&self, in_rest: Vec<Origin>) -> Vec<Origin> {
        let Some(remains) = &self.remains else {
            return in_rest;
        };
        let in_original = |one: Origin| {
            let spans = remains.in_original(one.span).into_iter();
            spans.map(move |span| Origin { cut: one.cut, span })
        };
        in_rest.into_iter().flat_map(in_original).collect()
    }
}

/// What a text shows, and the code in it that is shown as any text is.
fn read(text: &str, format: Format, labels: &dyn Labels) -> (Option<View>, Vec<Span>) {
    let view = View::read(text, format, labels);
    let is_marked_up = view.as_ref().is_some_and(View::has_syntax);
    let code = if is_marked_up {
        Vec::new()
    } else {
        code_blocks(text, format)
    };
    (view, code)
}

/// Takes a cut of blank lines back where a block of code would stand against what follows: with a line of it, which
/// stays, those below it were one run with those within it.
fn keep_apart(text: &str, block: Span, went: &mut Vec<Origin>) {
    const APART: usize = 2;
    let ends = |from: usize, to: usize| text[from..to].matches('\n').count();
    let is_blank = |from: usize, to: usize| text[from..to].trim().is_empty();
    let (mut at, mut found, mut blank) = (block.end, 0, None);
    let behind = went.partition_point(|one| one.span.start < block.end);
    for (place, one) in went.iter().enumerate().skip(behind) {
        if !is_blank(at, one.span.start) {
            break;
        }
        found += ends(at, one.span.start);
        if is_blank(one.span.start, one.span.end) {
            blank = blank.or(Some(place));
        }
        at = one.span.end;
    }
    let rest = text[at..].len() - text[at..].trim_start().len();
    let follows = at + rest < text.len();
    if follows
        && found + ends(at, at + rest) < APART
        && let Some(place) = blank
    {
        went.remove(place);
    }
}

/// Takes cuts back until the rest shows nothing that was not shown before: stars that a cut parted from their
/// partners, rows without their head. All of them where that does not help.
fn spare(text: &str, view: &View, went: &mut Vec<Origin>) {
    let Some(mut at) = first_change(text, view, went) else {
        return;
    };
    for _ in 0..MOST_SPARED {
        // The nearest cut before the place, or the first one behind it: that without which more is as it was.
        let behind = went.partition_point(|one| one.span.start <= at);
        let near = behind.saturating_sub(1)..(behind + 1).min(went.len());
        let without = |cut: usize| {
            let mut left = went.clone();
            left.remove(cut);
            (first_change(text, view, &left).unwrap_or(usize::MAX), left)
        };
        let Some((next, left)) = near.rev().map(without).max_by_key(|(next, _)| *next) else {
            return;
        };
        *went = left;
        if next == usize::MAX {
            return;
        }
        at = next;
    }
    went.clear();
}

/// Where what is shown of the rest first changes with these cuts; none where nothing new shows.
fn first_change(text: &str, view: &View, went: &[Origin]) -> Option<usize> {
    let removed: SpanSet = went.iter().map(|one| one.span).collect();
    let after = view.shown_alike(Remains::new(text, &removed).text())?;
    view.first_difference(&removed, &after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::PageMeta;
    use crate::rules::kind::Kind;
    use crate::rules::mode::Confidence;
    use crate::test_pages::marked_up_text;
    use crate::text::fold::is_space;
    use crate::view::labels::NoLabels;
    use crate::view::markup::OPAQUE;
    use proptest::prelude::*;

    fn cut(span: Span) -> Cut {
        Cut {
            span,
            line: 0,
            rule: String::new(),
            also: Vec::new(),
            kind: Kind::Other,
            confidence: Confidence::High,
            evidence: Vec::new(),
        }
    }

    /// What is read of a text.
    fn read(text: &str) -> impl Iterator<Item = char> + '_ {
        let is_read = |c: &char| !is_space(*c) && !OPAQUE.starts_with(*c);
        text.chars().filter(is_read)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn what_is_left_shows_nothing_new(text in marked_up_text(), raw in prop::collection::vec((0_usize..400, 1_usize..60), 0..8)) {
            for format in [Format::Markdown, Format::Html] {
                let page = Page::with_meta(&text, PageMeta { format, ..PageMeta::default() });
                let reading = Reading::first(&page, &NoLabels);
                let view = reading.view.as_ref().expect("it has one");
                let at = |byte: usize| (0..=byte.min(view.text.len())).rev().find(|at| view.text.is_char_boundary(*at)).unwrap_or(0);
                let set: SpanSet = raw.iter().map(|&(start, len)| Span::new(at(start), at(start + len))).collect();
                let cuts: Vec<Cut> = set.spans().iter().copied().map(cut).collect();
                let removed: SpanSet = reading.went(&cuts).iter().map(|went| went.span).collect();
                let left = Remains::new(&text, &removed);
                let after = view.shown_alike(left.text()).expect("it has syntax");
                let mut before = read(&view.text);
                for c in read(&after) {
                    prop_assert!(before.any(|one| one == c), "{:?} becomes {:?}, which shows {:?}", text, left.text(), after);
                }
            }
        }
    }
}
