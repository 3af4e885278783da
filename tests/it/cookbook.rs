//! The cookbook's shapes hold for Markdown: its pages, written as Markdown, lose the same lines.

use crate::common;
use dechaff::tools::synthesize::{Draws, to_markdown};
use dechaff::view::Format;
use dechaff::{Cleaner, Mode, Options, PackSource, Page, PageMeta, RulesBuilder};
use std::collections::BTreeMap;

/// A shape: its page, its rule, and the options of the command that cleans one by the other.
struct Shape<'d> {
    name: &'d str,
    page: &'d str,
    rule: &'d str,
    command: &'d str,
}

/// The shapes of the document: blocks with a name, and the commands that use them.
fn shapes(document: &str) -> Vec<Shape<'_>> {
    let mut files: BTreeMap<&str, &str> = BTreeMap::new();
    for block in document.split("\n```").skip(1).step_by(2) {
        let (fence, text) = block.split_once('\n').unwrap_or((block, ""));
        if let Some((_, name)) = fence.split_once(' ') {
            files.insert(name, text);
        }
    }
    let commands = document
        .lines()
        .filter(|line| line.starts_with("$ dechaff clean - "));
    let shape = |command| {
        let (_, page) = str::split_once(command, " < ").expect("a page is its input");
        let name = page.strip_suffix(".txt").expect("it is a text");
        let rule = format!("{name}.toml");
        Shape {
            name,
            page: files[page],
            rule: files[rule.as_str()],
            command,
        }
    };
    commands.map(shape).collect()
}

impl Shape<'_> {
    fn cleaner(&self) -> Cleaner {
        let source = PackSource {
            name: format!("{}.toml", self.name),
            text: self.rule.to_owned(),
        };
        let rules = RulesBuilder::new().without_shipped().file(source).build();
        let rules = rules.expect("the rule is right");
        let mode = if self.command.contains("--mode balanced") {
            Mode::Balanced
        } else {
            Mode::Careful
        };
        let options = Options {
            mode,
            ..Options::default()
        };
        Cleaner::new(rules, options)
    }

    fn url(&self) -> Option<String> {
        let mut words = self.command.split(' ').skip_while(|word| *word != "--url");
        words.nth(1).map(str::to_owned)
    }

    /// The filled lines that are left of a text in that format.
    fn left(&self, text: &str, format: Format) -> Vec<String> {
        let meta = PageMeta {
            url: self.url(),
            format,
            ..PageMeta::default()
        };
        let page = Page::with_meta(text, meta);
        let cleaned = self.cleaner().clean(&page);
        let line = |line: &str| match format {
            Format::Markdown => shown(line),
            _ => line.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        let lines = cleaned.text.lines().map(line);
        lines.filter(|line| !line.is_empty()).collect()
    }
}

/// What a line shows that was written as Markdown.
fn shown(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line.trim_start_matches(['#', ' ']);
    rest = rest.strip_prefix("* ").unwrap_or(rest);
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let escaped = rest.chars().next().unwrap_or('\\');
                out.push(escaped);
                rest = &rest[escaped.len_utf8()..];
            }
            '[' | '*' => {}
            ']' => rest = rest.split_once(')').map_or("", |(_, rest)| rest),
            c => out.push(c),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn shapes_hold_for_markdown() {
    let path = common::root().join("docs/cookbook.md");
    let document = std::fs::read_to_string(path).expect("the document is there");
    let shapes = shapes(&document);
    assert!(shapes.len() >= 20, "{} shapes", shapes.len());
    let mut wrong = Vec::new();
    // In Markdown each of these lines is a block of its own.
    let takes_blocks = |shape: &&Shape<'_>| shape.rule.contains("remove = \"block\"");
    for shape in shapes.iter().filter(|shape| !takes_blocks(shape)) {
        let plain = shape.left(shape.page, Format::Plain);
        for seed in ["1", "2", "3"] {
            let markdown = to_markdown(shape.page, &mut Draws::new(&[seed, shape.name]));
            let left = shape.left(&markdown, Format::Markdown);
            if left != plain {
                let name = shape.name;
                wrong.push(format!(
                    "{name}, {seed}:\n{markdown}\n{left:#?}\n{plain:#?}"
                ));
                break;
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} shapes\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
