//! Whether a text is Markdown.

use crate::view::markdown::header::Header;

/// How many marks make Markdown of a text.
const LEAST_MARKS: usize = 2;
/// How long the text of a link may be.
const MOST_TEXT_BYTES: usize = 1000;

/// Whether a text plainly is Markdown: it begins as a reader's page, or has links, pictures, headings or strong
/// words as Markdown writes them, two at least. O(n) in bytes, of which most are never looked at.
pub(crate) fn is_markdown(text: &str) -> bool {
    let start = text.strip_prefix('\u{feff}').unwrap_or(text);
    let may_have_header = start.starts_with("---") || start.starts_with("Title:");
    if may_have_header && Header::of(text).is_some() {
        return true;
    }
    let links = links(text).take(LEAST_MARKS).count();
    let headings = headings(text).take(LEAST_MARKS).count();
    links + headings >= LEAST_MARKS || (links + headings > 0 && strong(text))
}

/// Signs of code in a text that holds some: those of three spans, or of a fence.
const LEAST_CODE_SIGNS: usize = 6;

/// Whether a text is a manual or the like, written as Markdown and not scraped into it: it holds code, and no more
/// links than headings. Its marks are of what it says, and its lines are read as they stand. O(n) in bytes.
pub(crate) fn is_document(text: &str) -> bool {
    let code = memchr::memchr_iter(b'`', text.as_bytes());
    let holds_code = code.take(LEAST_CODE_SIGNS).count() == LEAST_CODE_SIGNS;
    let headings = || headings(text).count();
    holds_code && headings() >= LEAST_MARKS && links(text).count() <= headings()
}

/// Links and pictures in one line: `[text](target)`, where the target looks like one.
fn links(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes, "](").filter(move |&at| {
        let target = &bytes[at + 2..];
        let before = &bytes[..at];
        let near = at.saturating_sub(MOST_TEXT_BYTES);
        let line = memchr::memrchr(b'\n', &before[near..]).map_or(near, |end| near + end + 1);
        is_target(target) && memchr::memrchr(b'[', &before[line..]).is_some()
    })
}

fn is_target(bytes: &[u8]) -> bool {
    const STARTS: [&[u8]; 10] = [
        b"http",
        b"/",
        b"#",
        b"./",
        b"../",
        b"mailto:",
        b"javascript:",
        b"<",
        b"?",
        b"www.",
    ];
    STARTS.iter().any(|start| bytes.starts_with(start)) || {
        let end = bytes
            .iter()
            .position(|byte| matches!(byte, b')' | b' ' | b'\n'));
        let name = &bytes[..end.unwrap_or(0)];
        name.contains(&b'.')
            && name
                .iter()
                .all(|byte| byte.is_ascii_graphic() && *byte != b'(')
    }
}

/// Headings: one or more hashes and a space before a word, at the start of a line. A single one begins comments of
/// shells and configurations, too, so that its line must stand by itself.
fn headings(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    let first = bytes.starts_with(b"#").then_some(0);
    let others = memchr::memmem::find_iter(bytes, "\n#").map(|at| at + 1);
    first.into_iter().chain(others).filter(move |&at| {
        let level = bytes[at..].iter().take_while(|byte| **byte == b'#').count();
        let rest = &bytes[at + level..];
        let is_apart = || {
            let end =
                memchr::memchr(b'\n', rest).map_or(&rest[rest.len()..], |end| &rest[end + 1..]);
            let is_blank_after =
                end.is_empty() || end.starts_with(b"\n") || end.starts_with(b"\r\n");
            is_blank_after
                && (at == 0 || bytes[..at].ends_with(b"\n\n") || bytes[..at].ends_with(b"\n\r\n"))
        };
        ((2..=6).contains(&level) || level == 1 && is_apart())
            && rest.first() == Some(&b' ')
            && rest
                .get(1)
                .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80 || *byte == b'[')
    })
}

/// Whether words are strong: between two pairs of stars on one line.
fn strong(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes, "**").any(|at| {
        let rest = &bytes[at + 2..];
        rest.first().is_some_and(u8::is_ascii_alphanumeric) && {
            let line = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
            memchr::memmem::find(line, b"**").is_some()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manuals_are_told_by_code_and_headings() {
        let manual = "# Ferry\n\nRun `ferry sail`, then `ferry land`.\n\n## Share\n\n`share = 1`\n";
        assert!(is_document(manual));
        assert!(!is_document(&manual.replace('`', "")));
        let scraped = format!("{manual}[Home](/) [News](/n) [Sport](/s)\n");
        assert!(!is_document(&scraped));
    }

    #[test]
    fn markdown_is_told_by_its_marks() {
        for text in [
            "# Rain\n\nIt [fell](https://quay.example/a) all day.\n",
            "[Home](/) [News](news.html)\n",
            "## Rain\n\nIt fell.\n\n## Snow\n",
            "# Rain\n\n**It fell** all day.\n",
            "Title: Rain\n\nMarkdown Content:\nIt fell.\n",
            "---\ntitle: Rain\n---\nIt fell.\n",
        ] {
            assert!(is_markdown(text), "{text}");
        }
        for text in [
            "Rain fell.\n\nThe river rose [1](see below).\n",
            "a[i](x) and b[j](y)\n",
            "# first\n#second\n",
            "Rain fell.\n# point these at urls\nls\n# list them\nls -l\n",
            "#rain #snow\n\nIt fell.\n",
            "Title: Rain\n\nIt fell.\n",
            "It **fell** and **rose**.\n",
        ] {
            assert!(!is_markdown(text), "{text}");
        }
    }
}
