//! What `--learn` would have found, for those who did not ask for it.

use crate::cli::args::command::CleanArgs;
use crate::cli::commands::clean::tables::percent;
use crate::cli::commands::learn;
use crate::cli::render::terminal::{counted, thousands, whole};
use crate::cli::setup::Setup;
use dechaff::Mode;
use dechaff::io::batch::RunSummary;
use dechaff::tools::stats::CutStatistics;

/// From so many pages of a host on its templates are worth learning.
const LEAST_PAGES: u64 = 8;

/// Which part of the bytes is read once more. Counting lines costs about a sixth of cleaning them.
const PART: u64 = 8;
/// So much is read of it at least, and at most: a run that is done does not make anybody wait.
const LEAST_BYTES: u64 = 64 << 10;
const MOST_BYTES: u64 = 64 << 20;

/// What `--learn` would cut by, in words, where hosts have pages enough and nothing was learned of them. Reads the
/// start of the input once more, an eighth of it, so that it is the same whatever the number of threads.
pub(crate) fn hint(
    args: &CleanArgs,
    prepared: &Setup,
    summary: &RunSummary,
    statistics: &CutStatistics,
) -> Option<String> {
    let pages = statistics.hosts.values().map(|host| host.of_pages);
    let many = pages.filter(|pages| *pages >= LEAST_PAGES).count();
    let is_learned = prepared
        .cleaner
        .rules()
        .iter()
        .any(|rule| rule.matcher_key() == "template");
    if args.learn || is_learned || many == 0 {
        return None;
    }
    let most_bytes = (summary.bytes_before as u64 / PART).clamp(LEAST_BYTES, MOST_BYTES);
    let mode = prepared.cleaner.options().mode.min(Mode::Balanced);
    // What could not be read was said before.
    let learned = learn::learn_sample(&args.input, prepared, mode, most_bytes).ok()?;
    let (words, all) = (learned.words_of_lines, learned.words);
    (learned.lines > 0).then(|| {
        format!(
            "{} of {LEAST_PAGES} pages or more: --learn would cut by lines that hosts repeat; on {} that were sampled \
             these are {} with {} of {} words ({})",
            counted(many, "host"),
            counted(learned.pages, "page"),
            counted(learned.lines, "line"),
            thousands(whole(words)),
            thousands(whole(all)),
            percent(whole(words), whole(all))
        )
    })
}
