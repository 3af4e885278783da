//! A row as a page.

use crate::io::document::{Document, DocumentId};
use crate::io::shard::job::{ShardJob, ShardOptions};
use crate::page::PageMeta;
use std::borrow::Cow;

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
            format: all.format,
        },
    }
}
