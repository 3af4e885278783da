//! The forms of words: plurals, and those of verbs.

use crate::tools::synthesize::word_class::WordClass;

/// How many forms a word has.
pub(crate) const FORMS: usize = 5;

/// The forms of an entry: those after its slashes, the rest by rule.
pub(crate) fn forms_of(entry: &str, class: WordClass) -> [String; FORMS] {
    let mut given = entry.split('/');
    let base = given.next().unwrap_or_default();
    let mut or = |made: String| given.next().map_or(made, str::to_owned);
    let base = || base.to_owned();
    match class {
        WordClass::Noun => [base(), or(with_s(&base())), base(), base(), base()],
        WordClass::Verb | WordClass::Went => {
            let (past, ing) = (or(with_ed(&base())), or(with_ing(&base())));
            [base(), with_s(&base()), past.clone(), ing, or(past)]
        }
        _ => std::array::from_fn(|_| base()),
    }
}

fn with_s(word: &str) -> String {
    let hisses = ["s", "x", "z", "ch", "sh", "o"]
        .iter()
        .any(|end| word.ends_with(end));
    match consonant_and_y(word) {
        Some(stem) => format!("{stem}ies"),
        None if hisses && !word.ends_with("oo") => format!("{word}es"),
        None => format!("{word}s"),
    }
}

fn with_ed(word: &str) -> String {
    match consonant_and_y(word) {
        Some(stem) => format!("{stem}ied"),
        None if word.ends_with('e') => format!("{word}d"),
        None => format!("{word}ed"),
    }
}

fn with_ing(word: &str) -> String {
    match word.strip_suffix('e') {
        Some(stem) if !stem.ends_with('e') => format!("{stem}ing"),
        _ => format!("{word}ing"),
    }
}

/// What stands before the y of "city", but not of "day".
fn consonant_and_y(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('y')?;
    (!stem.ends_with(['a', 'e', 'i', 'o', 'u'])).then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_those_given_or_regular() {
        let verb = |entry| forms_of(entry, WordClass::Verb);
        assert_eq!(
            verb("carry"),
            ["carry", "carries", "carried", "carrying", "carried"]
        );
        assert_eq!(verb("bake"), ["bake", "bakes", "baked", "baking", "baked"]);
        assert_eq!(
            verb("take/took/taking/taken")[2..],
            ["took", "taking", "taken"]
        );
        assert_eq!(verb("agree/agreed/agreeing")[3], "agreeing");
        assert_eq!(forms_of("man/men", WordClass::Noun)[1], "men");
        assert_eq!(forms_of("day", WordClass::Noun)[1], "days");
        assert_eq!(forms_of("branch", WordClass::Noun)[1], "branches");
    }
}
