//! Features in words, for the reasons of a cut.

use crate::model::feature::Feature;
use crate::text::edges::{End, Start};

const VOICES: [&str; 5] = [
    "a rule protects",
    "no rule speaks of",
    "a low rule speaks of",
    "a medium rule speaks of",
    "a rule cuts",
];

/// What a rule does, from `Rule`'s figure.
fn signal(figure: f32) -> &'static str {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "signals are small whole numbers from -1 up"
    )]
    let at = (figure + 1.0).max(0.0) as usize;
    VOICES[at.min(VOICES.len() - 1)]
}

fn percent(figure: f32) -> String {
    format!("{:.0} %", 100.0 * figure.max(0.0))
}

fn words_of_log(figure: f32) -> String {
    format!("{:.0} words", figure.abs().exp_m1())
}

fn yes(figure: f32) -> &'static str {
    if figure > 0.5 { "" } else { "no " }
}

/// What wording says for noise: that it is noise's own, or else that noise has it, or stands beside it, more
/// often than other wording.
fn wording(whose: &str, place: &str, figure: f32) -> String {
    if figure > 0.0 {
        format!("{whose} reads like noise ({figure:+.1})")
    } else {
        format!("{whose} ({figure:+.1}) is {place} noise more often than other wording")
    }
}

fn cue(what: &str, side: &str, lines: f32) -> String {
    match lines {
        0.5..1.5 => format!("{what} speaks in the line {side}"),
        1.5..60.0 => format!("{what} speaks {lines:.0} lines {side}"),
        60.0.. => format!("{} speaks {side}", what.replacen("a rule", "no rule", 1)),
        _ => format!("{what} speaks of it"),
    }
}

/// What a figure says for the noise of a line, in a few words.
pub(crate) fn say(feature: Feature, figure: f32) -> String {
    use Feature as F;
    match feature {
        F::Words => format!("{figure:.0} words"),
        F::MeanChars => format!("{figure:.1} letters a word"),
        F::Start => Start::say(figure).to_owned(),
        F::End => End::say(figure).to_owned(),
        F::PreviousEnd if figure < 0.0 => "first line".to_owned(),
        F::NextEnd if figure < 0.0 => "last line".to_owned(),
        F::PreviousEnd => format!("the line before {}", End::say(figure)),
        F::NextEnd => format!("the line after {}", End::say(figure)),
        F::StopShare => format!("{} grammar words", percent(figure)),
        F::CapitalShare => format!("{} capitalised", percent(figure)),
        F::CapitalsShare => format!("{} in capitals", percent(figure)),
        F::DigitShare => format!("{} digits", percent(figure)),
        F::CommaRate => format!("{figure:.2} commas a word"),
        F::Separators => format!("{figure:.0} separators"),
        F::Links => format!("{figure:.0} addresses"),
        F::Glued => format!("{figure:.0} glued words"),
        F::Quotes => format!("{figure:.0} quotation marks"),
        F::BlankBefore => format!("{}blank line before", yes(figure)),
        F::BlankAfter => format!("{}blank line after", yes(figure)),
        F::CopiesBefore if figure < 0.5 => "no copy before".to_owned(),
        F::CopiesAfter if figure < 0.5 => "no copy after".to_owned(),
        F::CopiesBefore => format!("{figure:.0} copies before"),
        F::CopiesAfter => format!("{figure:.0} copies after"),
        F::CopyDistance => format!("copy {figure:.0} lines before"),
        F::Alike if figure < 0.5 => "no line like it".to_owned(),
        F::Alike => format!("{figure:.0} lines like it but for numbers"),
        F::AlikeNear => format!("{figure:.0} lines near it that stand elsewhere, too"),
        F::NumbersNear => format!("{figure:.0} short lines with numbers near it"),
        F::Place => format!("{} of the page before", percent(figure)),
        F::Rank => format!("line {:.0} from the start", figure + 1.0),
        F::RankFromEnd => format!("line {:.0} from the end", figure + 1.0),
        F::WordsBefore => format!("{} before", words_of_log(figure)),
        F::WordsAfter => format!("{} after", words_of_log(figure)),
        F::WordsInFiveBefore => format!("{} in five lines before", words_of_log(figure)),
        F::WordsInFiveAfter => format!("{} in five lines after", words_of_log(figure)),
        F::WordsInTenBefore => format!("{} in ten lines before", words_of_log(figure)),
        F::WordsInTenAfter => format!("{} in ten lines after", words_of_log(figure)),
        F::PreviousWords => format!("{:.0} words in the line before", figure.max(0.0)),
        F::NextWords => format!("{:.0} words in the line after", figure.max(0.0)),
        F::PreviousStopShare => format!("{} grammar words in the line before", percent(figure)),
        F::NextStopShare => format!("{} grammar words in the line after", percent(figure)),
        F::PreviousCapitalShare => format!("{} capitalised in the line before", percent(figure)),
        F::NextCapitalShare => format!("{} capitalised in the line after", percent(figure)),
        F::ProseBefore => format!("{figure:.0} lines since prose"),
        F::ProseAfter => format!("{figure:.0} lines to prose"),
        F::PageWords => format!("page of {}", words_of_log(figure)),
        F::PageLines => format!("page of {:.0} lines", figure.exp_m1()),
        F::PageProse => format!("{} of the page is prose", percent(figure)),
        F::PageShort => format!("{} of the page's lines are short", percent(figure)),
        F::InBlock if figure > 0.5 => "inside the main block".to_owned(),
        F::InBlock => "outside of the main block".to_owned(),
        F::BlockLines => format!("{figure:+.0} lines from the main block"),
        F::BlockWords => format!("{} from the main block", words_of_log(figure)),
        F::BlockOfPage => format!("main block is {} of the page", percent(figure)),
        F::BlockShare => format!("{} said in the main block", percent(figure)),
        F::TitleShare => format!("{} said in the headline", percent(figure)),
        F::SaidBefore => format!("{} said before", percent(figure)),
        F::SaidAfter => format!("{} said again later", percent(figure)),
        F::WindowAfter => format!("{} of what follows was said before", percent(figure)),
        F::WindowBefore => format!("{} of what precedes is said later", percent(figure)),
        F::Suffix => format!("{} of the rest was said before", percent(figure)),
        F::Prefix => format!(
            "{} of what stands up to here is said later",
            percent(figure)
        ),
        F::NearBefore => format!("{} said just before", percent(figure)),
        F::NearAfter => format!("{} said just after", percent(figure)),
        F::DipDepth => format!("the page's subject changes ({figure:.2})"),
        F::DipLines => format!("{figure:+.0} lines from where the subject changes"),
        F::Lexicon => wording("its wording", "in", figure),
        F::LexiconBefore1 => wording("the wording of the line before", "beside", figure),
        F::LexiconAfter1 => wording("the wording of the line after", "beside", figure),
        F::LexiconBefore2 | F::LexiconBefore3 => {
            wording("the wording of a line above", "near", figure)
        }
        F::LexiconAfter2 | F::LexiconAfter3 => {
            wording("the wording of a line below", "near", figure)
        }
        F::Rule => format!("{} it", signal(figure)),
        F::RuleBefore => format!("{} a line just before", signal(figure)),
        F::RuleAfter => format!("{} a line just after", signal(figure)),
        F::RulesNearBefore => format!("rules cut {} of the lines before", percent(figure)),
        F::RulesNearAfter => format!("rules cut {} of the lines after", percent(figure)),
        F::RulesOnPage => format!("rules cut {} of the page", percent(figure)),
        F::CommentsAbove => cue("a rule about comments", "above", figure),
        F::CommentsBelow => cue("a rule about comments", "below", figure),
        F::StoriesAbove => cue("a rule about other stories", "above", figure),
        F::StoriesBelow => cue("a rule about other stories", "below", figure),
        F::ButtonsAbove => cue("a rule about buttons", "above", figure),
        F::ButtonsBelow => cue("a rule about buttons", "below", figure),
        F::AuthorAbove => cue("a rule about the author", "above", figure),
        F::AuthorBelow => cue("a rule about the author", "below", figure),
        F::SiteAbove => cue("a rule about the site", "above", figure),
        F::SiteBelow => cue("a rule about the site", "below", figure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_in_words() {
        for (feature, figure, expected) in [
            (Feature::End, 1.0, "ends a sentence"),
            (Feature::NextEnd, -1.0, "last line"),
            (Feature::Rule, 2.0, "a medium rule speaks of it"),
            (Feature::Rule, -1.0, "a rule protects it"),
            (Feature::CapitalShare, 0.75, "75 % capitalised"),
            (Feature::WordsAfter, 20.0_f32.ln_1p(), "20 words after"),
            (
                Feature::Lexicon,
                1.25,
                "its wording reads like noise (+1.2)",
            ),
            (
                Feature::Lexicon,
                -0.4,
                "its wording (-0.4) is in noise more often than other wording",
            ),
            (
                Feature::LexiconAfter1,
                -0.4,
                "the wording of the line after (-0.4) is beside noise more often than other wording",
            ),
            (Feature::BlankAfter, 0.0, "no blank line after"),
            (
                Feature::CommentsAbove,
                1.0,
                "a rule about comments speaks in the line above",
            ),
            (
                Feature::SiteBelow,
                60.0,
                "no rule about the site speaks below",
            ),
        ] {
            assert_eq!(say(feature, figure), expected);
        }
    }
}
