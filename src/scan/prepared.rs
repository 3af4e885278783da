//! What finds the phrases and patterns of the shipped rules, as the build prepared it:
//! `build/phrases.rs` writes it.

use crate::matchers::phrases::index::PhraseIndex;
use crate::matchers::re::filter::PatternFilter;
use crate::text::packed::PackedReader;
use std::sync::LazyLock;

static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/scan.bin"));

static PREPARED: LazyLock<Option<PreparedScan>> = LazyLock::new(|| PreparedScan::read(BYTES));

/// What finds the lines of the shipped rules; these are counted from 0 in load order.
#[derive(Debug)]
pub(crate) struct PreparedScan {
    /// Phrases that open or fill a line.
    pub(crate) index: PhraseIndex,
    /// Phrases that stand anywhere.
    pub(crate) inside: PhraseIndex,
    pub(crate) filter: PatternFilter,
    /// The rule of each pattern of the filter.
    pub(crate) patterns: Vec<u32>,
}

impl PreparedScan {
    /// What the build prepared.
    pub(crate) fn shipped() -> Option<&'static Self> {
        PREPARED.as_ref()
    }

    fn read(bytes: &'static [u8]) -> Option<Self> {
        let mut packed = PackedReader(bytes);
        Some(Self {
            index: PhraseIndex::unpack(&mut packed)?,
            inside: PhraseIndex::unpack(&mut packed)?,
            filter: PatternFilter::unpack(&mut packed)?,
            patterns: packed.list(PackedReader::small)?,
        })
    }
}
