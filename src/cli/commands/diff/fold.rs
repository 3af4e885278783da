//! Folds lines to the terminal's width. Pure.

use crate::cli::commands::diff::piece::LineSegment;
use dechaff::Cut;
use unicode_width::UnicodeWidthChar as _;

/// Folds the pieces of a line into rows of at most `width` columns, at spaces where there are any.
pub(crate) fn fold(pieces: Vec<LineSegment<'_>>, width: usize) -> Vec<Vec<LineSegment<'_>>> {
    let mut folder = LineFolder {
        rows: vec![Vec::new()],
        used: 0,
        width,
    };
    for piece in pieces {
        folder
            .rows
            .last_mut()
            .expect("there is always a row")
            .push(LineSegment {
                text: String::new(),
                cut: piece.cut,
            });
        for word in piece.text.split_inclusive(' ') {
            folder.word(word, piece.cut);
        }
    }
    folder.rows
}

struct LineFolder<'c> {
    rows: Vec<Vec<LineSegment<'c>>>,
    used: usize,
    width: usize,
}

impl<'c> LineFolder<'c> {
    fn word(&mut self, word: &str, cut: Option<&'c Cut>) {
        let needs: usize = word.trim_end().chars().map(columns).sum();
        if self.used > 0 && self.used + needs > self.width {
            self.row(cut);
        }
        for c in word.chars() {
            if self.used + columns(c) > self.width && c != ' ' {
                self.row(cut);
            }
            let row = self.rows.last_mut().expect("there is always a row");
            row.last_mut()
                .expect("a row starts with a piece")
                .text
                .push(c);
            self.used += columns(c);
        }
    }

    fn row(&mut self, cut: Option<&'c Cut>) {
        self.rows.push(vec![LineSegment {
            text: String::new(),
            cut,
        }]);
        self.used = 0;
    }
}

fn columns(c: char) -> usize {
    c.width().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, width: usize) -> Vec<String> {
        let piece = LineSegment {
            text: text.to_owned(),
            cut: None,
        };
        let joined =
            |row: &Vec<LineSegment<'_>>| row.iter().map(|piece| piece.text.as_str()).collect();
        fold(vec![piece], width).iter().map(joined).collect()
    }

    #[test]
    fn rows_break_at_spaces_and_lose_nothing() {
        assert_eq!(rows("one two three", 8), ["one two ", "three"]);
        assert_eq!(rows("", 8), [""]);
    }

    #[test]
    fn a_word_wider_than_a_row_is_broken() {
        assert_eq!(rows("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(rows("駅前で会う", 4), ["駅前", "で会", "う"]);
    }
}
