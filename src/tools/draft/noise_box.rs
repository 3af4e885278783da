//! Rules for a box of several lines: a poll, a form to sign up, a list of links.

use crate::page::Page;
use crate::page::line::Line;
use crate::rules::effect::Extent;
use crate::tools::draft::kind::kind_of;
use crate::tools::draft::name::{id_of, quote_of};
use crate::tools::draft::shape::{DraftSubject, label_of};
use crate::tools::draft::spec::{DraftGuard, Spec};
use std::collections::BTreeSet;

/// Lines of a page that should go together.
pub(crate) struct NoiseBox<'d> {
    pub(crate) page: &'d Page<'d>,
    /// The first of them.
    pub(crate) first: usize,
    /// The last.
    pub(crate) last: usize,
    pub(crate) pack: &'d str,
    pub(crate) taken: &'d BTreeSet<String>,
}

impl NoiseBox<'_> {
    /// Rules that find one line of the box and take all of it: by the blank lines around it where there are
    /// such, which holds for boxes of other lengths too, or else by the number of its lines.
    pub(crate) fn candidates(&self) -> Vec<Spec> {
        let mut found = Vec::new();
        if self.is_block() {
            for anchor in self.anchors() {
                found.extend(self.at(anchor, Extent::Block, 0));
            }
        }
        let more = self.ranks().count() - 1;
        let counted = self.at(self.first, Extent::Line, more);
        let next = self.next_guard();
        let guarded = counted.iter().filter_map(|spec| Some(spec.with(next?)));
        found.extend(guarded.collect::<Vec<_>>());
        found.extend(counted);
        found
    }

    fn ranks(&self) -> impl Iterator<Item = usize> {
        let lines = self.page.lines();
        lines[self.first].rank..=lines[self.last].rank
    }

    fn filled(&self) -> impl Iterator<Item = usize> {
        self.ranks().map(|rank| self.page.filled()[rank])
    }

    /// Whether the lines are all those between two blank ones.
    fn is_block(&self) -> bool {
        let lines = self.page.lines();
        let parts =
            |line: Option<usize>| line.and_then(|at| lines.get(at)).is_none_or(Line::is_blank);
        let inside = self.first..=self.last;
        inside.into_iter().all(|at| !lines[at].is_blank())
            && parts(self.first.checked_sub(1))
            && parts(Some(self.last + 1))
    }

    /// The lines by which the box may be known: those whose words tell a kind first.
    fn anchors(&self) -> Vec<usize> {
        let mut lines: Vec<usize> = self.filled().collect();
        lines.sort_by_key(|&line| kind_of(self.page.trimmed_text(line)).is_none());
        lines
    }

    /// Rules that find the box by that line.
    fn at(&self, anchor: usize, remove: Extent, plus_lines: usize) -> Vec<Spec> {
        let subject = DraftSubject {
            page: self.page,
            line: anchor,
            pack: self.pack,
            taken: self.taken,
        };
        let label = label_of(subject.text());
        let by_start = label.map(|label| subject.start(&label));
        let all = by_start.into_iter().chain(subject.whole());
        let quote = quote_of(subject.text());
        let mut kinds = self
            .filled()
            .map(|line| kind_of(self.page.trimmed_text(line)));
        let kind = kinds.find(Option::is_some).flatten();
        let boxed = |spec: Spec| Spec {
            id: id_of(subject.text(), "box", self.pack, self.taken),
            about: if remove == Extent::Block {
                format!("Box with the line \"{quote}\".")
            } else {
                format!("Box that begins with \"{quote}\".")
            },
            kind: spec.kind.or(kind),
            remove,
            plus_lines,
            ..spec
        };
        all.chain([subject.exact()]).map(boxed).collect()
    }

    /// What stands below the first line is no prose: else the line may head some.
    fn next_guard(&self) -> Option<DraftGuard> {
        let second = &self.page.lines()[self.filled().nth(1)?];
        let is_label = second.is_label();
        let guard = if is_label {
            DraftGuard::NextLabel
        } else {
            DraftGuard::NextTitle
        };
        (is_label || second.is_title()).then_some(guard)
    }
}
