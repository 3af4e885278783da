//! What `--learn` would have found, for those who did not ask for it.

use crate::cli::args::command::CleanArgs;
use crate::cli::commands::clean::tables::percent;
use crate::cli::commands::learn;
use crate::cli::render::terminal::{counted, thousands};
use crate::cli::setup::Setup;
use dechaff::Mode;
use dechaff::io::batch::RunSummary;
use dechaff::tools::stats::CutStatistics;

/// From so many pages of a host on its templates are worth learning.
const LEAST_PAGES: u64 = 8;

/// Which part of the bytes is read once more. Counting lines costs about a sixth of cleaning them.
const PART: u64 = 8;
/// So much is read whatever the size of the input.
const FEW_BYTES: u64 = 64 << 10;

/// What `--learn` would cut by, in words, where hosts have pages enough and nothing was learned of them. Reads the
/// first eighth of the input once more, so that it is the same whatever the number of threads.
pub(crate) fn hint(
    args: &CleanArgs,
    prepared: &Setup,
    summary: &RunSummary,
    statistics: &CutStatistics,
) -> Option<String> {
    let hosts = || statistics.hosts.values();
    let is_learned = prepared
        .cleaner
        .rules()
        .iter()
        .any(|rule| rule.matcher_key() == "template");
    if args.learn || is_learned || !hosts().any(|host| host.of_pages >= LEAST_PAGES) {
        return None;
    }
    let many = hosts().filter(|host| host.of_pages >= LEAST_PAGES).count();
    let most_bytes = (summary.bytes_before as u64 / PART).max(FEW_BYTES);
    let mode = prepared.cleaner.options().mode.min(Mode::Balanced);
    // What could not be read was said before.
    let learned = learn::learn_sample(&args.input, prepared, mode, most_bytes).ok()?;
    let (words, all) = (learned.words_of_lines, learned.words);
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    (learned.lines > 0).then(|| {
        format!(
            "{} of {LEAST_PAGES} pages or more: --learn would cut by lines that hosts repeat; on {} that were sampled \
             these are {} with {} of {} words ({})",
            counted(many, "host"),
            counted(learned.pages, "page"),
            counted(learned.lines, "line"),
            thousands(count(words)),
            thousands(count(all)),
            percent(count(words), count(all))
        )
    })
}
