//! Menus: lines in a row that are nothing but links. Where most of them go, so do the others.

use crate::text::span::{Span, SpanSet};
use crate::view::builder::Tile;
use crate::view::shown::{ShownElement, View};

/// How many lines make a menu.
const LEAST_LINES: usize = 3;
/// Words of an entry; what is longer may be a headline.
const MOST_WORDS: usize = 5;

/// A line of a menu that goes with the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MenuLine {
    /// All that is shown of it.
    pub(crate) shown: Span,
    /// The cut of a line beside it.
    pub(crate) cut: usize,
}

impl View {
    /// The lines of menus of which at least half go by these cuts, as far as they do not go yet. O(n) in lines.
    pub(crate) fn menu_lines(&self, cuts: &[Span]) -> Vec<MenuLine> {
        if self.elements.is_empty() || cuts.is_empty() {
            return Vec::new();
        }
        let taken: SpanSet = cuts.iter().copied().collect();
        let mut found = Vec::new();
        let mut menu: Vec<(Tile, bool)> = Vec::new();
        for &tile in &self.tiles {
            let body = self.body(tile);
            if body.is_empty() {
                continue;
            }
            if self.is_links(body) {
                menu.push((tile, taken.covers(body)));
            } else {
                menu_rest(&menu, cuts, &mut found);
                menu.clear();
            }
        }
        menu_rest(&menu, cuts, &mut found);
        found
    }

    /// What is shown of a line without its end and white space.
    pub(crate) fn body(&self, tile: Tile) -> Span {
        let shown = Span::new(tile.shown.start, tile.shown.end - tile.ending);
        self.trimmed(shown)
    }

    /// Whether a line is nothing but links of a few words each, and signs between them.
    pub(crate) fn is_links(&self, body: Span) -> bool {
        let (mut at, mut any) = (body.start, false);
        let has_words = |span: Span| self.text[span.range()].contains(char::is_alphanumeric);
        for link in self.links_in(body) {
            let words = self.text[link.shown.range()].split_whitespace().count();
            if link.shown.start < at
                || words > MOST_WORDS
                || has_words(Span::new(at, link.shown.start))
            {
                return false;
            }
            (at, any) = (link.shown.end, true);
        }
        any && !has_words(Span::new(at, body.end))
    }

    /// The links that stand in a stretch of what is shown.
    pub(crate) fn links_in(&self, body: Span) -> impl Iterator<Item = &ShownElement> {
        let first = self
            .elements
            .partition_point(|one| one.shown.end <= body.start);
        let near = self.elements[first..].iter();
        near.take_while(move |one| one.shown.start < body.end)
            .filter(move |one| {
                let shown = one.shown;
                one.element.is_link && body.start <= shown.start && shown.end <= body.end
            })
    }
}

fn menu_rest(menu: &[(Tile, bool)], cuts: &[Span], found: &mut Vec<MenuLine>) {
    let gone = menu.iter().filter(|(_, goes)| *goes).count();
    if menu.len() < LEAST_LINES || gone == 0 || 2 * gone < menu.len() {
        return;
    }
    for (tile, _) in menu.iter().filter(|(_, goes)| !goes) {
        let after = cuts.partition_point(|cut| cut.end <= tile.shown.start);
        let cut = after.saturating_sub(1);
        found.push(MenuLine {
            shown: tile.shown,
            cut,
        });
    }
}
