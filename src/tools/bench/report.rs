//! Everything that a bench found.

use crate::rules::kind::Kind;
use crate::rules::mode::Mode;
use crate::tools::bench::row::{BenchRow, Measured, RowName};
use crate::tools::bench::rule_costs::{RuleCost, RuleCosts};
use crate::tools::bench::stages::{StageFigures, StageNanos};
use crate::tools::synthesize::truth::{Tally, Truth};
use serde::{Deserialize, Serialize};

/// Version of the JSON form of [`BenchReport`].
pub const BENCH_VERSION: u32 = 1;

/// Everything that a bench found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BenchReport {
    /// [`BENCH_VERSION`].
    pub version: u32,
    /// What was measured with what.
    #[serde(flatten)]
    pub setup: BenchSetup,
    /// What cleaning did.
    pub cleaned: CleanedFigures,
    /// Memory, where the system tells.
    pub memory: Option<MemoryFigures>,
    /// The floors, then cleaning by more and more threads.
    pub rows: Vec<BenchRow>,
    /// The stages of cleaning by one thread.
    pub stages: Vec<StageFigures>,
    /// The share of the time of finding that the search for literals took, 0 to 1.
    pub search_time_share: f64,
    /// What each rule costs, the slowest first.
    pub rules: Vec<RuleCost>,
    /// How well cuts meet labels, by kind; empty without labels.
    pub kinds: Vec<KindFigures>,
}

/// What is measured with what. Reports of one corpus can be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BenchSetup {
    /// Version of the program.
    pub dechaff: String,
    /// The processor, where the system tells.
    pub processor: Option<String>,
    /// The texts.
    pub corpus: CorpusFigures,
    /// Hash of the rules.
    pub packs: String,
    /// Hash of the options and the model.
    pub options: String,
    /// The mode.
    pub mode: Mode,
    /// How often everything was measured.
    pub rounds: usize,
}

/// The texts that were cleaned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorpusFigures {
    /// How many there are.
    pub pages: usize,
    /// Their bytes as UTF-8.
    pub bytes: usize,
    /// Their newlines.
    pub newlines: u64,
    /// `blake3` of their names and texts, in hex.
    pub hash: String,
}

/// What cleaning did: it must be the same in every round and by any number of threads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CleanedFigures {
    /// Cuts.
    pub cuts: usize,
    /// Words before.
    pub words_before: usize,
    /// Words after.
    pub words_after: usize,
    /// Bytes of the clean texts.
    pub bytes_after: usize,
}

/// Memory of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemoryFigures {
    /// What it held before the first cleaning, the texts among it.
    pub loaded_bytes: u64,
    /// The most that it ever held.
    pub peak_bytes: u64,
}

/// How well cuts meet the labels of a kind, in bytes that are no blanks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KindFigures {
    /// The kind; none for all of them together.
    pub kind: Option<Kind>,
    /// Bytes of noise.
    pub noise_bytes: u64,
    /// How much of that was cut, under whatever kind, 0 to 1.
    pub recall: Option<f64>,
    /// Bytes that were cut under the kind.
    pub cut_bytes: u64,
    /// How much of that is noise, of whatever kind, 0 to 1.
    pub precision: Option<f64>,
}

impl KindFigures {
    fn of(kind: Option<Kind>, tally: Tally) -> Self {
        Self {
            kind,
            noise_bytes: tally.noise.bytes,
            recall: tally.recall(),
            cut_bytes: tally.cut.bytes,
            precision: tally.precision(),
        }
    }

    /// The kinds of which there is noise or a cut, then all together.
    pub(crate) fn all(truth: &Truth) -> Vec<Self> {
        let kinds = Kind::ALL
            .iter()
            .map(|&kind| Self::of(Some(kind), truth.of(kind)));
        let seen = kinds.filter(|one| one.noise_bytes + one.cut_bytes > 0);
        seen.chain([Self::of(None, truth.all())]).collect()
    }
}

impl BenchReport {
    /// The report of what was measured.
    ///
    /// # Panics
    ///
    /// Panics if [`RowName::HashLines`], the floor, was not measured.
    pub fn new(setup: BenchSetup, cleaned: CleanedFigures, measured: Vec<Measured>) -> Self {
        let is_floor = |one: &&Measured| one.name == RowName::HashLines;
        let floor = measured
            .iter()
            .find(is_floor)
            .expect("the floor was measured");
        let floor = floor.samples.clone();
        let CorpusFigures { bytes, pages, .. } = setup.corpus;
        let row = |one| BenchRow::of(one, &floor, bytes, pages);
        Self {
            version: BENCH_VERSION,
            rows: measured.into_iter().map(row).collect(),
            setup,
            cleaned,
            memory: None,
            stages: Vec::new(),
            search_time_share: 0.0,
            rules: Vec::new(),
            kinds: Vec::new(),
        }
    }

    /// Adds what the process held.
    #[must_use]
    pub fn with_memory(mut self, memory: Option<MemoryFigures>) -> Self {
        self.memory = memory;
        self
    }

    /// Adds what each rule cost.
    #[must_use]
    pub fn with_rules(mut self, costs: &RuleCosts) -> Self {
        self.search_time_share = costs.search_time_share();
        self.rules = costs.slowest_first();
        self
    }

    /// Adds how long each stage took.
    #[must_use]
    pub fn with_stages(mut self, stages: &StageNanos) -> Self {
        let bytes = self.setup.corpus.bytes;
        self.stages = StageFigures::of(stages, bytes);
        self
    }

    /// Adds how well cuts meet labels.
    #[must_use]
    pub fn with_truth(mut self, truth: Option<&Truth>) -> Self {
        self.kinds = truth.map_or_else(Vec::new, KindFigures::all);
        self
    }
}
