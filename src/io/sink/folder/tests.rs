//! Disks that fail at any step: whatever the step is, what has a name is whole and has its record.

use super::*;
use crate::clean::cleaner::Cleaner;
use crate::io::records::files::{RecordFileError, read_records, record_files};
use crate::io::records::newest::Newest;
use crate::io::records::original::original;
use crate::page::Page;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A disk of which one step fails, after it was done by half.
#[derive(Debug)]
struct FailingDisk {
    steps: AtomicUsize,
    fails_at: usize,
    /// Errors as of a full disk, or of one that is broken.
    error: i32,
}

const FULL: i32 = 28;
const BROKEN: i32 = 5;

impl FailingDisk {
    fn boxed(fails_at: usize, error: i32) -> Box<dyn Disk> {
        Box::new(Self {
            steps: AtomicUsize::new(0),
            fails_at,
            error,
        })
    }

    fn step(&self) -> io::Result<()> {
        if self.steps.fetch_add(1, Ordering::Relaxed) == self.fails_at {
            return Err(io::Error::from_raw_os_error(self.error));
        }
        Ok(())
    }
}

impl Disk for FailingDisk {
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.step() {
            RealDisk.write(path, &bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        RealDisk.write(path, bytes)
    }

    fn append(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.step() {
            file.write_all(&bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        RealDisk.append(file, bytes)
    }

    fn sync(&self, folder: &Path, file: &File) -> io::Result<()> {
        self.step()?;
        RealDisk.sync(folder, file)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        RealDisk.rename(from, to)
    }
}

fn text(page: usize, run: usize) -> String {
    format!("The board met {page} times.\nAdvertisement\nIn run {run} it ended at one.\n")
}

fn pages(range: std::ops::Range<usize>, run: usize) -> Vec<PageFiles> {
    let cleaner = Cleaner::shipped();
    let files = range.map(|page| {
        let (name, text) = (format!("{}/{page}.txt", page % 2), text(page, run));
        let result = cleaner.clean(&Page::new(&text));
        PageFiles {
            id: PageId::new(Path::new(&name)),
            record: result.record(&name),
            clean: result.text,
        }
    });
    files.collect()
}

/// Two groups of pages, as far as the disk has it.
fn run(folder: &Path, disk: Box<dyn Disk>, number: usize) -> Result<(), FolderError> {
    let mut sink = FolderSink::create_on(folder, ReasonForm::Coded, disk)?;
    let written = sink
        .write(pages(0..3, number))
        .and_then(|()| sink.write(pages(3..5, number)));
    let ending = if written.is_ok() {
        Ending::Done
    } else {
        Ending::Early
    };
    let finished = sink.finish("{}\n", ending).map(drop);
    written.and(finished)
}

/// What the folder's pages are put together to, by the first of their records that fits. Each clean file has one.
fn originals(folder: &Path) -> BTreeMap<String, String> {
    let mut records: BTreeMap<String, Vec<Record>> = BTreeMap::new();
    read_records(&record_files(folder), |row| {
        let record = row.record.expect("rows are whole");
        records.entry(record.page.clone()).or_default().push(record);
        Ok::<(), RecordFileError>(())
    })
    .expect("records can be read");
    let mut found = BTreeMap::new();
    for part in ["0", "1"] {
        let Ok(files) = fs::read_dir(folder.join(part)) else {
            continue;
        };
        for file in files {
            let file = file.expect("an entry").path();
            let name = format!(
                "{part}/{}",
                file.file_name().expect("a name").to_string_lossy()
            );
            let fits = |record: &Record| original(record, &file).ok();
            let bytes = records
                .get(&name)
                .and_then(|all| all.iter().rev().find_map(fits));
            let bytes = bytes.unwrap_or_else(|| panic!("{name} has no record"));
            found.insert(name, String::from_utf8(bytes).expect("text"));
        }
    }
    found
}

fn expected(run: usize) -> BTreeMap<String, String> {
    let name = |page: usize| format!("{}/{page}.txt", page % 2);
    (0..5).map(|page| (name(page), text(page, run))).collect()
}

#[test]
fn whatever_step_of_the_disk_fails_every_page_has_its_record() {
    for error in [FULL, BROKEN] {
        for is_second in [false, true] {
            let mut failed = 0;
            for step in 0.. {
                let folder = tempfile::tempdir().expect("a temporary folder");
                let folder = folder.path().join("out");
                if is_second {
                    run(&folder, Box::new(RealDisk), 1).expect("the first run is well");
                }
                let ended = run(&folder, FailingDisk::boxed(step, error), 2);
                for (name, original) in originals(&folder) {
                    let is_of = |run| expected(run).get(&name) == Some(&original);
                    assert!(is_of(2) || is_second && is_of(1), "step {step}: {name}");
                }
                let is_over = ended.is_ok();
                failed += usize::from(!is_over);
                run(&folder, Box::new(RealDisk), 2).expect("the next run is well");
                assert_eq!(originals(&folder), expected(2), "step {step}");
                let newest = Newest::read(&record_files(&folder)).expect("read");
                assert_eq!(newest.pages(), 5, "step {step}");
                assert!(!is_unfinished(&folder), "step {step}");
                if is_over {
                    break;
                }
            }
            assert!(failed >= 14, "only {failed} steps failed");
        }
    }
}

#[test]
fn whatever_step_of_the_disk_fails_a_long_text_is_whole_or_not_there() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let text = root.path().join("long.txt");
    let bytes = "The board met.\n".repeat(200_000);
    fs::write(&text, &bytes).expect("written");
    let id = PageId::new(Path::new("0/long.txt"));
    let copy = |folder: &Path, disk| {
        let record = Cleaner::shipped()
            .clean(&Page::new(""))
            .record("0/long.txt");
        let mut sink = FolderSink::create_on(folder, ReasonForm::Coded, disk)?;
        let copied = sink.copy(&id, &text, record)?;
        assert_eq!(copied.map(|record| record.len_bytes), Ok(bytes.len()));
        sink.finish("{}\n", Ending::Done).map(drop)
    };
    let mut failed = 0;
    for step in 0.. {
        let folder = root.path().join(step.to_string());
        let ended = copy(&folder, FailingDisk::boxed(step, FULL));
        let found = originals(&folder);
        assert!(found.values().all(|text| *text == bytes), "step {step}");
        copy(&folder, Box::new(RealDisk)).expect("the next run is well");
        assert_eq!(originals(&folder)["0/long.txt"], bytes, "step {step}");
        if ended.is_ok() {
            break;
        }
        failed += 1;
    }
    assert!(failed >= 6, "only {failed} steps failed");
}

#[test]
fn a_second_run_is_refused_with_the_process_of_the_first() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let first = FolderSink::create(folder.path(), ReasonForm::Coded).expect("the first");
    let second = FolderSink::create(folder.path(), ReasonForm::Coded).expect_err("the second");
    let said = second.to_string();
    assert!(
        said.contains(&format!("process {}", std::process::id())),
        "{said}"
    );
    drop(first);
    FolderSink::create(folder.path(), ReasonForm::Coded).expect("the lock is free");
}

#[test]
fn records_that_are_out_of_date_go() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let journal = folder.path().join("_dechaff/cuts.jsonl.zst");
    run(folder.path(), Box::new(RealDisk), 1).expect("the first run");
    let once = fs::metadata(&journal).expect("there").len();
    for number in 2..6 {
        run(folder.path(), Box::new(RealDisk), number).expect("another run");
    }
    let after = fs::metadata(&journal).expect("there").len();
    assert!(after < 2 * once, "{after} bytes after, {once} before");
    assert_eq!(originals(folder.path()), expected(5));
}

#[test]
fn half_a_frame_at_the_end_is_passed_over_and_cut_off() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    run(folder.path(), Box::new(RealDisk), 1).expect("the first run");
    let journal = folder.path().join("_dechaff/cuts.jsonl.zst");
    let whole = fs::read(&journal).expect("there");
    for len in [1, 7, whole.len() / 2] {
        let torn = [&whole[..], &whole[..len]].concat();
        fs::write(&journal, torn).expect("written");
        assert_eq!(originals(folder.path()), expected(1), "{len} bytes more");
    }
    run(folder.path(), Box::new(RealDisk), 2).expect("the next run");
    assert_eq!(originals(folder.path()), expected(2));
}
