//! From the shape of a line to rules that would find it, the most general first.

use crate::matchers::phrases::{MAX_PHRASE_BYTES, Phrases};
use crate::matchers::re::{Pattern, Trust};
use crate::page::Page;
use crate::rules::effect::Extent;
use crate::rules::kind::Kind;
use crate::rules::mode::Confidence;
use crate::text::word_count;
use crate::tools::draft::kind::{is_story_heading, kind_of};
use crate::tools::draft::name::{about, id_of, is_idle};
use crate::tools::draft::pattern;
use crate::tools::draft::spec::{DraftGuard, Find, Spec};
use std::collections::BTreeSet;

/// How many words a label at a line's start may have.
const LABEL_WORDS: usize = 5;
/// Up to how many words a line is matched whole.
const WHOLE_WORDS: usize = 8;
/// How few words a phrase from a sentence's start may have.
const FEWEST_START_WORDS: usize = 3;
/// How many of a sentence's first words are tried as its start, one after the other.
const MOST_START_WORDS: usize = 8;
/// Where these are not enough.
const LONGER_STARTS: [usize; 4] = [12, 16, 24, 40];
/// A line of more words is prose, whatever dates stand in it.
const PATTERN_WORDS: usize = 12;

/// What is known of the place for which a rule is drafted.
pub(crate) struct DraftSubject<'d> {
    pub(crate) page: &'d Page<'d>,
    pub(crate) line: usize,
    pub(crate) pack: &'d str,
    pub(crate) taken: &'d BTreeSet<String>,
}

impl DraftSubject<'_> {
    pub(crate) fn text(&self) -> &str {
        self.page.trimmed_text(self.line)
    }

    /// Rules that find the line, each with the guards that its shape asks for.
    pub(crate) fn candidates(&self) -> Vec<Spec> {
        let mut found = Vec::new();
        found.extend(self.heading());
        found.extend(self.byline());
        if let Some(label) = label_of(self.text()) {
            found.push(self.start(&label));
        }
        let words = self.page.lines()[self.line].word_count;
        found.extend(self.dated().filter(|_| words <= PATTERN_WORDS));
        if words <= WHOLE_WORDS {
            found.extend(self.whole());
        } else {
            found.extend(self.beginnings());
            found.extend(self.whole());
        }
        found.push(self.exact());
        found
    }

    fn spec(&self, find: Find, ending: &str, what: &str, remove: Extent) -> Spec {
        let text = self.text();
        let named = match &find {
            Find::Start(phrase) => phrase.as_str(),
            _ => text,
        };
        let kind = kind_of(text);
        let without_literal = match &find {
            Find::Line(phrase) | Find::Start(phrase) => {
                Phrases::new([phrase.as_str()]).needles().is_none()
            }
            Find::Regex(pattern) => has_no_literal(pattern),
        };
        Spec {
            id: id_of(named, ending, self.pack, self.taken),
            about: about(named, what, remove),
            kind: match remove {
                Extent::Tail => Some(Kind::Appended),
                _ => kind,
            },
            find,
            remove,
            plus_lines: 0,
            anchor: self.line,
            confidence: Confidence::High,
            guards: Vec::new(),
            without_literal,
        }
    }

    /// A heading over other stories goes with the titles below it.
    fn heading(&self) -> Option<Spec> {
        let (page, line) = (self.page, self.line);
        if !is_story_heading(self.text()) || page.lines()[line].word_count > LABEL_WORDS {
            return None;
        }
        let rank = page.lines()[line].rank;
        let below = &page.filled()[rank + 1..];
        let titles = below
            .iter()
            .take_while(|at| page.lines()[**at].is_title() && !page.lines()[**at].is_prose());
        if titles.count() < 2 {
            return None;
        }
        let mut spec = self.spec(self.phrase()?, "section", "Heading", Extent::Section);
        spec.guards.push(DraftGuard::NextTitle);
        Some(spec)
    }

    /// A date, an age, a count of minutes.
    fn dated(&self) -> Option<Spec> {
        let find = Find::Regex(pattern::of_line(self.text())?);
        let spec = self.spec(find, "line", "Line of the form", Extent::Line);
        Some(Spec {
            kind: spec.kind.or(Some(Kind::Metadata)),
            ..spec
        })
    }

    /// Names and dates behind a "by".
    fn byline(&self) -> Option<Spec> {
        let find = Find::Regex(pattern::of_byline(self.text())?);
        let spec = self.spec(find, "line", "Byline of the form", Extent::Line);
        Some(Spec {
            id: id_of("", "byline", self.pack, self.taken),
            ..spec
        })
    }

    /// A label with other text behind it.
    pub(crate) fn start(&self, label: &str) -> Spec {
        let mut spec = self.spec(
            Find::Start(folded(label)),
            "line",
            "Line that begins with",
            Extent::Line,
        );
        spec.guards = self.length_guards();
        spec
    }

    /// Lines of a form that is more than their own: what varies in the line is left open.
    pub(crate) fn form(&self, pattern: String) -> Spec {
        let find = Find::Regex(pattern);
        self.spec(find, "line", "Line of the form", Extent::Line)
    }

    /// The line begins with its first words; ever more of them.
    fn beginnings(&self) -> Vec<Spec> {
        let text = self.text();
        let ends = text
            .split_whitespace()
            .map(|word| word.as_ptr() as usize - text.as_ptr() as usize + word.len());
        let ends: Vec<usize> = ends.collect();
        let most = ends.len().saturating_sub(1).min(MOST_START_WORDS);
        let spec = |count: usize| {
            let phrase = folded(text[..ends[count - 1]].trim_end_matches([',', ';']));
            let mut spec = self.spec(
                Find::Start(phrase),
                "line",
                "Line that begins with",
                Extent::Line,
            );
            spec.guards = self.length_guards();
            spec
        };
        let longer = LONGER_STARTS
            .iter()
            .copied()
            .filter(|count| *count < ends.len());
        // "Books about the" asks for a word after it; "Books about" is as good a start.
        let words: Vec<&str> = text.split_whitespace().collect();
        let telling = |count: &usize| !is_idle(words[count - 1]);
        let counts = (FEWEST_START_WORDS..=most).chain(longer);
        counts.filter(telling).map(spec).collect()
    }

    /// Lines may be half as long again, and end as this one does.
    fn length_guards(&self) -> Vec<DraftGuard> {
        let words = self.page.lines()[self.line].word_count;
        let mut guards = vec![DraftGuard::MaxWords(
            (words * 3 / 2).next_multiple_of(5).max(10),
        )];
        if !ends_sentence(self.text()) {
            guards.push(DraftGuard::UnlessStop);
        }
        guards
    }

    /// The line is the phrase.
    pub(crate) fn whole(&self) -> Option<Spec> {
        let is_label = self.page.lines()[self.line].word_count <= LABEL_WORDS;
        let (ending, what) = if is_label {
            ("label", "Label")
        } else {
            ("line", "The line")
        };
        Some(self.spec(self.phrase()?, ending, what, Extent::Line))
    }

    /// The line as a phrase, where a phrase can say it.
    fn phrase(&self) -> Option<Find> {
        let phrase = folded(self.text());
        let fits = phrase.len() <= MAX_PHRASE_BYTES
            && Phrases::new([phrase.as_str()])
                .set()
                .spell_out(self.text())
                .is_some();
        fits.then_some(Find::Line(phrase))
    }

    /// The line, letter for letter: what no phrase can say.
    pub(crate) fn exact(&self) -> Spec {
        let text = self.text();
        let mut end = text.len().min(MAX_PHRASE_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let head = pattern::escape(&text[..end]);
        let stop = if end == text.len() { r"\s*$" } else { "" };
        let find = Find::Regex(format!(r"^\s*{head}{stop}"));
        self.spec(find, "line", "The line", Extent::Line)
    }

    /// Guards that could tell the line from others by its place.
    pub(crate) fn places(&self) -> Vec<DraftGuard> {
        const EDGE_LINES: usize = 10;
        let page = self.page;
        let rank = page.lines()[self.line].rank;
        let from_end = page.filled().len() - rank;
        let share = page.share_before(self.line);
        let mut guards = Vec::new();
        if rank < EDGE_LINES && rank < from_end {
            guards.push(DraftGuard::First((rank + 1).next_multiple_of(5)));
        }
        if from_end <= EDGE_LINES && from_end <= rank {
            guards.push(DraftGuard::Last(from_end.next_multiple_of(5)));
        }
        for after in [0.4, 0.8] {
            if share >= after + 0.1 {
                guards.push(DraftGuard::After(after));
            }
        }
        guards
    }
}

fn has_no_literal(pattern: &str) -> bool {
    let pattern = Pattern::new(pattern, Trust::Check);
    pattern.is_ok_and(|pattern| pattern.needles().is_none())
}

/// The text as a phrase: digits stand for any number, and bullets before it are none of it.
fn folded(text: &str) -> String {
    let mut out = String::new();
    let bare = text.trim_start_matches(|c: char| is_bullet(c) || c.is_whitespace());
    let mut rest = if bare.is_empty() { text } else { bare };
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        out.push_str(&rest[..at]);
        out.push('#');
        rest =
            &rest[at + crate::matchers::phrases::matching::number_len(&rest[at..]).unwrap_or(1)..];
    }
    out + rest
}

/// Signs before list items and links, which `match.line` and `match.start` look through.
fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '·' | '*' | '-' | '–' | '—' | '|' | '>' | '»' | '›' | '→' | '+' | '■' | '●'
    )
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', '”', '’', ')'])
        .ends_with(['.', '!', '?', '…'])
}

/// The label at the line's start, with the sign that ends it: a colon, a bar, a dash or a second
/// space.
pub(crate) fn label_of(text: &str) -> Option<String> {
    let signs = [": ", " | ", " – ", " — ", " » ", " > ", " - "];
    let end = signs
        .iter()
        .filter_map(|sign| Some(text.find(sign)? + sign.trim_end().len()))
        .chain(text.find("  ").map(|at| at + 2))
        .min()?;
    let label = &text[..end];
    let words = word_count::word_count(label);
    let telling = label.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let more = text[end..].chars().any(char::is_alphanumeric);
    (telling && more && words <= LABEL_WORDS).then(|| label.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_end_with_a_sign() {
        let label = |text: &str| label_of(text).unwrap_or_default();
        assert_eq!(label("See also  Goat elected"), "See also  ");
        assert_eq!(label("Read more: Goat elected"), "Read more:");
        assert_eq!(label("Sport | Goat elected"), "Sport |");
        assert_eq!(label("At 10:30 the goat left"), "");
        assert_eq!(label("Read more:"), "");
        assert_eq!(label("The council said on Monday at noon: no goats"), "");
    }

    #[test]
    fn digits_fold() {
        assert_eq!(
            folded("1,204 comments in 3.4k views"),
            "# comments in # views"
        );
        assert_eq!(folded("12:30"), "#:#");
        assert_eq!(folded("* Careers"), "Careers");
        assert_eq!(folded("—"), "—");
    }
}
