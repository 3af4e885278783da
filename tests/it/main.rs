//! Tests of the library from outside and of the command, built and linked once.
//!
//! A file of tests is run alone by its name: `cargo test --test it schema::`, or
//! `cargo nextest run schema::`.

mod common;

mod architecture;
mod bench;
mod cli;
mod cookbook;
mod crawl;
mod detectors;
mod diagnostics;
mod docs;
mod draft;
mod editors;
mod evidence;
mod fit;
mod fixtures;
mod folder_resumed;
mod folder_runs;
mod format;
mod fuzz;
mod generate;
mod harm;
mod hostile_pages;
mod hostile_rules;
mod inputs;
mod label;
mod licences;
mod markdown_specs;
mod packs;
mod patch;
mod properties;
mod reference;
mod registry;
mod restore;
mod rule_pages;
mod schema;
mod score_cli;
mod score_py;
mod shards;
mod story;
mod suggest;
mod synthesize;
mod templates;
mod templates_of_many_hosts;
mod templates_stay;
