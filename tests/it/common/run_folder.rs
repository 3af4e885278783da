//! Runs of the command from and into folders.

use dechaff::Record;
use dechaff::io::records::{Newest, PageKey, RecordFileError, read_records, record_files};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

/// A page with a sure cut.
pub(crate) fn page(number: usize) -> String {
    format!(
        "The ferry will run {number} times a day in winter\nAdvertisement\n\
         Passengers welcomed the change on Monday, {number} of them in writing.\n\
         The council had asked for it {number} times.\nShare on Facebook\nTweet\n"
    )
}

/// A folder for runs, with pages in `in`.
pub(crate) struct Folder {
    pub(crate) root: TempDir,
}

impl Folder {
    pub(crate) fn new() -> Self {
        let root = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(root.path().join("in")).expect("made");
        Self { root }
    }

    pub(crate) fn with_pages(count: usize) -> Self {
        let folder = Self::new();
        (0..count).for_each(|number| {
            folder.write(&format!("in/{}/{number}.txt", number % 7), &page(number));
        });
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("made");
        fs::write(path, text).expect("written");
    }

    pub(crate) fn command(&self, args: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dechaff"));
        command.current_dir(self.root.path()).stdin(Stdio::null());
        command.args(args.split(' '));
        command
    }

    #[track_caller]
    pub(crate) fn ends(&self, args: &str, status: i32, words: &[&str]) -> String {
        said(
            &self.command(args).output().expect("it starts"),
            status,
            words,
        )
    }

    pub(crate) fn spawn(&self, args: &str) -> Child {
        let mut command = self.command(args);
        command.stderr(Stdio::piped()).stdout(Stdio::null());
        command.spawn().expect("it starts")
    }

    /// The pages of a clean folder, by name.
    pub(crate) fn pages(&self, clean: &str) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let mut open = vec![self.path(clean)];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten() {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    open.extend((!path.ends_with("_dechaff")).then_some(path));
                    continue;
                }
                let name = path.strip_prefix(self.path(clean)).expect("below it");
                let text = fs::read_to_string(&path).expect("text");
                found.insert(name.to_string_lossy().into_owned(), text);
            }
        }
        found
    }

    /// The newest record of each page.
    pub(crate) fn records(&self, clean: &str) -> BTreeMap<String, Record> {
        let files = record_files(&self.path(clean));
        let newest = Newest::read(&files).expect("read");
        let (mut found, mut place) = (BTreeMap::new(), 0);
        read_records(&files, |row| {
            let record = row.record.expect("rows are whole");
            if newest.is_newest(PageKey::of(&record), place) {
                found.insert(record.page.clone(), record);
            }
            place += 1;
            Ok::<(), RecordFileError>(())
        })
        .expect("read");
        found
    }

    pub(crate) fn own_files(&self, clean: &str) -> Vec<String> {
        let files = fs::read_dir(self.path(clean).join("_dechaff")).expect("there");
        let mut names: Vec<String> = files
            .map(|file| crate::common::name_of(&file.expect("an entry").path()))
            .collect();
        names.sort();
        names
    }
}

#[track_caller]
pub(crate) fn said(output: &Output, status: i32, words: &[&str]) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(status), "{said}");
    for word in words {
        assert!(said.contains(word), "\"{word}\" is not in:\n{said}");
    }
    said
}
