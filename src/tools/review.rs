//! What a pack that somebody else wrote would do, found without running anything in it.

use crate::matchers::compiled_rule::CompiledRule;
use crate::matchers::re::Trust;
use crate::rulefile::check::file::parse_file;
use crate::rulefile::code::Code;
use crate::rulefile::diagnostic::{Diagnostic, RuleErrors};
use crate::rulefile::hidden::hidden_characters;
use crate::rulefile::pack::builder::RulesBuilder;
use crate::rulefile::pack::load::pack_hash;
use crate::rulefile::pack_source::PackSource;
use crate::rulefile::reporter::Reporter;
use crate::rulefile::rules::Rules;
use crate::rulefile::shipped::{pack_of, shipped_pack_names, shipped_packs};
use crate::rules::effect::{Extent, Level, Polarity};
use crate::rules::rule::Rule;
use crate::text::line_counter::LineCounter;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Extents of so many lines more are looked at twice.
const MANY_LINES: usize = 3;

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
    /// What somebody should look at before the pack is used.
    pub notes: Vec<ReviewNote>,
    rules: Rules,
    files: BTreeSet<Arc<str>>,
}

/// An `[[override]]` of a pack that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedOverride {
    /// The full id of the rule that it adjusts.
    pub rule: String,
    /// The level that it sets.
    pub level: Option<Level>,
    /// How many phrases it adds.
    pub phrases_added: usize,
    /// How many patterns of `when.unless` it adds.
    pub unless_added: usize,
    /// The file that has it.
    pub file: String,
    /// The line on which it starts, from 1.
    pub line: usize,
}

/// Something about a rule that deserves a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewNote {
    /// What it is.
    pub concern: Concern,
    /// It in a sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: &'static str,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// What can be of concern about a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Concern {
    /// A file calls its pack by the name of a shipped one.
    ShippedName,
    /// A rule takes more than its line, and no guard holds it back.
    FarReaching,
    /// A rule's pattern finds something on every line.
    MatchesAnything,
    /// A protect rule keeps much, and no guard holds it back.
    BroadProtect,
    /// A rule runs on every line.
    Slow,
}

impl Concern {
    /// A few words that name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::ShippedName => "shipped-name",
            Self::FarReaching => "far-reaching",
            Self::MatchesAnything => "matches-anything",
            Self::BroadProtect => "broad-protect",
            Self::Slow => "slow",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::ShippedName => "its findings look like those of the shipped pack",
            Self::FarReaching => "ask for a guard such as `when.after` or `when.next`",
            Self::MatchesAnything => {
                "the pattern also matches an empty text; ask for a narrower one"
            }
            Self::BroadProtect => "ask for a guard, or for a narrower matcher",
            Self::Slow => "ask for a pattern that holds a word which every match has",
        }
    }
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
    let rules = match files.iter().fold(builder, add).build() {
        Ok(rules) if found.is_empty() => rules,
        Ok(_) => return Err(RuleErrors::new(found)),
        Err(errors) => {
            found.extend(errors.diagnostics);
            return Err(RuleErrors::new(found));
        }
    };
    let mut review = PackReview {
        hash: pack_hash(&sources),
        names: outline.names.iter().cloned().collect(),
        replaces: outline.replaces,
        overrides: outline.overrides,
        notes: outline.notes,
        rules,
        files: files.iter().map(|(name, _)| name.as_str().into()).collect(),
    };
    let running = review.compiled().filter(|one| one.rule.level != Level::Off);
    let notes: Vec<ReviewNote> = running.flat_map(notes_of).collect();
    review.notes.extend(notes);
    Ok(review)
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

/// What the files say before anything is checked.
#[derive(Default)]
struct Outline {
    names: BTreeSet<String>,
    replaces: Vec<String>,
    overrides: Vec<ReviewedOverride>,
    notes: Vec<ReviewNote>,
}

impl Outline {
    fn new(sources: &[PackSource]) -> Self {
        let mut outline = Self::default();
        let mut ids = BTreeSet::new();
        let mut headers = Vec::new();
        for source in sources {
            let file = parse_file(&source.name, &source.text, Trust::Shipped);
            ids.extend(file.wire_rules().map(|(id, ..)| id));
            let Some(wire) = file.wire else { continue };
            let mut lines = LineCounter::new(&source.text);
            for one in &wire.overrides {
                let line = lines.line_of(one.span().start);
                let one = one.get_ref();
                let level = one.level.as_ref().map(toml::Spanned::get_ref);
                outline.overrides.push(ReviewedOverride {
                    rule: one.rule.get_ref().clone(),
                    level: level.and_then(|word| Level::from_word(word)),
                    phrases_added: one.add.len(),
                    unless_added: one.unless.len(),
                    file: source.name.clone(),
                    line,
                });
            }
            let line = lines.line_of(wire.pack.span().start);
            let pack = wire.pack.into_inner();
            headers.push((pack.clone(), source.name.clone(), line));
            outline.names.insert(pack);
        }
        outline.replaces = replaced(&ids);
        outline.note_shipped_names(headers);
        outline
    }

    /// A pack that replaces a shipped one has its name by right.
    fn note_shipped_names(&mut self, headers: Vec<(String, String, usize)>) {
        for (pack, file, line) in headers {
            let shipped = shipped_pack_names().contains(&pack.as_str());
            if shipped && !self.replaces.contains(&pack) {
                let message =
                    format!("this file calls its pack `{pack}`, as a shipped one is called");
                self.notes
                    .push(note(Concern::ShippedName, message, file, line));
            }
        }
    }
}

/// The shipped packs that have a rule of one of these ids.
fn replaced(ids: &BTreeSet<String>) -> Vec<String> {
    let names: BTreeSet<&str> = ids
        .iter()
        .filter_map(|id| Some(id.split_once('/')?.0))
        .collect();
    let mut replaced = Vec::new();
    for name in shipped_pack_names() {
        let own = |file: &&(&str, &str)| pack_of(file.0) == Some(name);
        let has_same = || {
            let mut files = shipped_packs().iter().filter(own);
            files.any(|(file, text)| {
                let file = parse_file(file, text, Trust::Shipped);
                file.wire_rules().any(|(id, ..)| ids.contains(&id))
            })
        };
        if names.contains(name) && has_same() {
            replaced.push(name.to_owned());
        }
    }
    replaced
}

fn note(concern: Concern, message: String, file: String, line: usize) -> ReviewNote {
    ReviewNote {
        concern,
        message,
        help: concern.help(),
        file,
        line,
    }
}

fn notes_of(compiled: &CompiledRule) -> Vec<ReviewNote> {
    let (rule, every_line) = (&compiled.rule, compiled.runs_on_every_line());
    let mut found: Vec<(Concern, String)> = Vec::new();
    let (id, extent) = (&rule.id, rule.extent_in_words());
    let keeps = rule.polarity == Polarity::Protect;
    let far = reaches_far(rule) && !rule.guards.hold_back() && !looks_ahead(rule);
    if far && !keeps {
        let message = format!("{id} takes {extent}, and no guard holds it back");
        found.push((Concern::FarReaching, message));
    }
    let anything = matches_anything(rule);
    if anything {
        let pattern = rule.pattern().unwrap_or_default();
        let message = format!("the pattern of {id} finds something on every line: '{pattern}'");
        found.push((Concern::MatchesAnything, message));
    }
    if keeps && !rule.guards.hold_back() && (far || anything || every_line) {
        let message = format!("{id} keeps {extent}, and no guard holds it back");
        found.push((Concern::BroadProtect, message));
    }
    if every_line && !anything {
        let message = format!("{id} holds no literal to look for first: it runs on every line");
        found.push((Concern::Slow, message));
    }
    let (file, line) = (&rule.origin.file, rule.origin.line);
    let note = |(concern, message)| note(concern, message, file.to_string(), line);
    found.into_iter().map(note).collect()
}

fn reaches_far(rule: &Rule) -> bool {
    let beyond_its_line = matches!(rule.remove, Extent::Block | Extent::Section | Extent::Tail);
    beyond_its_line || rule.plus_lines > MANY_LINES
}

/// Whether the matcher itself looks at what its extent would take.
fn looks_ahead(rule: &Rule) -> bool {
    matches!(rule.matcher_key(), "appended" | "card")
}

/// Whether the rule's pattern matches the empty text, and so every line.
fn matches_anything(rule: &Rule) -> bool {
    let parsed = rule
        .pattern()
        .and_then(|text| regex_syntax::parse(text).ok());
    parsed.is_some_and(|pattern| pattern.properties().minimum_len() == Some(0))
}
