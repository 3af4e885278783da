//! A rule's page for the terminal.

use crate::cli::commands::rules::show::view::{Amount, View, what_happens};
use crate::cli::render::terminal::{self, counted, escape, paint, wrap};
use dechaff::Rule;
use dechaff::rulefile::marked_text;
use dechaff::rules::{EvidencePart, Level, Polarity};
use std::fmt::Write as _;
use std::io::{self, Write};

/// Where the second column starts.
const INDENT: usize = 13;

pub(crate) fn print(
    rule: &Rule,
    view: View<'_>,
    color: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let amount = view.amount;
    let width = terminal::width();
    writeln!(out, "{}", paint(color, "1", &rule.id))?;
    for row in wrap(&escape(&rule.about), width) {
        writeln!(out, "{row}")?;
    }
    writeln!(out)?;
    let mut sheet = RuleSheet { out, color, width };
    sheet.entry("reason", rule.reason.as_slice())?;
    sheet.what_it_finds(rule, amount)?;
    sheet.what_it_does(rule)?;
    let did: Vec<String> = view.in_a_run(rule).into_iter().collect();
    sheet.entry("in a run", &did)?;
    print_tests(rule, amount, color, out)
}

/// A page for a part of evidence.
pub(crate) fn print_evidence(
    part: EvidencePart,
    is_on: bool,
    color: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = terminal::width();
    writeln!(out, "{}", paint(color, "1", part.id()))?;
    writeln!(out, "{}\n", part.about())?;
    let mut sheet = RuleSheet { out, color, width };
    sheet.entry("kind", &[part.kind().to_string()])?;
    sheet.entry("finds", &[part.how_it_finds().to_owned()])?;
    sheet.entry("confidence", &[EVIDENCE_CONFIDENCE.to_owned()])?;
    if !is_on {
        sheet.entry("level", &["off: does not run".to_owned()])?;
    }
    sheet.entry("off", &[part.how_to_switch_off()])
}

/// What is said where a rule has its confidence.
pub(crate) const EVIDENCE_CONFIDENCE: &str =
    "that of each cut: how sure the tables are; what goes, the mode's thresholds say";

/// Prints names and values in two columns, each value wrapped.
struct RuleSheet<'o> {
    out: &'o mut dyn Write,
    color: bool,
    width: usize,
}

impl RuleSheet<'_> {
    fn entry(&mut self, name: &str, values: &[String]) -> io::Result<()> {
        let mut name = format!("{name:INDENT$}");
        for value in values {
            for row in wrap(&escape(value), self.width - INDENT) {
                writeln!(self.out, "{}{row}", paint(self.color, "1", &name))?;
                name = " ".repeat(INDENT);
            }
        }
        Ok(())
    }

    fn what_it_finds(&mut self, rule: &Rule, amount: Amount) -> io::Result<()> {
        if rule.polarity == Polarity::Cut {
            self.entry("kind", &[rule.kind.to_string()])?;
        }
        let (about, key) = (rule.matcher_about(), rule.matcher_key());
        self.entry("finds", &[format!("{about} (match.{key})")])?;
        self.entry("", &rule.matcher_settings())?;
        let pattern: Vec<String> = rule.pattern().map(str::to_owned).into_iter().collect();
        self.entry("", &pattern)?;
        let (phrases, more) = amount.phrases(rule);
        if !phrases.is_empty() {
            let quoted: Vec<String> = phrases.iter().map(|text| format!("\"{text}\"")).collect();
            let mut listed = quoted.join(", ");
            if more > 0 {
                let _ = write!(listed, " and {more} more; -v lists all");
            }
            self.entry("phrases", &[listed])?;
        }
        self.entry("only", &rule.guards_in_words())
    }

    fn what_it_does(&mut self, rule: &Rule) -> io::Result<()> {
        let (does, cuts) = match rule.polarity {
            Polarity::Cut => ("removes", true),
            Polarity::Protect => ("keeps", false),
        };
        self.entry(does, &[rule.extent_in_words()])?;
        if cuts {
            let confidence = rule.confidence;
            self.entry(
                "confidence",
                &[format!("{confidence}: {}", confidence.about())],
            )?;
        }
        match rule.level {
            Level::On => {}
            Level::Flag => self.entry("level", &["flag: reports, never cuts".to_owned()])?,
            Level::Keep => self.entry("level", &["keep: what it finds stays".to_owned()])?,
            Level::Off => self.entry("level", &["off: does not run".to_owned()])?,
        }
        let origin = &rule.origin;
        self.entry("written in", &[format!("{}:{}", origin.file, origin.line)])
    }
}

fn print_tests(rule: &Rule, amount: Amount, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let (shown, more) = amount.tests(rule);
    for test in shown {
        let title = format!("{} (line {})", what_happens(rule, test), test.line);
        writeln!(out, "\n{}", paint(color, "1", &title))?;
        let mut lines: Vec<String> = marked_text(test).split('\n').map(escape).collect();
        let folded = amount.fold(&mut lines);
        for line in lines {
            writeln!(out, "{}", format!("    {line}").trim_end())?;
        }
        if folded > 0 {
            writeln!(out, "    … {folded} more lines")?;
        }
    }
    if more > 0 {
        writeln!(out, "\n{}; -v shows all", counted(more, "more test"))?;
    }
    Ok(())
}
