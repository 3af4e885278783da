//! Turns cuts into tests in the files of their rules.

use crate::cli::args::common::RuleArgs;
use crate::cli::args::rules::SaveAs;
use crate::cli::commands::rules::try_rules::report::TryReport;
use crate::cli::commands::rules::try_rules::tried::Trial;
use crate::cli::config::settings::Config;
use crate::cli::input::page_at::{PageAt, PageAtOptions, read_at};
use crate::cli::input::place::PagePlace;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{self, escape};
use crate::cli::setup;
use anyhow::{Context as _, anyhow, bail, ensure};
use dechaff::io::sink::replace_file;
use dechaff::tools::rule_tests::{Wish, add_test, draft_test};
use dechaff::{Cut, Page, PageMeta, Rule, Span};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Which cut is saved.
pub(crate) enum Save {
    /// By the number beside it.
    Number(usize),
    /// By the page, or the row of a shard, and the line on which it stands.
    Place(PagePlace),
}

impl Save {
    pub(crate) fn read_all(written: &[String]) -> anyhow::Result<Vec<Self>> {
        let read = |word: &String| Self::read(word).with_context(|| format!("--save {word}"));
        written.iter().map(read).collect()
    }

    fn read(word: &str) -> anyhow::Result<Self> {
        if let Ok(number) = word.parse() {
            ensure!(number > 0, "cuts are numbered from 1");
            return Ok(Self::Number(number));
        }
        let place = PagePlace::read(word, &|path| path.is_file())?;
        match place.line {
            Some(_) if place.file != Path::new("-") => Ok(Self::Place(place)),
            Some(_) => bail!("a cut of standard input cannot be saved; give a file"),
            None => bail!("give the line as well: {word}:LINE"),
        }
    }

    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }

    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Self::Number(_) => None,
            Self::Place(place) => Some(&place.file),
        }
    }
}

/// Saves the cuts one after the other and says what became of each. Of several, one that cannot be
/// saved does not stop the others.
pub(crate) fn all(
    saves: &[Save],
    report: &TryReport,
    trial: &Trial<'_>,
    rule_args: &RuleArgs,
) -> anyhow::Result<Outcome> {
    let near = trial.args.input.paths.first().map(PathBuf::as_path);
    let near = near.or_else(|| saves.iter().find_map(Save::file));
    let mut desk = Saver {
        trial,
        files: files_on_disk(rule_args, near)?,
        saved: BTreeSet::new(),
    };
    let mut out = terminal::out();
    let mut outcome = Outcome::Done;
    for save in saves {
        let said = match save {
            Save::Number(number) => desk.numbered(*number, report),
            Save::Place(place) => desk.at(place),
        };
        match said {
            Ok(said) => out.write_all(said.as_bytes())?,
            Err(error) if saves.len() > 1 => {
                out.flush()?;
                terminal::print_error(&error);
                outcome = Outcome::SomeFailed;
            }
            Err(error) => return Err(error),
        }
        out.flush()?;
    }
    Ok(outcome)
}

/// The rule files that were read from disk; those inside the program can be edited nowhere.
fn files_on_disk(args: &RuleArgs, near: Option<&Path>) -> anyhow::Result<BTreeSet<String>> {
    let config = Config::read(args, near)?;
    let packs = config
        .rules
        .iter()
        .filter_map(|path| setup::read_packs(&path.value).ok());
    Ok(packs.flatten().map(|source| source.name).collect())
}

struct Saver<'t> {
    trial: &'t Trial<'t>,
    files: BTreeSet<String>,
    /// Tests that this run has added, with their rules.
    saved: BTreeSet<(String, String)>,
}

impl Saver<'_> {
    fn numbered(&mut self, number: usize, report: &TryReport) -> anyhow::Result<String> {
        let (rule, one) = report.numbered(number).with_context(|| {
            format!(
                "there is no cut {number}: {} shown with this --sample and --seed",
                terminal::counted(report.shown(), "cut")
            )
        })?;
        ensure!(
            !self.trial.is_stdin(),
            "a cut of standard input cannot be saved; give a file"
        );
        let (rule, span) = (rule.to_owned(), one.span);
        let place = PagePlace::read(&one.shown.page, &|path| path.is_file())?;
        self.save(&place, |_, cuts, _| {
            let found = cuts.iter().find(|cut| cut.rule == rule && cut.span == span);
            found.cloned().context("the page has changed meanwhile")
        })
    }

    fn at(&mut self, place: &PagePlace) -> anyhow::Result<String> {
        let trial = self.trial;
        let file = place.file.display();
        self.save(place, |page, cuts, line| {
            let line =
                line.with_context(|| format!("give the line of the row as well: {file}:ROW:LINE"))?;
            let place = match place.within.filter(|within| *within == line) {
                Some(_) => format!("{file}:{}:{line}", place.line.unwrap_or(line)),
                None => format!("{file}:{line}"),
            };
            let on_line = |cut: &&Cut| {
                let last = cut.span.end.saturating_sub(1).max(cut.span.start);
                (page.line_at(cut.span.start)..=page.line_at(last)).contains(&(line - 1))
            };
            let wanted = |cut: &&Cut| {
                let mut chosen = trial.chosen();
                chosen.any(|rule| rule.id == cut.rule)
            };
            let found: Vec<&Cut> = cuts.iter().filter(on_line).filter(wanted).collect();
            let rules: BTreeSet<&str> = found.iter().map(|cut| cut.rule.as_str()).collect();
            match (found.first(), rules.len()) {
                (Some(cut), 1) => Ok((*cut).clone()),
                (None, _) => Err(anyhow!(
                    "nothing is cut at {place}; `dechaff explain {place}` says why"
                )),
                _ => {
                    let rules: Vec<&str> = rules.into_iter().collect();
                    Err(anyhow!(
                        "several rules cut at {place}: {}; choose one with --rule",
                        rules.join(", ")
                    ))
                }
            }
        })
    }

    /// Drafts a test from the cut that `choose` picks of the page, adds it, and says so.
    fn save(
        &mut self,
        place: &PagePlace,
        choose: impl Fn(&Page<'_>, &[Cut], Option<usize>) -> anyhow::Result<Cut>,
    ) -> anyhow::Result<String> {
        let input = &self.trial.args.input;
        let options = PageAtOptions {
            fields: input.fields.clone(),
            meta: PageMeta {
                url: input.url.clone(),
                lang: input.lang.clone(),
                format: input.format.page_format.into(),
            },
            encoding: input.encoding.clone(),
        };
        let PageAt { input, line } = read_at(place, &options, &self.trial.prepared)?;
        let name = input.name;
        let text = input.text.map_err(|why| anyhow!("{name}: {why}"))?;
        let page = Page::with_meta(&text, input.meta);
        let cuts = self.trial.prepared.cleaner.clean(&page).cuts;
        let cut = choose(&page, &cuts, line)?;
        let rules = self.trial.prepared.cleaner.rules();
        let rule = rules
            .iter()
            .find(|rule| rule.id == cut.rule)
            .with_context(|| format!("{} is no rule with tests", cut.rule))?;
        let others = cuts.iter().filter(|other| other.span != cut.span);
        let others: Vec<Span> = others.map(|other| other.span).collect();
        let wish = match self.trial.args.save_as {
            SaveAs::Cut => Wish::Goes,
            SaveAs::Keep => Wish::Stays,
        };
        let drafted = draft_test(rules, &rule.id, &page, cut.span, &others, wish)
            .with_context(|| format!("cannot make a test of {name}:{}", cut.line + 1))?;
        self.add(rule, &drafted, wish)
    }

    fn add(&mut self, rule: &Rule, test: &str, wish: Wish) -> anyhow::Result<String> {
        let file = &*rule.origin.file;
        if !self.files.contains(file) {
            bail!(
                "{} is inside the program, as {file}; to add tests, load that file from a checkout of dechaff: --rules {file}",
                rule.id
            );
        }
        let plain = test.replace("[-", "").replace("-]", "");
        let same = |one: &dechaff::rules::RuleTest| one.text == plain;
        if let Some(at) = rule.tests.iter().position(same) {
            let agrees = rule.tests[at].expects_cut() == (wish == Wish::Goes);
            ensure!(
                agrees,
                "test {} of {} says the opposite of the same text",
                at + 1,
                rule.id
            );
            return Ok(format!(
                "{} has this test already: test {}\n",
                rule.id,
                at + 1
            ));
        }
        if !self.saved.insert((rule.id.clone(), test.to_owned())) {
            return Ok(format!(
                "{} has this test already, from this run\n",
                rule.id
            ));
        }
        let source = fs::read_to_string(file).with_context(|| format!("cannot read {file}"))?;
        let edited = add_test(&source, rule.bare_id(), test).with_context(|| file.to_owned())?;
        replace(Path::new(file), &edited.text).with_context(|| format!("cannot write {file}"))?;
        let mut said = format!("{file}:{}: a new test of {}\n", edited.line, rule.id);
        for line in test.split('\n') {
            said += format!("    {}", escape(line)).trim_end();
            said.push('\n');
        }
        if wish == Wish::Goes {
            said += "it passes\n";
        } else {
            said += "it fails until the rule is mended: dechaff rules test ";
            said += file;
            said.push('\n');
        }
        Ok(said)
    }
}

/// Replaces the file's text whole; a link stays a link, and who may read it stays as it is.
fn replace(file: &Path, text: &str) -> anyhow::Result<()> {
    let target = fs::canonicalize(file)?;
    let permissions = fs::metadata(&target)?.permissions();
    replace_file(&target, text.as_bytes())?;
    fs::set_permissions(&target, permissions)?;
    Ok(())
}
