//! Paragraphs that were wrapped into lines of one width.
//!
//! Who wraps a paragraph puts as many words on a line as fit. So the width is told by all breaks together: each
//! line is no longer than it, and would be with the next word. Verse, code, lists and menus break elsewhere.

use crate::text::fold::is_space;
use crate::text::span::Span;
use crate::view::markup::{Markup, Shown};

/// Widths at which texts are wrapped, in characters.
const LEAST_WIDTH: usize = 40;
const MOST_WIDTH: usize = 160;
/// The longest word of which a break tells something; slugs and addresses are longer.
const MOST_WORD_CHARS: usize = 24;
/// How many breaks tell a width.
const LEAST_BREAKS: usize = 3;

/// A break between two lines of a paragraph.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Break {
    /// How many characters the line before has.
    len: usize,
    /// How many it would have with the next word.
    with_next: usize,
    /// How many the line after has.
    next_len: usize,
}

impl Break {
    /// The break between two lines, which are given without their ends.
    pub(crate) fn new(before: &str, after: &str) -> Self {
        Self::between(Measured::of(before), Measured::of(after))
    }

    fn between(before: Measured, after: Measured) -> Self {
        let len = before.len;
        Self {
            len,
            // A very long word fits on no line, and says nothing of the width.
            with_next: if after.word <= MOST_WORD_CHARS {
                len + 1 + after.word
            } else {
                len
            },
            next_len: after.len,
        }
    }

    /// Whether the line after is the star of the line before: "Required fields are marked".
    pub(crate) fn is_before_star(before: &str, after: &str) -> bool {
        let before = before.trim_end_matches(is_space);
        let is_sentence = before.ends_with(char::is_alphabetic) && !is_mark(before.trim_start());
        after.trim_matches(is_space) == "*" && is_sentence
    }

    fn is_at(self, width: usize) -> bool {
        self.len <= width && width < self.with_next && self.next_len <= width
    }
}

/// How many characters a line has, and its first word.
#[derive(Debug, Clone, Copy)]
struct Measured {
    len: usize,
    word: usize,
}

impl Measured {
    fn of(line: &str) -> Self {
        let line = trim_end(line);
        Self {
            len: chars(line),
            word: first_word_chars(trim_start(line)),
        }
    }
}

/// Most lines begin and end with ASCII, which needs no characters to be read.
fn trim_start(line: &str) -> &str {
    match line.as_bytes().first() {
        Some(first) if first.is_ascii_graphic() => line,
        _ => line.trim_start_matches(is_space),
    }
}

fn trim_end(line: &str) -> &str {
    match line.as_bytes().last() {
        Some(last) if last.is_ascii_graphic() => line,
        _ => line.trim_end_matches(is_space),
    }
}

fn chars(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().count()
    }
}

/// How many characters the first word has.
fn first_word_chars(line: &str) -> usize {
    let is_graphic = |byte: &u8| byte.is_ascii_graphic();
    let end = line
        .as_bytes()
        .iter()
        .take_while(|byte| is_graphic(byte))
        .count();
    match line.as_bytes().get(end) {
        None | Some(b' ') => end,
        Some(_) => chars(line.split(is_space).next().unwrap_or_default()),
    }
}

/// The width at which a text was wrapped, by the breaks of all its paragraphs; none where it was not. O(n) in
/// breaks.
pub(crate) fn width(breaks: impl Iterator<Item = Break>) -> Option<usize> {
    // How many more breaks fit each width than the one before it.
    let mut steps = [0_i64; MOST_WIDTH + 2];
    let mut long = 0;
    for one in breaks {
        long += i64::from(one.len >= LEAST_WIDTH);
        let from = one.len.max(one.next_len).max(LEAST_WIDTH);
        let to = one.with_next.min(MOST_WIDTH + 1);
        if from < to {
            steps[from] += 1;
            steps[to] -= 1;
        }
    }
    let (mut fit, mut best) = (0, (0, 0));
    for (width, step) in steps.iter().enumerate() {
        fit += step;
        if fit > best.0 {
            best = (fit, width);
        }
    }
    let (most, width) = best;
    let is_enough = usize::try_from(most).is_ok_and(|most| most >= LEAST_BREAKS);
    (is_enough && 2 * most >= long).then_some(width)
}

/// Whether a paragraph was wrapped at a width.
pub(crate) fn is_wrapped(breaks: &[Break], width: usize) -> bool {
    !breaks.is_empty() && breaks.iter().all(|one| one.is_at(width))
}

/// Marks the ends of line inside the wrapped paragraphs of a plain text. O(n) in bytes; where few lines that
/// could be wrapped follow each other only ends of line are looked for.
pub(crate) fn wrapped_paragraphs(text: &str, markup: &mut Markup) {
    if !may_be_wrapped(text) {
        return;
    }
    let Some(width) = width(breaks(text)) else {
        return;
    };
    for at in memchr::memmem::find_iter(text.as_bytes(), "\n*\n") {
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        if Break::is_before_star(&text[start..at], "*") {
            markup.mark(at, at + 1, Shown::Space);
        }
    }
    for lines in blocks(text) {
        let pairs = lines.windows(2);
        let breaks = pairs.map(|pair| Break::new(&text[pair[0].range()], &text[pair[1].range()]));
        if is_wrapped(&breaks.collect::<Vec<_>>(), width) {
            for pair in lines.windows(2) {
                let next = &text[pair[1].range()];
                let indent = next.len() - trim_start(next).len();
                markup.mark(pair[0].end, pair[1].start + indent, Shown::Space);
                markup.is_wrapped = true;
            }
        }
    }
}

/// Whether enough lines of some length have another right behind them.
fn may_be_wrapped(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut start, mut found) = (0, 0);
    for end in memchr::memchr_iter(b'\n', bytes) {
        let len = end - start;
        start = end + 1;
        let is_long = (LEAST_WIDTH..=4 * MOST_WIDTH).contains(&len);
        if is_long
            && bytes
                .get(start)
                .is_some_and(|next| !next.is_ascii_whitespace())
        {
            found += 1;
            if found >= LEAST_BREAKS {
                return true;
            }
        }
    }
    false
}

/// The breaks of a text that may tell a width: between lines of one paragraph each, the first of which is of some length.
fn breaks(text: &str) -> impl Iterator<Item = Break> + '_ {
    // With the longest word that counts behind it a shorter line ends below all widths.
    const LEAST_BYTES: usize = LEAST_WIDTH - MOST_WORD_CHARS - 1;
    // A line is measured once, as far as it is.
    let mut before = (Span::new(0, 0), None);
    paragraph_lines(text).filter_map(move |line| {
        let (above, measured) = std::mem::replace(&mut before, (line.span, None));
        if !line.goes_on || above.range().len() < LEAST_BYTES {
            return None;
        }
        let measured = measured.unwrap_or_else(|| Measured::of(&text[above.range()]));
        let own = Measured::of(&text[line.span.range()]);
        before.1 = Some(own);
        Some(Break::between(measured, own))
    })
}

/// The runs of lines that could be a paragraph each.
fn blocks(text: &str) -> Vec<Vec<Span>> {
    let mut blocks: Vec<Vec<Span>> = Vec::new();
    for line in paragraph_lines(text) {
        match blocks.last_mut() {
            Some(block) if line.goes_on => block.push(line.span),
            _ => blocks.push(vec![line.span]),
        }
    }
    blocks.retain(|block| block.len() > 1);
    blocks
}

/// A line that could be one of a paragraph, without its end.
struct ParagraphLine {
    span: Span,
    /// Whether it could be of one paragraph with the line above.
    goes_on: bool,
}

/// The lines that could be of a paragraph: none of them is blank, or begins as an entry of a list, a row, a heading or a
/// quotation; one that is indented otherwise than the line above begins another.
fn paragraph_lines(text: &str) -> impl Iterator<Item = ParagraphLine> + '_ {
    let has_returns = memchr::memchr(b'\r', text.as_bytes()).is_some();
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let (mut start, mut before) = (0, None);
    ends.filter_map(move |end| {
        let line = &text[start..end];
        let body = if has_returns {
            line.trim_end_matches('\r')
        } else {
            line
        };
        let span = Span::new(start, start + body.len());
        start = end + 1;
        let bare = trim_start(body);
        let indent = body.len() - bare.len();
        if bare.is_empty() || has_returns && body.contains('\r') || is_mark(bare) {
            before = None;
            return None;
        }
        let goes_on = before.replace(indent) == Some(indent);
        Some(ParagraphLine { span, goes_on })
    })
}

/// Whether a line begins as something that is no paragraph.
fn is_mark(line: &str) -> bool {
    let mut chars = line.chars();
    let first = chars.next().unwrap_or(' ');
    let is_parted = chars.next().is_none_or(is_space);
    match first {
        '|' | '>' | '│' | '•' | '·' | '▪' | '‣' => true,
        '-' | '*' | '+' | '–' | '—' | '#' => is_parted || line.starts_with("##"),
        '0'..='9' => {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.starts_with([')', '.']) && rest[1..].starts_with(is_space)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        let mut markup = Markup::default();
        wrapped_paragraphs(text, &mut markup);
        markup.settle();
        let built = crate::view::builder::Built::new(text, &markup.marks);
        built.text
    }

    const WRAPPED: &str = "The pilots of the estuary have asked for a third boat since the\n\
        old one was sold, and the council said on Friday that it would\n\
        answer them before the winter, when most of the boats go out.\n\
        So far nobody has.\n";

    #[test]
    fn a_wrapped_paragraph_is_one_line() {
        let text = format!("{WRAPPED}\nShare\nPrint\n");
        let one = WRAPPED.trim_end().replace('\n', " ");
        assert_eq!(shown(&text), format!("{one}\n\nShare\nPrint\n"));
    }

    /// The width that most breaks fit, tried one by one; of several the least.
    fn width_twin(breaks: &[Break]) -> Option<usize> {
        let fits = |width: usize| {
            let fit =
                |one: &&Break| one.len <= width && width < one.with_next && one.next_len <= width;
            breaks.iter().filter(fit).count()
        };
        let widths = LEAST_WIDTH..=MOST_WIDTH;
        let best = widths.max_by_key(|width| (fits(*width), std::cmp::Reverse(*width)))?;
        let long = breaks.iter().filter(|one| one.len >= LEAST_WIDTH).count();
        (fits(best) >= LEAST_BREAKS && 2 * fits(best) >= long).then_some(best)
    }

    /// Words set into lines that are as long as they may be.
    fn wrap(words: &[&str], width: usize) -> String {
        let mut lines: Vec<String> = Vec::new();
        for word in words {
            match lines.last_mut() {
                Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push((*word).to_owned()),
            }
        }
        lines.join("\n")
    }

    fn paragraphs() -> impl Strategy<Value = Vec<Vec<&'static str>>> {
        let word = prop::sample::select(vec![
            "rain",
            "a",
            "of",
            "möwen",
            "estuary",
            "harbour-master",
            "said,",
            "quay.",
            "the",
            "1974",
        ]);
        prop::collection::vec(prop::collection::vec(word, 1..90), 1..6)
    }

    proptest! {
        #[test]
        fn what_was_wrapped_is_shown_as_it_was_before(paragraphs in paragraphs(), width in 56..MOST_WIDTH) {
            let wrapped: Vec<String> = paragraphs.iter().map(|words| wrap(words, width)).collect();
            let breaks: usize = wrapped.iter().map(|lines| lines.matches('\n').count()).sum();
            // At less than this width a line of these words may be too short to tell anything.
            prop_assume!(breaks >= LEAST_BREAKS);
            let before: Vec<String> = paragraphs.iter().map(|words| words.join(" ")).collect();
            prop_assert_eq!(shown(&wrapped.join("\n\n")), before.join("\n\n"));
        }

        #[test]
        fn breaks_are_those_inside_of_blocks(
            paragraphs in paragraphs(),
            width in LEAST_WIDTH..MOST_WIDTH,
            between in prop::sample::select(vec!["\n\n", "\n", "\n* ", "\n  ", "\n\u{a0}", "\r\n", "\n| a\n", " \n\u{200b}\n"]),
        ) {
            let wrapped = paragraphs.iter().map(|words| wrap(words, width));
            let text = wrapped.collect::<Vec<_>>().join(between);
            let blocks = blocks(&text);
            let pairs = blocks.iter().flat_map(|lines| lines.windows(2));
            let all = pairs.map(|pair| Break::new(&text[pair[0].range()], &text[pair[1].range()]));
            prop_assert_eq!(super::width(breaks(&text)), super::width(all));
        }

        #[test]
        fn the_width_is_the_one_that_most_breaks_fit(lens in prop::collection::vec((0_usize..200, 1_usize..30), 0..40)) {
            let lines: Vec<String> = lens.iter().map(|(len, word)| {
                let word = "w".repeat(*word);
                format!("{word} {}", "x".repeat(*len))
            }).collect();
            let breaks: Vec<Break> = lines.windows(2).map(|pair| Break::new(&pair[0], &pair[1])).collect();
            prop_assert_eq!(width(breaks.iter().copied()), width_twin(&breaks));
        }
    }

    #[test]
    fn the_star_of_required_fields_is_of_its_line() {
        let text = format!("{WRAPPED}\nRequired fields are marked\n*\n\n* a\n*\n* b\n");
        assert!(shown(&text).ends_with("\nRequired fields are marked *\n\n* a\n*\n* b\n"));
    }

    #[test]
    fn verse_and_lists_are_no_paragraphs() {
        let verse = "O pilot of the estuary, the evening comes so slow\n\
            And all the lamps along the quay are lit for those who go\n\
            Beyond the bar, beyond the buoy, beyond the bell that tolls\n\
            For boats that never came again and never-resting souls\n";
        assert_eq!(shown(verse), verse);
        let list = WRAPPED.replace("old one", "* old one");
        assert_eq!(shown(&list), list);
        let sentences = "It rained all day, and then again at night as well, they said.\n\
            Nobody minded that.\nThe boats had been in since the morning, and the crews were asleep.\n\
            So it was on the second day, and so it was upon the third one.\n";
        assert_eq!(shown(sentences), sentences);
    }
}
