//! A row as a page, and what becomes of it.

use crate::clean::cleaned::Cleaned;
use crate::clean::cleaner::Cleaner;
use crate::io::document::{Document, DocumentId};
use crate::io::shard::job::{ShardJob, ShardOptions};
use crate::io::source::sniff::{named_format, refuse_html};
use crate::page::{Page, PageMeta};
use crate::record::Record;
use std::borrow::Cow;
use std::path::Path;

/// What a row says of its page.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RowMeta<'r> {
    pub(crate) id: Option<&'r String>,
    pub(crate) url: Option<&'r String>,
    pub(crate) lang: Option<&'r String>,
}

/// The page of a row.
pub(crate) fn document<'t>(
    of: RowMeta<'_>,
    job: &ShardJob,
    row: u64,
    text: Cow<'t, str>,
    options: &ShardOptions,
) -> Document<'t> {
    let all = &options.meta;
    let shard = &job.entry.id;
    let host = || {
        let from = options.host_from.as_ref()?;
        let by_id = of.id.and_then(|id| from.url(id));
        by_id.or_else(|| from.url(&shard.text()))
    };
    let own_lang = || of.lang.and_then(|lang| (options.language)(lang));
    Document {
        id: DocumentId {
            shard: shard.clone(),
            row,
        },
        own_id: of.id.cloned(),
        text,
        meta: PageMeta {
            url: of.url.cloned().or_else(|| all.url.clone()).or_else(host),
            lang: all.lang.clone().or_else(own_lang),
            // What has a name may say by it what it is; a row's id is no file's name.
            format: match of.id {
                Some(id) if !job.entry.format.container.has_fields() => {
                    named_format(Path::new(id), all.format)
                }
                _ => all.format,
            },
        },
    }
}

/// Cleans a page; what went, neighbouring cuts as one: what is cleaned has no cuts any more.
pub(crate) fn clean_page<'d>(document: &'d Document<'_>, by: &Cleaner) -> (Cleaned<'d>, Record) {
    let page = Page::with_meta(&document.text, document.meta.clone());
    let mut cleaned = by.clean_to_join(&page);
    let hash = blake3::hash(document.text.as_bytes());
    let mut record = cleaned.take_record(&document.name(), hash);
    record.join_neighbours();
    (cleaned, record)
}

/// Why a text of so many bytes is not read, in words.
pub(crate) fn too_long(len_bytes: usize, options: &ShardOptions) -> Option<String> {
    let is_too_long = options.is_too_long(len_bytes);
    is_too_long.then(|| format!("{len_bytes} bytes, more than --max-page-bytes"))
}

/// Whether the text is a whole HTML page that nobody asked to be read as one.
pub(crate) fn is_html(document: &Document<'_>) -> bool {
    refuse_html(&document.text, document.meta.format).is_err()
}
