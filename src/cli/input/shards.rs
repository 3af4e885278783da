//! How commands read shards.

use crate::cli::args::common::{FieldArgs, InputArgs};
use crate::cli::input::language::language;
use crate::cli::setup::Setup;
use dechaff::PageMeta;
use dechaff::io::format::jsonl::FieldNames;
use dechaff::io::shard::ShardOptions;
use dechaff::io::source::{ForcedFormat, FormatChoice};

impl FieldArgs {
    /// The fields that the arguments name.
    pub(crate) fn names(&self) -> FieldNames {
        FieldNames {
            text: self.text_field.clone(),
            id: self.id_field.clone(),
            url: self.url_field.clone(),
            lang: self.lang_field.clone(),
        }
    }
}

/// What the arguments say of the formats of files.
pub(crate) fn choice(args: &InputArgs, format: Option<ForcedFormat>) -> FormatChoice {
    FormatChoice {
        format,
        fields: args.fields.names(),
    }
}

/// How shards are read.
pub(crate) fn shard_options(args: &InputArgs, prepared: &Setup) -> ShardOptions {
    let meta = PageMeta {
        url: args.url.clone(),
        lang: args.lang.clone(),
        format: args.format.page_format.into(),
    };
    ShardOptions {
        host_from: args.host_from.clone(),
        ..row_options(&args.fields, meta, args.jobs, prepared)
    }
}

/// How rows are read of which no more is said.
pub(crate) fn row_options(
    fields: &FieldArgs,
    meta: PageMeta,
    jobs: Option<usize>,
    prepared: &Setup,
) -> ShardOptions {
    let limit = fields.max_page_bytes;
    let default = ShardOptions::default();
    ShardOptions {
        fields: fields.names(),
        meta,
        language: |lang| language(lang).ok(),
        jobs: jobs.unwrap_or(prepared.jobs),
        memory: Some(fields.memory)
            .filter(|bytes| *bytes > 0)
            .unwrap_or(default.memory),
        max_page_bytes: limit.unwrap_or(prepared.max_page_bytes),
        ..default
    }
}
