//! How shards are cleaned, and what is known of one before its rows are.

use crate::clean::cleaner::Cleaner;
use crate::io::batch::limits::{DEFAULT_MAX_PAGE_BYTES, is_too_long};
use crate::io::format::compression::Compression;
use crate::io::format::detect::Format;
use crate::io::format::jsonl::fields::{FieldNames, Fields};
use crate::io::source::decode::EncodingChoice;
use crate::io::source::entry::ShardEntry;
use crate::io::source::host_from::HostFrom;
use crate::page::{Page, PageMeta};
use crate::record::rows::ReasonForm;

/// What stands where the text was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum TextAs {
    /// The clean text.
    #[default]
    Clean,
    /// The text as it was; cuts say what would go.
    Keep,
    /// The clean text, and the text as it was in a field of its own, `dechaff_original`.
    Both,
}

/// Where the cuts of a shard go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CutsAs {
    /// Into a file beside the shard, from which it can be restored.
    #[default]
    Sidecar,
    /// Into a field of each row, `dechaff_cuts`.
    Column,
    /// Into a file of Dolma's attributes, which stands in place of the shard.
    Attributes,
    /// Nowhere.
    None,
}

impl TextAs {
    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Keep => "keep",
            Self::Both => "both",
        }
    }
}

impl CutsAs {
    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sidecar => "sidecar",
            Self::Column => "column",
            Self::Attributes => "attributes",
            Self::None => "none",
        }
    }
}

/// How shards are cleaned.
#[derive(Debug, Clone)]
pub struct ShardOptions {
    /// Fields that somebody named.
    pub fields: FieldNames,
    /// What is known of all pages: the language wins over that of a row, the url of a row over this one.
    pub meta: PageMeta,
    /// From what the host of a page is known where neither its row nor `meta` has a url: the row's id, else the
    /// shard's path.
    pub host_from: Option<HostFrom>,
    /// How the cuts beside a shard hold reasons.
    pub reasons: ReasonForm,
    /// From what rows call a language to the code by which rules know it.
    pub language: fn(&str) -> Option<String>,
    /// Threads, of which no more than 256 start; 0 means one a core.
    pub jobs: usize,
    /// Bytes that blocks in flight may take, and windows of packed files.
    pub memory: u64,
    /// Texts of more bytes stay as they are; 0 means no limit.
    pub max_page_bytes: u64,
    /// What stands where the text was.
    pub text: TextAs,
    /// Where the cuts go.
    pub cuts: CutsAs,
    /// The packer's level; 0 takes its default.
    pub level: u8,
    /// What shards are written as; nothing where each stays what it is.
    pub to: Option<Format>,
    /// How texts of folders are read, where those become shards.
    pub encoding: EncodingChoice,
    /// Clean again what is done.
    pub force: bool,
    /// Clean again what failed, though nothing has changed.
    pub retry_failed: bool,
}

impl Default for ShardOptions {
    fn default() -> Self {
        Self {
            fields: FieldNames::default(),
            meta: PageMeta::default(),
            host_from: None,
            reasons: ReasonForm::default(),
            language: |lang| Some(lang.to_owned()),
            jobs: 0,
            memory: 512 << 20,
            max_page_bytes: DEFAULT_MAX_PAGE_BYTES,
            text: TextAs::default(),
            cuts: CutsAs::default(),
            level: 0,
            to: None,
            encoding: EncodingChoice::default(),
            force: false,
            retry_failed: false,
        }
    }
}

impl ShardOptions {
    /// Whether a text of so many bytes stays as it is.
    pub(crate) fn is_too_long(&self, len_bytes: usize) -> bool {
        is_too_long(len_bytes as u64, self.max_page_bytes)
    }

    /// A hash of all that the output of a shard depends on beside its bytes: rules, evidence, options and version.
    pub(crate) fn by(&self, cleaner: &Cleaner) -> String {
        let nothing = cleaner.clean(&Page::new("")).record("");
        let by = format!(
            "{} {} {} {:?} {:?} {:?} {:?} {} {} {} {} {:?} {:?}",
            nothing.packs,
            nothing.options,
            nothing.dechaff,
            self.fields,
            self.meta,
            self.host_from,
            self.reasons,
            self.max_page_bytes,
            self.text.word(),
            self.cuts.word(),
            self.level,
            self.to,
            self.encoding
        );
        blake3::hash(by.as_bytes()).to_hex()[..32].to_owned()
    }
}

/// A shard whose fields are known.
#[derive(Debug)]
pub(crate) struct ShardJob {
    /// The shard as it is read.
    pub(crate) entry: ShardEntry,
    pub(crate) fields: Fields,
    /// What it is written as.
    pub(crate) to: Format,
}

impl ShardJob {
    /// Whether its rows are written in another container than they came in.
    pub(crate) fn is_converted(&self) -> bool {
        self.to.container != self.entry.format.container
    }

    /// How the output is packed.
    pub(crate) fn packing(&self) -> Compression {
        self.to.compression
    }
}
