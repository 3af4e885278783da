//! The beginning of a row, closed, so that it can be read: for rows of which the end is not at hand.

use crate::io::format::mark::without_mark;

/// As far as a row is looked at.
const MOST_BYTES: usize = 1 << 20;

/// The beginning of a row as an object of its own; the value in which it breaks off is cut short there, or left out.
/// None where it breaks off within a key, or is no text. O(n) in at most 1 MiB.
pub(crate) fn closed(begin: &[u8]) -> Option<String> {
    let begin = without_mark(begin);
    let begin = &begin[..begin.len().min(MOST_BYTES)];
    let text = match std::str::from_utf8(begin) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&begin[..error.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    // All that may stand where it breaks off, from the most to the least of what is read.
    let state = State::of(text);
    let tails = match state.string {
        Some(whole) => vec![format!("{}\"", &text[..whole])],
        None => vec![text.to_owned(), format!("{text}null")],
    };
    let closers: String = state.open.iter().rev().collect();
    let last_comma = state.last_comma.map(|at| text[..at].to_owned());
    let rows = tails.iter().map(|tail| format!("{tail}{closers}"));
    let rows = rows.chain(last_comma.map(|head| format!("{head}}}")));
    rows.into_iter()
        .find(|row| serde_json::from_str::<serde::de::IgnoredAny>(row).is_ok())
}

/// Where JSON breaks off.
#[derive(Debug, Default)]
struct State {
    /// Within a string: where the last of its characters ends that is whole.
    string: Option<usize>,
    /// What closes the objects and lists that are open.
    open: Vec<char>,
    /// The last comma between values of the row itself.
    last_comma: Option<usize>,
}

impl State {
    fn of(text: &str) -> Self {
        let mut state = Self::default();
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if state.string.is_some() {
                let len = match (byte, bytes.get(at + 1)) {
                    (b'\\', Some(b'u')) => 6,
                    (b'\\', _) => 2,
                    _ => 1,
                };
                if at + len > bytes.len() {
                    break;
                }
                at += len;
                state.string = (byte != b'"').then_some(at);
                continue;
            }
            match byte {
                b'"' => state.string = Some(at + 1),
                b'{' => state.open.push('}'),
                b'[' => state.open.push(']'),
                b'}' | b']' => drop(state.open.pop()),
                b',' if state.open.len() == 1 => state.last_comma = Some(at),
                _ => {}
            }
            at += 1;
        }
        state
    }
}

#[cfg(test)]
mod tests {
    use super::closed;

    #[test]
    fn a_row_is_closed_wherever_it_breaks_off() {
        let row = r#"{"id": 7, "meta": {"a": [1, "x"]}, "é": "a\"b\\\u00e9 é", "n": -1.5}"#;
        for len in 1..row.len() {
            let found = closed(&row.as_bytes()[..len]);
            let text = found.unwrap_or_default();
            let is_object = serde_json::from_str::<serde_json::Map<_, _>>(&text).is_ok();
            assert!(is_object || len < 10, "{len}: {text}");
            assert!(len < 10 || text.starts_with(r#"{"id": 7"#), "{len}: {text}");
        }
        let broken = closed(br#"{"id":"a","text":"It rained"#);
        assert_eq!(broken.as_deref(), Some(r#"{"id":"a","text":"It rained"}"#));
        assert_eq!(closed(b"{\"a\":\"\xff\""), None);
    }
}
