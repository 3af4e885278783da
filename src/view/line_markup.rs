//! What the markup of a page's lines says of them, beside what they show: links, headings, lists.

use crate::text::number::number;
use crate::text::span::Span;
use crate::view::builder::Tile;
use crate::view::shown::View;

/// What the markup of a logical line says.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct LineMarkup {
    /// The level of the heading that it is, from 1 on.
    pub(crate) heading: u8,
    /// How many lists it is an item in, where it begins the item.
    pub(crate) list_depth: u8,
    /// The share of its letters and digits that are links.
    pub(crate) link_share: f32,
    /// Whether it is nothing but links of a few words each.
    pub(crate) is_menu: bool,
    /// Whether one of its links does something rather than lead to a page: it shares, comments or runs a script.
    pub(crate) acts: bool,
    /// Whether it is of the page's header, which is no text and has no markup.
    pub(crate) is_header: bool,
}

/// What the markup of all lines of a page says.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct PageMarkup {
    /// By line, blank ones too.
    pub(crate) lines: Vec<LineMarkup>,
    /// Whether the page has such markup at all: where it has none, lines without say nothing.
    pub(crate) has_links: bool,
    pub(crate) has_headings: bool,
    pub(crate) has_lists: bool,
}

impl PageMarkup {
    /// Whether a line is nothing but links of a few words each.
    pub(crate) fn is_menu(&self, line: usize) -> bool {
        self.lines.get(line).is_some_and(|line| line.is_menu)
    }

    /// Whether an item of a list begins with a line.
    pub(crate) fn is_item(&self, line: usize) -> bool {
        self.lines.get(line).is_some_and(|line| line.list_depth > 0)
    }

    /// The same for lines of which each is one of these, by index. O(n) in lines.
    pub(crate) fn of_lines(&self, lines: impl Iterator<Item = usize>) -> Self {
        let line = |at: usize| self.lines.get(at).copied().unwrap_or_default();
        Self {
            lines: lines.map(line).collect(),
            ..*self
        }
    }
}

impl View {
    /// Whether its markup says anything of its lines. O(n) in its elements.
    pub(crate) fn has_markup(&self) -> bool {
        let levels = &self.levels;
        let has_levels = !levels.headings.is_empty() || !levels.items.is_empty();
        has_levels || self.elements.iter().any(|one| one.element.is_link)
    }

    /// What its markup says of its lines; none where it has no markup. O(n log n) in lines and links.
    pub(crate) fn page_markup(&self) -> Option<PageMarkup> {
        if !self.has_markup() {
            return None;
        }
        let mut markup = PageMarkup {
            lines: self.tiles.iter().map(|tile| self.links_of(*tile)).collect(),
            has_links: self.elements.iter().any(|one| one.element.is_link),
            has_headings: !self.levels.headings.is_empty(),
            has_lists: !self.levels.items.is_empty(),
        };
        for &(at, level) in &self.levels.headings {
            markup.lines[self.tile_at(at)].heading = level;
        }
        for &(at, depth) in &self.levels.items {
            markup.lines[self.tile_at(at)].list_depth = depth;
        }
        Some(markup)
    }

    /// What the links of a line say.
    fn links_of(&self, tile: Tile) -> LineMarkup {
        let mut line = LineMarkup {
            is_header: tile.origin.start < self.header_end,
            ..LineMarkup::default()
        };
        let body = self.body(tile);
        let mut linked = 0;
        for link in self.links_in(body) {
            linked += self.letters(link.shown);
            line.acts |= link.element.acts;
        }
        if linked > 0 {
            line.link_share = number(linked) / number(self.letters(body).max(1));
            line.is_menu = self.is_links(body);
        }
        line
    }

    fn letters(&self, shown: Span) -> usize {
        let shown = self.text[shown.range()].chars();
        shown.filter(|c| c.is_alphanumeric()).count()
    }
}

/// Whether a link does something rather than lead to a page: its target shares a page, opens what readers say of
/// it, sends mail, prints, or runs a script.
pub(crate) fn acts(target: &str) -> bool {
    const SCHEMES: [&str; 3] = ["javascript:", "whatsapp:", "mailto:?"];
    const PLACES: [&str; 4] = ["#comment", "#respond", "#disqus", "#print"];
    const ENDPOINTS: [&str; 9] = [
        "/sharer",
        "/share?",
        "/sharing/",
        "/sharearticle",
        "/intent/",
        "/pin/create",
        "share?url=",
        "share=",
        "replytocom=",
    ];
    let target = target.to_ascii_lowercase();
    SCHEMES.iter().any(|scheme| target.starts_with(scheme))
        || PLACES.iter().any(|place| target.contains(place))
        || ENDPOINTS.iter().any(|endpoint| target.contains(endpoint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::format::Format;
    use crate::view::labels::NoLabels;

    const PAGE: &str = "* [Home](/)\n* [News](/news) | [Sport](/sport)\n    * [Skating](/sport/skating)\n\n\
        ## A Third Boat\n\nThe pilots have asked for a third [boat](/boat), they said.\n\n\
        [Share](https://social.example/intent/post?url=x)\n";

    fn markup(text: &str) -> PageMarkup {
        let view = View::read(text, Format::Markdown, &NoLabels).expect("it is Markdown");
        view.page_markup().expect("it has markup")
    }

    #[test]
    fn lines_know_their_links_lists_and_headings() {
        let page = markup(PAGE);
        let told = |line: &LineMarkup| (line.is_menu, line.list_depth, line.heading, line.acts);
        let lines: Vec<_> = page.lines.iter().map(told).collect();
        assert_eq!(lines[0], (true, 1, 0, false));
        assert_eq!(lines[1], (true, 1, 0, false));
        assert_eq!(lines[2], (true, 2, 0, false));
        assert_eq!(lines[4], (false, 0, 2, false));
        assert_eq!(lines[6], (false, 0, 0, false));
        assert_eq!(lines[8], (true, 0, 0, true));
        let shares = [1, 6].map(|line| page.lines[line].link_share);
        assert!(
            shares[0] > 0.99 && shares[1] > 0.0 && shares[1] < 0.2,
            "{shares:?}"
        );
        assert!(page.has_links && page.has_headings && page.has_lists);
    }

    #[test]
    fn pages_without_markup_say_nothing() {
        let view = View::read("It fell all *day*.\n", Format::Markdown, &NoLabels);
        assert_eq!(view.expect("it is Markdown").page_markup(), None);
        assert!(!markup("# Rain\n\nIt fell all day.\n").has_links);
    }

    #[test]
    fn targets_that_do_something_are_known() {
        for target in [
            "javascript:void(0)",
            "https://social.example/sharer/sharer.php?u=x",
            "/2024/a-third-boat/#comments",
            "/a?replytocom=12#respond",
        ] {
            assert!(acts(target), "{target}");
        }
        for target in [
            "/shares-fall",
            "/comment/a-column",
            "mailto:desk@quay.example",
            "#boats",
        ] {
            assert!(!acts(target), "{target}");
        }
    }
}
