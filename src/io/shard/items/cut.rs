//! Where blocks of items end.

use crate::io::batch::limits::is_too_long;
use crate::io::format::item::{Begin, Item, ItemFormat};
use crate::io::format::pack_writer::PIECE_BYTES;
use crate::io::format::pieces::Checking;
use crate::io::shard::container::{Cut, Cutter};
use std::marker::PhantomData;

/// Finds blocks of whole items. An item that stays as it is need not lie in one block; one that is packed by itself
/// does, unless it is long.
#[derive(Debug)]
pub(crate) struct ItemCutter<F> {
    carried: Carried,
    max_page_bytes: u64,
    format: PhantomData<F>,
}

/// What the next bytes belong to.
#[derive(Debug)]
enum Carried {
    /// The next item.
    Nothing,
    /// The item at hand, of which so many are still to come.
    Item(usize, Checking),
    /// The end of an archive, of which so many were read.
    Rest(usize),
}

/// Items that are packed by themselves and longer than this are packed piece by piece.
const LONG_ITEM_BYTES: usize = PIECE_BYTES;
/// More than this does not stand behind the end of an archive: who packs it there wants to do harm.
const MOST_REST_BYTES: usize = 64 << 20;

impl<F: ItemFormat> ItemCutter<F> {
    pub(crate) fn new(max_page_bytes: u64) -> Self {
        Self {
            carried: Carried::Nothing,
            max_page_bytes,
            format: PhantomData,
        }
    }

    /// Takes the bytes of an item that began in an earlier block, or of the end; nothing else is in the block where
    /// that is not over.
    fn carry(&mut self, bytes: &[u8], is_last: bool) -> (Cut, IsOver) {
        let whole = |len: usize| Cut {
            len,
            carried: len,
            ..Cut::default()
        };
        match std::mem::replace(&mut self.carried, Carried::Nothing) {
            Carried::Nothing => (Cut::default(), IsOver::Yes),
            Carried::Rest(read) => (self.rest(whole(bytes.len()), read), IsOver::No),
            Carried::Item(left, mut checking) => {
                let len = carried_len::<F>(left, bytes, is_last);
                let mut cut = whole(len);
                let missing = left.saturating_sub(len);
                if missing > 0 && is_last {
                    cut.damage = Some(format!(
                        "cut off: {missing} bytes of the one before are missing"
                    ));
                }
                if F::PACKED_ALONE {
                    checking.update(&bytes[..len]);
                    cut.ended = (missing == 0 || is_last).then(|| checking.checked());
                }
                if missing > 0 {
                    self.carried = Carried::Item(missing, checking);
                    return (cut, IsOver::No);
                }
                (cut, IsOver::Yes)
            }
        }
    }

    /// Takes what stands behind the end.
    fn rest(&mut self, mut cut: Cut, read: usize) -> Cut {
        let read = read.saturating_add(cut.len);
        if read > MOST_REST_BYTES {
            let most = MOST_REST_BYTES >> 20;
            cut.damage = Some(format!(
                "more than {most} MiB stand behind the archive's end"
            ));
        }
        self.carried = Carried::Rest(read);
        cut
    }

    /// Begins an item that is longer than what is there of it, if it may lie in more blocks than one: how many of its
    /// bytes are in this one.
    fn begin(&mut self, item: &Item, bytes: &[u8]) -> Option<usize> {
        let may_part = !F::PACKED_ALONE || item.len > LONG_ITEM_BYTES;
        if !may_part || !stays(item, self.max_page_bytes) {
            return None;
        }
        // One that is packed by itself has an end of its own, for which a byte is left.
        let len = bytes.len() - usize::from(F::PACKED_ALONE);
        let mut checking = Checking::default();
        if F::PACKED_ALONE {
            checking.update(&bytes[..len]);
        }
        self.carried = Carried::Item(item.len - len, checking);
        (len > 0).then_some(len)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum IsOver {
    Yes,
    No,
}

/// How many of these bytes belong to the item of which `left` bytes, and its tail, are still to come.
fn carried_len<F: ItemFormat>(left: usize, bytes: &[u8], is_last: bool) -> usize {
    let kept = usize::from(F::PACKED_ALONE && !is_last);
    if left >= bytes.len() {
        return bytes.len().saturating_sub(kept);
    }
    let len = left + F::tail(&bytes[left..]);
    if len == bytes.len() && kept > 0 {
        return left - 1; // its tail may go on
    }
    len
}

/// Whether an item stays as it is, whatever its bytes are.
fn stays(item: &Item, max_page_bytes: u64) -> bool {
    let text = item.text.as_ref();
    text.is_none_or(|text| is_too_long(text.len() as u64, max_page_bytes))
}

impl<F: ItemFormat> Cutter for ItemCutter<F> {
    fn noun(&self) -> &'static str {
        F::NOUN
    }

    fn cut(&mut self, bytes: &[u8], is_last: bool) -> Cut {
        let (mut cut, is_over) = self.carry(bytes, is_last);
        while is_over == IsOver::Yes && cut.len < bytes.len() {
            let here = &bytes[cut.len..];
            let item = match F::begin(here, is_last) {
                Begin::Item(item) => item,
                Begin::Rest => {
                    cut.len = bytes.len();
                    cut = self.rest(cut, 0);
                    break;
                }
                Begin::More => break,
                Begin::Damaged(why) => {
                    cut.damage = Some(why);
                    break;
                }
            };
            if item.len > here.len() {
                if let Some(len) = self.begin(&item, here) {
                    cut.rows += u64::from(item.is_row);
                    cut.len += len;
                    if is_last {
                        let missing = item.len - len;
                        cut.damage = Some(format!(
                            "cut off: {missing} bytes of the one before are missing"
                        ));
                    }
                } else if is_last {
                    cut.damage = Some(cut_off(here.len(), item.len));
                }
                break;
            }
            cut.len += item.len;
            cut.rows += u64::from(item.is_row);
        }
        cut
    }
}

fn cut_off(there: usize, len: usize) -> String {
    format!("cut off: {there} of its {len} bytes are there")
}
