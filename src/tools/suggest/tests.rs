//! What hosts have in common is found, however the rows were split, and what their stories say is not.

use crate::rules::mode::Confidence;
use crate::tools::suggest::candidate::{Candidate, CandidateShape};
use crate::tools::suggest::common_lines::{CommonLines, SuggestLimits};
use crate::tools::suggest::drafted::draft;
use crate::tools::suggest::shapes::Shapes;
use crate::tools::templates::counts::Counts;
use crate::tools::templates::merge::Merged;
use crate::tools::templates::row::Row;
use std::collections::BTreeSet;
use std::convert::Infallible;

const HOSTS: [&str; 8] = [
    "anvil", "bellows", "candle", "dovecote", "easel", "ferryman", "granary", "hayrick",
];

/// Two pages of each host, each with a story of its own and what `added` has for it.
fn rows(added: impl Fn(usize, &str, usize) -> String) -> Vec<Row> {
    let mut counts = Counts::default();
    for (number, host) in HOSTS.iter().enumerate() {
        for page in 0..2 {
            let text = format!(
                "The {host} was looked for {page} times in the week before it was found behind the {host} yard itself.\n\
                 Whoever had put the {host} there in {number} nights of rain never came to say so, or to fetch it.\n{}\n",
                added(number, host, page)
            );
            counts.add(&format!("{host}.example"), &format!("{page}"), &text);
        }
    }
    counts.into_rows().collect()
}

fn common(parts: &[&[Row]]) -> Vec<Candidate> {
    let shapes = parts.iter().map(|rows| {
        let mut shapes = Shapes::default();
        for row in *rows {
            shapes.take(row);
        }
        shapes
            .into_rows()
            .map(Ok::<_, crate::tools::templates::merge::MergeError<Infallible>>)
    });
    let mut common = CommonLines::new(SuggestLimits::default());
    for row in Merged::new(shapes) {
        common.take(row.expect("no host stands in two parts"));
    }
    common.finish()
}

fn found(added: impl Fn(usize, &str, usize) -> String) -> Vec<Candidate> {
    common(&[&rows(added)])
}

fn texts(candidates: &[Candidate]) -> Vec<&str> {
    candidates.iter().map(Candidate::text).collect()
}

fn drafted(candidate: &Candidate) -> String {
    let drafted = draft(candidate, "mine", &BTreeSet::new());
    drafted
        .unwrap_or_else(|| panic!("no draft for {candidate:?}"))
        .toml()
}

#[test]
fn a_bar_that_hosts_share_is_found() {
    let bar = "Pasa esta hoja a un vecino\nGuárdala para la cena\nDéjanos dos palabras";
    let candidates = found(|_, _, _| bar.to_owned());
    assert_eq!(candidates.len(), 3, "{:?}", texts(&candidates));
    for candidate in &candidates {
        assert_eq!(candidate.hosts(), 8);
        assert_eq!(candidate.confidence, Confidence::High);
    }
    let toml = drafted(&candidates[0]);
    assert!(
        toml.contains("match.line = [\"Pasa esta hoja a un vecino\"]"),
        "{toml}"
    );
    assert!(toml.contains("[-Pasa esta hoja a un vecino-]"), "{toml}");
}

#[test]
fn what_one_host_says_often_is_not_common() {
    let candidates = found(|number, _, _| match number {
        0 => "Ring the yard bell twice\n".repeat(4),
        1..=3 => "Only four hosts have this".to_owned(),
        _ => String::new(),
    });
    assert_eq!(texts(&candidates), [""; 0]);
}

#[test]
fn numbers_dates_and_names_are_left_open() {
    let names = ["Ines Calloway", "Tobias Renn", "Marlow Pike", "Ada Finch"];
    let candidates = found(|number, _, page| {
        format!(
            "{} vecinos han pasado\nEscrito el {} mayo de 20{number}{page}\nPalabras de {}",
            7 * number + page,
            number + 1,
            names[(number + page) % 4]
        )
    });
    let tomls: Vec<String> = candidates.iter().map(drafted).collect();
    let all = tomls.concat();
    for wanted in [
        "match.line = [\"# vecinos han pasado\"]",
        r"match.regex = '''^\s*Escrito\s+el\s+\d+(?:[,.:/]\d+)*\s+\p{L}+\s+de\s+\d+(?:[,.:/]\d+)*\s*$'''",
        r"match.regex = '''^\s*Palabras\s+de\s+\p{Lu}\S*(?:\s+\p{Lu}\S*)*\s*$'''",
    ] {
        assert!(all.contains(wanted), "{wanted}: {all}");
    }
}

#[test]
fn a_label_before_what_varies_is_a_start() {
    let candidates = found(|number, host, page| {
        format!(
            "Antes de esto: el {host} y la lluvia {number}\nTambién dijo algo de un {host} en {page}{number}"
        )
    });
    let start = candidates
        .iter()
        .find(|one| matches!(one.shape, CandidateShape::Start(_)));
    let start = start.expect("a start");
    assert_eq!(start.confidence, Confidence::Medium);
    let toml = drafted(start);
    assert!(
        toml.contains("match.start = [\"Antes de esto:\"]"),
        "{toml}"
    );
    assert!(toml.contains("when.max_words"), "{toml}");
}

#[test]
fn a_story_that_several_hosts_tell_is_theirs() {
    let story = "The dredger that lay on the bar since Monday was pulled off by four horses at high water, they said.\n\
                 Its owner thanked the horses by name, and then the men, in the order in which they had come to help.\n\
                 Nobody has asked yet who will pay for the rope, which was cut in three places and lies on the quay.";
    let candidates = found(|_, _, page| {
        if page == 0 {
            story.to_owned()
        } else {
            String::new()
        }
    });
    assert_eq!(texts(&candidates), [""; 0]);
    // The same words under every page are the host's own.
    let candidates = found(|_, _, _| story.lines().next().unwrap_or_default().to_owned());
    assert_eq!(candidates.len(), 1, "{:?}", texts(&candidates));
}

#[test]
fn heads_of_sections_are_unsure() {
    let candidates = found(|number, host, page| {
        format!(
            "Ingredients\nA {host} of the size {number} and {page}, and nobody to help with it at all, as was said before."
        )
    });
    assert_eq!(texts(&candidates), ["Ingredients"]);
    assert_eq!(candidates[0].confidence, Confidence::Low);
    assert!(drafted(&candidates[0]).contains("confidence = \"low\""));
}

#[test]
fn mirrors_of_a_host_count_once() {
    let mut counts = Counts::default();
    for host in HOSTS {
        let text = format!(
            "The {host} was left in the yard, and whoever came by in the morning took it for a {host} of his own.\n"
        );
        counts.add(&format!("{host}.example"), "page", &text);
    }
    for mirror in 0..6 {
        for page in 0..3 {
            let text = format!(
                "A tale of the number {page} was told in the yard for as long as it rained on the {page} roofs around.\n\
                 It was told again {page} times when the rain was over, since everybody had slept through the first.\n\
                 Ring the yard bell twice\n"
            );
            counts.add(
                &format!("mirror{mirror}.example"),
                &format!("{page}"),
                &text,
            );
        }
    }
    let rows: Vec<Row> = counts.into_rows().collect();
    assert_eq!(texts(&common(&[&rows])), [""; 0]);
}

#[test]
fn any_split_by_host_gives_the_same() {
    let rows = rows(|number, host, page| {
        format!(
            "Pasa esta hoja\nAntes de esto: el {host} {number}\n{page} vecinos, {number} gatos\nPor Ada {host}"
        )
    });
    let whole = common(&[&rows]);
    assert!(whole.len() >= 3, "{:?}", texts(&whole));
    for host in &HOSTS[1..] {
        let host = format!("{host}.example");
        let cut = rows
            .iter()
            .position(|row| row.host() == host)
            .expect("the host is there");
        let (one, other) = rows.split_at(cut);
        assert_eq!(common(&[one, other]), whole);
        assert_eq!(common(&[other, one]), whole);
    }
}
