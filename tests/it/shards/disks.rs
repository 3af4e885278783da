//! Disks that are full, broken or not to be written to, under shards of every form.

use super::forms::{Form, Page, drawn, forms, is_long};
use super::stopped::{nothing_is_partial, outcome};
use super::{Quay, ended, said, text};
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output};

const FULL: i32 = 28;
const BROKEN: i32 = 5;

/// What has a step at the disk fail, made for this test.
#[cfg(target_env = "gnu")]
struct FailingDisk {
    folder: tempfile::TempDir,
}

#[cfg(target_env = "gnu")]
impl FailingDisk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let source = crate::common::root().join("tests/it/shards/failing_disk.c");
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-o"])
            .arg(folder.path().join("disk.so"))
            .arg(source)
            .arg("-ldl")
            .output();
        let built = built.expect("Rust links with cc");
        assert!(built.status.success(), "{}", said(&built));
        Self { folder }
    }

    /// Has the step of that number fail.
    fn under(&self, command: &mut Command, step: usize, error: i32) {
        command
            .env("LD_PRELOAD", self.folder.path().join("disk.so"))
            .env("FAILING_DISK_AT", step.to_string())
            .env("FAILING_DISK_ERROR", error.to_string());
    }

    /// How many steps a command takes.
    fn steps(&self, command: &mut Command) -> usize {
        let count = self.folder.path().join("count");
        command
            .env("LD_PRELOAD", self.folder.path().join("disk.so"))
            .env("FAILING_DISK_COUNT", &count);
        let output = command.output().expect("it starts");
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let count = fs::read_to_string(count).expect("it counts");
        count.trim().parse().expect("a number")
    }

    /// The steps that are tried: all of them, or some drawn by lot.
    fn tried(steps: usize, some: usize) -> Vec<(usize, i32)> {
        if is_long() {
            let errors = |step| [(step, FULL), (step, BROKEN)];
            return (0..steps).flat_map(errors).collect();
        }
        let step = |number| (drawn(number) % steps, [FULL, BROKEN][number % 2]);
        (0..some).map(step).collect()
    }
}

#[cfg(target_env = "gnu")]
#[track_caller]
fn names_the_error(output: &Output, step: usize) {
    let said = said(output);
    assert!(
        matches!(output.status.code(), Some(2 | 3)),
        "step {step}: {said}"
    );
    let is_named = ["No space left", "Input/output error"]
        .iter()
        .any(|words| said.contains(words));
    assert!(
        is_named && !said.contains("panicked"),
        "step {step}: {said}"
    );
}

#[cfg(target_env = "gnu")]
#[test]
fn whatever_step_of_the_disk_fails_the_next_run_ends_as_if_it_had_not() {
    let disk = FailingDisk::new();
    let quay = Quay::new();
    quay.put_all(&forms(), 3);
    let args = ["clean", "in", "--out", "out", "--no-config"];
    let steps = disk.steps(&mut quay.command(&args));
    assert!(steps > 80, "{steps} steps");
    let wanted = outcome(&quay);
    for (step, error) in FailingDisk::tried(steps, 10) {
        fs::remove_dir_all(quay.path("out")).expect("removed");
        let mut command = quay.command(&args);
        disk.under(&mut command, step, error);
        names_the_error(&command.output().expect("it starts"), step);
        nothing_is_partial(&quay, &wanted);
        ended(&quay.clean(&[]), 0, &[]);
        for (got, wanted) in outcome(&quay).iter().zip(&wanted) {
            assert!(got == wanted, "step {step}: {} and {}", got.0, wanted.0);
        }
        assert_eq!(outcome(&quay).len(), wanted.len(), "step {step}");
    }
}

#[cfg(target_env = "gnu")]
#[test]
fn whatever_write_to_standard_output_fails_it_is_said() {
    let disk = FailingDisk::new();
    for form in forms().iter().filter(|form| !form.is_table()) {
        let quay = Quay::new();
        quay.put(form.name, form.rows(3));
        let command = || {
            let mut command = quay.command(&["clean", "-", "--no-config"]);
            command
                .stdin(File::open(quay.path("in").join(form.name)).expect("there"))
                .stdout(File::create(quay.path("streamed")).expect("made"));
            command
        };
        let steps = disk.steps(&mut command());
        assert!(steps > 0, "{}", form.name);
        for step in 0..steps.min(if is_long() { steps } else { 2 }) {
            let mut failing = command();
            disk.under(&mut failing, step, FULL);
            let output = failing.output().expect("it starts");
            ended(&output, 2, &["standard output", "No space left"]);
        }
    }
}

#[test]
fn a_full_standard_output_is_an_error() {
    for form in forms().iter().filter(|form| !form.is_table()) {
        let quay = Quay::new();
        quay.put(form.name, form.rows(3));
        let mut command = quay.command(&["clean", "-", "--no-config"]);
        command
            .stdin(File::open(quay.path("in").join(form.name)).expect("there"))
            .stdout(
                File::options()
                    .write(true)
                    .open("/dev/full")
                    .expect("Linux has it"),
            );
        ended(
            &command.output().expect("it starts"),
            2,
            &["standard output", "No space left"],
        );
    }
}

/// A page that cannot be packed small.
fn noisy(number: usize) -> Page {
    let letter = |at: usize| {
        char::from(b'a' + u8::try_from(drawn(number * 8000 + at) % 26).expect("a letter"))
    };
    let words = (0..500).map(|word| (0..7).map(|at| letter(word * 7 + at)).collect::<String>());
    Page {
        id: format!("page-{number}"),
        text: format!("{}{}\n", text(number), words.collect::<Vec<_>>().join(" ")),
    }
}

/// A disk of 1 MiB.
struct SmallDisk<'q> {
    path: std::path::PathBuf,
    quay: &'q Quay,
}

impl<'q> SmallDisk<'q> {
    fn new(quay: &'q Quay) -> Self {
        let path = quay.path("disk");
        fs::create_dir(&path).expect("made");
        let disk = Self { path, quay };
        disk.mount("size=1m");
        disk
    }

    fn mount(&self, options: &str) {
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", options, "none"])
            .arg(&self.path);
        ended(&mount.output().expect("mount"), 0, &[]);
    }

    fn clean(&self) -> Output {
        self.quay
            .run(&["clean", "in", "--out", "disk/out", "--no-config"])
    }

    fn has(&self, form: &Form) -> bool {
        Path::new(&self.path).join("out").join(form.name).exists()
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(&self.path).status();
        assert!(unmounted.is_ok_and(|status| status.success()) || std::thread::panicking());
    }
}

#[test]
#[ignore = "needs the right to mount a tmpfs"]
fn a_small_disk_that_is_full_or_read_only_leaves_nothing_partial_and_is_gone_on_with() {
    let pages: Vec<Page> = (0..500).map(noisy).collect();
    for (number, form) in forms().into_iter().enumerate() {
        // In short, one form of each container.
        if !is_long() && ![0, 4, 7, 9].contains(&number) {
            continue;
        }
        let quay = Quay::new();
        quay.put(form.name, form.shard(&pages));
        let disk = SmallDisk::new(&quay);
        ended(&disk.clean(), 3, &["No space left", "stopped"]);
        assert!(!disk.has(&form), "{}", form.name);
        disk.mount("remount,ro");
        ended(&disk.clean(), 2, &["Read-only file system"]);
        disk.mount("remount,rw,size=64m");
        ended(&disk.clean(), 0, &["500 rows of 1 shard"]);
        ended(
            &quay.run(&["verify", "disk/out", "--against", "in"]),
            0,
            &["0 failed"],
        );
        ended(&quay.clean(&[]), 0, &[]);
        let whole = fs::read(disk.path.join("out").join(form.name)).expect("there");
        assert!(whole == quay.out(form.name), "{}", form.name);
    }
}
