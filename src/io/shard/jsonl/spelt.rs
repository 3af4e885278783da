//! How what went was spelt.

use crate::io::format::jsonl::spelling::{Parts, Style};
use crate::io::shard::sidecar::Spelling;
use crate::record::CutRecord;

/// How the parts that went are spelt, where that is not the shortest way.
pub(crate) fn spelling(parts: &Parts<'_>, cuts: &[CutRecord]) -> Option<Spelling> {
    let is = |style: Style| {
        let mut both = parts.cut.iter().zip(cuts);
        both.all(|(spelt, cut)| style.spell(&cut.text) == *spelt)
    };
    let shortest = parts.cut.iter().all(|spelt| !spelt.contains('\\'));
    if shortest || is(Style::Plain) {
        None
    } else if is(Style::Ascii) {
        Some(Spelling::Ascii)
    } else {
        let parts = parts.cut.iter().map(|part| (*part).to_owned());
        Some(Spelling::Parts(parts.collect()))
    }
}
