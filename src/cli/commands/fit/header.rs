//! What an evidence file says of itself: pages, date, command, scores.

use crate::cli::args::common::RuleArgs;
use crate::cli::args::fit::FitArgs;
use crate::cli::commands::fit::read::Corpus;
use crate::cli::render::terminal::{counted, escape};
use clap::ValueEnum;
use dechaff::rulefile::Selector;
use dechaff::tools::fit::TableSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

pub(crate) fn header(args: &FitArgs, corpus: &Corpus, report: &str) -> String {
    let mut header = format!(
        "Evidence: what was learned from labelled pages, read by dechaff {}.\n",
        env!("CARGO_PKG_VERSION")
    );
    header += "Made by `dechaff fit`; docs/evidence.md says what stands here.\n\nCorpus:\n";
    for folder in &corpus.folders {
        let pages = counted(folder.pages.len(), "page");
        let _ = writeln!(header, "    {}: {pages}", escape(&folder.name));
    }
    if let Some(date) = &args.date {
        let _ = writeln!(header, "\nDate: {}", escape(date));
    }
    let _ = writeln!(header, "\nCommand:\n    {}", command(args));
    if !report.is_empty() {
        let title = "Scores on hosts that were left out of the fit, by mode:";
        let _ = writeln!(header, "\n{title}\n{report}");
    }
    header
}

/// The command that makes the file: with every flag on which it depends, but for those that are as they
/// are by default. The mode is none of them, since all three are fitted.
fn command(args: &FitArgs) -> String {
    let mut command = "dechaff fit".to_owned();
    let mut add = |flag: &str, values: Vec<String>| {
        if !values.is_empty() {
            let _ = write!(command, " {flag} {}", values.join(" "));
        }
    };
    let paths = |paths: &[PathBuf]| paths.iter().map(|path| shown(path)).collect::<Vec<_>>();
    add("--gold", paths(&args.gold));
    add("--before", paths(&args.before));
    add("--from", args.from.iter().map(|file| shown(file)).collect());
    if args.tables.len() < TableSet::ALL.len() {
        let sets = args.tables.iter().filter_map(ValueEnum::to_possible_value);
        let sets: Vec<String> = sets.map(|set| set.get_name().to_owned()).collect();
        add("--tables", vec![sets.join(",")]);
    }
    if args.lang != "en" {
        add("--lang", vec![word(&args.lang)]);
    }
    add("--seed", vec![args.seed.to_string()]);
    add("--folds", vec![args.folds.to_string()]);
    add("--date", args.date.iter().map(|date| word(date)).collect());
    let RuleArgs {
        rules,
        only,
        skip,
        config,
        no_config,
        ..
    } = &args.rules;
    for file in rules {
        add("--rules", vec![shown(file)]);
    }
    add("--only", list(only));
    add("--skip", list(skip));
    add("--config", config.iter().map(|file| shown(file)).collect());
    add("-o", vec![shown(&args.output)]);
    if *no_config {
        command += " --no-config";
    }
    command
}

/// Selectors as one value; none where there is none.
fn list(selectors: &[Selector]) -> Vec<String> {
    let words: Vec<&str> = selectors.iter().map(Selector::word).collect();
    let all = (!words.is_empty()).then(|| word(&words.join(",")));
    all.into_iter().collect()
}

fn shown(path: &Path) -> String {
    word(&path.display().to_string())
}

/// The text as one word of a shell's line.
fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:,=+@%".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", escape(text).replace('\'', r"'\''"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;
    use crate::cli::args::command::{Cli, Command};
    use clap::Parser as _;

    fn written(line: &str) -> String {
        let words = line.split(' ').map(|word| word.replace('_', " "));
        match Cli::try_parse_from(words).unwrap().command {
            Command::Fit(args) => command(&args),
            _ => unreachable!(),
        }
    }

    #[test]
    fn the_command_has_every_flag_that_matters() {
        for line in [
            "dechaff fit --gold g --before b --seed 1 --folds 3 -o own.toml",
            "dechaff fit --gold g h --before b c --lang de --seed 7 --folds 0 --date 2026-01-31 \
             --rules one.toml --rules two.toml --only en,other --skip ad -o own.toml --no-config",
            "dechaff fit --gold g --before b --seed 1 --folds 2 --config mine.toml -o own.toml",
            "dechaff fit --gold g --before b --from shipped --seed 1 --folds 2 -o own.toml",
            "dechaff fit --gold g --before b --from shipped --tables markup,host --seed 1 --folds 2 -o own.toml",
        ] {
            assert_eq!(written(line), line);
        }
        let line = "dechaff fit --gold g --before b -o own.toml";
        let defaults = "dechaff fit --gold g --before b --seed 1 --folds 3 -o own.toml";
        assert_eq!(written(line), defaults);
        assert_eq!(
            written(&format!("{line} --mode thorough -j 2 --report")),
            defaults
        );
    }

    #[test]
    fn words_are_quoted_where_a_shell_would_part_them() {
        let line = "dechaff fit --gold my_gold --before it's -o own.toml";
        assert_eq!(
            written(line),
            r"dechaff fit --gold 'my gold' --before 'it'\''s' --seed 1 --folds 3 -o own.toml"
        );
        assert_eq!(word("a\nb"), r"'a\nb'");
        assert_eq!(word("पन्ना.txt"), "'पन्ना.txt'");
    }
}
