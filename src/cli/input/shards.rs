//! How commands read shards.

use crate::cli::args::common::{FieldArgs, InputArgs};
use crate::cli::input::language::language;
use crate::cli::setup::Setup;
use dechaff::PageMeta;
use dechaff::io::format::jsonl::FieldNames;
use dechaff::io::shard::ShardOptions;
use dechaff::io::source::{ForcedFormat, FormatChoice};

/// The fields that the arguments name.
fn names(args: &FieldArgs) -> FieldNames {
    FieldNames {
        text: args.text_field.clone(),
        id: args.id_field.clone(),
        url: args.url_field.clone(),
        lang: args.lang_field.clone(),
    }
}

/// What the arguments say of the formats of files.
pub(crate) fn choice(args: &InputArgs, format: Option<ForcedFormat>) -> FormatChoice {
    FormatChoice {
        format,
        fields: names(&args.fields),
    }
}

/// How shards are read.
pub(crate) fn shard_options(args: &InputArgs, prepared: &Setup) -> ShardOptions {
    let limit = args.fields.max_page_bytes;
    let default = ShardOptions::default();
    let configured = Some(prepared.max_page_bytes).filter(|bytes| *bytes > 0);
    ShardOptions {
        fields: names(&args.fields),
        meta: PageMeta {
            url: args.url.clone(),
            lang: args.lang.clone(),
            format: args.format.page_format.into(),
        },
        host_from: args.host_from.clone(),
        language: |lang| language(lang).ok(),
        jobs: args.jobs.unwrap_or(prepared.jobs),
        memory: args.fields.memory,
        max_page_bytes: limit.or(configured).unwrap_or(default.max_page_bytes),
        ..default
    }
}
