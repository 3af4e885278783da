//! The configuration: defaults, then `dechaff.toml`, then the environment, then the command line.
//!
//! A later layer replaces an earlier one's value. `rules` alone adds up, in that order, because
//! packs are loaded in order anyway and later ones win.

mod environment;
mod file;
mod show;

pub(super) use file::FoundFile;
pub(super) use show::{run, schema};

use super::args::RuleArgs;
use dechaff::{Mode, Options, Placed, Selector};
use std::fmt;
use std::path::{Path, PathBuf};

/// The path that means standard output.
const DASH: &str = "-";

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
    /// Where clean text is written.
    pub(super) out: Layered<Option<PathBuf>>,
    /// Where a diff is written.
    pub(super) diff: Layered<Option<PathBuf>>,
    pub(super) max_removed_share: Layered<f64>,
    /// The most bytes that a page may have; 0 means any number.
    pub(super) max_page_bytes: Layered<u64>,
    /// Threads; 0 means one a core.
    pub(super) jobs: Layered<usize>,
    /// The encoding of pages that are not UTF-8; unset, such pages are reported and skipped.
    pub(super) encoding: Layered<Option<String>>,
    pub(super) file: Option<FoundFile>,
}

impl Config {
    /// Reads all layers; the file is looked for upward from `near`, or from the current folder.
    pub(super) fn read(args: &RuleArgs, near: Option<&Path>) -> anyhow::Result<Self> {
        let file = match (&args.config, args.no_config) {
            (Some(path), _) => Some(FoundFile::read(path)?),
            (None, true) => None,
            (None, false) => FoundFile::above(near)?,
        };
        let mut config = Self::defaults();
        if let Some(file) = file {
            config.add_file(file);
        }
        let read = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        environment::add(&mut config, &read)?;
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
            out: Layered::default_of(None),
            diff: Layered::default_of(None),
            max_removed_share: Layered::default_of(options.max_removed_share),
            max_page_bytes: Layered::default_of(0),
            jobs: Layered::default_of(0),
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
        self.max_page_bytes
            .replace(content.max_page_bytes.as_ref(), name);
        self.jobs.replace(content.jobs.as_ref(), name);
        self.add_targets(&file);
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

    fn add_targets(&mut self, file: &FoundFile) {
        let FoundFile {
            name,
            folder,
            content,
        } = file;
        for (target, written) in [
            (&mut self.out, &content.out),
            (&mut self.diff, &content.diff),
        ] {
            if let Some(path) = written {
                let value = match path.value.as_str() {
                    DASH => PathBuf::from(DASH),
                    written => folder.join(written),
                };
                *target = Layered {
                    value: Some(value),
                    origin: origin_of(path, name),
                };
            }
        }
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

fn origin_of<T>(placed: &Placed<T>, file: &str) -> Origin {
    Origin::File {
        name: file.to_owned(),
        line: placed.line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dechaff::{ConfigFile, PackSource};
    use std::ffi::OsString;

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
            evidence: None,
            no_evidence: false,
            config: None,
            no_config: false,
        }
    }

    #[test]
    fn later_layers_win_and_rules_add_up() {
        let mut config = Config::defaults();
        config.add_file(file("mode = 'balanced'\nskip = ['ad']\nrules = ['mine']"));
        let variables = |name: &str| match name {
            "DECHAFF_MODE" => Some(OsString::from("thorough")),
            "DECHAFF_RULES" => Some(OsString::from("theirs.toml")),
            _ => None,
        };
        environment::add(&mut config, &variables).expect("all values are right");
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
}
