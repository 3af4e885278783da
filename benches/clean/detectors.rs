//! What each detector takes: a rule of it alone, on pages of which it is known how often the rule cuts.

use crate::inputs::PROSE;
use criterion::{Criterion, Throughput};
use dechaff::{Cleaner, Options, PackSource, Page, RulesBuilder};
use std::fmt::Write as _;
use std::hint::black_box;

/// A rule's `match`, and what of its noise stands on the page.
struct Detector {
    key: &'static str,
    matcher: &'static str,
    /// What stands behind every fourth paragraph.
    noise: &'static str,
    /// How often the rule cuts on a page of [`PARTS`] paragraphs.
    cuts: usize,
}

const PARTS: usize = 40;

const DETECTORS: [Detector; 10] = [
    Detector {
        key: "line",
        matcher: "match.line = ['Zebra label']",
        noise: "Zebra label\n\n",
        cuts: 10,
    },
    Detector {
        key: "start",
        matcher: "match.start = ['Zebra label:']",
        noise: "Zebra label: the quays\n\n",
        cuts: 10,
    },
    Detector {
        key: "anywhere",
        matcher: "match.anywhere = ['zebra label']",
        noise: "Here is a zebra label for all\n\n",
        cuts: 10,
    },
    Detector {
        key: "regex",
        matcher: "match.regex = '^Zebra \\d+ of \\d+$'",
        noise: "Zebra 4 of 9\n\n",
        cuts: 10,
    },
    Detector {
        key: "duplicate",
        matcher: "match.duplicate = { min_words = 3 }",
        noise: "The cranes of the old harbour\n\n",
        cuts: 9,
    },
    Detector {
        key: "truncated",
        matcher: "match.truncated = { min_words = 3, within = 6 }",
        noise: "The harbour board said on Tuesday...\n\n",
        cuts: 10,
    },
    Detector {
        key: "slug",
        matcher: "match.slug = {}",
        noise: "both-cranes-would-be-mended-before-the-first-autumn-storms\n\n",
        cuts: 10,
    },
    Detector {
        key: "card",
        matcher: "match.card = {}",
        noise: "Ferry To Run Until The Cranes Are Mended\n3 May 2021\n\n",
        cuts: 10,
    },
    Detector {
        key: "appended",
        matcher: "match.appended = { headings = ['Other zebras'] }",
        noise: "",
        cuts: 1,
    },
    Detector {
        key: "blank_run",
        matcher: "match.blank_run = {}",
        noise: "\n\n\n",
        cuts: 10,
    },
];

impl Detector {
    fn cleaner(&self) -> Cleaner {
        let text = format!(
            "schema = 1\npack = 'bench'\n[[rule]]\nid = 'one'\nkind = 'other'\n{}\n",
            self.matcher
        );
        let source = PackSource {
            name: "bench.toml".to_owned(),
            text,
        };
        let builder = RulesBuilder::new().without_shipped().file(source);
        let rules = builder.build().expect("the bench's rule is sound");
        let options = Options {
            max_removed_share: 1.0,
            ..Options::default()
        };
        Cleaner::new(rules, options)
    }

    fn page(&self) -> String {
        let mut page = "Both Cranes Would Be Mended Before The First Autumn Storms\n\n".to_owned();
        for part in 0..PARTS {
            write!(page, "{PROSE} Part {part}.\n\n").expect("a string takes all");
            if part % 4 == 0 {
                page.push_str(self.noise);
            }
        }
        if self.key == "appended" {
            page.push_str("Other zebras\n\n");
            let other = "A zebra grazes where rain has fallen, and its foal learns within one hour to follow.";
            page.push_str(&format!("{other}\n\n").repeat(8));
        }
        page
    }
}

/// A detector each.
pub(crate) fn each(c: &mut Criterion) {
    let mut group = c.benchmark_group("detectors");
    for detector in DETECTORS {
        let (cleaner, text) = (detector.cleaner(), detector.page());
        let page = Page::new(&text);
        assert_eq!(
            cleaner.clean(&page).cuts.len(),
            detector.cuts,
            "{}",
            detector.key
        );
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(detector.key, |b| {
            b.iter(|| cleaner.clean(black_box(&page)).cuts.len());
        });
    }
}
