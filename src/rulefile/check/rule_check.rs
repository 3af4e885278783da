//! Rule files that were read and checked, with everything that is wrong with them.

use crate::rulefile::check::file::ParsedFile;
use crate::rulefile::diagnostic::Diagnostic;
use crate::rulefile::rules::Rules;

/// Rule files that were read and checked, with everything that is wrong with them.
///
/// # Example
///
/// ```
/// use dechaff::{PackSource, RulesBuilder};
/// use dechaff::rulefile::Code;
///
/// let text = "schema = 1\npack = 'mine'\n[[rule]]\nid = 'ad'\nkind = 'ad'\nmatch.line = ['Advert']";
/// let source = PackSource { name: "mine.toml".to_owned(), text: text.to_owned() };
/// let check = RulesBuilder::new().without_shipped().file(source).check();
/// assert!(check.errors().is_empty());
/// let warnings = check.warnings(|_| true, None);
/// let codes: Vec<Code> = warnings.iter().map(|one| one.code).collect();
/// assert_eq!(codes, [Code::NoTest, Code::NoAbout]);
/// ```
#[derive(Debug)]
pub struct RuleCheck {
    pub(crate) rules: Rules,
    pub(crate) errors: Vec<Diagnostic>,
    pub(crate) files: Vec<ParsedFile>,
}

impl RuleCheck {
    /// The rules in which nothing is wrong that would keep them from being built.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The names of the files in the order in which they were loaded.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| &**file.reporter.file())
    }

    /// Everything that keeps the rules from being used.
    pub fn errors(&self) -> &[Diagnostic] {
        &self.errors
    }

    /// The rules, without what was read.
    pub fn into_rules(self) -> Rules {
        self.rules
    }
}
