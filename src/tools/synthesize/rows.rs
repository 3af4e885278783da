//! Pages and labels as rows of JSON Lines.

use crate::tools::synthesize::crawl_page::CrawlPage;
use crate::tools::synthesize::text::push_number;

/// Adds the page as a row: `id`, `url`, `lang` and `text`, in this order, and a newline.
///
/// O(n) in bytes; about as fast as copying where nothing needs an escape.
pub fn push_row(page: &CrawlPage, out: &mut Vec<u8>) {
    out.reserve(page.text.len() + page.text.len() / 16 + 512);
    out.push(b'{');
    push_field("id", &page.id, out);
    out.push(b',');
    push_field("url", &page.url, out);
    out.push(b',');
    push_field("lang", page.lang, out);
    out.push(b',');
    push_field("text", &page.text, out);
    out.extend_from_slice(b"}\n");
}

/// Adds the page's labels as a row, and a newline:
///
/// ```json
/// {"version":1,"id":"...","url":"...","host":"...","lang":"en","shape":"raw","odd":null,
///  "len_bytes":812,"noise":[[0,16,"nav"],[640,652,"share"]]}
/// ```
pub fn push_labels(page: &CrawlPage, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"version\":1,");
    for (name, value) in [("id", &*page.id), ("url", &page.url), ("host", &page.host)] {
        push_field(name, value, out);
        out.push(b',');
    }
    push_field("lang", page.lang, out);
    out.push(b',');
    push_field("shape", page.shape.word(), out);
    out.push(b',');
    match page.odd {
        Some(odd) => push_field("odd", odd.word(), out),
        None => out.extend_from_slice(b"\"odd\":null"),
    }
    out.extend_from_slice(b",\"len_bytes\":");
    push_number(out, page.text.len() as u64);
    out.extend_from_slice(b",\"noise\":[");
    for (at, noise) in page.noise.iter().enumerate() {
        out.extend_from_slice(if at == 0 { b"[" } else { b",[" });
        push_number(out, noise.span.start as u64);
        out.push(b',');
        push_number(out, noise.span.end as u64);
        out.extend_from_slice(b",\"");
        out.extend_from_slice(noise.kind.word().as_bytes());
        out.extend_from_slice(b"\"]");
    }
    out.extend_from_slice(b"]}\n");
}

fn push_field(name: &str, value: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":\"");
    push_escaped(value.as_bytes(), out);
    out.push(b'"');
}

fn push_escaped(text: &[u8], out: &mut Vec<u8>) {
    // Without a branch for each byte, so that many are compared at a time.
    let rare = text.iter().fold(0, |rare, &byte| rare | is_rare(byte));
    let mut start = 0;
    let mut push = |at: usize| {
        out.extend_from_slice(&text[start..at]);
        push_escape(text[at], out);
        start = at + 1;
    };
    if rare == 0 {
        memchr::memchr3_iter(b'\n', b'"', b'\\', text).for_each(&mut push);
    } else {
        let escaped = |byte: &u8| matches!(byte, 0..0x20 | b'"' | b'\\');
        let places = text.iter().enumerate().filter(|(_, byte)| escaped(byte));
        places.for_each(|(at, _)| push(at));
    }
    out.extend_from_slice(&text[start..]);
}

/// 1 for a control character other than a new line.
fn is_rare(byte: u8) -> u8 {
    u8::from(byte < 0x20) & u8::from(byte != b'\n')
}

fn push_escape(byte: u8, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    match byte {
        b'\n' => out.extend_from_slice(b"\\n"),
        b'\r' => out.extend_from_slice(b"\\r"),
        b'\t' => out.extend_from_slice(b"\\t"),
        b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
        _ => {
            let (high, low) = (HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]);
            out.extend_from_slice(&[b'\\', b'u', b'0', b'0', high, low]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_reads_back() {
        let texts = [
            "",
            "plain",
            "a \"quoted\" \\ line\nand\ttabs\r\n",
            "\u{1}\u{1f}€ “x”",
        ];
        for text in texts.map(|text| text.repeat(9)) {
            let mut row = b"\"".to_vec();
            push_escaped(text.as_bytes(), &mut row);
            row.push(b'"');
            let read: String = serde_json::from_slice(&row).expect("JSON");
            assert_eq!(read, text);
        }
    }
}
