//! A set of kept lines whose F1 follows as lines come and go.

use crate::text::number::wide_number;
use crate::tools::score::lines::{Context, LineGrams, Lines};
use crate::tools::score::shingles::{ABSENT, GoldShingles, Measure};

/// The lines kept and the multiset of their grams, those across line ends included.
pub(crate) struct Kept<'a> {
    gold: &'a GoldShingles<'a>,
    lines: &'a Lines,
    grams: &'a LineGrams,
    measure: Measure,
    pub(crate) keep: Vec<bool>,
    /// How often the kept lines hold each gram of gold.
    seen: Vec<u32>,
    matched: usize,
    total: usize,
}

/// Grams across line ends that appear when a line comes in, and those that it breaks.
#[derive(Default)]
struct Seams {
    made: Vec<u32>,
    broken: Vec<u32>,
}

impl<'a> Kept<'a> {
    /// Counts the grams of the lines kept: O(words).
    pub(crate) fn new(
        gold: &'a GoldShingles<'a>,
        lines: &'a Lines,
        grams: &'a LineGrams,
        measure: Measure,
        keep: Vec<bool>,
    ) -> Self {
        let seen = vec![0; gold.counts.len()];
        let mut kept = Self {
            gold,
            lines,
            grams,
            measure,
            keep,
            seen,
            matched: 0,
            total: 0,
        };
        let nothing = Context::new(measure.width() - 1);
        let (mut before, mut seams) = (nothing, Seams::default());
        for line in 0..lines.len() {
            if kept.keep[line] {
                kept.find_seams(line, before, nothing, &mut seams);
                kept.put_in(line, &seams);
                before = before.then(lines.get(line));
            }
        }
        kept
    }

    /// Grams that gold wants, each no oftener than gold has it.
    pub(crate) fn matched(&self) -> usize {
        self.matched
    }

    /// Grams of full width.
    pub(crate) fn total(&self) -> usize {
        self.total
    }

    pub(crate) fn f1(&self) -> f64 {
        let sum = self.total + self.gold.total(self.measure);
        if sum == 0 {
            0.0
        } else {
            2.0 * wide_number(self.matched) / wide_number(sum)
        }
    }

    /// Toggles each line from the top and leaves it so if F1 rises. The F1 reached.
    ///
    /// The lines above are settled and those below untouched, so both contexts are at hand:
    /// no search for the neighbours that are kept.
    pub(crate) fn sweep(&mut self, mut f1: f64) -> f64 {
        let below = self.contexts_below();
        let (mut above, mut seams) = (Context::new(self.measure.width() - 1), Seams::default());
        for (line, &below) in below.iter().enumerate() {
            self.find_seams(line, above, below, &mut seams);
            self.toggle(line, &seams);
            let reached = self.f1();
            if reached > f1 + LEAST_GAIN {
                f1 = reached;
            } else {
                self.toggle(line, &seams);
            }
            if self.keep[line] {
                above = above.then(self.lines.get(line));
            }
        }
        f1
    }

    /// The first words kept below each line.
    fn contexts_below(&self) -> Vec<Context> {
        let mut context = Context::new(self.measure.width() - 1);
        let mut contexts = vec![context; self.lines.len()];
        for line in (0..self.lines.len()).rev() {
            contexts[line] = context;
            if self.keep[line] {
                context = context.after(self.lines.get(line));
            }
        }
        contexts
    }

    fn find_seams(&self, line: usize, above: Context, below: Context, seams: &mut Seams) {
        let (width, reach) = (self.measure.width(), self.measure.width() - 1);
        seams.made.clear();
        seams.broken.clear();
        if reach == 0 {
            return;
        }
        let (words, above, below) = (self.lines.get(line), above.words(), below.words());
        let grams_of = |parts: &[&[u32]], grams: &mut Vec<u32>| {
            let joined = Joined::new(parts);
            grams.extend(
                joined
                    .words()
                    .windows(width)
                    .map(|window| self.gold.gram(window)),
            );
        };
        if words.len() < reach {
            grams_of(&[above, words, below], &mut seams.made);
        } else {
            grams_of(&[above, &words[..reach]], &mut seams.made);
            grams_of(&[&words[words.len() - reach..], below], &mut seams.made);
        }
        grams_of(&[above, below], &mut seams.broken);
    }

    fn toggle(&mut self, line: usize, seams: &Seams) {
        if self.keep[line] {
            self.take_out(line, seams);
        } else {
            self.put_in(line, seams);
        }
        self.keep[line] = !self.keep[line];
    }

    fn put_in(&mut self, line: usize, seams: &Seams) {
        self.remove(&seams.broken);
        self.add(self.inside(line));
        self.add(&seams.made);
    }

    fn take_out(&mut self, line: usize, seams: &Seams) {
        self.remove(&seams.made);
        self.remove(self.inside(line));
        self.add(&seams.broken);
    }

    /// The grams of full width inside a line.
    fn inside(&self, line: usize) -> &'a [u32] {
        let words = self.lines.get(line);
        match self.measure {
            Measure::Words => words,
            Measure::Shingles if words.len() < self.measure.width() => &[],
            Measure::Shingles => self.grams.get(line),
        }
    }

    fn add(&mut self, grams: &[u32]) {
        self.total += grams.len();
        for gram in grams
            .iter()
            .filter(|&&gram| gram != ABSENT)
            .map(|&gram| gram as usize)
        {
            self.matched += usize::from(self.seen[gram] < self.gold.counts[gram]);
            self.seen[gram] += 1;
        }
    }

    fn remove(&mut self, grams: &[u32]) {
        self.total -= grams.len();
        for gram in grams
            .iter()
            .filter(|&&gram| gram != ABSENT)
            .map(|&gram| gram as usize)
        {
            self.matched -= usize::from(self.seen[gram] <= self.gold.counts[gram]);
            self.seen[gram] -= 1;
        }
    }
}

/// A few words put together without allocation.
struct Joined {
    words: [u32; Self::ROOM],
    len: usize,
}

impl Joined {
    /// Two contexts of three words and a line of up to two between them.
    const ROOM: usize = 8;

    fn new(parts: &[&[u32]]) -> Self {
        let mut joined = Self {
            words: [ABSENT; Self::ROOM],
            len: 0,
        };
        for part in parts {
            joined.words[joined.len..joined.len + part.len()].copy_from_slice(part);
            joined.len += part.len();
        }
        joined
    }

    fn words(&self) -> &[u32] {
        &self.words[..self.len]
    }
}

/// A gain in F1 counts if it is larger than this.
pub(crate) const LEAST_GAIN: f64 = 1e-12;
