//! `dechaff stats`: what went from the pages of a clean folder, by its records alone.

pub(crate) mod sample;
pub(crate) mod table;

use crate::cli::args::stats::{CutStatsFormat, StatsArgs};
use crate::cli::commands::stats::sample::CutSample;
use crate::cli::commands::stats::table::{CutTable, csv};
use crate::cli::input::cleaned::files_of;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{self, escape};
use dechaff::io::records::{Newest, PageKey, read_records};
use dechaff::tools::stats::CutStatistics;
use std::io::{self, Write as _};

pub(crate) fn run(args: &StatsArgs) -> anyhow::Result<Outcome> {
    let files = files_of(&args.cleaned, args.cuts.as_deref())?;
    let newest = Newest::read(&files)?;
    let mut statistics = CutStatistics::default();
    let mut sample = CutSample::new(args);
    let mut out = terminal::out();
    let (mut place, mut outcome) = (0, Outcome::Done);
    read_records(&files, |row| {
        place += 1;
        let record = match row.record {
            Ok(record) => record,
            Err(error) => {
                let name = format!("{}:{}", row.file.display(), row.number);
                tracing::error!("{}: {}", escape(&name), escape(&error.to_string()));
                outcome = Outcome::SomeFailed;
                return Ok(());
            }
        };
        if !newest.is_newest(PageKey::of(&record), place - 1) {
            return Ok(());
        }
        if args.format == CutStatsFormat::Records {
            serde_json::to_writer(&mut out, &record)?;
            return Ok(out.write_all(b"\n")?);
        }
        statistics.add(&record, None);
        sample.add(&record);
        Ok::<(), anyhow::Error>(())
    })?;
    let table = CutTable {
        color: terminal::color_on(&io::stdout()),
        top: if args.top == 0 { usize::MAX } else { args.top },
    };
    let text = match args.format {
        CutStatsFormat::Records => String::new(),
        CutStatsFormat::Json => serde_json::to_string_pretty(&statistics)? + "\n",
        CutStatsFormat::Csv => csv(&statistics),
        CutStatsFormat::Table => table.print(&statistics) + &sample.print()?,
    };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(outcome)
}
