//! Hosts: what all pages of one have in common.

use crate::tools::synthesize::crawl_shape::CrawlShape;
use crate::tools::synthesize::date::Date;
use crate::tools::synthesize::seeded::{SeededRng, scaled};
use crate::tools::synthesize::text::{push_digits, push_number};
use crate::tools::synthesize::vocabulary::Vocabulary;
use crate::tools::synthesize::word_class::{WordClass, WordForm};

/// How a host's articles are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Register {
    News,
    HowTo,
    Diary,
}

/// A host: a few choices, and the seed of everything that its templates say. Nothing of them is kept:
/// a template is written anew on each page from the same numbers, so that ten thousand hosts take no
/// memory.
#[derive(Debug, Clone)]
pub(crate) struct Host {
    pub(crate) seed: u64,
    place: u16,
    outlet: u16,
    /// From 1; hosts of a number over 1 have it in their names.
    number: u64,
    pub(crate) shape: CrawlShape,
    pub(crate) register: Register,
    pub(crate) topics: [u32; 3],
    pub(crate) staff: u32,
    pub(crate) title_case: bool,
    /// Whether the page's text begins with the title.
    pub(crate) titled: bool,
    /// What stands between paragraphs, and between the lines of a block of noise.
    pub(crate) gap: &'static str,
    pub(crate) line_gap: &'static str,
    pub(crate) bullet: &'static str,
    /// Whether links break the lines that they stand in, as where each piece of text is a line.
    pub(crate) broken: bool,
    /// Fewest and most sentences of a paragraph.
    pub(crate) sentences: (u32, u32),
    date_style: u32,
    url_style: u32,
    /// Which of the scripts it is written in; none for English.
    pub(crate) script: Option<usize>,
}

/// Hosts in a thousand that are not English.
const OTHER_SCRIPTS: u32 = 40;

impl Host {
    /// The host of a place, as a raw dump or as an extractor's output; `scripts` of other languages
    /// there are.
    pub(crate) fn new(
        seed: u64,
        place: u64,
        shape: CrawlShape,
        words: &Vocabulary,
        scripts: usize,
    ) -> Self {
        let mut numbers = SeededRng::keyed(seed ^ 0x686f_7374, place);
        let own = numbers.next();
        let (place, outlet, number) = name(seed, place, words);
        // Drawn also where it is given, so that the shape changes nothing else.
        let mixed = numbers.chance(400);
        let raw = shape == CrawlShape::Raw || (shape == CrawlShape::Mixed && mixed);
        let topics = u32::try_from(words.topics.len()).expect("some dozens");
        let other = numbers.chance(OTHER_SCRIPTS);
        let script = scaled(numbers.next(), u32::try_from(scripts).expect("a few"));
        let gaps: &[&str] = if raw {
            &["\n", "\n", "\n", "\n\n"]
        } else {
            &["\n\n", "\n\n", "\n\n", "\n"]
        };
        let gap = *numbers.pick(gaps);
        let bullets: &[&str] = if raw {
            &["", "", "  * ", "  • "]
        } else {
            &["- ", "- ", "* ", "", "  • "]
        };
        Self {
            seed: own,
            place,
            outlet,
            number,
            shape: if raw {
                CrawlShape::Raw
            } else {
                CrawlShape::Extracted
            },
            register: *numbers.pick(&[
                Register::News,
                Register::News,
                Register::HowTo,
                Register::Diary,
            ]),
            topics: std::array::from_fn(|_| numbers.below(topics)),
            staff: numbers.between(1, 25),
            title_case: numbers.chance(450),
            titled: raw || numbers.chance(650),
            gap,
            line_gap: if numbers.chance(250) { gap } else { "\n" },
            bullet: *numbers.pick(bullets),
            broken: raw && numbers.chance(500),
            sentences: *numbers.pick(&[(1, 2), (1, 2), (1, 3), (1, 3), (2, 3), (2, 5)]),
            date_style: numbers.below(6),
            url_style: numbers.below(5),
            script: other.then_some(script as usize),
        }
    }

    /// `harborview-herald.example`.
    pub(crate) fn push_name(&self, words: &Vocabulary, out: &mut Vec<u8>) {
        let start = out.len();
        words
            .text(WordClass::Place, self.place, WordForm::Base)
            .write(out);
        out.push(b'-');
        words
            .text(WordClass::Outlet, self.outlet, WordForm::Base)
            .write(out);
        out[start..].make_ascii_lowercase();
        if self.number > 1 {
            out.push(b'-');
            push_number(out, self.number);
        }
        out.extend_from_slice(b".example");
    }

    /// "The Harborview Herald", or without its article.
    pub(crate) fn push_outlet_name(&self, words: &Vocabulary, out: &mut Vec<u8>) {
        if self.register == Register::News {
            out.extend_from_slice(b"The ");
        }
        words
            .text(WordClass::Place, self.place, WordForm::Base)
            .write(out);
        out.push(b' ');
        words
            .text(WordClass::Outlet, self.outlet, WordForm::Base)
            .write(out);
    }

    /// The day as the host writes it.
    pub(crate) fn push_date(&self, date: Date, out: &mut Vec<u8>) {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = MONTHS[date.month as usize - 1].as_bytes();
        let (year, number, day) = (
            u64::from(date.year),
            u64::from(date.month),
            u64::from(date.day),
        );
        let (long, digits) = (month.len(), 2);
        match self.date_style {
            0..=2 => {
                // "March 3, 2021", "Mar 3, 2021"
                out.extend_from_slice(&month[..if self.date_style == 2 { 3 } else { long }]);
                out.push(b' ');
                push_number(out, day);
                out.extend_from_slice(b", ");
            }
            3 => {
                push_number(out, day);
                out.push(b' ');
                out.extend_from_slice(month);
                out.push(b' ');
            }
            4 => {
                push_number(out, number);
                out.push(b'/');
                push_number(out, day);
                out.push(b'/');
            }
            _ => {
                push_number(out, year);
                out.push(b'-');
                push_digits(out, number, digits);
                out.push(b'-');
                push_digits(out, day, digits);
                return;
            }
        }
        push_number(out, year);
    }

    /// The address of the page with this title, of a day.
    pub(crate) fn push_url(
        &self,
        name: &str,
        title: &[u8],
        date: Date,
        index: u64,
        out: &mut Vec<u8>,
    ) {
        out.extend_from_slice(if self.url_style == 1 {
            b"http://"
        } else {
            b"https://www."
        });
        out.extend_from_slice(name.as_bytes());
        if self.url_style == 4 {
            out.extend_from_slice(b"/?p=");
            return push_number(out, index);
        }
        if self.url_style >= 2 {
            for (number, digits) in [(date.year, 4), (date.month, 2), (date.day, 2)] {
                out.push(b'/');
                push_digits(out, u64::from(number), digits);
            }
        }
        out.push(b'/');
        push_slug(title, out);
        push_number(out, index);
        out.extend_from_slice(if self.url_style == 3 { b".html" } else { b"" });
    }
}

/// The name of a place: no two are the same, and another seed begins elsewhere.
fn name(seed: u64, place: u64, words: &Vocabulary) -> (u16, u16, u64) {
    let count = |class| u64::from(words.count(class));
    let (places, outlets) = (count(WordClass::Place), count(WordClass::Outlet));
    let all = places * outlets;
    // A prime that divides neither list's length: every name comes before one comes again.
    let at = (seed % all + (place % all) * 7919) % all;
    let short = |number: u64| u16::try_from(number).expect("some hundreds");
    (short(at % places), short(at / places), place / all + 1)
}

/// The words of a title in small letters, each with a hyphen behind it.
fn push_slug(title: &[u8], out: &mut Vec<u8>) {
    let words = title
        .split(|byte| !byte.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    for word in words {
        out.extend(word.iter().map(u8::to_ascii_lowercase));
        out.push(b'-');
    }
}
