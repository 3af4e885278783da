//! All phrases of all rules in one tree, by how they begin: one walk from a place of a text finds
//! every phrase that stands there.
//!
//! The tree's edges are the folded bytes of phrases, in which any run of white space is one space; a
//! phrase's number is one byte of its own. So what the walk finds may stand there, and
//! [`match_len`](crate::matchers::phrases::matching::match_len) says whether it does. Edges without branches are one edge
//! (a radix tree; D. Morrison, "PATRICIA", 1968).

use crate::matchers::phrases::matching::{ends_in_word, match_len, number_len};
use crate::text::fold::fold_char;
use crate::text::number::small;
use crate::text::packed::{PackedReader, PackedWriter};

/// How a phrase must stand in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stands {
    /// The line is only phrases of the rule.
    Alone,
    /// The line begins with it.
    First,
    /// Anywhere in the line, at word boundaries.
    Inside,
}

impl Stands {
    const ALL: &[Self] = &[Self::Alone, Self::First, Self::Inside];
}

/// A phrase of a rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// The rule, by load order.
    pub(crate) rule: u32,
    pub(crate) stands: Stands,
    /// Its place in the rule's list.
    pub(crate) place: u32,
    /// Where it is written.
    start: u32,
    end: u32,
    /// Whether a text that has its key need not have the phrase.
    is_loose: bool,
}

/// A phrase that stands at a place of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    /// By its number in the index.
    pub(crate) entry: u32,
    pub(crate) len: usize,
}

/// The phrases of all rules.
#[derive(Debug, Clone, Default)]
pub(crate) struct PhraseIndex {
    written: String,
    /// In the order of their keys.
    entries: Vec<Entry>,
    /// The bytes of all edges.
    labels: Vec<u8>,
    nodes: Vec<Node>,
    /// The first byte of each node's edge.
    first_bytes: Vec<u8>,
    /// The node below the root by the first byte of its edge, and one more.
    roots: Vec<u32>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Node {
    label: (u32, u32),
    children: (u32, u32),
    entries: (u32, u32),
}

/// Gathers phrases for an index.
#[derive(Debug, Default)]
pub(crate) struct IndexBuilder {
    written: String,
    phrases: Vec<(Vec<u8>, Entry)>,
}

impl IndexBuilder {
    /// Adds the phrases of a rule, in the order of its list.
    pub(crate) fn add<'p>(
        &mut self,
        rule: usize,
        stands: Stands,
        phrases: impl IntoIterator<Item = &'p str>,
    ) {
        for (place, phrase) in (0..).zip(phrases) {
            let start = small(self.written.len());
            self.written.push_str(phrase);
            let entry = Entry {
                rule: small(rule),
                stands,
                place,
                start,
                end: small(self.written.len()),
                is_loose: is_loose(phrase),
            };
            self.phrases.push((key_of(phrase), entry));
        }
    }

    /// The index. O(n log n) in the bytes of all phrases.
    pub(crate) fn build(mut self) -> PhraseIndex {
        self.phrases.sort_by(|a, b| a.0.cmp(&b.0));
        let mut index = PhraseIndex {
            written: self.written,
            entries: self.phrases.iter().map(|(_, entry)| *entry).collect(),
            nodes: vec![Node::default()],
            first_bytes: vec![0],
            labels: Vec::new(),
            roots: Vec::new(),
        };
        let keys: Vec<Vec<u8>> = self.phrases.into_iter().map(|(key, _)| key).collect();
        let mut open = vec![(0, 0..keys.len(), 0)];
        while let Some((node, range, depth)) = open.pop() {
            index.split(node, range, depth, &keys, &mut open);
        }
        index.roots = roots(&index.nodes[0], &index.first_bytes);
        index
    }
}

type Open = (usize, std::ops::Range<usize>, usize);

impl PhraseIndex {
    /// Gives a node its entries and children; its keys are alike up to `depth`.
    fn split(
        &mut self,
        node: usize,
        range: std::ops::Range<usize>,
        depth: usize,
        keys: &[Vec<u8>],
        open: &mut Vec<Open>,
    ) {
        let own = range.start + keys[range.clone()].partition_point(|key| key.len() == depth);
        self.nodes[node].entries = (small(range.start), small(own));
        let first_child = self.nodes.len();
        let mut from = own;
        while from < range.end {
            let byte = keys[from][depth];
            let to = from + keys[from..range.end].partition_point(|key| key[depth] == byte);
            let common = common_len(&keys[from][depth..], &keys[to - 1][depth..]);
            let label = small(self.labels.len());
            self.labels.extend(&keys[from][depth..depth + common]);
            open.push((self.nodes.len(), from..to, depth + common));
            self.nodes.push(Node {
                label: (label, small(self.labels.len())),
                ..Node::default()
            });
            self.first_bytes.push(byte);
            from = to;
        }
        self.nodes[node].children = (small(first_child), small(self.nodes.len()));
    }

    /// As the build writes it.
    pub(crate) fn pack(&self, out: &mut PackedWriter) {
        out.bytes(self.written.as_bytes());
        out.bytes(&self.labels);
        out.bytes(&self.first_bytes);
        out.list(&self.nodes, |out, node| {
            for (from, to) in [node.label, node.children, node.entries] {
                out.number(from as usize);
                out.number(to as usize);
            }
        });
        out.list(&self.entries, |out, entry| {
            let numbers = [
                entry.rule,
                entry.stands as u32,
                entry.place,
                entry.start,
                entry.end,
                u32::from(entry.is_loose),
            ];
            for number in numbers {
                out.number(number as usize);
            }
        });
    }

    /// As it was written.
    pub(crate) fn unpack(packed: &mut PackedReader<'_>) -> Option<Self> {
        let written = packed.text()?.to_owned();
        let labels = packed.bytes()?.to_owned();
        let first_bytes = packed.bytes()?.to_owned();
        let pair = |packed: &mut PackedReader<'_>| Some((packed.small()?, packed.small()?));
        let nodes = packed.list(|packed| {
            Some(Node {
                label: pair(packed)?,
                children: pair(packed)?,
                entries: pair(packed)?,
            })
        })?;
        let entries = packed.list(|packed| {
            Some(Entry {
                rule: packed.small()?,
                stands: *Stands::ALL.get(packed.number()?)?,
                place: packed.small()?,
                start: packed.small()?,
                end: packed.small()?,
                is_loose: packed.number()? != 0,
            })
        })?;
        Some(Self {
            roots: roots(nodes.first()?, &first_bytes),
            written,
            entries,
            labels,
            nodes,
            first_bytes,
        })
    }

    pub(crate) fn entry(&self, number: u32) -> &Entry {
        &self.entries[number as usize]
    }

    /// A phrase as it is written.
    pub(crate) fn written(&self, entry: &Entry) -> &str {
        &self.written[entry.start as usize..entry.end as usize]
    }

    /// Calls `found` for every phrase that is `wanted` and stands at the start of the text. O(m) in its length, and
    /// the phrases that begin alike.
    #[inline]
    pub(crate) fn walk(
        &self,
        text: &str,
        wanted: impl Fn(&Entry) -> bool,
        mut found: impl FnMut(Hit),
    ) {
        let mut bytes = Folded::new(text);
        let mut forks = Forks::default();
        if bytes.is_before_digit()
            && let Some(next) = self.root(NUMBER)
            && let Some(behind) = self.along(next, bytes.past_number())
        {
            forks.0.push((next, behind, false));
        }
        let whole = (text, &wanted);
        if let Some(byte) = bytes.next()
            && let Some(next) = self.root(byte)
            && let Some(behind) = self.along(next, bytes)
        {
            let is_odd = byte == NUMBER;
            self.walk_from(next, behind, is_odd, whole, &mut forks, &mut found);
        }
        while let Some((node, bytes, is_odd)) = forks.0.pop() {
            self.walk_from(node, bytes, is_odd, whole, &mut forks, &mut found);
        }
    }

    /// Walks from a node on, and notes where a number may be read as one. What was read has the node's key, and
    /// the entries there stand in the text; but for loose ones, and all where a sign `is_odd`, taken for a number.
    #[inline]
    fn walk_from<'i, 't>(
        &'i self,
        mut node: &'i Node,
        mut bytes: Folded<'t>,
        mut is_odd: bool,
        (text, wanted): (&'t str, &impl Fn(&Entry) -> bool),
        forks: &mut Forks<'i, 't>,
        found: &mut impl FnMut(Hit),
    ) {
        loop {
            for number in node.entries.0..node.entries.1 {
                let entry = self.entry(number);
                if !wanted(entry) {
                    continue;
                }
                let len = if entry.is_loose || is_odd {
                    match_len(self.written(entry), text)
                } else {
                    Some(text.len() - bytes.chars.as_str().len())
                };
                if let Some(len) = len {
                    found(Hit { entry: number, len });
                }
            }
            if bytes.is_before_digit()
                && let Some(next) = self.child(node, NUMBER)
                && let Some(behind) = self.along(next, bytes.past_number())
            {
                forks.0.push((next, behind, is_odd));
            }
            let Some(byte) = bytes.next() else {
                return;
            };
            is_odd |= byte == NUMBER;
            let Some(next) = self.child(node, byte) else {
                return;
            };
            let Some(behind) = self.along(next, bytes) else {
                return;
            };
            (node, bytes) = (next, behind);
        }
    }

    /// The node below the root whose edge begins with a byte.
    #[inline]
    fn root(&self, byte: u8) -> Option<&Node> {
        let at = *self.roots.get(usize::from(byte))?;
        self.nodes.get((at as usize).wrapping_sub(1))
    }

    /// Reads on along the edge to a node, whose first byte is read; `None` where the text differs.
    #[inline]
    fn along<'t>(&self, node: &Node, mut bytes: Folded<'t>) -> Option<Folded<'t>> {
        for &byte in &self.labels[node.label.0 as usize + 1..node.label.1 as usize] {
            if byte == NUMBER {
                if !bytes.is_before_digit() {
                    return None;
                }
                bytes = bytes.past_number();
            } else if bytes.next() != Some(byte) {
                return None;
            }
        }
        Some(bytes)
    }

    #[inline]
    fn child(&self, node: &Node, byte: u8) -> Option<&Node> {
        let (from, to) = (node.children.0 as usize, node.children.1 as usize);
        let at = self.first_bytes[from..to]
            .iter()
            .position(|first| *first == byte)?;
        Some(&self.nodes[from + at])
    }

    /// Whether a phrase may stand where a text begins with this word, which holds no digit and ends there.
    /// A yes may be wrong, a no is not.
    pub(crate) fn may_begin_with(&self, word: &str) -> bool {
        let mut bytes = Folded::new(word);
        let mut node = &self.nodes[0];
        loop {
            let is_over = bytes.chars.as_str().is_empty();
            let fits = |number: u32| {
                let phrase = self.written(self.entry(number));
                is_over || !ends_in_word(phrase) || !bytes.is_in_word()
            };
            if (node.entries.0..node.entries.1).any(fits) {
                return true;
            }
            let Some(byte) = bytes.next() else {
                let (from, to) = (node.children.0 as usize, node.children.1 as usize);
                return self.first_bytes[from..to]
                    .iter()
                    .any(|&byte| parts_words(byte));
            };
            let Some(next) = self.child(node, byte) else {
                return false;
            };
            for &byte in &self.labels[next.label.0 as usize + 1..next.label.1 as usize] {
                match bytes.next() {
                    None => return parts_words(byte),
                    Some(own) if own == byte => {}
                    Some(_) => return false,
                }
            }
            node = next;
        }
    }

    /// The first bytes of all phrases, numbers left out.
    pub(crate) fn openings(&self) -> &[u8] {
        let (from, to) = (
            self.nodes[0].children.0 as usize,
            self.nodes[0].children.1 as usize,
        );
        &self.first_bytes[from..to]
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Calls `found` for every phrase that stands there, one after the other: the slow, obvious twin.
    #[cfg(test)]
    pub(crate) fn walk_all(&self, text: &str, mut found: impl FnMut(Hit)) {
        for number in 0..small(self.entries.len()) {
            if let Some(len) = match_len(self.written(self.entry(number)), text) {
                found(Hit { entry: number, len });
            }
        }
    }
}

/// Stands for a number in keys.
const NUMBER: u8 = 1;

/// Where a walk goes on in two ways: a digit may be itself or begin a number.
#[derive(Default)]
struct Forks<'i, 't>(Vec<(&'i Node, Folded<'t>, bool)>);

/// The folded bytes of a phrase, each number one byte.
fn key_of(phrase: &str) -> Vec<u8> {
    Folded::new(phrase)
        .map(|byte| if byte == b'#' { NUMBER } else { byte })
        .collect()
}

/// Whether a text may have the key of a phrase and not the phrase: where it has fewer spaces, or a sign that stands
/// for a number in keys.
fn is_loose(phrase: &str) -> bool {
    let mut before = 'x';
    phrase.chars().any(|c| {
        let is_wide = before.is_whitespace() && c.is_whitespace();
        before = c;
        is_wide || c == char::from(NUMBER)
    })
}

/// The nodes below the root by the first bytes of their edges, and one more.
fn roots(root: &Node, first_bytes: &[u8]) -> Vec<u32> {
    let mut roots = vec![0; 256];
    for node in root.children.0..root.children.1 {
        roots[usize::from(first_bytes[node as usize])] = node + 1;
    }
    roots
}

fn common_len(one: &[u8], other: &[u8]) -> usize {
    one.iter().zip(other).take_while(|(a, b)| a == b).count()
}

/// Whether a word may be over before that byte of a phrase.
fn parts_words(byte: u8) -> bool {
    !byte.is_ascii_alphanumeric()
}

/// A text's folded bytes, every run of white space one space.
#[derive(Clone)]
struct Folded<'t> {
    chars: std::str::Chars<'t>,
    /// The bytes of a character that is not ASCII.
    wide: [u8; 4],
    left: u8,
    len: u8,
}

impl<'t> Folded<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            chars: text.chars(),
            wide: [0; 4],
            left: 0,
            len: 0,
        }
    }

    #[inline]
    fn is_before_digit(&self) -> bool {
        self.left == self.len
            && self
                .chars
                .as_str()
                .as_bytes()
                .first()
                .is_some_and(u8::is_ascii_digit)
    }

    /// What stands behind the number that stands there.
    fn past_number(&self) -> Self {
        let text = self.chars.as_str();
        Self::new(&text[number_len(text).unwrap_or_default()..])
    }

    fn is_in_word(&self) -> bool {
        self.chars.as_str().starts_with(char::is_alphanumeric)
    }

    #[cold]
    fn wide(&mut self, c: char) -> u8 {
        let len = fold_char(c).encode_utf8(&mut self.wide).len();
        (self.left, self.len) = (1, u8::try_from(len).expect("at most four"));
        self.wide[0]
    }

    fn skip_space(&mut self) -> u8 {
        while self.chars.as_str().starts_with(char::is_whitespace) {
            self.chars.next();
        }
        b' '
    }
}

impl Iterator for Folded<'_> {
    type Item = u8;

    #[inline]
    fn next(&mut self) -> Option<u8> {
        if self.left < self.len {
            self.left += 1;
            return Some(self.wide[usize::from(self.left) - 1]);
        }
        let c = self.chars.next()?;
        if c.is_whitespace() {
            return Some(self.skip_space());
        }
        match u8::try_from(c) {
            Ok(byte) if byte.is_ascii() => Some(byte.to_ascii_lowercase()),
            _ => Some(self.wide(c)),
        }
    }
}
