//! What a place looks like: what stands around it, and whether a card begins there.

use crate::model::article_end::figures::Figures;
use crate::page::Page;
use crate::page::line::Line;
use crate::page::words::Words;
use crate::text::edges::{End, Start};
use crate::text::hash::KeyMap;
use crate::text::number::number;
use crate::text::words::{Word, words_of};
use std::sync::OnceLock;

/// Words under which a line counts as short.
const SHORT_WORDS: usize = 8;
/// Lines from a place on in which a card shows itself.
const CARD_LINES: usize = 8;
/// Units of time, as in "3 hours ago", in some languages.
pub(crate) const UNITS: &str = "min mins minute minutes hr hrs hour hours day days week weeks month months ago \
    stunde stunden tag tage tagen woche wochen heure heures jour jours semaine semaines hora horas día \
    días uur dagen weken";

/// Counts over the lines of a page.
pub(crate) struct PageLayout<'p, 't> {
    page: &'p Page<'t>,
    /// Short lines before each line, and in all.
    short_before: Vec<usize>,
    /// Whether each line stood before.
    is_copy: Vec<bool>,
    is_age: Vec<bool>,
    prose_share: f32,
}

impl<'p, 't> PageLayout<'p, 't> {
    pub(crate) fn new(page: &'p Page<'t>, words: &Words) -> Self {
        let mut short_before = vec![0];
        let mut prose = 0;
        for (rank, line) in lines(page).enumerate() {
            short_before.push(short_before[rank] + usize::from(line.word_count < SHORT_WORDS));
            prose += if line.is_prose() { line.word_count } else { 0 };
        }
        let age = |rank| is_age(words.of_line(rank));
        Self {
            page,
            short_before,
            is_copy: copies(page.line_hashes()),
            is_age: (0..words.line_count()).map(age).collect(),
            prose_share: number(prose) / number(page.word_count().max(1)),
        }
    }

    pub(crate) fn set(&self, figures: &mut Figures, rank: usize) {
        let count = self.is_copy.len();
        let own = self.line(rank);
        let next = (rank + 1 < count).then(|| self.line(rank + 1).word_count);
        let before = self.line(rank - 1);
        let card = rank..(rank + CARD_LINES).min(count);
        let flag = |is: bool| f32::from(u8::from(is));
        figures.line_words = number(own.word_count);
        figures.line_start = number(Start::of(self.text(rank)) as usize);
        figures.line_end = number(End::of(self.text(rank)) as usize);
        figures.previous_end = number(End::of(self.text(rank - 1)) as usize);
        figures.previous_start = number(Start::of(self.text(rank - 1)) as usize);
        figures.previous_words = number(before.word_count);
        figures.next_words = number(next.unwrap_or(0));
        figures.blank_before = flag(self.page.blanks_tell() && own.span.start > before.next);
        figures.short_before = number(self.short_before[rank]) / number(rank);
        let short_after = self.short_before[count] - self.short_before[rank];
        figures.short_after = number(short_after) / number(count - rank);
        figures.prose_share = self.prose_share;
        figures.copies_near = number(card.clone().filter(|&at| self.is_copy[at]).count());
        figures.ages_near = number(card.filter(|&at| self.is_age[at]).count());
        figures.title_like = flag(own.is_title());
        figures.line_again = flag(self.stands_again(rank));
        figures.page_lines = number(count).ln_1p();
    }

    /// Whether the line stands once more within the next three: a card has its title twice.
    fn stands_again(&self, rank: usize) -> bool {
        let hashes = self.page.line_hashes();
        let next = &hashes[rank + 1..(rank + 4).min(hashes.len())];
        next.contains(&hashes[rank])
    }

    fn text(&self, rank: usize) -> &str {
        self.page.trimmed_text(self.page.filled()[rank])
    }

    fn line(&self, rank: usize) -> &Line {
        &self.page.lines()[self.page.filled()[rank]]
    }
}

fn lines<'p>(page: &'p Page<'_>) -> impl Iterator<Item = &'p Line> {
    page.filled().iter().map(|&line| &page.lines()[line])
}

fn copies(hashes: &[u64]) -> Vec<bool> {
    let mut seen: KeyMap<bool> = KeyMap::default();
    hashes
        .iter()
        .map(|&hash| seen.insert(hash, true).is_some())
        .collect()
}

/// Whether a short line tells how long ago something was.
fn is_age(line: &[Word]) -> bool {
    static KEYS: OnceLock<Vec<u64>> = OnceLock::new();
    let units = KEYS.get_or_init(|| words_of(UNITS).iter().map(|word| word.key).collect());
    line.len() <= SHORT_WORDS
        && line
            .windows(2)
            .any(|pair| pair[0].is_number() && units.contains(&pair[1].key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_numbers_with_a_unit() {
        for (line, expected) in [
            ("3 hours ago", true),
            ("Newsroom, 12 min", true),
            ("vor 2 Tagen", true),
            ("hours ago", false),
            ("3 villages", false),
            (
                "It was 3 hours before the boats came back to the harbour",
                false,
            ),
        ] {
            assert_eq!(is_age(&words_of(line)), expected, "{line}");
        }
    }

    #[test]
    fn cards_show_themselves() {
        let page = Page::new("It rained.\n\nA Seal in the Park\nA Seal in the Park\n2 days ago\n");
        let layout = PageLayout::new(&page, &Words::new(&page));
        let mut figures = Figures::default();
        layout.set(&mut figures, 1);
        assert!(figures.line_again > 0.5 && figures.blank_before > 0.5);
        assert!((figures.copies_near - 1.0).abs() < 1e-6 && (figures.ages_near - 1.0).abs() < 1e-6);
        assert!(figures.previous_end > 0.5 && figures.line_end < 0.5);
    }
}
