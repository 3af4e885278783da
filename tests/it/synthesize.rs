//! Generated crawls: the same bytes for a seed, labels that are true, and shapes like those of real
//! pages.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use dechaff::tools::synthesize::{
    Crawl, CrawlOptions, CrawlPage, CrawlShape, Odd, push_labels, push_row,
};
use dechaff::{Kind, Span};
use flate2::read::MultiGzDecoder;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Output};

fn crawl(shape: CrawlShape) -> Crawl {
    Crawl::new(CrawlOptions {
        shape,
        hosts: 300,
        ..CrawlOptions::default()
    })
}

fn pages(shape: CrawlShape, count: u64) -> Vec<CrawlPage> {
    let crawl = crawl(shape);
    (0..count).map(|index| crawl.page(index)).collect()
}

/// The text without its noise.
fn article(page: &CrawlPage) -> String {
    let mut article = String::new();
    let mut at = 0;
    for noise in &page.noise {
        article.push_str(&page.text[at..noise.span.start]);
        at = noise.span.end;
    }
    article + &page.text[at..]
}

#[test]
fn a_seed_gives_these_bytes() {
    let mut rows = blake3::Hasher::new();
    let crawl = Crawl::new(CrawlOptions::default());
    for index in 0..1000 {
        let (page, mut row) = (crawl.page(index), Vec::new());
        push_row(&page, &mut row);
        push_labels(&page, &mut row);
        rows.update(&row);
    }
    // Another hash is another crawl: figures of both cannot be compared. Say so in the changelog.
    assert_eq!(
        rows.finalize().to_hex().as_str(),
        "9c0cbd50bc0deb8f7d00fcec8646cc0fe1102ba1c5f5db01f31e24b9e7529c44"
    );
}

#[test]
fn seeds_hosts_and_shapes_make_other_pages() {
    let of = |options| Crawl::new(options).page(5).text;
    let usual = CrawlOptions::default();
    assert_ne!(of(usual), of(CrawlOptions { seed: 2, ..usual }));
    assert_ne!(of(usual), of(CrawlOptions { hosts: 7, ..usual }));
}

#[test]
fn labels_are_sorted_disjoint_and_on_character_boundaries() {
    for shape in [CrawlShape::Extracted, CrawlShape::Raw] {
        for page in pages(shape, 1500) {
            let mut end = 0;
            for noise in &page.noise {
                let Span { start, end: after } = noise.span;
                assert!(end <= start && start < after, "{}: {noise:?}", page.id);
                assert!(
                    page.text.get(start..after).is_some(),
                    "{}: {noise:?}",
                    page.id
                );
                end = after;
            }
            assert!(end <= page.text.len(), "{}", page.id);
        }
    }
}

/// The same article stands on a page whatever stands around it: so what is not labelled is article.
#[test]
fn what_is_not_labelled_is_the_article() {
    let (extracted, raw) = (
        pages(CrawlShape::Extracted, 800),
        pages(CrawlShape::Raw, 800),
    );
    let mut compared = 0;
    for (one, other) in extracted.iter().zip(&raw) {
        let is_plain =
            |page: &CrawlPage| page.odd.is_none_or(|odd| odd == Odd::Huge) && page.lang == "en";
        if !is_plain(one) {
            continue;
        }
        let (one, other) = (article(one), article(other));
        // Bullets are the host's; the title may be missing from what was extracted.
        let words = |text: &str| -> Vec<String> {
            let words = text
                .split_whitespace()
                .filter(|word| !["-", "*", "•"].contains(word));
            words.map(str::to_owned).collect()
        };
        let (one, other) = (words(&one), words(&other));
        assert!(other.ends_with(&one), "{one:?}\n{other:?}");
        assert!(other.len() - one.len() < 30);
        compared += 1;
    }
    assert!(compared > 700, "{compared}");
}

#[test]
fn every_kind_and_every_oddity_comes() {
    let pages = pages(CrawlShape::Mixed, 4000);
    let kinds: BTreeSet<Kind> = pages
        .iter()
        .flat_map(|page| &page.noise)
        .map(|noise| noise.kind)
        .collect();
    assert_eq!(kinds.len(), Kind::ALL.len(), "{kinds:?}");
    let odd: BTreeSet<Odd> = pages.iter().filter_map(|page| page.odd).collect();
    assert_eq!(odd.len(), Odd::ALL.len(), "{odd:?}");
    let languages: BTreeSet<&str> = pages.iter().map(|page| page.lang).collect();
    assert!(languages.len() >= 5, "{languages:?}");
    let without = pages.iter().filter(|page| page.noise.is_empty()).count();
    assert!(without > 100, "{without} pages are clean");
}

/// Shares of lines by their length: at most 40 bytes, over 160, and of bytes in each.
fn lines(pages: &[CrawlPage]) -> [f64; 4] {
    let (mut lines, mut bytes) = ([0.0; 3], [0.0; 3]);
    for line in pages
        .iter()
        .flat_map(|page| page.text.lines())
        .filter(|line| !line.trim().is_empty())
    {
        let class = usize::from(line.len() > 40) + usize::from(line.len() > 160);
        lines[class] += 1.0;
        bytes[class] += f64::from(u32::try_from(line.len()).unwrap());
    }
    let (all_lines, all_bytes): (f64, f64) = (lines.iter().sum(), bytes.iter().sum());
    [
        lines[0] / all_lines,
        lines[2] / all_lines,
        bytes[0] / all_bytes,
        bytes[2] / all_bytes,
    ]
}

fn noise_share(pages: &[CrawlPage]) -> f64 {
    let words = |text: &str| f64::from(u32::try_from(text.split_whitespace().count()).unwrap());
    let noise = |page: &CrawlPage| -> f64 {
        page.noise
            .iter()
            .map(|noise| words(&page.text[noise.span.range()]))
            .sum()
    };
    pages.iter().map(noise).sum::<f64>() / pages.iter().map(|page| words(&page.text)).sum::<f64>()
}

/// The bounds are around what docs/synthetic.md says of real pages.
#[test]
fn sizes_lines_and_noise_are_like_those_of_real_pages() {
    let within = |value: f64, least: f64, most: f64, what: &str| {
        assert!((least..most).contains(&value), "{what}: {value}");
    };
    for (shape, short, long, short_bytes, long_bytes, noise) in [
        (
            CrawlShape::Extracted,
            (0.3, 0.5),
            (0.2, 0.4),
            (0.03, 0.09),
            (0.65, 0.8),
            (0.03, 0.1),
        ),
        (
            CrawlShape::Raw,
            (0.55, 0.75),
            (0.07, 0.2),
            (0.12, 0.22),
            (0.4, 0.6),
            (0.17, 0.33),
        ),
    ] {
        let pages = pages(shape, 2000);
        let usual = pages
            .iter()
            .filter(|page| (1000..=15_000).contains(&page.text.len()))
            .count();
        assert!(
            usual > 1850,
            "{shape}: {usual} of 2000 pages have 1 to 15 KB"
        );
        let [a, b, c, d] = lines(&pages);
        within(a, short.0, short.1, "lines of at most 40 bytes");
        within(b, long.0, long.1, "lines of more than 160 bytes");
        within(c, short_bytes.0, short_bytes.1, "bytes in the first");
        within(d, long_bytes.0, long_bytes.1, "bytes in the second");
        within(noise_share(&pages), noise.0, noise.1, "noise");
    }
}

#[test]
fn hosts_have_names_and_templates_of_their_own() {
    let pages = pages(CrawlShape::Raw, 3000);
    let hosts: BTreeSet<&str> = pages.iter().map(|page| &*page.host).collect();
    assert!((250..=300).contains(&hosts.len()), "{}", hosts.len());
    for page in &pages {
        assert!(page.url.contains(&*page.host), "{}", page.url);
        assert!(page.id.starts_with(&*page.host), "{}", page.id);
    }
    // The longest menus of a host's pages are the same.
    let host = &pages[0].host;
    let menus: BTreeSet<&str> = pages
        .iter()
        .filter(|page| page.host == *host && page.odd.is_none() && page.lang == "en")
        .filter_map(|page| {
            let navs = page.noise.iter().filter(|noise| noise.kind == Kind::Nav);
            let menu = navs.map(|noise| &page.text[noise.span.range()]).take(2);
            menu.max_by_key(|menu| menu.len())
        })
        .collect();
    assert!(menus.len() < 6, "{menus:?}");
}

#[test]
fn rows_and_labels_are_json_and_tell_of_the_page() {
    for page in pages(CrawlShape::Mixed, 300) {
        let (mut row, mut labels) = (Vec::new(), Vec::new());
        push_row(&page, &mut row);
        push_labels(&page, &mut labels);
        let row: Value = serde_json::from_slice(&row).unwrap();
        let labels: Value = serde_json::from_slice(&labels).unwrap();
        assert_eq!(row["text"], page.text);
        assert_eq!((&row["id"], &row["url"]), (&labels["id"], &labels["url"]));
        assert_eq!(labels["len_bytes"], page.text.len());
        let noise = labels["noise"].as_array().unwrap();
        for (label, noise) in noise.iter().zip(&page.noise) {
            assert_eq!(label[0], noise.span.start);
            assert_eq!(label[1], noise.span.end);
            assert_eq!(label[2], noise.kind.word());
        }
        assert_eq!(noise.len(), page.noise.len());
    }
}

fn dechaff(folder: &Path, args: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dechaff"))
        .args(args.split_whitespace())
        .current_dir(folder)
        .output()
        .unwrap()
}

#[test]
fn threads_never_change_bytes() {
    let root = tempfile::tempdir().unwrap();
    for jobs in [1, 2, 5] {
        let args = format!("gen crawl --pages 700 --hosts 9 -j {jobs} --out {jobs}.jsonl");
        let output = dechaff(root.path(), &args);
        assert!(output.status.success(), "{output:?}");
    }
    let read = |name: &str| fs::read(root.path().join(name)).unwrap();
    let rows = read("1.jsonl");
    assert_eq!(rows.split(|&byte| byte == b'\n').count(), 701);
    for jobs in [2, 5] {
        assert!(rows == read(&format!("{jobs}.jsonl")));
        assert!(read("1.labels.jsonl") == read(&format!("{jobs}.labels.jsonl")));
    }
    let output = dechaff(
        root.path(),
        "gen crawl --pages 700 --hosts 9 --out - --labels l.jsonl",
    );
    assert!(rows == output.stdout && read("1.labels.jsonl") == read("l.jsonl"));
}

#[test]
fn rows_are_packed_as_the_name_says() {
    let root = tempfile::tempdir().unwrap();
    let read = |name: &str| fs::read(root.path().join(name)).unwrap();
    for ending in ["", ".gz", ".zst"] {
        let args = format!("gen crawl -q --pages 70 --hosts 9 -j 2 --out made.jsonl{ending}");
        let output = dechaff(root.path(), &args);
        assert!(output.status.success(), "{output:?}");
        let labels = read("made.labels.jsonl");
        assert_eq!(labels.split(|&byte| byte == b'\n').count(), 71);
    }
    let mut gunzipped = Vec::new();
    MultiGzDecoder::new(&read("made.jsonl.gz")[..])
        .read_to_end(&mut gunzipped)
        .unwrap();
    assert!(gunzipped == read("made.jsonl"));
    assert!(zstd::decode_all(&read("made.jsonl.zst")[..]).unwrap() == gunzipped);
    assert!(read("made.jsonl.zst").len() * 2 < gunzipped.len());
}

#[test]
fn a_folder_holds_a_file_a_page_and_its_labels_are_no_page() {
    let root = tempfile::tempdir().unwrap();
    let output = dechaff(root.path(), "gen crawl --pages 90 --hosts 4 --out crawl");
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with("90 pages of ") && said.ends_with(" labels in crawl/_labels.jsonl\n"),
        "{said}"
    );
    let labels = fs::read_to_string(root.path().join("crawl/_labels.jsonl")).unwrap();
    for line in labels.lines() {
        let label: Value = serde_json::from_str(line).unwrap();
        let file = format!("crawl/{}.txt", label["id"].as_str().unwrap());
        let text = fs::read(root.path().join(file)).unwrap();
        assert_eq!(label["len_bytes"], text.len());
    }
    let output = dechaff(root.path(), "clean crawl --out clean --no-config");
    assert!(output.status.success(), "{output:?}");
    let summary = fs::read(root.path().join("clean/_dechaff/summary.json")).unwrap();
    let summary: Value = serde_json::from_slice(&summary).unwrap();
    assert_eq!(summary["pages"], 90);
    assert!(!root.path().join("clean/_labels.jsonl").exists());
}

#[test]
fn what_cannot_be_right_is_refused_and_nothing_is_written() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("full")).unwrap();
    fs::write(root.path().join("full/old.txt"), "old").unwrap();
    fs::write(root.path().join("file"), "old").unwrap();
    for (args, why) in [
        ("gen crawl --pages 2 --out full", "full is not empty"),
        ("gen crawl --pages 2 --out file", "cannot write file"),
        (
            "gen crawl --pages 2 --out a.jsonl --labels a.jsonl",
            "--labels a.jsonl",
        ),
        ("gen crawl --pages 2 --out a.parquet", "not to .parquet"),
        ("gen crawl --pages 2 --out a.json.gz", "not to .gz"),
        ("gen crawl --pages 2 --hosts 0 --out a.jsonl", "--hosts"),
        ("gen crawl --out a.jsonl", "--pages"),
        ("gen crawl --pages 2", "--out"),
    ] {
        let output = dechaff(root.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args}: {output:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(why), "{args}: {said}");
    }
    let mut left: Vec<_> = fs::read_dir(root.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["file", "full"]);
}

#[test]
fn no_pages_are_an_empty_crawl() {
    let root = tempfile::tempdir().unwrap();
    let output = dechaff(root.path(), "gen crawl -q --pages 0 --out a.jsonl");
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{output:?}"
    );
    assert_eq!(fs::read(root.path().join("a.jsonl")).unwrap(), b"");
    assert_eq!(fs::read(root.path().join("a.labels.jsonl")).unwrap(), b"");
}
