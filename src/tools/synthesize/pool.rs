//! Sentences without their words: productions followed to the end beforehand.
//!
//! Following a grammar takes an unforeseeable branch at every step, which costs more than the words
//! themselves. So some thousand ways through the parts that articles are made of are gone once, and a
//! sentence is one of them with words drawn anew: measured, two and a half times as many bytes a
//! second.

use crate::tools::synthesize::seeded::scaled;
use crate::tools::synthesize::step::Fact;
use crate::tools::synthesize::text::Short;
use crate::tools::synthesize::vocabulary::WordDrawing;

/// Text, and what stands behind it.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) text: Short,
    pub(crate) slot: PieceSlot,
}

/// What is drawn anew each time.
#[derive(Debug, Clone, Copy)]
pub(crate) enum PieceSlot {
    Nothing,
    Word {
        /// Its place in [`Pool::words`].
        word: u8,
        capital: bool,
        /// Whether "a" stands before it.
        article: bool,
    },
    Number(u16, u16),
    Fact(Fact),
}

/// The sentences of a part.
#[derive(Debug)]
pub(crate) struct Pool {
    pub(crate) pieces: Vec<Piece>,
    /// Where each sentence ends.
    pub(crate) ends: Vec<u32>,
    /// What the slots draw.
    pub(crate) words: Vec<WordDrawing>,
}

impl Pool {
    /// A sentence, by the upper half of a number.
    #[inline]
    pub(crate) fn sentence(&self, drawn: u64) -> &[Piece] {
        let count = u32::try_from(self.ends.len()).expect("some thousands");
        let at = scaled(drawn, count) as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.pieces[start as usize..self.ends[at] as usize]
    }
}
