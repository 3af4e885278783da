//! The configuration: defaults, then `dechaff.toml`, then the environment, then the command line.
//!
//! A later layer replaces an earlier one's value. `rules` alone adds up, in that order, because
//! packs are loaded in order anyway and later ones win.

use crate::cli::args::common::RuleArgs;
use crate::cli::config::environment;
use crate::cli::config::file::FoundFile;
use crate::cli::config::layered::{LayerOrigin, Layered, origin_of};
use crate::cli::config::settings::Config;
use crate::cli::input::paths::DASH;
use std::path::{Path, PathBuf};

impl Config {
    /// Reads all layers; the file is looked for upward from `near`, or from the current folder.
    pub(crate) fn read(args: &RuleArgs, near: Option<&Path>) -> anyhow::Result<Self> {
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

    fn add_file(&mut self, file: FoundFile) {
        let name = &file.name;
        let content = &file.content;
        self.mode.replace(content.mode.as_ref(), name);
        self.only.replace(content.only.as_ref(), name);
        self.skip.replace(content.skip.as_ref(), name);
        self.keep.replace(content.keep.as_ref(), name);
        let (line, story) = (&content.evidence_line, &content.evidence_story);
        self.evidence_line.replace(line.as_ref(), name);
        self.evidence_story.replace(story.as_ref(), name);
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
                origin: LayerOrigin::CommandLine("--mode"),
            };
        }
        for (given, option, list) in [
            (&args.only, "--only", &mut self.only),
            (&args.skip, "--skip", &mut self.skip),
            (&args.keep, "--keep", &mut self.keep),
        ] {
            if !given.is_empty() {
                *list = Layered {
                    value: given.clone(),
                    origin: LayerOrigin::CommandLine(option),
                };
            }
        }
        self.rules.extend(args.rules.iter().map(|path| Layered {
            value: path.clone(),
            origin: LayerOrigin::CommandLine("--rules"),
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dechaff::PackSource;
    use dechaff::rulefile::ConfigFile;
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
            keep: Vec::new(),
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
        assert_eq!(config.mode.value, dechaff::Mode::Thorough);
        assert_eq!(config.mode.origin, LayerOrigin::Environment("DECHAFF_MODE"));
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
