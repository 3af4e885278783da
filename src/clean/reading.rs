//! What is left of a page, as it is read.

use crate::clean::cleaned::Cut;
use crate::clean::plain::apply::Remains;
use crate::page::Page;
use crate::text::span::{Span, SpanSet};
use crate::view::labels::{Labels, NoLabels};
use crate::view::origins::Origin;
use crate::view::shown::View;

/// How many cuts may be taken back so that the rest shows nothing new.
const MOST_SPARED: usize = 16;

/// What is left of a page, as it is read.
#[derive(Debug)]
pub(crate) struct Reading<'p, 't> {
    page: &'p Page<'t>,
    remains: Remains,
    /// None where it is what it shows.
    view: Option<View>,
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
    /// A page that is what it shows.
    pub(crate) fn of(page: &'p Page<'t>) -> Self {
        Self {
            page,
            remains: Remains::new(page.text(), &SpanSet::default()),
            view: None,
            labels: &NoLabels,
        }
    }

    /// A page of which nothing went.
    pub(crate) fn first(page: &'p Page<'t>, view: View, labels: &'p dyn Labels) -> Self {
        Self {
            page,
            remains: Remains::new(page.text(), &SpanSet::default()),
            view: Some(view),
            labels,
        }
    }

    /// The page without what went from it, read as if it came so.
    pub(crate) fn without(&self, removed: &SpanSet) -> Self {
        let (page, labels) = (self.page, self.labels);
        let remains = Remains::new(page.text(), removed);
        Self {
            page,
            view: View::read(remains.text(), page.meta().format, labels),
            remains,
            labels,
        }
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
        shown.unwrap_or(self.remains.text())
    }

    /// Whether it shows that text, and as much is known of it as of the reading before. Of markup it is not asked
    /// whether it says the same: a page of which the last list went has none.
    pub(crate) fn shows(&self, text: &str, before: &Self) -> bool {
        let has_markup = [self, before].iter().any(|reading| {
            let view = reading.view.as_ref();
            view.is_some_and(View::has_markup)
        });
        self.shown() == text && self.url() == before.url() && !has_markup
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
        let mut went = self.in_rest(&spans);
        if let Some(view) = self.view.as_ref().filter(|view| view.has_syntax()) {
            spare(self.remains.text(), view, &mut went);
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

    fn to_original(&self, in_rest: Vec<Origin>) -> Vec<Origin> {
        let in_original = |one: Origin| {
            let spans = self.remains.in_original(one.span).into_iter();
            spans.map(move |span| Origin { cut: one.cut, span })
        };
        in_rest.into_iter().flat_map(in_original).collect()
    }
}

/// Takes cuts back until the rest shows nothing that was not shown before: stars that a cut parted from their
/// partners, rows without their head.
fn spare(text: &str, view: &View, went: &mut Vec<Origin>) {
    for _ in 0..MOST_SPARED {
        let Some(last) = went.last() else { return };
        let end = last.span.end;
        let removed: SpanSet = went.iter().map(|one| one.span).collect();
        let remains = Remains::new(text, &removed);
        let after = View::read(remains.text(), view.format, &NoLabels);
        let shown = after.as_ref().map_or(remains.text(), |view| &view.text);
        let Some(at) = view.first_difference(&removed, shown) else {
            return;
        };
        // The nearest cut before the place, else the first one behind it.
        let nearest = went.partition_point(|one| one.span.start <= at.min(end));
        went.remove(nearest.saturating_sub(1));
    }
}
