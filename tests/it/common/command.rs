//! The command, run in a folder.

use std::path::Path;
use std::process::{Command, Output};

/// What the command did.
pub(crate) fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dechaff"))
        .args(args)
        .current_dir(folder)
        .output()
        .expect("the program runs")
}

/// What the command printed; it must end well.
pub(crate) fn ok(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {said}");
    String::from_utf8(output.stdout).expect("it prints UTF-8")
}
