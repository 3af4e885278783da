//! An entry: what stands in front of its header, the header, its contents, and zeros up to a whole block.

use crate::io::format::detect::is_text_name;
use crate::io::format::item::{Begin, Edit, Item, ItemFormat};
use crate::io::format::tar::header::{BLOCK, CHECKSUM, Header, SIZE};
use crate::io::format::tar::pax::Pax;
use std::ops::Range;

/// Longer names and extended headers nobody writes.
const MOST_SAID_BYTES: usize = 1 << 20;

/// tar. Regular files whose names end as those of texts do, and that are not hidden, hold texts.
#[derive(Debug, Clone, Copy)]
pub struct Tar;

impl ItemFormat for Tar {
    const NOUN: &'static str = "entry";
    const PACKED_ALONE: bool = false;

    fn begin(bytes: &[u8], is_last: bool) -> Begin {
        let chain = match Chain::read(bytes, is_last) {
            Ok(chain) => chain,
            Err(other) => return other,
        };
        chain.item().map_or_else(
            || Begin::Damaged("its size is longer than any memory".to_owned()),
            |item| Begin::Item(Box::new(item)),
        )
    }

    fn edits(item: &[u8], text: Range<usize>, clean: &[u8]) -> Vec<Edit> {
        let Ok(chain) = Chain::read(item, true) else {
            return Vec::new(); // no entry that was read lacks it
        };
        let size = clean.len() as u64;
        let mut edits = Vec::new();
        if let Some((_, digits)) = chain.pax.size {
            // With zeros in front of it the size keeps its width, and no other length changes.
            let to = format!("{size:0width$}", width = digits.len()).into_bytes();
            edits.push(Edit { at: digits, to });
        }
        if chain.header.size() == Some(text.len() as u64) {
            let (size, checksum) = chain.header.with_size(size);
            for (place, to) in [(SIZE, size), (CHECKSUM, checksum)] {
                let at = chain.at + place.start..chain.at + place.end;
                edits.push(Edit { at, to });
            }
        }
        edits.push(Edit {
            at: text.end..item.len(),
            to: vec![0; clean.len().next_multiple_of(BLOCK) - clean.len()],
        });
        edits
    }
}

/// What leads to the contents of an entry.
struct Chain<'b> {
    pax: Pax,
    long_name: Option<Vec<u8>>,
    header: Header<'b>,
    /// Where the header stands.
    at: usize,
    /// Where the contents begin.
    start: usize,
}

impl<'b> Chain<'b> {
    fn read(bytes: &'b [u8], is_last: bool) -> Result<Self, Begin> {
        let damaged = |why: &str| Err(Begin::Damaged(why.to_owned()));
        let more = |why: &str| {
            if is_last {
                Begin::Damaged(format!("cut off {why}"))
            } else {
                Begin::More
            }
        };
        let (mut pax, mut long_name, mut at) = (Pax::default(), None, 0);
        loop {
            let rest = &bytes[at..];
            let block = &rest[..rest.len().min(BLOCK)];
            if at == 0 && block.iter().all(|byte| *byte == 0) && (block.len() == BLOCK || is_last) {
                return Err(Begin::Rest);
            }
            if block.len() < BLOCK {
                return Err(more("in its header"));
            }
            let Some(header) = Header::read(rest) else {
                return damaged("no tar header begins here: its checksum is wrong");
            };
            let is_global = header.kind() == b'g';
            if !matches!(header.kind(), b'L' | b'K' | b'x' | b'X') && (!is_global || at == 0) {
                let start = at + BLOCK;
                let start = match header.kind() {
                    b'S' => start + sparse_blocks(bytes, at).ok_or_else(|| more("in its map"))?,
                    _ => start,
                };
                return Ok(Self {
                    pax,
                    long_name,
                    header,
                    at,
                    start,
                });
            }
            let size = header.size().and_then(|size| usize::try_from(size).ok());
            let Some(size) = size.filter(|size| *size <= MOST_SAID_BYTES) else {
                return damaged("what is said of it is longer than 1 MiB");
            };
            let Some(said) = rest.get(BLOCK..BLOCK + size) else {
                return Err(more("in what is said of it"));
            };
            match header.kind() {
                b'L' => long_name = said.split(|byte| *byte == 0).next().map(<[u8]>::to_vec),
                b'x' | b'X' if pax.add(said, at + BLOCK).is_none() => {
                    return damaged("its extended header cannot be read");
                }
                _ => {}
            }
            at += BLOCK + size.next_multiple_of(BLOCK);
            if at > bytes.len() {
                return Err(more("in what is said of it"));
            }
        }
    }

    /// The entry; `None` where its size is none.
    fn item(&self) -> Option<Item> {
        let size = match (&self.pax.size, self.header.kind()) {
            (_, b'1') => 0, // a link to what stands elsewhere in the archive
            (Some((size, _)), _) => *size,
            (None, _) => self.header.size()?,
        };
        let end = self.start.checked_add(usize::try_from(size).ok()?)?;
        let len = (end - self.start).checked_next_multiple_of(BLOCK)?;
        let len = self.start.checked_add(len)?;
        let path = self.path();
        let is_file = matches!(self.header.kind(), b'0' | b'7' | 0) && !path.ends_with(b"/");
        let name = String::from_utf8_lossy(&path).into_owned();
        let is_text = is_file && is_text_name(&name) && !is_hidden(&name);
        let is_sparse = self.pax.is_sparse || self.header.kind() == b'S';
        Some(Item {
            len,
            is_row: self.header.kind() != b'g',
            text: (is_text && !is_sparse).then_some(self.start..end),
            odd: is_sparse.then_some("a sparse file"),
            id: Some(name),
            url: None,
            lang: None,
        })
    }

    fn path(&self) -> Vec<u8> {
        let said = self.pax.path.as_ref().or(self.long_name.as_ref());
        said.map_or_else(|| self.header.path(), Clone::clone)
    }
}

/// Bytes of the map behind the header of GNU's sparse file at `at`; `None` where not all of it is there.
fn sparse_blocks(bytes: &[u8], at: usize) -> Option<usize> {
    let mut goes_on = bytes[at + 482] != 0;
    let mut len = 0;
    while goes_on {
        let block = bytes.get(at + BLOCK + len..)?.get(..BLOCK)?;
        goes_on = block[504] != 0;
        len += BLOCK;
    }
    Some(len)
}

/// Whether the name or that of a folder above it starts with a dot, as macOS names what it stores beside files.
fn is_hidden(path: &str) -> bool {
    let parts = path.split('/');
    let mut named = parts.filter(|part| !matches!(*part, "." | ".."));
    named.any(|part| part.starts_with('.'))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;
    use crate::io::format::item::{rewrite, unpatch};
    use proptest::prelude::*;

    /// A header as GNU tar writes it.
    fn header(name: &str, kind: u8, size: usize) -> Vec<u8> {
        let mut header = vec![0; BLOCK];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[100..108].copy_from_slice(b"0000644\0");
        header[SIZE].copy_from_slice(format!("{size:011o}\0").as_bytes());
        header[156] = kind;
        header[257..265].copy_from_slice(b"ustar  \0");
        header[CHECKSUM].copy_from_slice(b"        ");
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[CHECKSUM].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        header
    }

    fn entry(name: &str, kind: u8, contents: &[u8]) -> Vec<u8> {
        let mut entry = header(name, kind, contents.len());
        entry.extend_from_slice(contents);
        entry.resize(entry.len().next_multiple_of(BLOCK), 0);
        entry
    }

    fn item(bytes: &[u8]) -> Item {
        match Tar::begin(bytes, true) {
            Begin::Item(item) => *item,
            other => panic!("{other:?}"),
        }
    }

    fn damage(bytes: &[u8]) -> String {
        match Tar::begin(bytes, true) {
            Begin::Damaged(why) => why,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn texts_are_regular_files_whose_names_say_so() {
        for (name, kind, is_text) in [
            ("a/b.txt", b'0', true),
            ("./a.MD", 0, true),
            ("../a.text", b'7', true),
            ("a.jpg", b'0', false),
            ("a.txt/", 0, false),
            ("a.txt", b'5', false),
            ("a.txt", b'2', false),
            ("a/._b.txt", b'0', false),
            (".git/b.txt", b'0', false),
            ("a.txt", b'S', false),
        ] {
            let found = item(&entry(name, kind, b"Rain fell."));
            assert_eq!(found.text.is_some(), is_text, "{name}");
            assert_eq!((found.id.as_deref(), found.len), (Some(name), 1024));
        }
    }

    #[test]
    fn what_stands_in_front_belongs_to_the_entry() {
        let long = format!("{}b.txt", "a/".repeat(90));
        let gnu = [
            entry("././@LongLink", b'L', format!("{long}\0").as_bytes()),
            entry("a", b'0', b"Rain fell."),
        ]
        .concat();
        let found = item(&gnu);
        assert_eq!((found.id, found.len), (Some(long), gnu.len()));
        assert_eq!(&gnu[found.text.unwrap()], b"Rain fell.");
        let pax = [
            entry("x", b'x', "15 path=ö.txt\n11 size=10\n".as_bytes()),
            header("y", b'0', 0),
            b"Rain fell.".to_vec(),
            vec![0; BLOCK - 10],
        ]
        .concat();
        let found = item(&pax);
        assert_eq!((found.id.as_deref(), found.len), (Some("ö.txt"), pax.len()));
        let sparse = [
            entry("x", b'x', b"22 GNU.sparse.major=1\n"),
            entry("a.txt", b'0', b"1\n0\n"),
        ]
        .concat();
        let found = item(&sparse);
        assert_eq!((found.text, found.odd), (None, Some("a sparse file")));
        assert!(!item(&entry("g", b'g', b"11 size=10\n")).is_row);
    }

    #[test]
    fn a_changed_file_has_its_size_checksum_and_padding() {
        let long = "Rain fell.\n".repeat(100);
        let bytes = entry("a.txt", b'0', long.as_bytes());
        let text = item(&bytes).text.unwrap();
        let new = rewrite::<Tar>(&bytes, text, b"Rain");
        assert_eq!(new.bytes, entry("a.txt", b'0', b"Rain"));
        let pax = [entry("x", b'x', b"13 size=1100\n"), bytes].concat();
        let text = item(&pax).text.unwrap();
        let new = rewrite::<Tar>(&pax, text, b"Rain");
        let wanted = [
            entry("x", b'x', b"13 size=0004\n"),
            entry("a.txt", b'0', b"Rain"),
        ];
        assert_eq!(new.bytes, wanted.concat());
    }

    #[test]
    fn the_end_and_damage_are_told() {
        assert_eq!(Tar::begin(&[0; 1024], false), Begin::Rest);
        assert_eq!(Tar::begin(&[0; 100], true), Begin::Rest);
        assert_eq!(Tar::begin(&[0; 100], false), Begin::More);
        let mut bytes = entry("a.txt", b'0', b"Rain fell.");
        assert_eq!(Tar::begin(&bytes[..200], false), Begin::More);
        assert!(damage(&bytes[..200]).contains("cut off in its header"));
        bytes[3] = b'z';
        assert!(damage(&bytes).contains("checksum"));
        assert!(damage(&entry("x", b'x', b"13 size=1100\n")).contains("cut off"));
        assert!(damage(&entry("x", b'x', b"size")).contains("extended header"));
        let huge = entry("x", b'x', b"29 size=18446744073709551615\n");
        let huge = [huge, entry("a.txt", b'0', b"")].concat();
        assert!(damage(&huge).contains("any memory"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(
            pieces in proptest::collection::vec(0..7_usize, 0..5),
            junk in proptest::collection::vec((any::<usize>(), any::<u8>()), 0..3),
            cut: usize,
            is_last: bool,
        ) {
            let all = [
                entry("a.txt", b'0', "Rain fell.\n".repeat(60).as_bytes()),
                entry("x", b'x', b"11 size=12\n"),
                entry("././@LongLink", b'L', b"long.txt\0"),
                entry("s.txt", b'S', b"12"),
                entry("g", b'g', b"10 path=a\n"),
                vec![0; BLOCK],
                b"a line".to_vec(),
            ];
            let mut bytes: Vec<u8> = pieces.iter().flat_map(|at| all[*at].clone()).collect();
            if bytes.is_empty() {
                return Ok(());
            }
            for (at, byte) in junk {
                let at = at % bytes.len();
                bytes[at] = byte;
            }
            if cut % 2 == 0 {
                bytes.truncate(cut % bytes.len() + 1);
            }
            match Tar::begin(&bytes, is_last) {
                Begin::Item(found) => {
                    prop_assert!(found.len > 0);
                    let Some(text) = found.text.filter(|_| found.len <= bytes.len()) else {
                        return Ok(());
                    };
                    let entry = &bytes[..found.len];
                    let clean = &b"clean"[..text.len().min(5)];
                    let new = rewrite::<Tar>(entry, text.clone(), clean);
                    prop_assert_eq!(&new.bytes[new.text.clone()], clean);
                    let again = item(&new.bytes);
                    prop_assert_eq!(again.len, new.bytes.len());
                    prop_assert_eq!(again.text, Some(new.text.clone()));
                    let split = new.patches.partition_point(|one| one.at < new.text.start);
                    let (first, last) = new.patches.split_at(split);
                    let before = unpatch(&new.bytes[..new.text.start], 0, first).unwrap();
                    let tail = &new.bytes[new.text.end..];
                    let tail = unpatch(tail, new.text.start, last).unwrap();
                    prop_assert_eq!([&before, &entry[text], &tail].concat(), entry);
                }
                Begin::More => prop_assert!(!is_last),
                Begin::Rest | Begin::Damaged(_) => {}
            }
        }
    }
}
