//! The tests of a draft: the line where it stands, and texts that are nearly the same.

use crate::page::Page;
use crate::rules::effect::Extent;
use crate::text::number::wide_number;
use crate::text::word_count;
use crate::tools::draft::spec::{DraftGuard, Find, Spec};

/// Sentences around a near-miss, such as any local paper has. Each is prose as guards see it.
const PROSE: [&str; 3] = [
    "The council met on Tuesday evening to talk about the budget for the coming year.",
    "Residents have until the end of the month to send their comments to the town hall.",
    "Work on the road should take six weeks and will cost less than was planned at first.",
];
const TITLES: [&str; 2] = [
    "Council Agrees on the Budget",
    "Main Road to Close for Six Weeks",
];
const LABELS: [&str; 2] = ["Yes", "No"];
/// The end that makes a sentence of a label, and what makes that longer.
const SAID: &str = "said the notice";
const WHERE: &str = "on the door of the town hall";
const FILLER: &str = "and for most of the week nobody could say who had put it up or why";

/// How many lines on each side of the line its test shows.
const CONTEXT: usize = 1;
/// How many lines of what goes with a heading its test shows.
const SECTION_LINES: usize = 4;

/// Which lines of a page a test shows, and which of them go.
pub(crate) struct SampleWindow {
    first: usize,
    last: usize,
    /// The first line that goes, and the last.
    gone: (usize, usize),
}

impl SampleWindow {
    /// The lines that should go, alone.
    pub(crate) fn alone(lines: (usize, usize)) -> Self {
        Self {
            first: lines.0,
            last: lines.1,
            gone: lines,
        }
    }

    /// The lines with their neighbours: as many of those before and after them as the guards need.
    pub(crate) fn around(page: &Page<'_>, (line, last): (usize, usize), spec: &Spec) -> Self {
        let filled = page.filled();
        let rank = page.lines()[line].rank;
        let mut from = rank.saturating_sub(CONTEXT);
        let gone = match spec.remove {
            Extent::Section => section_end(page, rank).min(rank + SECTION_LINES),
            Extent::Tail => (filled.len() - 1).min(rank + SECTION_LINES),
            _ => page.lines()[last].rank,
        };
        let is_last = |guard: &DraftGuard| matches!(guard, DraftGuard::Last(_));
        let mut to = match spec.remove {
            Extent::Tail => gone,
            _ if spec.has(is_last) => filled.len() - 1,
            _ => (gone + CONTEXT).min(filled.len() - 1),
        };
        if spec.remove == Extent::Section && to > gone && !page.lines()[filled[to]].is_prose() {
            to = gone; // the section goes on, and would go with it
        }
        if spec.has(|guard| matches!(guard, DraftGuard::First(_))) {
            from = 0;
        }
        if let Some(DraftGuard::After(share)) = spec
            .guards
            .iter()
            .find(|one| matches!(one, DraftGuard::After(_)))
        {
            let words = |ranks: std::ops::Range<usize>| -> usize {
                ranks.map(|at| page.lines()[filled[at]].word_count).sum()
            };
            let behind = words(rank..to + 1);
            let enough = |from: usize| {
                let before = words(from..rank);
                wide_number(before) >= share * wide_number(before + behind)
            };
            while from > 0 && !enough(from) {
                from -= 1;
            }
        }
        Self {
            first: filled[from],
            last: filled[to],
            gone: (line, filled[gone]),
        }
    }

    /// The lines as a test, with marks from the first to the last one that goes. `None` where a line
    /// holds a mark itself. Lines are trimmed and blank ones between them are one.
    pub(crate) fn test(&self, page: &Page<'_>) -> Option<String> {
        let (from, to) = self.gone;
        let mut out = String::new();
        let mut blank = false;
        for at in self.first..=self.last {
            if page.lines()[at].is_blank() {
                blank = true;
                continue;
            }
            let text = page.trimmed_text(at);
            if text.contains("[-") || text.contains("-]") || text.contains('\r') {
                if at < from || at > to {
                    continue;
                }
                return None;
            }
            if !out.is_empty() {
                out.push_str(if blank { "\n\n" } else { "\n" });
            }
            blank = false;
            if at == from {
                out.push_str("[-");
            }
            out.push_str(text);
            if at == to {
                out.push_str("-]");
            }
        }
        Some(out)
    }
}

/// The rank of the last line of the section that begins at `rank`.
fn section_end(page: &Page<'_>, rank: usize) -> usize {
    let filled = page.filled();
    let mut end = rank;
    while end + 1 < filled.len() && !page.lines()[filled[end + 1]].is_prose() {
        end += 1;
    }
    end
}

/// A line that must stay, with its neighbours, as a test; `None` where marks stand in it.
pub(crate) fn kept(page: &Page<'_>, line: usize) -> Option<String> {
    let before = page.filled_before(line);
    let after = page.filled_after(line);
    let lines = before.into_iter().chain([line]).chain(after);
    let texts: Vec<&str> = lines.map(|at| page.trimmed_text(at)).collect();
    let text = texts.join("\n");
    let marked = text.contains("[-") || text.contains("-]") || text.contains('\r');
    (!marked).then_some(text)
}

/// Texts that stay although they are nearly what the rule cuts: for each guard one that this guard
/// alone keeps, and one in which the line goes on.
pub(crate) fn near_misses(spec: &Spec, line: &str) -> Vec<String> {
    let mut tests: Vec<String> = spec
        .guards
        .iter()
        .map(|guard| near_miss(spec, line, *guard))
        .collect();
    if !matches!(spec.find, Find::Start(_)) {
        tests.push(format!("{} {SAID} {WHERE}.", line.trim()));
    }
    tests
}

fn near_miss(spec: &Spec, line: &str, guard: DraftGuard) -> String {
    let line = match guard {
        DraftGuard::MaxWords(most) => longer(spec, line, most),
        DraftGuard::UnlessStop => format!("{}{SAID}.", start_of(spec, line)),
        _ => line.trim().to_owned(),
    };
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for one in &spec.guards {
        let broken = *one == guard;
        match one {
            DraftGuard::After(_) if broken => after.extend(PROSE),
            DraftGuard::After(_) => before.extend(PROSE.iter().cycle().take(12)),
            DraftGuard::First(most) if broken => {
                before.extend(PROSE.iter().cycle().take(*most));
            }
            DraftGuard::Last(most) if broken => after.extend(PROSE.iter().cycle().take(*most)),
            _ => {}
        }
    }
    for (next, lines) in [
        (DraftGuard::NextTitle, TITLES),
        (DraftGuard::NextLabel, LABELS),
    ] {
        if guard == next {
            after.insert(0, PROSE[0]);
        } else if spec.has(|one| *one == next) {
            after.splice(0..0, lines);
        }
    }
    let lines = before.into_iter().chain([line.as_str()]).chain(after);
    lines.collect::<Vec<_>>().join("\n")
}

/// What the rule looks for at a line's start, ready to go on.
fn start_of(spec: &Spec, line: &str) -> String {
    let mut start = match &spec.find {
        Find::Start(phrase) => phrase.replace('#', "12"),
        _ => line.trim().to_owned(),
    };
    if !start.ends_with(' ') {
        start.push(' ');
    }
    start
}

/// The same in a sentence of more words than the guard allows.
fn longer(spec: &Spec, line: &str, most: usize) -> String {
    let mut out = format!("{}{SAID} {WHERE}", start_of(spec, line));
    while word_count::word_count(&out) <= most {
        out.push_str(", ");
        out.push_str(FILLER);
    }
    // A wrapped sentence, where its end would keep it, too.
    if !spec.has(|one| *one == DraftGuard::UnlessStop) {
        out.push('.');
    }
    out
}
