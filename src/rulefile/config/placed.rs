//! Values of a configuration file and where they stand.

use crate::rulefile::config::wire::WireException;
use crate::rulefile::reporter::Reporter;
use crate::rulefile::selector::Selector;
use crate::text::line_counter::line_of;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;

/// A value of a file and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// The line of its key, from 1.
    pub line: usize,
    pub(crate) span: Range<usize>,
}

/// Knows the lines of a file.
pub(crate) struct Placing<'r> {
    pub(crate) reporter: &'r Reporter,
}

impl Placing<'_> {
    pub(crate) fn at<T>(&self, value: T, span: Range<usize>) -> Placed<T> {
        let line = line_of(self.reporter.source(), span.start);
        Placed { value, line, span }
    }

    pub(crate) fn spanned<T: Clone>(&self, value: &Spanned<T>) -> Placed<T> {
        self.at(value.get_ref().clone(), value.span())
    }

    /// A value that was made of what is written, with the place where it is written.
    pub(crate) fn set<T, W>(
        &self,
        value: Option<T>,
        written: Option<&Spanned<W>>,
    ) -> Option<Placed<T>> {
        Some(self.at(value?, written?.span()))
    }

    pub(crate) fn protect(&self, rule: &Spanned<WireException>) -> Placed<String> {
        let id = &rule.get_ref().id;
        self.at(format!("{CONFIG_PACK}/{}", id.get_ref()), rule.span())
    }

    pub(crate) fn selectors(&self, list: &Spanned<Vec<Spanned<String>>>) -> Placed<Vec<Selector>> {
        let selector = |word: &Spanned<String>| {
            let (file, source) = (self.reporter.file(), self.reporter.shared_source());
            Selector::of_file(word.get_ref(), Arc::clone(file), source, word.span())
        };
        self.at(list.get_ref().iter().map(selector).collect(), list.span())
    }
}

/// The pack to which the protect rules of a configuration file belong.
pub(crate) const CONFIG_PACK: &str = "config";
