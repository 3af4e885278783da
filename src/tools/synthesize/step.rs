//! Steps of productions: what is written, one thing after the other.

use crate::tools::synthesize::text::Short;
use crate::tools::synthesize::word_class::WordSlot;

/// Whose numbers decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// The text's: of a template, the host's.
    Text,
    /// The page's.
    Page,
}

/// What becomes of the letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    AsIs,
    Capital,
    Capitals,
}

/// What the page, its story or its host know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fact {
    Title,
    Person,
    Surname,
    Org,
    Town,
    Author,
    OutletName,
    HostName,
    Date,
    ArticleLine,
}

impl Fact {
    pub(crate) const ALL: [(&'static str, Self); 10] = [
        ("title", Self::Title),
        ("person", Self::Person),
        ("surname", Self::Surname),
        ("org", Self::Org),
        ("town", Self::Town),
        ("author", Self::Author),
        ("outlet-name", Self::OutletName),
        ("host-name", Self::HostName),
        ("date", Self::Date),
        ("article-line", Self::ArticleLine),
    ];
}

/// The name of a part, as a place among those of a grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PartId(pub(crate) u16);

/// A step of a production.
#[derive(Debug)]
pub(crate) enum GrammarStep {
    Text(Short),
    LongText(Box<str>),
    Article,
    Part(PartId, Whose, Case),
    Lines {
        part: PartId,
        least: u32,
        most: u32,
        distinct: bool,
        whose: Whose,
    },
    Word(WordSlot, Whose, Case),
    Number(u32, u32, Whose),
    Fact(Fact, Whose, Case),
    /// From here on, to the production's end, another story is told.
    OtherStory(Whose),
}
