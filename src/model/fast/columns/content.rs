//! What lines have in common with the rest of the page by their words, and what lexicons say.

use crate::model::fast::columns::counts::distance;
use crate::model::fast::columns::page_columns::{Columns, Sources};
use crate::model::feature::Feature;

/// The depth of a page without a dip.
const NO_DIP: f32 = 1.2;

impl Columns {
    pub(super) fn fill_cohesion(&mut self, from: Sources<'_>, is: impl Fn(Feature) -> bool) {
        use Feature as F;
        let cohesion = from.cohesion;
        let len = from.rows.len();
        for (feature, figures) in [
            (F::BlockShare, &cohesion.block_share),
            (F::TitleShare, &cohesion.title_share),
            (F::SaidBefore, &cohesion.said_before),
            (F::SaidAfter, &cohesion.said_after),
            (F::WindowAfter, &cohesion.window_after),
            (F::WindowBefore, &cohesion.window_before),
            (F::Suffix, &cohesion.suffix),
            (F::Prefix, &cohesion.prefix),
            (F::NearBefore, &cohesion.near_before),
            (F::NearAfter, &cohesion.near_after),
        ] {
            if is(feature) {
                self.share(feature, figures.iter().copied());
            }
        }
        let (depth, line) = cohesion.dip.unwrap_or((NO_DIP, usize::MAX));
        if is(F::DipDepth) {
            self.share(F::DipDepth, std::iter::repeat_n(depth.min(NO_DIP), len));
        }
        if is(F::DipLines) {
            self.count(F::DipLines, (0..len).map(|rank| distance(rank, line)));
        }
    }

    pub(super) fn fill_lexicon(&mut self, from: Sources<'_>, is: impl Fn(Feature) -> bool) {
        use Feature as F;
        let Sources { facts, rows, .. } = from;
        let len = rows.len();
        let mut scores = std::mem::take(&mut self.scores);
        scores.clear();
        let lines = rows.facts.iter().map(|&at| &facts.lines[at as usize]);
        scores.extend(lines.map(|line| line.lexicon));
        for (back, feature) in [
            (1, F::LexiconBefore1),
            (2, F::LexiconBefore2),
            (3, F::LexiconBefore3),
        ] {
            if is(feature) {
                let back = back.min(len);
                self.share(feature, std::iter::repeat_n(0.0, back));
                self.shares[feature as usize].extend_from_slice(&scores[..len - back]);
            }
        }
        if is(F::Lexicon) {
            self.share(F::Lexicon, scores.iter().copied());
        }
        for (ahead, feature) in [
            (1, F::LexiconAfter1),
            (2, F::LexiconAfter2),
            (3, F::LexiconAfter3),
        ] {
            if is(feature) {
                self.share(feature, scores.iter().skip(ahead).copied());
                self.shares[feature as usize].resize(len, 0.0);
            }
        }
        self.scores = scores;
    }
}
