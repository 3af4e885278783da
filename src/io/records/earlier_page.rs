//! A page that an earlier run has cleaned.

use crate::io::file_state::hash_file;
use crate::record::Record;
use std::path::{Path, PathBuf};

/// What an earlier run has written of a page.
#[derive(Debug)]
pub struct EarlierPage {
    /// The page's record.
    pub(crate) record: Record,
    /// Its clean text's file.
    pub(crate) clean: PathBuf,
}

impl EarlierPage {
    /// Whether the page had these bytes then.
    pub(crate) fn has_hash(&self, hash: blake3::Hash) -> bool {
        self.record.blake3 == hash.to_hex().as_str()
    }

    /// Whether the page is a copy of that file, and nothing has changed since: of a page that is too long to be read, which
    /// would have the record `uncut` but for hash and length. Reads both files.
    pub(crate) fn is_copy(&self, uncut: &Record, file: &Path) -> bool {
        let known = Record {
            blake3: uncut.blake3.clone(),
            len_bytes: uncut.len_bytes,
            ..self.record.clone()
        };
        let has_hash = |file: &Path| hash_file(file).is_ok_and(|hash| self.has_hash(hash));
        known == *uncut && has_hash(file) && has_hash(&self.clean)
    }

    /// The clean text, where cleaning again would change nothing: the page has the record `uncut` beside what went of
    /// it, so that rules, options and version are the same, and clean text and cuts are the page's text again. Of a page
    /// that was not cleaned as its rules would have it that is not known.
    pub(crate) fn clean_text(&mut self, uncut: &Record, text: &str) -> Option<String> {
        let record = &mut self.record;
        let (cuts, words) = (std::mem::take(&mut record.cuts), record.words.take());
        let is_same = *record == *uncut;
        (record.cuts, record.words) = (cuts, words);
        if !is_same {
            return None;
        }
        let clean = std::fs::read_to_string(&self.clean).ok()?;
        (record.join(&clean).ok()? == text).then_some(clean)
    }
}
