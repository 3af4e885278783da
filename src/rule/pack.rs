//! Packs: finding them, putting them in order, overriding and choosing rules.

use super::check::{Adjustment, MAX_FILE_BYTES, ParsedFile, check_unless, check_word, parse_file};
use super::diagnostic::{Code, Diagnostic, Reporter, RuleErrors, nearest};
use super::exception::{Exception, exceptions, lift_protects, overridden};
use super::shipped::{pack_of, shipped_pack_names};
use super::wire::WireOverride;
use super::{ConfigFile, Kind, Level, Rule, RuleCheck, compact, shipped_packs};
use crate::detect::{Trust, line};
use std::collections::BTreeMap;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;
use toml::Spanned;

/// The text of a rule file and the name under which findings speak of it.
#[derive(Debug, Clone)]
pub struct PackSource {
    /// The file's name, as it was given.
    pub name: String,
    /// The file's text.
    pub text: String,
}

/// Some rules, by id, kind or pack: what `--only` and `--skip` take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    word: String,
    place: Option<Place>,
}

/// Where a selector was written.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    file: Arc<str>,
    source: Arc<str>,
    span: Range<usize>,
}

impl FromStr for Selector {
    type Err = std::convert::Infallible;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Ok(Self {
            word: word.trim().to_owned(),
            place: None,
        })
    }
}

impl Selector {
    pub(crate) fn of_file(
        word: &str,
        file: Arc<str>,
        source: Arc<str>,
        span: Range<usize>,
    ) -> Self {
        let place = Some(Place { file, source, span });
        Self {
            word: word.trim().to_owned(),
            place,
        }
    }

    /// Names where it comes from, for the error where it selects no rule.
    #[must_use]
    pub fn from_origin(self, origin: &str) -> Self {
        let place = Some(Place {
            file: origin.into(),
            source: "".into(),
            span: 0..0,
        });
        Self { place, ..self }
    }

    /// The id, kind or pack.
    pub fn word(&self) -> &str {
        &self.word
    }

    /// Whether the rule is meant: its id (with or without its pack), its kind or its pack.
    pub fn selects(&self, rule: &Rule) -> bool {
        let bare = rule.id.split_once('/').map(|(_, id)| id);
        self.word == rule.id
            || self.word == rule.pack()
            || self.word == rule.kind.word()
            || bare == Some(self.word.as_str())
    }
}

/// Checked rules in the order in which their packs were loaded.
///
/// Building them costs one parse of every file; it happens once a run, never a page.
///
/// # Example
///
/// ```
/// let rules = dechaff::Rules::shipped();
/// assert!(rules.iter().any(|rule| rule.id == "core/blank-run"));
/// ```
#[derive(Debug)]
#[expect(clippy::struct_field_names, reason = "rules are what this is made of")]
pub struct Rules {
    rules: Vec<Rule>,
    hash: String,
    exceptions: Vec<Exception>,
}

impl Rules {
    /// The rules inside the program.
    ///
    /// # Panics
    ///
    /// Never: the project's tests load them.
    pub fn shipped() -> Self {
        RulesBuilder::new()
            .build()
            .expect("the shipped packs are loaded in every test run")
    }

    /// The rules in load order, with those that are off.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }

    /// How many rules there are, with those that are off.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there is no rule at all.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// `blake3` of the files' texts in load order and of which rules are on, in hex: two runs with
    /// one hash, one version and one mode cut alike.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The exceptions that are in force: overrides, rule by rule, then protect rules.
    pub fn exceptions(&self) -> &[Exception] {
        &self.exceptions
    }

    /// One rule alone.
    pub(crate) fn of_one(rule: Rule) -> Self {
        Self {
            rules: vec![rule],
            hash: String::new(),
            exceptions: Vec::new(),
        }
    }

    pub(crate) fn at(&self, index: usize) -> &Rule {
        &self.rules[index]
    }
}

#[derive(Debug)]
enum Source {
    Pack(PackSource),
    Shipped(String),
    /// A rule file, and the shipped file of which it is another version.
    Version(PackSource, &'static str),
    Config(Box<ConfigFile>),
}

/// From what the shipped packs are read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum ShippedFrom {
    /// From what the build made of them; their tests are read when they are asked for.
    #[default]
    Build,
    /// From their TOML.
    Text,
}

/// A shipped file as the build prepared it; one that has errors is read as it is written, so that
/// they show.
fn built_file(name: &str, text: &str) -> ParsedFile {
    match compact::read(name) {
        Some(wire) => ParsedFile::built(wire, Reporter::new(name, text)),
        None => parse_file(name, text, Trust::Check),
    }
}

/// Puts rules together.
#[derive(Debug, Default)]
pub struct RulesBuilder {
    without_shipped: bool,
    from: ShippedFrom,
    sources: Vec<Source>,
    unreadable: Vec<Diagnostic>,
    only: Vec<Selector>,
    skip: Vec<Selector>,
    lifted: Vec<String>,
}

impl RulesBuilder {
    /// The shipped packs and nothing else so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Leaves the shipped packs out.
    #[must_use]
    pub fn without_shipped(mut self) -> Self {
        self.without_shipped = true;
        self
    }

    /// Reads the shipped packs as they are written, and not as the build prepared them: for those
    /// who look for errors, not for pages.
    #[must_use]
    pub fn as_written(mut self) -> Self {
        self.from = ShippedFrom::Text;
        self
    }

    /// Adds the files of one shipped pack after those added before; for builders
    /// [without](Self::without_shipped) all of them.
    #[must_use]
    pub fn shipped(mut self, pack: &str) -> Self {
        self.sources.push(Source::Shipped(pack.to_owned()));
        self
    }

    /// Adds a rule file after those added before.
    #[must_use]
    pub fn file(mut self, source: PackSource) -> Self {
        self.sources.push(Source::Pack(source));
        self
    }

    /// Loads a rule file in the place of a shipped one of which it is another version: of the
    /// [`shipped_packs`] the one whose name is `shipped`. A file of another pack is none, nor one
    /// for which there is no such name: both are added after those added before.
    #[must_use]
    pub fn version_of(mut self, shipped: &str, source: PackSource) -> Self {
        let known = shipped_packs().iter().find(|(name, _)| *name == shipped);
        self.sources.push(match known {
            Some((name, _)) => Source::Version(source, name),
            None => Source::Pack(source),
        });
        self
    }

    /// Adds the overrides and protect rules of a configuration file after the rule files added
    /// before. Everything that is wrong with it shows in [`Self::build`]; its other values are
    /// left to the caller.
    #[must_use]
    pub fn config(mut self, file: ConfigFile) -> Self {
        self.sources.push(Source::Config(Box::new(file)));
        self
    }

    /// Adds a rule file as its bytes, after those added before. Bytes that are not UTF-8 become
    /// an error of [`Self::build`] that shows the place.
    #[must_use]
    pub fn bytes(mut self, name: &str, bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.file(PackSource {
                name: name.to_owned(),
                text: text.to_owned(),
            }),
            Err(error) => {
                self.unreadable
                    .push(not_utf8(name, bytes, error.valid_up_to()));
                self
            }
        }
    }

    /// Keeps only the rules that one of these selects; none given means all.
    #[must_use]
    pub fn only(mut self, selectors: impl IntoIterator<Item = Selector>) -> Self {
        self.only.extend(selectors);
        self
    }

    /// Leaves out the rules that one of these selects.
    #[must_use]
    pub fn skip(mut self, selectors: impl IntoIterator<Item = Selector>) -> Self {
        self.skip.extend(selectors);
        self
    }

    /// Leaves out the exceptions of these rules, by full id: what overrides make of a rule, and a
    /// protect rule itself.
    #[must_use]
    pub fn lift(mut self, rules: impl IntoIterator<Item = String>) -> Self {
        self.lifted.extend(rules);
        self
    }

    /// Reads and checks every file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with any of the files, at once, and every selector that selects
    /// no rule.
    pub fn build(self) -> Result<Rules, RuleErrors> {
        let check = self.check();
        if check.errors.is_empty() {
            Ok(check.rules)
        } else {
            Err(RuleErrors::new(check.errors))
        }
    }

    /// Reads and checks every file, and keeps what was read, so that warnings can be told too.
    pub fn check(mut self) -> RuleCheck {
        let sources = std::mem::take(&mut self.sources);
        let mut files = parse_all(self.without_shipped, self.from, sources);
        let texts = hash_texts(&files);
        report_duplicates(&mut files);
        let overridden = overridden(&files);
        let mut adjustments = adjustments(&mut files);
        adjustments.retain(|rule, _| !self.lifted.contains(rule));
        let mut rules: Vec<Rule> = files
            .iter_mut()
            .flat_map(|file| file.check_rules(&adjustments))
            .collect();
        lift_protects(&mut rules, &self.lifted);
        let mut errors = self.unreadable.clone();
        errors.extend(files.iter_mut().flat_map(ParsedFile::take_findings));
        if errors.is_empty() {
            errors = self.select(&mut rules);
        }
        let hash = hash(texts, &rules);
        let mut exceptions = exceptions(overridden, &rules, &self.lifted);
        let chosen = |id: &str| rules.iter().any(|rule| rule.id == id && self.chooses(rule));
        exceptions.retain(|one| chosen(&one.rule));
        let rules = Rules {
            rules,
            hash,
            exceptions,
        };
        RuleCheck {
            rules,
            errors,
            files,
        }
    }

    /// Turns off what the selectors leave out, and reports those that select nothing.
    fn select(&self, rules: &mut [Rule]) -> Vec<Diagnostic> {
        let mut unknown = Vec::new();
        for (option, selectors) in [("--only", &self.only), ("--skip", &self.skip)] {
            for selector in selectors {
                if !rules.iter().any(|rule| selector.selects(rule)) {
                    unknown.push(unknown_selector(option, selector, rules));
                }
            }
        }
        for rule in rules {
            if !self.chooses(rule) {
                rule.level = Level::Off;
            }
        }
        unknown
    }

    /// Whether the selectors leave the rule in.
    fn chooses(&self, rule: &Rule) -> bool {
        let chosen = self.only.is_empty() || self.only.iter().any(|one| one.selects(rule));
        chosen && !self.skip.iter().any(|one| one.selects(rule))
    }
}

/// The hash of a pack, to which `dechaff.toml` can pin it: `blake3:` and 64 hexadecimal digits. It
/// is that of the files' texts in load order; their names do not count.
pub fn pack_hash(sources: &[PackSource]) -> String {
    let mut hasher = blake3::Hasher::new();
    for source in sources {
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
fn parse_all(without_shipped: bool, from: ShippedFrom, sources: Vec<Source>) -> Vec<ParsedFile> {
    let shipped = |name: &'static str, text| Loading::Shipped(name, text);
    let all = shipped_packs().iter().filter(|_| !without_shipped);
    let mut files: Vec<Loading> = all.map(|(name, text)| shipped(name, text)).collect();
    for source in sources {
        let check = |pack: &PackSource| parse_file(&pack.name, &pack.text, Trust::Check);
        match source {
            Source::Pack(pack) => files.push(Loading::Other(check(&pack))),
            Source::Config(config) => files.push(Loading::Other(config.parsed)),
            Source::Shipped(pack) => {
                let own = shipped_packs().iter();
                let own = own.filter(|(name, _)| pack_of(name) == Some(&pack));
                files.extend(own.map(|(name, text)| shipped(name, text)));
            }
            Source::Version(pack, name) => {
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
fn hash_texts(files: &[ParsedFile]) -> blake3::Hasher {
    let mut hasher = blake3::Hasher::new();
    for file in files.iter().filter(|file| !file.is_empty()) {
        add_text(&mut hasher, file.reporter.source());
    }
    hasher
}

fn hash(mut texts: blake3::Hasher, rules: &[Rule]) -> String {
    for rule in rules.iter().filter(|rule| rule.level == Level::Off) {
        texts.update(rule.id.as_bytes());
        texts.update(b"\n");
    }
    texts.finalize().to_hex().to_string()
}

fn not_utf8(name: &str, bytes: &[u8], valid_up_to: usize) -> Diagnostic {
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

fn unknown_selector(option: &str, selector: &Selector, rules: &[Rule]) -> Diagnostic {
    let (file, source, span) = match &selector.place {
        Some(place) => (&*place.file, &*place.source, place.span.clone()),
        None => (option, "", 0..0),
    };
    let mut reporter = Reporter::new(file, source);
    let words = rules.iter().flat_map(|rule| {
        [rule.id.as_str(), rule.pack()]
            .into_iter()
            .chain(rule.id.split_once('/').map(|(_, id)| id))
    });
    let words = words
        .chain(Kind::ALL.iter().map(|kind| kind.word()))
        .filter(|word| *word != selector.word); // a kind of which there is no rule
    let help = match nearest(&selector.word, words) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`dechaff rules list` shows ids, kinds and packs".to_owned(),
    };
    reporter
        .error(
            Code::UnknownSelector,
            span,
            format!("no rule has the id, kind or pack \"{}\"", selector.word),
            "selects no rule",
        )
        .help(help)
        .clone()
}

fn report_duplicates(files: &mut [ParsedFile]) {
    let mut seen: BTreeMap<String, (Arc<str>, Arc<str>, usize)> = BTreeMap::new();
    for file in files {
        let name = Arc::clone(file.reporter.file());
        let source = Arc::clone(file.reporter.source());
        let ids: Vec<(String, std::ops::Range<usize>)> = file
            .wire_rules()
            .map(|(id, rule, _)| (id, rule.get_ref().id.span()))
            .collect();
        for (id, span) in ids {
            if let Some((first, text, at)) = seen.get(&id) {
                if file.reporter.is_full() {
                    continue;
                }
                let at = text[..*at].matches('\n').count() + 1;
                let help = format!(
                    "it is defined at {first}:{at}; rename this one, or adjust that one with [[override]]"
                );
                file.reporter
                    .error(
                        Code::DuplicateId,
                        span,
                        format!("there are two rules `{id}`"),
                        "again",
                    )
                    .help(help);
            } else {
                let place = (Arc::clone(&name), Arc::clone(&source), span.start);
                seen.insert(id, place);
            }
        }
    }
}

/// What all files' overrides add up to, rule by rule; later files win.
fn adjustments(files: &mut [ParsedFile]) -> BTreeMap<String, Adjustment> {
    let adjusts = |file: &ParsedFile| file.wire.iter().any(|wire| !wire.overrides.is_empty());
    if !files.iter().any(adjusts) {
        return BTreeMap::new();
    }
    let takes_phrases: BTreeMap<String, bool> = files
        .iter()
        .flat_map(ParsedFile::wire_rules)
        .map(|(id, rule, _)| {
            let mut matcher = rule.get_ref().matcher.get_ref().clone();
            (id, matcher.phrases_mut().is_some())
        })
        .collect();
    let mut adjustments: BTreeMap<String, Adjustment> = BTreeMap::new();
    // A damaged file may define any rule: that one is missing would be a guess.
    let damaged = files.iter().any(ParsedFile::is_damaged);
    for file in files {
        let overrides = file
            .wire
            .as_mut()
            .map(|wire| std::mem::take(&mut wire.overrides));
        for one in overrides.into_iter().flatten() {
            let one = one.into_inner();
            let id = one.rule.get_ref().clone();
            let unsure = damaged && !takes_phrases.contains_key(&id);
            if !unsure && known_rule(&one, &takes_phrases, &mut file.reporter) {
                apply_override(one, adjustments.entry(id).or_default(), &mut file.reporter);
            }
        }
    }
    adjustments
}

fn known_rule(
    one: &WireOverride,
    takes_phrases: &BTreeMap<String, bool>,
    reporter: &mut Reporter,
) -> bool {
    let id = one.rule.get_ref();
    let Some(&takes) = takes_phrases.get(id) else {
        let near = if reporter.is_full() {
            None
        } else {
            nearest(id, takes_phrases.keys().map(String::as_str))
        };
        let help = match near {
            _ if is_left_out(id, takes_phrases) => {
                "the pack is not loaded: name it in `packs`, or drop this override".to_owned()
            }
            Some(near) => format!("did you mean `{near}`?"),
            None => "`dechaff rules list` shows every id".to_owned(),
        };
        reporter
            .error(
                Code::UnknownRule,
                one.rule.span(),
                format!("there is no rule `{id}`"),
                "unknown rule",
            )
            .help(help);
        return false;
    };
    if let (Some(first), false) = (one.add.first(), takes) {
        reporter
            .error(
                Code::BadOverride,
                first.span(),
                format!("`{id}` has no phrases that `add` could add to"),
                "cannot be added",
            )
            .help("write a rule of your own for these phrases");
        return false;
    }
    true
}

/// Whether the id is of a shipped pack of which no rule is loaded.
fn is_left_out(id: &str, loaded: &BTreeMap<String, bool>) -> bool {
    let Some((pack, _)) = id.split_once('/') else {
        return false;
    };
    let of_pack = |id: &String| id.split_once('/').is_some_and(|(other, _)| other == pack);
    shipped_pack_names().contains(&pack) && !loaded.keys().any(of_pack)
}

fn apply_override(one: WireOverride, adjust: &mut Adjustment, reporter: &mut Reporter) {
    let level = check_word(
        one.level.as_ref(),
        "level",
        Level::ALL,
        Level::from_word,
        reporter,
    );
    adjust.level = level.or(adjust.level);
    match line::compile(&one.add) {
        Ok(_) => adjust.phrases.extend(one.add),
        Err(errors) => {
            for error in errors {
                super::check::report_build(error, reporter);
            }
        }
    }
    check_unless(&one.unless, Trust::Check, reporter);
    adjust
        .unless
        .extend(one.unless.into_iter().map(Spanned::into_inner));
}
