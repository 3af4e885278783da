//! In which language a text is.

/// How much of a page's text is read to detect its language.
pub const LANG_SAMPLE_BYTES: usize = 4096;

pub(crate) fn detect_lang(sample: &str) -> Option<&'static str> {
    let info = whatlang::detect(sample)?;
    info.is_reliable().then(|| info.lang().code())
}

/// ISO 639-3 to ISO 639-1, for the languages that packs exist or are likely for.
pub(crate) fn two_letters(code: &str) -> Option<&'static str> {
    const CODES: [(&str, &str); 24] = [
        ("ara", "ar"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("hin", "hi"),
        ("hun", "hu"),
        ("ind", "id"),
        ("ita", "it"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("nld", "nl"),
        ("nob", "no"),
        ("pol", "pl"),
        ("por", "pt"),
        ("rus", "ru"),
        ("spa", "es"),
        ("swe", "sv"),
        ("tur", "tr"),
        ("ukr", "uk"),
    ];
    CODES
        .iter()
        .find(|(three, _)| *three == code)
        .map(|&(_, two)| two)
}
