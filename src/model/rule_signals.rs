//! What rules say of the lines of a page: they feed the weighing.

use crate::model::feature::Feature;
use crate::model::host_lines::HostLines;
use crate::model::markup_lines::MarkupLines;
use crate::rules::kind::Kind;
use crate::text::number::number;

/// How loud the loudest rule speaks of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RuleSignal {
    /// A protect rule keeps it.
    Protected,
    /// None does.
    Silent,
    /// A rule of low confidence found something on it.
    Low,
    /// A rule of medium confidence did.
    Medium,
    /// A rule cuts it.
    Cut,
}

impl RuleSignal {
    /// As a figure: 0 is silence.
    pub(crate) fn figure(self) -> i8 {
        self as i8 - 1
    }
}

/// What the finds of rules announce of the lines around them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cue {
    /// Comments of readers.
    Comments,
    /// Other stories, or things to buy.
    Stories,
    /// Buttons, forms and pleas, which often stand where an article ends.
    Buttons,
    /// Who wrote it and when, which stands where an article begins or ends.
    Author,
    /// The site's menus and small print.
    Site,
}

impl Cue {
    /// How many there are.
    const COUNT: usize = 5;

    /// What a find of that kind announces.
    pub(crate) fn of(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Comment => Some(Self::Comments),
            Kind::Related | Kind::Appended | Kind::Promo | Kind::Ad => Some(Self::Stories),
            Kind::Share | Kind::Newsletter | Kind::Paywall => Some(Self::Buttons),
            Kind::Byline | Kind::Blurb | Kind::Credit | Kind::Metadata => Some(Self::Author),
            Kind::Nav | Kind::Legal | Kind::Layout => Some(Self::Site),
            Kind::Duplicate | Kind::Caption | Kind::Template | Kind::Other => None,
        }
    }
}

/// The features of each cue, by [`Cue`]: how far off the last one above is, and the next one below.
const CUE_FEATURES: [[Feature; 2]; Cue::COUNT] = [
    [Feature::CommentsAbove, Feature::CommentsBelow],
    [Feature::StoriesAbove, Feature::StoriesBelow],
    [Feature::ButtonsAbove, Feature::ButtonsBelow],
    [Feature::AuthorAbove, Feature::AuthorBelow],
    [Feature::SiteAbove, Feature::SiteBelow],
];
/// Distances to cues that are told apart, in lines.
const CUE_REACH: usize = 60;

/// How many lines on each side a line hears rules of.
const NEXT_LINES: usize = 2;
/// The lines of which a share is taken.
const NEAR_LINES: usize = 6;

/// The signals of a page's filled lines.
#[derive(Debug)]
pub(crate) struct RuleSignals {
    of_line: Vec<RuleSignal>,
    /// Whether a rule knows the line for a heading of other stories, whatever its guards say.
    is_heading: Vec<bool>,
    /// For each line and cue, how many lines ago it was given, and in how many it will be.
    cues: Vec<[[usize; 2]; Cue::COUNT]>,
    cut_share: f32,
    /// What was counted of the lines on other pages of the host.
    host: HostLines,
    /// What markup says of the lines.
    markup: MarkupLines,
}

impl RuleSignals {
    /// Signals by rank of the filled lines; `words` says how many words each line has.
    pub(crate) fn new(of_line: Vec<RuleSignal>, words: impl Iterator<Item = usize>) -> Self {
        let (mut cut, mut all) = (0, 0);
        for (signal, words) in of_line.iter().zip(words) {
            all += words;
            if *signal == RuleSignal::Cut {
                cut += words;
            }
        }
        let cut_share = number(cut) / number(all.max(1));
        Self {
            is_heading: vec![false; of_line.len()],
            cues: vec![[[CUE_REACH; 2]; Cue::COUNT]; of_line.len()],
            of_line,
            cut_share,
            host: HostLines::default(),
            markup: MarkupLines::default(),
        }
    }

    /// The same with cues, each at the rank of its line.
    pub(crate) fn with_cues(mut self, given: &[(usize, Cue)]) -> Self {
        for &(rank, cue) in given {
            self.cues[rank][cue as usize] = [0, 0];
        }
        let count = self.cues.len();
        for cue in 0..Cue::COUNT {
            let mut ago = [CUE_REACH; 2];
            for step in 0..count {
                for (side, rank) in [step, count - 1 - step].into_iter().enumerate() {
                    let own = &mut self.cues[rank][cue][side];
                    ago[side] = (*own).min(ago[side] + 1);
                    *own = ago[side];
                }
            }
        }
        self
    }

    /// The same, with lines that are headings of other stories.
    pub(crate) fn with_headings(self, is_heading: Vec<bool>) -> Self {
        Self { is_heading, ..self }
    }

    /// The same, with what was counted of the lines on other pages of the host.
    pub(crate) fn with_host(self, host: HostLines) -> Self {
        Self { host, ..self }
    }

    /// The same, with what markup says of the lines.
    pub(crate) fn with_markup(self, markup: MarkupLines) -> Self {
        Self { markup, ..self }
    }

    /// What markup says of the lines.
    pub(crate) fn markup(&self) -> &MarkupLines {
        &self.markup
    }

    /// What was counted of the lines on other pages of the host.
    pub(crate) fn host(&self) -> &HostLines {
        &self.host
    }

    /// Whether a rule knows the line for a heading of other stories.
    pub(crate) fn is_heading(&self, rank: usize) -> bool {
        self.is_heading[rank]
    }

    /// No rule says anything.
    #[cfg(test)]
    pub(crate) fn silent(lines: usize) -> Self {
        Self::new(vec![RuleSignal::Silent; lines], std::iter::empty())
    }

    /// What is said of one line.
    pub(crate) fn of(&self, rank: usize) -> RuleSignal {
        self.of_line[rank]
    }

    /// Tells what is said of a line and around it.
    pub(crate) fn set(&self, rank: usize, mut set: impl FnMut(Feature, f32)) {
        let lines = &self.of_line;
        let end = |reach: usize| (rank + 1 + reach).min(lines.len());
        let before = |reach: usize| &lines[rank.saturating_sub(reach)..rank];
        let after = |reach: usize| &lines[rank + 1..end(reach)];
        let strongest = |lines: &[RuleSignal]| {
            f32::from(lines.iter().max().map_or(0, |signal| signal.figure()))
        };
        let cut = |lines: &[RuleSignal]| {
            let cut = lines
                .iter()
                .filter(|signal| **signal == RuleSignal::Cut)
                .count();
            number(cut) / number(lines.len().max(1))
        };
        set(Feature::Rule, f32::from(lines[rank].figure()));
        set(Feature::RuleBefore, strongest(before(NEXT_LINES)));
        set(Feature::RuleAfter, strongest(after(NEXT_LINES)));
        set(Feature::RulesNearBefore, cut(before(NEAR_LINES)));
        set(Feature::RulesNearAfter, cut(after(NEAR_LINES)));
        set(Feature::RulesOnPage, self.cut_share);
        for (features, distances) in CUE_FEATURES.iter().zip(&self.cues[rank]) {
            for (&feature, &distance) in features.iter().zip(distances) {
                set(feature, number(distance));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_hears_its_neighbours() {
        let of_line = vec![
            RuleSignal::Cut,
            RuleSignal::Silent,
            RuleSignal::Low,
            RuleSignal::Protected,
        ];
        let signals = RuleSignals::new(of_line, [30, 50, 10, 10].into_iter());
        let seen = |rank| {
            let mut seen = Vec::new();
            signals.set(rank, |feature, figure| seen.push((feature, figure)));
            seen
        };
        assert_eq!(
            seen(1)[..6],
            [
                (Feature::Rule, 0.0),
                (Feature::RuleBefore, 3.0),
                (Feature::RuleAfter, 1.0),
                (Feature::RulesNearBefore, 1.0),
                (Feature::RulesNearAfter, 0.0),
                (Feature::RulesOnPage, 0.3),
            ]
        );
        assert_eq!(seen(3)[0], (Feature::Rule, -1.0));
        assert_eq!(seen(0)[1], (Feature::RuleBefore, 0.0));
    }

    #[test]
    fn cues_are_heard_from_afar() {
        let cues = [(1, Cue::Comments), (4, Cue::Comments), (2, Cue::Site)];
        let signals = RuleSignals::silent(6).with_cues(&cues);
        let seen = |rank, wanted| {
            let mut figure = None;
            signals.set(rank, |feature, seen| {
                if feature == wanted {
                    figure = Some(format!("{seen:.0}"));
                }
            });
            figure.expect("every feature is told")
        };
        for (rank, above, below) in [(0, "60", "1"), (1, "0", "0"), (3, "2", "1"), (5, "1", "60")] {
            let distances = [Feature::CommentsAbove, Feature::CommentsBelow].map(|f| seen(rank, f));
            assert_eq!(distances, [above, below], "line {rank}");
        }
        let site = [0, 3].map(|rank| seen(rank, Feature::SiteAbove));
        assert_eq!(site, ["60", "1"]);
        assert_eq!(seen(2, Feature::StoriesBelow), "60");
    }
}
