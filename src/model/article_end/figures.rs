//! What is known of a place where a story may end, and how to say it.

use crate::text::edges::{End, Start};

/// How a figure is told.
#[derive(Debug, Clone, Copy)]
enum Say {
    /// A share, 0 to 1, of what.
    Share(&'static str),
    /// The logarithm of a count of what, plus 1.
    Many(&'static str),
    /// A count of what.
    Count(&'static str),
    /// Log-odds from what.
    Odds(&'static str),
    /// A figure that is named as it is.
    Figure(&'static str),
    /// Whether it is the case: the words for yes and for no.
    Flag(&'static str, &'static str),
    /// How a line begins; which.
    Start(&'static str),
    /// How a line ends; which.
    End(&'static str),
}

macro_rules! figures {
    ($($name:ident = $say:expr,)+) => {
        /// What is known of each candidate, in this order.
        pub(crate) const FIGURES: &[&str] = &[$(stringify!($name),)+];

        /// The words for each of [`FIGURES`].
        const WORDS: &[Say] = &[$($say,)+];

        /// The figures of one candidate.
        #[derive(Debug, Default, Clone, Copy)]
        pub(crate) struct Figures { $(pub(crate) $name: f32,)+ }

        impl Figures {
            pub(crate) fn in_order(self) -> [f32; FIGURES.len()] {
                [$(self.$name,)+]
            }
        }
    };
}

figures! {
    suffix = Say::Share("of the words of the rest stand before"),
    window = Say::Share("of the next 60 words stand before"),
    window_30 = Say::Share("of the next 30 words stand before"),
    suffix_common = Say::Share("of the common words of the rest stand before"),
    suffix_middle = Say::Share("of the less common words of the rest stand before"),
    suffix_rare = Say::Share("of the rare words of the rest stand before"),
    names_said = Say::Share("of the names of the rest stand before"),
    said_again = Say::Share("of what stands before comes again"),
    words_before = Say::Many("words of weight before"),
    words_after = Say::Many("words of weight after"),
    share_after = Say::Share("of the page's words of weight follow"),
    rank = Say::Count("places of the page have less in common"),
    rank_share = Say::Share("of the page's places have less in common"),
    dip = Say::Figure("the subject changes"),
    page_window = Say::Share("of 60 words stand before, in the middle of the page's places"),
    page_least = Say::Figure("the page's sharpest change of subject"),
    window_previous = Say::Share("of the last 60 words stand before those"),
    window_step = Say::Figure("more in common than just above"),
    largest_of_3 = Say::Share("in common at most in the next three windows"),
    largest_of_6 = Say::Share("in common at most in the next six windows"),
    evidence_60 = Say::Odds("the next 60 words"),
    evidence_240 = Say::Odds("the next 240 words"),
    evidence_mean = Say::Odds("each word that follows"),
    rare_said = Say::Share("of the next rare words stand before"),
    kinds = Say::Count("different words in the next 60"),
    line_said = Say::Share("of the line's words stand before"),
    names_near = Say::Share("of the names in the next lines stand before"),
    line_words = Say::Count("words in the line"),
    line_start = Say::Start("it"),
    line_end = Say::End("it"),
    previous_start = Say::Start("the line before"),
    previous_end = Say::End("the line before"),
    previous_words = Say::Count("words in the line before"),
    next_words = Say::Count("words in the line after"),
    blank_before = Say::Flag("a blank line before", "no blank line before"),
    short_after = Say::Share("of the lines that follow are short"),
    short_before = Say::Share("of the lines before are short"),
    prose_share = Say::Share("of the page is prose"),
    copies_near = Say::Count("of the next lines stood before"),
    title_like = Say::Flag("it looks like a title", "it does not look like a title"),
    line_again = Say::Flag("the line comes twice", "the line comes once"),
    ages_near = Say::Count("of the next lines tell how old a story is"),
    content_share = Say::Share("of the page's words have weight"),
    page_lines = Say::Many("lines on the page"),
    topic_60 = Say::Share("of the subjects go on in the next 60 words"),
    topic_240 = Say::Share("of the subjects go on in the next 240 words"),
    cosine_60 = Say::Share("alike: the next 60 words and what stands before"),
    cosine_240 = Say::Share("alike: the next 240 words and what stands before"),
    cosine_near = Say::Share("alike: 120 words on either side"),
    headline_said = Say::Share("of the headline's words stand in the next 240"),
    opening = Say::Odds("its wording, as the first line of a story"),
    opening_next = Say::Odds("the wording of the next line, as the first of a story"),
}

/// What the figure of that place among [`FIGURES`] says, in a few words.
pub(crate) fn say(figure: usize, value: f32) -> String {
    match WORDS[figure] {
        Say::Share(of) => format!("{:.0} % {of}", 100.0 * value.max(0.0)),
        Say::Many(what) => format!("{:.0} {what}", value.exp_m1()),
        Say::Count(what) => format!("{value:.0} {what}"),
        Say::Odds(what) => format!("{what} ({value:+.1})"),
        Say::Figure(what) => format!("{what} ({value:+.2})"),
        Say::Flag(yes, no) => (if value > 0.5 { yes } else { no }).to_owned(),
        Say::Start(which) => format!("{which} {}", Start::say(value)),
        Say::End(which) => format!("{which} {}", End::say(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_in_words() {
        for (name, value, expected) in [
            (
                "suffix",
                0.124,
                "12 % of the words of the rest stand before",
            ),
            ("words_after", 20.0_f32.ln_1p(), "20 words of weight after"),
            (
                "ages_near",
                2.0,
                "2 of the next lines tell how old a story is",
            ),
            ("evidence_60", 3.21, "the next 60 words (+3.2)"),
            ("line_again", 1.0, "the line comes twice"),
            ("title_like", 0.0, "it does not look like a title"),
            ("previous_end", 1.0, "the line before ends a sentence"),
            ("line_start", 3.0, "it begins with a bullet"),
        ] {
            let at = FIGURES.iter().position(|known| *known == name);
            assert_eq!(say(at.expect("a figure"), value), expected);
        }
    }
}
