//! Pages made to cost much: nothing may be quadratic in their size.

use crate::common;
use dechaff::{Cleaner, Mode, Model, Options, Page};
use std::fmt::Write as _;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

static CLEANER: LazyLock<Cleaner> = LazyLock::new(|| {
    let options = Options {
        mode: Mode::Thorough,
        max_removed_share: 1.0,
        ..Options::default()
    };
    Cleaner::new(common::every_rule(), options).with_model(Some(Model::shipped()))
});

/// What a page of about a megabyte may take: far more than it does where cost grows with its
/// size, and far less than where it grows with the square. Debug builds get thirty times as much.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 2 });

fn ends_soon(name: &str, text: &str) {
    let _ = CLEANER.clean(&Page::new("compile what is compiled once"));
    let started = Instant::now();
    let cleaned = CLEANER.clean(&Page::new(text));
    let took = started.elapsed();
    assert!(
        took < PATIENCE,
        "{name}: {took:?} for {} bytes, {} cuts",
        text.len(),
        cleaned.cuts.len()
    );
}

const STORY: &str = "A story that stands above all of its many comments is long enough for that.\n";

macro_rules! pages {
    ($($name:ident: $text:expr;)+) => {
        $(#[test] fn $name() { ends_soon(stringify!($name), &$text); })+
    };
}

fn numbered(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, at| {
        writeln!(text, "{}", line(at)).expect("writing to a string");
        text
    })
}

pages! {
    letters_alone: "a\n".repeat(500_000);
    newlines_alone: "\n".repeat(1_000_000);
    newlines_of_all_sorts: "\r\n\r\r\n\n".repeat(160_000);
    labels_with_a_section: "Trending\n".repeat(100_000);
    labels_with_a_block: "Sponsored\n".repeat(100_000);
    labels_with_lines: "Read Next\n".repeat(100_000);
    labels_with_a_tail: "Related Articles\n".repeat(60_000);
    headings_over_other_words: numbered(20_000, |at| format!("Related Articles\nword{at} other{at}"));
    labels_in_one_line: "read more ".repeat(25_000);
    phrases_glued: "Don't miss→".repeat(75);
    copies: "The old bridge closes on Monday\n".repeat(30_000);
    stubs: numbered(20_000, |at| format!("The old bridge closes {at}..."));
    cards: "Floods close three schools\n2 hours ago\n".repeat(25_000);
    one_card_title: "Floods close three schools\n".repeat(40_000);
    one_long_line: "x".repeat(2_000_000);
    prose: numbered(10_000, |at| {
        let (river, beam) = (at % 97, at % 13);
        format!("The old bridge {at} over river {river} closes because engineers found cracks in beam {beam}.")
    });
    spaces: " ".repeat(1_000_000);
    spaces_in_short_lines: format!("{}\n", " ".repeat(2000)).repeat(500);
    signs: "— * —\n\n".repeat(60_000);
    slugs: "ferry-line-cuts-service\n".repeat(40_000);
    comments_under_one_heading: format!("{}Comments\n{}", STORY.repeat(9), "11 May 2011\nSo it was.\n".repeat(30_000));
    comments_under_many: STORY.repeat(9) + &numbered(20_000, |at| {
        format!("w{at} Comments\n11 May 2011, w{}\nSo it was.", at / 9)
    });
}
