//! Counts of parts merge to those of all, however the crawl was split.

use crate::page::Page;
use crate::rulefile::check::size::MAX_FILE_BYTES;
use crate::rulefile::pack::builder::RulesBuilder;
use crate::rulefile::pack_source::PackSource;
use crate::text::line_key::{LineKeys, Vary};
use crate::text::mix;
use crate::text::number::small;
use crate::tools::templates::accept::Acceptance;
use crate::tools::templates::counts::Counts;
use crate::tools::templates::learned_host::{HostLearner, LearnedHost};
use crate::tools::templates::line_count::{Context, LineCount, Places, Sample, Samples};
use crate::tools::templates::merge::{MergeError, Merged, rows_of};
use crate::tools::templates::pack::{LearnedPack, TemplateWriter};
use crate::tools::templates::pages::PageCount;
use crate::tools::templates::row::{Row, RowKind, push_header, push_row};
use proptest::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

/// A page: its host, and which lines it has.
type Drawn = (usize, Vec<usize>);

const HOSTS: [&str; 2] = ["tide.example", "boat.example"];

const LINES: [&str; 14] = [
    "Front page",
    "FRONT  page",
    "12 comments",
    "1,204 comments",
    "By Ada Finch",
    "By Tom Reed",
    "Updated 3 May 2024",
    "The dredger ran aground on Monday on the bank it had piled up the week before, and stayed.",
    "Pickers went back to the north beds on Sunday, the first harvest since the spill, they said.",
    "“Quoted”",
    "7",
    "Ingredients",
    "ingredients",
    " * * *",
];

fn text(lines: &[usize]) -> String {
    let lines: Vec<&str> = lines.iter().map(|&line| LINES[line]).collect();
    lines.join("\n")
}

fn counted(pages: &[(usize, &Drawn)]) -> Vec<Row> {
    counts(pages).into_rows().collect()
}

fn counts(pages: &[(usize, &Drawn)]) -> Counts {
    let mut counts = Counts::default();
    for (number, (host, lines)) in pages {
        let host = HOSTS[*host];
        assert!(counts.add(host, &format!("page-{number:02}"), &text(lines)));
    }
    counts
}

/// What rows of counts say, by their definition in `docs/templates.md`: page by page, line by line, key by key. The slow
/// twin of what is counted.
fn counted_plainly(pages: &[(usize, &Drawn)]) -> Vec<Row> {
    let (mut rows, mut keys) = (Vec::new(), LineKeys::default());
    for (number, (host, lines)) in pages {
        let (id, text): (Arc<str>, _) = (format!("page-{number:02}").into(), text(lines));
        let page = Page::new(&text);
        let lines = page
            .filled()
            .iter()
            .map(|&at| (&page.lines()[at], page.trimmed_text(at)));
        let lines = lines.filter(|(line, _)| line.word_count() > 0);
        let lines: Vec<_> = lines
            .map(|(line, text)| (line, text, keys.all(text)))
            .collect();
        let key = |at: Option<usize>| {
            at.and_then(|at| lines.get(at))
                .map_or(0, |line| line.2[0].unwrap_or(0))
        };
        let first = lines.iter().position(|(line, ..)| line.is_prose());
        let last = lines.iter().rposition(|(line, ..)| line.is_prose());
        let mut sketch: Vec<_> = lines.iter().filter(|(line, ..)| line.is_prose()).collect();
        sketch.sort_by_key(|(line, _, keys)| (Reverse(line.word_count()), keys[0]));
        let mut sketch: Vec<u64> = sketch.iter().filter_map(|(.., keys)| keys[0]).collect();
        sketch.dedup();
        sketch.truncate(6);
        let host: Arc<str> = HOSTS[*host].into();
        let mut of_page: BTreeMap<u64, LineCount> = BTreeMap::new();
        for (at, (line, text, keys)) in lines.iter().enumerate() {
            let places = Places {
                start: u32::from(first.is_some_and(|first| at < first)),
                end: u32::from(last.is_some_and(|last| at > last)),
                middle: u32::from(
                    first.is_none_or(|first| at >= first) && last.is_none_or(|last| at <= last),
                ),
            };
            let context = Context {
                page: mix::of_bytes(id.as_bytes()),
                before: key(at.checked_sub(1)),
                after: key(Some(at + 1)),
            };
            for (vary, key) in [Vary::Nothing, Vary::Numbers, Vary::Names]
                .into_iter()
                .zip(keys)
            {
                let Some(key) = *key else { continue };
                of_page
                    .entry(key)
                    .and_modify(|count| count.times += 1)
                    .or_insert_with(|| LineCount {
                        vary,
                        pages: 1,
                        times: 1,
                        places,
                        words: small(line.word_count()),
                        prose: u32::from(line.is_prose()),
                        len_bytes: small(text.len()),
                        first: Arc::clone(&id),
                        last: Arc::clone(&id),
                        contexts: vec![context],
                        samples: Samples(vec![Sample::of(text)]),
                    });
            }
        }
        rows.push(vec![Row {
            host: Arc::clone(&host),
            kind: RowKind::Page(id, PageCount { sketch }),
        }]);
        let of_page = of_page.into_iter().map(|(key, count)| Row {
            host: Arc::clone(&host),
            kind: RowKind::Line(key, count),
        });
        rows.push(of_page.collect());
    }
    merged(rows).expect("no page twice")
}

/// The rows written to a file and read back.
fn through_file(rows: &[Row]) -> Vec<Row> {
    let mut file = Vec::new();
    push_header(&mut file);
    for row in rows {
        push_row(row, &mut file);
    }
    let file = String::from_utf8(file).expect("JSON is UTF-8");
    let lines = file
        .lines()
        .map(|line| Ok::<_, Infallible>(line.to_owned()));
    rows_of(lines)
        .collect::<Result<_, _>>()
        .expect("what was written is read")
}

fn merged(parts: Vec<Vec<Row>>) -> Result<Vec<Row>, MergeError<Infallible>> {
    Merged::new(parts.into_iter().map(|rows| rows.into_iter().map(Ok))).collect()
}

pub(super) fn learned(rows: Vec<Row>) -> LearnedPack {
    let mut writer = TemplateWriter::new("templates", Acceptance::default());
    for row in rows {
        writer.take(row);
    }
    writer.finish()
}

/// The pack of counts that are put together without rows.
fn learned_of_parts(parts: Vec<Counts>) -> LearnedPack {
    let mut writer = TemplateWriter::new("templates", Acceptance::default());
    for host in Counts::hosts_of(parts) {
        writer.take_host(host.learned().expect("no page twice"));
    }
    writer.finish()
}

/// The pack of rows in any order, each host judged apart and sent as JSON.
fn learned_by_host(mut rows: Vec<Row>) -> LearnedPack {
    rows.sort_by(|one, other| one.sort_key().cmp(&other.sort_key()));
    let mut learner = HostLearner::default();
    let mut hosts = Vec::new();
    for row in rows {
        hosts.extend(learner.take(row).expect("the rows are sorted"));
    }
    hosts.extend(learner.finish());
    let mut writer = TemplateWriter::new("templates", Acceptance::default());
    for host in hosts {
        let sent = LearnedHost::parse(&host.to_json()).expect("what was written is read");
        assert_eq!(sent, host);
        writer.take_host(sent);
    }
    writer.finish()
}

fn pages() -> impl Strategy<Value = Vec<Drawn>> {
    let page = (0..2_usize, prop::collection::vec(0..LINES.len(), 0..9));
    prop::collection::vec(page, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_split_and_any_order_merge_to_the_same(
        pages in pages(),
        parts in prop::collection::vec(0..4_usize, 40),
        is_turned in any::<bool>(),
    ) {
        let all: Vec<_> = pages.iter().enumerate().collect();
        let whole = counted(&all);
        prop_assert_eq!(&counted_plainly(&all), &whole);
        let mut split: Vec<Vec<Row>> = (0..4)
            .map(|part| {
                let own: Vec<_> = all.iter().filter(|(at, _)| parts[*at] == part).copied().collect();
                through_file(&counted(&own))
            })
            .collect();
        if is_turned {
            split.reverse();
        }
        prop_assert_eq!(learned_by_host(split.concat()), learned(whole.clone()));
        // First two and two, then all: merging is no matter of order.
        let last = split.split_off(2);
        let together = merged(vec![merged(last).expect("no page twice"), merged(split).expect("no page twice")]);
        let together = together.expect("no page twice");
        prop_assert_eq!(&together, &whole);
        prop_assert_eq!(&through_file(&whole), &whole);
        let learned = learned(whole);
        prop_assert_eq!(self::learned(together), learned.clone());
        let halves = (0..2).map(|half| all.iter().filter(|(at, _)| at % 2 == half).copied().collect());
        prop_assert_eq!(learned_of_parts(halves.map(|half: Vec<_>| counts(&half)).collect()), learned);
    }
}

#[test]
fn a_page_in_two_parts_is_an_error() {
    let page = (0, vec![0]);
    let part = || counted(&[(1, &page)]);
    let error = merged(vec![part(), part()]).expect_err("the page stands in both");
    assert!(
        error
            .to_string()
            .contains("page page-01 of tide.example stands in two"),
        "{error}"
    );
}

#[test]
fn hosts_are_judged_from_sorted_rows_alone() {
    let rows = counted(&[(1, &(0, vec![0])), (2, &(0, vec![3]))]);
    let learn = |rows: Vec<Row>| {
        let mut learner = HostLearner::default();
        let taken: Result<Vec<_>, _> = rows.into_iter().map(|row| learner.take(row)).collect();
        taken.map(|_| learner.finish())
    };
    let host = learn(rows.clone()).expect("they are sorted");
    assert_eq!(
        host.map(|host| host.host().to_owned()).as_deref(),
        Some("tide.example")
    );
    let turned: Vec<Row> = rows.iter().rev().cloned().collect();
    let error = learn(turned).expect_err("they are not sorted").to_string();
    assert!(error.contains("not in order"), "{error}");
    let twice = vec![rows[0].clone(), rows[0].clone()];
    let error = learn(twice).expect_err("a page comes twice").to_string();
    assert!(error.contains("page page-01 of tide.example"), "{error}");
    assert_eq!(learn(Vec::new()).expect("nothing is sorted"), None);
}

#[test]
fn what_is_no_file_of_counts_is_refused() {
    let read = |text: &'static str| {
        let lines = text
            .lines()
            .map(|line| Ok::<_, Infallible>(line.to_owned()));
        let rows: Result<Vec<Row>, _> = rows_of(lines).collect();
        rows.expect_err("it is none").to_string()
    };
    assert!(read("").starts_with("line 1: no file of counts"));
    assert!(read("{\"dechaff_counts\":9}").contains("counts of version 9"));
    let header = "{\"dechaff_counts\":1}\n";
    for (row, wanted) in [
        (
            "{\"host\":\"a\",\"page\":\"b\",\"more\":1}",
            "line 2: unknown field `more`",
        ),
        (
            "{\"host\":\"a\",\"key\":\"xyz\"}",
            "line 2: \"xyz\" is no key",
        ),
        ("{\"host\":\"a\"}", "line 2: a row has a `page`, or a `key`"),
        (
            "{\"host\":\"b\",\"page\":\"b\"}\n{\"host\":\"a\",\"page\":\"b\"}",
            "line 3: the rows are not in order",
        ),
    ] {
        let text: &'static str = Box::leak(format!("{header}{row}\n").into_boxed_str());
        let error = read(text);
        assert!(error.starts_with(wanted), "{error}");
    }
}

/// A host of stories of their own, each with what the host adds to page `at`.
fn host(added: impl Fn(usize) -> String) -> LearnedPack {
    let mut counts = Counts::default();
    let things = [
        "dredger",
        "library van",
        "clock",
        "oyster bed",
        "band",
        "ferry",
        "goose",
        "lamp",
    ];
    for (at, thing) in things.iter().enumerate() {
        let story = format!(
            "The {thing} was seen on the quay on Monday, which is {at} days after anybody had last looked for it.\n\
             Nobody in the town would say who had left the {thing} there, or what it was to be used for.\n"
        );
        let text = format!(
            "{story}{}\nThe {thing} is still there, and {at} people have come to see it since.\n",
            added(at)
        );
        counts.add("tide.example", &format!("{at}"), &text);
    }
    learned(counts.into_rows().collect())
}

fn cutting(pack: &LearnedPack) -> usize {
    pack.lines
}

#[test]
fn a_menu_is_learned() {
    let pack = host(|_| "Front page\nHarbour\nCouncil\nTides".to_owned());
    assert_eq!(cutting(&pack), 4, "{}", pack.toml);
    assert!(
        pack.toml
            .contains("{ text = \"Harbour\", pages = 8, place = \"middle\" }"),
        "{}",
        pack.toml
    );
}

#[test]
fn what_a_section_is_headed_by_is_not_cut() {
    for heading in ["Ingredients", "Plot", "All: And home before the dark."] {
        let pack = host(|_| heading.to_owned());
        assert_eq!((cutting(&pack), pack.flagged), (0, 1), "{}", pack.toml);
        assert!(pack.toml.contains("level = \"flag\""));
    }
}

#[test]
fn dates_and_bylines_are_not_cut() {
    let names = ["Ines Calloway", "Tobias Renn", "Marlow Pike"];
    let pack = host(|at| format!("By {}\n{} March 2024", names[at % 3], 1 + at / 3));
    assert_eq!(cutting(&pack), 0, "{}", pack.toml);
}

#[test]
fn rows_of_figures_are_not_cut() {
    let pack = host(|at| format!("{}\n{}\n7", at % 2, at % 2 + 30));
    assert_eq!(cutting(&pack), 0, "{}", pack.toml);
}

#[test]
fn heads_of_tables_are_not_cut() {
    let vessels = [
        "Gull", "Tern", "Heron", "Swift", "Dunlin", "Knot", "Teal", "Smew",
    ];
    let pack = host(|at| {
        let vessel = vessels[at];
        format!("Vessel\tBuilt\tFate\n{vessel}\t18{at}2\tlost off {vessel} Bank")
    });
    assert_eq!((cutting(&pack), pack.flagged), (0, 1), "{}", pack.toml);
}

#[test]
fn a_story_on_several_pages_keeps_its_bodies() {
    let mut counts = Counts::default();
    for part in ["one", "two", "three", "four", "five"] {
        let text = format!(
            "How the quay was built, and why it leans\n\
             In part {part} the masons of {part} years ago come to the quay with {part} barges of stone that nobody had paid for.\n\
             The harbour master of that time wrote {part} letters about it, of which the last one was answered by his own clerk.\n"
        );
        counts.add("tide.example", part, &text);
    }
    let pack = learned(counts.into_rows().collect());
    let bodies = ["{ text = \"In part", "{ text = \"The harbour master"];
    assert!(
        !bodies.iter().any(|body| pack.toml.contains(body)),
        "{}",
        pack.toml
    );
}

#[test]
fn a_line_that_one_page_alone_has_twice_is_its_headline() {
    let pack = host(|at| {
        let own = if at == 3 {
            "The lamp of the quay\n"
        } else {
            ""
        };
        format!("{own}Front page\nHarbour\nFront page\nThe lamp of the quay")
    });
    for (text, headline) in [
        ("Front page", ""),
        ("Harbour", ""),
        ("The lamp of the quay", ", headline = true"),
    ] {
        let line = format!("{{ text = \"{text}\", pages = 8{headline}, place");
        assert!(pack.toml.contains(&line), "{line}: {}", pack.toml);
    }
}

#[test]
fn copies_of_a_page_count_once() {
    let mut counts = Counts::default();
    let body = "The foot ferry will keep its winter hours until the first Monday in May, they say.\n\
                The owner said that the worms had been there longer than he had, and he was old.\n\
                Season tickets hold, and dogs still travel for nothing on all of the boats we have.";
    for id in ["print", "amp", "mobile", "mirror"] {
        counts.add("tide.example", id, body);
    }
    for id in ["one", "two", "three", "four", "five", "six"] {
        let own = format!(
            "There is but one story of {id} here, and it has never been told in another place at all."
        );
        counts.add("tide.example", id, &own);
    }
    let pack = learned(counts.into_rows().collect());
    assert_eq!((pack.lines, pack.flagged), (0, 0), "{}", pack.toml);
}

#[test]
fn a_common_introduction_of_a_series_is_not_cut_where_it_stands_alone() {
    let pack = host(|at| {
        if at < 4 {
            "This is a part of our series on things that were left on the quay and never fetched."
                .to_owned()
        } else {
            String::new()
        }
    });
    assert_eq!(cutting(&pack), 0, "{}", pack.toml);
}

#[test]
fn hosts_that_differ_in_signs_have_rules_of_their_own() {
    let mut counts = Counts::default();
    for host in ["a-b.example", "a.b.example"] {
        for id in ["one", "two", "three"] {
            counts.add(host, id, &format!("Front page\nOnly {id}"));
        }
    }
    let pack = learned(counts.into_rows().collect());
    assert!(
        pack.toml.contains("id = \"a-b-example\"\n")
            && pack.toml.contains("id = \"a-b-example-2\"\n")
    );
}

#[test]
fn rules_of_thousands_of_hosts_can_be_loaded() {
    let mut counts = Counts::default();
    for page in 0..8 {
        let menu: Vec<String> = (1..13)
            .map(|entry| format!("Menu entry of the harbour {}\n", "x".repeat(entry)))
            .collect();
        let menu = menu.concat();
        let text = format!("{menu}The boat number {page} left the quay at noon.\n");
        assert!(counts.add("tide.example", &page.to_string(), &text));
    }
    let mut learner = HostLearner::default();
    for row in counts.into_rows() {
        assert!(learner.take(row).expect("rows are sorted").is_none());
    }
    let host = learner.finish().expect("it has pages").to_json();
    let write = |hosts: usize| {
        let mut writer = TemplateWriter::new("templates", Acceptance::default())
            .with_files_beside("templates.toml");
        for number in 0..hosts {
            let other = host.replace("tide.example", &format!("tide-{number:05}.example"));
            writer.take_host(LearnedHost::parse(&other).expect("only its name is another"));
        }
        writer.finish()
    };
    let few = write(2);
    assert!(few.toml.contains("Menu entry of the harbour xx\", pages"));
    assert!(few.beside.is_empty() && !few.toml.contains("parts"));
    let pack = write(9000);
    let names: Vec<&str> = pack.beside.iter().map(|file| &*file.name).collect();
    assert!(
        names.starts_with(&["templates.lines", "templates-2.lines", "templates-2.toml"])
            && !names.is_empty(),
        "{names:?}"
    );
    let rules = pack
        .beside
        .iter()
        .filter(|file| file.name.ends_with("toml"));
    let mut found = 0;
    for toml in rules.map(|file| &*file.text).chain([&*pack.toml]) {
        assert!(toml.len() < MAX_FILE_BYTES, "{}", toml.len());
        assert!(!toml.contains("Menu entry of the harbour xx\", pages"));
        assert!(
            toml.contains("[-Menu entry of the harbour"),
            "tests are left"
        );
        let read: toml::Table = toml.parse().expect("it is TOML");
        found += read["rule"].as_array().map_or(0, Vec::len);
    }
    assert!(found >= 9000, "{found}");
    let first = PackSource {
        name: "templates.toml".to_owned(),
        text: pack.toml,
    };
    let files = pack.beside.into_iter().chain([first]);
    let builder = files.fold(RulesBuilder::new().without_shipped(), RulesBuilder::file);
    let rules = builder.build().expect("all parts are there");
    assert_eq!(rules.iter().count(), found);
}
