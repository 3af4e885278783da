//! What the columns of features hold.

use crate::model::feature::Feature;

/// What a feature's column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    /// A count or code, which is the figure.
    Count,
    /// A count of which the figure is the logarithm, with its sign.
    Log,
    /// A share or score.
    Share,
}

/// The scale of each feature.
pub(crate) fn scale_of(feature: Feature) -> Scale {
    use Feature as F;
    match feature {
        F::WordsBefore
        | F::WordsAfter
        | F::WordsInFiveBefore
        | F::WordsInFiveAfter
        | F::WordsInTenBefore
        | F::WordsInTenAfter
        | F::PageWords
        | F::PageLines
        | F::BlockWords => Scale::Log,
        F::MeanChars
        | F::StopShare
        | F::CapitalShare
        | F::CapitalsShare
        | F::DigitShare
        | F::CommaRate
        | F::Place
        | F::PreviousStopShare
        | F::NextStopShare
        | F::PreviousCapitalShare
        | F::NextCapitalShare
        | F::PageProse
        | F::PageShort
        | F::BlockOfPage
        | F::BlockShare
        | F::TitleShare
        | F::SaidBefore
        | F::SaidAfter
        | F::WindowAfter
        | F::WindowBefore
        | F::Suffix
        | F::Prefix
        | F::NearBefore
        | F::NearAfter
        | F::DipDepth
        | F::LexiconBefore3
        | F::LexiconBefore2
        | F::LexiconBefore1
        | F::Lexicon
        | F::LexiconAfter1
        | F::LexiconAfter2
        | F::LexiconAfter3
        | F::RulesNearBefore
        | F::RulesNearAfter
        | F::RulesOnPage => Scale::Share,
        _ => Scale::Count,
    }
}

/// The figures of all features, of which these are in the columns.
pub(crate) fn told_figures(columns: &[f32]) -> Vec<f32> {
    let all = Feature::ALL.iter().zip(columns);
    all.map(|(&feature, &plain)| figure_of_plain(scale_of(feature), plain))
        .collect()
}

/// The figure of a count.
pub(crate) fn figure_of(scale: Scale, count: i32) -> f32 {
    figure_of_plain(scale, plain(count))
}

/// A count as it is kept for reasons.
#[expect(clippy::cast_precision_loss, reason = "figures are put into bins")]
pub(crate) fn plain(count: i32) -> f32 {
    count as f32
}

/// The figure of what stands in a column.
fn figure_of_plain(scale: Scale, plain: f32) -> f32 {
    match scale {
        Scale::Count | Scale::Share => plain,
        Scale::Log if plain < 0.0 => -(-plain).ln_1p(),
        Scale::Log => plain.ln_1p(),
    }
}
