//! Dependencies point one way, and the pure part touches nothing outside of the program.
//!
//! The sources are read as text, without comments, strings and tests. Inside the library a path
//! names the file in which a thing stands, so that it can be seen which files need each other.

use crate::common;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// From the ground up: a file may use those of its own room and of rooms above it in this list.
const ROOMS: [&str; 13] = [
    "text", "view", "page", "rules", "matchers", "rulefile", "scan", "model", "clean", "record",
    "io", "tools", "cli",
];

/// The rooms that may touch files, clock, environment, threads and terminal.
const OUTWARD: [&str; 2] = ["io", "cli"];

#[test]
fn dependencies_point_one_way() {
    let house = House::read();
    let mut wrong = Vec::new();
    for (file, targets) in house.arrows() {
        let Some(own) = floor_of(file) else {
            wrong.push(format!("{file}: give its room a place in ROOMS"));
            continue;
        };
        let below = targets
            .into_iter()
            .filter(|target| floor_of(target).is_some_and(|floor| floor > own));
        wrong.extend(below.map(|target| format!("{file} uses {target}, which comes after it")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_two_files_need_each_other() {
    let house = House::read();
    let arrows: BTreeMap<&str, BTreeSet<&str>> = house.arrows().collect();
    let reaches_itself = |file: &&&str| {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&str> = arrows[**file].iter().copied().collect();
        while let Some(next) = open.pop() {
            if seen.insert(next) {
                open.extend(&arrows[next]);
            }
        }
        seen.contains(**file)
    };
    let circle: Vec<&&str> = arrows.keys().filter(reaches_itself).collect();
    assert!(circle.is_empty(), "these lie on circles: {circle:?}");
}

#[test]
fn a_path_names_the_file_in_which_a_thing_stands() {
    let house = House::read();
    let mut wrong = Vec::new();
    let library = house
        .files
        .iter()
        .filter(|(file, _)| !file.starts_with("cli"));
    for (file, source) in library {
        for path in paths(file, source, &house) {
            if let Err(why) = house.file_of(&path) {
                wrong.push(format!("{file}: {why}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_pure_part_touches_nothing_outside() {
    let forbidden = Regex::new(
        r"\bstd::(fs|env|time|thread|process|net|io)\b|\bstd::\{[^;]*\b(fs|env|time|thread|process|net|io)\b[^;]*\}|\brayon\b|\be?print(ln)?!|\bdbg!|\b(tempfile|indicatif|tracing|ignore|ctrlc|anyhow)::",
    )
    .expect("a pattern");
    let mut wrong = Vec::new();
    for (path, source) in House::read().files {
        if !OUTWARD.contains(&room_of(&path)) {
            let hits = forbidden.find_iter(&source);
            wrong.extend(hits.map(|hit| format!("{path}: {}", hit.as_str())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_command_line_prints_or_knows_anyhow() {
    let forbidden =
        Regex::new(r"\be?print(ln)?!|\bstd::io::(stdout|stderr)\b|\banyhow\b").expect("a pattern");
    for (path, source) in House::read().files {
        let hit = forbidden.find(&source);
        assert!(path.starts_with("cli") || hit.is_none(), "{path}: {hit:?}");
    }
}

fn room_of(file: &str) -> &str {
    file.split('/').next().unwrap_or(file)
}

/// The place of a file's room in [`ROOMS`].
fn floor_of(file: &str) -> Option<usize> {
    ROOMS.iter().position(|room| *room == room_of(file))
}

/// The sources: every file below `src/` but the two roots, by its path without `.rs` and `/mod`,
/// as bare code.
struct House {
    files: BTreeMap<String, String>,
}

impl House {
    fn read() -> Self {
        let root = common::root().join("src");
        let mut files = BTreeMap::new();
        let mut open = vec![root.clone()];
        while let Some(folder) = open.pop() {
            open.extend(common::folders(&folder));
            for file in common::files(&folder, "rs") {
                let path = relative(&file, &root);
                if path != "lib" && path != "main" {
                    let text = std::fs::read_to_string(&file).expect("a source is text");
                    files.insert(path, without_tests(&bare(&text)));
                }
            }
        }
        assert!(files.len() > 20, "the sources were not found");
        Self { files }
    }

    /// Each file with the files that it uses.
    fn arrows(&self) -> impl Iterator<Item = (&str, BTreeSet<&str>)> {
        self.files.iter().map(|(file, source)| {
            let used = paths(file, source, self).into_iter();
            let mut targets: BTreeSet<&str> = used.filter_map(|path| self.longest(&path)).collect();
            targets.remove(file.as_str());
            (file.as_str(), targets)
        })
    }

    /// The file to which a path from the crate's root leads.
    fn longest(&self, path: &[String]) -> Option<&str> {
        let lengths = (1..=path.len()).rev();
        lengths
            .filter_map(|length| self.files.get_key_value(&path[..length].join("/")))
            .map(|(file, _)| file.as_str())
            .next()
    }

    /// The same, or why the path is no real one: what it names does not stand in that file.
    fn file_of(&self, path: &[String]) -> Result<(), String> {
        let written = path.join("::");
        let Some(file) = self.longest(path) else {
            return Ok(()); // a name that the crate's root declares
        };
        let Some(name) = path.get(file.split('/').count()) else {
            return Ok(()); // the module itself
        };
        let declared = format!(
            r"\b(fn|struct|enum|trait|const|static|type|macro_rules!|mod)\s+(r#)?{name}\b|\b{name}\b,?\s*=|^\s*{name},"
        );
        let declared = Regex::new(&declared).expect("a pattern");
        if declared.is_match(&self.files[file]) {
            return Ok(());
        }
        Err(format!("{written} does not stand in {file}"))
    }
}

/// Every path into the library that a file writes, from the crate's root: behind `crate`, `super`,
/// and the names of its own child modules. What a file only hands on (`pub use`) it does not use.
fn paths(file: &str, source: &str, house: &House) -> Vec<Vec<String>> {
    let handed_on = Regex::new(r"\bpub(\([a-z ]*\))? use [^;]*;").expect("a pattern");
    let source = handed_on.replace_all(source, "");
    let uses = Regex::new(r"\buse ([^;]+);").expect("a pattern");
    let inline =
        Regex::new(r"(?:^|[^\w:])((?:crate|super|[a-z]\w*)(?:::\w+)+)").expect("a pattern");
    let own: Vec<String> = file.split('/').map(str::to_owned).collect();
    let mut written: Vec<Vec<String>> = Vec::new();
    for found in uses.captures_iter(&source) {
        flatten(&found[1], &[], &mut written);
    }
    for found in inline.captures_iter(&uses.replace_all(&source, "")) {
        written.push(found[1].split("::").map(str::to_owned).collect());
    }
    let absolute = |path: Vec<String>| -> Option<Vec<String>> {
        let ups = path.iter().take_while(|part| *part == "super").count();
        match path[0].as_str() {
            "crate" => Some(path[1..].to_vec()),
            "super" => Some([&own[..own.len() - ups], &path[ups..]].concat()),
            child if house.files.contains_key(&format!("{file}/{child}")) => {
                Some([&own[..], &path[..]].concat())
            }
            _ => None,
        }
    };
    written.into_iter().filter_map(absolute).collect()
}

/// The paths of a `use` tree.
fn flatten(tree: &str, before: &[String], found: &mut Vec<Vec<String>>) {
    let tree = tree.trim();
    let parts = |text: &str| -> Vec<String> {
        let parts = text.split("::").map(str::trim);
        parts
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let Some((head, body)) = tree.split_once('{') else {
        let name = tree.split(" as ").next().unwrap_or(tree);
        let path = [before, &parts(name)[..]].concat();
        if !path.is_empty() {
            found.push(path.into_iter().filter(|part| part != "self").collect());
        }
        return;
    };
    let before = [before, &parts(head)[..]].concat();
    let (mut depth, mut from) = (0_usize, 0);
    let body = &body[..body.rfind('}').unwrap_or(body.len())];
    for (at, sign) in body.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                flatten(&body[from..at], &before, found);
                from = at + 1;
            }
            _ => {}
        }
    }
    flatten(&body[from..], &before, found);
}

fn relative(file: &Path, root: &Path) -> String {
    let path = file
        .strip_prefix(root)
        .expect("below the root")
        .with_extension("");
    let path = path.to_string_lossy().replace('\\', "/");
    path.strip_suffix("/mod").unwrap_or(&path).to_owned()
}

/// Rust code without comments, and with nothing in its strings and character literals.
fn bare(code: &str) -> String {
    let skip = Regex::new(
        r##"(?s)//[^\n]*|/\*.*?\*/|r#"(?:[^"]|"[^#])*"#|\br"[^"]*"|"(?:\\.|[^"\\])*"|'(?:\\[^']+|\\'|[^'\\\n])'"##,
    )
    .expect("a pattern");
    skip.replace_all(code, |found: &regex::Captures<'_>| {
        if found[0].starts_with('/') {
            ""
        } else {
            "\"\""
        }
        .to_owned()
    })
    .into_owned()
}

/// Bare code without the items that are compiled for tests only.
fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = String::new();
    let mut rest = code;
    while let Some(at) = rest.find(MARK) {
        out.push_str(&rest[..at]);
        let item = &rest[at + MARK.len()..];
        let mut depth = 0_usize;
        let end = item.char_indices().find(|&(_, c)| {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            depth == 0 && matches!(c, ';' | '}')
        });
        rest = end.map_or("", |(at, _)| &item[at + 1..]);
    }
    out.push_str(rest);
    out
}

#[test]
fn bare_code_has_no_comments_strings_or_tests() {
    let code = "use a; // std::fs\n/* std::env */ let x = \"std::io \\\" //\"; let c = '\"'; let l: &'a str = r#\"rayon\"#;\n#[cfg(test)]\nmod t { fn f() { std::fs } }\nfn g() {}\n#[cfg(test)]\nmod u;\nlast";
    let left = without_tests(&bare(code));
    for gone in ["std", "rayon", "mod t", "mod u"] {
        assert!(!left.contains(gone), "{gone} in {left}");
    }
    for stays in ["use a;", "let c", "&'a str", "fn g() {}", "last"] {
        assert!(left.contains(stays), "no {stays} in {left}");
    }
}

#[test]
fn every_way_to_write_a_path_is_seen() {
    let file = |name: &str, source: &str| (name.to_owned(), source.to_owned());
    let own = "use crate::a::{X, b::{self, Y}};\npub use c::Z;\nuse super::d;\nfn f() { c::g(crate::e::h()) }";
    let files = [
        file("a", "struct X;"),
        file("a/b", "struct Y;"),
        file("room/own", own),
        file("room/own/c", "fn g() {}"),
        file("room/d", ""),
        file("e", "fn h() {}"),
        file("f", "use crate::a::Y;"),
    ];
    let house = House {
        files: files.into_iter().collect(),
    };
    let arrows: BTreeMap<&str, BTreeSet<&str>> = house.arrows().collect();
    let expected = ["a", "a/b", "e", "room/d", "room/own/c"];
    assert_eq!(arrows["room/own"], expected.into_iter().collect());
    let path = |path: &str| path.split("::").map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(house.file_of(&path("a::b::Y")), Ok(()));
    assert_eq!(house.file_of(&path("a::b")), Ok(()));
    assert!(house.file_of(&path("a::Y")).is_err(), "it stands in b");
}
