//! The figures about a line that tables look at, by name.

/// Declares the features with the word that names each in model files.
macro_rules! features {
    ($($name:ident = $word:literal,)+) => {
        /// A figure about a line.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Feature {
            $($name,)+
        }

        impl Feature {
            /// Every feature, in the order in which they are declared.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name,)+];
            /// Their names, in the same order.
            pub(crate) const NAMES: &'static [&'static str] = &[$($word,)+];
        }
    };
}

features! {
    Words = "words",
    MeanChars = "mean_chars",
    Start = "start",
    End = "end",
    StopShare = "stop_share",
    CapitalShare = "capital_share",
    CapitalsShare = "capitals_share",
    DigitShare = "digit_share",
    CommaRate = "comma_rate",
    Separators = "separators",
    Links = "links",
    Glued = "glued",
    Quotes = "quotes",
    BlankBefore = "blank_before",
    BlankAfter = "blank_after",
    CopiesBefore = "copies_before",
    CopiesAfter = "copies_after",
    CopyDistance = "copy_distance",
    Alike = "alike",
    AlikeNear = "alike_in_6",
    NumbersNear = "numbers_in_6",
    Place = "place",
    Rank = "rank",
    RankFromEnd = "rank_from_end",
    WordsBefore = "words_before",
    WordsAfter = "words_after",
    WordsInFiveBefore = "words_in_5_before",
    WordsInFiveAfter = "words_in_5_after",
    WordsInTenBefore = "words_in_10_before",
    WordsInTenAfter = "words_in_10_after",
    PreviousWords = "previous_words",
    NextWords = "next_words",
    PreviousEnd = "previous_end",
    NextEnd = "next_end",
    PreviousStopShare = "previous_stop_share",
    NextStopShare = "next_stop_share",
    PreviousCapitalShare = "previous_capital_share",
    NextCapitalShare = "next_capital_share",
    ProseBefore = "lines_since_prose",
    ProseAfter = "lines_to_prose",
    PageWords = "page_words",
    PageLines = "page_lines",
    PageProse = "page_prose",
    PageShort = "page_short",
    InBlock = "in_block",
    BlockLines = "lines_from_block",
    BlockWords = "words_from_block",
    BlockOfPage = "block_of_page",
    BlockShare = "said_in_block",
    TitleShare = "said_in_title",
    SaidBefore = "said_before",
    SaidAfter = "said_after",
    WindowAfter = "window_after",
    WindowBefore = "window_before",
    Suffix = "suffix",
    Prefix = "prefix",
    NearBefore = "near_before",
    NearAfter = "near_after",
    DipDepth = "dip_depth",
    DipLines = "lines_from_dip",
    LexiconBefore3 = "lexicon_3_before",
    LexiconBefore2 = "lexicon_2_before",
    LexiconBefore1 = "lexicon_1_before",
    Lexicon = "lexicon",
    LexiconAfter1 = "lexicon_1_after",
    LexiconAfter2 = "lexicon_2_after",
    LexiconAfter3 = "lexicon_3_after",
    Rule = "rule",
    RuleBefore = "rule_before",
    RuleAfter = "rule_after",
    RulesNearBefore = "rules_in_6_before",
    RulesNearAfter = "rules_in_6_after",
    RulesOnPage = "rules_on_page",
    CommentsAbove = "comments_above",
    CommentsBelow = "comments_below",
    StoriesAbove = "stories_above",
    StoriesBelow = "stories_below",
    ButtonsAbove = "buttons_above",
    ButtonsBelow = "buttons_below",
    AuthorAbove = "author_above",
    AuthorBelow = "author_below",
    SiteAbove = "site_above",
    SiteBelow = "site_below",
}

/// How many features there are.
pub(crate) const COUNT: usize = Feature::ALL.len();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_name_of_its_own() {
        let mut names = Feature::NAMES.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), COUNT);
    }
}
