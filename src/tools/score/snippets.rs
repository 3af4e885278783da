//! Scoring by snippets: some text that must stay, and some that must go.

use crate::text::number::wide_number;
use memchr::memmem;
use serde::Deserialize;

/// What a person noted of one page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Snippets {
    /// Text of the article.
    #[serde(default, rename = "with")]
    wanted: Option<Vec<String>>,
    /// Text that is not of the article.
    #[serde(default, rename = "without")]
    unwanted: Option<Vec<String>>,
}

impl Snippets {
    /// Notes of one page, from text of the article and text that is not of it.
    pub fn new(wanted: Vec<String>, unwanted: Vec<String>) -> Self {
        Self {
            wanted: Some(wanted),
            unwanted: Some(unwanted),
        }
    }

    /// Whether nothing was noted: such a page is not scored.
    pub fn is_empty(&self) -> bool {
        self.wanted().is_empty() && self.unwanted().is_empty()
    }

    fn wanted(&self) -> &[String] {
        self.wanted.as_deref().unwrap_or_default()
    }

    fn unwanted(&self) -> &[String] {
        self.unwanted.as_deref().unwrap_or_default()
    }

    /// Looks for the snippets in a text; runs of white space count as one space.
    pub fn count_in(&self, text: &str) -> SnippetCounts {
        let text = squeezed(text);
        let found = |snippets: &[String]| {
            let present = |snippet: &&String| {
                memmem::find(text.as_bytes(), squeezed(snippet).as_bytes()).is_some()
            };
            SnippetsFound {
                present: snippets.iter().filter(present).count(),
                total: snippets.len(),
            }
        };
        SnippetCounts {
            wanted: found(self.wanted()),
            unwanted: found(self.unwanted()),
        }
    }
}

/// Snippets found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SnippetsFound {
    /// How many are there.
    pub present: usize,
    /// How many were looked for.
    pub total: usize,
}

impl SnippetsFound {
    /// Share of those looked for; `None` if there were none.
    pub fn share(self) -> Option<f64> {
        (self.total > 0).then(|| wide_number(self.present) / wide_number(self.total))
    }

    fn plus(self, other: Self) -> Self {
        Self {
            present: self.present + other.present,
            total: self.total + other.total,
        }
    }
}

/// Both kinds of snippets found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SnippetCounts {
    /// Text of the article.
    pub wanted: SnippetsFound,
    /// Text that is not of it.
    pub unwanted: SnippetsFound,
}

impl SnippetCounts {
    /// F1 over snippets: precision is the share of the article's among those present.
    pub fn f1(self) -> f64 {
        let share = |of: usize| {
            if of == 0 {
                0.0
            } else {
                wide_number(self.wanted.present) / wide_number(of)
            }
        };
        let precision = share(self.wanted.present + self.unwanted.present);
        let recall = share(self.wanted.total);
        if precision + recall == 0.0 {
            0.0
        } else {
            2.0 * precision * recall / (precision + recall)
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            wanted: self.wanted.plus(other.wanted),
            unwanted: self.unwanted.plus(other.unwanted),
        }
    }
}

/// Snippet counts over a set of pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SnippetReport {
    /// Pages with snippets.
    pub pages: usize,
    /// The pages as they came.
    pub before: SnippetCounts,
    /// The cleaned pages.
    pub after: Option<SnippetCounts>,
}

impl SnippetReport {
    /// Adds one page; all pages have a cleaned text or none has.
    pub fn add(&mut self, before: SnippetCounts, after: Option<SnippetCounts>) {
        self.pages += 1;
        self.before = self.before.plus(before);
        self.after = after.map(|after| self.after.unwrap_or_default().plus(after));
    }
}

/// Runs of white space as one space, none at the ends. Python counts the four separators
/// U+001C..=U+001F as white space, which Unicode's property leaves out.
fn squeezed(text: &str) -> String {
    let is_space = |c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_pythons() {
        // python3 -c 'import re; print([c for c in range(0x110000) if re.match(r"\s", chr(c))])'
        let space = "\t\n\u{b}\u{c}\r\u{1c}\u{1d}\u{1e}\u{1f} \u{85}\u{a0}\u{1680}\u{2000}\u{200a}\u{2028}\u{2029}\
                     \u{202f}\u{205f}\u{3000}";
        assert_eq!(squeezed(&format!("{space}a{space}b{space}")), "a b");
        assert_eq!(
            squeezed("a\u{200b}\u{feff}\u{180e}b"),
            "a\u{200b}\u{feff}\u{180e}b"
        );
        let spaces = ('\0'..=char::MAX)
            .filter(|c| squeezed(&c.to_string()).is_empty())
            .count();
        assert_eq!(spaces, 29);
    }

    #[test]
    fn counts_and_f1() {
        let list = |texts: &[&str]| {
            texts
                .iter()
                .map(|&text| text.to_owned())
                .collect::<Vec<_>>()
        };
        let snippets = Snippets::new(list(&["one  two", "three"]), list(&["Share", ""]));
        let counts = snippets.count_in(" zero one\n two four Share\n");
        assert_eq!(
            counts.wanted,
            SnippetsFound {
                present: 1,
                total: 2
            }
        );
        assert_eq!(
            counts.unwanted,
            SnippetsFound {
                present: 2,
                total: 2
            }
        );
        assert!((counts.f1() - 0.4).abs() < 1e-12);
        assert!(Snippets::default().is_empty() && !snippets.is_empty());
    }
}
