//! A labelled page as it is weighed: what it shows, its markup, its host.

use crate::clean::cleaner::Cleaner;
use crate::model::cohesion::content::Background;
use crate::model::rule_signals::RuleSignals;
use crate::page::Page;
use crate::tools::fit::sample::{FitSample, LabelledPage};
use crate::view::labels::NoLabels;
use crate::view::shown::View;

/// A labelled page that was read, with what rules say of its lines.
pub(crate) struct ReadPage<'p, 't> {
    /// What it shows.
    pub(crate) page: &'p Page<'t>,
    pub(crate) signals: &'p RuleSignals,
    pub(crate) sample: &'p FitSample,
}

/// Reads a page as `cleaner` weighs it. O(n) in its bytes.
pub(crate) fn read_page<T>(
    page: &LabelledPage,
    cleaner: &Cleaner,
    background: &Background,
    look: impl FnOnce(&ReadPage<'_, '_>) -> T,
) -> T {
    let meta = page.meta();
    let view = View::read(&page.text, meta.format, &NoLabels);
    let text = view.as_ref().map_or(&*page.text, |view| &*view.text);
    let markup = view.as_ref().and_then(View::page_markup);
    let shown = Page::with_meta(text, meta).with_markup(markup);
    let signals = cleaner.rule_signals(&shown);
    let sample = FitSample::of(&page.gold, &shown, &signals, background);
    look(&ReadPage {
        page: &shown,
        signals: &signals,
        sample: &sample,
    })
}
