//! What the documentation shows is what the program prints.
//!
//! In README.md and docs/, blocks fenced as `console` hold commands, after `$ `, and their output.
//! They run here one after the other, each document in a copy of `docs/example` of its own, with the hosts of `fixtures/crawl`
//! beside it, and all of `fixtures` where they are cleaned. A block
//! whose fence names a file after its language (`text page.txt`) is that file.
//! `DECHAFF_BLESS=1 cargo test --test it docs` writes the outputs anew.
#![cfg(unix)]

use dechaff::Kind;
use dechaff::rulefile::Code;
use dechaff::rules::Extent;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const FENCE: &str = "```";
const PROMPT: &str = "$ ";

#[test]
fn readme() {
    check("README.md");
}

#[test]
fn command_line() {
    check("docs/cli.md");
}

#[test]
fn shards() {
    check("docs/shards.md");
}

#[test]
fn jsonl() {
    check("docs/jsonl.md");
}

#[test]
fn warc() {
    check("docs/warc.md");
}

#[test]
fn tar() {
    check("docs/tar.md");
}

#[test]
fn parquet() {
    check("docs/parquet.md");
}

#[test]
fn folders() {
    check("docs/folders.md");
}

#[test]
fn rule_format() {
    check("docs/rules.md");
}

#[test]
fn tutorial() {
    check("docs/tutorial.md");
}

#[test]
fn cookbook() {
    check("docs/cookbook.md");
}

#[test]
fn formats() {
    check("docs/formats.md");
}

#[test]
fn labelling() {
    check("docs/labelling.md");
}

#[test]
fn evidence() {
    check("docs/evidence.md");
}

#[test]
fn templates() {
    check("docs/templates.md");
}

#[test]
fn why() {
    check("docs/why.md");
}

fn check(name: &str) {
    let path = root().join(name);
    let written = fs::read_to_string(&path).expect("the document is there");
    let (found, commands) = run_document(&written);
    assert!(commands > 0, "{name}: no command in a ```console block");
    if std::env::var_os("DECHAFF_BLESS").is_some_and(|value| value == "1") {
        fs::write(&path, found).expect("the document can be written");
        return;
    }
    if let Some((number, (old, new))) = written
        .lines()
        .zip(found.lines())
        .enumerate()
        .find(|(_, (old, new))| old != new)
    {
        panic!(
            "{name}:{}: `DECHAFF_BLESS=1 cargo test --test it docs` accepts what is printed\n- {old}\n+ {new}",
            number + 1
        );
    }
    assert_eq!(written, found, "{name}: its end differs");
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The document with what its commands print, and how many commands there are.
fn run_document(written: &str) -> (String, usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy_folder(&root().join("docs/example"), folder.path());
    copy_folder(
        &root().join("fixtures/crawl/pages"),
        &folder.path().join("hosts"),
    );
    if written.contains("clean fixtures") {
        copy_folder(&root().join("fixtures"), &folder.path().join("fixtures"));
    }
    let (mut found, mut commands, mut in_console) = (String::new(), 0, false);
    let mut file: Option<(PathBuf, String)> = None;
    for line in written.lines() {
        if line.starts_with(FENCE) {
            if let Some((path, text)) = file.take() {
                write_file(&path, &text);
            }
            in_console = !in_console && line == "```console";
            file = named_file(line).map(|name| (folder.path().join(name), String::new()));
        } else if let Some((_, text)) = &mut file {
            let _ = writeln!(text, "{line}");
        } else if in_console {
            let Some(command) = line.strip_prefix(PROMPT) else {
                continue; // output: it is printed anew
            };
            commands += 1;
            let _ = writeln!(found, "{line}");
            found.push_str(&output_of(command, folder.path()));
            continue;
        }
        let _ = writeln!(found, "{line}");
    }
    (found, commands)
}

/// The file that a fence names after its language.
fn named_file(fence: &str) -> Option<&str> {
    let (_, name) = fence.split_once(' ')?;
    assert!(
        !name.contains(".."),
        "{fence}: a file in the example's folder"
    );
    Some(name)
}

fn write_file(path: &Path, text: &str) {
    let folder = path.parent().expect("a file lies in a folder");
    fs::create_dir_all(folder).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}

/// What the command prints on both streams, with a full line at its end.
fn output_of(command: &str, folder: &Path) -> String {
    let bin = Path::new(env!("CARGO_BIN_EXE_dechaff"));
    let bin = bin.parent().expect("a program lies in a folder").display();
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .current_dir(folder)
        .stdin(Stdio::null())
        .env_clear()
        .env("PATH", format!("{bin}:{path}"))
        .env("HOME", folder)
        .output()
        .expect("there is a shell");
    let mut text = String::from_utf8(output.stdout).expect("the program prints UTF-8");
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    without_hashes(&text)
}

/// Hashes change with every rule and would bury what matters.
fn without_hashes(text: &str) -> String {
    const HEX_DIGITS: usize = 64;
    let is_hash =
        |word: &str| word.len() == HEX_DIGITS && word.bytes().all(|b| b.is_ascii_hexdigit());
    let mut out = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        out.push_str(if is_hash(word) {
            "[64 hex digits]"
        } else {
            word
        });
        let gap = after.chars().next().map_or(0, char::len_utf8);
        out.push_str(&after[..gap]);
        rest = &after[gap..];
    }
    out
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("entries have names"));
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).expect("the file can be copied");
        }
    }
}

#[test]
fn commands_run_and_their_output_replaces_what_stood_there() {
    let written = "# T\n```console\n$ echo new; echo err >&2\nold\nolder\n$ ls\n```\n$ echo no\n```sh\n$ echo no\n```\n";
    let (found, commands) = run_document(written);
    assert_eq!(commands, 2);
    assert!(found.starts_with("# T\n```console\n$ echo new; echo err >&2\nnew\nerr\n$ ls\n"));
    assert!(found.contains("\ncrawl\n"));
    assert!(found.ends_with("```\n$ echo no\n```sh\n$ echo no\n```\n"));
}

#[test]
fn blocks_with_a_name_are_files() {
    let written =
        "```text a/b.txt\nOne\n\ntwo\n```\n```console\n$ cat a/b.txt | tr -d '\\n'\n```\n";
    let (found, _) = run_document(written);
    assert!(found.ends_with("\nOnetwo\n```\n"), "{found}");
}

#[test]
fn every_document_with_commands_is_run() {
    let tests = include_str!("docs.rs");
    let mut documents = vec![(root().join("README.md"), "README.md".to_owned())];
    for entry in fs::read_dir(root().join("docs")).expect("docs/ is there") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .expect("entries have names")
            .to_string_lossy();
        let name = format!("docs/{name}");
        if path.is_file() {
            documents.push((path, name));
        }
    }
    for (path, name) in documents {
        let text = fs::read_to_string(path).expect("a document is text");
        let runs = tests.contains(&format!("check({name:?})"));
        assert_eq!(text.contains("```console"), runs, "{name}");
    }
}

#[test]
fn every_path_of_the_guide_for_contributors_is_there() {
    let guide = fs::read_to_string(root().join("CONTRIBUTING.md")).expect("it is there");
    let quoted = guide.split('`').skip(1).step_by(2);
    let linked = guide
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let is_path = |word: &&str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "_./-".contains(c);
        word.contains('/') && word.chars().all(plain)
    };
    // A part in capitals stands for a name of one's own.
    let is_example = |path: &&str| {
        path.split('/')
            .any(|part| part.len() > 2 && part.chars().all(|c| c.is_ascii_uppercase()))
    };
    let paths = quoted
        .chain(linked)
        .filter(is_path)
        .filter(|path| !is_example(path));
    let missing: Vec<&str> = paths.filter(|path| !root().join(path).exists()).collect();
    assert!(missing.is_empty(), "CONTRIBUTING.md names {missing:?}");
}

#[test]
fn hashes_are_left_out() {
    let hash = "0123456789abcdef".repeat(4);
    for (text, wanted) in [
        (
            format!("{{\"blake3\":\"{hash}\",\"page\":\"abc\"}}\n"),
            "{\"blake3\":\"[64 hex digits]\",\"page\":\"abc\"}\n",
        ),
        (
            format!("has hash {hash}, the café"),
            "has hash [64 hex digits], the café",
        ),
        (
            format!("{hash}0"),
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
        ),
    ] {
        assert_eq!(without_hashes(&text), wanted);
    }
}

#[test]
fn every_error_kind_and_extent_is_documented() {
    let document =
        |name: &str| fs::read_to_string(root().join(name)).expect("the document is there");
    let (rules, cli) = (document("docs/rules.md"), document("docs/cli.md"));
    for code in Code::ALL {
        let row = format!("| {} {} |", code.id(), code.name());
        assert!(rules.contains(&row), "docs/rules.md lacks {row}");
    }
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
    for (name, text) in [("docs/rules.md", &rules), ("docs/cli.md", &cli)] {
        let text = text.replace('\n', " ");
        assert!(text.contains(&kinds.join(", ")), "{name} lacks a kind");
    }
    for extent in Extent::ALL {
        let row = format!("| `{extent}` |");
        assert!(rules.contains(&row), "docs/rules.md lacks {row}");
    }
}
