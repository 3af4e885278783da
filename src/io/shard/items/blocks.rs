//! Items, block by block.

use crate::clean::cleaner::Cleaner;
use crate::io::document::Document;
use crate::io::format::item::{Begin, ItemFormat};
use crate::io::format::jsonl::fields::Fields;
use crate::io::shard::block::Block;
use crate::io::shard::clean_block::CleanBlock;
use crate::io::shard::container::{Blocks, Cutter, NoDocument, RowMade};
use crate::io::shard::items::clean::{ItemCleaner, begun, each_item, page};
use crate::io::shard::items::cut::ItemCutter;
use crate::io::shard::items::json::push_json;
use crate::io::shard::items::restore::restore;
use crate::io::shard::job::{ShardJob, ShardOptions};
use crate::io::shard::lines::Lines;
use crate::io::shard::pages::too_long;
use crate::io::shard::restore_error::ShardRestoreError;
use crate::io::shard::restoring::Restoring;
use crate::io::shard::sidecar::{ShardWas, SidecarHead};
use crate::io::source::sniff::refuse_html;
use std::io;
use std::marker::PhantomData;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// A container of items.
#[derive(Debug)]
pub(crate) struct Items<F> {
    /// Where items have what is asked of them, for a log.
    words: &'static str,
    format: PhantomData<F>,
}

impl<F> Items<F> {
    pub(crate) const fn new(words: &'static str) -> Self {
        Self {
            words,
            format: PhantomData,
        }
    }
}

impl<F: ItemFormat> Blocks for Items<F> {
    fn cutter(&self, options: &ShardOptions) -> Box<dyn Cutter> {
        // What becomes a row must lie in one block, however long it is.
        let longest = match options.to {
            Some(to) if to.container.has_fields() => 0,
            _ => options.max_page_bytes,
        };
        Box::new(ItemCutter::<F>::new(longest))
    }

    fn fields(&self, _options: &ShardOptions, _first: Option<&Block>) -> Result<Fields, String> {
        Ok(Fields::of_text("body"))
    }

    fn words(&self, _fields: &Fields) -> String {
        self.words.to_owned()
    }

    fn clean(
        &self,
        block: &Block,
        job: &ShardJob,
        cleaner: &Cleaner,
        options: &ShardOptions,
        stop: &AtomicBool,
    ) -> io::Result<Option<CleanBlock>> {
        let mut items = ItemCleaner::<F>::new(job, cleaner, options);
        items.carry(block);
        for (row, bytes, item) in each_item::<F>(block) {
            if stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            items.item(row, bytes, item.as_ref());
        }
        items.end(block).map(Some)
    }

    fn rows<'b>(&self, block: &'b Block) -> Box<dyn Iterator<Item = (u64, &'b [u8])> + 'b> {
        let items = each_item::<F>(block);
        Box::new(items.map(|(row, bytes, _)| (row, bytes)))
    }

    fn document<'r>(
        &self,
        row: u64,
        bytes: &'r [u8],
        job: &ShardJob,
        options: &ShardOptions,
    ) -> Option<Result<Document<'r>, NoDocument>> {
        let item = begun::<F>(bytes)?; // none is what stands behind the end of an archive
        let refused = |why: String| Some(Err((row, why)));
        let len = item.text.as_ref()?.len();
        if let Some(why) = too_long(len, options) {
            return refused(why);
        }
        let document = match page(&item, bytes, job, row, options)? {
            Ok(document) => document,
            Err(error) => {
                return refused(format!("not UTF-8 from byte {} on", error.valid_up_to()));
            }
        };
        match refuse_html(&document.text, document.meta.format) {
            Ok(()) => Some(Ok(document)),
            Err(error) => refused(error.to_string()),
        }
    }

    fn push_json(&self, bytes: &[u8], to: &mut Vec<u8>) -> Result<RowMade, String> {
        let Begin::Item(item) = F::begin(bytes, true) else {
            return Ok(RowMade::NoRow); // what stands behind the end of an archive
        };
        push_json::<F>(&item, bytes, to)
    }

    fn restore(
        &self,
        _head: &SidecarHead,
        sidecar: &mut Lines,
        out: &Path,
        to: &mut Restoring<'_>,
    ) -> Result<ShardWas, ShardRestoreError> {
        restore(sidecar, out, F::PACKED_ALONE, to)
    }
}
