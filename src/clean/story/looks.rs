//! What single lines look like by their text alone: found once for each line, however often the page is asked.

/// A tick, and a sign that says how it is drawn.
const MOST_TICK_BYTES: usize = 7;

const TICKS: &[char] = &['✓', '✔', '☑', '✅', '●'];
const CROSSES: &[char] = &['✗', '✘', '✕', '✖', '☒', '❌', '–', '—', '-', '○'];

/// What a line looks like, in a byte: a page may have millions of lines.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LineLooks(u8);

const SIGN: u8 = 0b111;
const TICK: u8 = 1 << 3;
const CROSS: u8 = 1 << 4;
const ROW: u8 = 1 << 5;
const DIGIT: u8 = 1 << 6;
const FENCE: u8 = 1 << 7;

/// A cell that says yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tick {
    Tick,
    Cross,
}

impl LineLooks {
    /// Those of a line without white space at its ends.
    pub(crate) fn of(text: &str) -> Self {
        Self::with_digits(text, text.bytes().any(|byte| byte.is_ascii_digit()))
    }

    /// The same where it is known whether it has digits.
    pub(crate) fn with_digits(text: &str, has_digit: bool) -> Self {
        let flag = |is: bool, bit: u8| if is { bit } else { 0 };
        let tick = match tick(text) {
            Some(Tick::Tick) => TICK,
            Some(Tick::Cross) => CROSS,
            None => 0,
        };
        let is_fence = text.starts_with(['`', '~']);
        let signs = Sign::of(text) as u8 | tick | flag(is_row(text), ROW);
        Self(signs | flag(has_digit, DIGIT) | flag(is_fence, FENCE))
    }

    /// What it holds, if that is no name and no text.
    pub(crate) fn sign(self) -> Sign {
        Sign::ALL[usize::from(self.0 & SIGN)]
    }

    /// Whether it is drawn as a row of a table.
    pub(crate) fn is_row(self) -> bool {
        self.0 & ROW != 0
    }

    /// What it is as a cell that says yes or no.
    pub(crate) fn tick(self) -> Option<Tick> {
        match self.0 & (TICK | CROSS) {
            TICK => Some(Tick::Tick),
            CROSS => Some(Tick::Cross),
            _ => None,
        }
    }

    pub(crate) fn has_digit(self) -> bool {
        self.0 & DIGIT != 0
    }

    /// Whether it could be a fence around code.
    pub(crate) fn may_be_fence(self) -> bool {
        self.0 & FENCE != 0
    }
}

/// What a line holds that is no name and no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    None,
    /// A figure with its unit, or a time of day.
    Figure,
    /// A number that may count anything.
    Number,
    /// Single signs, as in a chart.
    Chart,
    /// Where something is to be filled in.
    Field,
    /// A box to be ticked, and what for.
    Choice,
}

impl Sign {
    /// In the order of their numbers, as many as have room.
    const ALL: [Self; SIGN as usize + 1] = [
        Self::None,
        Self::Figure,
        Self::Number,
        Self::Chart,
        Self::Field,
        Self::Choice,
        Self::None,
        Self::None,
    ];

    fn of(text: &str) -> Self {
        /// Most lines begin with a letter and are none of these.
        fn may_be(first: u8) -> bool {
            !first.is_ascii_alphabetic() || first == b'x'
        }
        if !text.bytes().next().is_some_and(may_be) {
            return Self::None;
        }
        if is_field(text) {
            return Self::Field;
        }
        if ["[ ] ", "[x] ", "[X] ", "[] ", "☐ ", "□ "]
            .iter()
            .any(|open| text.starts_with(open))
        {
            return Self::Choice;
        }
        let mut pieces = text.split(' ');
        if text.len() >= 7 && pieces.all(|piece| piece.chars().count() == 1) {
            return Self::Chart;
        }
        figure(text)
    }

    pub(crate) fn is_number(self) -> bool {
        matches!(self, Self::Figure | Self::Number)
    }
}

/// Whether a line is dots or strokes on which one writes.
fn is_field(text: &str) -> bool {
    text.len() >= 6 && text.bytes().all(|byte| matches!(byte, b'.' | b'_' | b' '))
}

fn figure(text: &str) -> Sign {
    const MOST_BYTES: usize = 16;
    const UNITS: [&str; 14] = [
        "%", "€", "$", "£", "kr", "EUR", "USD", "kg", "g", "km", "m", "ml", "l", "°",
    ];
    let body = text.trim_start_matches(['€', '$', '£', ' ']);
    let unit = body.trim_start_matches(|c: char| c.is_ascii_digit() || ".,:h ".contains(c));
    let digits = &body[..body.len() - unit.len()];
    if text.len() > MOST_BYTES || !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return Sign::None;
    }
    let has_unit = body.len() < text.len() || UNITS.contains(&unit);
    if !has_unit && !unit.is_empty() {
        return Sign::None;
    }
    if has_unit || is_decimal(digits.trim_end()) {
        Sign::Figure
    } else {
        Sign::Number
    }
}

/// Whether digits have one or two behind a point or a colon: a price, a share, a time of day.
fn is_decimal(digits: &str) -> bool {
    digits
        .rsplit_once(['.', ',', ':'])
        .is_some_and(|(whole, part)| (1..=2).contains(&part.len()) && !whole.contains(['.', ':']))
}

/// Whether a line is drawn as a row: cells between bars, or a line of a frame.
fn is_row(text: &str) -> bool {
    let is_frame = |c: char| matches!(c, '─'..='╿' | '+' | '-' | '=' | '|' | ' ');
    if !text.starts_with(is_frame) {
        return false; // bars are of frames, too
    }
    let bars =
        |bar: char| text.starts_with(bar) && text.ends_with(bar) && text.matches(bar).count() >= 2;
    let has_corner = |c: char| matches!(c, '─'..='╿' | '+');
    bars('|')
        || bars('│')
        || bars('║')
        || (text.len() >= 5 && text.chars().all(is_frame) && text.chars().any(has_corner))
}

fn tick(text: &str) -> Option<Tick> {
    if text.len() > MOST_TICK_BYTES {
        return None;
    }
    let sign = text.strip_suffix('\u{fe0f}').unwrap_or(text);
    let mut chars = sign.chars();
    let first = chars.next().filter(|_| chars.as_str().is_empty())?;
    if TICKS.contains(&first) {
        Some(Tick::Tick)
    } else {
        CROSSES.contains(&first).then_some(Tick::Cross)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_tells_all_of_a_line() {
        let looks = |text: &str| {
            let own = LineLooks::of(text);
            assert_eq!(own.sign(), Sign::of(text), "{text}");
            assert_eq!(own.tick(), tick(text), "{text}");
            assert_eq!(own.is_row(), is_row(text), "{text}");
            (own.has_digit(), own.may_be_fence())
        };
        for plain in [
            "Rain",
            "",
            "☐ Rain",
            "| Rain | Fog |",
            "+----+",
            "✓",
            "✗",
            "-",
            "....____",
        ] {
            assert_eq!(looks(plain), (false, false), "{plain}");
        }
        for figure in ["12 %", "12", "1 2 3 4", "[ ] at 8", "| 1 | 2 |"] {
            assert_eq!(looks(figure), (true, false), "{figure}");
        }
        assert_eq!(looks("```"), (false, true));
        assert_eq!(looks("~~~ 1"), (true, true));
        assert_eq!(LineLooks::of("").sign(), LineLooks::default().sign());
    }
}
