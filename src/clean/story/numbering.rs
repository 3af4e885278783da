//! Numbered lists: where a text counts on, it has not ended.

use crate::clean::story::lines::StoryLines;

/// Numbers in a row before a place from which on they are a list.
const LEAST: usize = 3;

/// The lines of a page that begin with a number and a sign behind it: where they begin, and the number.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Numbering(Vec<(usize, u16)>);

impl Numbering {
    /// Reads a page. O(n) in lines.
    pub(crate) fn of(lines: &impl StoryLines) -> Self {
        let numbered = (0..lines.count()).filter_map(|rank| {
            let may_have = lines.looks(rank).has_digit();
            let number = may_have.then(|| leading_number(lines.text(rank)))??;
            Some((lines.full_span(rank).start, number))
        });
        Self(numbered.collect())
    }

    /// Whether a list of three numbers in a row or more stands before a byte and has its next one behind it.
    pub(crate) fn goes_on(&self, at: usize) -> bool {
        let (before, after) = self.0.split_at(self.0.partition_point(|one| one.0 < at));
        let Some(&(_, last)) = before.last() else {
            return false;
        };
        let in_a_row = before.iter().rev().zip(0..);
        let in_a_row = in_a_row.take_while(|((_, number), back)| number + back == last);
        in_a_row.count() >= LEAST && after.first().is_some_and(|(_, next)| *next == last + 1)
    }
}

/// The number with which a line begins, as in "12.", "12. Rain" and "12) Rain".
fn leading_number(text: &str) -> Option<u16> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) {
        return None;
    }
    let rest = text[digits..].strip_prefix(['.', ')'])?;
    let ends = rest.chars().next().is_none_or(char::is_whitespace);
    ends.then(|| text[..digits].parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::plain::extents::PageLines;
    use crate::page::Page;

    fn goes_on(text: &str, at: &str) -> bool {
        let page = Page::new(text);
        let at = text.find(at).expect("it is in the text");
        Numbering::of(&PageLines(&page)).goes_on(at)
    }

    #[test]
    fn a_list_that_counts_on_has_not_ended() {
        let list = "Of tools.\n1. Adze\n2.\nSaw\n3) Plane\nOurs too:\n4. Awl\nRelated\n";
        assert!(goes_on(list, "Ours"));
        assert!(!goes_on(list, "Saw"), "two numbers are no list");
        assert!(!goes_on(list, "Related"), "nothing follows");
    }

    #[test]
    fn another_list_is_none_that_goes_on() {
        let ranked = "1. Adze\n2. Saw\n3. Plane\nMost read\n1. Rain on the quay\n2. A third boat\n";
        assert!(!goes_on(ranked, "Most"));
        let gap = "1. Adze\n3. Saw\n4. Plane\nOurs\n5. Awl\n";
        assert!(!goes_on(gap, "Ours"));
        let years = "1998. Rain.\n1999. Fog.\n2000. Sun.\nOurs\n2001. Hail.\n";
        assert!(!goes_on(years, "Ours"), "no numbers of a list");
        assert!(!goes_on("1.5 l\n2.5 l\n3.5 l\nOurs\n4.5 l\n", "Ours"));
    }
}
