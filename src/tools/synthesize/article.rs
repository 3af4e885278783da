//! The body of an article: paragraphs, subheads, lists, tables, quotes, now and then code.

use crate::text::span::Span;
use crate::tools::synthesize::compose::Composer;
use crate::tools::synthesize::draft::Draft;
use crate::tools::synthesize::host::Register;
use crate::tools::synthesize::seeded::SeededRng;
use crate::tools::synthesize::step::PartId;

/// What an article is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    Paragraph,
    Subhead,
    List,
    WordList,
    Table,
    Caption,
    Code,
    Verse,
    NearLine,
    NearSubhead,
}

/// How often each comes, in the three registers.
const ELEMENTS: [(Element, [u32; 3]); 10] = [
    (Element::Paragraph, [845, 590, 750]),
    (Element::Subhead, [45, 130, 60]),
    (Element::List, [26, 115, 48]),
    (Element::WordList, [4, 25, 10]),
    (Element::Table, [6, 25, 4]),
    (Element::Caption, [25, 20, 60]),
    (Element::Code, [0, 45, 0]),
    (Element::Verse, [4, 4, 12]),
    (Element::NearLine, [18, 18, 22]),
    (Element::NearSubhead, [2, 3, 2]),
];

/// How many lines are remembered, of which one may stand again.
const REMEMBERED: usize = 24;

impl Composer<'_, '_> {
    /// Writes the article's body up to about `len_bytes`, and what stands inside of it.
    pub(crate) fn body(&mut self, len_bytes: u32) {
        let (all, mut written) = (u64::from(len_bytes), 0);
        while written < all {
            self.reached = u32::try_from((written << 16) / all).expect("below a whole");
            self.inside();
            self.draft.separate(self.host.gap);
            let before = self.draft.text.len() - self.draft.noise_bytes;
            self.leads = 0;
            self.element(written == 0);
            let after = self.draft.text.len() - self.draft.noise_bytes;
            // Without bullets, so that a host's layout does not change what its articles say.
            written += (after - before - self.leads) as u64;
        }
    }

    fn element(&mut self, first: bool) {
        let element = if first {
            Element::Paragraph
        } else {
            drawn_element(self.host.register, &mut self.numbers)
        };
        let parts = &self.sources.article;
        match element {
            Element::Paragraph => self.paragraph(first),
            Element::NearLine => self.line(parts.near_line),
            Element::Subhead => self.line(parts.subhead),
            Element::NearSubhead => self.line(parts.near_subhead),
            Element::Caption => self.line(parts.caption),
            Element::Verse => self.line(parts.verse),
            Element::List => self.lines(parts.item, (3, 9), self.host.bullet),
            Element::WordList => self.lines(parts.word_item, (3, 14), self.host.bullet),
            Element::Code => self.lines(parts.code, (2, 8), ""),
            Element::Table => {
                self.line(parts.table_head);
                self.draft.text.push(b'\n');
                self.lines(parts.table_row, (2, 7), "");
            }
        }
    }

    /// One part on its line.
    fn line(&mut self, part: PartId) {
        self.teller.tell(part, &mut self.draft.text);
    }

    fn lines(&mut self, part: PartId, (least, most): (u32, u32), lead: &str) {
        for at in 0..self.numbers.between(least, most) {
            if at > 0 {
                self.draft.text.push(b'\n');
            }
            self.draft.text.extend_from_slice(lead.as_bytes());
            self.leads += lead.len();
            self.line(part);
        }
    }

    fn paragraph(&mut self, first: bool) {
        self.lead();
        let start = self.draft.text.len();
        if first && self.host.register == Register::News && self.numbers.chance(300) {
            self.line(self.sources.article.dateline);
            self.draft.text.push(b' ');
        }
        let sentence = self.sources.article.lines[self.host.register as usize];
        let (least, most) = self.host.sentences;
        for at in 0..self.numbers.between(least, most) {
            if at > 0 {
                self.draft.text.push(b' ');
            }
            self.line(sentence);
        }
        let whole = Span::new(start, self.draft.text.len());
        let breaks = self.numbers.next();
        if self.host.broken {
            break_lines(self.draft, whole, breaks);
        } else if self.draft.lines.len() < REMEMBERED {
            self.draft.lines.push(whole);
        }
        self.glue();
    }
}

fn drawn_element(register: Register, numbers: &mut SeededRng) -> Element {
    let column = register as usize;
    let all: u32 = ELEMENTS.iter().map(|(_, shares)| shares[column]).sum();
    let mut drawn = numbers.below(all);
    for (element, shares) in ELEMENTS {
        match drawn.checked_sub(shares[column]) {
            Some(left) => drawn = left,
            None => return element,
        }
    }
    unreachable!("the number is below the sum of the shares")
}

/// Puts about one or two words in a hundred on lines of their own, as links stand where each piece of
/// text is written on a line.
fn break_lines(draft: &mut Draft, line: Span, seed: u64) {
    let mut numbers = SeededRng::new(seed);
    let text = &mut draft.text[line.range()];
    let mut at = numbers.between(20, 220) as usize;
    while at < text.len() {
        for _ in 0..2 {
            let blank = text.iter().skip(at).position(|&byte| byte == b' ');
            let Some(blank) = blank else { return };
            text[at + blank] = b'\n';
            at += blank + numbers.between(2, 16) as usize;
        }
        at += numbers.between(60, 400) as usize;
    }
}
