//! Rows and cells of tables.

use crate::clean::story::lines::StoryLines;
use crate::clean::story::looks::Tick;

/// Rows from which on lines are a table.
const LEAST_ROWS: usize = 2;
/// Ticks and crosses near each other from which on they are cells.
const LEAST_TICKS: usize = 4;
/// How many lines stand between two ticks of one table.
const TICK_GAP: usize = 4;

/// Marks the lines that are rows of a drawn table, or cells of one that came apart into lines.
pub(crate) fn table_lines(lines: &impl StoryLines, kept: &mut [bool]) {
    let mut from = 0;
    for rank in 0..=lines.count() {
        if rank < lines.count() && lines.looks(rank).is_row() {
            continue;
        }
        if rank - from >= LEAST_ROWS {
            kept[from..rank].fill(true);
        }
        from = rank + 1;
    }
    ticks(lines, kept);
}

/// Marks ticks and crosses that stand alone, where several of both sorts are near each other.
fn ticks(lines: &impl StoryLines, kept: &mut [bool]) {
    let marks: Vec<(usize, Tick)> = (0..lines.count())
        .filter_map(|rank| lines.looks(rank).tick().map(|tick| (rank, tick)))
        .collect();
    for near in marks.chunk_by(|a, b| b.0 - a.0 <= TICK_GAP) {
        let has = |sort: Tick| near.iter().any(|mark| mark.1 == sort);
        if near.len() >= LEAST_TICKS && has(Tick::Tick) && has(Tick::Cross) {
            for mark in near {
                kept[mark.0] = true;
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
