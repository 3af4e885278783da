//! What lines with dates of other days have in common.

use crate::text::date_words::is_date_word;
use crate::text::mix;

/// The shapes of a line, one or two: its text without case, spaces, numbers and the words of dates; and that without names, which are
/// runs of words that begin with a capital, behind the first word. Lines of one shape have one of them in common.
/// O(n) in bytes.
pub(crate) fn date_shapes(text: &str) -> impl Iterator<Item = u64> + use<> {
    let (mut plain, mut named) = (String::new(), String::new());
    let mut is_behind_name = false;
    let words = text.split(|c: char| !c.is_alphanumeric());
    for (at, word) in words.filter(|word| !word.is_empty()).enumerate() {
        let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let has_number = letters.len() < word.len();
        let lower = letters.to_lowercase();
        let lower = if is_date_word(&lower) { "" } else { &*lower };
        let shape = if has_number { "#" } else { lower };
        push(&mut plain, shape);
        let is_name =
            at > 0 && !has_number && !lower.is_empty() && word.starts_with(char::is_uppercase);
        if is_name {
            if !is_behind_name {
                push(&mut named, "@");
            }
        } else {
            push(&mut named, shape);
        }
        is_behind_name = is_name;
    }
    let shapes = [plain, named].map(|shape| mix::of_bytes(shape.as_bytes()));
    let is_one = shapes[0] == shapes[1];
    shapes.into_iter().take(if is_one { 1 } else { 2 })
}

/// Adds a word; a number behind a number is the same number.
fn push(shape: &mut String, word: &str) {
    if !(word.is_empty() || word == "#" && shape.ends_with('#')) {
        shape.push(' ');
        shape.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn have_one_shape(one: &str, other: &str) -> bool {
        date_shapes(one).any(|shape| date_shapes(other).any(|own| own == shape))
    }

    #[test]
    fn other_days_have_one_shape() {
        for (one, other) in [
            ("11 May 2011, 9:30", "2 june 2012 19:42"),
            ("11 January 2012 11:50AM", "2 May 2012 1:07pm"),
            ("[2011-12-29 21:09]", "[2011-12-30 07:46]"),
            (
                "Posted by Ada Finch on 11 May 2011",
                "Posted by Tom on 2 June 2011",
            ),
            ("July 11th, 2012 at 9:56 pm", "May 2nd, 2012 at 10:01 am"),
        ] {
            assert!(have_one_shape(one, other), "{one} | {other}");
        }
        for (one, other) in [
            ("11 May 2011", "Call 555 1234 now"),
            ("In 2011 and 2012", "11 May 2011"),
        ] {
            assert!(!have_one_shape(one, other), "{one} | {other}");
        }
    }
}
