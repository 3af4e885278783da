//! The slow twin: the definitions of `score.py` word for word, on lists of strings.
//!
//! Every gram is a list of words, every multiset a sorted map, and each step of the climb counts
//! the whole page again.

use crate::text::number::wide_number;
use crate::tools::score::page_score::{MeasureScore, Oracle, PageScore, WordCount, score_page};
use crate::tools::score::prf::Prf;
use crate::tools::score::tokens::tokens;
use proptest::prelude::*;
use std::collections::BTreeMap;

type Words<'t> = Vec<&'t str>;
type Counter<'t> = BTreeMap<Words<'t>, usize>;

fn grams<'t>(words: &[&'t str], width: usize) -> Counter<'t> {
    let mut counter = Counter::new();
    for window in words.windows(width) {
        *counter.entry(window.to_vec()).or_default() += 1;
    }
    counter
}

/// `shingles` of score.py for width 4, `Counter` for width 1.
fn multiset<'t>(words: &[&'t str], width: usize) -> Counter<'t> {
    grams(words, width.min(words.len()).max(1))
}

fn total(counter: &Counter) -> usize {
    counter.values().sum()
}

fn overlap(one: &Counter, other: &Counter) -> usize {
    one.iter()
        .map(|(gram, &count)| count.min(other.get(gram).copied().unwrap_or(0)))
        .sum()
}

fn prf(gold: &[&str], text: &[&str], width: usize) -> Prf {
    let (gold, text) = (multiset(gold, width), multiset(text, width));
    Prf::new(overlap(&gold, &text), total(&text), total(&gold))
}

fn joined<'t>(lines: &[Words<'t>], keep: &[bool]) -> Words<'t> {
    lines
        .iter()
        .zip(keep)
        .filter(|(_, keep)| **keep)
        .flat_map(|(line, _)| line.clone())
        .collect()
}

fn greedy(gold: &[&str], lines: &[Words], threshold: f64, size: usize) -> Vec<bool> {
    let mut left: Vec<Counter> = (1..=4).map(|width| grams(gold, width)).collect();
    let mut keep = Vec::new();
    for line in lines {
        if line.is_empty() {
            keep.push(true);
            continue;
        }
        let width = size.min(line.len());
        let (own, left) = (grams(line, width), &mut left[width - 1]);
        let kept = wide_number(overlap(&own, left)) > threshold * wide_number(total(&own));
        if kept {
            for (gram, count) in own {
                left.entry(gram)
                    .and_modify(|have| *have = have.saturating_sub(count));
            }
        }
        keep.push(kept);
    }
    keep
}

/// F1 of the climb: grams of full width only.
fn climb_f1(gold: &[&str], text: &[&str], width: usize) -> f64 {
    let (gold, text) = (multiset(gold, width), grams(text, width));
    2.0 * wide_number(overlap(&gold, &text)) / wide_number(total(&gold) + total(&text))
}

fn oracle<'t>(gold: &[&'t str], lines: &[Words<'t>], width: usize) -> (f64, Vec<bool>) {
    let all = vec![true; lines.len()];
    if gold.is_empty() || lines.iter().all(Vec::is_empty) {
        let both = gold.is_empty() && lines.iter().all(Vec::is_empty);
        return (f64::from(u8::from(both)), all);
    }
    let (best, keep) = guess(gold, lines, width);
    let f1 = |keep: &[bool]| climb_f1(gold, &joined(lines, keep), width);
    let (mut keep, mut current, guessed) = (keep.clone(), f1(&keep), keep);
    if (current - best).abs() > 0.02 {
        return (best, guessed);
    }
    for _ in 0..2 {
        let mut changed = false;
        for line in (0..lines.len()).filter(|&line| !lines[line].is_empty()) {
            keep[line] = !keep[line];
            let reached = f1(&keep);
            if reached > current + 1e-12 {
                (current, changed) = (reached, true);
            } else {
                keep[line] = !keep[line];
            }
        }
        if !changed {
            break;
        }
    }
    (best.max(current), keep)
}

fn guess<'t>(gold: &[&'t str], lines: &[Words<'t>], width: usize) -> (f64, Vec<bool>) {
    let (mut best, mut best_keep, mut seen) = (-1.0, Vec::new(), Vec::new());
    let mut consider = |keep: Vec<bool>, best: &mut f64| {
        if seen.contains(&keep) {
            return None;
        }
        seen.push(keep.clone());
        let f1 = prf(gold, &joined(lines, &keep), width).f1;
        if f1 > *best + 1e-12 {
            (*best, best_keep) = (f1, keep);
        }
        Some(f1)
    };
    consider(vec![true; lines.len()], &mut best);
    let mut aim = 0.95;
    for _ in 0..3 {
        let Some(f1) = consider(greedy(gold, lines, aim / 2.0, width), &mut best) else {
            break;
        };
        if (f1 - aim).abs() < 0.1 {
            break;
        }
        aim = f1.max(0.05);
    }
    let other = if width > 1 { 1 } else { 4 };
    consider(greedy(gold, lines, best.max(0.05) / 2.0, other), &mut best);
    (best, best_keep)
}

fn score_page_slowly(gold: &str, before: &str, after: &str) -> PageScore {
    let gold: Words = tokens(gold).collect();
    let lines: Vec<Words> = before
        .split('\n')
        .map(|line| tokens(line).collect())
        .collect();
    let (before, after) = (lines.concat(), tokens(after).collect::<Words>());
    let measure = |width| {
        let own = prf(&gold, &before, width);
        let (f1, keep) = oracle(&gold, &lines, width);
        let best = prf(&gold, &joined(&lines, &keep), width);
        let best = Prf {
            f1: f1.max(own.f1),
            ..best
        };
        MeasureScore {
            before: own,
            oracle: Some(best),
            after: Some(prf(&gold, &after, width)),
        }
    };
    let count = |text: &[&str]| WordCount {
        total: text.len(),
        in_gold: overlap(&grams(&gold, 1), &grams(text, 1)),
    };
    PageScore {
        gold_words: gold.len(),
        before: count(&before),
        after: Some(count(&after)),
        shingles: measure(4),
        words: measure(1),
    }
}

/// Texts of few words, so that lines repeat and match in part.
fn text(words: usize, lines: usize) -> impl Strategy<Value = String> {
    let line = prop::collection::vec("[a-e]|[f-i]新|x", 0..words).prop_map(|words| words.join(" "));
    prop::collection::vec(line, 0..lines).prop_map(|lines| lines.join("\n"))
}

/// A page made of pieces of gold, whole or in part, and of other lines.
fn page() -> impl Strategy<Value = (String, String)> {
    // Gold of fewer words than a shingle has rules of its own.
    prop_oneof![3 => text(12, 6), 1 => text(3, 3)].prop_flat_map(|gold| {
        let pieces: Vec<String> = gold.lines().map(str::to_owned).collect();
        let piece = prop::sample::select(if pieces.is_empty() {
            vec![String::new()]
        } else {
            pieces
        });
        let part = (piece.clone(), 0..8_usize)
            .prop_map(|(piece, skip)| piece.split(' ').skip(skip).collect::<Vec<_>>().join(" "));
        let line = prop_oneof![piece, part, text(7, 2)];
        let before = prop::collection::vec(line, 0..12).prop_map(|lines| lines.join("\n"));
        (Just(gold), before)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn fast_equals_slow((gold, before) in page(), after in text(9, 5)) {
        let fast = score_page(&gold, &before, Some(&after), Oracle::Search);
        prop_assert_eq!(fast, score_page_slowly(&gold, &before, &after));
    }

    #[test]
    fn line_ends_of_any_system_score_alike((gold, before) in page()) {
        let score = |before: &str| score_page(&gold, before, None, Oracle::Search);
        prop_assert_eq!(score(&before), score(&before.replace('\n', "\r\n")));
        prop_assert_eq!(score(&before), score(&before.replace('\n', "\r")));
    }

    #[test]
    fn the_oracle_is_no_worse_than_the_page((gold, before) in page()) {
        let page = score_page(&gold, &before, None, Oracle::Search);
        for measure in [page.shingles, page.words] {
            prop_assert!(measure.oracle.is_some_and(|best| best.f1 >= measure.before.f1 && best.f1 <= 1.0));
        }
    }
}
