//! What dechaff wrote of pages, told from rows of pages: records, cuts, labels of a run.

use crate::io::source::skip_reason::SkipReason;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Keys by which a row is known for dechaff's own: of cuts, which have the text of what went, and of what begins the cuts
/// of a shard.
const OWN: [&[&str]; 2] = [
    &[
        "start",
        "end",
        "line",
        "rule",
        "kind",
        "confidence",
        "evidence",
    ],
    &["version", "shard", "format", "text_field", "by", "dechaff"],
];
/// The same where there is no text: of a page's record, and of rows of records. Somebody may have joined records to pages.
const WITHOUT_TEXT: [&[&str]; 2] = [
    &["page", "blake3", "packs", "options", "cuts"],
    &["dechaff_cuts", "packs", "options"],
];

/// An object, of which the keys count.
#[derive(Deserialize)]
struct Keys<'r>(#[serde(borrow)] BTreeMap<String, &'r RawValue>);

/// Why rows are none of pages, where they are dechaff's own: the first that is filled decides. O(n) in its bytes.
pub(crate) fn own_rows(rows: &[u8]) -> Option<SkipReason> {
    let mut lines = rows.split(|byte| *byte == b'\n');
    let first = lines.find(|line| !line.trim_ascii().is_empty())?;
    let Keys(keys) = serde_json::from_slice(first).ok()?;
    let has = |own: &[&str]| own.iter().all(|key| keys.contains_key(*key));
    let has_text = keys.contains_key("text");
    let is_own = OWN.into_iter().any(has) || !has_text && WITHOUT_TEXT.into_iter().any(has);
    is_own.then_some(SkipReason::Records)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_told_from_pages() {
        let cut = br#"{"start":1,"end":2,"line":3,"rule":"core/x","also":[],"kind":"layout","confidence":"high","text":"a","evidence":[]}"#;
        assert_eq!(own_rows(cut), Some(SkipReason::Records));
        assert_eq!(
            own_rows(b"\n{\"dechaff_cuts\":2,\"packs\":\"\",\"options\":\"\"}\n"),
            Some(SkipReason::Records)
        );
        for page in [
            &b"{\"text\":\"a\",\"rule\":\"b\",\"start\":1}"[..],
            b"{\"text\":\"a\",\"page\":\"b\",\"blake3\":\"\",\"packs\":\"\",\"options\":\"\",\"cuts\":[]}",
            b"no JSON",
            b"",
            b"[1]",
        ] {
            assert_eq!(own_rows(page), None);
        }
    }
}
