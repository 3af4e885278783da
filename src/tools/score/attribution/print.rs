//! Accounts and costly cuts as text, Markdown and JSON.

use crate::tools::score::attribution::costly::CostlyCut;
use crate::tools::score::attribution::{Attribution, AttributionRow};
use crate::tools::score::escape::{cropped, markdown, plain};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// How many characters of a line are shown.
const SHOWN_CHARS: usize = 160;
/// How many lines of a cut are shown, those that hold most gold.
const SHOWN_LINES: usize = 4;

pub(crate) fn attribution_table(attribution: &Attribution) -> String {
    let (rows, of) = (attribution.rows(), attribution.of);
    let names: Vec<String> = rows.iter().map(|row| plain(&row.by)).collect();
    let widths = names.iter().map(|name| name.chars().count());
    let width = widths.chain([of.len()]).max().unwrap_or_default();
    let mut text = format!(
        "{of:<width$}  {:>6}  {:>6}  {:>11}  {:>10}  {:>9}\n",
        "cuts", "pages", "noise words", "gold words", "F1 change"
    );
    for (name, row) in names.iter().zip(rows) {
        let AttributionRow {
            cuts,
            pages,
            noise_words,
            gold_words,
            ..
        } = row;
        let change = change(row.f1_change_if_off);
        let _ = writeln!(
            text,
            "{name:<width$}  {cuts:>6}  {pages:>6}  {noise_words:>11}  {gold_words:>10}  {change:>9}"
        );
    }
    text
}

pub(crate) fn attribution_markdown(attribution: &Attribution) -> String {
    let of = attribution.of;
    let mut text =
        format!("| {of} | cuts | pages | noise words removed | gold words lost | F1 change |\n");
    text.push_str("| --- | ---: | ---: | ---: | ---: | ---: |\n");
    for row in attribution.rows() {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} |",
            markdown(&row.by),
            row.cuts,
            row.pages,
            row.noise_words,
            row.gold_words,
            change(row.f1_change_if_off)
        );
    }
    text
}

/// A change of F1 with its sign; one that rounds to nothing is not below zero.
fn change(change: f64) -> String {
    let signed = format!("{change:+.5}");
    if signed == "-0.00000" {
        "+0.00000".to_owned()
    } else {
        signed
    }
}

pub(crate) fn attribution_json(attribution: &Attribution) -> Value {
    let row = |row: AttributionRow| {
        json!({
            attribution.of: row.by,
            "cuts": row.cuts,
            "pages": row.pages,
            "noise_words_removed": row.noise_words,
            "gold_words_lost": row.gold_words,
            "f1_change_if_off": row.f1_change_if_off,
        })
    };
    attribution.rows().into_iter().map(row).collect()
}

pub(crate) fn costly_table(cuts: &[CostlyCut]) -> String {
    let mut text = "cuts that cost most\n".to_owned();
    for cut in cuts {
        let (lost, all) = words(cut);
        let verb = if lost == 1 { "is" } else { "are" };
        let (page, line, rule) = (shown(&cut.page), cut.line, plain(&cut.rule));
        let _ = writeln!(
            text,
            "   {page}:{line}  {rule}  {lost} of its {all} words {verb} gold"
        );
        let neighbour = |text: &mut String, line: &str| {
            if !line.trim().is_empty() {
                let _ = writeln!(text, "       {}", shown(line));
            }
        };
        neighbour(&mut text, &cut.above);
        for piece in pieces(cut) {
            let _ = match piece {
                TablePiece::Line(line) => writeln!(text, "     - {}", shown(line)),
                TablePiece::LeftOut(1) => writeln!(text, "       ... 1 more line"),
                TablePiece::LeftOut(count) => writeln!(text, "       ... {count} more lines"),
            };
        }
        neighbour(&mut text, &cut.below);
    }
    text
}

pub(crate) fn costly_markdown(cuts: &[CostlyCut]) -> String {
    let mut text =
        "| cut that costs most | rule | gold words | words | text |\n| --- | --- | ---: | ---: | --- |\n"
            .to_owned();
    for cut in cuts {
        let (lost, all) = words(cut);
        let parts = pieces(cut).into_iter().map(|piece| match piece {
            TablePiece::Line(line) => line.split_whitespace().collect::<Vec<_>>().join(" "),
            TablePiece::LeftOut(_) => "…".to_owned(),
        });
        let flat = parts.collect::<Vec<_>>().join(" ");
        let _ = writeln!(
            text,
            "| {}:{} | {} | {lost} | {all} | {} |",
            markdown(&cropped(&cut.page, SHOWN_CHARS)),
            cut.line,
            markdown(&cut.rule),
            markdown(&cropped(&flat, SHOWN_CHARS))
        );
    }
    text
}

/// What is shown of a cut.
#[derive(Debug, PartialEq, Eq)]
enum TablePiece<'c> {
    Line(&'c str),
    /// So many lines that hold no gold, or less of it than those that are shown.
    LeftOut(usize),
}

/// The lines of a cut that hold most of the gold, in their order, and what is left out between them.
fn pieces(cut: &CostlyCut) -> Vec<TablePiece<'_>> {
    let lines: Vec<(&str, usize)> = cut.lines().collect();
    let mut most: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].1 > 0).collect();
    most.sort_by_key(|&at| std::cmp::Reverse(lines[at].1));
    most.truncate(SHOWN_LINES);
    let mut pieces = Vec::new();
    for (at, (line, _)) in lines.iter().enumerate() {
        match pieces.last_mut() {
            _ if most.contains(&at) => pieces.push(TablePiece::Line(line)),
            Some(TablePiece::LeftOut(count)) => *count += 1,
            _ => pieces.push(TablePiece::LeftOut(1)),
        }
    }
    pieces
}

pub(crate) fn costly_json(cuts: &[CostlyCut]) -> Value {
    let row = |cut: &CostlyCut| {
        let (lost, all) = words(cut);
        json!({
            "page": cut.page, "line": cut.line, "rule": cut.rule, "gold_words": lost,
            "words": all, "above": cut.above, "cut": cut.cut, "below": cut.below,
        })
    };
    cuts.iter().map(row).collect()
}

fn words(cut: &CostlyCut) -> (usize, usize) {
    let lost = cut.cost.gold_words;
    (lost, lost + cut.cost.noise_words)
}

/// A line short enough to read, safe for a terminal.
fn shown(line: &str) -> String {
    plain(&cropped(line, SHOWN_CHARS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::score::attribution::Cost;

    /// A cut at the end of a page, whose lines hold so many gold words each.
    fn cut(lines: &[(&str, usize)]) -> CostlyCut {
        let texts: Vec<&str> = lines.iter().map(|(line, _)| *line).collect();
        let gold_words_by_line: Vec<usize> = lines.iter().map(|(_, gold)| *gold).collect();
        CostlyCut {
            page: "city/page".to_owned(),
            line: 7,
            rule: "test/tail".to_owned(),
            cost: Cost {
                noise_words: 9,
                gold_words: gold_words_by_line.iter().sum(),
            },
            above: "Rain fell.".to_owned(),
            cut: texts.join("\n"),
            gold_words_by_line,
            below: String::new(),
        }
    }

    #[test]
    fn the_lines_with_most_gold_are_shown_and_the_others_counted() {
        let cut = cut(&[
            ("About", 0),
            ("Matt", 0),
            ("one", 1),
            ("two", 2),
            ("Share", 0),
            ("three", 3),
            ("four", 4),
            ("five", 5),
        ]);
        assert_eq!(
            costly_table(&[cut]),
            "cuts that cost most
   city/page:7  test/tail  15 of its 24 words are gold
       Rain fell.
       ... 3 more lines
     - two
       ... 1 more line
     - three
     - four
     - five
"
        );
    }

    #[test]
    fn a_single_word_is_gold() {
        let text = costly_table(&[cut(&[("one", 1)])]);
        assert!(text.contains("1 of its 10 words is gold"), "{text}");
    }

    #[test]
    fn text_of_pages_is_no_markup_and_steers_nothing() {
        let mut cut = cut(&[("<script>alert(1)</script> **bold** [x](y) a|b\u{1b}[31m", 1)]);
        cut.page = "a<b>\u{1b}".to_owned();
        let row = costly_markdown(std::slice::from_ref(&cut));
        let row = row.lines().last().expect("there is a row");
        assert_eq!(
            row,
            "| a&lt;b&gt;\\\\u{1b}:7 | test/tail | 1 | 10 | &lt;script&gt;alert(1)&lt;/script&gt; \\*\\*bold\\*\\* \\[x\\](y) a\\|b\\\\u{1b}\\[31m |"
        );
        let text = costly_table(&[cut]);
        assert!(!text.contains('\u{1b}'), "{text}");
    }

    #[test]
    fn a_change_that_rounds_to_nothing_has_no_minus() {
        assert_eq!(change(-0.000_001), "+0.00000");
        assert_eq!(change(-0.000_02), "-0.00002");
    }
}
