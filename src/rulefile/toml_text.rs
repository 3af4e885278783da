//! Text as TOML: the one place that quotes.

use crate::rulefile::hidden::is_hidden;
use std::fmt::Write as _;
use toml_writer::{ToTomlValue as _, TomlStringBuilder};

/// The text as a string or a key of TOML, in one line. What TOML cannot hold is escaped, and no more.
///
/// # Example
///
/// ```
/// use dechaff::rulefile::quoted;
///
/// assert_eq!(quoted("a \"b\"\tc"), r#""a \"b\"\tc""#);
/// ```
pub fn quoted(text: &str) -> String {
    TomlStringBuilder::new(text).as_basic().to_toml_value()
}

/// The same for people to read: hidden characters, and spaces that look like others, are escaped as well.
pub(crate) fn quoted_visibly(text: &str) -> String {
    visible(&quoted(text))
}

/// The text as a line of a string between three quotation marks, for people to read. One that ends in a
/// quotation mark must not stand last.
pub(crate) fn line_of_block(line: &str) -> String {
    let block = TomlStringBuilder::new(line).as_ml_basic().to_toml_value();
    let inner = block.strip_prefix("\"\"\"");
    let inner = inner.and_then(|inner| inner.strip_suffix("\"\"\""));
    visible(inner.unwrap_or(&block))
}

fn visible(quoted: &str) -> String {
    let mut out = String::with_capacity(quoted.len());
    for c in quoted.chars() {
        match u32::from(c) {
            _ if !is_hidden(c) && c != '\u{a0}' => out.push(c),
            code @ ..=0xFFFF => _ = write!(out, "\\u{code:04X}"),
            code => _ = write!(out, "\\U{code:08X}"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_toml_cannot_hold_is_escaped() {
        for (text, wanted) in [
            ("tide table", r#""tide table""#),
            ("और पढ़ें", r#""और पढ़ें""#),
            ("a \"b\" \\c", r#""a \"b\" \\c""#),
            ("a\tb\n\u{7f}", r#""a\tb\n\u007F""#),
            ("\u{feff}\u{200d}\u{301}e", "\"\u{feff}\u{200d}\u{301}e\""),
        ] {
            assert_eq!(quoted(text), wanted);
        }
    }

    #[test]
    fn what_nobody_sees_is_spelt_out_for_people() {
        assert_eq!(
            quoted_visibly("a\u{200b}b\u{a0}c\u{85}\u{e0041}é"),
            r#""a\u200Bb\u00A0c\u0085\U000E0041é""#
        );
        assert_eq!(
            line_of_block("say \"x\"\u{200b}\t\\"),
            r#"say "x"\u200B\t\\"#
        );
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in any::<String>()) {
            for toml in [quoted(&text), quoted_visibly(&text)] {
                let file: toml::Table = toml::from_str(&format!("{toml} = {toml}")).expect("TOML");
                prop_assert_eq!(file.get(&text).and_then(|value| value.as_str()), Some(&*text));
            }
        }

        #[test]
        fn every_line_of_a_block_comes_back(line in "[^\r\n]*") {
            let toml = format!("a = \"\"\"\n{}\nb\"\"\"", line_of_block(&line));
            let file: toml::Table = toml::from_str(&toml).expect("TOML");
            let wanted = format!("{line}\nb");
            prop_assert_eq!(file["a"].as_str(), Some(&*wanted));
        }
    }
}
