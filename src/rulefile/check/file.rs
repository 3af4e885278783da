//! From a file's text to its checked rules, with every error of the file at once.

use crate::matchers::compiled_rule::CompiledRule;
use crate::matchers::re::Trust;
use crate::rulefile::allow::WireAllow;
use crate::rulefile::check::adjustment::Adjustment;
use crate::rulefile::check::loose::check_loose_rule;
use crate::rulefile::check::names::{bad_name, check_allow, is_kebab};
use crate::rulefile::check::rule::{RuleContext, check_rule, check_tests};
use crate::rulefile::check::size;
use crate::rulefile::code::Code;
use crate::rulefile::diagnostic::Diagnostic;
use crate::rulefile::reporter::Reporter;
use crate::rulefile::shipped::shipped_packs;
use crate::rulefile::structure;
use crate::rulefile::wire::{WireFile, WireRule};
use crate::rules::effect::Polarity;
use crate::rules::inline_test::{ReadTests, RuleTest};
use crate::text::line_counter::LineCounter;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::DeTable;

/// A rule file that was read; its rules are checked once the overrides of all files are known.
#[derive(Debug)]
pub(crate) struct ParsedFile {
    pub(crate) wire: Option<WireFile>,
    pub(crate) reporter: Reporter,
    trust: Trust,
    pub(crate) damaged: bool,
    /// What reads its rules' tests, where they were left out.
    later_tests: Option<ReadTests>,
}

/// Reads one file and reports what is wrong with its structure and its header.
pub(crate) fn parse_file(name: &str, source: &str, trust: Trust) -> ParsedFile {
    let mut reporter = Reporter::new(name, source);
    if !size::is_readable(source, &mut reporter) {
        return ParsedFile {
            wire: None,
            reporter,
            trust,
            damaged: true,
            later_tests: None,
        };
    }
    let wire = read_file(source, &mut reporter);
    let damaged = !reporter.is_clean();
    if let Some(file) = &wire {
        check_header(file, &mut reporter);
    }
    ParsedFile {
        wire,
        reporter,
        trust,
        damaged,
        later_tests: None,
    }
}

impl ParsedFile {
    pub(crate) fn new(wire: WireFile, reporter: Reporter, trust: Trust) -> Self {
        Self {
            wire: Some(wire),
            reporter,
            trust,
            damaged: false,
            later_tests: None,
        }
    }

    /// A shipped file as the build prepared it.
    pub(crate) fn built(wire: WireFile, reporter: Reporter, tests: ReadTests) -> Self {
        Self {
            later_tests: Some(tests),
            ..Self::new(wire, reporter, Trust::Shipped)
        }
    }

    /// Whether it is the shipped file of that place in load order, as the build prepared it.
    pub(crate) fn is_built(&self, place: usize) -> bool {
        let shipped = shipped_packs().get(place);
        self.later_tests.is_some()
            && shipped.is_some_and(|(name, _)| **self.reporter.file() == **name)
    }

    /// Whether some of the file's rules may be missing.
    pub(crate) fn is_damaged(&self) -> bool {
        self.damaged
    }

    /// What is wrong with the file, in its order.
    pub(crate) fn take_findings(&mut self) -> Vec<Diagnostic> {
        let fresh = self.reporter.afresh();
        std::mem::replace(&mut self.reporter, fresh).finish()
    }

    /// The pack whose rules the file has; `None` where that cannot be told.
    pub(crate) fn pack(&self) -> Option<String> {
        let pack = self.wire.as_ref()?.pack.get_ref();
        (pack != UNNAMED).then(|| pack.clone())
    }

    /// Whether the file's rules are those of `pack`, as far as that can be told.
    pub(crate) fn may_belong_to(&self, pack: &str) -> bool {
        let wire = self.wire.as_ref();
        wire.is_none_or(|wire| wire.pack.get_ref() == pack)
    }

    /// Whether the file says nothing of rules.
    pub(crate) fn is_empty(&self) -> bool {
        self.wire.as_ref().is_none_or(|wire| {
            wire.rule.is_empty() && wire.protect.is_empty() && wire.overrides.is_empty()
        })
    }

    /// How many rules it has, sound or not.
    pub(crate) fn rule_count(&self) -> usize {
        let counts = self
            .wire
            .iter()
            .map(|file| file.rule.len() + file.protect.len());
        counts.sum()
    }

    /// The rules of the file with their ids and polarities, cutting ones first.
    pub(crate) fn wire_rules(
        &self,
    ) -> impl Iterator<Item = (String, &Spanned<WireRule>, Polarity)> {
        self.wire.iter().flat_map(|file| {
            let cutting = file.rule.iter().map(|rule| (rule, Polarity::Cut));
            let protecting = file.protect.iter().map(|rule| (rule, Polarity::Protect));
            cutting.chain(protecting).map(|(rule, polarity)| {
                (
                    format!("{}/{}", file.pack.get_ref(), rule.get_ref().id.get_ref()),
                    rule,
                    polarity,
                )
            })
        })
    }

    /// Whether it is a shipped file as the build prepared it, which lacks what is only written.
    pub(crate) fn is_prepared(&self) -> bool {
        self.later_tests.is_some()
    }

    /// The tests of the file's rules, by the rules' ids.
    pub(crate) fn tests(&mut self) -> BTreeMap<String, Vec<RuleTest>> {
        let mut reporter = std::mem::replace(&mut self.reporter, Reporter::new("", ""));
        let source = reporter.source().clone();
        let mut lines = LineCounter::new(&source);
        let rules = self.wire_rules();
        rules
            .map(|(id, rule, _)| (id, check_tests(rule.get_ref(), &mut lines, &mut reporter)))
            .collect()
    }

    /// Checks the file's rules, each with its adjustment.
    pub(crate) fn check_rules(
        &mut self,
        adjustments: &BTreeMap<String, Adjustment>,
    ) -> Vec<CompiledRule> {
        let mut reporter = std::mem::replace(&mut self.reporter, Reporter::new("", ""));
        let source = reporter.source().clone();
        let mut lines = LineCounter::new(&source);
        let mut rules = Vec::with_capacity(self.rule_count());
        for (id, wire, polarity) in self.wire_rules() {
            let context = RuleContext {
                id: &id,
                polarity,
                trust: self.trust,
                adjust: adjustments.get(&id),
                later_tests: self.later_tests,
            };
            rules.extend(check_rule(wire, &context, &mut lines, &mut reporter));
        }
        self.reporter = reporter;
        rules
    }
}

/// Parses the file; where its structure is wrong, reports everything and keeps the rules that are
/// sound, so that their own errors show in the same run; and so do the ids and tests of the others.
pub(crate) fn read_file(source: &str, reporter: &mut Reporter) -> Option<WireFile> {
    structure::read(source, "the file", reporter)
        .map_or_else(|table| Some(sound_parts(table.as_ref()?, reporter)), Some)
}

/// What a pack goes by whose name cannot be read, until that is mended.
const UNNAMED: &str = "unnamed";

pub(crate) fn sound_parts(table: &DeTable<'_>, reporter: &mut Reporter) -> WireFile {
    let pack = table.get("pack");
    let name = pack.and_then(|pack| pack.get_ref().as_str());
    let schema = table
        .get("schema")
        .and_then(|value| value.get_ref().as_integer());
    let schema =
        schema.and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
    let mut sound = |key: &str| {
        let read = structure::items::<WireRule>(table, key).into_iter();
        let keep = |item: Result<_, _>| item.map_err(|item| check_loose_rule(&item, reporter)).ok();
        read.filter_map(keep).collect()
    };
    WireFile {
        schema: Spanned::new(0..0, schema.unwrap_or(1)),
        pack: Spanned::new(
            pack.map_or(0..0, Spanned::span),
            name.unwrap_or(UNNAMED).to_owned(),
        ),
        template_lines: structure::sound_value(table, "template_lines"),
        parts: structure::sound_value::<Vec<Spanned<String>>>(table, "parts")
            .map_or_else(Vec::new, Spanned::into_inner),
        part: structure::sound_value(table, "part").map(Spanned::into_inner),
        allow: structure::sound_value(table, "allow")
            .map_or_else(WireAllow::default, Spanned::into_inner),
        rule: sound("rule"),
        protect: sound("protect"),
        overrides: structure::sound_items(table, "override"),
    }
}

pub(crate) fn check_header(file: &WireFile, reporter: &mut Reporter) {
    if *file.schema.get_ref() != 1 {
        let message = format!("schema version {} is not known", file.schema.get_ref());
        reporter
            .error(
                Code::SchemaVersion,
                file.schema.span(),
                message,
                "unknown version",
            )
            .help("this dechaff reads `schema = 1`");
    }
    if !is_kebab(file.pack.get_ref()) {
        bad_name(
            "a pack's name",
            file.pack.get_ref(),
            file.pack.span(),
            reporter,
        );
    }
    check_allow(&file.allow, reporter);
}
