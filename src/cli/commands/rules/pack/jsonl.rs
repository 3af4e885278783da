//! The report of `rules pack --check` as JSON Lines.

use crate::cli::commands::rules::pack::reviewed::{Pack, Reviewed};
use crate::cli::render::jsonl::{self, DiagnosticJson};
use dechaff::Rule;
use dechaff::rules::{Level, Polarity};
use dechaff::tools::review::{PackReview, ReviewedOverride};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::Write;

pub(crate) fn print(pack: &Pack, reviewed: &Reviewed, out: &mut dyn Write) -> anyhow::Result<()> {
    let review = match reviewed {
        Ok(review) => review,
        Err(errors) => {
            let found = errors.diagnostics().iter().map(DiagnosticJson::new);
            return found
                .map(PackJson::Error)
                .try_for_each(|line| print_line(&line, out));
        }
    };
    print_line(&of_pack(pack, review), out)?;
    let keeps = review
        .rules()
        .filter(|rule| rule.polarity == Polarity::Protect);
    let overrides = review.overrides.iter().map(of_override);
    let lines = overrides.chain(keeps.map(protect));
    let notes = review.notes.iter().map(DiagnosticJson::new);
    for line in lines.chain(notes.map(PackJson::Warning)) {
        print_line(&line, out)?;
    }
    Ok(())
}

fn print_line(line: &PackJson<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    Ok(write!(out, "{}", jsonl::line(line))?)
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum PackJson<'r> {
    Pack {
        pack: &'r str,
        hash: &'r str,
        names: &'r [String],
        replaces: &'r [String],
        files: usize,
        len_bytes: usize,
        links: usize,
        others: usize,
        rules: usize,
        protects: usize,
        tests: usize,
        domains: BTreeSet<&'r str>,
    },
    Override {
        rule: &'r str,
        level: Option<Level>,
        phrases_added: usize,
        unless_added: usize,
        file: &'r str,
        line: usize,
    },
    Protect {
        rule: &'r str,
        matcher: &'r str,
        phrases: &'r [String],
        pattern: Option<&'r str>,
        keeps: String,
        only: Vec<String>,
        file: &'r str,
        line: usize,
    },
    Warning(DiagnosticJson<'r>),
    Error(DiagnosticJson<'r>),
}

fn of_pack<'r>(pack: &'r Pack, review: &'r PackReview) -> PackJson<'r> {
    let protects = review
        .rules()
        .filter(|rule| rule.polarity == Polarity::Protect);
    PackJson::Pack {
        pack: &pack.word,
        hash: &review.hash,
        names: &review.names,
        replaces: &review.replaces,
        files: pack.read.files.len(),
        len_bytes: pack.len_bytes(),
        links: pack.read.links.len(),
        others: pack.read.others,
        rules: review.rules().count(),
        protects: protects.count(),
        tests: review.rules().map(|rule| rule.tests.len()).sum(),
        domains: review.domains(),
    }
}

fn of_override(one: &ReviewedOverride) -> PackJson<'_> {
    PackJson::Override {
        rule: &one.rule,
        level: one.level,
        phrases_added: one.phrases_added,
        unless_added: one.unless_added,
        file: &one.file,
        line: one.line,
    }
}

fn protect(rule: &Rule) -> PackJson<'_> {
    PackJson::Protect {
        rule: &rule.id,
        matcher: rule.matcher_key(),
        phrases: rule.phrases(),
        pattern: rule.pattern(),
        keeps: rule.extent_in_words(),
        only: rule.guards_in_words(),
        file: &rule.origin.file,
        line: rule.origin.line,
    }
}
