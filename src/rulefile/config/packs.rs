//! The packs that a configuration file names: which, in which order, pinned to which content.

use crate::rulefile::code::Code;
use crate::rulefile::config::placed::{Placed, Placing};
use crate::rulefile::config::wire::{WirePack, WirePackTable};
use crate::rulefile::reporter::Reporter;
use crate::rulefile::shipped::shipped_pack_names;
use crate::text::nearest::nearest;
use toml::Spanned;

/// What stands before the digits of a pack's hash.
const HASH_PREFIX: &str = "blake3:";
const HASH_DIGITS: usize = 64;

/// A pack that a configuration file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackRef {
    /// Where it comes from.
    pub from: PackFrom,
    /// The hash that its content must have, with the place where it is written.
    pub hash: Option<Placed<String>>,
}

/// Where a pack comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackFrom {
    /// A shipped pack, by its name.
    Shipped(String),
    /// A file or folder, as it is written: relative to the configuration file's folder.
    Path(String),
}

impl PackFrom {
    /// The name or path, as it is written.
    pub fn word(&self) -> &str {
        match self {
            Self::Shipped(word) | Self::Path(word) => word,
        }
    }
}

/// The packs of a file, with every error; a wrong one is left out.
pub(crate) fn check_packs(
    wire: &[Spanned<WirePack>],
    reporter: &mut Reporter,
) -> Vec<Placed<PackRef>> {
    let mut packs: Vec<Placed<PackRef>> = Vec::new();
    for entry in wire {
        let Some(pack) = check_pack(entry, reporter) else {
            continue;
        };
        if packs.iter().any(|other| other.value.from == pack.from) {
            let message = format!("the pack \"{}\" is named twice", pack.from.word());
            reporter
                .error(Code::BadValue, entry.span(), message, "again")
                .help("a pack is loaded once; its place in the list is its place in the order");
            continue;
        }
        packs.push(Placing { reporter }.at(pack, entry.span()));
    }
    packs
}

fn check_pack(entry: &Spanned<WirePack>, reporter: &mut Reporter) -> Option<PackRef> {
    match entry.get_ref() {
        WirePack::Word(word) => {
            let word = Spanned::new(entry.span(), word.clone());
            let from = if is_path(word.get_ref()) {
                PackFrom::Path(word.into_inner())
            } else {
                shipped_name(&word, reporter)?
            };
            Some(PackRef { from, hash: None })
        }
        WirePack::Table(table) => check_table(entry, table, reporter),
    }
}

/// A word with a slash, a backslash or a dot in it is a path; names of packs have none.
fn is_path(word: &str) -> bool {
    word.contains(['/', '\\', '.'])
}

fn shipped_name(word: &Spanned<String>, reporter: &mut Reporter) -> Option<PackFrom> {
    let name = word.get_ref();
    let known = shipped_pack_names();
    if known.contains(&name.as_str()) {
        return Some(PackFrom::Shipped(name.clone()));
    }
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!(
            "shipped packs: {}; a path has a slash in it, as in \"./{name}\"",
            known.join(", ")
        ),
    };
    let message = format!("there is no shipped pack \"{name}\"");
    reporter
        .error(Code::UnknownPack, word.span(), message, "unknown pack")
        .help(help);
    None
}

fn check_table(
    entry: &Spanned<WirePack>,
    table: &WirePackTable,
    reporter: &mut Reporter,
) -> Option<PackRef> {
    let hash = table
        .hash
        .as_ref()
        .and_then(|hash| check_hash(hash, reporter));
    let from = match (&table.name, &table.path) {
        (Some(name), None) => shipped_name(name, reporter)?,
        (None, Some(path)) => PackFrom::Path(path.get_ref().clone()),
        (Some(_), Some(path)) => {
            let message = "a pack has either `name` or `path`, not both";
            reporter
                .error(Code::BadValue, path.span(), message, "a second source")
                .help("`name` is that of a shipped pack, `path` leads to one of your own");
            return None;
        }
        (None, None) => {
            let message = "the pack has neither `name` nor `path`";
            reporter
                .error(Code::MissingKey, entry.span(), message, "here")
                .help(
                    "add `name = \"...\"` for a shipped pack or `path = \"...\"` for another one",
                );
            return None;
        }
    };
    Some(PackRef { from, hash })
}

fn check_hash(hash: &Spanned<String>, reporter: &mut Reporter) -> Option<Placed<String>> {
    let digits = hash.get_ref().strip_prefix(HASH_PREFIX);
    let is_hash = digits.is_some_and(|digits| {
        digits.len() == HASH_DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    if !is_hash {
        reporter
            .error(
                Code::BadValue,
                hash.span(),
                "`hash` is no hash of a pack",
                "not a hash",
            )
            .help(
                "write `blake3:` and 64 hexadecimal digits; `dechaff rules pack PATH` prints them",
            );
        return None;
    }
    Some(Placing { reporter }.spanned(hash))
}
