//! A page from its bytes.

use crate::clean::cleaned::Cleaned;
use crate::clean::cleaner::Cleaner;
use crate::io::batch::event::{CleanPage, LongPage};
use crate::io::batch::options::RunOptions;
use crate::io::records::earlier_page::EarlierPage;
use crate::io::source::decode::Decoded;
use crate::io::source::decode_error::DecodeError;
use crate::io::source::entry::{Entry, PageId};
use crate::io::source::sniff::{named_format, refuse_html};
use crate::page::{Page, PageMeta};
use crate::record::{Record, TOO_LONG};
use crate::text::word_count::word_count;

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
    Ok(ReadPage::new(id, bytes, options)?.clean(cleaner))
}

/// A page that is read and not cleaned yet.
pub(crate) struct ReadPage<'i> {
    id: &'i PageId,
    hash: blake3::Hash,
    len_bytes: usize,
    decoded: Decoded,
    meta: PageMeta,
}

impl<'i> ReadPage<'i> {
    /// The page of these bytes.
    pub(crate) fn new(
        id: &'i PageId,
        bytes: Vec<u8>,
        options: &RunOptions,
    ) -> Result<Self, DecodeError> {
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
        Ok(Self {
            id,
            hash,
            len_bytes,
            decoded,
            meta,
        })
    }

    /// Cleans it, unless an earlier run did and nothing has changed.
    pub(crate) fn clean_or_keep(
        self,
        earlier: Option<EarlierPage>,
        cleaner: &Cleaner,
    ) -> CleanPage {
        match earlier {
            Some(earlier) if earlier.has_hash(self.hash) => self.keep(earlier, cleaner),
            _ => self.clean(cleaner),
        }
    }

    fn keep(self, mut earlier: EarlierPage, cleaner: &Cleaner) -> CleanPage {
        let mut uncut = cleaner.uncut(&self.page());
        let uncut = self.record(&mut uncut);
        let Some(clean) = earlier.clean_text(&uncut, &self.decoded.text) else {
            return self.clean(cleaner);
        };
        let counted = || (word_count(&self.decoded.text), word_count(&clean));
        CleanPage {
            id: self.id.clone(),
            words: earlier.record.words.unwrap_or_else(counted),
            clean,
            record: earlier.record,
            warnings: Vec::new(),
            original: self.decoded.text,
            is_earlier: true,
        }
    }

    fn clean(self, cleaner: &Cleaner) -> CleanPage {
        let mut result = cleaner.clean_to_join(&self.page());
        let mut record = self.record(&mut result);
        record.join_neighbours();
        CleanPage {
            id: self.id.clone(),
            clean: result.text,
            record,
            warnings: result.warnings,
            words: (result.words_before, result.words_after),
            original: self.decoded.text,
            is_earlier: false,
        }
    }

    /// Leaves it as it is, since it is too long.
    pub(crate) fn leave(self, cleaner: &Cleaner) -> CleanPage {
        let mut uncut = cleaner.uncut(&self.page());
        let mut record = self.record(&mut uncut);
        record.warnings.push(TOO_LONG.to_owned());
        CleanPage {
            id: self.id.clone(),
            clean: self.decoded.text.clone(),
            record,
            warnings: Vec::new(),
            words: (0, 0),
            original: self.decoded.text,
            is_earlier: false,
        }
    }

    fn page(&self) -> Page<'_> {
        Page::with_meta(&self.decoded.text, self.meta.clone())
    }

    /// The record of what became of it.
    fn record(&self, cleaned: &mut Cleaned<'_>) -> Record {
        let mut record = cleaned.take_record(&self.id.text(), self.hash);
        record.path_hex = self.id.path_hex();
        record.len_bytes = self.len_bytes;
        record.encoding = self.decoded.encoding.map(str::to_owned);
        record.bytes_hex = self.decoded.bytes.iter().map(|bytes| hex(bytes)).collect();
        record
    }
}

/// A page that is too long to be read.
pub(crate) fn long_page(
    entry: Entry,
    earlier: Option<EarlierPage>,
    cleaner: &Cleaner,
    options: &RunOptions,
) -> LongPage {
    let nothing = Page::with_meta("", options.meta.clone());
    let mut record = cleaner
        .uncut(&nothing)
        .take_record(&entry.id.text(), blake3::hash(b""));
    record.path_hex = entry.id.path_hex();
    record.warnings.push(TOO_LONG.to_owned());
    LongPage {
        is_earlier: earlier.is_some_and(|earlier| earlier.is_copy(&record, &entry.file)),
        id: entry.id,
        file: entry.file,
        len_bytes: entry.len_bytes,
        record,
    }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).expect("half a byte is a digit");
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(digit).collect()
}
