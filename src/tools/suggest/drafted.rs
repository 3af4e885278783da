//! A candidate as a rule with tests.

use crate::page::Page;
use crate::rules::mode::Confidence;
use crate::text::line_key::Vary;
use crate::tools::draft::rule::{Example, passing_tests};
use crate::tools::draft::shape::DraftSubject;
use crate::tools::draft::spec::Spec;
use crate::tools::suggest::candidate::{Candidate, CandidateShape};
use crate::tools::suggest::form::form_of;
use crate::tools::suggest::shapes::start_of;
use std::collections::BTreeSet;

/// The longest neighbour that a test shows, in bytes.
const MOST_BESIDE: usize = 200;

/// A rule that was drafted for a candidate, with tests that it passes.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftedRule {
    pack: String,
    spec: Spec,
    tests: Vec<String>,
    hosts: u32,
}

impl DraftedRule {
    /// The rule's full id.
    pub fn id(&self) -> String {
        format!("{}/{}", self.pack, self.spec.id)
    }

    /// Its `[[rule]]` table.
    pub fn toml(&self) -> String {
        self.spec.toml(&self.tests)
    }

    /// How many hosts have what it finds.
    pub fn hosts(&self) -> u32 {
        self.hosts
    }

    /// How many tests it has.
    pub fn tests(&self) -> usize {
        self.tests.len()
    }

    /// The same rule under an id that is not taken.
    #[must_use]
    pub fn with_free_id(mut self, taken: &BTreeSet<String>) -> Self {
        let own = self.spec.id.clone();
        let mut number = 1;
        while taken.contains(&self.id()) {
            number += 1;
            self.spec.id = format!("{own}-{number}");
        }
        self
    }

    /// The same rule, one that only `thorough` mode cuts by.
    #[must_use]
    pub fn unsure(mut self) -> Self {
        self.spec.confidence = Confidence::Low;
        self
    }
}

/// Drafts a rule for a candidate: the line itself where hosts share all of it, and what is common to its texts where
/// these vary. `None` where no rule would pass its own tests or all are doubtful. Costs some ten runs of one rule over
/// a few lines.
pub fn draft(candidate: &Candidate, pack: &str, taken: &BTreeSet<String>) -> Option<DraftedRule> {
    let beside = |text: &Option<String>| {
        let text = text.as_deref().unwrap_or_default();
        if may_stand_beside(text) {
            text.trim().to_owned()
        } else {
            String::new()
        }
    };
    let (before, after) = (beside(&candidate.around.0), beside(&candidate.around.1));
    let text = format!("{before}\n\n{}\n\n{after}\n", candidate.text);
    let page = Page::new(&text);
    let line = page
        .filled()
        .iter()
        .copied()
        .find(|&at| page.trimmed_text(at) == candidate.text.trim())?;
    let example = Example {
        page: &page,
        line,
        last: line,
        pack,
        taken,
        must_stay: &[],
    };
    let subject = DraftSubject {
        page: &page,
        line,
        pack,
        taken,
    };
    specs(candidate, &subject).into_iter().find_map(|spec| {
        let spec = Spec {
            confidence: candidate.confidence,
            ..spec
        };
        let tests = passing_tests(&spec, &example, &[])?;
        Some(DraftedRule {
            pack: pack.to_owned(),
            spec,
            tests,
            hosts: candidate.hosts,
        })
    })
}

/// Rules for the candidate, that which says most first.
fn specs(candidate: &Candidate, subject: &DraftSubject<'_>) -> Vec<Spec> {
    let text = subject.text();
    let whole = || subject.whole().into_iter().chain([subject.exact()]);
    match &candidate.shape {
        CandidateShape::Line(Vary::Nothing) => whole().collect(),
        CandidateShape::Line(vary) => match form_of(text, *vary) {
            Some(form) => vec![subject.form(form)],
            None => subject.whole().into_iter().collect(),
        },
        CandidateShape::Long => {
            let start = start_of(text, u32::MAX);
            start
                .map(|start| subject.start(start))
                .into_iter()
                .collect()
        }
        CandidateShape::Start(start) => vec![subject.start(start)],
    }
}

/// Whether a text can stand beside the line in a test: it holds no marks, and is whole.
fn may_stand_beside(text: &str) -> bool {
    const MARKS: [&str; 4] = ["[-", "-]", "[+", "+]"];
    text.len() <= MOST_BESIDE && !MARKS.iter().any(|mark| text.contains(mark))
}
