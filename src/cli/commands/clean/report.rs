//! What a run says on standard error.

use crate::cli::render::terminal::{escape, thousands};
use dechaff::Warning;
use dechaff::io::batch::{CleanPage, Event, RunSummary};
use std::fmt::Write as _;
use std::path::Path;

/// Says what deserves to be known of one page or path.
pub(crate) fn event(event: &Event) {
    match event {
        Event::Page(page) => warn(page),
        Event::Failed(path, reason) => {
            tracing::error!("{}: {reason}", escape(&path.to_string_lossy()));
        }
        Event::Skipped(path, reason) => {
            tracing::debug!(
                "{}: skipped, {}",
                escape(&path.to_string_lossy()),
                reason.words()
            );
        }
    }
}

/// Says why a page was not cleaned as its rules would have it.
pub(crate) fn warn(page: &CleanPage) {
    let name = escape(&page.record.page);
    for warning in &page.warnings {
        match warning {
            Warning::KeptWhole { removed_share } => tracing::warn!(
                "{name}: kept whole, {:.0} % of its words would have gone; `dechaff explain` shows why",
                removed_share * 100.0
            ),
            Warning::TooLarge => tracing::warn!("{name}: kept whole, it has 4 GiB or more"),
            Warning::Unsettled => tracing::warn!(
                "{name}: its cuts made room for more cuts {} times over; cleaning it again may cut more",
                dechaff::clean::MAX_PASSES
            ),
        }
    }
    let cuts = plural(page.record.cuts.len(), "cut");
    tracing::info!(
        "{name}: {cuts}, {} of {} words stay",
        page.words.1,
        page.words.0
    );
}

/// The closing summary.
pub(crate) fn summary(summary: &RunSummary, out: Option<&Path>) -> String {
    let mut text = String::new();
    let gone = summary.words_before - summary.words_after;
    let _ = writeln!(
        text,
        "{} cleaned, {} changed: {} of {} words removed ({})",
        plural(summary.pages, "page"),
        thousands(summary.pages_changed),
        thousands(gone),
        thousands(summary.words_before),
        percent(gone, summary.words_before)
    );
    kinds_table(&mut text, summary);
    if summary.pages_kept_whole > 0 {
        let _ = writeln!(
            text,
            "{} kept whole",
            plural(summary.pages_kept_whole, "page")
        );
    }
    for (name, count) in summary.formats.iter().chain(&summary.encodings) {
        let _ = writeln!(text, "{} read as {name}", plural(*count, "page"));
    }
    for (reason, count) in &summary.skipped {
        let _ = writeln!(text, "{} skipped: {reason}", plural(*count, "file"));
    }
    if summary.failed > 0 {
        let _ = writeln!(
            text,
            "{} failed, named above",
            plural(summary.failed, "page")
        );
    }
    if let Some(out) = out {
        let own = out.join("_dechaff");
        let _ = writeln!(
            text,
            "clean text in {}, every cut in {}",
            out.display(),
            own.join("cuts.jsonl").display()
        );
    }
    text
}

fn kinds_table(text: &mut String, summary: &RunSummary) {
    let mut kinds: Vec<_> = summary
        .kinds
        .iter()
        .filter(|(_, totals)| totals.words > 0)
        .collect();
    if kinds.is_empty() {
        return;
    }
    kinds.sort_by_key(|(kind, totals)| (std::cmp::Reverse(totals.words), **kind));
    let _ = writeln!(
        text,
        "\n  {:<12}{:>9}{:>9}{:>9}",
        "kind", "words", "cuts", "pages"
    );
    for (kind, totals) in kinds {
        let _ = writeln!(
            text,
            "  {:<12}{:>9}{:>9}{:>9}",
            kind.word(),
            thousands(totals.words),
            thousands(totals.cuts),
            thousands(totals.pages)
        );
    }
    text.push('\n');
}

fn plural(count: usize, noun: &str) -> String {
    format!(
        "{} {noun}{}",
        thousands(count),
        if count == 1 { "" } else { "s" }
    )
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a share for people, to one digit"
)]
fn percent(part: usize, whole: usize) -> String {
    format!("{:.1} %", 100.0 * part as f64 / whole.max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(percent(1, 0), "100.0 %");
        assert_eq!(plural(1, "page"), "1 page");
    }
}
