//! Rows and cells of tables.

use crate::clean::story::lines::StoryLines;

/// Rows from which on lines are a table.
const LEAST_ROWS: usize = 2;
/// Ticks and crosses near each other from which on they are cells.
const LEAST_TICKS: usize = 4;
/// How many lines stand between two ticks of one table.
const TICK_GAP: usize = 4;

/// A tick, and a sign that says how it is drawn.
const MOST_TICK_BYTES: usize = 7;

const TICKS: &[char] = &['✓', '✔', '☑', '✅', '●'];
const CROSSES: &[char] = &['✗', '✘', '✕', '✖', '☒', '❌', '–', '—', '-', '○'];

/// Marks the lines that are rows of a drawn table, or cells of one that came apart into lines.
pub(crate) fn table_lines(lines: &impl StoryLines, kept: &mut [bool]) {
    let mut from = 0;
    for rank in 0..=lines.count() {
        if rank < lines.count() && is_row(lines.text(rank)) {
            continue;
        }
        if rank - from >= LEAST_ROWS {
            kept[from..rank].fill(true);
        }
        from = rank + 1;
    }
    ticks(lines, kept);
}

/// Whether a line is drawn as a row: cells between bars, or a line of a frame.
fn is_row(text: &str) -> bool {
    let is_frame = |c: char| matches!(c, '─'..='╿' | '+' | '-' | '=' | '|' | ' ');
    if !text.starts_with(is_frame) {
        return false; // bars are of frames, too
    }
    let bars =
        |bar: char| text.starts_with(bar) && text.ends_with(bar) && text.matches(bar).count() >= 2;
    let has_corner = |c: char| matches!(c, '─'..='╿' | '+');
    bars('|')
        || bars('│')
        || bars('║')
        || (text.len() >= 5 && text.chars().all(is_frame) && text.chars().any(has_corner))
}

/// Marks ticks and crosses that stand alone, where several of both sorts are near each other.
fn ticks(lines: &impl StoryLines, kept: &mut [bool]) {
    let marks: Vec<(usize, char)> = (0..lines.count())
        .filter_map(|rank| tick(lines.text(rank)).map(|sign| (rank, sign)))
        .collect();
    for near in marks.chunk_by(|a, b| b.0 - a.0 <= TICK_GAP) {
        let has = |sort: &[char]| near.iter().any(|mark| sort.contains(&mark.1));
        if near.len() >= LEAST_TICKS && has(TICKS) && has(CROSSES) {
            for mark in near {
                kept[mark.0] = true;
            }
        }
    }
}

fn tick(text: &str) -> Option<char> {
    if text.len() > MOST_TICK_BYTES {
        return None;
    }
    let sign = text.strip_suffix('\u{fe0f}').unwrap_or(text);
    let mut chars = sign.chars();
    let first = chars.next()?;
    let is_mark = TICKS.contains(&first) || CROSSES.contains(&first);
    (is_mark && chars.as_str().is_empty()).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::story::lines::marked;

    const NONE: [usize; 0] = [];

    fn kept(text: &str) -> Vec<usize> {
        marked(text, |lines, kept| table_lines(lines, kept))
    }

    #[test]
    fn rows_between_bars_and_frames_are_tables() {
        assert_eq!(
            kept("| Boat | Crew |\n| --- | --- |\n| Tern | 4 |\nShare | Print"),
            [0, 1, 2]
        );
        assert_eq!(kept("┌────┐\n│ Home │\n└────┘"), [0, 1, 2]);
        assert_eq!(kept("| Share |\nHome | News | Sport"), NONE);
    }

    #[test]
    fn ticks_and_crosses_near_each_other_are_cells() {
        assert_eq!(kept("Tarn\n✓\n✗\nMoth\n✓\n–"), [1, 2, 4, 5]);
        assert_eq!(kept("✓\n✓\n✓\n✓"), NONE, "bullets");
    }
}
