//! What is wrong with a model file.

use crate::rulefile::code::Code;
use std::ops::Range;
use toml::Spanned;

/// What is wrong with a model file.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The bytes at which it is, where they are known.
    pub(crate) at: Option<Range<usize>>,
    pub(crate) code: Code,
    pub(crate) why: String,
}

impl Fault {
    pub(crate) fn at<T>(value: &Spanned<T>, why: impl Into<String>) -> Self {
        Self {
            at: Some(value.span()),
            ..Self::from(why.into())
        }
    }
}

impl From<String> for Fault {
    fn from(why: String) -> Self {
        Self {
            at: None,
            code: Code::BadValue,
            why,
        }
    }
}

impl From<toml::de::Error> for Fault {
    fn from(wrong: toml::de::Error) -> Self {
        let said = wrong.message();
        let codes = [
            ("unknown field", Code::UnknownKey),
            ("unknown variant", Code::UnknownValue),
            ("missing field", Code::MissingKey),
            ("invalid type", Code::WrongType),
            ("invalid value", Code::BadValue),
            ("invalid length", Code::BadValue),
        ];
        let known = codes
            .into_iter()
            .find(|(begins, _)| said.starts_with(begins));
        Self {
            at: wrong.span(),
            code: known.map_or(Code::Syntax, |(_, code)| code),
            why: in_plain_words(said),
        }
    }
}

/// What the parser says of a file, without its own words for things.
fn in_plain_words(message: &str) -> String {
    const WORDS: [(&str, &str); 8] = [
        ("unknown field", "unknown key"),
        ("missing field", "missing key"),
        ("unknown variant", "unknown name"),
        ("expected a sequence", "expected a list"),
        ("expected a map", "expected a table"),
        ("expected an array", "expected a list"),
        ("type: sequence", "type: list"),
        ("type: map", "type: table"),
    ];
    let said = WORDS.iter().fold(message.to_owned(), |said, (its, plain)| {
        said.replacen(its, plain, 1)
    });
    match said
        .strip_prefix("invalid type: ")
        .and_then(|rest| rest.rsplit_once(", expected "))
    {
        Some((found, wanted)) => format!("expected {wanted}, not {found}"),
        None => said,
    }
}
