//! Names of rules and packs, and the reasons of what is allowed.

use crate::rulefile::allow::WireAllow;
use crate::rulefile::code::Code;
use crate::rulefile::reporter::Reporter;
use std::ops::Range;

pub(crate) fn check_allow(allow: &WireAllow, reporter: &mut Reporter) {
    for (code, reason) in allow.entries() {
        if reason.get_ref().trim().is_empty() {
            let message = format!("`allow.{}` gives no reason", code.name());
            reporter
                .error(Code::EmptyReason, reason.span(), message, "why?")
                .help("say in a few words why the warning does not hold here");
        }
    }
}

pub(crate) fn bad_name(what: &str, name: &str, span: Range<usize>, reporter: &mut Reporter) {
    reporter
        .error(
            Code::BadName,
            span,
            format!("{what} cannot be \"{name}\""),
            "not kebab-case",
        )
        .help("use lower-case letters, digits and single hyphens, as in `photo-credit`");
}

pub(crate) fn is_kebab(name: &str) -> bool {
    !name.is_empty()
        && name.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}
