//! What a run that was killed left behind.

use crate::io::records::files::OLDER;
use crate::io::sink::atomic::UNFINISHED;
use std::path::Path;
use std::{fs, io};

/// Removes files that never got their name: those in `room`, and beside clean files, where versions before
/// put them; these are looked for only where such a run was killed.
pub(crate) fn sweep(folder: &Path, own: &Path, room: &Path) -> io::Result<()> {
    // The folder itself stays: it tells that the run before was killed, also where this one is killed now.
    if room.exists() {
        for entry in fs::read_dir(room)? {
            fs::remove_file(entry?.path())?;
        }
    }
    if own.join(OLDER[1]).exists() {
        return sweep_below(folder);
    }
    sweep_below(own)
}

/// Links are not followed.
fn sweep_below(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            sweep_below(&entry.path())?;
        } else if kind.is_file()
            && entry
                .file_name()
                .as_encoded_bytes()
                .starts_with(UNFINISHED.as_bytes())
        {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
