//! Cuts against labels, by kind.

use crate::rules::kind::Kind;
use crate::tools::synthesize::draft::NoiseSpan;
use std::ops::AddAssign;

/// Counts of bytes, without blanks, and of words; a word is where its first byte is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// What is noise of the kind.
    pub noise: TextAmount,
    /// What of it was cut, under whatever kind.
    pub found: TextAmount,
    /// What was cut under the kind.
    pub cut: TextAmount,
    /// What of that is noise, of whatever kind.
    pub right: TextAmount,
}

/// So much text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TextAmount {
    /// Bytes that are no blanks.
    pub bytes: u64,
    /// Words: runs of such bytes.
    pub words: u64,
}

impl Tally {
    /// How much of the noise was cut, in bytes; none where there is no noise.
    pub fn recall(&self) -> Option<f64> {
        share(self.found.bytes, self.noise.bytes)
    }

    /// How much of what was cut is noise, in bytes; none where nothing was cut.
    pub fn precision(&self) -> Option<f64> {
        share(self.right.bytes, self.cut.bytes)
    }

    /// [`Self::recall`] in words.
    pub fn word_recall(&self) -> Option<f64> {
        share(self.found.words, self.noise.words)
    }

    /// [`Self::precision`] in words.
    pub fn word_precision(&self) -> Option<f64> {
        share(self.right.words, self.cut.words)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "shares are printed, and decide nothing"
)]
fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl AddAssign for TextAmount {
    fn add_assign(&mut self, other: Self) {
        self.bytes += other.bytes;
        self.words += other.words;
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.noise += other.noise;
        self.found += other.found;
        self.cut += other.cut;
        self.right += other.right;
    }
}

/// How well cuts meet the noise of labelled pages, by kind.
///
/// # Example
///
/// ```
/// use dechaff::tools::synthesize::{NoiseSpan, Truth};
/// use dechaff::{Kind, Span};
///
/// let noise = |start, end, kind| NoiseSpan { span: Span::new(start, end), kind };
/// let text = "Share\nIt rained all day.\n";
/// let labels = [noise(0, 6, Kind::Share)];
/// let cuts = [noise(0, 6, Kind::Nav), noise(6, 9, Kind::Nav)];
/// let mut truth = Truth::default();
/// truth.add(text, &labels, &cuts);
/// assert_eq!(truth.of(Kind::Share).recall(), Some(1.0));
/// assert_eq!(truth.of(Kind::Nav).precision(), Some(5.0 / 7.0));
/// assert_eq!(truth.all().cut.words, 2);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Truth {
    kinds: [Tally; Kind::ALL.len()],
    text: TextAmount,
}

impl Truth {
    /// Counts a page. Labels and cuts are sorted and disjoint. O(n) in bytes.
    pub fn add(&mut self, text: &str, labels: &[NoiseSpan], cuts: &[NoiseSpan]) {
        let (mut labels, mut cuts) = (Cursor(labels), Cursor(cuts));
        let mut in_word = false;
        for (at, letter) in text.char_indices() {
            if letter.is_whitespace() {
                in_word = false;
                continue;
            }
            let words = u64::from(!in_word);
            in_word = true;
            let amount = TextAmount {
                bytes: letter.len_utf8() as u64,
                words,
            };
            self.count(amount, labels.at(at), cuts.at(at));
        }
    }

    fn count(&mut self, amount: TextAmount, label: Option<Kind>, cut: Option<Kind>) {
        self.text += amount;
        if let Some(kind) = label {
            let tally = &mut self.kinds[kind as usize];
            tally.noise += amount;
            if cut.is_some() {
                tally.found += amount;
            }
        }
        if let Some(kind) = cut {
            let tally = &mut self.kinds[kind as usize];
            tally.cut += amount;
            if label.is_some() {
                tally.right += amount;
            }
        }
    }

    /// Adds what was counted of other pages.
    pub fn merge(&mut self, other: &Self) {
        self.text += other.text;
        for (own, other) in self.kinds.iter_mut().zip(&other.kinds) {
            *own += *other;
        }
    }

    /// The counts of a kind.
    pub fn of(&self, kind: Kind) -> Tally {
        self.kinds[kind as usize]
    }

    /// The counts of all kinds together.
    pub fn all(&self) -> Tally {
        let mut all = Tally::default();
        self.kinds.iter().for_each(|tally| all += *tally);
        all
    }

    /// All text that was counted.
    pub fn text(&self) -> TextAmount {
        self.text
    }

    /// How much of the article was cut, in words; none where there is no article.
    pub fn article_loss(&self) -> Option<f64> {
        let all = self.all();
        share(
            all.cut.words - all.right.words,
            self.text.words - all.noise.words,
        )
    }
}

/// Spans that are passed in order.
struct Cursor<'s>(&'s [NoiseSpan]);

impl Cursor<'_> {
    /// The kind of the span that holds the byte; later calls ask for later bytes.
    fn at(&mut self, byte: usize) -> Option<Kind> {
        while let Some((first, rest)) = self.0.split_first() {
            if byte < first.span.end {
                return (byte >= first.span.start).then_some(first.kind);
            }
            self.0 = rest;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::span::Span;

    fn spans(spans: &[(usize, usize, Kind)]) -> Vec<NoiseSpan> {
        let noise = |&(start, end, kind)| NoiseSpan {
            span: Span::new(start, end),
            kind,
        };
        spans.iter().map(noise).collect()
    }

    #[test]
    fn bytes_and_words_are_counted_without_blanks() {
        let text = "Ad here\n\nA  long day. Read more\n";
        let labels = spans(&[(0, 8, Kind::Ad), (21, 31, Kind::Related)]);
        let cuts = spans(&[(0, 3, Kind::Ad), (9, 11, Kind::Ad), (21, 32, Kind::Nav)]);
        let mut truth = Truth::default();
        truth.add(text, &labels, &cuts);
        let ad = truth.of(Kind::Ad);
        assert_eq!(
            (ad.noise, ad.found),
            (
                TextAmount { bytes: 6, words: 2 },
                TextAmount { bytes: 2, words: 1 }
            )
        );
        assert_eq!(
            (ad.cut, ad.right),
            (
                TextAmount { bytes: 3, words: 2 },
                TextAmount { bytes: 2, words: 1 }
            )
        );
        assert_eq!(truth.of(Kind::Related).recall(), Some(1.0));
        assert_eq!(truth.of(Kind::Nav).word_precision(), Some(1.0));
        assert_eq!(truth.all().noise.words, 4);
        assert_eq!(truth.article_loss(), Some(1.0 / 3.0));
        assert_eq!(truth.of(Kind::Legal).recall(), None);
    }

    #[test]
    fn a_glued_label_is_a_word_of_its_own_only_behind_a_blank() {
        let mut truth = Truth::default();
        truth.add("AdvertisementIt rained.", &spans(&[(0, 13, Kind::Ad)]), &[]);
        assert_eq!(
            truth.of(Kind::Ad).noise,
            TextAmount {
                bytes: 13,
                words: 1
            }
        );
        assert_eq!(truth.text().words, 2);
    }

    #[test]
    fn pages_add_up() {
        let (text, labels) = ("Share\nA day.\n", spans(&[(0, 6, Kind::Share)]));
        let (mut one, mut both) = (Truth::default(), Truth::default());
        one.add(text, &labels, &labels);
        both.add(text, &labels, &labels);
        both.add(text, &labels, &[]);
        let mut merged = one.clone();
        let mut other = Truth::default();
        other.add(text, &labels, &[]);
        merged.merge(&other);
        assert_eq!(merged, both);
        assert_eq!(both.of(Kind::Share).recall(), Some(0.5));
    }
}
