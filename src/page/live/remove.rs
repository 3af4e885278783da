//! Takes cuts out: lines go, and those that were cut in part are written anew.

use crate::page::live::bits::set;
use crate::page::live::edits::{Edits, Group};
use crate::page::live::lines::{LiveLines, Patched, Piece};
use crate::page::live::rest::Rest;
use crate::page::table::{LineTable, Shape, split_lines};
use crate::text::number::small;
use crate::text::span::Span;

impl LiveLines {
    /// Takes spans of the rest out: sorted, and apart from each other. Lines that go whole are gone; of
    /// others what is left is written anew. `read` is asked for the words of each new line, of which it is
    /// given the number, and where it stands in which text, and for the row under which it keeps what it found.
    /// O(n) in lines, and in the bytes of lines that are written anew.
    pub(crate) fn remove(
        &mut self,
        (text, table): (&str, &LineTable),
        cuts: &[Span],
        mut read: impl FnMut(usize, &str, Span) -> (u32, u32),
    ) {
        let mut edits = Edits::default();
        edits.find(
            Rest {
                text,
                table,
                live: self,
            },
            cuts,
        );
        for &line in &edits.gone {
            set(&mut self.live, line, false);
        }
        for group in &edits.groups {
            self.write(text, group, &mut read);
        }
        self.count(table);
    }

    /// Writes what is left of some lines anew, in the places of the first of them.
    fn write(
        &mut self,
        text: &str,
        group: &Group,
        read: &mut impl FnMut(usize, &str, Span) -> (u32, u32),
    ) {
        let from = self.patch.len();
        for &origin in &group.kept {
            let at = small(self.patch.len());
            self.patch.push_str(&text[origin.range()]);
            self.pieces.push(Piece { at, origin });
        }
        let mut lines = group.lines.iter();
        let written = self.patch[from..].to_owned();
        split_lines(&written, |span, ending| {
            let line = *lines.next().expect("cuts make no lines");
            let trimmed = &written[crate::page::table::trim(&written, span).range()];
            let shape = Shape::new(trimmed, ending);
            let (words, row) = if shape.is_filled() {
                read(line, &written, span)
            } else {
                (0, 0)
            };
            let at = self
                .patched
                .partition_point(|one| (one.line as usize) < line);
            let is_known = self
                .patched
                .get(at)
                .is_some_and(|one| one.line as usize == line);
            let patched = Patched {
                line: small(line),
                start: small(from + span.start),
                end: small(from + span.end),
                words,
                shape,
                row,
            };
            if is_known {
                self.patched[at] = patched;
            } else {
                self.patched.insert(at, patched);
            }
            set(&mut self.is_patched, line, true);
            set(&mut self.filled, line, shape.is_filled());
        });
        for &line in lines {
            set(&mut self.live, line, false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;
    use crate::text::span::SpanSet;
    use crate::text::word_count::word_count;
    use proptest::prelude::*;

    fn table_of(text: &str) -> LineTable {
        let mut table = LineTable::default();
        split_lines(text, |span, ending| {
            let trimmed = &text[crate::page::table::trim(text, span).range()];
            let words = small(word_count(trimmed));
            table.push(span, words, Shape::new(trimmed, ending));
        });
        table
    }

    /// The slow, obvious twin: the rest put together and read again.
    fn check(rest: Rest<'_>, text: &str) -> Result<(), TestCaseError> {
        prop_assert_eq!(rest.to_text(), text);
        let page = Page::new(text);
        let lines: Vec<usize> = rest.lines().collect();
        prop_assert_eq!(lines.len(), page.lines().len());
        prop_assert_eq!(rest.filled_count(), page.filled().len());
        prop_assert_eq!(rest.filled().count(), page.filled().len());
        prop_assert_eq!(rest.word_count(), page.word_count());
        prop_assert_eq!(rest.len_bytes(), text.len());
        prop_assert_eq!(rest.last_line(), lines.last().copied());
        for (at, (&line, twin)) in lines.iter().zip(page.lines()).enumerate() {
            prop_assert_eq!(rest.line_text(line), page.line_text(at));
            prop_assert_eq!(rest.full_span(line), page.full_span(at));
            prop_assert_eq!(rest.words(line), twin.word_count);
            prop_assert_eq!(rest.words_before(line), twin.words_before);
            prop_assert_eq!(rest.rank(line), twin.rank);
            prop_assert_eq!(rest.is_filled(line), !twin.is_blank());
            let number = |at: usize| lines[at];
            prop_assert_eq!(rest.before(line), at.checked_sub(1).map(number));
            prop_assert_eq!(rest.after(line), lines.get(at + 1).copied());
            prop_assert_eq!(rest.filled_before(line), page.filled_before(at).map(number));
            prop_assert_eq!(rest.filled_after(line), page.filled_after(at).map(number));
            for offset in twin.span.start..twin.next {
                prop_assert_eq!(rest.line_at(offset), Some(line));
            }
        }
        Ok(())
    }

    type Cut = (f64, usize, bool);

    /// Spans of a text, some of them whole lines.
    fn spans_of(text: &str, cuts: &[Cut]) -> Vec<Span> {
        let page = Page::new(text);
        let mut spans = SpanSet::default();
        for &(at, len, is_whole) in cuts {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss
            )]
            let from = ((at * text.len() as f64) as usize).min(text.len());
            let to = (from + len).min(text.len());
            if is_whole && !text.is_empty() {
                let (from, to) = (page.line_at(from), page.line_at(to));
                spans.insert(Span::new(
                    page.full_span(from).start,
                    page.full_span(to).end,
                ));
            } else if text.is_char_boundary(from) && text.is_char_boundary(to) {
                spans.insert(Span::new(from, to));
            }
        }
        spans.spans().to_vec()
    }

    fn check_passes(text: &str, passes: &[Vec<Cut>]) -> Result<(), TestCaseError> {
        let table = table_of(text);
        let mut live = LiveLines::default();
        live.reset(&table);
        let mut left = text.to_owned();
        let mut origin: Vec<usize> = (0..text.len()).collect();
        let mut row = 0;
        for pass in passes {
            let cuts = spans_of(&left, pass);
            for &cut in &cuts {
                let mut own = Vec::new();
                Rest {
                    text,
                    table: &table,
                    live: &live,
                }
                .in_page(cut, |span| own.push(span));
                let bytes: Vec<usize> = own.iter().flat_map(|span| span.range()).collect();
                prop_assert_eq!(&bytes[..], &origin[cut.range()]);
                prop_assert!(own.windows(2).all(|pair| pair[0].end < pair[1].start));
            }
            live.remove((text, &table), &cuts, |_, text, span| {
                row += 1;
                (small(word_count(&text[span.range()])), row)
            });
            for cut in cuts.iter().rev() {
                left.replace_range(cut.range(), "");
                origin.drain(cut.range());
            }
            check(
                Rest {
                    text,
                    table: &table,
                    live: &live,
                },
                &left,
            )?;
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn what_is_left_is_what_its_text_is(
            text in "([ab .é]{0,4}(\n|\r\n|\r|\n\n)){0,9}[ab]{0,3}",
            passes in prop::collection::vec(
                prop::collection::vec((0.0_f64..1.0, 0_usize..9, any::<bool>()), 0..4),
                1..5,
            ),
        ) {
            check_passes(&text, &passes)?;
        }

        #[test]
        fn long_texts_are_no_different(
            text in "([ab]{0,2}(\n|\r\n|\r)){0,300}",
            passes in prop::collection::vec(
                prop::collection::vec((0.0_f64..1.0, 0_usize..400, any::<bool>()), 0..4),
                1..4,
            ),
        ) {
            check_passes(&text, &passes)?;
        }
    }
}
