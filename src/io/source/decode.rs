//! From bytes to text and back, without loss.

use crate::io::source::broken_utf8::{self, BROKEN_UTF8, Broken};
use crate::io::source::decode_error::DecodeError;
use crate::io::source::sniff::refuse_binary;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::str::FromStr;

/// What to do with pages that are not UTF-8.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EncodingChoice {
    /// Report them: such a page fails.
    #[default]
    Utf8,
    /// Detect their encoding: by a byte order mark, else by statistics (`chardetng`).
    Auto,
    /// Read them as this.
    Named(&'static Encoding),
}

/// A name that no encoding of the WHATWG Encoding Standard has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "no encoding has the label \"{0}\"; try auto, utf-8, windows-1252, shift_jis, ... (labels of the WHATWG Encoding Standard)"
)]
pub struct UnknownEncoding(String);

impl FromStr for EncodingChoice {
    type Err = UnknownEncoding;

    fn from_str(label: &str) -> Result<Self, Self::Err> {
        if label.eq_ignore_ascii_case("auto") {
            return Ok(Self::Auto);
        }
        match Encoding::for_label(label.as_bytes()) {
            Some(found) if found == UTF_8 => Ok(Self::Utf8),
            Some(found) => Ok(Self::Named(found)),
            None => Err(UnknownEncoding(label.to_owned())),
        }
    }
}

/// A page's text, and the encoding that it was in where that is not UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text; a byte order mark is part of it.
    pub text: String,
    /// Name of the encoding, `None` for UTF-8.
    pub encoding: Option<&'static str>,
    /// Of a text that is UTF-8 but for some bytes: what stands at each of its replacement characters.
    pub bytes: Vec<Vec<u8>>,
}

impl Decoded {
    /// Reads bytes as text. UTF-8 is always tried first. O(n) in bytes.
    ///
    /// # Errors
    ///
    /// See [`DecodeError`]. Text is never repaired: what cannot be read without loss is an error.
    ///
    /// # Example
    ///
    /// ```
    /// use dechaff::io::source::{Decoded, EncodingChoice};
    ///
    /// let choice: EncodingChoice = "windows-1252".parse()?;
    /// let decoded = Decoded::new(b"caf\xe9".to_vec(), choice)?;
    /// assert_eq!(decoded.text, "café");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(bytes: Vec<u8>, choice: EncodingChoice) -> Result<Self, DecodeError> {
        refuse_binary(&bytes)?;
        let bytes = match String::from_utf8(bytes) {
            Ok(text) => {
                return Ok(Self {
                    text,
                    encoding: None,
                    bytes: Vec::new(),
                });
            }
            Err(error) => error,
        };
        let offset = bytes.utf8_error().valid_up_to();
        let bytes = bytes.into_bytes();
        if let Some(broken) =
            Broken::of(&bytes).filter(|_| !matches!(choice, EncodingChoice::Named(_)))
        {
            return match choice {
                EncodingChoice::Utf8 => Err(DecodeError::Broken {
                    count: broken.bad_bytes,
                    offset,
                }),
                _ => Ok(Self {
                    text: broken.text,
                    encoding: Some(BROKEN_UTF8),
                    bytes: broken.bytes,
                }),
            };
        }
        let encoding = match choice {
            EncodingChoice::Named(encoding) => encoding,
            EncodingChoice::Auto => detect(&bytes),
            EncodingChoice::Utf8 => {
                return Err(DecodeError::NotUtf8 {
                    offset,
                    guess: detect(&bytes).name(),
                });
            }
        };
        let name = encoding.name();
        let text = encoding
            .decode_without_bom_handling_and_without_replacement(&bytes)
            .ok_or(DecodeError::Invalid(name))?
            .into_owned();
        match encode(&text, name, &[]) {
            Some(again) if again == bytes => Ok(Self {
                text,
                encoding: Some(name),
                bytes: Vec::new(),
            }),
            _ => Err(DecodeError::NotReversible(name)),
        }
    }
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The bytes of a text in the encoding of that name, with those that stand at its replacement characters where it
/// is UTF-8 but for them; `None` where there is no such encoding, it lacks a character of the text, or there are
/// not as many bytes as it needs.
pub fn encode(text: &str, name: &str, bytes: &[Vec<u8>]) -> Option<Vec<u8>> {
    if name == BROKEN_UTF8 {
        return broken_utf8::encode(text, bytes);
    }
    let encoding = Encoding::for_label(name.as_bytes())?;
    if encoding == UTF_16LE {
        return Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    }
    if encoding == UTF_16BE {
        return Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }
    let (bytes, _, lossy) = encoding.encode(text);
    (!lossy).then(|| bytes.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn utf16_with_a_mark_is_detected_and_comes_back() {
        let bytes: Vec<u8> = "\u{feff}Grüße"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let refused = Decoded::new(bytes.clone(), EncodingChoice::Utf8);
        assert_eq!(
            refused,
            Err(DecodeError::NotUtf8 {
                offset: 0,
                guess: "UTF-16LE"
            })
        );
        let decoded = Decoded::new(bytes.clone(), EncodingChoice::Auto).expect("it has a mark");
        assert_eq!(decoded.text, "\u{feff}Grüße");
        assert_eq!(encode(&decoded.text, "UTF-16LE", &[]), Some(bytes));
    }

    #[test]
    fn utf8_stays_what_it_is() {
        let text = "\u{feff}a\0b\r\n";
        let named = EncodingChoice::from_str("latin1").expect("a label");
        let decoded = Decoded::new(text.into(), named).expect("it is UTF-8");
        assert_eq!(
            decoded,
            Decoded {
                text: text.to_owned(),
                encoding: None,
                bytes: Vec::new(),
            }
        );
    }

    #[test]
    fn labels() {
        assert_eq!("AUTO".parse(), Ok(EncodingChoice::Auto));
        assert_eq!("utf8".parse(), Ok(EncodingChoice::Utf8));
        assert!(EncodingChoice::from_str("klingon").is_err());
    }

    proptest! {
        #[test]
        fn what_is_read_can_be_written_back(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(decoded) = Decoded::new(bytes.clone(), EncodingChoice::Auto) {
                let again = match decoded.encoding {
                    Some(name) => encode(&decoded.text, name, &decoded.bytes),
                    None => Some(decoded.text.into_bytes()),
                };
                prop_assert_eq!(again, Some(bytes));
            }
        }
    }
}
