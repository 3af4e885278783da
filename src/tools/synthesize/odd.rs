//! Odd pages: what crawls hold besides articles.

use crate::rules::kind::Kind;
use crate::rules::worded::worded_enum;
use crate::text::span::Span;
use crate::tools::synthesize::draft::{Draft, NoiseSpan};

worded_enum! {
    /// What is odd about a page.
    pub enum Odd {
        /// Nothing stands on it, or blanks alone.
        Empty = "empty",
        /// It is one line.
        OneLine = "one-line",
        /// Its lines end in CRLF.
        Crlf = "crlf",
        /// Its lines end in CR alone.
        Cr = "cr",
        /// It has noise and no article.
        NoArticle = "no-article",
        /// It is in capitals.
        Capitals = "capitals",
        /// One line stands on it hundreds of times.
        EqualLines = "equal-lines",
        /// Invisible characters stand among its words.
        Invisible = "invisible",
        /// Its article is 60 to 250 KB long.
        Huge = "huge",
    }
}

/// How often each comes, in ten thousands of pages.
const OFTEN: [(Odd, u32); 9] = [
    (Odd::Empty, 20),
    (Odd::OneLine, 30),
    (Odd::Crlf, 40),
    (Odd::Cr, 10),
    (Odd::NoArticle, 30),
    (Odd::Capitals, 30),
    (Odd::EqualLines, 20),
    (Odd::Invisible, 30),
    (Odd::Huge, 15),
];

impl Odd {
    /// What is odd about the page for which a number below 10,000 was drawn; nothing, mostly.
    pub(crate) fn drawn(mut number: u32) -> Option<Self> {
        for (odd, often) in OFTEN {
            match number.checked_sub(often) {
                Some(left) => number = left,
                None => return Some(odd),
            }
        }
        None
    }

    /// Makes a page that is written whole odd, and keeps its labels true.
    pub(crate) fn change(self, draft: &mut Draft) {
        match self {
            Self::OneLine => draft.text.iter_mut().for_each(|byte| {
                if *byte == b'\n' {
                    *byte = b' ';
                }
            }),
            Self::Cr => draft.text.iter_mut().for_each(|byte| {
                if *byte == b'\n' {
                    *byte = b'\r';
                }
            }),
            Self::Capitals => draft.text.make_ascii_uppercase(),
            Self::Crlf => replace(draft, b'\n', |_| b"\r\n"),
            // A byte order mark, a zero-width space, a soft hyphen, a no-break space.
            Self::Invisible => replace(draft, b' ', |at| match at % 41 {
                3 => b" \xe2\x80\x8b",
                11 => b"\xc2\xa0",
                29 => b"\xc2\xad ",
                37 => b" \xef\xbb\xbf",
                _ => b" ",
            }),
            Self::EqualLines => repeat(draft),
            Self::Empty | Self::NoArticle | Self::Huge => {}
        }
    }
}

/// Puts something in the place of each byte that is `from`; the spans move with their text.
fn replace(draft: &mut Draft, from: u8, with: impl Fn(usize) -> &'static [u8]) {
    let old = std::mem::take(&mut draft.text);
    let mut moved = Vec::with_capacity(2 * draft.noise.len());
    let mut bounds = draft
        .noise
        .iter()
        .flat_map(|noise| [noise.span.start, noise.span.end])
        .peekable();
    for (at, byte) in old.iter().enumerate() {
        while bounds.next_if_eq(&at).is_some() {
            moved.push(draft.text.len());
        }
        if *byte == from {
            draft.text.extend_from_slice(with(at));
        } else {
            draft.text.push(*byte);
        }
    }
    moved.resize(2 * draft.noise.len(), draft.text.len());
    for (noise, bounds) in draft.noise.iter_mut().zip(moved.chunks_exact(2)) {
        noise.span = Span::new(bounds[0], bounds[1]);
    }
}

/// Puts some hundred equal lines behind the page.
fn repeat(draft: &mut Draft) {
    const LINE: &[u8] = b"Loading...\n";
    let (first, second) = (draft.text.len(), draft.text.len() + LINE.len());
    for _ in 0..200 + first % 700 {
        draft.text.extend_from_slice(LINE);
    }
    let (once, again) = (
        Span::new(first, second),
        Span::new(second, draft.text.len()),
    );
    for (span, kind) in [(once, Kind::Other), (again, Kind::Duplicate)] {
        draft.noise.push(NoiseSpan { span, kind });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        let noise = vec![
            NoiseSpan {
                span: Span::new(0, 6),
                kind: Kind::Share,
            },
            NoiseSpan {
                span: Span::new(12, 17),
                kind: Kind::Nav,
            },
        ];
        let mut draft = Draft::default();
        draft.text = b"Share\nA word.Home\n".to_vec();
        draft.noise = noise;
        draft
    }

    fn labelled(draft: &Draft) -> Vec<String> {
        let of = |noise: &NoiseSpan| {
            String::from_utf8_lossy(&draft.text[noise.span.range()]).into_owned()
        };
        draft.noise.iter().map(of).collect()
    }

    #[test]
    fn spans_move_with_their_text() {
        let mut page = draft();
        Odd::Crlf.change(&mut page);
        assert_eq!(labelled(&page), ["Share\r\n", ".Home"]);
        let mut page = draft();
        page.noise[1].span = Span::new(13, 18);
        Odd::Crlf.change(&mut page);
        assert_eq!(labelled(&page), ["Share\r\n", "Home\r\n"]);
        Odd::OneLine.change(&mut page);
        assert!(!page.text.contains(&b'\n'));
    }

    #[test]
    fn equal_lines_are_noise_and_all_but_one_duplicates() {
        let mut page = draft();
        Odd::EqualLines.change(&mut page);
        let labelled = labelled(&page);
        assert_eq!(labelled[2], "Loading...\n");
        assert!(labelled[3].lines().count() >= 199);
    }

    #[test]
    fn few_pages_are_odd_and_each_oddity_comes() {
        let count = |odd| {
            (0..10_000)
                .filter(|&number| Odd::drawn(number) == Some(odd))
                .count()
        };
        assert!(Odd::ALL.iter().all(|&odd| count(odd) > 0));
        assert!(
            (0..10_000)
                .filter(|&number| Odd::drawn(number).is_some())
                .count()
                < 300
        );
    }
}
