//! A list of contents, and the headings that it names.

use crate::clean::story::lines::StoryLines;
use crate::text::keys::KeyTable;
use crate::text::mix;

/// Words of an entry.
const MOST_WORDS: usize = 8;
/// Entries that are headings further down, from which on a list is one of contents.
const LEAST_ENTRIES: usize = 4;
/// How often a heading stands on a page; what stands more often names nothing.
const MOST_COPIES: usize = 16;

/// Marks the lines of lists of contents and the headings that they name: short lines in a row, most of which
/// stand further down again, in their order, over text.
pub(crate) fn contents_lines(lines: &impl StoryLines, kept: &mut [bool]) {
    let heads = Heads::read(lines);
    if heads.count < LEAST_ENTRIES {
        return;
    }
    let mut from = 0;
    for rank in 0..=lines.count() {
        if rank < lines.count() && is_short(lines, rank) {
            continue;
        }
        if rank - from >= LEAST_ENTRIES {
            let named = heads.named(lines, from, rank);
            mark(&named, kept);
        }
        from = rank + 1;
    }
}

fn is_short(lines: &impl StoryLines, rank: usize) -> bool {
    (1..=MOST_WORDS).contains(&lines.words(rank)) && !lines.ends_sentence(rank)
}

/// Marks the entries of a list from the first that is named below to the last, and what they name.
fn mark(named: &[(usize, usize)], kept: &mut [bool]) {
    let (Some(first), Some(last)) = (named.first(), named.last()) else {
        return;
    };
    let entries = first.0..=last.0;
    if named.len() < LEAST_ENTRIES || 3 * named.len() < 2 * entries.clone().count() {
        return;
    }
    kept[entries].fill(true);
    for &(_, heading) in named {
        kept[heading] = true;
    }
}

/// The lines of a page that stand over text.
struct Heads {
    /// The last of each, by its letters and digits, from 1.
    last: KeyTable<u32>,
    /// For each line that with the same letters and digits before it, from 1.
    before: Vec<u32>,
    /// Lengths that heads have, as bits.
    lengths: u64,
    count: usize,
}

impl Heads {
    fn read(lines: &impl StoryLines) -> Self {
        let mut heads = Self {
            last: KeyTable::default(),
            before: vec![0; lines.count()],
            lengths: 0,
            count: 0,
        };
        for rank in 1..lines.count() {
            let head = rank - 1;
            let is_marked =
                || lines.text(head).starts_with("# ") || lines.text(head).starts_with("##");
            if is_short(lines, head) && (stands_over_text(lines, rank) || is_marked()) {
                let name = name(lines.text(head));
                heads.lengths |= length_bit(name);
                let last = heads.last.entry(key(name));
                heads.before[head] = *last;
                *last = u32::try_from(rank).expect("a page has fewer lines");
                heads.count += 1;
            }
        }
        heads
    }

    /// The lines of a list that are heads below it, each with its head, where heads follow each other as the lines do.
    fn named(&self, lines: &impl StoryLines, from: usize, to: usize) -> Vec<(usize, usize)> {
        let mut named = Vec::new();
        let mut above = from;
        for rank in from..to {
            above = above.max(rank);
            if let Some(head) = self.first_below(lines.text(rank), above) {
                named.push((rank, head));
                above = head;
            }
        }
        named
    }

    /// The first head with the name of a line that stands below another line.
    fn first_below(&self, text: &str, above: usize) -> Option<usize> {
        let name = name(text);
        if self.lengths & length_bit(name) == 0 {
            return None;
        }
        let mut found = None;
        let mut at = self.last.get(key(name)).unwrap_or(0) as usize;
        for _ in 0..MOST_COPIES {
            if at <= above + 1 {
                return found;
            }
            found = Some(at - 1);
            at = self.before[at - 1] as usize;
        }
        None
    }
}

/// Whether a line is a sentence, or long.
fn stands_over_text(lines: &impl StoryLines, rank: usize) -> bool {
    lines.is_prose(rank) || (lines.ends_sentence(rank) && lines.words(rank) >= 3)
}

/// A line without signs at its ends.
fn name(text: &str) -> &str {
    let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    if is_plain(text.as_bytes().first()) && is_plain(text.as_bytes().last()) {
        return text;
    }
    text.trim_matches(|c: char| !c.is_alphanumeric())
}

fn length_bit(name: &str) -> u64 {
    1 << (name.len() % 64)
}

/// Equal where names are the same but for capitals.
fn key(name: &str) -> u64 {
    if name.is_ascii() {
        return lower_key(name);
    }
    let lower: String = name.chars().flat_map(char::to_lowercase).collect();
    lower_key(&lower)
}

/// The key of a text of which ASCII letters are taken as small ones.
fn lower_key(text: &str) -> u64 {
    let (chunks, rest) = text.as_bytes().as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let mut hash = mix::BASIS;
    for mut chunk in chunks.iter().copied().chain([last]) {
        chunk.make_ascii_lowercase();
        hash = mix::step(hash, u64::from_le_bytes(chunk));
    }
    mix::finish(hash, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::story::lines::marked;
    use proptest::prelude::*;

    fn kept(text: &str) -> Vec<usize> {
        marked(text, |lines, kept| contents_lines(lines, kept))
    }

    #[test]
    fn a_list_of_contents_stays_with_its_headings() {
        let text = "Guide\nThis is a guide to boats.\n- Sails\n- Tags\n- Contact\n- Search\n\
            ## Sails\nThey are of cloth.\n## Tags\nThey hang on ropes.\n## Contact\nRing the bell twice.\n## Search\nAsk the pilot first.";
        assert_eq!(kept(text), [2, 3, 4, 5, 6, 8, 10, 12]);
    }

    proptest! {
        #[test]
        fn names_are_the_same_but_for_capitals(
            name in "[a-cA-CkK\u{212a}\u{e9}\u{c9} ]{0,12}|[a-b]{6,10}",
            other in "[a-cA-CkK\u{212a}\u{e9}\u{c9} ]{0,12}",
        ) {
            let lower = |name: &str| -> String { name.chars().flat_map(char::to_lowercase).collect() };
            for other in [other, name.to_uppercase(), name.to_lowercase()] {
                prop_assert_eq!(key(&name) == key(&other), lower(&name) == lower(&other));
            }
        }
    }

    #[test]
    fn a_menu_that_stands_twice_is_no_list_of_contents() {
        let menu = "Home\nNews\nSport\nContact\n";
        let text = format!("{menu}The ferry sails on Monday.\n{menu}");
        assert_eq!(kept(&text), [0_usize; 0]);
        let other = "Contact\nRing the bell twice.\nSport\nThey play it well.\nNews\nThere are none today.\nHome\nIt is far away.";
        let text = format!("{menu}The ferry sails on Monday.\n{other}");
        assert_eq!(kept(&text), [0_usize; 0], "another order");
    }
}
