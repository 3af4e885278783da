//! Dependencies point one way, and the pure part touches nothing outside of the program.
//!
//! The sources are read as text, without comments, strings and tests.

use crate::common;
use regex::Regex;
use std::collections::BTreeMap;
use std::path::Path;

/// From the ground up: a module may use those of rows above its own, and its own row's only if
/// it is the same module. A path means that file; a name means the file or folder of that name.
const LAYERS: &[&[&str]] = &[
    &["span", "compare"],
    &["score"],
    &["page"],
    &["words", "edges"],
    &["cohesion"],
    &["rule/wire"],
    &["detect"],
    &["rule"],
    &["scan"],
    &["weigh"],
    &["decide"],
    &["apply"],
    &["clean"],
    &["provenance", "trial", "firing", "splice"],
    &["mutants", "draft", "fit"],
    &["study"],
    &["source"],
    &["sink"],
    &["batch"],
    &["cli"],
];

/// From this module on, files, clock, threads and terminal may be touched.
const FIRST_IMPURE: &str = "source";

#[test]
fn dependencies_point_one_way() {
    let exports = exports();
    let used = Regex::new(r"\bcrate::(\{[^;]*\}|[A-Za-z_]\w*(?:::\w+)?)").expect("a pattern");
    let mut wrong = Vec::new();
    for (path, source) in sources() {
        let Some(own) = layer_of(&path) else {
            wrong.push(format!("{path}: give the module a place in LAYERS"));
            continue;
        };
        for found in used.captures_iter(&source) {
            for target in targets(&found[1], &exports) {
                let Some(other) = layer_of(&target) else {
                    continue; // a macro or a name that the crate's root declares
                };
                let same_module = module_of(&target) == module_of(&path) && own.0 == other.0;
                if other.0 > own.0 || (other.0 == own.0 && !same_module) {
                    wrong.push(format!("{path} ({}) uses {target} ({})", own.1, other.1));
                }
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
    let first = LAYERS
        .iter()
        .position(|row| row.contains(&FIRST_IMPURE))
        .expect("it has a row");
    let mut wrong = Vec::new();
    for (path, source) in sources() {
        if layer_of(&path).is_some_and(|(layer, _)| layer >= first) {
            continue;
        }
        wrong.extend(
            forbidden
                .find_iter(&source)
                .map(|hit| format!("{path}: {}", hit.as_str())),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_command_line_prints_or_knows_anyhow() {
    let forbidden =
        Regex::new(r"\be?print(ln)?!|\bstd::io::(stdout|stderr)\b|\banyhow\b").expect("a pattern");
    for (path, source) in sources() {
        if !path.starts_with("cli") {
            let hit = forbidden.find(&source);
            assert!(hit.is_none(), "{path}: {hit:?}");
        }
    }
}

/// Every file below `src/` but the two roots, by its path without `.rs` and `/mod`, as bare code.
fn sources() -> Vec<(String, String)> {
    let root = common::root().join("src");
    let mut found = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        open.extend(common::folders(&folder));
        for file in common::files(&folder, "rs") {
            let path = relative(&file, &root);
            if path != "lib" && path != "main" {
                let text = std::fs::read_to_string(&file).expect("a source is text");
                found.push((path, without_tests(&bare(&text))));
            }
        }
    }
    assert!(found.len() > 20, "the sources were not found");
    found.sort();
    found
}

fn relative(file: &Path, root: &Path) -> String {
    let path = file
        .strip_prefix(root)
        .expect("below the root")
        .with_extension("");
    let path = path.to_string_lossy().replace('\\', "/");
    path.strip_suffix("/mod").unwrap_or(&path).to_owned()
}

fn module_of(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}

/// The row of a module or of a path below one, and the name under which it stands there.
fn layer_of(path: &str) -> Option<(usize, &'static str)> {
    let exact = |name: &str| path == name;
    let within = |name: &str| module_of(path) == name;
    let find = |fits: &dyn Fn(&str) -> bool| {
        LAYERS.iter().enumerate().find_map(|(layer, row)| {
            row.iter()
                .find(|name| fits(name))
                .map(|name| (layer, *name))
        })
    };
    find(&exact).or_else(|| find(&within))
}

/// The modules that what stands behind `crate::` leads to.
fn targets(used: &str, exports: &BTreeMap<String, String>) -> Vec<String> {
    let names = Regex::new(r"^[A-Za-z_]\w*(?:::\w+)?").expect("a pattern");
    let parts: Vec<&str> = match used.strip_prefix('{') {
        Some(inner) => inner
            .trim_end_matches('}')
            .split(',')
            .map(str::trim)
            .collect(),
        None => vec![used],
    };
    parts
        .into_iter()
        .filter_map(|part| names.find(part))
        .map(|name| {
            let (first, second) = name
                .as_str()
                .split_once("::")
                .unwrap_or((name.as_str(), ""));
            let module = exports.get(first).map_or(first, String::as_str);
            let file = format!("{module}/{second}");
            if layer_of(&file).is_some_and(|(_, name)| name == file) {
                file
            } else {
                module.to_owned()
            }
        })
        .collect()
}

/// What the crate's root re-exports, and from which module.
fn exports() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(common::root().join("src/lib.rs")).expect("the root");
    let exported = Regex::new(r"pub use (\w+)::(?:\{([^}]*)\}|(\w+));").expect("a pattern");
    let mut exports = BTreeMap::new();
    for found in exported.captures_iter(&bare(&text)) {
        let names = found
            .get(2)
            .or(found.get(3))
            .map_or("", |names| names.as_str());
        for name in names
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            exports.insert(name.to_owned(), found[1].to_owned());
        }
    }
    assert_eq!(exports.get("Page").map(String::as_str), Some("page"));
    exports
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
fn a_dependency_upwards_would_be_seen() {
    let exports = exports();
    assert_eq!(targets("{Page, Span}", &exports), ["page", "span"]);
    assert_eq!(targets("rule::wire", &exports), ["rule/wire"]);
    assert_eq!(targets("rule::Rules", &exports), ["rule"]);
    assert!(layer_of("rule/wire") < layer_of("detect/card"));
    assert!(layer_of("detect/card") < layer_of("rule/guard"));
    assert_eq!(layer_of("nowhere"), None);
}
