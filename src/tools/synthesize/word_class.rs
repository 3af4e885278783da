//! Classes of words, and the forms in which they are written.

/// Words that can stand at one place of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WordClass {
    // The first three have words of stories.
    Noun,
    Verb,
    Adj,
    Went,
    Adv,
    Abstract,
    Role,
    OrgKind,
    First,
    Last,
    Place,
    Outlet,
}

impl WordClass {
    /// The classes with the names of their sections.
    pub(crate) const ALL: [(&'static str, Self); 12] = [
        ("noun", Self::Noun),
        ("verb", Self::Verb),
        ("went", Self::Went),
        ("adj", Self::Adj),
        ("adv", Self::Adv),
        ("abstract", Self::Abstract),
        ("role", Self::Role),
        ("orgkind", Self::OrgKind),
        ("first", Self::First),
        ("last", Self::Last),
        ("place", Self::Place),
        ("outlet", Self::Outlet),
    ];

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, class)| *class)
    }
}

/// Which form of a word is written: plurals of nouns, and forms of verbs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WordForm {
    Base = 0,
    /// "stories", "opens".
    S = 1,
    /// "opened".
    Past = 2,
    /// "opening".
    Ing = 3,
    /// "opened", as in "was opened".
    Done = 4,
}

/// A class of words in one form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WordSlot {
    pub(crate) class: WordClass,
    pub(crate) form: WordForm,
    /// Of 256 words, so many are the story's own.
    pub(crate) own: u16,
}
