//! What the benches clean.

use std::path::Path;

/// A text, what it is called, and how often the bench's own rule cuts from it.
pub(crate) struct Input {
    pub(crate) name: &'static str,
    pub(crate) text: String,
    pub(crate) labels: usize,
}

pub(crate) const PROSE: &str = "The harbour board said on Tuesday that both cranes would be mended before the \
                     first autumn storms, and that the ferry would run until then.";

/// A rule file of the bench's own: the count of its cuts does not move with the shipped packs.
pub(crate) const LABELS: &str = "schema = 1\npack = \"bench\"\n[[rule]]\nid = \"label\"\nkind = \"nav\"\n\
                      match.line = [\"Zebra label\", \"Read the zebra\"]\n";

pub(crate) fn inputs() -> Vec<Input> {
    let article = |paragraphs: usize, every: usize| -> String {
        (0..paragraphs)
            .map(|at| match at % every {
                0 => format!("{PROSE} Part {at}.\n\nZebra label\n\n"),
                _ => format!("{PROSE} Part {at}.\n\n"),
            })
            .collect()
    };
    vec![
        Input {
            name: "article",
            text: article(20, 4),
            labels: 5,
        },
        Input {
            name: "no_noise",
            text: article(20, 4).replace("Zebra", "Story"),
            labels: 0,
        },
        Input {
            name: "long",
            text: article(4000, 10),
            labels: 400,
        },
        Input {
            name: "short_lines",
            text: "a\n".repeat(50_000),
            labels: 0,
        },
        Input {
            name: "one_line",
            text: PROSE.repeat(8000),
            labels: 0,
        },
        Input {
            name: "labels",
            text: format!("{PROSE}\n{}", "Zebra label\n".repeat(2000)),
            labels: 2000,
        },
    ]
}

/// All fixtures as one input each would be too small to time: they are timed together.
pub(crate) fn fixtures() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let entries = std::fs::read_dir(folder).expect("the fixtures are there");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path().join("in.txt"))
        .collect();
    paths.sort();
    let texts = paths
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok());
    let texts: Vec<String> = texts.collect();
    assert!(texts.len() >= 40, "{} fixtures", texts.len());
    texts
}
