//! What the markup of a page says of its lines, as evidence: links, headings, lists.

use crate::model::additive::AdditiveModel;
use crate::model::side_tables::{log_odds, speakers, untaught};
use crate::text::number::number;
use crate::view::line_markup::{LineMarkup, PageMarkup};

/// The names of the figures, as model files have them. Each is -1 where the page has no such markup at all.
pub(crate) const MARKUP_FEATURES: &[&str] = &[
    "link_share",
    "menu_run",
    "menu_in_6",
    "link_acts",
    "heading",
    "list_depth",
];
const COUNT: usize = MARKUP_FEATURES.len();

/// Where the figures are parted by a fit.
const EDGES: [&[f32]; COUNT] = [
    &[0.0, 0.001, 0.3, 0.7, 0.99],
    &[0.0, 1.0, 3.0, 8.0],
    &[0.0, 0.1, 0.4, 0.8],
    &[0.0, 1.0],
    &[0.0, 1.0, 2.0, 3.0],
    &[0.0, 1.0, 2.0],
];

/// Lines on each side that are near.
const NEAR: usize = 6;

/// Tables of these figures that were taught nothing.
pub(crate) fn markup_tables() -> AdditiveModel {
    untaught(&EDGES)
}

/// The figures of a page's lines, by rank; none where the page has no markup.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct MarkupLines {
    figures: Vec<[f32; COUNT]>,
}

impl MarkupLines {
    pub(crate) fn clear(&mut self) {
        self.figures.clear();
    }

    /// Reads the lines that are left of a page, in order, by their indices. O(n) in lines.
    pub(crate) fn read(&mut self, page: Option<&PageMarkup>, lines: impl Iterator<Item = usize>) {
        self.clear();
        let Some(page) = page else { return };
        let line = |at: usize| page.lines.get(at).copied().unwrap_or_default();
        let lines: Vec<LineMarkup> = lines.map(line).collect();
        let if_any = |has: bool, figure: f32| if has { figure } else { -1.0 };
        for (rank, line) in lines.iter().enumerate() {
            let says = |has: bool, figure| if_any(has && !line.is_header, figure);
            let of_links = |figure| says(page.has_links, figure);
            self.figures.push([
                of_links(line.link_share),
                of_links(0.0),
                of_links(menus_near(&lines, rank)),
                of_links(f32::from(u8::from(line.acts))),
                says(page.has_headings, f32::from(line.heading)),
                says(page.has_lists, f32::from(line.list_depth)),
            ]);
        }
        self.set_runs(&lines);
    }

    /// Sets how many lines in a row are lines of menus, of which each is one.
    fn set_runs(&mut self, lines: &[LineMarkup]) {
        let mut start = 0;
        for row in lines.chunk_by(|a, b| a.is_menu == b.is_menu) {
            let end = start + row.len();
            if row[0].is_menu {
                for figures in &mut self.figures[start..end] {
                    figures[1] = number(row.len());
                }
            }
            start = end;
        }
    }

    /// The figures of a line; none where the page has no markup.
    pub(crate) fn figures(&self, rank: usize) -> Option<&[f32]> {
        self.figures.get(rank).map(<[f32; COUNT]>::as_slice)
    }

    /// Adds what the tables say to the log-odds of the lines.
    pub(crate) fn add_to(&self, tables: &AdditiveModel, own: &mut [f32]) {
        for (own, figures) in own.iter_mut().zip(&self.figures) {
            *own += log_odds(tables, figures);
        }
    }

    /// What speaks for a line's going, in words.
    pub(crate) fn say(&self, tables: &AdditiveModel, rank: usize) -> Vec<String> {
        let Some(figures) = self.figures(rank) else {
            return Vec::new();
        };
        let speakers = speakers(tables, figures).into_iter();
        speakers
            .map(|(feature, odds)| format!("{}: {odds:+.1}", words(feature, figures[feature])))
            .collect()
    }
}

fn menus_near(lines: &[LineMarkup], rank: usize) -> f32 {
    let end = (rank + 1 + NEAR).min(lines.len());
    let near = lines[rank.saturating_sub(NEAR)..rank]
        .iter()
        .chain(&lines[rank + 1..end]);
    let all = end - 1 - rank.saturating_sub(NEAR);
    number(near.filter(|line| line.is_menu).count()) / number(all.max(1))
}

/// What a figure is, in words.
fn words(feature: usize, figure: f32) -> String {
    let percent = figure * 100.0;
    match (MARKUP_FEATURES[feature], figure) {
        ("link_share", _) => format!("{percent:.0} % of it is links"),
        ("menu_run", 0.0) => "it is no line of a menu".to_owned(),
        ("menu_run", _) => format!("nothing but links, one of {figure:.0} such lines in a row"),
        ("menu_in_6", _) => format!("{percent:.0} % of the lines near it are nothing but links"),
        ("link_acts", 0.0) => "no link of it shares, comments or runs a script".to_owned(),
        ("link_acts", _) => "a link of it shares, comments or runs a script".to_owned(),
        ("heading", 0.0) => "it is no heading".to_owned(),
        ("heading", _) => format!("a heading of level {figure:.0}"),
        (_, 0.0) => "it is in no list".to_owned(),
        _ => format!("an item of a list, {figure:.0} deep"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MENU: LineMarkup = LineMarkup {
        heading: 0,
        list_depth: 1,
        link_share: 1.0,
        is_menu: true,
        acts: false,
        is_header: false,
    };

    fn page(lines: &[LineMarkup]) -> PageMarkup {
        PageMarkup {
            lines: lines.to_vec(),
            has_links: true,
            has_headings: false,
            has_lists: true,
        }
    }

    #[test]
    fn lines_know_the_menu_that_they_are_of() {
        let prose = LineMarkup::default();
        let page = page(&[MENU, prose, MENU, MENU, prose]);
        let mut lines = MarkupLines::default();
        // The second line is gone.
        lines.read(Some(&page), [0, 2, 3, 4].into_iter());
        let runs: Vec<f32> = (0..4).map(|rank| lines.figures[rank][1]).collect();
        assert_eq!(runs, [3.0, 3.0, 3.0, 0.0]);
        assert_eq!(lines.figures[3][2..], [1.0, 0.0, -1.0, 0.0]);
        lines.read(None, 0..4);
        assert_eq!(lines.figures(0), None);
    }

    #[test]
    fn what_speaks_for_a_line_is_told() {
        let mut lines = MarkupLines::default();
        lines.read(Some(&page(&[MENU; 3])), 0..3);
        let mut tables = markup_tables();
        tables.tables[1].cells[3] = 1.25;
        let mut own = [0.0; 3];
        lines.add_to(&tables, &mut own);
        assert_eq!(own.map(|odds| format!("{odds:+.2}")), ["+1.25"; 3]);
        assert_eq!(
            lines.say(&tables, 1),
            ["nothing but links, one of 3 such lines in a row: +1.2"]
        );
        for (feature, name) in MARKUP_FEATURES.iter().enumerate() {
            let said = words(feature, 2.0);
            assert!(!said.is_empty() && said != words(feature, 0.0), "{name}");
        }
    }
}
