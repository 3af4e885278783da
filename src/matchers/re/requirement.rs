//! What must stand in a line for a pattern to match: words and signs of which a line must hold one.
//!
//! `regex-syntax` extracts prefixes and suffixes; a rule's telling word often stands between. So the
//! tree is walked for everything that must stand somewhere, and the rarest of it is kept.

use regex_syntax::hir::{Class, Hir, HirKind};

/// A piece of text that a line must hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Piece {
    /// Small ASCII letters and digits, inside a word or as one.
    Word(String),
    /// A sign of ASCII that is neither letter nor digit nor white space.
    Sign(u8),
}

/// Pieces of which a line must hold one.
pub(crate) type AnyOf = Vec<Piece>;

/// How many pieces a choice may have; with more it counts as none.
const MOST_PIECES: usize = 160;
/// A choice that is seen on more lines than this filters nothing.
const MOST_SEEN: f64 = 0.7;

/// The choices of which a line must hold one piece each, the rarest first, and at most `most`.
pub(crate) fn requirements(hir: &Hir, most: usize) -> Vec<AnyOf> {
    let mut choices = required(hir);
    choices.retain(|choice| choice.len() <= MOST_PIECES && seen(choice) <= MOST_SEEN);
    choices.sort_by(|a, b| seen(a).total_cmp(&seen(b)).then_with(|| a.cmp(b)));
    choices.dedup();
    choices.truncate(most);
    choices
}

/// Every choice that the pattern cannot match without.
fn required(hir: &Hir) -> Vec<AnyOf> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Vec::new(),
        HirKind::Literal(_) => of_sequence(std::slice::from_ref(hir)),
        HirKind::Class(class) => signs(class).into_iter().collect(),
        HirKind::Repetition(repetition) if repetition.min == 0 => Vec::new(),
        HirKind::Repetition(repetition) => required(&repetition.sub),
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Concat(parts) => of_sequence(parts),
        HirKind::Alternation(branches) => of_branches(branches).into_iter().collect(),
    }
}

/// The rarest choice of each branch, together.
fn of_branches(branches: &[Hir]) -> Option<AnyOf> {
    let mut all = AnyOf::new();
    for branch in branches {
        let choices = required(branch).into_iter();
        all.extend(choices.min_by(|a, b| seen(a).total_cmp(&seen(b)))?);
    }
    all.sort_unstable();
    all.dedup();
    Some(all)
}

/// The choices of parts that must all match. Neighbouring characters join into one text.
fn of_sequence(parts: &[Hir]) -> Vec<AnyOf> {
    let mut choices = Vec::new();
    let mut run = String::new();
    for part in parts {
        if let Some(text) = plain_text(part) {
            run.push_str(&text);
        } else {
            choices.extend(pieces(&std::mem::take(&mut run)));
            choices.extend(required(part));
        }
    }
    choices.extend(pieces(&run));
    choices
}

/// Each word and sign of a text by itself.
fn pieces(text: &str) -> Vec<AnyOf> {
    let is_word = |c: char| c.is_ascii_alphanumeric();
    let words = text.split(|c| !is_word(c)).filter(|word| !word.is_empty());
    let words = words.map(|word| Piece::Word(word.to_ascii_lowercase()));
    let signs = text.bytes().filter(|&byte| is_sign(byte)).map(Piece::Sign);
    words.chain(signs).map(|piece| vec![piece]).collect()
}

/// Quotation marks are none: they are compared as one mark, and stand inside words.
fn is_sign(byte: u8) -> bool {
    byte.is_ascii_punctuation() && !matches!(byte, b'\'' | b'"' | b'`')
}

/// The text of a literal, or the letter of a class that holds just its two cases.
fn plain_text(hir: &Hir) -> Option<String> {
    match hir.kind() {
        HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).ok(),
        HirKind::Class(Class::Unicode(class)) => {
            let members: Vec<char> = class
                .iter()
                .flat_map(|range| range.start()..=range.end())
                .take(4)
                .collect();
            match members[..] {
                // Under (?i), k and s also hold the Kelvin sign and the long s: words are folded
                // accordingly where pieces are looked for.
                [upper, lower] | [upper, lower, 'ſ' | '\u{212a}']
                    if upper.to_ascii_lowercase() == lower =>
                {
                    Some(lower.to_string())
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// The members of a class of nothing but signs.
fn signs(class: &Class) -> Option<AnyOf> {
    const MOST: usize = 8;
    let Class::Unicode(class) = class else {
        return None;
    };
    let members: Vec<char> = class
        .iter()
        .flat_map(|range| range.start()..=range.end())
        .take(MOST + 1)
        .collect();
    let sign = |&c: &char| {
        u8::try_from(c)
            .ok()
            .filter(|&byte| is_sign(byte))
            .map(Piece::Sign)
    };
    let signs: Option<AnyOf> = members.iter().map(sign).collect();
    signs.filter(|signs| signs.len() <= MOST)
}

/// About which share of lines holds one of the pieces: rough figures of English pages, by which
/// choices are compared.
fn seen(choice: &AnyOf) -> f64 {
    choice.iter().map(seen_piece).sum()
}

fn seen_piece(piece: &Piece) -> f64 {
    match piece {
        Piece::Word(word) => {
            const COMMON: &[&str] = &[
                "about", "after", "all", "also", "and", "are", "been", "but", "can", "for", "from",
                "had", "has", "have", "her", "his", "how", "into", "its", "more", "not", "one",
                "other", "our", "out", "over", "said", "that", "the", "their", "there", "they",
                "this", "time", "was", "were", "what", "when", "which", "who", "will", "with",
                "would", "you", "your",
            ];
            // Endings of files, which stand inside of hardly any word.
            const RARE: &[&str] = &["bmp", "gif", "jp", "pdf", "png", "svg"];
            const BY_LENGTH: [f64; 9] = [1.0, 0.6, 0.4, 0.2, 0.06, 0.04, 0.03, 0.02, 0.01];
            let by_length = BY_LENGTH[word.len().min(8)];
            if COMMON.contains(&word.as_str()) {
                by_length.max(0.3)
            } else if RARE.contains(&word.as_str()) {
                0.01
            } else {
                by_length
            }
        }
        Piece::Sign(sign) => match sign {
            b'.' | b',' => 0.6,
            b'-' => 0.3,
            b':' | b'(' | b')' => 0.12,
            b'/' | b'!' | b'?' | b'&' => 0.06,
            b';' | b'|' | b'*' | b'%' | b'$' => 0.03,
            _ => 0.01,
        },
    }
}
