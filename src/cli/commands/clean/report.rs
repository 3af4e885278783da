//! What a run says on standard error.

use crate::cli::commands::clean::shard_summary::ShardSummary;
use crate::cli::commands::clean::tables::{
    hosts_table, kinds_table, outliers, percent, rules_table,
};
use crate::cli::render::terminal::{counted, escape, thousands, whole};
use dechaff::Warning;
use dechaff::io::batch::{CleanPage, Event, RunSummary};
use dechaff::tools::stats::CutStatistics;
use dechaff::view::Format;
use std::fmt::Write as _;
use std::path::Path;

/// Says what deserves to be known of one page or path.
pub(crate) fn event(event: &Event) {
    match event {
        Event::Page(page) => warn(page),
        Event::TooLong(page) => too_long(&page.id.text(), page.len_bytes),
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

/// Says of a page that it stays as it is.
pub(crate) fn too_long(name: &str, len_bytes: u64) {
    let (name, bytes) = (escape(name), thousands(whole(len_bytes)));
    tracing::warn!("{name}: {bytes} bytes, more than --max-page-bytes; it stays as it is");
}

/// Says why a page was not cleaned as its rules would have it.
pub(crate) fn warn(page: &CleanPage) {
    let name = escape(&page.record.page);
    if page.record.is_too_long() {
        return too_long(&page.record.page, page.record.len_bytes as u64);
    }
    if page.is_earlier {
        return tracing::info!("{name}: done by an earlier run");
    }
    for what in &page.warnings {
        warning(&name, *what);
    }
    let cuts = counted(page.record.cuts.len(), "cut");
    tracing::info!(
        "{name}: {cuts}, {} of {} words stay",
        page.words.1,
        page.words.0
    );
}

/// Says why the page of that name was not cleaned as its rules would have it.
pub(crate) fn warning(name: &str, warning: Warning) {
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

/// What is to be known of rows beside what went.
fn rows(text: &mut String, shards: &ShardSummary) {
    let counts = &shards.counts;
    let _ = writeln!(
        text,
        "{} of {}, {} written",
        counted(whole(counts.rows), "row"),
        counted(shards.tally.done, "shard"),
        thousands(whole(counts.written)),
    );
    if counts.rejected > 0 {
        let rows = counted(whole(counts.rejected), "row");
        let _ = writeln!(text, "{rows} rejected; _dechaff/rejected.jsonl says why");
    }
    let said = [
        (counts.without_text, "without a text: left alone"),
        (counts.too_long, "over --max-page-bytes: left alone"),
        (
            counts.over_memory,
            "over a quarter of --memory: passed through",
        ),
        (counts.html, "of HTML: left alone"),
        (counts.passed, "without a text: passed through"),
        (counts.left_out, "without a text: left out"),
        (counts.not_utf8, "not UTF-8: passed through"),
        (counts.emptied, "of which nothing is left"),
        (
            counts.lone_surrogates,
            "with half a surrogate pair: readers do not agree on it",
        ),
        (
            counts.keys_twice,
            "with the text's key twice: readers do not agree on it",
        ),
        (
            counts.over_1_mib,
            "over 1 MiB: pyarrow.json refuses it by default",
        ),
        (
            counts.over_16_mib,
            "over 16 MiB: DuckDB refuses it by default",
        ),
    ];
    for (number, what) in said {
        if number > 0 {
            let _ = writeln!(text, "{} {what}", counted(whole(number), "row"));
        }
    }
    if counts.rows > 0 && counts.without_text == counts.rows {
        text.push_str("none of the rows has a text: is it another field? --text-field names it\n");
    }
}

/// The closing summary.
pub(crate) fn summary(
    summary: &RunSummary,
    shards: Option<&ShardSummary>,
    statistics: &CutStatistics,
    out: Option<&Path>,
) -> String {
    let mut text = String::new();
    let gone = summary.words_before - summary.words_after;
    let _ = writeln!(
        text,
        "{} cleaned, {} changed: {} of {} words removed ({})",
        counted(summary.pages, "page"),
        thousands(summary.pages_changed),
        thousands(gone),
        thousands(summary.words_before),
        percent(gone, summary.words_before)
    );
    let _ = writeln!(
        text,
        "{} bytes in, {} out",
        thousands(summary.bytes_before),
        thousands(summary.bytes_after)
    );
    kinds_table(&mut text, summary);
    rules_table(&mut text, statistics, summary.words_before);
    hosts_table(&mut text, statistics);
    outliers(&mut text, statistics);
    if summary.pages_kept_whole > 0 {
        let _ = writeln!(
            text,
            "{} kept whole",
            counted(summary.pages_kept_whole, "page")
        );
    }
    if summary.pages_too_long > 0 {
        let pages = counted(summary.pages_too_long, "page");
        let _ = writeln!(text, "{pages} over --max-page-bytes: left alone");
    }
    read_as(&mut text, summary);
    if let Some(shards) = shards {
        rows(&mut text, shards);
    }
    for (reason, count) in &summary.skipped {
        let _ = writeln!(text, "{} skipped: {reason}", counted(*count, "file"));
    }
    if summary.failed > 0 {
        let _ = writeln!(
            text,
            "{}{} failed, named above",
            counted(summary.failed, "page"),
            or_shards(summary.failed, shards)
        );
    }
    if let Some(out) = out {
        let _ = write!(text, "clean text in {}", out.display());
        let cuts = cuts_of(summary, shards, &out.join("_dechaff"));
        if let Some(cuts) = &cuts {
            let _ = write!(text, ", every cut in {cuts}");
        }
        text.push('\n');
        if cuts.is_some() {
            next_steps(&mut text, summary, statistics, out);
        }
    }
    text
}

/// What is said of so many pages that an earlier run has done; nothing where there are none.
pub(crate) fn earlier(pages: usize) -> String {
    if pages == 0 {
        return String::new();
    }
    let them = if pages == 1 { "it" } else { "them" };
    let pages = counted(pages, "page");
    format!("{pages} done by an earlier run and not cleaned again; --force cleans {them} again\n")
}

/// What pages were read as, unless all were plain text.
fn read_as(text: &mut String, summary: &RunSummary) {
    let formats = Format::READ.iter().filter_map(|format| {
        let count = *summary.formats.get(format.word())?;
        Some((format.in_words(), count))
    });
    let all_are_plain = summary
        .formats
        .keys()
        .all(|name| name == Format::Plain.word());
    let formats = formats.filter(|_| !all_are_plain);
    let encodings = summary.encodings.iter();
    for (name, count) in formats.chain(encodings.map(|(name, count)| (&**name, *count))) {
        let _ = writeln!(text, "{} read as {name}", counted(count, "page"));
    }
}

fn or_shards(count: usize, shards: Option<&ShardSummary>) -> &'static str {
    match (shards, count) {
        (None, _) => "",
        (Some(_), 1) => " or shard",
        (Some(_), _) => " or shards",
    }
}

/// Where the cuts of a run are.
fn cuts_of(summary: &RunSummary, shards: Option<&ShardSummary>, own: &Path) -> Option<String> {
    let (of_pages, of_shards) = (own.join("cuts.jsonl.zst"), own.join("cuts"));
    let (of_pages, of_shards) = (of_pages.display(), of_shards.display());
    match shards {
        None => Some(of_pages.to_string()),
        Some(shards) => {
            let has_texts = summary.pages > shards.pages;
            match (has_texts, shards.has_cuts) {
                (true, true) => Some(format!("{of_pages} and {of_shards}")),
                (true, false) => Some(of_pages.to_string()),
                (false, true) => Some(of_shards.to_string()),
                (false, false) => None,
            }
        }
    }
}

/// What to look at next.
fn next_steps(text: &mut String, summary: &RunSummary, statistics: &CutStatistics, out: &Path) {
    if summary.pages_changed == 0 {
        return;
    }
    let out = out.display();
    let _ = writeln!(
        text,
        "next: `dechaff stats {out} --sample 3` shows cuts of each rule in context"
    );
    if statistics.outlier_count > 0 {
        let _ = writeln!(
            text,
            "      `dechaff diff PATH` shows of a page that lost much what went"
        );
    }
}
