//! A report beside an older one.

use crate::tools::bench::report::{BENCH_VERSION, BenchReport, CorpusFigures};
use crate::tools::bench::row::{BenchRow, RowRatios, figure};

/// Why two reports cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CompareError {
    /// The text is no report.
    #[error("no JSON of `bench`: {0}")]
    NoReport(String),
    /// It is one of another version.
    #[error("its version is not one that this dechaff reads")]
    Version,
    /// It is of other texts.
    #[error("it is of other texts: {old} there, {new} here (blake3)")]
    OtherTexts {
        /// The hash of its corpus.
        old: String,
        /// The hash of the corpus at hand.
        new: String,
    },
}

impl BenchReport {
    /// Reads a report from its JSON.
    ///
    /// # Errors
    ///
    /// Where the text is none, or from another version of the program.
    pub fn read(json: &str) -> Result<Self, CompareError> {
        let wrong = |error: serde_json::Error| CompareError::NoReport(error.to_string());
        let value: serde_json::Value = serde_json::from_str(json).map_err(wrong)?;
        match value.get("version").and_then(serde_json::Value::as_u64) {
            Some(version) if version != u64::from(BENCH_VERSION) => Err(CompareError::Version),
            _ => serde_json::from_value(value).map_err(wrong),
        }
    }
}

/// Gives each row and rule of a report its ratios to the same one of an older report.
///
/// # Errors
///
/// Where the reports are of other texts.
pub fn compare(new: &mut BenchReport, old: &BenchReport) -> Result<(), CompareError> {
    check_texts(&new.setup.corpus, old)?;
    for row in &mut new.rows {
        let same = |one: &&BenchRow| (one.name, one.threads) == (row.name, row.threads);
        row.against_old = old.rows.iter().find(same).map(|old| ratios(row, old));
    }
    for cost in &mut new.rules {
        let same = old.rules.iter().find(|one| one.rule == cost.rule);
        let looked = same.filter(|old| old.nanos > 0);
        cost.against_old = looked.map(|old| figure(cost.nanos) / figure(old.nanos));
    }
    Ok(())
}

/// Whether an older report is of these texts: only so can the two be compared.
///
/// # Errors
///
/// Where it is of others.
pub fn check_texts(new: &CorpusFigures, old: &BenchReport) -> Result<(), CompareError> {
    let (new, old) = (&new.hash, &old.setup.corpus.hash);
    if new == old {
        return Ok(());
    }
    Err(CompareError::OtherTexts {
        old: old.clone(),
        new: new.clone(),
    })
}

fn ratios(new: &BenchRow, old: &BenchRow) -> RowRatios {
    let both = |new: Option<f64>, old: Option<f64>| Some(new? / old?);
    let bytes = |row: &BenchRow| row.peak_bytes.map(figure);
    RowRatios {
        cpu: both(new.mb_per_cpu_second, old.mb_per_cpu_second),
        wall: new.mb_per_second / old.mb_per_second,
        floor_share: new.floor_share / old.floor_share,
        peak: both(bytes(new), bytes(old)),
    }
}
