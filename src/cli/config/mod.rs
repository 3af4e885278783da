//! The configuration: defaults, then `dechaff.toml`, then the environment, then the command line.
//!
//! A later layer replaces an earlier one's value. `rules` alone adds up, in that order, because
//! packs are loaded in order anyway and later ones win.

mod show;

pub(super) use show::run;

use super::args::RuleArgs;
use anyhow::{Context as _, bail};
use dechaff::source::EncodingChoice;
use dechaff::{CONFIG_NAME, ConfigFile, Mode, Options, PackSource, Placed, Selector};
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

/// A value and the layer that set it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layered<T> {
    pub(super) value: T,
    pub(super) origin: Origin,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    Default,
    File { name: String, line: usize },
    Environment(&'static str),
    CommandLine(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { name, line } => write!(f, "{name}:{line}"),
            Self::Environment(name) => f.write_str(name),
            Self::CommandLine(option) => f.write_str(option),
        }
    }
}

/// The configuration that a command runs with.
#[derive(Debug)]
pub(super) struct Config {
    pub(super) mode: Layered<Mode>,
    pub(super) rules: Vec<Layered<PathBuf>>,
    pub(super) only: Layered<Vec<Selector>>,
    pub(super) skip: Layered<Vec<Selector>>,
    pub(super) max_removed_share: Layered<f64>,
    /// The encoding of pages that are not UTF-8; unset, such pages are reported and skipped.
    pub(super) encoding: Layered<Option<String>>,
    pub(super) file: Option<FoundFile>,
}

/// A configuration file that was found or given.
#[derive(Debug)]
pub(super) struct FoundFile {
    pub(super) name: String,
    pub(super) folder: PathBuf,
    pub(super) content: ConfigFile,
}

impl Config {
    /// Reads all layers; the file is looked for upward from `near`, or from the current folder.
    pub(super) fn read(args: &RuleArgs, near: Option<&Path>) -> anyhow::Result<Self> {
        let file = match (&args.config, args.no_config) {
            (Some(path), _) => Some(read_file(path)?),
            (None, true) => None,
            (None, false) => find(near)?.map(|path| read_file(&path)).transpose()?,
        };
        let mut config = Self::defaults();
        if let Some(file) = file {
            config.add_file(file);
        }
        config.add_environment(&|name| std::env::var_os(name).filter(|value| !value.is_empty()))?;
        config.add_arguments(args);
        Ok(config)
    }

    /// The options of a cleaner.
    pub(super) fn options(&self) -> Options {
        Options {
            mode: self.mode.value,
            max_removed_share: self.max_removed_share.value,
        }
    }

    fn defaults() -> Self {
        let options = Options::default();
        Self {
            mode: Layered::default_of(options.mode),
            rules: Vec::new(),
            only: Layered::default_of(Vec::new()),
            skip: Layered::default_of(Vec::new()),
            max_removed_share: Layered::default_of(options.max_removed_share),
            encoding: Layered::default_of(None),
            file: None,
        }
    }

    fn add_file(&mut self, file: FoundFile) {
        let name = &file.name;
        let content = &file.content;
        self.mode.replace(content.mode.as_ref(), name);
        self.only.replace(content.only.as_ref(), name);
        self.skip.replace(content.skip.as_ref(), name);
        self.max_removed_share
            .replace(content.max_removed_share.as_ref(), name);
        if let Some(encoding) = &content.encoding {
            self.encoding = Layered {
                value: Some(encoding.value.clone()),
                origin: origin_of(encoding, name),
            };
        }
        self.rules = content
            .rules
            .iter()
            .map(|path| Layered {
                value: file.folder.join(&path.value),
                origin: origin_of(path, name),
            })
            .collect();
        self.file = Some(file);
    }

    fn add_environment(&mut self, read: &dyn Fn(&str) -> Option<OsString>) -> anyhow::Result<()> {
        let text = |name: &'static str| -> anyhow::Result<Option<Layered<String>>> {
            let Some(value) = read(name) else {
                return Ok(None);
            };
            let Ok(value) = value.into_string() else {
                bail!("{name}: the value is not UTF-8");
            };
            let origin = Origin::Environment(name);
            Ok(Some(Layered { value, origin }))
        };
        if let Some(mode) = text("DECHAFF_MODE")? {
            self.mode = mode.try_map(|word| {
                Mode::from_word(word).with_context(|| {
                    let known: Vec<&str> = Mode::ALL.iter().map(|mode| mode.word()).collect();
                    format!(
                        "DECHAFF_MODE: no mode \"{word}\"; one of: {}",
                        known.join(", ")
                    )
                })
            })?;
        }
        if let Some(share) = text("DECHAFF_MAX_REMOVED_SHARE")? {
            self.max_removed_share = share.try_map(|word| {
                let share = word
                    .parse()
                    .ok()
                    .filter(|share| (0.0..=1.0).contains(share));
                share.with_context(|| {
                    format!("DECHAFF_MAX_REMOVED_SHARE: \"{word}\" is no number from 0 to 1")
                })
            })?;
        }
        for (name, list) in [
            ("DECHAFF_ONLY", &mut self.only),
            ("DECHAFF_SKIP", &mut self.skip),
        ] {
            if let Some(words) = text(name)? {
                *list = words.try_map(|words| Ok(selectors(words, name)))?;
            }
        }
        if let Some(encoding) = text("DECHAFF_ENCODING")? {
            self.encoding = encoding.try_map(|label| {
                label
                    .parse::<EncodingChoice>()
                    .context("DECHAFF_ENCODING")?;
                Ok(Some(label.to_owned()))
            })?;
        }
        if let Some(paths) = read("DECHAFF_RULES") {
            let origin = || Origin::Environment("DECHAFF_RULES");
            self.rules
                .extend(std::env::split_paths(&paths).map(|value| Layered {
                    value,
                    origin: origin(),
                }));
        }
        Ok(())
    }

    fn add_arguments(&mut self, args: &RuleArgs) {
        if let Some(mode) = args.mode {
            self.mode = Layered {
                value: mode.into(),
                origin: Origin::CommandLine("--mode"),
            };
        }
        for (given, option, list) in [
            (&args.only, "--only", &mut self.only),
            (&args.skip, "--skip", &mut self.skip),
        ] {
            if !given.is_empty() {
                *list = Layered {
                    value: given.clone(),
                    origin: Origin::CommandLine(option),
                };
            }
        }
        self.rules.extend(args.rules.iter().map(|path| Layered {
            value: path.clone(),
            origin: Origin::CommandLine("--rules"),
        }));
    }
}

impl<T> Layered<T> {
    fn default_of(value: T) -> Self {
        Self {
            value,
            origin: Origin::Default,
        }
    }
}

impl<T: Clone> Layered<T> {
    fn replace(&mut self, by: Option<&Placed<T>>, file: &str) {
        if let Some(placed) = by {
            *self = Self {
                value: placed.value.clone(),
                origin: origin_of(placed, file),
            };
        }
    }
}

impl Layered<String> {
    fn try_map<T>(
        self,
        read: impl FnOnce(&str) -> anyhow::Result<T>,
    ) -> anyhow::Result<Layered<T>> {
        Ok(Layered {
            value: read(&self.value)?,
            origin: self.origin,
        })
    }
}

fn origin_of<T>(placed: &Placed<T>, file: &str) -> Origin {
    Origin::File {
        name: file.to_owned(),
        line: placed.line,
    }
}

fn selectors(words: &str, origin: &str) -> Vec<Selector> {
    let words = words.split(',').map(str::trim);
    words
        .filter(|word| !word.is_empty())
        .map(|word| {
            let Ok(selector) = word.parse::<Selector>();
            selector.from_origin(origin)
        })
        .collect()
}

/// The nearest `dechaff.toml` in the folder of `near` or above it.
fn find(near: Option<&Path>) -> anyhow::Result<Option<PathBuf>> {
    let near = near
        .filter(|path| *path != Path::new("-"))
        .unwrap_or(Path::new("."));
    let current = std::env::current_dir().context("the current folder")?;
    let start = std::path::absolute(near).with_context(|| near.display().to_string())?;
    // A file's own name with /dechaff.toml behind it is no file, so a file needs no case.
    let found = start
        .ancestors()
        .map(|folder| folder.join(CONFIG_NAME))
        .find(|path| path.is_file());
    Ok(found.map(|path| match path.strip_prefix(&current) {
        Ok(short) => short.to_owned(),
        Err(_) => path,
    }))
}

fn read_file(path: &Path) -> anyhow::Result<FoundFile> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).with_context(|| format!("configuration {name}"))?;
    let text = String::from_utf8(bytes)
        .with_context(|| format!("configuration {name}: TOML is UTF-8, this is not"))?;
    let source = PackSource { name, text };
    Ok(FoundFile {
        content: ConfigFile::read(&source),
        folder: path.parent().unwrap_or(Path::new("")).to_owned(),
        name: source.name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> FoundFile {
        let source = PackSource {
            name: "p/dechaff.toml".to_owned(),
            text: text.to_owned(),
        };
        FoundFile {
            name: source.name.clone(),
            folder: PathBuf::from("p"),
            content: ConfigFile::read(&source),
        }
    }

    fn no_args() -> RuleArgs {
        RuleArgs {
            mode: None,
            rules: Vec::new(),
            only: Vec::new(),
            skip: Vec::new(),
            config: None,
            no_config: false,
        }
    }

    #[test]
    fn later_layers_win_and_rules_add_up() {
        let mut config = Config::defaults();
        config.add_file(file("mode = 'balanced'\nskip = ['ad']\nrules = ['mine']"));
        let environment = |name: &str| match name {
            "DECHAFF_MODE" => Some(OsString::from("thorough")),
            "DECHAFF_RULES" => Some(OsString::from("theirs.toml")),
            _ => None,
        };
        config
            .add_environment(&environment)
            .expect("all values are right");
        let mut args = no_args();
        args.rules.push(PathBuf::from("last.toml"));
        config.add_arguments(&args);
        assert_eq!(config.mode.value, Mode::Thorough);
        assert_eq!(config.mode.origin, Origin::Environment("DECHAFF_MODE"));
        assert_eq!(config.skip.origin.to_string(), "p/dechaff.toml:2");
        let paths: Vec<&Path> = config.rules.iter().map(|path| &*path.value).collect();
        assert_eq!(
            paths,
            [
                Path::new("p/mine"),
                Path::new("theirs.toml"),
                Path::new("last.toml")
            ]
        );
    }

    #[test]
    fn wrong_environment_is_an_error() {
        for (name, value, wanted) in [
            ("DECHAFF_MODE", "wild", "no mode \"wild\""),
            ("DECHAFF_MAX_REMOVED_SHARE", "2", "is no number from 0 to 1"),
        ] {
            let read = |asked: &str| (asked == name).then(|| OsString::from(value));
            let error = Config::defaults().add_environment(&read);
            let error = error.expect_err("the value is wrong").to_string();
            assert!(error.contains(wanted), "{error}");
        }
    }
}
