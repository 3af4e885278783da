//! The pages that a command reads.

use super::args::InputArgs;
use dechaff::PageMeta;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// A page that was read, or why it was not.
pub(super) struct Input {
    pub(super) name: String,
    pub(super) text: Result<String, String>,
    pub(super) meta: PageMeta,
}

/// Reads the pages that the arguments name, one after the other, and hands each to `each`.
pub(super) fn read(
    args: &InputArgs,
    each: &mut dyn FnMut(Input) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    if args.paths.is_empty() && args.files_from.is_none() {
        anyhow::bail!("no PATH given; name files or folders, or - for standard input");
    }
    for path in &args.paths {
        if path == Path::new("-") {
            let name = args.path.as_deref().unwrap_or(path).display().to_string();
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().read_to_end(&mut bytes);
            let text = read
                .map_err(|error| error.to_string())
                .and_then(|_| decode(bytes));
            each(Input {
                name,
                text,
                meta: meta(args, args.url.clone()),
            })?;
            continue;
        }
        for file in files(path) {
            let name = file.display().to_string();
            let bytes = std::fs::read(&file).map_err(|error| error.to_string());
            each(Input {
                name,
                text: bytes.and_then(decode),
                meta: meta(args, None),
            })?;
        }
    }
    Ok(())
}

/// Reads one page; `-` is standard input.
pub(super) fn read_one(path: &Path, url: Option<String>) -> Input {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    let text = read
        .map_err(|error| error.to_string())
        .and_then(|_| decode(bytes));
    let meta = PageMeta { url, lang: None };
    Input { name, text, meta }
}

fn meta(args: &InputArgs, url: Option<String>) -> PageMeta {
    PageMeta {
        url,
        lang: args.lang.clone(),
    }
}

fn decode(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())
}

fn files(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let walk = ignore::WalkBuilder::new(path)
        .sort_by_file_name(std::ffi::OsStr::cmp)
        .build();
    walk.filter_map(Result::ok)
        .map(ignore::DirEntry::into_path)
        .filter(|path| path.is_file())
        .filter(|path| {
            let end = path.extension().and_then(|end| end.to_str());
            end.is_some_and(|end| matches!(end, "txt" | "text" | "md"))
        })
        .collect()
}
