//! Cuts as Dolma's attributes, by which its mixer makes the clean text.

use crate::record::CutRecord;
use crate::rules::mode::Confidence;
use serde::Serialize;
use serde_json::value::RawValue;

/// A row of an attribute file: one for every document, in the order of the documents.
#[derive(Serialize)]
struct AttributeRow<'r> {
    id: &'r RawValue,
    attributes: Attributes,
}

#[derive(Serialize)]
struct Attributes {
    /// Code points at which a span starts and ends, and its score. Spans are sorted, apart and never empty: at an
    /// empty one Dolma's mixer eats a character and stops (1.2.1).
    #[serde(rename = "dechaff__cuts")]
    cuts: Vec<(usize, usize, f32)>,
}

/// Adds the attributes of a document to `to`, without an end of line. O(n) in bytes of the text.
pub(crate) fn write_attributes(id: Option<&str>, text: &str, cuts: &[CutRecord], to: &mut Vec<u8>) {
    let id = id.unwrap_or("null");
    let row = AttributeRow {
        id: serde_json::from_str(id).expect("it stands in a row that is JSON"),
        attributes: Attributes {
            cuts: spans(text, cuts),
        },
    };
    serde_json::to_writer(to, &row).expect("plain data is JSON, and memory takes it");
}

fn spans(text: &str, cuts: &[CutRecord]) -> Vec<(usize, usize, f32)> {
    let (mut byte, mut point) = (0, 0);
    let mut points_to = |to: usize| {
        point += text[byte..to].chars().count();
        byte = to;
        point
    };
    let spans = cuts.iter().map(|cut| {
        let start = points_to(cut.start);
        (start, points_to(cut.end), score(cut.confidence))
    });
    spans.collect()
}

/// What `min_score` of a mixer's configuration chooses by.
fn score(confidence: Confidence) -> f32 {
    match confidence {
        Confidence::High => 1.0,
        Confidence::Medium => 0.5,
        Confidence::Low => 0.25,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::cleaner::Cleaner;
    use crate::page::Page;

    #[test]
    fn spans_count_code_points() {
        let text = "Élan über alles, the pilots said on Monday.\n\nAdvertisement\n\nMöwe 🚢 came at noon.\n";
        let cleaned = Cleaner::shipped().clean(&Page::new(text));
        let record = cleaned.record("a");
        let mut row = Vec::new();
        write_attributes(Some("\"x\\u0041\""), text, &record.cuts, &mut row);
        let row = String::from_utf8(row).expect("JSON is UTF-8");
        assert!(
            row.starts_with("{\"id\":\"x\\u0041\",\"attributes\":{\"dechaff__cuts\":[["),
            "{row}"
        );
        let read: serde_json::Value = serde_json::from_str(&row).expect("JSON");
        let points: Vec<char> = text.chars().collect();
        let mut left = points.clone();
        for span in read["attributes"]["dechaff__cuts"]
            .as_array()
            .expect("spans")
            .iter()
            .rev()
        {
            let at = |slot: usize| {
                span[slot]
                    .as_u64()
                    .and_then(|at| usize::try_from(at).ok())
                    .expect("a number")
            };
            assert!(at(0) < at(1));
            left.drain(at(0)..at(1));
        }
        assert_eq!(left.iter().collect::<String>(), cleaned.text);
        let mut none = Vec::new();
        write_attributes(None, "", &[], &mut none);
        assert_eq!(none, b"{\"id\":null,\"attributes\":{\"dechaff__cuts\":[]}}");
    }
}
