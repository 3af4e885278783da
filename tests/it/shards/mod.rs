//! Shards of many pages: what is written, what comes back, what a stopped run leaves and how it goes on.

#[cfg(feature = "parquet")]
mod bloom;
mod converted;
mod damage;
#[cfg(target_os = "linux")]
mod disks;
mod faults;
mod fields;
mod forms;
mod long;
mod named;
#[cfg(feature = "parquet")]
mod parquet;
mod rows;
mod runs;
mod sampled;
mod scored;
mod stopped;
mod tar;
mod warc;

use serde_json::{Value, json};
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A text with sure cuts: a headline that stands twice, and a share bar.
pub(crate) fn text(number: usize) -> String {
    format!(
        "The ferry will run {number} times a day in winter\n\
         The ferry will run {number} times a day in winter\n\n\
         Passengers welcomed the change on Monday, as did the “Möwe” café at pier {number}. \u{1f6a2}\n\n\
         Share on FacebookTweet about this on Twitter\n\n\n\
         The office at the quay sells tickets from seven in the morning.\n"
    )
}

/// Rows as scrapers write them.
pub(crate) fn rows(count: usize) -> String {
    let row = |number: usize| {
        let row = json!({
            "id": format!("page-{number}"),
            "url": format!("https://quay.example/{number}"),
            "text": text(number),
            "score": 0.5,
        });
        format!("{row}\n")
    };
    (0..count).map(row).collect()
}

/// A folder in which dechaff runs.
pub(crate) struct Quay {
    folder: TempDir,
}

impl Quay {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("in")).expect("made");
        Self { folder }
    }

    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file below `in`.
    pub(crate) fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path("in").join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("made");
        fs::write(path, bytes).expect("written");
        self
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dechaff"));
        command
            .current_dir(self.folder.path())
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("it starts")
    }

    /// Cleans `in` into `out`.
    pub(crate) fn clean(&self, more: &[&str]) -> Output {
        let args = ["clean", "in", "--out", "out", "--no-config"];
        self.run(&[&args[..], more].concat())
    }

    /// Feeds bytes to `dechaff clean -`.
    pub(crate) fn pipe(&self, bytes: &[u8], more: &[&str]) -> Output {
        self.feed(bytes, &[&["clean", "-", "--no-config"], more].concat())
    }

    /// Feeds bytes to a command.
    pub(crate) fn feed(&self, bytes: &[u8], args: &[&str]) -> Output {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut stdin = child.stdin.take().expect("piped");
        let bytes = bytes.to_vec();
        let feeder = std::thread::spawn(move || drop(stdin.write_all(&bytes)));
        let output = child.wait_with_output().expect("it ends");
        feeder.join().expect("fed");
        output
    }

    pub(crate) fn out(&self, name: &str) -> Vec<u8> {
        fs::read(self.path("out").join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// What a packed file of `out` holds.
    pub(crate) fn unpacked(&self, name: &str) -> String {
        unpack(&self.out(name))
    }

    /// The rows of a file of `out`.
    pub(crate) fn json(&self, name: &str) -> Vec<Value> {
        let text = self.unpacked(name);
        text.lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect()
    }

    /// Restores `out` and returns what became of a file.
    pub(crate) fn restored(&self, name: &str) -> String {
        let run = self.run(&["restore", "out", "--out", "back"]);
        ended(&run, 0, &["0 failed"]);
        unpack(&fs::read(self.path("back").join(name)).expect("restored"))
    }

    /// Writes a shard of every form, of so many rows each.
    pub(crate) fn put_all(&self, forms: &[forms::Form], rows: usize) -> &Self {
        for form in forms {
            self.put(form.name, form.rows(rows));
        }
        self
    }

    /// Every file below a folder with its bytes.
    pub(crate) fn tree(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        let root = self.path(folder);
        let mut files = Vec::new();
        // A run that was killed early has not made it.
        let mut open: Vec<PathBuf> = root.is_dir().then(|| root.clone()).into_iter().collect();
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).expect("it is there") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let name = path.strip_prefix(&root).expect("below").to_string_lossy();
                    files.push((name.into_owned(), fs::read(&path).expect("a file")));
                }
            }
        }
        // Which process wrote there says nothing of what it wrote.
        files.retain(|(name, _)| !name.ends_with("_dechaff/lock"));
        files.sort();
        files
    }
}

pub(crate) fn unpack(bytes: &[u8]) -> String {
    let mut text = String::new();
    match bytes {
        [0x1f, 0x8b, ..] => flate2::read::MultiGzDecoder::new(bytes)
            .read_to_string(&mut text)
            .map(drop),
        [0x28, 0xb5, ..] => zstd::Decoder::new(bytes)
            .and_then(|mut reader| reader.read_to_string(&mut text))
            .map(drop),
        _ => (&mut &*bytes).read_to_string(&mut text).map(drop),
    }
    .expect("it unpacks to text");
    text
}

pub(crate) fn unpack_bytes(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    match bytes {
        [0x1f, 0x8b, ..] => flate2::read::MultiGzDecoder::new(bytes)
            .read_to_end(&mut plain)
            .map(drop)
            .expect("gzip"),
        [0x28, 0xb5, ..] => plain = zstd::decode_all(bytes).expect("Zstandard"),
        _ => plain = bytes.to_vec(),
    }
    plain
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

pub(crate) fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(bytes, 1).expect("memory")
}

pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[track_caller]
pub(crate) fn ended(output: &Output, status: i32, words: &[&str]) {
    let said = said(output);
    assert_eq!(output.status.code(), Some(status), "{said}");
    for word in words {
        assert!(said.contains(word), "\"{word}\" is not in:\n{said}");
    }
    assert!(!said.contains("panicked"), "{said}");
}
