//! Patterns as programs over characters, for the first texts that a pattern looks at.
//!
//! To compile one pattern for the engine of `regex-automata` costs a millisecond, since it works
//! on bytes and spells out every class of Unicode: for one page that is more than all else
//! together. A program over characters costs nothing to load; `machine` runs it. It is that of
//! Thompson (1968) with the priorities of Pike's machine: <https://swtch.com/~rsc/regexp/regexp2.html>.
//!
//! The build script reads this file too.

use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

/// How large a pattern may be, in about the bytes that the compiled pattern will take.
const MAX_SIZE: usize = 2 << 20;
/// About what a step takes when it is compiled, and, beside it, each range of its class.
const STEP_SIZE: usize = 100;
const RANGE_SIZE: usize = 40;

/// One step of a program; numbers are those of the steps that follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The pattern has matched.
    Match,
    /// This character must stand here.
    Char(char, u32),
    /// A character of this class must stand here.
    Class(u32, u32),
    /// This must be true of the place.
    Look(Assertion, u32),
    /// The group `cut` starts (0) or ends (1) here.
    Cut(u32, u32),
    /// Both ways are open; the first one is preferred.
    Split(u32, u32),
}

/// What can be asked of a place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Assertion {
    Start,
    End,
    LineStart,
    LineEnd,
    WordEdge,
    NoWordEdge,
    WordStart,
    WordEnd,
}

impl Assertion {
    /// All of them: in a table of programs a place is its number in this list.
    pub(crate) const ALL: &[Self] = &[
        Self::Start,
        Self::End,
        Self::LineStart,
        Self::LineEnd,
        Self::WordEdge,
        Self::NoWordEdge,
        Self::WordStart,
        Self::WordEnd,
    ];
}

/// The ranges of a class, first and last character, in order.
pub(crate) type Ranges = Vec<(char, char)>;

/// A pattern's steps and the one that starts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Program {
    pub(crate) steps: Vec<Step>,
    pub(crate) start: u32,
    /// Whether it can only match at the text's start.
    pub(crate) is_anchored: bool,
}

/// Why a pattern has no program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoProgram {
    /// It repeats so much that it is too large for any engine.
    TooLarge,
    /// It asks what [`Assertion`] cannot say.
    UnknownPlace,
}

/// Compiles a pattern; its classes are added to `classes` where they are new. O(m) in the steps
/// that come of it, which its size bounds.
///
/// # Errors
///
/// Where the pattern is too large or asks what [`Assertion`] cannot say.
pub(crate) fn compile(hir: &Hir, classes: &mut Vec<Ranges>) -> Result<Program, NoProgram> {
    let mut writer = ProgramWriter {
        steps: vec![Step::Match],
        classes,
        size: 0,
        asks_unknown: false,
    };
    let start = writer.write(hir, 0)?;
    if writer.asks_unknown {
        return Err(NoProgram::UnknownPlace);
    }
    let anchors = hir.properties().look_set_prefix();
    Ok(Program {
        steps: writer.steps,
        start,
        is_anchored: anchors.contains(Look::Start),
    })
}

/// Writes steps from the pattern's end to its start, so that each knows what follows it.
struct ProgramWriter<'c> {
    steps: Vec<Step>,
    classes: &'c mut Vec<Ranges>,
    size: usize,
    asks_unknown: bool,
}

impl ProgramWriter<'_> {
    fn push(&mut self, step: Step) -> Result<u32, NoProgram> {
        let at = u32::try_from(self.steps.len()).expect("the size bounds the steps");
        self.steps.push(step);
        self.grow(STEP_SIZE)?;
        Ok(at)
    }

    fn grow(&mut self, by: usize) -> Result<(), NoProgram> {
        self.size += by;
        if self.size > MAX_SIZE {
            return Err(NoProgram::TooLarge);
        }
        Ok(())
    }

    /// Writes the steps of `hir`, which go on to `next`, and returns the first.
    fn write(&mut self, hir: &Hir, next: u32) -> Result<u32, NoProgram> {
        match hir.kind() {
            HirKind::Empty => Ok(next),
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).expect("patterns match text");
                text.chars()
                    .rev()
                    .try_fold(next, |next, c| self.push(Step::Char(c, next)))
            }
            HirKind::Class(class) => {
                let class = self.class(class)?;
                self.push(Step::Class(class, next))
            }
            HirKind::Look(look) => {
                let Some(place) = place(*look) else {
                    self.asks_unknown = true;
                    return Ok(next);
                };
                self.push(Step::Look(place, next))
            }
            HirKind::Repetition(repetition) => self.repeat(repetition, next),
            HirKind::Capture(capture) if capture.name.as_deref() == Some("cut") => {
                let end = self.push(Step::Cut(1, next))?;
                let inner = self.write(&capture.sub, end)?;
                self.push(Step::Cut(0, inner))
            }
            HirKind::Capture(capture) => self.write(&capture.sub, next),
            HirKind::Concat(parts) => parts
                .iter()
                .rev()
                .try_fold(next, |next, part| self.write(part, next)),
            HirKind::Alternation(branches) => {
                let (last, others) = branches.split_last().expect("it has two branches");
                let last = self.write(last, next)?;
                others.iter().rev().try_fold(last, |rest, branch| {
                    let branch = self.write(branch, next)?;
                    self.push(Step::Split(branch, rest))
                })
            }
        }
    }

    fn class(&mut self, class: &Class) -> Result<u32, NoProgram> {
        match class {
            Class::Unicode(class) => {
                let ranges = class.ranges().iter();
                self.ranges(ranges.map(|r| (r.start(), r.end())))
            }
            // Bytes that are no ASCII cannot be in a pattern that matches text.
            Class::Bytes(class) => {
                let ranges = class.ranges().iter();
                self.ranges(ranges.map(|r| (char::from(r.start()), char::from(r.end()))))
            }
        }
    }

    fn ranges(
        &mut self,
        ranges: impl Iterator<Item = (char, char)> + Clone,
    ) -> Result<u32, NoProgram> {
        self.grow(RANGE_SIZE * ranges.clone().count())?;
        let is_known = |known: &Ranges| ranges.clone().eq(known.iter().copied());
        let at = self.classes.iter().position(is_known).unwrap_or_else(|| {
            self.classes.push(ranges.collect());
            self.classes.len() - 1
        });
        Ok(u32::try_from(at).expect("the size bounds the classes"))
    }

    fn repeat(&mut self, repetition: &Repetition, next: u32) -> Result<u32, NoProgram> {
        let sub = &repetition.sub;
        let split = |body, next| {
            let (first, second) = if repetition.greedy {
                (body, next)
            } else {
                (next, body)
            };
            Step::Split(first, second)
        };
        let mut start = next;
        let mut copies = repetition.min;
        if let Some(max) = repetition.max {
            for _ in repetition.min..max {
                let body = self.write(sub, start)?;
                start = self.push(split(body, next))?;
            }
        } else {
            let again = self.push(Step::Match)?;
            let body = self.write(sub, again)?;
            self.steps[usize::try_from(again).expect("it is in memory")] = split(body, next);
            let can_be_empty = sub.properties().minimum_len().is_none_or(|len| len == 0);
            start = match copies {
                // A body that may be empty must be tried once before the loop is.
                0 if can_be_empty => self.push(split(body, next))?,
                0 => again,
                _ => body,
            };
            copies = copies.saturating_sub(1);
        }
        (0..copies).try_fold(start, |next, _| self.write(sub, next))
    }
}

fn place(look: Look) -> Option<Assertion> {
    Some(match look {
        Look::Start => Assertion::Start,
        Look::End => Assertion::End,
        Look::StartLF => Assertion::LineStart,
        Look::EndLF => Assertion::LineEnd,
        Look::WordAscii => Assertion::WordEdge,
        Look::WordAsciiNegate => Assertion::NoWordEdge,
        Look::WordStartAscii => Assertion::WordStart,
        Look::WordEndAscii => Assertion::WordEnd,
        _ => return None,
    })
}
