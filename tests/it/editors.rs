//! `#:schema` works in the editors' tools: taplo and tombi, from their packages.
//!
//! `scripts/editors.sh` fetches them. These tests are marked `#[ignore]`: `./test` runs them where the
//! tools are there, and else the runner counts them as skipped.
#![cfg(unix)]

use crate::common;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use toml::de::{DeTable, DeValue};

/// The folder of both programs.
fn programs() -> PathBuf {
    let script = common::root().join("scripts/editors.sh");
    let output = Command::new("bash")
        .arg(script)
        .output()
        .expect("bash runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "scripts/editors.sh: {errors}");
    let folder = String::from_utf8(output.stdout).expect("a path in UTF-8");
    common::root().join(folder.trim())
}

fn taplo(programs: &Path, files: &[PathBuf]) -> Output {
    let mut command = Command::new(programs.join("taplo"));
    command.args(["lint", "--no-auto-config", "--colors", "never"]);
    run(command.args(files))
}

fn tombi(programs: &Path, files: &[PathBuf]) -> Output {
    let mut command = Command::new(programs.join("tombi"));
    command.args(["lint", "--offline", "--error-on-warnings"]);
    run(command.args(files).env("NO_COLOR", "1"))
}

fn run(command: &mut Command) -> Output {
    // No configuration above the files may speak, and no cache of the person at the keyboard.
    let home = std::env::temp_dir();
    command
        .current_dir(common::root())
        .env("HOME", &home)
        .env("XDG_CACHE_HOME", &home)
        .output()
        .expect("the program starts")
}

fn text_of(output: &Output) -> String {
    let streams = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8_lossy(&streams).into_owned()
}

#[test]
#[ignore = "needs taplo and tombi: scripts/editors.sh"]
fn shipped_files_pass() {
    let programs = programs();
    let mut files = vec![common::root().join("tests/it/common/every.toml")];
    let shipped = dechaff::rulefile::shipped_packs().iter();
    files.extend(shipped.map(|(name, _)| common::root().join(name)));
    for output in [taplo(&programs, &files), tombi(&programs, &files)] {
        assert!(output.status.success(), "{}", text_of(&output));
    }
}

/// A rule file with one fault, and a word that the finding must hold.
macro_rules! faults {
    ($($name:ident: $line:literal, $word:literal;)+) => {
        const FAULTS: &[(&str, &str, &str)] = &[$((stringify!($name), $line, $word),)+];
    };
}

faults! {
    sound: "remove = \"line\"", "";
    key_of_a_rule: "removes = \"line\"", "removes";
    key_of_a_guard: "when.max_word = 3", "max_word";
    key_of_a_detector: "when.max_words = 3\nmatch.card = { mini = 2 }", "mini";
    two_matchers: "match.regex = 'a'", "";
    shape: "when.prev = [\"titel\"]", "titel";
    extent: "remove = \"lines\"", "lines";
    confidence: "confidence = \"sure\"", "sure";
    number: "plus_lines = \"1\"", "";
    share: "when.after = 1.5", "1.5";
    no_kind: "", "kind";
}

#[test]
#[ignore = "needs taplo and tombi: scripts/editors.sh"]
fn faults_are_found() {
    let programs = programs();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let schema = common::root().join("schema/rules.schema.json");
    for (name, line, word) in FAULTS {
        let file = folder.path().join(format!("{name}.toml"));
        let matcher = if line.contains("match.card") {
            ""
        } else {
            "match.line = [\"x\"]\n"
        };
        let kind = if *name == "no_kind" {
            ""
        } else {
            "kind = \"ad\"\n"
        };
        let text = format!(
            "#:schema {}\nschema = 1\npack = \"p\"\n\n[[rule]]\nid = \"a\"\n{kind}{matcher}{line}\n",
            schema.display()
        );
        fs::write(&file, text).expect("the file can be written");
        let files = [file];
        for (tool, output) in [
            ("taplo", taplo(&programs, &files)),
            ("tombi", tombi(&programs, &files)),
        ] {
            let text = text_of(&output);
            assert_eq!(
                output.status.success(),
                *name == "sound",
                "{tool}, {name}: {text}"
            );
            assert!(text.contains(word), "{tool}, {name}: {text}");
        }
    }
}

/// In the editor the description of a key shows where the pointer rests on it.
#[test]
#[ignore = "needs taplo and tombi: scripts/editors.sh"]
fn every_key_has_its_hover_text() {
    let programs = programs();
    let path = common::root().join("tests/it/common/every.toml");
    let source = fs::read_to_string(&path).expect("the file is there");
    let schema: Value = serde_json::from_str(&dechaff::rulefile::rules_schema()).expect("JSON");
    let table = DeTable::parse(&source).expect("the file is TOML");
    let mut keys = Vec::new();
    keys_of((table.get_ref(), &source), &schema, &schema, &mut keys);
    let mut editor = Editor::open(&programs, &path, &source);
    let mut seen = std::collections::BTreeSet::new();
    for (offset, key, description) in keys {
        seen.insert(key.clone());
        let shown = editor.hover(&source, offset);
        let first = description
            .lines()
            .next()
            .expect("a description has a line");
        assert!(
            shown.contains(first),
            "{key} at byte {offset} shows {shown:?}"
        );
    }
    assert!(seen.len() > 30, "only {seen:?}");
}

/// Where each key of the table stands, and its description.
fn keys_of(
    (table, source): (&DeTable<'_>, &str),
    schema: &Value,
    root: &Value,
    keys: &mut Vec<(usize, String, String)>,
) {
    for (key, value) in table {
        let property = &schema["properties"][key.get_ref().as_ref()];
        // Over the header of a `[[table]]` the description of its items shows.
        let is_header = source[..key.span().start].ends_with("[[");
        let items = property.get("items").filter(|_| is_header);
        let target = match items.filter(|items| items.get("$ref").is_some()) {
            Some(items) => resolve(items, root),
            None => property,
        };
        let text = target["description"]
            .as_str()
            .expect("every key has a description");
        keys.push((key.span().start, key.get_ref().to_string(), text.to_owned()));
        match value.get_ref() {
            DeValue::Table(inner) => {
                keys_of((inner, source), resolve(property, root), root, keys);
            }
            DeValue::Array(items) => {
                for item in items {
                    if let DeValue::Table(inner) = item.get_ref() {
                        keys_of(
                            (inner, source),
                            resolve(&property["items"], root),
                            root,
                            keys,
                        );
                    }
                }
            }
            _ => {}
        }
    }
}

/// The table that a property stands for; where it may be text as well, the table.
fn resolve<'s>(property: &'s Value, root: &'s Value) -> &'s Value {
    let reference = property
        .get("$ref")
        .or_else(|| property.pointer("/allOf/0/$ref"))
        .or_else(|| property.pointer("/anyOf/1/allOf/0/$ref"));
    let Some(target) = reference.and_then(Value::as_str) else {
        return property;
    };
    let target = root.pointer(&target[1..]);
    resolve(target.expect("a reference leads somewhere"), root)
}

/// A server that does not answer is stopped after so long, which ends the test.
const PATIENCE: Duration = Duration::from_secs(60);

/// tombi's language server with one open file.
struct Editor {
    server: Arc<Mutex<Child>>,
    /// Dropped with the editor: then nobody waits for the server any more.
    _done: Sender<()>,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    uri: String,
    requests: u64,
}

impl Editor {
    fn open(programs: &Path, path: &Path, source: &str) -> Self {
        let mut server = Command::new(programs.join("tombi"))
            .args(["lsp", "--offline"])
            .env("HOME", std::env::temp_dir())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let to = server.stdin.take().expect("it is piped");
        let from = BufReader::new(server.stdout.take().expect("it is piped"));
        let uri = format!("file://{}", path.display());
        let server = Arc::new(Mutex::new(server));
        let mut editor = Self {
            _done: stop_in_time(Arc::clone(&server)),
            server,
            to,
            from,
            uri,
            requests: 0,
        };
        editor.ask(
            "initialize",
            &json!({ "processId": null, "rootUri": null, "capabilities": {} }),
        );
        editor.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        let document =
            json!({ "uri": editor.uri, "languageId": "toml", "version": 1, "text": source });
        editor.send(&json!({
            "jsonrpc": "2.0",
            "method": "textDocument/didOpen",
            "params": { "textDocument": document },
        }));
        editor
    }

    /// What shows where the pointer rests on the byte. Nothing does until the server has read the
    /// schema, so it is asked again.
    fn hover(&mut self, source: &str, offset: usize) -> String {
        const TRIES: usize = 50;
        for _ in 0..TRIES {
            let shown = self.hover_now(source, offset);
            if !shown.is_empty() {
                return shown;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        String::new()
    }

    fn hover_now(&mut self, source: &str, offset: usize) -> String {
        let before = &source[..offset];
        let line = before.matches('\n').count();
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .encode_utf16()
            .count();
        let place = json!({
            "textDocument": { "uri": self.uri },
            "position": { "line": line, "character": column },
        });
        let answer = self.ask("textDocument/hover", &place);
        answer["contents"]["value"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message.get("method").is_some() {
                // The server may ask for settings: there are none.
                if let Some(asked) = message.get("id") {
                    self.send(&json!({ "jsonrpc": "2.0", "id": asked, "result": null }));
                }
            } else if message["id"] == id {
                return message["result"].clone();
            }
        }
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("it reads");
        self.to.flush().expect("it reads");
    }

    fn receive(&mut self) -> Value {
        let mut len_bytes = 0;
        loop {
            let mut header = String::new();
            let read = self.from.read_line(&mut header).expect("it writes text");
            assert!(read > 0, "the server ended");
            match header.trim().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    len_bytes = value.parse().expect("a number");
                }
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; len_bytes];
        self.from.read_exact(&mut body).expect("a whole message");
        serde_json::from_slice(&body).expect("JSON")
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        stop(&self.server);
    }
}

/// Stops the server when patience ends, unless what is returned is dropped before.
fn stop_in_time(server: Arc<Mutex<Child>>) -> Sender<()> {
    let (done, is_done) = channel();
    std::thread::spawn(move || {
        if is_done.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            stop(&server);
        }
    });
    done
}

fn stop(server: &Mutex<Child>) {
    let mut server = server.lock().expect("nobody panics while stopping it");
    // It may have ended by itself.
    let _ = server.kill();
    let _ = server.wait();
}
