//! Where noise stands, and how often: `data/rates.txt`.

use crate::tools::synthesize::crawl_shape::CrawlShape;
use crate::tools::synthesize::grammar::Grammar;
use crate::tools::synthesize::host::Host;
use crate::tools::synthesize::seeded::SeededRng;
use crate::tools::synthesize::step::PartId;

/// A place on a page, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// Before all else.
    Top,
    /// Just before the title.
    Kick,
    /// Between title and text.
    Head,
    /// Between paragraphs.
    Inside,
    /// At the start of a paragraph's first line.
    Lead,
    /// At the end of a paragraph's last line.
    Glued,
    /// After the article.
    End,
    /// After all else.
    Foot,
}

impl Place {
    fn named(name: &str) -> Self {
        match name {
            "top" => Self::Top,
            "kick" => Self::Kick,
            "head" => Self::Head,
            "inside" => Self::Inside,
            "lead" => Self::Lead,
            "glued" => Self::Glued,
            "end" => Self::End,
            "foot" => Self::Foot,
            other => panic!("no place is called {other}"),
        }
    }
}

/// A row of the table.
#[derive(Debug)]
struct Rate {
    place: Place,
    part: PartId,
    raw: u32,
    extracted: u32,
}

/// The table.
#[derive(Debug)]
pub(crate) struct Rates(Vec<Rate>);

/// A block that a page has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlacedBlock {
    pub(crate) place: Place,
    pub(crate) part: PartId,
    /// The row, from which the block's numbers come.
    pub(crate) row: u64,
    /// How far into the article it stands, of 65,536 parts; elsewhere its rank.
    pub(crate) at: u32,
}

/// Of the pages of a host that has a block, so many thousandths show it at least.
const SHOWN: u32 = 780;

/// Where the last block inside of an article may stand: no later than before its last paragraph.
const LAST: u32 = 58_000;

impl Rates {
    /// Reads the table that ships.
    ///
    /// # Panics
    ///
    /// Panics where it is wrong; it is part of the program.
    pub(crate) fn shipped(grammar: &Grammar) -> Self {
        let lines = include_str!("data/rates.txt").lines();
        let rows = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        Self(rows.map(|row| Rate::read(row, grammar)).collect())
    }

    /// The blocks of a page, in the order in which they are written; `numbers` are the page's.
    pub(crate) fn place(
        &self,
        host: &Host,
        numbers: &mut SeededRng,
        placed: &mut Vec<PlacedBlock>,
    ) {
        placed.clear();
        for (row, rate) in (1..).zip(&self.0) {
            let is_raw = host.shape == CrawlShape::Raw;
            let share = if is_raw { rate.raw } else { rate.extracted };
            let shown = share.max(SHOWN);
            let mut hosts = SeededRng::keyed(host.seed, row);
            let (host_has, order) = (hosts.chance(share * 1000 / shown), hosts.below(1 << 16));
            let (page_has, at) = (numbers.chance(shown), numbers.below(LAST));
            if host_has && page_has {
                let at = match rate.place {
                    Place::Inside | Place::Lead | Place::Glued => at,
                    Place::End => order,
                    _ => 0,
                };
                placed.push(PlacedBlock {
                    place: rate.place,
                    part: rate.part,
                    row,
                    at,
                });
            }
        }
        placed.sort_by_key(|block| (block.place, block.at));
    }
}

impl Rate {
    fn read(row: &str, grammar: &Grammar) -> Self {
        let fields: Vec<&str> = row.split_whitespace().collect();
        let [place, part, raw, extracted] = fields[..] else {
            panic!("{row}: place, block and two rates")
        };
        let rate = |text: &str| text.parse().expect("thousandths");
        Self {
            place: Place::named(place),
            part: grammar.named(part),
            raw: rate(raw),
            extracted: rate(extracted),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_of_the_table_is_one_of_noise() {
        let grammar = Grammar::shipped();
        let rates = Rates::shipped(&grammar);
        for rate in &rates.0 {
            assert!(grammar.part(rate.part).kind.is_some(), "{rate:?}");
            assert!(
                (1..=1000).contains(&rate.raw) && (1..=1000).contains(&rate.extracted),
                "{rate:?}"
            );
        }
    }
}
