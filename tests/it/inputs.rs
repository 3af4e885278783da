//! What happens with input that no one wants to have: for each sort, what is written, what is
//! said, and how the command ends.

use dechaff::Record;
use dechaff::io::records::{RecordFileError, read_records, record_files};
use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A page with one sure cut: a headline that stands twice.
const PAGE: &str = "The ferry will run twice a day in winter\n\
The ferry will run twice a day in winter\n\
Passengers welcomed the change on Monday.\n";
const CLEAN: &str = "The ferry will run twice a day in winter\n\
Passengers welcomed the change on Monday.\n";

struct Run {
    folder: TempDir,
}

impl Run {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("in")).expect("made");
        Self { folder }
    }

    fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    fn page(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path("in").join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("made");
        fs::write(path, bytes).expect("written");
        self
    }

    fn dechaff<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Output {
        Command::new(env!("CARGO_BIN_EXE_dechaff"))
            .current_dir(self.folder.path())
            .args(args)
            .stdin(Stdio::null())
            .output()
            .expect("it starts")
    }

    fn clean(&self, more: &[&str]) -> Output {
        self.dechaff(
            ["clean", "in", "--out", "out", "--no-config"]
                .iter()
                .chain(more),
        )
    }

    fn out(&self, name: &str) -> Vec<u8> {
        fs::read(self.path("out").join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn restored(&self, name: &str) -> Vec<u8> {
        let run = self.dechaff(["restore", "out", "--out", "back"]);
        assert_eq!(run.status.code(), Some(0), "{}", said(&run));
        fs::read(self.path("back").join(name)).expect("restored")
    }
}

/// The records of a clean folder.
fn records(clean: &Path) -> Vec<Record> {
    let mut records = Vec::new();
    read_records(&record_files(clean), |row| {
        records.push(row.record.expect("it is whole"));
        Ok::<(), RecordFileError>(())
    })
    .expect("they are there");
    records
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[track_caller]
fn ended(output: &Output, status: i32, words: &[&str]) {
    let said = said(output);
    assert_eq!(output.status.code(), Some(status), "{said}");
    for word in words {
        assert!(said.contains(word), "\"{word}\" is not in:\n{said}");
    }
    assert!(!said.contains("panicked"), "{said}");
}

/// The page is read, cleaned to `clean`, and comes back.
#[track_caller]
fn comes_back(original: &[u8], clean: &[u8]) {
    let run = Run::new();
    run.page("a.txt", original);
    ended(&run.clean(&[]), 0, &["1 page cleaned"]);
    assert_eq!(run.out("a.txt"), clean);
    assert_eq!(run.restored("a.txt"), original);
}

#[test]
fn nul_bytes_are_text() {
    comes_back(
        b"a\0b\nThe river rose\0 overnight.\n",
        b"a\0b\nThe river rose\0 overnight.\n",
    );
}

#[test]
fn a_utf8_byte_order_mark_stays() {
    let page = format!("\u{feff}{PAGE}");
    comes_back(page.as_bytes(), format!("\u{feff}{CLEAN}").as_bytes());
}

#[test]
fn crlf_stays_crlf() {
    comes_back(
        PAGE.replace('\n', "\r\n").as_bytes(),
        CLEAN.replace('\n', "\r\n").as_bytes(),
    );
}

#[test]
fn a_lone_cr_ends_a_line() {
    comes_back(
        PAGE.replace('\n', "\r").as_bytes(),
        CLEAN.replace('\n', "\r").as_bytes(),
    );
}

#[test]
fn no_final_newline_stays_so() {
    comes_back(PAGE.trim_end().as_bytes(), CLEAN.trim_end().as_bytes());
}

#[test]
fn an_empty_file_stays_empty() {
    comes_back(b"", b"");
}

#[test]
fn a_blank_file_stays_as_it_is() {
    comes_back(b"\n \n\r\n\t\n", b"\n \n\r\n\t\n");
}

#[test]
fn invalid_utf8_is_named_and_skipped() {
    let run = Run::new();
    run.page("bad.txt", b"caf\xe9 au lait\n")
        .page("good.txt", PAGE);
    ended(
        &run.clean(&[]),
        3,
        &[
            "bad.txt",
            "not UTF-8 (byte 3)",
            "--encoding",
            "1 page failed",
        ],
    );
    assert_eq!(run.out("good.txt"), CLEAN.as_bytes());
    assert!(!run.path("out/bad.txt").exists());
}

#[test]
fn an_encoding_can_be_given_and_the_bytes_come_back() {
    let bytes = b"The caf\xe9 opened.\r\n\r\n\r\n\r\nThe caf\xe9 closed.\r\n";
    let run = Run::new();
    run.page("a.txt", bytes);
    ended(&run.clean(&["--encoding", "windows-1252"]), 0, &[]);
    assert_eq!(
        run.out("a.txt"),
        "The café opened.\r\n\r\nThe café closed.\r\n".as_bytes()
    );
    assert_eq!(run.restored("a.txt"), bytes);
}

#[test]
fn utf16_is_reported_unless_detection_is_asked_for() {
    let bytes: Vec<u8> = format!("\u{feff}{PAGE}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let run = Run::new();
    run.page("a.txt", &bytes);
    ended(&run.clean(&[]), 3, &["a.txt", "UTF-16LE"]);
    ended(&run.clean(&["--encoding", "auto"]), 0, &[]);
    assert_eq!(run.out("a.txt"), format!("\u{feff}{CLEAN}").as_bytes());
    assert_eq!(run.restored("a.txt"), bytes);
}

#[test]
fn an_unknown_encoding_is_a_usage_error() {
    let run = Run::new();
    run.page("a.txt", PAGE);
    ended(&run.clean(&["--encoding", "klingon"]), 2, &["klingon"]);
    assert!(!run.path("out").exists());
}

#[cfg(unix)]
#[test]
fn links_and_pipes_below_a_folder_are_passed_over() {
    let run = Run::new();
    run.page("a.txt", PAGE)
        .page("notes.pdf", "x")
        .page(".hidden.txt", "x");
    std::os::unix::fs::symlink(run.path("in"), run.path("in/loop")).expect("linked");
    std::os::unix::fs::symlink(run.path("in/a.txt"), run.path("in/b.txt")).expect("linked");
    let made = Command::new("mkfifo")
        .arg(run.path("in/pipe.txt"))
        .status()
        .expect("mkfifo");
    assert!(made.success());
    let output = run.clean(&[]);
    ended(
        &output,
        0,
        &[
            "1 page cleaned",
            "2 files skipped: symbolic link",
            "1 file skipped: not a regular file",
            "1 file skipped: hidden",
            "1 file skipped: neither a text nor a shard by its ending",
        ],
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_given_by_name_is_refused_without_waiting_for_it() {
    let run = Run::new();
    let made = Command::new("mkfifo")
        .arg(run.path("pipe"))
        .status()
        .expect("mkfifo");
    assert!(made.success());
    let output = run.dechaff(["clean", "pipe", "--out", "out"]);
    ended(&output, 3, &["pipe", "not a regular file"]);
}

#[cfg(unix)]
#[test]
fn a_link_loop_given_by_name_fails_alone() {
    let run = Run::new();
    run.page("a.txt", PAGE);
    std::os::unix::fs::symlink(run.path("loop.txt"), run.path("loop.txt")).expect("linked");
    let output = run.dechaff(["clean", "loop.txt", "in", "--out", "out"]);
    ended(&output, 3, &["loop.txt", "1 page cleaned"]);
}

/// Opening this file is allowed, reading it is not, even for root.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_read_is_named() {
    let run = Run::new();
    run.page("a.txt", PAGE);
    let output = run.dechaff(["clean", "/proc/self/mem", "in", "--out", "out"]);
    ended(
        &output,
        3,
        &["/proc/self/mem", "1 page cleaned", "1 page failed"],
    );
}

#[test]
fn a_path_that_is_not_there_is_named() {
    let run = Run::new();
    ended(
        &run.dechaff(["clean", "nowhere", "--out", "out"]),
        2,
        &["nowhere", "nothing was changed"],
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_kept() {
    use std::os::unix::ffi::OsStrExt as _;
    let run = Run::new();
    let name = OsStr::from_bytes(b"caf\xe9.txt");
    fs::write(run.path("in").join(name), PAGE).expect("written");
    ended(&run.clean(&[]), 0, &["1 page cleaned"]);
    assert_eq!(
        fs::read(run.path("out").join(name)).expect("there"),
        CLEAN.as_bytes()
    );
    let back = run.dechaff(["restore", "out", "--out", "back"]);
    ended(&back, 0, &["1 page restored"]);
    assert_eq!(
        fs::read(run.path("back").join(name)).expect("there"),
        PAGE.as_bytes()
    );
}

#[test]
fn an_output_folder_inside_the_input_is_not_walked() {
    let run = Run::new();
    run.page("a.txt", PAGE);
    for _ in 0..2 {
        let output = run.dechaff(["clean", "in", "--out", "in/clean"]);
        ended(&output, 0, &["1 page cleaned"]);
    }
    assert_eq!(
        fs::read(run.path("in/clean/a.txt")).expect("there"),
        CLEAN.as_bytes()
    );
    assert!(!run.path("in/clean/clean").exists());
}

#[test]
fn an_input_inside_the_output_folder_is_refused() {
    let run = Run::new();
    run.page("a.txt", PAGE);
    ended(&run.clean(&[]), 0, &[]);
    let output = run.dechaff(["clean", "out", "--out", "out"]);
    ended(&output, 2, &["lies in the output folder"]);
    assert_eq!(run.out("a.txt"), CLEAN.as_bytes());
}

#[test]
fn a_folder_of_somebody_else_is_not_written_to() {
    let run = Run::new();
    run.page("a.txt", PAGE);
    fs::create_dir(run.path("out")).expect("made");
    fs::write(run.path("out/mine.txt"), "mine").expect("written");
    ended(&run.clean(&[]), 2, &["not empty", "name another one"]);
    assert!(!run.path("out/a.txt").exists());
    fs::write(run.path("plain"), "x").expect("written");
    let output = run.dechaff(["clean", "in", "--out", "plain"]);
    ended(&output, 2, &["plain", "takes a folder"]);
}

#[test]
fn output_of_an_earlier_run_is_replaced_whole() {
    let run = Run::new();
    run.page("a.txt", "one\n");
    ended(&run.clean(&[]), 0, &[]);
    run.page("a.txt", PAGE);
    ended(&run.clean(&[]), 0, &[]);
    assert_eq!(run.out("a.txt"), CLEAN.as_bytes());
    assert_eq!(run.restored("a.txt"), PAGE.as_bytes());
}

#[test]
fn pages_that_would_become_one_file_are_refused_before_anything_is_written() {
    let run = Run::new();
    run.page("x/a.txt", PAGE).page("y/a.txt", "two\n");
    let output = run.dechaff(["clean", "in/x", "in/y", "--out", "out"]);
    ended(
        &output,
        2,
        &["in/x/a.txt", "in/y/a.txt", "would both become a.txt"],
    );
    assert!(!run.path("out").exists());
}

#[test]
fn listed_files_keep_the_paths_of_the_list() {
    let run = Run::new();
    run.page("x/a.txt", PAGE).page("y/a.txt", "two\n");
    fs::write(run.path("list"), "in/x/a.txt\r\n\nin/y/a.txt\n").expect("written");
    let output = run.dechaff(["clean", "--files-from", "list", "--out", "out"]);
    ended(&output, 0, &["2 pages cleaned"]);
    assert_eq!(run.out("in/x/a.txt"), CLEAN.as_bytes());
    assert_eq!(run.out("in/y/a.txt"), b"two\n");
}

#[cfg(unix)]
#[test]
fn a_full_disk_ends_the_run_and_leaves_whole_files_only() {
    let run = Run::new();
    run.page("a.txt", PAGE)
        .page("big.txt", "A line of words for a big page.\n".repeat(4000));
    // A cap on file sizes makes writes fail as a full disk does, part of the way through a file.
    let script = format!(
        "trap '' XFSZ; ulimit -f 8; exec '{}' clean in --out out --no-config",
        env!("CARGO_BIN_EXE_dechaff")
    );
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(run.folder.path())
        .output()
        .expect("sh starts");
    ended(&output, 3, &["big.txt", "stopped: 0 pages were written"]);
    assert!(!run.path("out/big.txt").exists());
    let left: Vec<_> = fs::read_dir(run.path("out"))
        .expect("made")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(left, ["_dechaff"], "temporary files are gone");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_an_error() {
    let run = Run::new();
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("Linux has it");
    let mut child = Command::new(env!("CARGO_BIN_EXE_dechaff"))
        .args(["clean", "-"])
        .current_dir(run.folder.path())
        .stdin(Stdio::piped())
        .stdout(full)
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    child
        .stdin
        .take()
        .expect("piped")
        .write_all(PAGE.as_bytes())
        .expect("fed");
    ended(
        &child.wait_with_output().expect("it ends"),
        2,
        &["standard output"],
    );
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dechaff"))
        .args(["clean", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let page = "The ferry ran.\n".repeat(20_000);
    child
        .stdin
        .take()
        .expect("piped")
        .write_all(page.as_bytes())
        .expect("fed");
    ended(&child.wait_with_output().expect("it ends"), 0, &[]);
}

#[test]
fn a_million_lines_of_one_letter_are_cleaned() {
    let run = Run::new();
    let lines = if cfg!(debug_assertions) {
        100_000
    } else {
        1_000_000
    };
    let page = "a\n".repeat(lines);
    run.page("a.txt", &page);
    ended(&run.clean(&[]), 0, &["1 page cleaned"]);
    assert_eq!(run.out("a.txt").len(), page.len());
}

#[test]
fn one_endless_line_is_cleaned() {
    let run = Run::new();
    let long = std::env::var_os("DECHAFF_LONG").is_some();
    let bytes = if long { 200 << 20 } else { 4 << 20 };
    let page = "see also ".repeat(bytes / 9);
    run.page("a.txt", &page);
    ended(&run.clean(&[]), 0, &["1 page cleaned"]);
    assert_eq!(run.out("a.txt").len(), page.len());
}

#[test]
fn threads_never_change_a_byte() {
    let run = Run::new();
    for page in 0..60 {
        let text = format!(
            "{PAGE}\n\n\nPage {page} of the ferry timetable\n{}",
            PAGE.repeat(page % 4)
        );
        run.page(&format!("{}/{page}.txt", page % 7), text);
    }
    let read = |out: &str, name: &str| fs::read(run.path(out).join(name)).expect("there");
    for jobs in ["1", "2", "8"] {
        let out = format!("out{jobs}");
        ended(
            &run.dechaff(["clean", "in", "--out", &out, "-j", jobs]),
            0,
            &["60 pages"],
        );
    }
    for name in [
        "_dechaff/cuts.jsonl.zst",
        "_dechaff/summary.json",
        "3/3.txt",
    ] {
        assert_eq!(read("out1", name), read("out2", name), "{name}");
        assert_eq!(read("out1", name), read("out8", name), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_whole_pages_with_their_records() {
    let run = Run::new();
    let text = "The ferry will run twice a day in winter, the council said.\n\n\n".repeat(160);
    for page in 0..3000 {
        run.page(&format!("{page}.txt"), &text);
    }
    let child = Command::new(env!("CARGO_BIN_EXE_dechaff"))
        .args(["clean", "in", "--out", "out", "-j", "1"])
        .current_dir(run.folder.path())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    while !run.path("out/_dechaff/cuts.jsonl.zst").exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let stopped = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(stopped.expect("kill").success());
    ended(
        &child.wait_with_output().expect("it ends"),
        130,
        &["interrupted"],
    );
    let verified = run.dechaff(["verify", "out", "--against", "in"]);
    ended(&verified, 0, &["0 failed"]);
    let records = records(&run.path("out"));
    let pages = fs::read_dir(run.path("out")).expect("there").count() - 1;
    assert_eq!(records.len(), pages);
    assert!(pages < 3000, "it stopped before the end");
}
