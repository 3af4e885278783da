//! `dechaff.toml`: the configuration file of a project. Read here, layered by the command line.

use crate::matchers::re::Trust;
use crate::rulefile::allow::WireAllow;
use crate::rulefile::check::file::ParsedFile;
use crate::rulefile::check::{problems, values};
use crate::rulefile::code::Code;
use crate::rulefile::config::packs::PackRef;
use crate::rulefile::config::placed::{CONFIG_PACK, Placed, Placing};
use crate::rulefile::config::version;
use crate::rulefile::config::wire::{WireConfig, WireEvidence, WireLimits, WireOutput};
use crate::rulefile::pack_source::PackSource;
use crate::rulefile::reporter::Reporter;
use crate::rulefile::selector::Selector;
use crate::rulefile::structure::{self, sound_items, sound_table, sound_value};
use crate::rulefile::wire::WireFile;
use crate::rules::mode::Mode;
use toml::Spanned;
use toml::de::DeTable;

/// The name of the configuration file.
pub const CONFIG_NAME: &str = "dechaff.toml";

/// A configuration file, read. Its values are those that are set; what is wrong with it is
/// reported by [`RulesBuilder::build`](crate::RulesBuilder::build), beside what is wrong with rule
/// files.
///
/// # Example
///
/// ```
/// use dechaff::{Mode, PackSource, RulesBuilder};
/// use dechaff::rulefile::ConfigFile;
///
/// let file = ConfigFile::read(&PackSource {
///     name: "dechaff.toml".to_owned(),
///     text: "mode = 'balanced'\n[[override]]\nrule = 'core/blank-run'\nlevel = 'off'".to_owned(),
/// });
/// assert_eq!(file.mode.as_ref().map(|mode| mode.value), Some(Mode::Balanced));
/// assert!(RulesBuilder::new().config(file).build().is_ok());
/// ```
#[derive(Debug)]
pub struct ConfigFile {
    /// The versions of dechaff that may use it.
    pub required_version: Option<Placed<String>>,
    /// How much evidence a cut needs.
    pub mode: Option<Placed<Mode>>,
    /// The packs that are loaded, in order; the shipped ones where it names none.
    pub packs: Option<Placed<Vec<Placed<PackRef>>>>,
    /// Rule files and folders of them, as they are written: relative to the file's folder.
    pub rules: Vec<Placed<String>>,
    /// The only rules that run.
    pub only: Option<Placed<Vec<Selector>>>,
    /// The rules that do not run.
    pub skip: Option<Placed<Vec<Selector>>>,
    /// The rules whose finds stay.
    pub keep: Option<Placed<Vec<Selector>>>,
    /// The encoding of pages that are not UTF-8: `auto`, `utf-8` or a name.
    pub encoding: Option<Placed<String>>,
    /// Whether lines that are weighed may go.
    pub evidence_line: Option<Placed<bool>>,
    /// Whether other stories after the page's own may go.
    pub evidence_story: Option<Placed<bool>>,
    /// Where clean text is written, as it is written: relative to the file's folder.
    pub out: Option<Placed<String>>,
    /// Where a diff is written, as it is written: relative to the file's folder.
    pub diff: Option<Placed<String>>,
    /// The largest share of a page's words, 0 to 1, that may go.
    pub max_removed_share: Option<Placed<f64>>,
    /// The most bytes that a page may have; 0 means any number.
    pub max_page_bytes: Option<Placed<u64>>,
    /// Threads; 0 means one a core.
    pub jobs: Option<Placed<usize>>,
    /// The ids that its `[[override]]` tables adjust.
    pub overrides: Vec<Placed<String>>,
    /// The ids of its `[[protect]]` rules.
    pub protects: Vec<Placed<String>>,
    pub(crate) parsed: ParsedFile,
}

impl ConfigFile {
    /// Reads the text of a configuration file. O(n) in its bytes.
    ///
    /// A file that asks for another version of dechaff is wrong for that alone: what else is
    /// strange about it, that version may know.
    pub fn read(source: &PackSource) -> Self {
        let mut reporter = Reporter::new(&source.name, &source.text);
        let mut wire = structure::read::<WireConfig>(&source.text, "the file", &mut reporter)
            .unwrap_or_else(|table| table.map_or_else(WireConfig::default, |t| sound_parts(&t)));
        let mut alone = Reporter::new(&source.name, &source.text);
        if version::is_refused(wire.required_version.as_ref(), &mut alone) {
            wire = WireConfig::default();
            reporter = alone;
        }
        version::check(wire.required_version.as_ref(), &mut reporter);
        Self::of_wire(wire, reporter)
    }

    fn of_wire(mut wire: WireConfig, mut reporter: Reporter) -> Self {
        check_values(&wire, &mut reporter);
        let modes = |reporter: &mut Reporter| {
            let mode = wire.mode.as_ref();
            values::check_word(mode, "mode", Mode::ALL, Mode::from_word, reporter)
        };
        let mode = modes(&mut reporter);
        let limits = &wire.limits;
        let jobs = values::check_count(limits.jobs.as_ref(), "jobs", &mut reporter);
        let bytes = limits.max_page_bytes.as_ref();
        let max_bytes = values::check_count(bytes, "max_page_bytes", &mut reporter);
        let packs = wire.packs.as_ref();
        let sound = packs.map(|packs| {
            crate::rulefile::config::packs::check_packs(packs.get_ref(), &mut reporter)
        });
        let place = Placing {
            reporter: &reporter,
        };
        let texts =
            |value: &Option<Spanned<String>>| value.as_ref().map(|text| place.spanned(text));
        let switch = |value: &Option<Spanned<bool>>| value.as_ref().map(|on| place.spanned(on));
        let list = |value: &Option<_>| value.as_ref().map(|list| place.selectors(list));
        let share = limits.max_removed_share.as_ref();
        let overrides = wire.overrides.iter();
        Self {
            required_version: texts(&wire.required_version),
            mode: place.set(mode, wire.mode.as_ref()),
            packs: place.set(sound, packs),
            rules: wire.rules.iter().map(|path| place.spanned(path)).collect(),
            only: list(&wire.only),
            skip: list(&wire.skip),
            keep: list(&wire.keep),
            encoding: texts(&wire.encoding),
            evidence_line: switch(&wire.evidence.line),
            evidence_story: switch(&wire.evidence.story),
            out: texts(&wire.output.out),
            diff: texts(&wire.output.diff),
            max_removed_share: share.map(|share| place.spanned(share)),
            max_page_bytes: place.set(max_bytes.map(|bytes| bytes as u64), bytes),
            jobs: place.set(jobs, limits.jobs.as_ref()),
            overrides: overrides
                .map(|one| place.at(one.get_ref().rule.get_ref().clone(), one.span()))
                .collect(),
            protects: wire.protect.iter().map(|one| place.protect(one)).collect(),
            parsed: into_rules(&mut wire, reporter),
        }
    }
}

/// Reports values that have the right type and cannot be meant.
fn check_values(wire: &WireConfig, reporter: &mut Reporter) {
    let share = wire.limits.max_removed_share.as_ref();
    if let Some(share) = share.filter(|share| !(0.0..=1.0).contains(share.get_ref())) {
        problems::out_of_range("max_removed_share", "0 to 1", share.span(), reporter);
    }
    if let Some(name) = &wire.encoding {
        check_encoding(name, reporter);
    }
    for (key, path) in [("out", &wire.output.out), ("diff", &wire.output.diff)] {
        if let Some(path) = path.as_ref().filter(|path| path.get_ref().is_empty()) {
            let message = format!("`{key}` is empty");
            reporter
                .error(Code::BadValue, path.span(), message, "no path")
                .help("name a path, or leave the key out");
        }
    }
    for exception in &wire.protect {
        let reason = &exception.get_ref().reason;
        if reason.get_ref().trim().is_empty() {
            reporter
                .error(
                    Code::BadValue,
                    reason.span(),
                    "`reason` is empty",
                    "no reason",
                )
                .help("say why this project needs the exception");
        }
    }
}

fn check_encoding(name: &Spanned<String>, reporter: &mut Reporter) {
    let label = name.get_ref();
    if !is_encoding(label) {
        let message = format!("`encoding` cannot be \"{label}\"");
        reporter
            .error(Code::UnknownValue, name.span(), message, "unknown encoding")
            .help("`auto`, `utf-8`, or a name of the WHATWG list such as `windows-1252`");
    }
}

#[cfg(feature = "files")]
fn is_encoding(label: &str) -> bool {
    let known = encoding_rs::Encoding::for_label(label.as_bytes()).is_some();
    known || label.eq_ignore_ascii_case("auto")
}

/// Where no files are read, nobody asks what an encoding is called.
#[cfg(not(feature = "files"))]
fn is_encoding(_: &str) -> bool {
    true
}

/// What is right in a file that is wrong elsewhere, so that its own errors show in the same run.
/// Wrong words, as in `mode`, are reported with the file's structure.
fn sound_parts(table: &DeTable<'_>) -> WireConfig {
    WireConfig {
        required_version: sound_value(table, "required-version"),
        mode: None,
        packs: table
            .get("packs")
            .map(|list| Spanned::new(list.span(), sound_items(table, "packs"))),
        rules: sound_items(table, "rules"),
        only: sound_value(table, "only"),
        skip: sound_value(table, "skip"),
        keep: sound_value(table, "keep"),
        encoding: sound_value(table, "encoding"),
        evidence: sound_table(table, "evidence", |table| WireEvidence {
            line: sound_value(table, "line"),
            story: sound_value(table, "story"),
        }),
        output: sound_table(table, "output", |table| WireOutput {
            out: sound_value(table, "out"),
            diff: sound_value(table, "diff"),
        }),
        limits: sound_table(table, "limits", |table| WireLimits {
            max_removed_share: sound_value(table, "max_removed_share"),
            max_page_bytes: sound_value(table, "max_page_bytes"),
            jobs: sound_value(table, "jobs"),
        }),
        overrides: sound_items(table, "override"),
        protect: sound_items(table, "protect"),
    }
}

/// What a configuration says of rules, as the rule file that would say the same.
fn into_rules(wire: &mut WireConfig, reporter: Reporter) -> ParsedFile {
    let protect = std::mem::take(&mut wire.protect).into_iter();
    let file = WireFile {
        schema: Spanned::new(0..0, 1),
        pack: Spanned::new(0..0, CONFIG_PACK.to_owned()),
        template_lines: None,
        parts: Vec::new(),
        part: None,
        allow: WireAllow::default(),
        rule: Vec::new(),
        protect: protect
            .map(|one| Spanned::new(one.span(), one.into_inner().into()))
            .collect(),
        overrides: std::mem::take(&mut wire.overrides),
    };
    ParsedFile::new(file, reporter, Trust::Check)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulefile::diagnostic::RuleErrors;
    use crate::rulefile::pack::builder::RulesBuilder;

    fn read(text: &str) -> ConfigFile {
        ConfigFile::read(&PackSource {
            name: CONFIG_NAME.to_owned(),
            text: text.to_owned(),
        })
    }

    fn errors(text: &str) -> RuleErrors {
        let built = RulesBuilder::new().config(read(text)).build();
        built.expect_err("the file is wrong")
    }

    #[test]
    fn values_know_their_lines() {
        let file =
            read("\nmode = 'thorough'\nskip = ['ad',\n 'core']\n[limits]\nmax_removed_share = 1\n");
        let mode = file.mode.expect("it is set");
        assert_eq!((mode.value, mode.line), (Mode::Thorough, 2));
        assert_eq!(file.skip.map(|skip| skip.line), Some(3));
        assert_eq!(file.max_removed_share.map(|share| share.value), Some(1.0));
        assert!(file.only.is_none() && file.rules.is_empty());
    }

    #[test]
    fn evidence_is_switched_by_part() {
        let file = read("evidence.line = false\nevidence.story = 1");
        let line = file.evidence_line.expect("it is set");
        assert_eq!((line.value, line.line), (false, 1));
        assert!(file.evidence_story.is_none(), "1 is no switch");
    }

    #[test]
    fn every_error_comes_at_once_and_in_order() {
        let found = errors(
            "mdoe = 'careful'\nencoding = 7\n[limits]\nmax_removed_share = 3\n[[override]]\nrule = 'core/blank-rum'\nlevel = 'off'\n",
        );
        let seen: Vec<(Code, usize)> = found
            .diagnostics()
            .iter()
            .map(|one| (one.code, one.line()))
            .collect();
        let wanted = [
            (Code::UnknownKey, 1),
            (Code::WrongType, 2),
            (Code::OutOfRange, 4),
            (Code::UnknownRule, 6),
        ];
        assert_eq!(seen, wanted);
    }

    #[test]
    fn values_out_of_range_are_errors() {
        let found = errors("mode = 'carefull'\nlimits.max_removed_share = 1.5");
        let codes: Vec<Code> = found.diagnostics().iter().map(|one| one.code).collect();
        assert_eq!(codes, [Code::UnknownValue, Code::OutOfRange]);
    }

    #[cfg(feature = "files")]
    #[test]
    fn an_encoding_has_a_name_that_is_known() {
        let found = errors("encoding = 'utf-9'");
        let codes: Vec<Code> = found.diagnostics().iter().map(|one| one.code).collect();
        assert_eq!(codes, [Code::UnknownValue]);
        assert!(read("encoding = 'Auto'").encoding.is_some());
    }

    #[test]
    fn an_unknown_selector_is_shown_where_it_stands() {
        let file = read("mode = 'careful'\nskip = ['core', 'adz']");
        let skip = file.skip.clone().expect("it is set").value;
        let built = RulesBuilder::new().config(file).skip(skip).build();
        let found = built.expect_err("there is no such kind");
        let one = &found.diagnostics()[0];
        assert_eq!(
            (one.code, one.line(), one.column()),
            (Code::UnknownSelector, 2, 17)
        );
    }

    #[test]
    fn protect_rules_belong_to_the_pack_config() {
        let file = read(
            "[[protect]]\nid = 'motto'\nreason = 'a motto'\nmatch.line = ['More light']\ntests = ['More light']",
        );
        assert_eq!(file.protects[0].value, "config/motto");
        let rules = RulesBuilder::new()
            .config(file)
            .build()
            .expect("the file is sound");
        assert!(rules.iter().any(|rule| rule.id == "config/motto"));
    }
}
