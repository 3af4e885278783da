//! Reading rule files in load order, each shipped one in its newest version.

use crate::matchers::compiled_rule::CompiledRule;
use crate::matchers::re::Trust;
use crate::rulefile::check::file::{ParsedFile, parse_file};
use crate::rulefile::check::size::MAX_FILE_BYTES;
use crate::rulefile::code::Code;
use crate::rulefile::compact;
use crate::rulefile::config::file::ConfigFile;
use crate::rulefile::diagnostic::Diagnostic;
use crate::rulefile::pack_source::PackSource;
use crate::rulefile::reporter::Reporter;
use crate::rulefile::shipped::{pack_of, shipped_packs};
use crate::rulefile::shipped_tests::shipped_tests;
use crate::rules::effect::Level;

#[derive(Debug)]
pub(crate) enum LoadSource {
    Pack(PackSource),
    Shipped(String),
    /// A rule file, and the shipped file of which it is another version.
    Version(PackSource, &'static str),
    Config(Box<ConfigFile>),
}

/// From what the shipped packs are read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ShippedFrom {
    /// From what the build made of them; their tests are read when they are asked for.
    #[default]
    Build,
    /// From their TOML.
    Text,
}

/// A shipped file as the build prepared it; one that has errors is read as it is written, so that
/// they show.
fn built_file(name: &str, text: &'static str) -> ParsedFile {
    match compact::read(name) {
        Some(wire) => ParsedFile::built(wire, Reporter::shipped(name, text), shipped_tests),
        None => parse_file(name, text, Trust::Check),
    }
}

/// The hash of a pack, to which `dechaff.toml` can pin it: `blake3:` and 64 hexadecimal digits. It
/// is that of the rule files' texts in load order; their names do not count.
pub fn pack_hash(sources: &[PackSource]) -> String {
    let mut hasher = blake3::Hasher::new();
    // Files of lines are hashed in the files that name them.
    for source in sources.iter().filter(|source| !source.is_lines_file()) {
        add_text(&mut hasher, &source.text);
    }
    format!("blake3:{}", hasher.finalize().to_hex())
}

fn add_text(hasher: &mut blake3::Hasher, text: &str) {
    hasher.update(&(text.len() as u64).to_le_bytes());
    hasher.update(text.as_bytes());
}

/// A file on its way to being loaded.
enum Loading {
    Shipped(&'static str, &'static str),
    /// Another version of the shipped file of that name.
    Version(&'static str, ParsedFile),
    Other(ParsedFile),
}

impl Loading {
    /// Whether it stands for the shipped file of that name.
    fn stands_for(&self, shipped: &str) -> bool {
        matches!(self, Self::Shipped(name, _) | Self::Version(name, _) if *name == shipped)
    }

    fn parse(self, from: ShippedFrom) -> ParsedFile {
        match self {
            Self::Shipped(name, text) if from == ShippedFrom::Build => built_file(name, text),
            Self::Shipped(name, text) => parse_file(name, text, Trust::Check),
            Self::Version(_, parsed) | Self::Other(parsed) => parsed,
        }
    }
}

/// Reads the files in load order, each shipped one in its newest version.
pub(crate) fn parse_all(
    without_shipped: bool,
    from: ShippedFrom,
    sources: Vec<LoadSource>,
) -> Vec<ParsedFile> {
    let shipped = |name: &'static str, text| Loading::Shipped(name, text);
    let all = shipped_packs().iter().filter(|_| !without_shipped);
    let mut files: Vec<Loading> = all.map(|(name, text)| shipped(name, text)).collect();
    for source in sources {
        let check = |pack: &PackSource| parse_file(&pack.name, &pack.text, Trust::Check);
        match source {
            LoadSource::Pack(pack) => files.push(Loading::Other(check(&pack))),
            LoadSource::Config(config) => files.push(Loading::Other(config.parsed)),
            LoadSource::Shipped(pack) => {
                let own = shipped_packs().iter();
                let own = own.filter(|(name, _)| pack_of(name) == Some(&pack));
                files.extend(own.map(|(name, text)| shipped(name, text)));
            }
            LoadSource::Version(pack, name) => {
                let parsed = check(&pack);
                let belongs = parsed.may_belong_to(pack_of(name).unwrap_or_default());
                match files.iter_mut().find(|file| file.stands_for(name)) {
                    Some(place) if belongs => {
                        let old = std::mem::replace(place, Loading::Version(name, parsed));
                        // Two versions of one file are files with the same ids.
                        if let Loading::Version(_, old) = old {
                            files.push(Loading::Other(old));
                        }
                    }
                    _ => files.push(Loading::Other(parsed)),
                }
            }
        }
    }
    files.into_iter().map(|file| file.parse(from)).collect()
}

/// A hasher that has read the files' texts in their order. A configuration that says nothing of
/// rules changes no cut and is left out.
pub(crate) fn hash_texts(files: &[ParsedFile]) -> blake3::Hasher {
    let mut hasher = blake3::Hasher::new();
    for file in files.iter().filter(|file| !file.is_empty()) {
        add_text(&mut hasher, file.reporter.source());
    }
    hasher
}

pub(crate) fn hash(mut texts: blake3::Hasher, rules: &[CompiledRule]) -> String {
    let rules = rules.iter().map(|compiled| &compiled.rule);
    for rule in rules.clone().filter(|rule| rule.level == Level::Off) {
        texts.update(rule.id.as_bytes());
        texts.update(b"\n");
    }
    for rule in rules.filter(|rule| rule.level == Level::Keep) {
        texts.update(b"keep ");
        texts.update(rule.id.as_bytes());
        texts.update(b"\n");
    }
    texts.finalize().to_hex().to_string()
}

pub(crate) fn not_utf8(name: &str, bytes: &[u8], valid_up_to: usize) -> Diagnostic {
    let readable = &bytes[..bytes.len().min(MAX_FILE_BYTES)];
    let mut reporter = Reporter::new(name, &String::from_utf8_lossy(readable));
    let byte = bytes.get(valid_up_to).copied().unwrap_or_default();
    let sign = valid_up_to..valid_up_to + char::REPLACEMENT_CHARACTER.len_utf8();
    reporter
        .error(
            Code::Unreadable,
            sign,
            format!("the file is not UTF-8: byte {byte:#04x} at {valid_up_to}"),
            "not UTF-8",
        )
        .help("TOML is UTF-8; save the file as such")
        .clone()
}
