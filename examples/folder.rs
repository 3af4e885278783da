//! Cleans a folder on all cores into another one, with the records from which all comes back.
//!
//! ```sh
//! cargo run --example folder -- docs/example/crawl cleaned
//! dechaff restore cleaned --out again
//! ```

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example prints"
)]

use dechaff::Cleaner;
use dechaff::io::batch::{Event, Receiver, RunOptions, check_inputs, run};
use dechaff::io::sink::{FolderError, FolderSink, PageFiles};
use dechaff::io::source::{FormatChoice, Input};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [from, to] = &paths[..] else {
        return Err("usage: folder FROM TO".into());
    };
    let words = clean_folder(from, to)?;
    println!("{words} words are gone");
    Ok(())
}

/// How many words went.
fn clean_folder(from: &Path, to: &Path) -> Result<usize, Box<dyn Error>> {
    let inputs = [Input::Path(from.to_owned())];
    check_inputs(&inputs, Some(to), &FormatChoice::default())?;
    let cleaner = Cleaner::builder().build();
    let mut writer = Writer {
        folder: FolderSink::create(to)?,
        words_gone: 0,
    };
    let options = RunOptions {
        avoid: Some(to.to_owned()),
        ..RunOptions::default()
    };
    // Whoever sets this stops the run after the pages at hand.
    let stop = AtomicBool::new(false);
    run(&inputs, &cleaner, &options, &mut writer, &stop).map_err(|error| format!("{error:?}"))?;
    writer.folder.finish("{}\n")?;
    Ok(writer.words_gone)
}

/// Takes the pages in the order of the input, a group at a time.
struct Writer {
    folder: FolderSink,
    words_gone: usize,
}

impl Receiver for Writer {
    type Error = FolderError;

    fn take(&mut self, events: Vec<Event>) -> Result<(), FolderError> {
        let mut pages = Vec::new();
        for event in events {
            match event {
                Event::Page(page) => {
                    self.words_gone += page.words.0 - page.words.1;
                    pages.push(PageFiles {
                        record: serde_json::to_string(&page.record).expect("a record is JSON"),
                        manifest: serde_json::json!({"page": page.id.text()}).to_string(),
                        id: page.id,
                        clean: page.clean,
                    });
                }
                Event::Failed(file, why) => eprintln!("{}: {why}", file.display()),
                Event::Skipped(..) => {}
            }
        }
        self.folder.write(&pages)
    }
}

#[test]
fn a_folder_is_cleaned_and_keeps_its_records() {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/example/crawl");
    let to = tempfile::tempdir().expect("a temporary folder");
    let to = to.path().join("cleaned");
    let words = clean_folder(&from, &to).expect("it can be cleaned");
    assert!(words > 0);
    let records = std::fs::read_to_string(to.join("_dechaff/cuts.jsonl")).expect("they are there");
    assert!(records.contains("ferry.txt"), "{records}");
    assert!(!to.join("cleaned").exists());
}
