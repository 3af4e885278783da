//! `dechaff stats`: what went from the pages of a clean folder, by its records alone.

pub(crate) mod sample;
pub(crate) mod table;

use crate::cli::args::stats::{CutStatsFormat, StatsArgs};
use crate::cli::commands::stats::sample::CutSample;
use crate::cli::commands::stats::table::{CutTable, csv};
use crate::cli::input::cleaned::files_of;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{self, escape};
use dechaff::Record;
use dechaff::io::records::{Newest, PageKey, read_records};
use dechaff::io::shard::{ShardRestoreError, shard_records, sidecars};
use dechaff::tools::stats::CutStatistics;
use std::io::{self, Write};

pub(crate) fn run(args: &StatsArgs) -> anyhow::Result<Outcome> {
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
        for id in sidecars(cleaned)? {
            let name = id.text();
            let add = |record: Record| self.add(&record, Some(&name));
            match shard_records(cleaned, &id, add) {
                Err(error) if error.is::<ShardRestoreError>() => self.fail(&name, &error),
                read => read?,
            }
        }
        Ok(())
    }

    fn add(&mut self, record: &Record, shard: Option<&str>) -> anyhow::Result<()> {
        if self.args.format == CutStatsFormat::Records {
            serde_json::to_writer(&mut self.out, record)?;
            return Ok(self.out.write_all(b"\n")?);
        }
        self.statistics.add(record, shard);
        self.sample.add(record);
        Ok(())
    }

    fn fail(&mut self, name: &str, error: &impl std::fmt::Display) {
        tracing::error!("{}: {}", escape(name), escape(&error.to_string()));
        self.outcome = Outcome::SomeFailed;
    }

    fn print(mut self) -> anyhow::Result<Outcome> {
        let top = self.args.top;
        let table = CutTable {
            color: terminal::color_on(&io::stdout()),
            top: if top == 0 { usize::MAX } else { top },
        };
        let text = match self.args.format {
            CutStatsFormat::Records => String::new(),
            CutStatsFormat::Json => serde_json::to_string_pretty(&self.statistics)? + "\n",
            CutStatsFormat::Csv => csv(&self.statistics),
            CutStatsFormat::Table => table.print(&self.statistics) + &self.sample.print()?,
        };
        self.out.write_all(text.as_bytes())?;
        self.out.flush()?;
        Ok(self.outcome)
    }
}
