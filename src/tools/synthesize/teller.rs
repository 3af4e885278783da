//! Writes parts of the grammar: the one loop in which all words are drawn.

use crate::tools::synthesize::date::Date;
use crate::tools::synthesize::host::Host;
use crate::tools::synthesize::language::Language;
use crate::tools::synthesize::pool::{PieceSlot, Pool};
use crate::tools::synthesize::seeded::{SeededRng, scaled};
use crate::tools::synthesize::step::{Case, Fact, GrammarStep, PartId, Whose};
use crate::tools::synthesize::story::ToldStory;
use crate::tools::synthesize::text::{LineBuffer, capital, push_number, starts_with_vowel};
use crate::tools::synthesize::word_class::{WordClass, WordForm, WordSlot};

/// What is told, by whom, and the numbers that decide how.
pub(crate) struct Teller<'l> {
    pub(crate) language: &'l Language,
    pub(crate) host: &'l Host,
    pub(crate) story: ToldStory,
    pub(crate) author: u64,
    pub(crate) date: Date,
    /// The numbers of the text.
    pub(crate) text: SeededRng,
    /// The numbers of the page.
    pub(crate) page: SeededRng,
    /// A line of the article, for those that stand twice.
    pub(crate) again: Vec<u8>,
    /// Whether "a" was written and the next word says whether it stays.
    article: bool,
}

impl<'l> Teller<'l> {
    pub(crate) fn new(
        language: &'l Language,
        host: &'l Host,
        story: &ToldStory,
        author: u64,
        date: Date,
    ) -> Self {
        let numbers = SeededRng::new(0);
        Self {
            language,
            host,
            story: *story,
            author,
            date,
            text: numbers,
            page: numbers,
            again: Vec::new(),
            article: false,
        }
    }

    /// Writes a part, all of it from the text's numbers but what the page decides.
    #[inline]
    pub(crate) fn tell(&mut self, part: PartId, out: &mut Vec<u8>) {
        self.tell_as(part, Whose::Text, out);
    }

    /// What `make` writes from other numbers than these.
    fn with_numbers(&mut self, seed: u64, make: impl FnOnce(&mut Self)) {
        let kept = (self.text, self.page);
        self.text = SeededRng::new(seed);
        self.page = self.text;
        make(self);
        (self.text, self.page) = kept;
    }

    #[inline]
    fn draw(&mut self, whose: Whose) -> u64 {
        self.numbers(whose).next()
    }

    fn tell_as(&mut self, id: PartId, whose: Whose, out: &mut Vec<u8>) {
        let part = self.language.grammar.part(id);
        let drawn = self.draw(whose);
        match &part.pool {
            Some(pool) => self.tell_sentence(pool, drawn, whose, out),
            None => self.tell_steps(&part.productions[part.drawn(drawn)], whose, out),
        }
    }

    fn tell_sentence(&mut self, pool: &'l Pool, drawn: u64, whose: Whose, out: &mut Vec<u8>) {
        let words = &self.language.words;
        let mut numbers = *self.numbers(whose);
        let mut line = LineBuffer::new();
        for piece in pool.sentence(drawn) {
            line.make_room(out);
            line.push(&piece.text);
            match piece.slot {
                PieceSlot::Word {
                    word,
                    capital,
                    article,
                } => {
                    let drawing = pool.words[usize::from(word)];
                    let word = self.story.draw(words, drawing, numbers.next());
                    if article && starts_with_vowel(word.as_bytes()) {
                        line.pop();
                        line.push(&self.language.n);
                    }
                    if capital {
                        line.push_capital(word);
                    } else {
                        line.push(word);
                    }
                }
                PieceSlot::Nothing => {}
                PieceSlot::Number(least, most) => {
                    line.flush(out);
                    let number = numbers.between(u32::from(least), u32::from(most));
                    push_number(out, u64::from(number));
                }
                PieceSlot::Fact(fact) => {
                    line.flush(out);
                    *self.numbers(whose) = numbers;
                    self.tell_fact(fact, whose, out);
                    numbers = *self.numbers(whose);
                }
            }
        }
        line.flush(out);
        *self.numbers(whose) = numbers;
    }

    #[inline]
    fn numbers(&mut self, whose: Whose) -> &mut SeededRng {
        match whose {
            Whose::Text => &mut self.text,
            Whose::Page => &mut self.page,
        }
    }

    fn tell_steps(&mut self, steps: &'l [GrammarStep], whose: Whose, out: &mut Vec<u8>) {
        // What is below a part of the page's is the page's as well.
        let inner = |own: Whose| if whose == Whose::Page { whose } else { own };
        for (at, step) in steps.iter().enumerate() {
            let start = out.len();
            let case = match *step {
                GrammarStep::Text(ref text) => {
                    self.settle_article(text.as_bytes(), out);
                    text.write(out);
                    continue;
                }
                GrammarStep::Word(word, own, case) => {
                    self.tell_word(word, inner(own), out);
                    case
                }
                GrammarStep::Part(part, own, case) => {
                    self.tell_as(part, inner(own), out);
                    case
                }
                GrammarStep::Fact(fact, own, case) => {
                    self.tell_fact(fact, inner(own), out);
                    case
                }
                GrammarStep::OtherStory(own) => {
                    self.tell_other(&steps[at + 1..], inner(own), whose, out);
                    return;
                }
                ref rare => {
                    self.tell_rare(rare, &inner, out);
                    continue;
                }
            };
            match case {
                Case::AsIs => {}
                Case::Capital => capital(&mut out[start..]),
                Case::Capitals => out[start..].make_ascii_uppercase(),
            }
        }
    }

    #[inline(never)]
    fn tell_rare(&mut self, step: &GrammarStep, inner: &dyn Fn(Whose) -> Whose, out: &mut Vec<u8>) {
        match *step {
            GrammarStep::LongText(ref text) => {
                self.settle_article(text.as_bytes(), out);
                out.extend_from_slice(text.as_bytes());
            }
            GrammarStep::Article => {
                out.extend_from_slice(b"a ");
                self.article = true;
            }
            GrammarStep::Number(least, most, own) => {
                self.article = false;
                let drawn = scaled(self.draw(inner(own)), most - least + 1);
                push_number(out, u64::from(least + drawn));
            }
            GrammarStep::Lines {
                part,
                least,
                most,
                distinct,
                whose,
            } => {
                let whose = inner(whose);
                let count = least + scaled(self.draw(whose), most - least + 1);
                self.tell_lines(part, count, distinct, whose, out);
            }
            _ => unreachable!("the others are told above"),
        }
    }

    fn tell_lines(
        &mut self,
        id: PartId,
        count: u32,
        distinct: bool,
        whose: Whose,
        out: &mut Vec<u8>,
    ) {
        let part = self.language.grammar.part(id);
        let all = u32::try_from(part.productions.len()).expect("some hundreds");
        let first = scaled(self.draw(whose), all);
        // A step that has no divisor in common with their number comes by each before it comes back.
        let least = 1 + scaled(self.draw(whose), all);
        let step = (least..=all + 1).find(|&step| coprime(step, all));
        let step = step.expect("one more than their number is such a step");
        for line in 0..count {
            if line > 0 {
                out.push(b'\n');
            }
            if distinct {
                let at = (first + line * step) % all;
                self.tell_steps(&part.productions[at as usize], whose, out);
            } else {
                self.tell_as(id, whose, out);
            }
        }
    }

    fn tell_word(&mut self, slot: WordSlot, whose: Whose, out: &mut Vec<u8>) {
        let drawn = self.draw(whose);
        let words = &self.language.words;
        let word = self.story.draw(words, words.drawing(slot), drawn);
        self.settle_article(word.as_bytes(), out);
        word.write(out);
    }

    /// Makes "a" what it is before the text, where it waits for that.
    #[inline]
    fn settle_article(&mut self, next: &[u8], out: &mut Vec<u8>) {
        if std::mem::take(&mut self.article) && starts_with_vowel(next) {
            out.pop();
            out.extend_from_slice(b"n ");
        }
    }

    fn tell_fact(&mut self, fact: Fact, whose: Whose, out: &mut Vec<u8>) {
        let drawn = self.draw(whose);
        self.article = false;
        match fact {
            Fact::Title => self.tell_title(out),
            Fact::Person => {
                let person = self.story.person(drawn);
                self.name(WordClass::First, person[0], out);
                out.push(b' ');
                self.name(WordClass::Last, person[1], out);
            }
            Fact::Surname => {
                let person = self.story.person(drawn);
                self.name(WordClass::Last, person[1], out);
            }
            Fact::Town => {
                let town = self.story.town(drawn);
                self.name(WordClass::Place, town, out);
            }
            Fact::Org => {
                let org = self.story.orgs[scaled(drawn, 2) as usize];
                self.with_numbers(org, |teller| teller.tell(teller.language.org, out));
            }
            Fact::Author => {
                self.with_numbers(self.author, |teller| {
                    teller.tell(teller.language.anyone, out);
                });
            }
            Fact::OutletName => self.host.push_outlet_name(&self.language.words, out),
            Fact::HostName => self.host.push_name(&self.language.words, out),
            Fact::Date => self.host.push_date(self.date, out),
            Fact::ArticleLine => out.extend_from_slice(&self.again),
        }
    }

    fn name(&self, class: WordClass, word: u16, out: &mut Vec<u8>) {
        let words = &self.language.words;
        words.text(class, word, WordForm::Base).write(out);
    }

    /// The title of the story, the same whenever it is asked for.
    pub(crate) fn tell_title(&mut self, out: &mut Vec<u8>) {
        let start = out.len();
        self.with_numbers(self.story.title, |teller| {
            teller.tell(teller.language.title, out);
        });
        if self.host.title_case {
            out[start..]
                .split_mut(|&byte| byte == b' ')
                .for_each(capital);
        } else {
            capital(&mut out[start..]);
        }
    }

    /// The steps, told of another story.
    fn tell_other(
        &mut self,
        steps: &'l [GrammarStep],
        own: Whose,
        whose: Whose,
        out: &mut Vec<u8>,
    ) {
        let mut numbers = SeededRng::new(self.draw(own));
        let count = u32::try_from(self.language.words.topics.len()).expect("some dozens");
        let topic = (self.story.topic + numbers.between(1, count - 1)) % count;
        let other = ToldStory::new(&mut numbers, &self.language.words, topic);
        let kept = std::mem::replace(&mut self.story, other);
        self.tell_steps(steps, whose, out);
        self.story = kept;
    }
}

fn coprime(mut one: u32, mut other: u32) -> bool {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::synthesize::crawl_shape::CrawlShape;
    use crate::tools::synthesize::grammar::Grammar;

    const GRAMMAR: &str = "= title-text\n{noun}\n= org-name\n{place}\n= anyone\n{first}\n= line\n\
        {^adj} {nouns}, “{^verbing} {a} {adj} {noun}” and {a} {noun}: {surname} of {org} \
        {verbed} {2-900} {things} in {town}, because many people never liked them.\n";

    /// What a part says with these numbers.
    fn told(language: &Language, name: &str, seed: u64) -> String {
        let host = Host::new(seed, 0, CrawlShape::Mixed, &language.words, 1);
        let story = ToldStory::new(&mut SeededRng::new(seed), &language.words, 0);
        let date = Date {
            year: 2020,
            month: 1,
            day: 2,
        };
        let mut teller = Teller::new(language, &host, &story, 7, date);
        teller.text = SeededRng::new(seed);
        let mut out = Vec::new();
        teller.tell(language.grammar.named(name), &mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn sentences_of_a_pool_say_what_the_grammar_says() {
        let slow = Language::of(Grammar::read(&[GRAMMAR]), &[]);
        let fast = Language::of(Grammar::read(&[GRAMMAR]), &["line"]);
        for seed in 0..300 {
            assert_eq!(told(&slow, "line", seed), told(&fast, "line", seed));
        }
    }

    #[test]
    fn articles_capitals_and_lists_are_as_the_grammar_has_them() {
        let rest = "= n\n{^a-first} {a} {x-last} {a} {y-last}\n= a-first\nthe\n= x-last\nend\n= y-last\nunit\n\
            = list\n{item+3-3}\n= item\none\ntwo\nthree";
        let language = Language::of(Grammar::read(&[GRAMMAR, rest]), &[]);
        assert_eq!(told(&language, "n", 1), "The an end a unit");
        for seed in 0..20 {
            let list = told(&language, "list", seed);
            let mut lines: Vec<&str> = list.lines().collect();
            lines.sort_unstable();
            assert_eq!(lines, ["one", "three", "two"]);
        }
    }
}
