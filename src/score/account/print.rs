//! Accounts and costly cuts as text, Markdown and JSON.

use super::{Account, AccountRow, CostlyCut};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// How many characters of a line are shown.
const SHOWN_CHARS: usize = 160;

pub(in crate::score) fn account_table(account: &Account) -> String {
    let (rows, of) = (account.rows(), account.of);
    let names = rows.iter().map(|row| row.by.chars().count());
    let width = names.chain([of.len()]).max().unwrap_or_default();
    let mut text = format!(
        "{of:<width$}  {:>6}  {:>6}  {:>11}  {:>10}  {:>9}\n",
        "cuts", "pages", "noise words", "gold words", "F1 if off"
    );
    for row in rows {
        let AccountRow {
            by,
            cuts,
            pages,
            noise_words,
            gold_words,
            f1_change_if_off: change,
        } = row;
        let _ = writeln!(
            text,
            "{by:<width$}  {cuts:>6}  {pages:>6}  {noise_words:>11}  {gold_words:>10}  {change:>+9.5}"
        );
    }
    text
}

pub(in crate::score) fn account_markdown(account: &Account) -> String {
    let of = account.of;
    let mut text =
        format!("| {of} | cuts | pages | noise words removed | gold words lost | F1 if off |\n");
    text.push_str("| --- | ---: | ---: | ---: | ---: | ---: |\n");
    for row in account.rows() {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {:+.5} |",
            row.by, row.cuts, row.pages, row.noise_words, row.gold_words, row.f1_change_if_off
        );
    }
    text
}

pub(in crate::score) fn account_json(account: &Account) -> Value {
    let row = |row: AccountRow| {
        json!({
            account.of: row.by,
            "cuts": row.cuts,
            "pages": row.pages,
            "noise_words_removed": row.noise_words,
            "gold_words_lost": row.gold_words,
            "f1_change_if_off": row.f1_change_if_off,
        })
    };
    account.rows().into_iter().map(row).collect()
}

pub(in crate::score) fn costly_table(cuts: &[CostlyCut]) -> String {
    let mut text = "cuts that cost most\n".to_owned();
    for cut in cuts {
        let (lost, all) = words(cut);
        let (page, line, rule) = (shown(&cut.page), cut.line, &cut.rule);
        let _ = writeln!(
            text,
            "   {page}:{line}  {rule}  {lost} of its {all} words are gold"
        );
        let _ = writeln!(text, "       {}", shown(&cut.above));
        for line in cut
            .cut
            .lines()
            .filter(|line| !line.trim().is_empty())
            .take(4)
        {
            let _ = writeln!(text, "     - {}", shown(line));
        }
        let _ = writeln!(text, "       {}", shown(&cut.below));
    }
    text
}

pub(in crate::score) fn costly_markdown(cuts: &[CostlyCut]) -> String {
    let mut text =
        "| cut that costs most | rule | gold words | words | text |\n| --- | --- | ---: | ---: | --- |\n"
            .to_owned();
    for cut in cuts {
        let (lost, all) = words(cut);
        let flat = cut.cut.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(
            text,
            "| {}:{} | {} | {lost} | {all} | {} |",
            shown(&cut.page).replace('|', "\\|"),
            cut.line,
            cut.rule,
            shown(&flat).replace('|', "\\|")
        );
    }
    text
}

pub(in crate::score) fn costly_json(cuts: &[CostlyCut]) -> Value {
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

/// A line short enough to read, without control characters: scraped text may hold any.
fn shown(line: &str) -> String {
    let mut chars = line.trim().chars();
    let visible = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let mut start: String = chars.by_ref().take(SHOWN_CHARS).map(visible).collect();
    if chars.next().is_some() {
        start.push('…');
    }
    start
}
