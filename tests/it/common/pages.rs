//! Texts that look like scraped pages: prose, labels that rules know, copies, blank runs, every
//! newline there is, and what scrapers leave besides.

use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Strings that rules look for: every phrase and pattern of a pack, and the lines of its tests.
pub(crate) fn phrases_of(pack: &str) -> Vec<String> {
    let table: toml::Table = toml::from_str(pack).expect("the pack is TOML");
    let mut found = BTreeSet::new();
    for key in ["rule", "protect"] {
        for rule in table
            .get(key)
            .and_then(toml::Value::as_array)
            .into_iter()
            .flatten()
        {
            for part in ["match", "tests"] {
                rule.get(part)
                    .into_iter()
                    .for_each(|value| strings(value, &mut found));
            }
        }
    }
    found.into_iter().collect()
}

fn strings(value: &toml::Value, found: &mut BTreeSet<String>) {
    match value {
        toml::Value::String(text) => found.extend(
            text.replace("[-", "")
                .replace("-]", "")
                .lines()
                .map(|line| line.trim_start().to_owned()),
        ),
        toml::Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        toml::Value::Table(table) => table.values().for_each(|item| strings(item, found)),
        _ => {}
    }
}

/// A part of a page before it becomes text.
#[derive(Debug, Clone)]
enum Piece {
    Line(String),
    Again { back: usize, change: Change },
    Newlines(&'static str),
    Glue(&'static str),
}

#[derive(Debug, Clone, Copy)]
enum Change {
    Nothing,
    Upper,
    Lower,
    Spaces,
    Quotes,
    CutOff(&'static str),
    Slug,
}

const PROSE: &[&str] = &[
    "The harbour board said on Tuesday that both cranes would be mended before the first autumn storms.",
    "“We heard the bell,” she told the court, “and nobody came to the door for an hour or more.”",
    "Farmers in the valley have asked for three wells since the spring of 2019; they have got one so far.",
    "Die Brücke über den Fluss wurde am Dienstag nach zwei Jahren Bauzeit für den Verkehr freigegeben.",
    "Rain fell.",
    "Harbour Cranes Will Be Mended Before Autumn",
    "Ferry Line Cuts Winter Service: What Don’t We Know",
    "Three wells for the valley",
    "The Herald",
    "18 minutes ago",
    "3 May 2021",
];

const OTHER: &[&str] = &[
    "\u{feff}",
    "\u{feff}Rain fell.",
    "\0",
    "a\0b",
    "\u{1b}[31mred\u{7}",
    "\u{200b}",
    "•",
    "— * —",
    "👩‍👩‍👧 family 🎉",
    "🎉",
    "ſkip linKs and TASK LINKS",
    "İstanbul ﬃ ß ẞ",
    "1,204",
    "12.5k",
    "x",
    "zebra",
    "\u{a0}\u{2003}",
    "[-",
    "-]",
    "...",
    "…",
    "日本語の文章です。",
    "e\u{301}",
];

/// A story, and comments below it.
const THREAD: &str = "\
The harbour board said on Tuesday that both cranes would be mended before the first autumn storms came in from the west.
“We heard the bell,” she told the court, “and nobody came to the door for an hour or more.”
Farmers in the valley have asked for three wells since the spring of 2019; they have got one so far, and it is dry again.
3 comments
3 May 2021, 9:30
Rain fell.
4 May 2021, 19:41
Three wells for the valley
12 May 2021, 0:07
Rain fell again.";

/// Texts made of what `phrases` say and of what pages hold besides.
pub(crate) fn page_text(phrases: Vec<String>) -> BoxedStrategy<String> {
    let label = prop::sample::select(phrases);
    let line = prop_oneof![
        6 => prop::sample::select(PROSE).prop_map(str::to_owned),
        8 => label,
        3 => prop::sample::select(OTHER).prop_map(str::to_owned),
        2 => "\\PC{0,30}",
        1 => any::<String>(),
        1 => Just(THREAD.to_owned()),
        1 => (prop::sample::select(PROSE), 2_usize..40).prop_map(|(line, times)| line.repeat(times)),
    ];
    let change = prop_oneof![
        3 => Just(Change::Nothing),
        1 => Just(Change::Upper),
        2 => Just(Change::Lower),
        1 => Just(Change::Spaces),
        1 => Just(Change::Quotes),
        2 => prop::sample::select(&["...", "…", " […]", "…)"][..]).prop_map(Change::CutOff),
        1 => Just(Change::Slug),
    ];
    let newlines = prop::sample::select(
        &[
            "\n",
            "\n",
            "\n",
            "\n\n",
            "\n\n",
            "\r\n",
            "\r\n\r\n",
            "\r",
            "\n\r",
            "\n\n\n\n",
            "\r\r\n",
            " \n\t\n",
            "\n\u{a0}\n",
        ][..],
    );
    let glue = prop::sample::select(&["", " ", "  ", "\u{a0}", " | ", "\t"][..]);
    let piece = prop_oneof![
        9 => line.prop_map(Piece::Line),
        3 => (0_usize..8, change).prop_map(|(back, change)| Piece::Again { back, change }),
        2 => newlines.clone().prop_map(Piece::Newlines),
        2 => glue.prop_map(Piece::Glue),
    ];
    vec((piece, newlines), 0..40)
        .prop_map(|pieces| assemble(&pieces))
        .boxed()
}

/// Lines that are noise and lines that are none, and what stands in, around and between them in texts that are not
/// what they show.
const MARKED_UP: &[&str] = &[
    "Rain fell on the quay all day, and the boats stayed in. ",
    "Rain fell.",
    "Share on Facebook",
    "[Share](https://a.example/share?u=1)",
    "Related",
    "Read more: [Ferry sold](/n/1)",
    "Advertisement",
    "Leave a Reply",
    "Who wraps a paragraph puts as many words on a line as fit and\nso the next one begins with a word that did not fit there any\n",
    "é",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "# ",
    "## ",
    "- ",
    "* ",
    "1. ",
    "- [x] ",
    "> ",
    "    ",
    "    print(1)\n",
    "**",
    "*",
    "_",
    "`",
    "```\n",
    "~~",
    "[Home](/home)",
    "[",
    "](/a \"b\")",
    "](",
    ")",
    "![",
    "![boat](b.png)",
    "[a][b]",
    "[b]: /c\n",
    "[^1]",
    "[^1]: y\n",
    "$x_{1}$",
    "$$\n",
    "| a | b |\n",
    "| --- | --- |\n",
    "===\n",
    "---\n",
    "<br>",
    "<p>",
    "</p>",
    "</div>",
    "<!-- x -->",
    "<script>",
    "http://a.example",
    "<http://a.example>",
    "\u{ad}",
    "\u{200b}",
    "\u{feff}",
    "\u{2028}",
    "\u{2029}",
    "\u{85}",
    "\u{c}",
    "\u{b}",
    "&nbsp;",
    "&amp;amp;",
    "&#10;",
    "&#8232;",
    "&",
    "\\n",
    "\\",
    "\\_",
    "title: x\n",
    "Title: Rain\n",
    "Markdown Content:\n",
    "\0",
];

/// Texts of markup in any order, sound or not.
pub(crate) fn marked_up_text() -> BoxedStrategy<String> {
    let piece = prop::sample::select(MARKED_UP);
    let text = vec(piece, 0..30).prop_map(|pieces| pieces.concat());
    text.boxed()
}

fn assemble(pieces: &[(Piece, &'static str)]) -> String {
    let mut text = String::new();
    let mut lines: Vec<String> = Vec::new();
    for (piece, end) in pieces {
        match piece {
            Piece::Line(line) => lines.push(line.clone()),
            Piece::Again { back, change } => {
                let earlier = lines.iter().rev().nth(*back).cloned().unwrap_or_default();
                lines.push(changed(&earlier, *change));
            }
            Piece::Newlines(extra) => {
                text.push_str(extra);
                continue;
            }
            Piece::Glue(gap) => {
                while text.ends_with(['\n', '\r']) {
                    text.pop();
                }
                text.push_str(gap);
                continue;
            }
        }
        text.push_str(&lines[lines.len() - 1]);
        text.push_str(end);
    }
    text
}

fn changed(line: &str, change: Change) -> String {
    match change {
        Change::Nothing => line.to_owned(),
        Change::Upper => line.to_uppercase(),
        Change::Lower => line.to_lowercase(),
        Change::Spaces => line.replace(' ', "\u{a0} "),
        Change::Quotes => line.replace(['“', '”'], "\"").replace('\'', "’"),
        Change::CutOff(dots) => {
            let half: String = line.chars().take(line.chars().count() * 2 / 3).collect();
            format!("{half}{dots}")
        }
        Change::Slug => line.to_lowercase().replace(' ', "-"),
    }
}
