//! A grammar of weighted productions, read from `data/*.txt` once.
//!
//! ```text
//! = NAME             a part; as `= NAME : KIND` a block of noise, as `= NAME : KIND : author` one
//!                    whose wording is the author's, not the host's
//! 3| a production    three times as often as one without a weight
//! {part} <part>      drawn from the numbers of the text, of the page. What is below <part> is the page's
//! {^part} {!part}    with a capital at its start, in capitals throughout
//! {part*3-8}         three to eight of them, a line each
//! {part+3-8}         the same, no production twice
//! {3-8}              a number
//! {a}                "a" or "an", as the next word has it
//! \n \s \{ \< \\     a new line, a blank, the character itself
//! ```
//!
//! A name is a part, else a class or form of words, else one of the facts of [`Fact`].

use crate::rules::kind::Kind;
use crate::tools::synthesize::pool::Pool;
use crate::tools::synthesize::seeded::scaled;
use crate::tools::synthesize::step::{Case, Fact, GrammarStep, PartId, Whose};
use crate::tools::synthesize::text::Short;
use crate::tools::synthesize::word_class::{WordClass, WordForm, WordSlot};
use std::collections::BTreeMap;

/// A part: productions, and each as often as it weighs.
#[derive(Debug, Default)]
pub(crate) struct GrammarPart {
    pub(crate) productions: Vec<Vec<GrammarStep>>,
    pub(crate) often: Vec<u16>,
    pub(crate) kind: Option<Kind>,
    pub(crate) by_author: bool,
    /// Its sentences, where it is one of those that articles are made of.
    pub(crate) pool: Option<Pool>,
}

impl GrammarPart {
    /// The production for which the upper half of a number stands.
    #[inline]
    pub(crate) fn drawn(&self, drawn: u64) -> usize {
        let count = u32::try_from(self.often.len()).expect("some hundreds");
        usize::from(self.often[scaled(drawn, count) as usize])
    }
}

/// All parts.
#[derive(Debug)]
pub(crate) struct Grammar {
    parts: Vec<GrammarPart>,
    names: BTreeMap<String, PartId>,
}

impl Grammar {
    /// Reads the grammars that ship.
    pub(crate) fn shipped() -> Self {
        Self::read(&[
            include_str!("data/article.txt"),
            include_str!("data/noise.txt"),
        ])
    }

    /// Lets a part be told from a pool of its sentences.
    pub(crate) fn set_pool(&mut self, part: PartId, pool: Pool) {
        self.parts[usize::from(part.0)].pool = Some(pool);
    }

    #[inline]
    pub(crate) fn part(&self, id: PartId) -> &GrammarPart {
        &self.parts[usize::from(id.0)]
    }

    /// # Panics
    ///
    /// Panics if there is no part of the name; the grammar is part of the program.
    pub(crate) fn named(&self, name: &str) -> PartId {
        let known = self.names.get(name);
        *known.unwrap_or_else(|| panic!("the grammar has no part {name}"))
    }

    /// # Panics
    ///
    /// Panics where a file is wrong; they are part of the program.
    pub(crate) fn read(files: &[&str]) -> Self {
        let lines = || {
            let all = files.iter().flat_map(|file| file.lines());
            all.filter(|line| !line.is_empty() && !line.starts_with("# "))
        };
        let headers = lines().filter_map(|line| line.strip_prefix("= "));
        let mut names = BTreeMap::new();
        let mut parts = Vec::new();
        for header in headers {
            let mut fields = header.split(" : ");
            let name = fields.next().unwrap_or_default();
            let kind = fields
                .next()
                .map(|kind| Kind::from_word(kind).expect("a known kind"));
            let id = PartId(u16::try_from(parts.len()).expect("some hundreds of parts"));
            assert!(
                names.insert(name.to_owned(), id).is_none(),
                "{name} is defined twice"
            );
            let by_author = fields.next().is_some();
            parts.push(GrammarPart {
                kind,
                by_author,
                ..GrammarPart::default()
            });
        }
        let mut grammar = Self { parts, names };
        let mut open = None;
        for line in lines() {
            match line.strip_prefix("= ") {
                Some(_) => open = Some(open.map_or(0, |at: usize| at + 1)),
                None => grammar.add(open.expect("a production stands below a part"), line),
            }
        }
        grammar
    }

    fn add(&mut self, part: usize, line: &str) {
        let (weight, text) = weighted(line);
        let steps = self.steps(text);
        let part = &mut self.parts[part];
        let at = u16::try_from(part.productions.len()).expect("some hundreds of productions");
        part.often.extend(std::iter::repeat_n(at, weight));
        part.productions.push(steps);
    }

    fn steps(&self, text: &str) -> Vec<GrammarStep> {
        let (mut steps, mut plain, mut rest) = (Vec::new(), String::new(), text);
        while let Some(letter) = rest.chars().next() {
            rest = &rest[letter.len_utf8()..];
            match letter {
                '\\' => {
                    let (escaped, after) = rest.split_at(1);
                    plain.push_str(match escaped {
                        "n" => "\n",
                        "s" => " ",
                        other => other,
                    });
                    rest = after;
                }
                '{' | '<' => {
                    let (end, whose) = if letter == '{' {
                        ('}', Whose::Text)
                    } else {
                        ('>', Whose::Page)
                    };
                    let (slot, after) = rest.split_once(end).expect("a slot is closed");
                    push_text(&mut steps, &mut plain);
                    steps.push(self.slot(slot, whose));
                    // The article is written with the blank behind it.
                    rest = if slot == "a" { &after[1..] } else { after };
                }
                other => plain.push(other),
            }
        }
        push_text(&mut steps, &mut plain);
        steps
    }

    fn slot(&self, slot: &str, whose: Whose) -> GrammarStep {
        if let Some((least, most)) = range(slot) {
            return GrammarStep::Number(least, most, whose);
        }
        let (case, name) = match slot.as_bytes().first() {
            Some(b'^') => (Case::Capital, &slot[1..]),
            Some(b'!') => (Case::Capitals, &slot[1..]),
            _ => (Case::AsIs, slot),
        };
        if let Some((name, count)) = name.split_once(['*', '+']) {
            let (least, most) = range(count).expect("LEAST-MOST");
            let (part, distinct) = (self.named(name), slot.contains('+'));
            return GrammarStep::Lines {
                part,
                least,
                most,
                distinct,
                whose,
            };
        }
        match (name, self.names.get(name), word_slot(name)) {
            ("a", ..) => GrammarStep::Article,
            ("story", ..) => GrammarStep::OtherStory(whose),
            (_, Some(part), _) => GrammarStep::Part(*part, whose, case),
            (_, None, Some(word)) => GrammarStep::Word(word, whose, case),
            _ => {
                let fact = Fact::ALL.iter().find(|(known, _)| *known == name);
                let (_, fact) = fact.unwrap_or_else(|| panic!("nothing is called {name}"));
                GrammarStep::Fact(*fact, whose, case)
            }
        }
    }
}

/// The weight of a line and what stands behind it.
fn weighted(line: &str) -> (usize, &str) {
    let parted = line.split_once("| ");
    let known = parted.and_then(|(weight, text)| Some((weight.parse().ok()?, text)));
    known.unwrap_or((1, line))
}

fn range(text: &str) -> Option<(u32, u32)> {
    let (least, most) = text.split_once('-')?;
    Some((least.parse().ok()?, most.parse().ok()?))
}

fn push_text(steps: &mut Vec<GrammarStep>, plain: &mut String) {
    if plain.is_empty() {
        return;
    }
    let text = std::mem::take(plain);
    steps.push(
        Short::new(&text).map_or_else(|| GrammarStep::LongText(text.into()), GrammarStep::Text),
    );
}

/// The words that a name stands for, in which form, and whether they are the story's own.
fn word_slot(name: &str) -> Option<WordSlot> {
    const ALL: u16 = 0;
    const NOUN: u16 = 154;
    const STORY: u16 = 90;
    let (class, form, own) = match name {
        "noun" => (WordClass::Noun, WordForm::Base, NOUN),
        "nouns" => (WordClass::Noun, WordForm::S, NOUN),
        "topic-noun" => (WordClass::Noun, WordForm::Base, 256),
        "thing" => (WordClass::Noun, WordForm::Base, ALL),
        "things" => (WordClass::Noun, WordForm::S, ALL),
        "verb" => (WordClass::Verb, WordForm::Base, STORY),
        "verbs" => (WordClass::Verb, WordForm::S, STORY),
        "verbed" => (WordClass::Verb, WordForm::Past, STORY),
        "verbing" => (WordClass::Verb, WordForm::Ing, STORY),
        "done" => (WordClass::Verb, WordForm::Done, STORY),
        "went" => (WordClass::Went, WordForm::Past, ALL),
        "adj" => (WordClass::Adj, WordForm::Base, STORY),
        _ => (WordClass::named(name)?, WordForm::Base, ALL),
    };
    Some(WordSlot { class, form, own })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_grammar_reads_and_names_every_kind() {
        let grammar = Grammar::shipped();
        for kind in Kind::ALL {
            assert!(
                grammar.parts.iter().any(|part| part.kind == Some(*kind)),
                "{kind}"
            );
        }
        assert!(
            grammar
                .parts
                .iter()
                .all(|part| !part.productions.is_empty())
        );
    }

    #[test]
    fn weights_slots_and_escapes_are_read() {
        let grammar = Grammar::read(&["= x : ad\n3| A\\{ {^y} <2-5>\n| b\n= y\n{noun}\\s"]);
        let part = grammar.part(grammar.named("x"));
        assert_eq!(
            (part.often.as_slice(), part.kind),
            ([0, 0, 0, 1].as_slice(), Some(Kind::Ad))
        );
        let first = &part.productions[0];
        assert!(matches!(
            first[1],
            GrammarStep::Part(_, Whose::Text, Case::Capital)
        ));
        assert!(matches!(first[3], GrammarStep::Number(2, 5, Whose::Page)));
        assert!(matches!(first[0], GrammarStep::Text(_)) && first.len() == 4);
    }
}
