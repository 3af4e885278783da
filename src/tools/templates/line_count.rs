//! What is counted of a line of a host.

use crate::text::line_key::{LineKey, Vary};
use crate::text::mix;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Bytes of a sample at most; of a longer line its start is kept.
pub(crate) const MAX_SAMPLE_BYTES: usize = 240;

/// Where on their pages a line stood, as numbers of pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Places {
    /// Before the first prose.
    pub(crate) start: u32,
    /// Between the first prose and the last.
    pub(crate) middle: u32,
    /// Behind the last prose.
    pub(crate) end: u32,
}

impl Places {
    pub(crate) fn add(&mut self, more: Self) {
        self.start += more.start;
        self.middle += more.middle;
        self.end += more.end;
    }
}

/// How many pages of a line are told apart exactly; of more, those of the least numbers stand for all.
pub(crate) const MOST_CONTEXTS: usize = 16;

/// A page on which a line stood, by number, and the keys of the lines beside it there; 0 is the page's edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "[LineKey; 3]", from = "[LineKey; 3]")]
pub(crate) struct Context {
    pub(crate) page: u64,
    pub(crate) before: u64,
    pub(crate) after: u64,
}

impl From<Context> for [LineKey; 3] {
    fn from(context: Context) -> Self {
        [context.page, context.before, context.after].map(LineKey)
    }
}

impl From<[LineKey; 3]> for Context {
    fn from([page, before, after]: [LineKey; 3]) -> Self {
        Self {
            page: page.0,
            before: before.0,
            after: after.0,
        }
    }
}

/// At most two texts of a line: those of the least hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Samples(pub(crate) Vec<Sample>);

/// A text of a line, or its start.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sample {
    hash: u64,
    pub(crate) text: Box<str>,
}

impl Sample {
    pub(crate) fn of(text: &str) -> Self {
        let text = start_of(text);
        Self {
            hash: mix::of_bytes(text.as_bytes()),
            text: text.into(),
        }
    }
}

/// As much of a text as a sample holds.
pub(crate) fn start_of(text: &str) -> &str {
    let mut end = text.len().min(MAX_SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

impl Samples {
    pub(crate) fn insert(&mut self, sample: Sample) {
        if let Err(at) = self.0.binary_search(&sample)
            && at < 2
        {
            self.0.insert(at, sample);
            self.0.truncate(2);
        }
    }
}

/// What is counted of a line of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LineCount {
    pub(crate) vary: Vary,
    /// On how many pages it stands.
    pub(crate) pages: u32,
    /// How often it stands on all of them together.
    pub(crate) times: u32,
    pub(crate) places: Places,
    /// Words of the sample that comes first.
    pub(crate) words: u32,
    /// On how many pages it reads as prose.
    pub(crate) prose: u32,
    /// Bytes of the longest text.
    pub(crate) len_bytes: u32,
    /// The first and the last of the pages, by id.
    pub(crate) first: Arc<str>,
    pub(crate) last: Arc<str>,
    /// Of the pages on which it stands those of the least numbers, in order.
    pub(crate) contexts: Vec<Context>,
    pub(crate) samples: Samples,
}

/// The texts of the least hashes, while they come.
#[derive(Debug, Default)]
pub(crate) struct LeastSamples<'t> {
    /// In order.
    least: [Option<(u64, &'t str)>; 2],
}

impl<'t> LeastSamples<'t> {
    /// Takes a text, or its start, as [`start_of`] says.
    pub(crate) fn add(&mut self, text: &'t str) {
        let new = Some((mix::of_bytes(text.as_bytes()), text));
        let [first, second] = self.least;
        if new == first || new == second {
            return;
        }
        if first.is_none() || new < first {
            self.least = [new, first];
        } else if second.is_none() || new < second {
            self.least = [first, new];
        }
    }

    pub(crate) fn into_samples(self) -> Samples {
        let least = self.least.into_iter().flatten();
        let samples = least.map(|(hash, text)| Sample {
            hash,
            text: text.into(),
        });
        Samples(samples.collect())
    }
}

impl LineCount {
    /// Adds what another part of the crawl has of the line.
    pub(crate) fn merge(&mut self, other: Self) {
        self.pages += other.pages;
        self.times += other.times;
        self.places.add(other.places);
        self.words = self.words.max(other.words);
        self.prose += other.prose;
        self.len_bytes = self.len_bytes.max(other.len_bytes);
        self.widen(&other.first, &other.last);
        other
            .contexts
            .into_iter()
            .for_each(|context| self.add_context(context));
        other
            .samples
            .0
            .into_iter()
            .for_each(|sample| self.samples.insert(sample));
    }

    fn add_context(&mut self, context: Context) {
        if let Err(at) = self.contexts.binary_search(&context)
            && at < MOST_CONTEXTS
        {
            // Before, so that the list never has room for more.
            self.contexts.truncate(MOST_CONTEXTS - 1);
            self.contexts.insert(at, context);
        }
    }

    fn widen(&mut self, first: &Arc<str>, last: &Arc<str>) {
        if *first < self.first {
            self.first = Arc::clone(first);
        }
        if *last > self.last {
            self.last = Arc::clone(last);
        }
    }

    /// A text of the line.
    pub(crate) fn text(&self) -> &str {
        &self.samples.0[0].text
    }

    /// Its words on all pages, where all of its texts have as many.
    pub(crate) fn words_in_all(&self) -> u64 {
        u64::from(self.times) * u64::from(self.words)
    }

    /// Whether one of its pages alone has it twice: the page whose headline it is, as others link to it.
    pub(crate) fn is_headline(&self) -> bool {
        self.vary == Vary::Nothing && self.times == self.pages + 1
    }

    /// Whether no text of it was too long to be kept whole.
    pub(crate) fn is_whole(&self) -> bool {
        self.len_bytes as usize <= MAX_SAMPLE_BYTES
    }

    /// About how many bytes it takes.
    pub(crate) fn len_in_memory(&self) -> usize {
        /// What an allocation costs besides its bytes.
        const EACH: usize = 16;
        let samples = self.samples.0.iter().map(|sample| sample.text.len() + EACH);
        let lists = self.samples.0.capacity() * size_of::<Sample>()
            + self.contexts.capacity() * size_of::<Context>();
        size_of::<Self>() + samples.sum::<usize>() + lists + 3 * EACH
    }
}
