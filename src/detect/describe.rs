//! Matchers in words, for `rules show` and `explain`.

use crate::detect::Matcher;
use crate::detect::line::compile;
use crate::rule::wire::{
    KeepCopy, WireAppended, WireBlankRun, WireCard, WireDuplicate, WireSlug, WireTruncated,
};

impl Matcher {
    /// The phrases that it looks for, as they are written.
    pub(crate) fn phrases(&self) -> Vec<&str> {
        let written = self.wire.phrases();
        written
            .iter()
            .map(|phrase| phrase.get_ref().as_str())
            .collect()
    }

    /// The regular expression that it looks for.
    pub(crate) fn pattern(&self) -> Option<&str> {
        self.wire
            .regex
            .as_ref()
            .map(|regex| regex.get_ref().as_str())
    }

    /// The phrases that stand somewhere in `text`, whether or not the matcher finds them there.
    pub(crate) fn phrases_in(&self, text: &str) -> Vec<String> {
        let Ok(phrases) = compile(self.wire.phrases()) else {
            return Vec::new();
        };
        let found = phrases.set().occurrences(text).into_iter();
        found
            .map(|(_, _, phrase)| phrase.source().to_owned())
            .collect()
    }

    /// Its numbers and choices, each in words.
    pub(crate) fn settings(&self) -> Vec<String> {
        let wire = &self.wire;
        let words = wire
            .duplicate
            .as_ref()
            .map(|params| of_duplicate(params.get_ref()));
        let words = words.or_else(|| Some(of_truncated(wire.truncated.as_ref()?.get_ref())));
        let words = words.or_else(|| Some(of_slug(wire.slug.as_ref()?.get_ref())));
        let words = words.or_else(|| Some(of_card(wire.card.as_ref()?.get_ref())));
        let words = words.or_else(|| Some(of_appended(wire.appended.as_ref()?.get_ref())));
        let words = words.or_else(|| Some(of_blank_run(wire.blank_run.as_ref()?.get_ref())));
        words.unwrap_or_default()
    }
}

// Parameters are taken apart by name, so that a new one cannot be forgotten here.

fn of_duplicate(
    &WireDuplicate {
        keep,
        min_words,
        within,
    }: &WireDuplicate,
) -> Vec<String> {
    let stays = match keep {
        KeepCopy::First => "the first copy stays",
        KeepCopy::Last => "the last copy stays",
    };
    let apart = format!("copies at most {} apart", counted(within, "line"));
    vec![stays.to_owned(), least_words(min_words), apart]
}

fn of_truncated(&WireTruncated { min_words, within }: &WireTruncated) -> Vec<String> {
    vec![
        least_words(min_words),
        format!("at most {} apart", counted(within, "line")),
    ]
}

fn of_slug(&WireSlug { first, min_words }: &WireSlug) -> Vec<String> {
    vec![
        format!("in the first {}", counted(first, "line")),
        least_words(min_words),
    ]
}

fn of_card(&WireCard { min, body }: &WireCard) -> Vec<String> {
    let mut words = vec![format!("at least {min} in a row")];
    if body {
        words.push("each may end with a paragraph of its story".to_owned());
    }
    words
}

fn of_appended(
    WireAppended {
        headings: _,
        max_overlap,
    }: &WireAppended,
) -> Vec<String> {
    let share = max_overlap * 100.0;
    vec![format!(
        "at most {share:.0} % of the words after it stand before it"
    )]
}

fn of_blank_run(&WireBlankRun { keep }: &WireBlankRun) -> Vec<String> {
    vec![format!("{keep} of a run stays")]
}

fn least_words(count: usize) -> String {
    format!("at least {}", counted(count, "word"))
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use crate::rule::pack::Rules;

    #[test]
    fn detectors_say_their_numbers() {
        let rules = Rules::shipped();
        let of = |id: &str| {
            let rule = rules.iter().find(|rule| rule.id == id);
            rule.expect("it is shipped").matcher_settings()
        };
        assert_eq!(of("core/blank-run"), ["1 of a run stays"]);
        assert!(of("core/line-repeated").contains(&"the first copy stays".to_owned()));
        for rule in rules.iter() {
            let says = !rule.phrases().is_empty()
                || rule.pattern().is_some()
                || !rule.matcher_settings().is_empty();
            assert!(says, "{} says nothing of what it looks for", rule.id);
        }
    }
}
