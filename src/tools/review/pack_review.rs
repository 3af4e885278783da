//! What a pack that somebody else wrote would do, found without running anything in it.

use crate::matchers::compiled_rule::CompiledRule;
use crate::rulefile::code::Code;
use crate::rulefile::diagnostic::{Diagnostic, RuleErrors};
use crate::rulefile::hidden::hidden_characters;
use crate::rulefile::pack::builder::RulesBuilder;
use crate::rulefile::pack::load::pack_hash;
use crate::rulefile::pack_source::PackSource;
use crate::rulefile::reporter::Reporter;
use crate::rulefile::rules::Rules;
use crate::rulefile::shipped::shipped_pack_names;
use crate::rules::rule::Rule;
use crate::tools::review::notes::notes;
use crate::tools::review::outline::{Outline, ReviewedOverride};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A pack that was looked at.
#[derive(Debug)]
pub struct PackReview {
    /// The hash to which `dechaff.toml` can pin it.
    pub hash: String,
    /// The names that its files give as their pack's.
    pub names: Vec<String>,
    /// The shipped packs whose rules it defines itself, so that it is loaded in their place.
    pub replaces: Vec<String>,
    /// Its adjustments to rules, in load order.
    pub overrides: Vec<ReviewedOverride>,
    /// What somebody should look at before the pack is used: warnings, which no `allow` of the pack keeps
    /// back, in the order of files and lines.
    pub notes: Vec<Diagnostic>,
    rules: Rules,
    files: BTreeSet<Arc<str>>,
}

impl PackReview {
    /// The rules that the pack defines, in load order.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.compiled().map(|one| &one.rule)
    }

    /// Those of them that run on every line, for want of a literal that must stand where they
    /// match.
    pub fn rules_on_every_line(&self) -> impl Iterator<Item = &Rule> {
        let every = self.compiled().filter(|one| one.runs_on_every_line());
        every.map(|one| &one.rule)
    }

    fn compiled(&self) -> impl Iterator<Item = &CompiledRule> {
        let own = |one: &&CompiledRule| self.files.contains(&one.rule.origin.file);
        self.rules.compiled().iter().filter(own)
    }

    /// The domains to which its rules are bound, by name.
    pub fn domains(&self) -> BTreeSet<&str> {
        let domains = self.rules().flat_map(Rule::domains);
        domains.map(String::as_str).collect()
    }
}

/// Looks at the rule files of a pack, given as names and bytes in load order, beside the shipped
/// packs. No test, pattern or rule of it runs. O(n) in bytes, but for the compilation of patterns,
/// which the loader caps.
///
/// A shipped pack whose rules the files define themselves is left out: a copy of it, or another
/// version, is meant to stand in its place.
///
/// # Errors
///
/// Everything that keeps the pack from being used, and every character that a reader of the files
/// would not see.
pub fn review_pack(files: &[(String, Vec<u8>)]) -> Result<PackReview, RuleErrors> {
    let sources = texts(files);
    let outline = Outline::new(&sources);
    let mut found: Vec<Diagnostic> = sources.iter().flat_map(hidden_in).collect();
    let mut builder = RulesBuilder::new().without_shipped();
    for name in shipped_pack_names() {
        if !outline.replaces.iter().any(|replaced| replaced == name) {
            builder = builder.shipped(name);
        }
    }
    let add = |builder: RulesBuilder, (name, bytes): &(String, Vec<u8>)| builder.bytes(name, bytes);
    let check = files.iter().fold(builder, add).check();
    found.extend_from_slice(check.errors());
    if !found.is_empty() {
        return Err(RuleErrors::new(found));
    }
    let files: BTreeSet<Arc<str>> = files.iter().map(|(name, _)| name.as_str().into()).collect();
    Ok(PackReview {
        hash: pack_hash(&sources),
        names: outline.names.iter().cloned().collect(),
        notes: notes(&check, &files, &outline.replaces),
        replaces: outline.replaces,
        overrides: outline.overrides,
        rules: check.into_rules(),
        files,
    })
}

/// The texts; of a file that is not UTF-8, which is an error, what can be read of it.
fn texts(files: &[(String, Vec<u8>)]) -> Vec<PackSource> {
    let text = |(name, bytes): &(String, Vec<u8>)| PackSource {
        name: name.clone(),
        text: String::from_utf8_lossy(bytes).into_owned(),
    };
    files.iter().map(text).collect()
}

fn hidden_in(source: &PackSource) -> Vec<Diagnostic> {
    let mut reporter = Reporter::new(&source.name, &source.text);
    let mut signs = hidden_characters(&source.text).peekable();
    while let Some((mut span, sign)) = signs.next() {
        let mut more = 0;
        while let Some((next, _)) = signs.next_if(|(next, _)| next.start == span.end) {
            span.end = next.end;
            more += 1;
        }
        let more = match more {
            0 => String::new(),
            more => format!(" and {more} more beside it"),
        };
        let message = format!(
            "the file holds U+{:04X}{more}, which nobody sees",
            u32::from(sign)
        );
        reporter
            .error(Code::HiddenCharacter, span, message, "hidden")
            .help("whoever wrote it can spell it: `\\uXXXX` in a TOML string, `\\x{XXXX}` in a pattern");
    }
    reporter.finish()
}
