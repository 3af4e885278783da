//! What a place looks like: what stands around it, and whether a card begins there.

use crate::model::article_end::figures::Figures;
use crate::model::fast::columns::copies::Copies;
use crate::model::fast::facts::{MOST_ITEMS, NO_ITEM, PageFacts};
use crate::model::fast::rows::Rows;
use crate::text::number::small;
use crate::text::number::small_number;

/// Words under which a line counts as short.
const SHORT_WORDS: u32 = 8;
/// Lines from a place on in which a card shows itself.
const CARD_LINES: usize = 8;

/// Counts over the lines of a page.
#[derive(Debug, Default)]
pub(crate) struct PageLayout {
    /// Short lines before each line, and in all.
    short_before: Vec<u32>,
    /// Whether each line stood before.
    is_copy: Vec<bool>,
    is_next_item: Vec<bool>,
    prose_share: f32,
}

impl PageLayout {
    pub(crate) fn read(&mut self, facts: &PageFacts, rows: &Rows, copies: &Copies) {
        self.short_before.clear();
        self.short_before.push(0);
        self.is_copy.clear();
        let (mut short, mut prose) = (0, 0);
        for rank in 0..rows.len() {
            let words = rows.words(rank);
            short += u32::from(words < SHORT_WORDS);
            self.short_before.push(short);
            prose += if rows.is_prose[rank] { words } else { 0 };
        }
        self.is_copy
            .extend(copies.before.iter().map(|&count| count > 0));
        self.prose_share = small_number(prose) / small_number(rows.all_words().max(1));
        self.read_items(facts, rows);
    }

    /// For each line, whether it begins with a number that follows on that of a line above, or is the next
    /// one of a list that counts down.
    fn read_items(&mut self, facts: &PageFacts, rows: &Rows) {
        let mut began = [false; MOST_ITEMS as usize + 2];
        self.is_next_item.clear();
        for rank in 0..rows.len() {
            let item = rows.line(facts, rank).item;
            if item == NO_ITEM {
                self.is_next_item.push(false);
                continue;
            }
            let item = usize::from(item);
            let goes_up = item > 0 && began[item - 1];
            self.is_next_item
                .push(goes_up || began[item + 1] && !began[item]);
            began[item] = true;
        }
    }

    pub(crate) fn is_next_item(&self, rank: usize) -> bool {
        self.is_next_item[rank]
    }

    /// Whether a card begins here: a line that comes twice, with an age beside it.
    pub(crate) fn is_card(facts: &PageFacts, rows: &Rows, rank: usize) -> bool {
        stands_again(facts, rows, rank) && ages_near(facts, rows, rank) > 0
    }

    pub(crate) fn set(&self, facts: &PageFacts, rows: &Rows, rank: usize, figures: &mut Figures) {
        let count = rows.len();
        let (own, before) = (rows.line(facts, rank), rows.line(facts, rank - 1));
        let flag = |is: bool| f32::from(u8::from(is));
        let card = rank..(rank + CARD_LINES).min(count);
        let next = if rank + 1 < count {
            rows.words(rank + 1)
        } else {
            0
        };
        figures.line_words = small_number(own.words);
        figures.line_start = small_number(own.start as u32);
        figures.line_end = small_number(own.end as u32);
        figures.previous_end = small_number(before.end as u32);
        figures.previous_start = small_number(before.start as u32);
        figures.previous_words = small_number(before.words);
        figures.next_words = small_number(next);
        figures.blank_before = flag(rows.has_blank_before(rank));
        figures.short_before = small_number(self.short_before[rank]) / small_number(small(rank));
        let short_after = self.short_before[count] - self.short_before[rank];
        figures.short_after = small_number(short_after) / small_number(small(count - rank));
        figures.prose_share = self.prose_share;
        figures.copies_near =
            small_number(small(self.is_copy[card].iter().filter(|is| **is).count()));
        figures.ages_near = small_number(ages_near(facts, rows, rank));
        figures.title_like = flag(rows.is_title[rank]);
        figures.line_again = flag(stands_again(facts, rows, rank));
        figures.page_lines = small_number(small(count)).ln_1p();
    }
}

/// Whether the line stands once more within the next three: a card has its title twice.
fn stands_again(facts: &PageFacts, rows: &Rows, rank: usize) -> bool {
    let own = rows.line(facts, rank).hash;
    (rank + 1..(rank + 4).min(rows.len())).any(|next| rows.line(facts, next).hash == own)
}

/// How many of the next lines tell how old a story is.
fn ages_near(facts: &PageFacts, rows: &Rows, rank: usize) -> u32 {
    let card = rank..(rank + CARD_LINES).min(rows.len());
    small(card.filter(|&at| rows.line(facts, at).is_age).count())
}
