//! What commands read: pages, gold texts, and what is known of pages beside.

pub(crate) mod cleaned;
pub(crate) mod crawl;
pub(crate) mod gold;
pub(crate) mod language;
pub(crate) mod meta;
pub(crate) mod page_at;
pub(crate) mod page_ids;
pub(crate) mod pages;
pub(crate) mod paths;
pub(crate) mod place;
pub(crate) mod rows;
pub(crate) mod shards;
pub(crate) mod size;
pub(crate) mod stdin;
pub(crate) mod stoppable;
pub(crate) mod texts;
