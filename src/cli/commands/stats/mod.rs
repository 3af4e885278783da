//! `dechaff stats`: what went from the pages of a clean folder, by its records alone.

pub(crate) mod sample;
pub(crate) mod shown;
pub(crate) mod table;

use crate::cli::args::stats::{CutStatsFormat, StatsArgs};
use crate::cli::commands::stats::sample::CutSample;
use crate::cli::commands::stats::shown::{ShownCut, print};
use crate::cli::commands::stats::table::{CutTable, csv};
use crate::cli::input::cleaned::files_of;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{self, counted, escape};
use anyhow::ensure;
use dechaff::Record;
use dechaff::io::records::{Newest, PageKey, read_records};
use dechaff::io::shard::{ShardRestoreError, numbered_records, sidecars};
use dechaff::io::source::PageId;
use dechaff::tools::stats::CutStatistics;
use serde::Serialize;
use std::io::{self, Write};

pub(crate) fn run(args: &StatsArgs) -> anyhow::Result<Outcome> {
    let has_samples = matches!(args.format, CutStatsFormat::Table | CutStatsFormat::Json);
    ensure!(
        args.sample == 0 || has_samples,
        "--sample is for --format table and json; --format {} has no room for cuts with the lines around them",
        args.format.word()
    );
    let mut tally = CutTally {
        args,
        out: terminal::out(),
        statistics: CutStatistics::default(),
        sample: CutSample::new(args),
        outcome: Outcome::Done,
    };
    tally.pages()?;
    if args.cuts.is_none() && args.cleaned.is_dir() {
        tally.shards()?;
    }
    tally.print()
}

/// What went, as far as records were read.
struct CutTally<'a, W> {
    args: &'a StatsArgs,
    out: W,
    statistics: CutStatistics,
    sample: CutSample<'a>,
    outcome: Outcome,
}

impl<W: Write> CutTally<'_, W> {
    /// Reads the records of pages that are files.
    fn pages(&mut self) -> anyhow::Result<()> {
        let files = files_of(&self.args.cleaned, self.args.cuts.as_deref())?;
        let newest = Newest::read(&files)?;
        let mut place = 0;
        read_records(&files, |row| {
            place += 1;
            match row.record {
                Ok(record) if newest.is_newest(PageKey::of(&record), place - 1) => {
                    self.add(&record, None)
                }
                Ok(_) => Ok(()),
                Err(error) => {
                    let name = format!("{}:{}", row.file.display(), row.number);
                    self.fail(&name, &error);
                    Ok(())
                }
            }
        })
    }

    /// Reads the cuts that stand beside shards.
    fn shards(&mut self) -> anyhow::Result<()> {
        let cleaned = &self.args.cleaned;
        let mut without = Vec::new();
        for id in sidecars(cleaned)? {
            let name = id.text();
            let add = |row, record: Record| self.add(&record, Some((&id, row)));
            let Err(error) = numbered_records(cleaned, &id, add) else {
                continue;
            };
            match error.downcast::<ShardRestoreError>()? {
                ShardRestoreError::NoSidecar(_) => without.push(name),
                error => self.fail(&name, &error),
            }
        }
        self.tell_without(&without);
        Ok(())
    }

    fn add(&mut self, record: &Record, row: Option<(&PageId, u64)>) -> anyhow::Result<()> {
        if self.args.format == CutStatsFormat::Records {
            serde_json::to_writer(&mut self.out, record)?;
            return Ok(self.out.write_all(b"\n")?);
        }
        let shard = row.map(|(shard, _)| shard.text());
        self.statistics.add(record, shard.as_deref());
        self.sample.add(record, row);
        Ok(())
    }

    /// Says of shards, all at once, that nothing is known of their cuts.
    fn tell_without(&mut self, shards: &[String]) {
        let name = match shards {
            [] => return,
            [one] => one.clone(),
            [first, others @ ..] => {
                format!("{first} and {}", counted(others.len(), "more shard"))
            }
        };
        let why = "cleaned with --cuts column, attributes or none, which leaves no records: no cut can be counted or \
                   shown; --cuts sidecar, the default, leaves them";
        self.fail(&name, &why);
    }

    fn fail(&mut self, name: &str, error: &impl std::fmt::Display) {
        tracing::error!("{}: {}", escape(name), escape(&error.to_string()));
        self.outcome = Outcome::SomeFailed;
    }

    fn print(mut self) -> anyhow::Result<Outcome> {
        let top = self.args.top;
        let color = terminal::color_on(&io::stdout());
        let table = CutTable {
            color,
            top: if top == 0 { usize::MAX } else { top },
        };
        let samples = self.sample.show()?;
        let text = match self.args.format {
            CutStatsFormat::Records => String::new(),
            CutStatsFormat::Json => json(&self.statistics, self.args, samples)?,
            CutStatsFormat::Csv => csv(&self.statistics),
            CutStatsFormat::Table => table.print(&self.statistics) + &print(&samples, color),
        };
        self.out.write_all(text.as_bytes())?;
        self.out.flush()?;
        Ok(self.outcome)
    }
}

/// What went, and cuts of it where some were asked for.
#[derive(Serialize)]
struct StatsJson<'s> {
    #[serde(flatten)]
    statistics: &'s CutStatistics,
    #[serde(skip_serializing_if = "Option::is_none")]
    samples: Option<Vec<ShownCut>>,
}

fn json(
    statistics: &CutStatistics,
    args: &StatsArgs,
    samples: Vec<ShownCut>,
) -> anyhow::Result<String> {
    let all = StatsJson {
        statistics,
        samples: (args.sample > 0).then_some(samples),
    };
    Ok(serde_json::to_string_pretty(&all)? + "\n")
}
