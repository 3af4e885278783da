//! Lines of code: between fences, or some in a row that plainly are code.

use crate::clean::story::lines::StoryLines;
use crate::text::signs::sign_bit;

/// Lines in a row, a few others among them, that make code of what could be chance.
const LEAST_LINES: usize = 3;

/// Marks the lines of code of a page.
pub(crate) fn code_lines(lines: &impl StoryLines, kept: &mut [bool]) {
    fenced(lines, kept);
    let is_code: Vec<bool> = (0..lines.count()).map(|rank| lines.is_code(rank)).collect();
    let mut rank = 0;
    while rank < is_code.len() {
        if !is_code[rank] {
            rank += 1;
            continue;
        }
        let (mut last, mut found) = (rank, 1);
        // A line between two of code is of it: a comment, a name, a brace's content.
        let mut next = rank + 1;
        while next < is_code.len() && next - last <= 2 {
            if is_code[next] {
                (last, found) = (next, found + 1);
            }
            next += 1;
        }
        if found >= LEAST_LINES {
            kept[rank..=last].fill(true);
        }
        rank = last + 1;
    }
}

/// Marks what stands between fences of Markdown, and the fences; one that is never closed opens nothing.
fn fenced(lines: &impl StoryLines, kept: &mut [bool]) {
    let mut open: Option<(usize, &str)> = None;
    for rank in 0..lines.count() {
        if !lines.looks(rank).may_be_fence() {
            continue;
        }
        let text = lines.text(rank);
        match open {
            Some((from, fence)) if text == fence => {
                kept[from..=rank].fill(true);
                open = None;
            }
            None => open = fence(text).map(|fence| (rank, fence)),
            Some(_) => {}
        }
    }
}

/// The fence with which a line begins, where no more than the name of a language stands behind it.
fn fence(text: &str) -> Option<&str> {
    let sign = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let len = text.chars().take_while(|&c| c == sign).count();
    let info = &text[len..];
    (len >= 3 && !info.contains(sign) && info.split_whitespace().count() <= 3).then(|| &text[..len])
}

/// The bytes that lines of code have and most lines of prose have not.
const IS_SIGN: [bool; 256] = {
    let signs = *b"{}<>=;&|[";
    let mut is_sign = [false; 256];
    let mut at = 0;
    while at < signs.len() {
        is_sign[signs[at] as usize] = true;
        at += 1;
    }
    is_sign
};

/// Whether a line is a statement that begins with a word of code, as in languages without signs.
fn is_statement(text: &str) -> bool {
    const WORDS: [&str; 6] = ["import ", "from ", "return ", "class ", "def ", "let "];
    let begins = WORDS.iter().any(|word| text.starts_with(word));
    begins && text.split_whitespace().count() <= 6 && !text.ends_with(['.', '!', '?'])
}

/// Whether a line is nothing but a span of code in Markdown, with a bullet or without.
fn is_code_span(text: &str) -> bool {
    let body = text.trim_start_matches(['-', '*', '+', ' ']);
    let inner = body
        .strip_prefix('`')
        .and_then(|body| body.strip_suffix('`'));
    inner.is_some_and(|inner| !inner.is_empty() && !inner.contains('`'))
}

/// Marks the headings of a text in Markdown that holds code: what its manual calls "Share" is no button.
pub(crate) fn headings_among_code(lines: &impl StoryLines, code: &[bool], kept: &mut [bool]) {
    if !code.contains(&true) {
        return;
    }
    for (rank, kept) in kept.iter_mut().enumerate() {
        let text = lines.text(rank);
        let body = text.trim_start_matches('#');
        let level = text.len() - body.len();
        *kept |= !code[rank] && (1..=6).contains(&level) && body.starts_with(' ');
    }
}

/// Whether a line is code whatever stands around it: it ends as statements and blocks do, or holds signs that
/// prose does not have.
pub(crate) fn reads_as_code(text: &str) -> bool {
    reads_as_code_by(text, !0)
}

/// The same of a line that has no signs of ASCII but these, by [`sign_bit`]: most lines of prose are told by them.
pub(crate) fn reads_as_code_by(text: &str, signs: u64) -> bool {
    const MOST_BYTES: usize = 200;
    text.len() <= MOST_BYTES && (begins_code(text) || signs & CODE_SIGNS != 0 && holds_code(text))
}

/// The signs without which a line that does not begin as code is none.
const CODE_SIGNS: u64 = {
    let signs = *b"{}<>=;&|[:()";
    let (mut bits, mut at) = (0, 0);
    while at < signs.len() {
        bits |= sign_bit(signs[at] as u32);
        at += 1;
    }
    bits
};

/// Whether a line is code by its beginning.
fn begins_code(text: &str) -> bool {
    const STARTS: [&str; 7] = ["$ ", "#include", "fn ", "def ", "#!/", "SELECT ", "//"];
    let first = text.as_bytes().first();
    if !first.is_some_and(|first| b"$#/Scdfilr`-*+ ".contains(first)) {
        return false;
    }
    let starts = STARTS.iter().any(|start| text.starts_with(start)) && !text.ends_with('.');
    starts || is_statement(text) || is_code_span(text)
}

/// Whether a line is code by its signs.
fn holds_code(text: &str) -> bool {
    const ENDS: [&str; 10] = ["{", "}", "};", "});", ");", "),", "},", "->", "=>", "(;"];
    const SIGNS: [&str; 14] = [
        "::", "=>", "->", "==", "!=", ":=", "&&", "||", "();", "()", "</", "/>", " = ", "[]",
    ];
    // Most lines of prose have none of these.
    let bytes = text.as_bytes();
    let is_pair = |at: usize| matches!(bytes.get(at..at + 2), Some(b"::" | b"()" | b");" | b"),"));
    let may_be = bytes.iter().any(|&byte| IS_SIGN[usize::from(byte)])
        || memchr::memchr3_iter(b':', b'(', b')', bytes).any(is_pair);
    may_be
        && (ENDS.iter().any(|end| text.ends_with(end))
            || SIGNS.iter().any(|sign| text.contains(sign))
            || (text.ends_with(';') && !text.contains(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::story::lines::marked;
    use proptest::prelude::*;

    const NONE: [usize; 0] = [];

    proptest! {
        /// The slow twin goes by the beginning and by all signs, whatever they are.
        #[test]
        fn lines_are_told_by_their_signs(
            text in "(import |let |fn |SELECT |// |# |- `|[a-z]{1,3} )?([a-z,. ]{0,4}(::|->|=|\\(\\)|\\);|\\{|`|;|!=| = |\\[\\]|&&|/>|é)?){0,3}",
        ) {
            let signs = text.chars().filter(|c| !c.is_ascii_alphanumeric());
            let signs = signs.fold(0, |all, c| all | sign_bit(u32::from(c)));
            let starts = ["$ ", "#include", "fn ", "def ", "#!/", "SELECT ", "//"];
            let starts = starts.iter().any(|start| text.starts_with(start)) && !text.ends_with('.');
            let begins = starts || is_statement(&text) || is_code_span(&text);
            prop_assert_eq!(reads_as_code_by(&text, signs), begins || holds_code(&text), "{}", text);
            prop_assert_eq!(reads_as_code(&text), begins || holds_code(&text));
        }
    }

    fn kept(text: &str) -> Vec<usize> {
        marked(text, |lines, kept| code_lines(lines, kept))
    }

    #[test]
    fn what_stands_between_fences_is_code() {
        assert_eq!(kept("Say:\n```html\nShare\nHome\n```\nDone."), [1, 2, 3, 4]);
        assert_eq!(kept("Say:\n```\nShare\nHome\nDone."), NONE);
    }

    #[test]
    fn some_lines_of_code_in_a_row_are_code_with_what_stands_between() {
        assert_eq!(
            kept("use std::{\n    pin::{Pin, pin},\n    future,\n    task::Context,\n};\nShare"),
            [0, 1, 2, 3, 4]
        );
        assert_eq!(
            kept("from PIL import Image\nimport sys\nimage = open(sys.argv[1])"),
            [0, 1, 2]
        );
    }

    #[test]
    fn headings_in_markdown_stay_where_there_is_code() {
        let marks = |text: &str| {
            marked(text, |lines, kept| {
                let mut code = vec![false; lines.count()];
                code_lines(lines, &mut code);
                headings_among_code(lines, &code, kept);
            })
        };
        assert_eq!(marks("## Share\nOne of:\n- `en`\n- `de`\n- `fr`"), [0]);
        assert_eq!(marks("## Share\nOne of:\n- en\n- de\n- fr"), NONE);
    }

    #[test]
    fn prose_and_labels_are_no_code() {
        assert_eq!(
            kept(
                "From here, import duties rise.\nReturn to the quay.\nLet us sail.\nShare\nHome (1)"
            ),
            NONE
        );
        assert_eq!(kept("He said: \"Go\".\nfn main() {\nShare"), NONE);
    }
}
