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
use dechaff::io::records::EarlierPage;
use dechaff::io::sink::{Ending, FolderError, FolderSink, PageFiles};
use dechaff::io::source::{FormatChoice, Input, PageId};
use dechaff::record::rows::ReasonForm;
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
    check_inputs(&inputs, Some(to), &FormatChoice::default(), None)?;
    let cleaner = Cleaner::builder().build();
    let mut writer = Writer {
        folder: FolderSink::create(to, ReasonForm::Coded)?,
        words_gone: 0,
    };
    let options = RunOptions {
        avoid: Some(to.to_owned()),
        ..RunOptions::default()
    };
    // Whoever sets this stops the run after the pages at hand.
    let stop = AtomicBool::new(false);
    run(&inputs, &cleaner, &options, &mut writer, &stop).map_err(|error| format!("{error:?}"))?;
    writer.folder.finish("{}\n", Ending::Done)?;
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
                Event::Page(page) if page.is_earlier => self.folder.keep(&page.record),
                Event::Page(page) => {
                    self.words_gone += page.words.0 - page.words.1;
                    pages.push(PageFiles {
                        id: page.id,
                        clean: page.clean,
                        record: page.record,
                    });
                }
                // It stays as it is.
                Event::TooLong(page) => {
                    if let Err(why) = self.folder.copy(&page.id, &page.file, page.record)? {
                        eprintln!("{}: {why}", page.file.display());
                    }
                }
                Event::Failed(file, why) => eprintln!("{}: {why}", file.display()),
                Event::Skipped(..) => {}
            }
        }
        self.folder.write(pages)
    }

    /// So that a second run cleans only what has changed.
    fn earlier(&self, pages: &[&PageId]) -> Vec<Option<EarlierPage>> {
        self.folder.earlier(pages)
    }
}

#[test]
fn a_folder_is_cleaned_and_keeps_its_records() {
    use dechaff::io::records::{read_records, record_files};

    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/example/crawl");
    let to = tempfile::tempdir().expect("a temporary folder");
    let to = to.path().join("cleaned");
    let words = clean_folder(&from, &to).expect("it can be cleaned");
    assert!(words > 0);
    let again = clean_folder(&from, &to).expect("it can be cleaned again");
    assert_eq!(again, 0, "nothing has changed");
    let mut pages = Vec::new();
    read_records(&record_files(&to), |row| {
        pages.push(row.record.expect("it is whole").page);
        Ok::<(), FolderError>(())
    })
    .expect("they are there");
    assert_eq!(pages, ["ferry.txt"]);
    assert!(!to.join("cleaned").exists());
}
