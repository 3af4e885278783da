//! Cuts in, clean text out. It can only delete. Pure.

use crate::text::span::{Span, SpanSet};

/// A text and what is left of it: the bytes outside of `removed`, in their order.
#[derive(Debug)]
pub(crate) struct Remains {
    text: String,
    /// The runs that stay, as spans of the original, and where each starts in `text`.
    kept: Vec<(usize, Span)>,
}

impl Remains {
    /// What is left of `original`. O(n) in its bytes.
    pub(crate) fn new(original: &str, removed: &SpanSet) -> Self {
        let kept_spans = removed.missing(Span::new(0, original.len()));
        let mut text = String::with_capacity(original.len() - removed.len_bytes());
        let mut kept = Vec::with_capacity(kept_spans.len());
        for span in kept_spans {
            kept.push((text.len(), span));
            text.push_str(&original[span.range()]);
        }
        Self { text, kept }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// The span of the original that `span` of the remains is, where nothing was cut inside it.
    /// O(log n).
    pub(crate) fn origin(&self, span: Span) -> Option<Span> {
        let after = self.kept.partition_point(|(at, _)| *at <= span.start);
        let (at, kept) = self.kept.get(after.checked_sub(1)?)?;
        let whole = span.end <= at + kept.len_bytes();
        whole.then(|| Span::new(span.start - at, span.end - at).shifted(kept.start))
    }

    /// The spans of the original that make up `span` of the remains. O(log n) and the answer.
    pub(crate) fn in_original(&self, span: Span) -> Vec<Span> {
        let first = self
            .kept
            .partition_point(|(at, kept)| at + kept.len_bytes() <= span.start);
        self.kept[first..]
            .iter()
            .take_while(|(at, _)| *at < span.end)
            .map(|&(at, kept)| {
                let from = span.start.max(at) - at;
                let to = span.end.min(at + kept.len_bytes()) - at;
                Span::new(0, to - from).shifted(kept.start + from)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_left_maps_back() {
        let removed: SpanSet = [Span::new(2, 4), Span::new(6, 7)].into_iter().collect();
        let left = Remains::new("abcdefghi", &removed);
        assert_eq!(left.text(), "abefhi");
        assert_eq!(
            left.in_original(Span::new(1, 5)),
            [Span::new(1, 2), Span::new(4, 6), Span::new(7, 8)]
        );
    }

    proptest! {
        #[test]
        fn every_byte_maps_to_its_own(
            text in "[a-z]{0,40}",
            raw in prop::collection::vec((0_usize..40, 0_usize..9), 0..6),
        ) {
            let clip = |at: usize| at.min(text.len());
            let removed: SpanSet =
                raw.iter().map(|&(at, len)| Span::new(clip(at), clip(at + len))).collect();
            let left = Remains::new(&text, &removed);
            for at in 0..left.text().len() {
                let origin = left.in_original(Span::new(at, at + 1));
                prop_assert_eq!(origin.len(), 1);
                prop_assert_eq!(&text[origin[0].range()], &left.text()[at..=at]);
                prop_assert!(!removed.covers(origin[0]));
            }
        }
    }
}
