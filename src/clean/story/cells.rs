//! Cells of a table that came apart into lines: names with figures below them, rows of a chart, fields of a form.

use crate::clean::story::lines::StoryLines;
use crate::clean::story::looks::Sign;

/// Words of a cell with a name.
const NAME_WORDS: usize = 6;
/// Names between figures from which on they are cells.
const LEAST_NAMES: usize = 2;
/// How many lines stand between the names of two rows.
const ROW_LINES: usize = 16;
/// Words of a cell under the head of a column.
const CELL_WORDS: usize = 4;
/// Columns of a table, each with a head.
const COLUMNS: std::ops::RangeInclusive<usize> = 3..=8;
/// Rows that tell columns.
const LEAST_ROWS: usize = 2;
/// Fields of a form.
const LEAST_FIELDS: usize = 3;

/// Marks the lines that are cells.
pub(crate) fn cell_lines(lines: &impl StoryLines, kept: &mut [bool]) {
    let signs: Vec<Sign> = (0..lines.count())
        .map(|rank| lines.looks(rank).sign())
        .collect();
    named_figures(lines, &signs, kept);
    chart(&signs, kept);
    form(&signs, kept);
    column_heads(lines, kept);
}

/// Marks names that stand between figures, and that above the first: the rows of a table, or a programme.
fn named_figures(lines: &impl StoryLines, signs: &[Sign], kept: &mut [bool]) {
    let is_name = |rank: usize| {
        signs[rank] == Sign::None
            && lines.words(rank) <= NAME_WORDS
            && !lines.ends_sentence(rank)
            && lines.text(rank).contains(char::is_alphabetic)
    };
    // Counts of shares are single numbers.
    let is_cell = |rank: usize, next: usize| {
        let is_number = |rank: usize| signs.get(rank).is_some_and(|sign| sign.is_number());
        signs.get(rank) == Some(&Sign::Figure) || (is_number(rank) && is_number(next))
    };
    let is_above = |rank: usize| is_name(rank) && is_cell(rank + 1, rank + 2);
    let is_between =
        |rank: usize| is_above(rank) && rank >= 1 && is_cell(rank - 1, rank.saturating_sub(2));
    let names: Vec<usize> = (0..signs.len()).filter(|&rank| is_between(rank)).collect();
    for row in names.chunk_by(|a, b| b - a <= ROW_LINES) {
        if row.len() < LEAST_NAMES {
            continue;
        }
        let above = (1..=ROW_LINES).filter_map(|back| row[0].checked_sub(back));
        let mut above = above.take_while(|&rank| signs[rank].is_number() || is_name(rank));
        let first = above.find(|&rank| is_above(rank)).unwrap_or(row[0]);
        for rank in first..signs.len().min(row[row.len() - 1] + 3) {
            kept[rank] |= signs[rank].is_number() || is_above(rank);
        }
    }
}

/// Marks the heads of columns, where each cell of a table is a line: short lines without figures, below which as many
/// stand again and again of which the same ones have figures each time.
fn column_heads(lines: &impl StoryLines, kept: &mut [bool]) {
    let is_cell = |rank: usize| lines.words(rank) <= CELL_WORDS && !lines.ends_sentence(rank);
    // Of each cell whether it has a figure.
    let cells: Vec<Option<bool>> = (0..lines.count())
        .map(|rank| is_cell(rank).then(|| lines.looks(rank).has_digit()))
        .collect();
    let mut figure = 0;
    for from in 0..cells.len() {
        // The next figure stands in the first row below the heads.
        figure = figure.max(from);
        let Some(more) = cells[figure..].iter().position(|cell| *cell == Some(true)) else {
            return;
        };
        figure += more;
        let ahead = figure - from;
        if ahead >= 2 * COLUMNS.end() {
            continue; // no row is that long
        }
        let mut widths = COLUMNS.filter(|&columns| columns <= ahead && ahead < 2 * columns);
        if let Some(columns) = widths.find(|&columns| is_headed(&cells[from..], columns)) {
            kept[from..from + columns].fill(true);
        }
    }
}

/// Whether cells begin with heads of so many columns, and rows below them.
fn is_headed(cells: &[Option<bool>], columns: usize) -> bool {
    let Some(table) = cells.get(..columns * (LEAST_ROWS + 1)) else {
        return false;
    };
    let (heads, rows) = table.split_at(columns);
    let (first, others) = rows.split_at(columns);
    heads.iter().all(|head| *head == Some(false))
        && first.contains(&Some(true))
        && first.contains(&Some(false))
        && !first.contains(&None)
        && others.chunks(columns).all(|row| row == first)
}

/// Marks rows of single signs, one below the other.
fn chart(signs: &[Sign], kept: &mut [bool]) {
    let mut from = 0;
    for row in signs.chunk_by(|a, b| a == b) {
        if row.len() >= 2 && row[0] == Sign::Chart {
            kept[from..from + row.len()].fill(true);
        }
        from += row.len();
    }
}

/// Marks the fields of a form on paper, with what is asked for, and its boxes.
fn form(signs: &[Sign], kept: &mut [bool]) {
    for sort in [Sign::Field, Sign::Choice] {
        let of_sort = (0..signs.len()).filter(|&rank| signs[rank] == sort);
        if of_sort.clone().count() < LEAST_FIELDS {
            continue;
        }
        for rank in of_sort {
            kept[rank] = true;
            if sort == Sign::Field && rank > 0 {
                kept[rank - 1] = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::story::lines::marked;

    const NONE: [usize; 0] = [];

    fn kept(text: &str) -> Vec<usize> {
        marked(text, |lines, kept| cell_lines(lines, kept))
    }

    #[test]
    fn names_between_figures_are_cells() {
        let table = "Use\nFacebook\n74 %\n71 %\nTwitter\n3 %\n2 %\nTikTok\n0 %\n8 %\nYouTube\n2 %\n5 %\nSea";
        assert_eq!(kept(table), (1..=12).collect::<Vec<_>>());
        let programme = "6.00\nNews\n6.05\nThe early shift\n7.00\nNews\n7.05\nNight train\n8.00";
        assert_eq!(kept(programme), (1..=8).collect::<Vec<_>>());
    }

    #[test]
    fn heads_of_columns_stay() {
        let rows = "Gull\n1832\nlost off Yar\nTern\n1840\nbroken up\nSmew\n1851\nafloat";
        let text = format!("The ships are these.\nVessel\nBuilt\nFate\n{rows}\nAll are of oak.");
        assert_eq!(kept(&text)[..3], [1, 2, 3]);
        let menu = "Home\nHarbour\nTides\nThe ferry is sold to the other island\n12 May\nGeese given right of way on the road\n13 May";
        assert_eq!(kept(menu), NONE);
        assert_eq!(
            kept("Home\nHarbour\nTides\nCouncil\nLetters\nBoats\nPrint\nShare"),
            NONE
        );
    }

    #[test]
    fn counts_of_shares_are_no_cells() {
        assert_eq!(
            kept("Share\nFacebook\n123\nTwitter\n45\nEmail\n6\nLinkedIn\n7"),
            NONE
        );
    }

    #[test]
    fn rows_of_a_chart_and_fields_of_a_form_stay() {
        assert_eq!(kept("Chart\n. . x x\nx x . .\nShare"), [1, 2]);
        assert_eq!(kept("x x x x\nShare"), NONE);
        let form = "Email\n..........\nDate of birth\n..........\nName\n__________\n[ ] Facebook";
        assert_eq!(kept(form), [0, 1, 2, 3, 4, 5]);
        assert_eq!(kept("[ ] Friends\n[ ] Facebook\n[ ] Money"), [0, 1, 2]);
    }
}
