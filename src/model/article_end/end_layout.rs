//! What the layout of a page says of where its article ends.

/// How much less evidence an end needs where the layout says that there is one, and nothing near says
/// that the story goes on. Chosen on spliced pages of left-out hosts: more finds no more stories, and costs
/// pages that are as they came.
const LAYOUT_BONUS: f32 = 3.5;
/// Up to which share of the next words, and of all the rest, may have been said before for all of it, and
/// from which on there is nothing of it.
const LAYOUT_SAID: (f32, f32) = (0.3, 0.5);

/// What the layout of a place says of an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EndLayout {
    /// A rule knows the line for a heading of other stories.
    Heading,
    /// A card begins: a title that stands twice, with an age beside it.
    Card,
    /// The line comes again on the page, but for its digits: a template's line (a count of comments, a
    /// label), as digests and threads have it after each of their parts. Or it is the next item of a numbered
    /// list. No story begins with one.
    Part,
    /// Nothing.
    Plain,
}

impl EndLayout {
    /// The log-odds that it adds where `said` of what follows was said before: the more the words go on, the
    /// less the layout says.
    pub(crate) fn bonus(self, said: f32) -> f32 {
        let (all, none) = LAYOUT_SAID;
        match self {
            Self::Heading | Self::Card => {
                LAYOUT_BONUS * ((none - said) / (none - all)).clamp(0.0, 1.0)
            }
            Self::Part => f32::NEG_INFINITY,
            Self::Plain => 0.0,
        }
    }

    /// In words, where it adds something.
    pub(crate) fn reason(self, bonus: f32) -> Option<String> {
        let what = match self {
            Self::Heading => "a rule knows the line for a heading of other stories",
            Self::Card => "a card begins here",
            Self::Part | Self::Plain => return None,
        };
        (bonus > 0.0).then(|| format!("{what}: {bonus:+.1}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_the_words_go_on_the_less_the_layout_says() {
        for (layout, said, expected) in [
            (EndLayout::Heading, 0.0, LAYOUT_BONUS),
            (EndLayout::Card, 0.3, LAYOUT_BONUS),
            (EndLayout::Heading, 0.4, LAYOUT_BONUS / 2.0),
            (EndLayout::Heading, 0.5, 0.0),
            (EndLayout::Card, 0.9, 0.0),
            (EndLayout::Plain, 0.0, 0.0),
        ] {
            let bonus = layout.bonus(said);
            assert!(
                (bonus - expected).abs() < 1e-5,
                "{layout:?} {said}: {bonus}"
            );
            assert_eq!(
                layout.reason(bonus).is_some(),
                expected > 0.0,
                "{layout:?} {said}"
            );
        }
    }
}
