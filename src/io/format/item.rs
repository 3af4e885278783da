//! What stands in a container as a piece of its own, a record of WARC or an entry of tar: where its text is, and how
//! it is written with another one.

use std::collections::BTreeMap;
use std::ops::Range;

/// A piece of a container.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Bytes in all, headers and padding among them. They may not all have been read: then this is how many there are
    /// without those of [`ItemFormat::tail`].
    pub len: usize,
    /// Whether it counts: blank lines and what only speaks of others do not.
    pub is_row: bool,
    /// Where its text is.
    pub text: Option<Range<usize>>,
    /// Why what looks like a text is none.
    pub odd: Option<&'static str>,
    /// Its own id.
    pub id: Option<String>,
    /// Where the page was found.
    pub url: Option<String>,
    /// The page's language, as the item has it.
    pub lang: Option<String>,
}

/// What bytes begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begin {
    /// An item.
    Item(Box<Item>),
    /// The end of the container; whatever stands behind it is none of its items.
    Rest,
    /// Nothing that can be told without more bytes. Never said of all the bytes there are.
    More,
    /// Nothing that can be read; why.
    Damaged(String),
}

/// Bytes of an item that are written as others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Which bytes.
    pub at: Range<usize>,
    /// What stands there then.
    pub to: Vec<u8>,
}

/// What stood where other bytes were written: the way back from an [`Edit`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch {
    /// Where, in the bytes that are no text.
    pub at: usize,
    /// How many bytes were written there.
    pub len: usize,
    /// What stood there.
    pub was: Vec<u8>,
}

/// An item with another text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rewritten {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where the text is.
    pub text: Range<usize>,
    /// What stood where something else than the text changed, in order.
    pub patches: Vec<Patch>,
}

/// How items of a container are read and written.
pub trait ItemFormat: Send + Sync + 'static {
    /// What an item is called.
    const NOUN: &'static str;
    /// Whether each item is packed by itself, as its own member or frame.
    const PACKED_ALONE: bool;

    /// What `bytes`, of which there is at least one, begin with; `is_last` says that no more come. O(n) in the bytes
    /// of a header.
    fn begin(bytes: &[u8], is_last: bool) -> Begin;

    /// What else the item says of itself, by name, but for what is of its bytes and no longer holds when they change;
    /// of names that stand more than once all values, joined by ", ".
    fn headers(_item: &[u8]) -> BTreeMap<String, String> {
        BTreeMap::new()
    }

    /// How many bytes behind an item belong to it, though it does not say so.
    fn tail(_behind: &[u8]) -> usize {
        0
    }

    /// What must be written otherwise in an item that [`Self::begin`] found where its text becomes `clean`: in order,
    /// apart from each other, and nothing of the text.
    fn edits(item: &[u8], text: Range<usize>, clean: &[u8]) -> Vec<Edit>;
}

/// An item with a clean text. O(n) in bytes.
pub fn rewrite<F: ItemFormat>(item: &[u8], text: Range<usize>, clean: &[u8]) -> Rewritten {
    let mut edits = F::edits(item, text.clone(), clean);
    let at_text = edits.partition_point(|edit| edit.at.start < text.start);
    edits.insert(
        at_text,
        Edit {
            at: text,
            to: clean.to_vec(),
        },
    );
    let mut new = Rewritten {
        bytes: Vec::with_capacity(item.len()),
        ..Rewritten::default()
    };
    let mut from = 0;
    for (number, edit) in edits.into_iter().enumerate() {
        new.bytes.extend_from_slice(&item[from..edit.at.start]);
        let start = new.bytes.len();
        new.bytes.extend_from_slice(&edit.to);
        from = edit.at.end;
        if number == at_text {
            new.text = start..new.bytes.len();
        } else {
            new.patches.push(Patch {
                at: start - new.text.len(),
                len: edit.to.len(),
                was: item[edit.at].to_vec(),
            });
        }
    }
    new.bytes.extend_from_slice(&item[from..]);
    new
}

/// The bytes around a text as they were; `None` where the patches do not fit them. `from` is where `bytes` begin
/// among those that are no text.
pub fn unpatch(bytes: &[u8], from: usize, patches: &[Patch]) -> Option<Vec<u8>> {
    let mut was = Vec::with_capacity(bytes.len());
    let mut done = 0;
    for patch in patches {
        let at = patch.at.checked_sub(from)?;
        was.extend_from_slice(bytes.get(done..at)?);
        was.extend_from_slice(&patch.was);
        done = at.checked_add(patch.len)?;
    }
    was.extend_from_slice(bytes.get(done..)?);
    Some(was)
}
