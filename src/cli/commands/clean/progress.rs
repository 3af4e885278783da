//! How far a run is: a bar on a terminal, else lines of JSON.

use crate::cli::args::command::ProgressArg;
use crate::cli::args::common::GlobalArgs;
use crate::cli::render::terminal::{counted, thousands};
use dechaff::io::shard::DoneBytes;
use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::collections::VecDeque;
use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// How often progress is said as JSON.
const SAY_EVERY: Duration = Duration::from_secs(5);
/// How often it is noted how far the run is.
const NOTE_EVERY: Duration = Duration::from_secs(1);
/// Speed is that of so many notes.
const NOTES: usize = 30;
/// How often a second the bar is drawn at most.
const DRAWS_PER_SECOND: u8 = 10;

/// How far a run is.
pub(crate) struct Progress {
    bar: ProgressBar,
    draws: bool,
    as_json: bool,
    /// Whether it is said at the end as well, however soon that comes.
    says_end: bool,
    started: Instant,
    said: Instant,
    bytes_total: u64,
    now: Done,
    notes: VecDeque<(Instant, Done)>,
}

/// What is done.
#[derive(Debug, Default, Clone, Copy)]
struct Done {
    bytes: u64,
    pages: usize,
    cuts: usize,
    /// Of these, what earlier runs have done, which goes by much faster than what is cleaned.
    earlier_bytes: u64,
    earlier_pages: usize,
}

/// How fast the run is, a second.
struct Speed {
    bytes: f64,
    pages: f64,
}

#[derive(Serialize)]
struct ProgressLine {
    seconds: u64,
    bytes_read: u64,
    bytes_total: u64,
    pages: usize,
    pages_per_second: f64,
    mb_per_second: f64,
    cuts: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds_left: Option<u64>,
}

impl Progress {
    /// Of a run over so many bytes; 0 where nobody knows.
    pub(crate) fn new(how: ProgressArg, global: &GlobalArgs, bytes_total: u64) -> Self {
        let (draws, as_json) = forms(how, global);
        let (started, done) = (Instant::now(), Done::default());
        Self {
            bar: bar(draws, bytes_total),
            draws,
            as_json,
            says_end: as_json && matches!(how, ProgressArg::Json),
            started,
            said: started,
            bytes_total,
            now: done,
            notes: VecDeque::from([(started, done)]),
        }
    }

    /// Says something while no bar is drawn.
    pub(crate) fn suspend(&self, say: impl FnOnce()) {
        self.bar.suspend(say);
    }

    /// Counts pages that are done, and what was cut of them.
    pub(crate) fn count(&mut self, pages: usize, cuts: usize) {
        self.now.pages += pages;
        self.now.cuts += cuts;
    }

    /// Counts pages that earlier runs have done, as well.
    pub(crate) fn count_earlier(&mut self, pages: usize, cuts: usize) {
        self.count(pages, cuts);
        self.now.earlier_pages += pages;
    }

    /// How many bytes are done.
    pub(crate) fn bytes(&self) -> DoneBytes {
        DoneBytes {
            all: self.now.bytes,
            earlier: self.now.earlier_bytes,
        }
    }

    /// So much is done.
    pub(crate) fn reach(&mut self, done: DoneBytes) {
        (self.now.bytes, self.now.earlier_bytes) = (done.all, done.earlier);
        let is_due = |at: Instant, every| at.elapsed() >= every;
        if self
            .notes
            .back()
            .is_none_or(|(at, _)| is_due(*at, NOTE_EVERY))
        {
            self.notes.push_back((Instant::now(), self.now));
            if self.notes.len() > NOTES {
                self.notes.pop_front();
            }
        }
        if self.draws {
            self.bar.set_message(self.message(Instant::now()));
            self.bar.set_position(done.all);
        }
        if self.as_json && is_due(self.said, SAY_EVERY) {
            self.said = Instant::now();
            self.say();
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
        if self.says_end {
            self.say();
        }
    }

    /// The speed of what this run cleans, by the oldest note.
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    fn speed(&self, at: Instant) -> Speed {
        let (since, before) = self.notes[0];
        let seconds = at.duration_since(since).as_secs_f64().max(0.001);
        let bytes = |done: Done| done.bytes - done.earlier_bytes;
        let pages = |done: Done| done.pages - done.earlier_pages;
        Speed {
            bytes: (bytes(self.now) - bytes(before)) as f64 / seconds,
            pages: (pages(self.now) - pages(before)) as f64 / seconds,
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "figures for people"
    )]
    fn seconds_left(&self, speed: &Speed) -> Option<u64> {
        let left = self.bytes_total.saturating_sub(self.now.bytes) as f64;
        let is_known = self.bytes_total > 0 && speed.bytes > 0.0;
        is_known.then(|| (left / speed.bytes).ceil() as u64)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "figures for people"
    )]
    fn message(&self, at: Instant) -> String {
        let speed = self.speed(at);
        let left = self.seconds_left(&speed).map(|seconds| {
            let left = HumanDuration(Duration::from_secs(seconds));
            format!(", {left:#} left")
        });
        format!(
            "{} ({}/s, {:.1} MB/s), {}{}",
            counted(self.now.pages, "page"),
            thousands(speed.pages as usize),
            speed.bytes / 1e6,
            counted(self.now.cuts, "cut"),
            left.unwrap_or_default(),
        )
    }

    fn say(&self) {
        let speed = self.speed(Instant::now());
        let rounded = |figure: f64| (figure * 100.0).round() / 100.0;
        let line = ProgressLine {
            seconds: self.started.elapsed().as_secs(),
            bytes_read: self.now.bytes,
            bytes_total: self.bytes_total,
            pages: self.now.pages,
            pages_per_second: rounded(speed.pages),
            mb_per_second: rounded(speed.bytes / 1e6),
            cuts: self.now.cuts,
            seconds_left: self.seconds_left(&speed),
        };
        if let Ok(json) = serde_json::to_string(&line) {
            let _ = writeln!(io::stderr().lock(), "{{\"progress\":{json}}}");
        }
    }
}

/// Whether a bar is drawn, and whether lines of JSON are written.
fn forms(how: ProgressArg, global: &GlobalArgs) -> (bool, bool) {
    let on_terminal = io::stderr().is_terminal();
    match how {
        ProgressArg::None => (false, false),
        ProgressArg::Auto if global.quiet => (false, false),
        ProgressArg::Auto => (on_terminal, !on_terminal),
        ProgressArg::Bar => (true, false),
        ProgressArg::Json => (false, true),
    }
}

/// Says on a terminal, while work is done whose end nobody knows, what that is: of millions of files it takes a while.
pub(crate) fn saying<T>(
    what: &'static str,
    how: ProgressArg,
    global: &GlobalArgs,
    work: impl FnOnce() -> T,
) -> T {
    let (draws, _) = forms(how, global);
    if !draws {
        return work();
    }
    let spinner = ProgressBar::new_spinner().with_message(what);
    spinner.enable_steady_tick(Duration::from_millis(100));
    let done = work();
    spinner.finish_and_clear();
    done
}

fn bar(draws: bool, bytes: u64) -> ProgressBar {
    let target = if draws {
        ProgressDrawTarget::stderr_with_hz(DRAWS_PER_SECOND)
    } else {
        ProgressDrawTarget::hidden()
    };
    let form = if bytes > 0 {
        "{wide_bar} {decimal_bytes} of {decimal_total_bytes}, {msg}"
    } else {
        "{decimal_bytes}, {msg}" // of a stream nobody knows where it ends
    };
    let style = ProgressStyle::with_template(form).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(bytes), target).with_style(style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speed_is_that_of_the_last_notes_and_what_is_left_follows_from_it() {
        let done = |bytes, pages, earlier_bytes| Done {
            bytes,
            pages,
            earlier_bytes,
            ..Done::default()
        };
        let started = Instant::now();
        let progress = Progress {
            bar: bar(false, 0),
            draws: false,
            as_json: false,
            says_end: false,
            started,
            said: started,
            bytes_total: 2_000,
            now: done(1_000, 60, 900),
            // Nine tenths of it were there from the start, by an earlier run.
            notes: VecDeque::from([(started, done(0, 50, 0))]),
        };
        let at = started + Duration::from_secs(10);
        let speed = progress.speed(at);
        assert!((speed.bytes - 10.0).abs() < 1e-9, "{}", speed.bytes);
        assert!((speed.pages - 1.0).abs() < 1e-9, "{}", speed.pages);
        assert_eq!(progress.seconds_left(&speed), Some(100));
        let message = "60 pages (1/s, 0.0 MB/s), 0 cuts, 2m left";
        assert_eq!(progress.message(at), message);
    }
}
