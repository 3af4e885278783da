//! Blocks of code in texts that are read as they stand: between fences, and in manuals indented, too.

use crate::text::span::Span;
use crate::view::format::Format;
use crate::view::markdown::recognise::{is_document, is_markdown};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

const FENCES: [&str; 2] = ["```", "~~~"];

/// The lines of code of a text that has no markup to its reader, block by block. One that is never closed is code in a
/// manual alone. O(n) in bytes, which are searched for fences where there is none.
pub(crate) fn code_blocks(text: &str, format: Format) -> Vec<Span> {
    let bytes = text.as_bytes();
    let has_fence = FENCES
        .iter()
        .any(|fence| memchr::memmem::find(bytes, fence.as_bytes()).is_some());
    let is_manual = match format {
        Format::Auto => is_document(text) && is_markdown(text),
        Format::Markdown => is_document(text),
        _ => false,
    };
    if !has_fence && !is_manual {
        return Vec::new();
    }
    let blocks = Parser::new(text).into_offset_iter();
    let blocks = blocks.filter_map(|(event, range)| match event {
        Event::Start(Tag::CodeBlock(kind)) => Some((kind, &text[range.clone()], range)),
        _ => None,
    });
    let is_code = |kind: &CodeBlockKind<'_>, block: &str| {
        is_manual || matches!(kind, CodeBlockKind::Fenced(_)) && is_closed(block)
    };
    let code = blocks.filter(|(kind, block, _)| is_code(kind, block));
    code.map(|(_, _, range)| whole_lines(text, Span::new(range.start, range.end)))
        .collect()
}

/// Whether the last line of a fenced block is a fence.
fn is_closed(block: &str) -> bool {
    let mut lines = block.trim_end().lines();
    let (first, last) = (lines.next(), lines.next_back());
    let last = last.map(|line| line.trim_start_matches([' ', '\t', '>']));
    let is_fence = |line: &str| FENCES.iter().any(|fence| line.starts_with(fence));
    first.is_some() && last.is_some_and(is_fence)
}

/// The lines in which a span stands, without the end of the last one.
fn whole_lines(text: &str, span: Span) -> Span {
    let block = text[span.range()].trim_end();
    let start = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
    let last = span.start + block.len();
    let end = text[last..].find('\n').map_or(text.len(), |end| last + end);
    Span::new(start, end)
}

/// Looks whether all of a span may go.
///
/// # Errors
///
/// What of it may: nothing from where a block of code begins in which it ends, and nothing at all where it begins in one,
/// since a block goes between lines that go, and not by itself. And that block.
pub(crate) fn outside_code(span: Span, blocks: &[Span]) -> Result<(), (Option<Span>, Span)> {
    let first = blocks.partition_point(|block| block.end <= span.start);
    let begins_in = |block: &&Span| block.start <= span.start;
    if let Some(block) = blocks.get(first).filter(begins_in) {
        return Err((None, *block));
    }
    let ends_in = |block: &&Span| block.start < span.end && span.end <= block.end;
    match blocks[first..].iter().find(ends_in) {
        Some(block) => Err((Some(Span::new(span.start, block.start)), *block)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str, format: Format) -> Vec<&str> {
        let blocks = code_blocks(text, format).into_iter();
        blocks.map(|block| &text[block.range()]).collect()
    }

    #[test]
    fn fences_hold_code_and_indents_in_manuals() {
        let fenced = "Rain.\n\n```py\na\n\n\nb\n```\n\nSnow.\n\n    Fog.\n";
        assert_eq!(blocks(fenced, Format::Plain), ["```py\na\n\n\nb\n```"]);
        let manual = format!("# Rain\n\n`a` or `b`, not `c`\n\n## Snow\n\n{fenced}");
        assert_eq!(
            blocks(&manual, Format::Auto),
            ["```py\na\n\n\nb\n```", "    Fog."]
        );
        assert_eq!(blocks(&manual, Format::Plain), ["```py\na\n\n\nb\n```"]);
        assert!(blocks("Rain.\n\n    Fog.\n", Format::Auto).is_empty());
    }

    #[test]
    fn a_fence_that_is_never_closed_opens_nothing_but_in_manuals() {
        let text = "Rain.\n\n```\nSnow.\n\nFog.\n";
        assert!(blocks(text, Format::Plain).is_empty());
        let manual = format!("# Rain\n\n`a` or `b`, not `c`\n\n## Snow\n\n{text}");
        assert_eq!(blocks(&manual, Format::Markdown), ["```\nSnow.\n\nFog."]);
    }

    #[test]
    fn code_goes_between_lines_alone() {
        let blocks = [Span::new(10, 20), Span::new(30, 40)];
        let outside = |start, end| {
            let span = Span::new(start, end);
            outside_code(span, &blocks).map_or_else(|(rest, _)| rest, |()| Some(span))
        };
        assert_eq!(outside(0, 10), Some(Span::new(0, 10)));
        assert_eq!(outside(12, 15), None, "within");
        assert_eq!(outside(10, 21), None, "all of it and no more before it");
        assert_eq!(outside(15, 50), None, "from within");
        assert_eq!(outside(5, 15), Some(Span::new(5, 10)));
        assert_eq!(outside(5, 25), Some(Span::new(5, 25)));
        assert_eq!(outside(5, 35), Some(Span::new(5, 30)));
        assert_eq!(outside(20, 30), Some(Span::new(20, 30)), "between");
    }
}
