//! Where blocks of items end.

use crate::io::format::item::{Begin, Item, ItemFormat};
use crate::io::shard::container::{Cut, Cutter};
use std::marker::PhantomData;

/// Finds blocks of whole items. An item that stays as it is need not lie in one block, unless it is packed by itself.
#[derive(Debug)]
pub(crate) struct ItemCutter<F> {
    /// Bytes of the item at hand that are still to come; all there are behind the end of an archive.
    carried: usize,
    max_page_bytes: u64,
    format: PhantomData<F>,
}

/// How much is carried where all of it is.
const ALL: usize = usize::MAX;

impl<F: ItemFormat> ItemCutter<F> {
    pub(crate) fn new(max_page_bytes: u64) -> Self {
        Self {
            carried: 0,
            max_page_bytes,
            format: PhantomData,
        }
    }
}

/// Whether an item stays as it is, whatever its bytes are.
pub(crate) fn stays(item: &Item, max_page_bytes: u64) -> bool {
    item.text.as_ref().is_none_or(|text| {
        let len = text.end - text.start;
        max_page_bytes > 0 && len as u64 > max_page_bytes
    })
}

impl<F: ItemFormat> Cutter for ItemCutter<F> {
    fn noun(&self) -> &'static str {
        F::NOUN
    }

    fn cut(&mut self, bytes: &[u8], is_last: bool) -> Cut {
        let carried = self.carried.min(bytes.len());
        let mut left = match self.carried {
            ALL => ALL,
            some => some - carried,
        };
        let mut cut = Cut {
            len: carried,
            carried,
            ..Cut::default()
        };
        while left == 0 && cut.len < bytes.len() {
            let there = bytes.len() - cut.len;
            let item = match F::begin(&bytes[cut.len..], is_last) {
                Begin::Item(item) => item,
                Begin::Rest => {
                    left = ALL;
                    cut.len = bytes.len();
                    break;
                }
                Begin::More => break,
                Begin::Damaged(why) => {
                    cut.damage = Some(why);
                    break;
                }
            };
            if item.len > there {
                if !F::PACKED_ALONE && stays(&item, self.max_page_bytes) {
                    left = item.len - there;
                    cut.rows += u64::from(item.is_row);
                    cut.len = bytes.len();
                } else if is_last {
                    cut.damage = Some(cut_off(there, item.len));
                }
                break;
            }
            cut.len += item.len;
            cut.rows += u64::from(item.is_row);
        }
        if is_last && left > 0 && left != ALL {
            cut.damage = Some(format!(
                "cut off: {left} bytes of the one before are missing"
            ));
        }
        self.carried = left;
        cut
    }
}

fn cut_off(there: usize, len: usize) -> String {
    format!("cut off: {there} of its {len} bytes are there")
}
