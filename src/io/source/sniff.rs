//! What a file is that bears the name of a text, by its first bytes and its name.

use crate::io::source::decode_error::DecodeError;
use crate::view::format::Format;
use std::path::Path;

/// What begins with which bytes and is no text.
const BINARY: [(&[u8], &str, &str); 5] = [
    (b"\x1f\x8b\x08", "a gzip file", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd file", "unpack it first"),
    (b"PK\x03\x04", "a zip file", "unpack it first"),
    (b"%PDF-", "a PDF file", "extract its text first"),
    (b"PAR1", "a Parquet file", "take its texts out first"),
];

/// Says of bytes that begin as a packed file or a PDF what they are.
pub(crate) fn refuse_binary(bytes: &[u8]) -> Result<(), DecodeError> {
    let found = BINARY.iter().find(|(start, ..)| bytes.starts_with(start));
    match found {
        Some((_, what, help)) => Err(DecodeError::Binary { what, help }),
        None => Ok(()),
    }
}

/// Whether a text may be read in that format: a whole HTML page is no text until its tags are taken for layout.
///
/// # Errors
///
/// [`DecodeError::Html`] where the text begins as an HTML document and nobody said in which format it is.
pub fn refuse_html(text: &str, format: Format) -> Result<(), DecodeError> {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\n', '\r']);
    let begins = |with: &str| {
        let start = start.as_bytes().get(..with.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()))
    };
    let is_html = begins("<!doctype html") || begins("<html>") || begins("<html ");
    if format == Format::Auto && is_html {
        return Err(DecodeError::Html);
    }
    Ok(())
}

/// The format of a file: what was asked for, else Markdown where its name ends as Markdown's do.
pub fn named_format(name: &Path, asked: Format) -> Format {
    let ending = name.extension();
    let is_markdown = ["md", "markdown", "mdx"]
        .iter()
        .any(|known| ending.is_some_and(|ending| ending.eq_ignore_ascii_case(known)));
    if asked == Format::Auto && is_markdown {
        Format::Markdown
    } else {
        asked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_as_what_they_are() {
        let said = |bytes: &[u8]| refuse_binary(bytes).map_err(|error| error.to_string());
        assert_eq!(
            said(b"\x1f\x8b\x08\0"),
            Err("this is a gzip file, not text: unpack it first".to_owned())
        );
        assert!(said(b"%PDF-1.7\n").is_err());
        assert_eq!(said("PK is a name".as_bytes()), Ok(()));
    }

    #[test]
    fn whole_pages_of_html_are_refused_unless_they_are_asked_for() {
        let page = "\u{feff}\n<!DOCTYPE html>\n<html lang=en>";
        assert_eq!(refuse_html(page, Format::Auto), Err(DecodeError::Html));
        assert_eq!(refuse_html(page, Format::Html), Ok(()));
        assert_eq!(refuse_html("<p>Rain fell.", Format::Auto), Ok(()));
        assert_eq!(refuse_html("<htmlx>", Format::Auto), Ok(()));
    }

    #[test]
    fn a_name_tells_what_nobody_said() {
        let named = |name: &str, asked| named_format(Path::new(name), asked);
        assert_eq!(named("a/b.MD", Format::Auto), Format::Markdown);
        assert_eq!(named("a/b.md", Format::Plain), Format::Plain);
        assert_eq!(named("a/b.txt", Format::Auto), Format::Auto);
    }
}
