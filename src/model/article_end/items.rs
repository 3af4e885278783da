//! Numbered items: the parts of one list are one story, whatever each speaks of.

use crate::page::Page;

/// Greater numbers are years, prices or scores.
const MOST_ITEMS: usize = 200;

/// For each filled line, whether it begins with a number that follows on that of a line above, or is the
/// next one of a list that counts down. O(n) in bytes.
pub(crate) fn continued(page: &Page<'_>) -> Vec<bool> {
    let mut began = [false; MOST_ITEMS + 2];
    let goes_on = |&line: &usize| {
        let Some(number) = number_of(page.trimmed_text(line)) else {
            return false;
        };
        let goes_up = number > 0 && began[number - 1];
        let goes_on = goes_up || began[number + 1] && !began[number];
        began[number] = true;
        goes_on
    };
    page.filled().iter().map(goes_on).collect()
}

/// The number of an item: digits with `.`, `)` or `:` behind them, then a space; a bullet or the mark of a
/// heading may stand before them.
fn number_of(text: &str) -> Option<usize> {
    let text = text.trim_start_matches(['#', '*', '-', '•', ' ']);
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (digits, rest) = text.split_at(end);
    let rest = rest.strip_prefix(['.', ')', ':'])?;
    let number = digits.parse().ok().filter(|&number| number <= MOST_ITEMS);
    number.filter(|_| rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_items() {
        for (text, expected) in [
            ("8. The mill", Some(8)),
            ("# 12) The mill", Some(12)),
            ("• 3: The mill", Some(3)),
            ("8.5 points", None),
            ("8 mills", None),
            ("2025. A good year", None),
            ("99999999999999999999. Too many", None),
            ("Mill 8.", None),
            ("7.", None),
            ("", None),
        ] {
            assert_eq!(number_of(text), expected, "{text:?}");
        }
    }

    #[test]
    fn an_item_goes_on_where_the_one_before_it_stands_above() {
        let page = Page::new("3. Rain\n1. Oak\nIt lasts.\n2. Ash\n\n4. Elm\n6. Fir\n");
        assert_eq!(continued(&page), [false, false, false, true, true, false]);
    }

    #[test]
    fn lists_count_down_too_but_do_not_begin_again() {
        let page = Page::new("200. Oak\n199. Ash\n197. Fir\n196. Elm\n0. Yew\n");
        assert_eq!(continued(&page), [false, true, false, true, false]);
        let page = Page::new("1. Oak\n2. Ash\nRain\n1. Fir\n");
        assert_eq!(continued(&page), [false, true, false, false]);
    }
}
