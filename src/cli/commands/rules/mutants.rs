//! `dechaff rules test --mutants`: what can be deleted from rules and no test notices.

use crate::cli::args::common::ReportFormat;
use crate::cli::commands::rules::asked::Asked;
use crate::cli::render::github::{Annotation, Grade};
use crate::cli::render::jsonl;
use crate::cli::render::terminal::{self, counted, escape, paint};
use dechaff::Rule;
use dechaff::tools::mutants::{Mutant, mutant_places, mutants_of};
use rayon::prelude::*;
use serde::Serialize;
use std::io::{self, Write};

/// Prints what no test of these rules, which pass their tests, would miss; whether there is
/// nothing such.
pub(crate) fn run(
    rules: &[&Rule],
    asked: &Asked,
    format: ReportFormat,
    out: &mut dyn Write,
) -> anyhow::Result<bool> {
    let mutants: Vec<Mutant<'_>> = rules.iter().flat_map(|rule| mutants_of(rule)).collect();
    let survivors: Vec<&Mutant<'_>> = mutants.par_iter().filter(|one| one.survives()).collect();
    let of_files = survivors.chunk_by(|one, other| file_of(one) == file_of(other));
    for of_file in of_files {
        let file = file_of(of_file[0]);
        let text = asked.text_of(file).unwrap_or_default();
        for (survivor, place) in of_file.iter().zip(mutant_places(&text, of_file)) {
            print(&Survivor::new(survivor, place), format, out)?;
        }
    }
    if format == ReportFormat::Human {
        let survived = survivors.len();
        let killed = mutants.len() - survived;
        let mutants = counted(mutants.len(), "mutant");
        writeln!(out, "{mutants}: {killed} killed, {survived} survived")?;
    }
    Ok(survivors.is_empty())
}

fn file_of<'r>(mutant: &Mutant<'r>) -> &'r str {
    &mutant.rule().origin.file
}

#[derive(Serialize)]
struct Survivor<'r> {
    file: &'r str,
    line: usize,
    column: usize,
    rule: &'r str,
    deleted: String,
    help: String,
}

impl<'r> Survivor<'r> {
    fn new(mutant: &Mutant<'r>, (line, column): (usize, usize)) -> Self {
        Self {
            file: file_of(mutant),
            line,
            column,
            rule: &mutant.rule().id,
            deleted: mutant.what(),
            help: mutant.advice(),
        }
    }

    fn message(&self) -> String {
        format!("{}: no test misses {}", self.rule, self.deleted)
    }
}

fn print(survivor: &Survivor<'_>, format: ReportFormat, out: &mut dyn Write) -> anyhow::Result<()> {
    let Survivor {
        file,
        line,
        column,
        help,
        ..
    } = survivor;
    match format {
        ReportFormat::Human => {
            let color = terminal::color_on(&io::stdout());
            let title = format!("{file}:{line}:{column}: {}", survivor.message());
            writeln!(out, "{}", paint(color, "1", &escape(&title)))?;
            writeln!(out, "    help: {}\n", escape(help))?;
        }
        ReportFormat::Jsonl => {
            write!(out, "{}", jsonl::line(survivor))?;
        }
        ReportFormat::Github => {
            let annotation = Annotation {
                grade: Grade::Error,
                file,
                line: *line,
                column: Some(*column),
                end: None,
                title: None,
                message: format!("{}\n{help}", survivor.message()),
            };
            writeln!(out, "{annotation}")?;
        }
    }
    Ok(())
}
