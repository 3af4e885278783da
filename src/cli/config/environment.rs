//! The layer of environment variables.

use crate::cli::config::layered::{LayerOrigin, Layered};
use crate::cli::config::settings::Config;
use anyhow::{Context as _, bail};
use dechaff::Mode;
use dechaff::io::source::EncodingChoice;
use dechaff::rulefile::Selector;
use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

/// Adds what the environment says; `read` looks up a variable.
pub(crate) fn add(
    config: &mut Config,
    read: &dyn Fn(&str) -> Option<OsString>,
) -> anyhow::Result<()> {
    let environment = Environment { read };
    environment.set("DECHAFF_MODE", &mut config.mode, mode)?;
    let share = &mut config.max_removed_share;
    environment.set("DECHAFF_MAX_REMOVED_SHARE", share, share_of_words)?;
    let max_page_bytes = &mut config.max_page_bytes;
    environment.set("DECHAFF_MAX_PAGE_BYTES", max_page_bytes, count)?;
    environment.set("DECHAFF_JOBS", &mut config.jobs, count)?;
    environment.set_path("DECHAFF_OUT", &mut config.out);
    environment.set_path("DECHAFF_DIFF", &mut config.diff);
    environment.set("DECHAFF_ENCODING", &mut config.encoding, encoding)?;
    let only = |words: &str| Ok(selectors(words, "DECHAFF_ONLY"));
    environment.set("DECHAFF_ONLY", &mut config.only, only)?;
    let skip = |words: &str| Ok(selectors(words, "DECHAFF_SKIP"));
    environment.set("DECHAFF_SKIP", &mut config.skip, skip)?;
    let keep = |words: &str| Ok(selectors(words, "DECHAFF_KEEP"));
    environment.set("DECHAFF_KEEP", &mut config.keep, keep)?;
    if let Some(paths) = read("DECHAFF_RULES") {
        let paths = std::env::split_paths(&paths).filter(|path| !path.as_os_str().is_empty());
        config.rules.extend(paths.map(|value| Layered {
            value,
            origin: LayerOrigin::Environment("DECHAFF_RULES"),
        }));
    }
    Ok(())
}

struct Environment<'r> {
    read: &'r dyn Fn(&str) -> Option<OsString>,
}

impl Environment<'_> {
    /// Sets `value` where the variable is set.
    fn set<T>(
        &self,
        name: &'static str,
        value: &mut Layered<T>,
        parse: impl FnOnce(&str) -> anyhow::Result<T>,
    ) -> anyhow::Result<()> {
        let Some(written) = (self.read)(name) else {
            return Ok(());
        };
        let Ok(written) = written.into_string() else {
            bail!("{name}: the value is not UTF-8");
        };
        *value = Layered {
            value: parse(&written).context(name)?,
            origin: LayerOrigin::Environment(name),
        };
        Ok(())
    }

    /// Sets a path, which need not be UTF-8.
    fn set_path(&self, name: &'static str, value: &mut Layered<Option<PathBuf>>) {
        if let Some(path) = (self.read)(name) {
            *value = Layered {
                value: Some(path.into()),
                origin: LayerOrigin::Environment(name),
            };
        }
    }
}

fn mode(word: &str) -> anyhow::Result<Mode> {
    Mode::from_word(word).with_context(|| {
        let known: Vec<&str> = Mode::ALL.iter().map(|mode| mode.word()).collect();
        format!("no mode \"{word}\"; one of: {}", known.join(", "))
    })
}

fn share_of_words(word: &str) -> anyhow::Result<f64> {
    let share = word.parse().ok();
    share
        .filter(|share| (0.0..=1.0).contains(share))
        .with_context(|| format!("\"{word}\" is no number from 0 to 1"))
}

fn count<T: FromStr>(word: &str) -> anyhow::Result<T> {
    let count = word.parse().ok();
    count.with_context(|| format!("\"{word}\" is no whole number, 0 or more"))
}

fn encoding(label: &str) -> anyhow::Result<Option<String>> {
    label.parse::<EncodingChoice>()?;
    Ok(Some(label.to_owned()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_values_are_errors_that_name_their_variable() {
        for (name, value, wanted) in [
            (
                "DECHAFF_MODE",
                "wild",
                "DECHAFF_MODE: no mode \"wild\"; one of: careful, balanced, thorough",
            ),
            (
                "DECHAFF_MAX_REMOVED_SHARE",
                "2",
                "DECHAFF_MAX_REMOVED_SHARE: \"2\" is no number from 0 to 1",
            ),
            (
                "DECHAFF_JOBS",
                "-1",
                "DECHAFF_JOBS: \"-1\" is no whole number, 0 or more",
            ),
        ] {
            let read = |asked: &str| (asked == name).then(|| OsString::from(value));
            let error = add(&mut Config::defaults(), &read).expect_err("the value is wrong");
            assert_eq!(format!("{error:#}"), wanted);
        }
    }

    #[test]
    fn an_empty_path_is_none() {
        let read = |asked: &str| (asked == "DECHAFF_RULES").then(|| OsString::from("a.toml:"));
        let mut config = Config::defaults();
        add(&mut config, &read).expect("the value is right");
        if cfg!(unix) {
            assert_eq!(config.rules.len(), 1);
        }
    }
}
