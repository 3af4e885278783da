//! `dechaff explain`: why a line was, or was not, cut.

pub(crate) mod miss;

use crate::cli::args::command::ExplainArgs;
use crate::cli::input::page_at::{PageAt, PageAtOptions, read_at};
use crate::cli::input::place::PagePlace;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{self, counted, escape, paint};
use crate::cli::setup;
use anyhow::bail;

use dechaff::clean::{ARTICLE_END, WEIGHED_LINE};
use dechaff::rules::{EvidencePart, Extent};
use dechaff::view::Format;
use dechaff::{Cleaned, Cleaner, Cut, Finding, Kind, Page, PageMeta, Rule, Span, Verdict, Warning};
use std::io::{self, Write};

pub(crate) fn run(args: &ExplainArgs) -> anyhow::Result<Outcome> {
    let place = PagePlace::read(&args.place, &|path| path.exists())?;
    let prepared = setup::prepare(&args.rules, Some(&place.file))?;
    let options = PageAtOptions {
        fields: args.fields.clone(),
        meta: PageMeta {
            url: args.url.clone(),
            format: args.format.page_format.into(),
            ..PageMeta::default()
        },
        encoding: args.encoding.clone(),
    };
    let PageAt { input, line } = read_at(&place, &options, &prepared)?;
    let text = match &input.text {
        Ok(text) => text,
        Err(why) => {
            tracing::error!("{}: {}", escape(&input.name), escape(why));
            return Ok(Outcome::SomeFailed);
        }
    };
    let page = Page::with_meta(text, input.meta);
    let cleaner = &prepared.cleaner;
    let explanation = LineExplanation {
        name: escape(&input.name),
        page: &page,
        cleaner,
        cleaned: cleaner.clean(&page),
        findings: cleaner.explain(&page),
        color: terminal::color_on(&io::stdout()),
    };
    let mut out = terminal::out();
    match line {
        Some(line) if line > page.lines().len() => {
            bail!(
                "{} has {}",
                explanation.name,
                counted(page.lines().len(), "line")
            )
        }
        Some(line) => explanation.print_line(line - 1, &mut out)?,
        None => explanation.print_page(&mut out)?,
    }
    out.flush()?;
    Ok(Outcome::Done)
}

struct LineExplanation<'p> {
    name: String,
    page: &'p Page<'p>,
    cleaner: &'p Cleaner,
    cleaned: Cleaned<'p>,
    findings: Vec<Finding>,
    color: bool,
}

/// How much of a line is shown.
const SHOWN_CHARS: usize = 200;

impl LineExplanation<'_> {
    /// Every line that some rule matched, then what that came to.
    fn print_page(&self, out: &mut dyn Write) -> io::Result<()> {
        self.print_warnings(out)?;
        let mut matched = 0;
        // Findings come in the order of their lines.
        for findings in self.findings.chunk_by(|a, b| a.lines.0 == b.lines.0) {
            matched += 1;
            self.print_heading(findings[0].lines.0, out)?;
            findings
                .iter()
                .try_for_each(|finding| self.print_finding(finding, out))?;
            writeln!(out)?;
        }
        let all: Vec<&str> = self.cleaned.cuts.iter().map(|cut| &*cut.rule).collect();
        if Self::print_switches(&all, "", out)? {
            writeln!(out)?;
        }
        let findings = counted(self.findings.len(), "finding");
        let lines = counted(self.page.lines().len(), "line");
        let format = self.cleaned.format.in_words();
        writeln!(
            out,
            "{findings} on {matched} of {lines}, read as {format}; FILE:LINE explains one line"
        )
    }

    fn print_line(&self, line: usize, out: &mut dyn Write) -> io::Result<()> {
        self.print_warnings(out)?;
        self.print_heading(line, out)?;
        writeln!(out, "    {}", miss::shape(self.page, line))?;
        let touches = |finding: &&Finding| (finding.lines.0..=finding.lines.1).contains(&line);
        let here: Vec<&Finding> = self.findings.iter().filter(touches).collect();
        here.iter()
            .try_for_each(|finding| self.print_finding(finding, out))?;
        let is_weighed =
            |finding: &&Finding| finding.rule == WEIGHED_LINE || finding.rule == ARTICLE_END;
        if self.fate(line) == LineFate::Stays && here.iter().all(is_weighed) {
            writeln!(out, "  no rule matched")?;
            for hint in miss::hints(self.page, line, self.cleaner.rules(), &self.name) {
                writeln!(out, "  {}", escape(&hint))?;
            }
        } else if here.is_empty() {
            self.print_takers(line, out)?;
        }
        let cuts = self.cuts_of(self.page.full_span(line)).iter();
        let takers: Vec<&str> = cuts.map(|cut| &*cut.rule).collect();
        Self::print_switches(&takers, "  ", out)?;
        Ok(())
    }

    /// How the parts of evidence among these authors are switched off; whether there are any.
    fn print_switches(authors: &[&str], indent: &str, out: &mut dyn Write) -> io::Result<bool> {
        let parts = EvidencePart::ALL.iter();
        let mut any = false;
        for part in parts.filter(|part| authors.contains(&part.id())) {
            writeln!(out, "{indent}{}", part.how_to_switch_off())?;
            any = true;
        }
        Ok(any)
    }

    /// A line may go by a match elsewhere: a heading takes what follows it along.
    fn print_takers(&self, line: usize, out: &mut dyn Write) -> io::Result<()> {
        let full = self.page.full_span(line);
        for cut in self.cuts_of(full) {
            let from = cut.line + 1;
            let rule = self.rule(&cut.rule);
            let brief = rule.map_or(String::new(), in_brief);
            let word = paint(self.color, "31", "cut       ");
            writeln!(out, "  {word}{}{brief}", cut.rule)?;
            let why = match rule {
                Some(rule) => format!("the rule removes {}", rule.extent_in_words()),
                None => "all that follows the page's own story goes".to_owned(),
            };
            writeln!(out, "            it goes with line {from}: {why}")?;
        }
        Ok(())
    }

    /// How the page was read, where it is no plain text, and why it was not cleaned as its rules would have it.
    fn print_warnings(&self, out: &mut dyn Write) -> io::Result<()> {
        let format = self.cleaned.format;
        if format != Format::Plain {
            let told = self.page.meta().format == format;
            let how = if told { "" } else { ", which was recognised" };
            let format = format.in_words();
            writeln!(out, "{}: read as {format}{how}\n", self.name)?;
        }
        for warning in &self.cleaned.warnings {
            if let Warning::KeptWhole { removed_share } = warning {
                writeln!(
                    out,
                    "{}: kept whole, since {:.0} % of its words would go (max_removed_share)\n",
                    self.name,
                    removed_share * 100.0
                )?;
            }
        }
        Ok(())
    }

    fn print_heading(&self, line: usize, out: &mut dyn Write) -> io::Result<()> {
        let fate = match self.fate(line) {
            LineFate::Goes => "goes",
            LineFate::GoesInPart => "goes in part",
            LineFate::Stays => "stays",
        };
        let place = format!("{}:{}", self.name, line + 1);
        writeln!(out, "{}: {fate}", paint(self.color, "1", &place))?;
        let text = self.page.line_text(line);
        let mut shown = escape(&text.chars().take(SHOWN_CHARS).collect::<String>());
        if text.chars().nth(SHOWN_CHARS).is_some() {
            shown.push('…');
        }
        writeln!(out, "{}", format!("  | {shown}").trim_end())
    }

    fn print_finding(&self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        let (color, word, why) = self.verdict(finding);
        let word = paint(self.color, color, word);
        let rule = self.rule(&finding.rule).map_or(String::new(), in_brief);
        writeln!(out, "  {word}{}{rule}", finding.rule)?;
        writeln!(out, "            {}", escape(&finding.evidence))?;
        match why {
            Some(why) => writeln!(out, "            {}", escape(&why)),
            None => Ok(()),
        }
    }

    /// The colour and the word for what became of a finding, and why.
    fn verdict(&self, finding: &Finding) -> (&'static str, &'static str, Option<String>) {
        match &finding.verdict {
            Verdict::Cut if !self.is_gone(finding.span) => (
                "33",
                "kept      ",
                Some("the page was kept whole".to_owned()),
            ),
            Verdict::Cut => match self.winner_over(finding) {
                Some(why) => ("33", "outranked ", Some(why)),
                None => ("31", "cut       ", None),
            },
            Verdict::Protects => ("32", "protects  ", None),
            Verdict::Guarded(guard) => ("33", "guarded   ", Some(format!("when.{guard}"))),
            Verdict::TooWeak(confidence) => {
                let mode = self.cleaner.options().mode;
                let why = format!("{confidence} confidence does not cut in {mode} mode");
                ("33", "too weak  ", Some(why))
            }
            Verdict::Flagged => (
                "36",
                "flagged   ",
                Some("the rule's level is flag".to_owned()),
            ),
            Verdict::Protected => (
                "32",
                "protected ",
                Some("a protect rule keeps it".to_owned()),
            ),
            Verdict::Sheltered => (
                "32",
                "sheltered ",
                Some("the page's headline, code, table or most of its prose stays".to_owned()),
            ),
            Verdict::Outweighed => {
                let mode = self.cleaner.options().mode;
                (
                    "33",
                    "too weak  ",
                    Some(format!("it does not suffice in {mode} mode")),
                )
            }
        }
    }

    /// The rule that has the finding's bytes, where that is another one, and why it has them.
    fn winner_over(&self, finding: &Finding) -> Option<String> {
        let cuts = self.cuts_of(finding.span);
        if cuts.iter().any(|cut| cut.rule == finding.rule) {
            return None;
        }
        let cut = cuts.iter().find(|cut| cut.also.contains(&finding.rule))?;
        let (own, winner) = (self.rule(&finding.rule)?, self.rule(&cut.rule)?);
        let reach = |rule: &Rule| (rule.remove, rule.plus_lines);
        let whole_lines = !matches!(own.remove, Extent::Match | Extent::Rest);
        let why = if winner.confidence > own.confidence {
            "is surer"
        } else if whole_lines && reach(winner) == reach(own) {
            "was loaded first"
        } else {
            "takes more"
        };
        Some(format!("{} has these bytes: it {why}", cut.rule))
    }

    fn is_gone(&self, span: Span) -> bool {
        !self.cuts_of(span).is_empty()
    }

    /// The cuts that share a byte with the span.
    fn cuts_of(&self, span: Span) -> &[Cut] {
        let cuts = &self.cleaned.cuts;
        let first = cuts.partition_point(|cut| cut.span.end <= span.start);
        let count = cuts[first..].partition_point(|cut| cut.span.start < span.end);
        &cuts[first..first + count]
    }

    fn rule(&self, id: &str) -> Option<&Rule> {
        self.cleaner.rules().iter().find(|rule| rule.id == id)
    }

    fn fate(&self, line: usize) -> LineFate {
        let body = self.page.lines()[line].trimmed();
        let full = self.page.full_span(line);
        let body = if body.is_empty() { full } else { body };
        let gone: usize = self
            .cuts_of(body)
            .iter()
            .map(|cut| {
                cut.span
                    .end
                    .min(body.end)
                    .saturating_sub(cut.span.start.max(body.start))
            })
            .sum();
        match gone {
            0 => LineFate::Stays,
            all if all == body.len_bytes() => LineFate::Goes,
            _ => LineFate::GoesInPart,
        }
    }
}

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineFate {
    Goes,
    GoesInPart,
    Stays,
}

fn in_brief(rule: &Rule) -> String {
    match rule.kind {
        Kind::Other => format!(" ({} confidence)", rule.confidence),
        kind => format!(" ({kind}, {} confidence)", rule.confidence),
    }
}
