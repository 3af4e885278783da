//! The bodies of the targets in `fuzz/` on inputs that proptest draws: no nightly, no cargo-fuzz, and near to what there is.

use crate::common;
use crate::common::pages::{marked_up_text, page_text, phrases_of};
use dechaff::rulefile::shipped_packs;
use dechaff::{Cleaner, Page};
use proptest::prelude::*;
use proptest::sample::Index;

#[allow(unreachable_pub, reason = "they are a crate of their own as well")]
mod bodies;

/// A text with parts taken out, doubled and put in.
fn damaged(text: &str, edits: &[(Index, usize, usize, String)]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for (at, len, what, insert) in edits {
        let at = at.index(chars.len().max(1)).min(chars.len());
        let end = (at + len).min(chars.len());
        match what {
            0 => drop(chars.drain(at..end)),
            1 => chars.extend_from_within(at..end),
            _ => drop(chars.splice(at..end, insert.chars())),
        }
    }
    chars.into_iter().collect()
}

fn edits() -> impl Strategy<Value = Vec<(Index, usize, usize, String)>> {
    let edit = (
        any::<Index>(),
        0_usize..30,
        0_usize..3,
        "[\\]\\[{}\"'=,.#0-9a-c\n]{0,6}",
    );
    prop::collection::vec(edit, 0..6)
}

fn shipped_pages() -> impl Strategy<Value = String> {
    let phrases = shipped_packs()
        .iter()
        .flat_map(|(_, text)| phrases_of(text));
    page_text(phrases.collect())
}

proptest! {
    #[test]
    fn pages_are_cleaned_and_restored(text in shipped_pages()) {
        bodies::clean(&text);
    }

    #[test]
    fn pages_of_every_format_are_cleaned_and_restored(text in marked_up_text()) {
        bodies::view(&text);
    }

    #[test]
    fn rule_files_are_loaded_or_refused(edits in edits()) {
        bodies::rule_file(damaged(common::EVERY, &edits).as_bytes());
    }

    #[test]
    fn patterns_find_what_regex_automata_finds(
        pattern in "([a-cA-C .é0]|\\[[a-c]{1,3}\\]|\\\\[dws]|\\^|\\$|\\(\\?i:ab\\)|[*+?|]|\\{1,2\\}|\\(a\\|bc?\\)){1,8}",
        line in "[a-cA-C .é0-1_]{1,24}",
    ) {
        bodies::pattern(&pattern, &line);
    }

    #[test]
    fn records_are_read_and_restored_by(text in shipped_pages(), edits in edits(), line in "[a-c\n]{0,9}") {
        let cleaned = Cleaner::shipped().clean(&Page::new(&text)).text;
        let record = Cleaner::shipped().clean(&Page::new(&text)).record("page");
        let json = serde_json::to_string(&record).expect("a record is JSON");
        bodies::record(&damaged(&json, &edits), &cleaned);
        bodies::record(&json, &(cleaned + &line));
    }

    #[test]
    fn formatting_keeps_the_meaning(edits in edits()) {
        bodies::format(&damaged(common::EVERY, &edits));
    }
}
