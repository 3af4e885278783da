//! A cleaned page as text: line numbers and rules in the margin, cuts struck or marked. Pure.

use crate::cli::commands::diff::fold::fold;
use crate::cli::commands::diff::piece::LineSegment;
use crate::cli::render::terminal::{counted, escape, paint};
use dechaff::rules::EvidencePart;
use dechaff::{Cleaned, Cut, Kind, Page, Warning};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How pages are drawn.
pub(crate) struct Drawing {
    /// Strike and colour what goes; without, `[-` and `-]` stand around it.
    pub(crate) color: bool,
    /// Where lines are folded; without, they are not.
    pub(crate) width: Option<usize>,
}

/// The longest rule id that the margin holds.
const MAX_MARGIN: usize = 28;
/// Text is folded at this width at least, however narrow the terminal.
const LEAST_TEXT: usize = 20;

impl Drawing {
    /// The page's heading, then its lines.
    pub(crate) fn page(&self, name: &str, page: &Page<'_>, cleaned: &Cleaned<'_>) -> String {
        let mut out = self.heading(name, page, cleaned);
        let margin = Margin::new(page, cleaned, self.width);
        let mut cuts = cleaned.cuts.as_slice();
        for line in 0..page.lines().len() {
            let full = page.full_span(line);
            let done = cuts
                .iter()
                .take_while(|cut| cut.span.end <= full.start)
                .count();
            cuts = &cuts[done..];
            let here = cuts
                .iter()
                .take_while(|cut| cut.span.start < full.end)
                .count();
            self.line(line, page, &cuts[..here], &margin, &mut out);
        }
        out.push('\n');
        out += &switches(cleaned);
        out
    }

    fn heading(&self, name: &str, page: &Page<'_>, cleaned: &Cleaned<'_>) -> String {
        let mut by_kind: BTreeMap<Kind, usize> = BTreeMap::new();
        for cut in &cleaned.cuts {
            *by_kind.entry(cut.kind).or_default() += 1;
        }
        let gone = cleaned.words_before.saturating_sub(cleaned.words_after);
        let mut out = format!("{}\n", paint(self.color, "1", &escape(name)));
        if by_kind.is_empty() {
            out += "nothing goes";
        } else {
            let kinds: Vec<String> = by_kind
                .iter()
                .map(|(kind, count)| paint(self.color, color_of(*kind), &format!("{kind} {count}")))
                .collect();
            let cuts = counted(cleaned.cuts.len(), "cut");
            let words = counted(page.word_count(), "word");
            let _ = write!(out, "{cuts}, {gone} of {words}: {}", kinds.join(", "));
        }
        for warning in &cleaned.warnings {
            if let Warning::KeptWhole { removed_share } = warning {
                let share = removed_share * 100.0;
                let _ = write!(
                    out,
                    "; kept whole, since {share:.0} % of its words would go"
                );
            }
        }
        out += "\n\n";
        out
    }

    fn line(&self, line: usize, page: &Page<'_>, cuts: &[Cut], margin: &Margin, out: &mut String) {
        let pieces = pieces(page, line, cuts);
        let rows = match margin.text_width {
            Some(width) => fold(pieces, if self.color { width } else { width - MARKS }),
            None => vec![pieces],
        };
        // A cut of many lines is named on its first.
        let start = page.full_span(line).start;
        let named = cuts.iter().find(|cut| cut.span.start >= start);
        for (at, row) in rows.iter().enumerate() {
            let id = named.filter(|_| at == 0);
            let number = if at == 0 {
                (line + 1).to_string()
            } else {
                String::new()
            };
            let sign = match cuts.first() {
                Some(cut) => paint(self.color, color_of(cut.kind), "┃"),
                None => "│".to_owned(),
            };
            let text: String = row.iter().map(|piece| self.piece(piece)).collect();
            let row = format!("{} {sign} {text}", self.margin(&number, id, margin));
            out.push_str(row.trim_end());
            out.push('\n');
        }
    }

    fn margin(&self, number: &str, cut: Option<&Cut>, margin: &Margin) -> String {
        let id = cut.map_or(String::new(), |cut| shortened(&cut.rule, margin.ids));
        let padding = " ".repeat(margin.ids - id.chars().count());
        let color = cut.map_or("", |cut| color_of(cut.kind));
        let digits = margin.digits;
        let number = paint(self.color, "2", &format!("{number:>digits$}"));
        format!("{number} {}{padding}", paint(self.color, color, &id))
    }

    fn piece(&self, piece: &LineSegment<'_>) -> String {
        match piece.cut {
            None => piece.text.clone(),
            Some(cut) if self.color => {
                paint(true, &format!("9;{}", color_of(cut.kind)), &piece.text)
            }
            Some(_) => format!("[-{}-]", piece.text),
        }
    }
}

/// What the marks of a cut take on a row without colours.
const MARKS: usize = 4;

/// How wide the columns beside the text are.
struct Margin {
    digits: usize,
    ids: usize,
    text_width: Option<usize>,
}

impl Margin {
    fn new(page: &Page<'_>, cleaned: &Cleaned<'_>, width: Option<usize>) -> Self {
        let digits = page.lines().len().to_string().len();
        let longest = cleaned
            .cuts
            .iter()
            .map(|cut| cut.rule.chars().count())
            .max();
        let most = width.map_or(MAX_MARGIN, |width| (width / 4).min(MAX_MARGIN));
        let ids = longest.unwrap_or(0).min(most);
        let beside = digits + 1 + ids + 3;
        let text_width = width.map(|width| width.saturating_sub(beside).max(LEAST_TEXT));
        Self {
            digits,
            ids,
            text_width,
        }
    }
}

fn shortened(id: &str, width: usize) -> String {
    if id.chars().count() <= width {
        return id.to_owned();
    }
    id.chars()
        .take(width.saturating_sub(1))
        .chain(['…'])
        .collect()
}

/// The line in parts. A line of which only the end goes, its newline, has an empty part for it.
fn pieces<'c>(page: &Page<'_>, line: usize, cuts: &'c [Cut]) -> Vec<LineSegment<'c>> {
    let span = page.lines()[line].span();
    let text = |from: usize, to: usize| escape(&page.text()[from..to]).replace('\t', "    ");
    let mut pieces = Vec::new();
    let mut at = span.start;
    for cut in cuts {
        let from = cut.span.start.clamp(at, span.end);
        let to = cut.span.end.clamp(from, span.end);
        if at < from {
            pieces.push(LineSegment {
                text: text(at, from),
                cut: None,
            });
        }
        pieces.push(LineSegment {
            text: text(from, to),
            cut: Some(cut),
        });
        at = to;
    }
    if at < span.end {
        pieces.push(LineSegment {
            text: text(at, span.end),
            cut: None,
        });
    }
    pieces
}

/// How the parts of evidence that cut are switched off.
fn switches(cleaned: &Cleaned<'_>) -> String {
    let cuts = |part: &&EvidencePart| cleaned.cuts.iter().any(|cut| cut.rule == part.id());
    let parts = EvidencePart::ALL.iter().filter(cuts);
    let mut rows: String = parts.map(|part| part.how_to_switch_off() + "\n").collect();
    if !rows.is_empty() {
        rows.push('\n');
    }
    rows
}

/// The colour of a kind, as an SGR code: what belongs together looks alike.
fn color_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Ad | Kind::Promo | Kind::Paywall => "31",
        Kind::Byline | Kind::Blurb | Kind::Credit | Kind::Caption => "32",
        Kind::Related | Kind::Appended | Kind::Template => "33",
        Kind::Nav | Kind::Metadata | Kind::Legal => "34",
        Kind::Duplicate => "35",
        Kind::Share | Kind::Comment | Kind::Newsletter => "36",
        Kind::Layout => "90",
        // What evidence guesses needs the eye most.
        Kind::Other => "1;35",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dechaff::Cleaner;

    const TEXT: &str = "Protesters gather outside parliament.\n\n\n\
        PROTESTERS gather outside parliament.\nPolice fired \u{1b}[31mtear gas.\n";

    fn drawn(color: bool, width: Option<usize>) -> String {
        let page = Page::new(TEXT);
        let cleaned = Cleaner::shipped().clean(&page);
        Drawing { color, width }.page("p.txt", &page, &cleaned)
    }

    #[test]
    fn marks_stand_around_cuts() {
        let text = drawn(false, None);
        assert!(text.contains("core/line-repeated ┃ [-PROTESTERS gather outside parliament.-]\n"));
        assert!(
            text.contains("2 cuts, 4 of 12 words: duplicate 1, layout 1\n"),
            "{text}"
        );
    }

    #[test]
    fn colours_strike_and_nothing_else_steers_the_terminal() {
        let text = drawn(true, None);
        assert!(text.contains("\u{1b}[9;35mPROTESTERS gather outside parliament.\u{1b}[0m"));
        assert!(text.contains("Police fired \\u{1b}[31mtear gas."));
    }

    #[test]
    fn guesses_are_not_dim() {
        assert_ne!(color_of(EvidencePart::Line.kind()), color_of(Kind::Layout));
    }

    #[test]
    fn rows_are_folded() {
        let text = drawn(false, Some(60));
        let widest = text.lines().skip(3).map(|row| row.chars().count()).max();
        assert!(widest <= Some(60), "{text}");
        assert!(text.contains("[-PROTESTERS gather outside -]\n"), "{text}");
    }
}
