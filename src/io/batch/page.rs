//! A page from its bytes.

use crate::clean::cleaner::Cleaner;
use crate::io::batch::event::CleanPage;
use crate::io::batch::options::RunOptions;
use crate::io::source::decode::Decoded;
use crate::io::source::decode_error::DecodeError;
use crate::io::source::entry::PageId;
use crate::io::source::sniff::{named_format, refuse_html};
use crate::page::{Page, PageMeta};

/// Cleans a page whose bytes are at hand, as a run does those that it reads.
///
/// # Errors
///
/// Where the bytes cannot be read as text.
pub fn clean_bytes(
    id: &PageId,
    bytes: Vec<u8>,
    cleaner: &Cleaner,
    options: &RunOptions,
) -> Result<CleanPage, DecodeError> {
    let (hash, len_bytes) = (blake3::hash(&bytes), bytes.len());
    let decoded = Decoded::new(bytes, options.encoding)?;
    let mut meta = PageMeta {
        format: named_format(id.path(), options.meta.format),
        ..options.meta.clone()
    };
    if let (None, Some(from)) = (&meta.url, &options.host_from) {
        meta.url = from.url(&id.text());
    }
    refuse_html(&decoded.text, meta.format)?;
    let page = Page::with_meta(&decoded.text, meta);
    let mut result = cleaner.clean(&page);
    let mut record = result.take_record(&id.text(), hash);
    record.join_neighbours();
    record.path_hex = id.path_hex();
    record.len_bytes = len_bytes;
    record.encoding = decoded.encoding.map(str::to_owned);
    record.bytes_hex = decoded.bytes.iter().map(|bytes| hex(bytes)).collect();
    Ok(CleanPage {
        id: id.clone(),
        clean: result.text,
        record,
        warnings: result.warnings,
        words: (result.words_before, result.words_after),
        original: decoded.text,
    })
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).expect("half a byte is a digit");
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(digit).collect()
}
