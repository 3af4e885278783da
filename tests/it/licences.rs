//! Every dependency has a licence that `deny.toml` allows, and comes from a source that it allows.
//!
//! This is what `cargo deny check licenses sources` looks at, for machines that do not have it.

use crate::common::packages::{Package, packages};
use crate::common::root;
use serde::Deserialize;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Deny {
    licenses: Licenses,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

#[test]
fn every_dependency_is_allowed() {
    check(&root().join("Cargo.toml"));
}

/// The wheel's crate is a workspace of its own; the published package does not have it.
#[test]
fn every_dependency_of_the_wheel_is_allowed() {
    let manifest = root().join("python/Cargo.toml");
    if manifest.is_file() {
        check(&manifest);
    }
}

fn check(manifest: &Path) {
    let (packages, deny) = (packages(manifest), deny());
    assert!(packages.len() > 20, "cargo named only {}", packages.len());
    let wrong: Vec<String> = packages
        .iter()
        .filter_map(|package| {
            let why = objection(package, &deny)?;
            Some(format!("{} {}: {why}", package.name, package.version))
        })
        .collect();
    assert!(wrong.is_empty(), "not allowed:\n{}", wrong.join("\n"));
}

fn deny() -> Deny {
    let path = root().join("deny.toml");
    let text = std::fs::read_to_string(path).expect("deny.toml is there");
    toml::from_str(&text).expect("deny.toml has both lists")
}

fn objection(package: &Package, deny: &Deny) -> Option<String> {
    let Some(license) = &package.license else {
        return Some("it names no licence".to_owned());
    };
    if !permits(license, &deny.licenses.allow) {
        return Some(format!("the licence is {license}"));
    }
    let source = package.source.as_deref()?;
    let registry = source.strip_prefix("registry+").unwrap_or(source);
    let known = deny
        .sources
        .allow_registry
        .iter()
        .any(|one| one == registry);
    (!known).then(|| format!("it comes from {source}"))
}

/// Whether an SPDX expression can be met with the allowed licences alone.
fn permits(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let met = any_of(&mut rest, allowed);
    met && rest.is_empty()
}

/// `a OR b OR ...`; takes the words that it reads off `rest`.
fn any_of(rest: &mut &[&str], allowed: &[String]) -> bool {
    let mut met = all_of(rest, allowed);
    while let ["OR", after @ ..] = *rest {
        *rest = after;
        met |= all_of(rest, allowed);
    }
    met
}

/// `a AND b AND ...`, which binds tighter than `OR`.
fn all_of(rest: &mut &[&str], allowed: &[String]) -> bool {
    let mut met = one(rest, allowed);
    while let ["AND", after @ ..] = *rest {
        *rest = after;
        met &= one(rest, allowed);
    }
    met
}

/// A licence, with its exception where it has one, or an expression in brackets.
fn one(rest: &mut &[&str], allowed: &[String]) -> bool {
    let is_allowed = |name: &str| allowed.iter().any(|one| one == name);
    match *rest {
        ["(", after @ ..] => {
            *rest = after;
            let met = any_of(rest, allowed);
            let closed = rest.first() == Some(&")");
            *rest = rest.get(1..).unwrap_or_default();
            met && closed
        }
        [name, "WITH", exception, after @ ..] => {
            *rest = after;
            is_allowed(&format!("{name} WITH {exception}"))
        }
        [name, after @ ..] => {
            *rest = after;
            is_allowed(name)
        }
        [] => false,
    }
}

#[test]
fn expressions_are_read_as_spdx_says() {
    let allowed = ["MIT", "BSD-3-Clause"].map(str::to_owned);
    for (expression, met) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("MIT OR GPL-3.0", true),
        ("GPL-3.0/MIT", true),
        ("GPL-3.0 AND MIT", false),
        ("(GPL-3.0 OR MIT) AND BSD-3-Clause", true),
        ("(GPL-3.0 OR MIT) AND GPL-2.0", false),
        ("MIT OR GPL-3.0 AND GPL-2.0", true),
        ("MIT WITH LLVM-exception", false),
        ("(MIT", false),
        ("MIT GPL-3.0", false),
        ("", false),
    ] {
        assert_eq!(permits(expression, &allowed), met, "{expression}");
    }
}

#[test]
fn a_foreign_licence_or_source_is_named() {
    let deny = deny();
    let package = |license: Option<&str>, source: &str| Package {
        manifest_path: PathBuf::new(),
        name: "x".to_owned(),
        version: "1.0.0".to_owned(),
        license: license.map(str::to_owned),
        source: Some(source.to_owned()),
    };
    let crates_io = "registry+https://github.com/rust-lang/crates.io-index";
    let objection = |license, source| objection(&package(license, source), &deny);
    assert_eq!(objection(Some("MIT"), crates_io), None);
    assert!(objection(None, crates_io).is_some());
    assert!(objection(Some("AGPL-3.0"), crates_io).is_some());
    assert!(objection(Some("MIT"), "git+https://example.org/x").is_some());
}
