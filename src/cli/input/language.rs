//! From what people call a language to the code by which rules and evidence know it.

use isolang::Language;

/// Codes of ISO 639-2 that were made of English names, and names that ISO writes at more length.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("alb", "sq"),
    ("arm", "hy"),
    ("baq", "eu"),
    ("bur", "my"),
    ("chi", "zh"),
    ("cze", "cs"),
    ("dut", "nl"),
    ("fre", "fr"),
    ("geo", "ka"),
    ("ger", "de"),
    ("gre", "el"),
    ("greek", "el"),
    ("ice", "is"),
    ("mac", "mk"),
    ("mao", "mi"),
    ("may", "ms"),
    ("malay", "ms"),
    ("nepali", "ne"),
    ("per", "fa"),
    ("rum", "ro"),
    ("slo", "sk"),
    ("swahili", "sw"),
    ("tib", "bo"),
    ("wel", "cy"),
];

/// The language of a BCP 47 tag (`en-GB`), a locale (`en_US.UTF-8`), a code of ISO 639 (`en`, `eng`) or an
/// English name: in two small letters, where it has three alone in those.
///
/// # Errors
///
/// What to write, where nobody knows a language of that name.
pub(crate) fn language(written: &str) -> Result<String, String> {
    let word = written.trim().to_lowercase();
    by_name(&word)
        .or_else(|| by_code(primary(&word)?))
        .ok_or_else(|| {
            "not a language; write a code (en, eng), a tag (en-GB) or an English name (english)"
                .to_owned()
        })
}

fn by_name(word: &str) -> Option<String> {
    // Names of two letters and three are those of other languages: `so` is Somali, and a name, too. Most rows have
    // such a code, and to look through all names costs more than reading the row.
    let language = (word.len() > 3).then(|| Language::from_name_lowercase(word));
    language.flatten().map(code).or_else(|| by_other_word(word))
}

fn by_code(word: &str) -> Option<String> {
    let language = Language::from_639_1(word).or_else(|| Language::from_639_3(word));
    language.map(code).or_else(|| by_other_word(word))
}

fn by_other_word(word: &str) -> Option<String> {
    let known = OTHER_WORDS.iter().find(|(other, _)| *other == word);
    known.map(|(_, code)| (*code).to_owned())
}

fn code(language: Language) -> String {
    let code = language.to_639_1().unwrap_or(language.to_639_3());
    code.to_owned()
}

/// What a tag has before its region, script and encoding, where what follows looks like those.
fn primary(tag: &str) -> Option<&str> {
    let tag = tag.split(['.', '@']).next()?;
    let mut parts = tag.split(['-', '_']);
    let language = parts.next()?;
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    parts.all(is_part).then_some(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_codes_and_names_are_read() {
        for (written, wanted) in [
            ("en", "en"),
            ("EN", "en"),
            ("en-GB", "en"),
            ("en_US", "en"),
            ("en_US.UTF-8", "en"),
            ("eng", "en"),
            (" English ", "en"),
            ("zh-Hant-TW", "zh"),
            ("ger", "de"),
            ("deu", "de"),
            ("greek", "el"),
            ("gsw", "gsw"),
            ("de-CH-1996", "de"),
        ] {
            assert_eq!(language(written).as_deref(), Ok(wanted), "{written}");
        }
    }

    #[test]
    fn what_nobody_knows_is_an_error() {
        for written in [
            "",
            "e",
            "xx",
            "klingish",
            "en-",
            "en GB",
            "en-overlongpart",
            "x-private",
            "auto",
        ] {
            let wrong = language(written).expect_err(written);
            assert!(wrong.contains("en-GB"), "{wrong}");
        }
    }

    #[test]
    fn other_words_lead_to_codes() {
        for (word, code) in OTHER_WORDS {
            assert!(Language::from_639_1(code).is_some(), "{word}");
        }
    }
}
