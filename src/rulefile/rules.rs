//! The rules of a run: checked, compiled, and in the order in which their packs were loaded.

use crate::matchers::compiled_rule::CompiledRule;
use crate::rulefile::exception::Exception;
use crate::rules::evidence_part::EvidenceParts;
use crate::rules::rule::Rule;

/// Checked rules in the order in which their packs were loaded.
///
/// Building them costs one parse of every file; it happens once a run, never a page.
///
/// # Example
///
/// ```
/// let rules = dechaff::Rules::shipped();
/// assert!(rules.iter().any(|rule| rule.id == "core/blank-run"));
/// ```
#[derive(Debug)]
#[expect(clippy::struct_field_names, reason = "rules are what this is made of")]
pub struct Rules {
    rules: Vec<CompiledRule>,
    hash: String,
    exceptions: Vec<Exception>,
    /// How many of the first rules are those that the build prepared, in its order.
    prepared: usize,
    evidence: EvidenceParts,
}

impl Rules {
    /// Rules that were checked, with the hash of what they were read from.
    pub(crate) fn new(rules: Vec<CompiledRule>, hash: String, exceptions: Vec<Exception>) -> Self {
        Self {
            rules,
            hash,
            exceptions,
            prepared: 0,
            evidence: EvidenceParts::default(),
        }
    }

    /// The same, beside which these parts of evidence may cut.
    pub(crate) fn with_evidence(self, evidence: EvidenceParts) -> Self {
        Self { evidence, ..self }
    }

    /// Which parts of evidence may cut, as far as files and selectors say.
    pub fn evidence(&self) -> EvidenceParts {
        self.evidence
    }

    /// The same, of which the first are those that the build prepared.
    pub(crate) fn with_prepared(self, prepared: usize) -> Self {
        Self { prepared, ..self }
    }

    /// How many of the first rules are those that the build prepared, in its order.
    pub(crate) fn prepared(&self) -> usize {
        self.prepared
    }

    /// The rules in load order, with those that are off.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().map(|compiled| &compiled.rule)
    }

    /// The same, ready to run.
    pub(crate) fn compiled(&self) -> &[CompiledRule] {
        &self.rules
    }

    /// How many rules there are, with those that are off.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there is no rule at all.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// `blake3` of the files' texts in load order and of which rules are on, in hex: two runs with
    /// one hash, one version and one mode cut alike.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The exceptions that are in force: overrides, rule by rule, then protect rules.
    pub fn exceptions(&self) -> &[Exception] {
        &self.exceptions
    }

    /// One rule alone.
    pub(crate) fn of_one(rule: CompiledRule) -> Self {
        Self {
            rules: vec![rule],
            hash: String::new(),
            exceptions: Vec::new(),
            prepared: 0,
            evidence: EvidenceParts::default(),
        }
    }

    pub(crate) fn at(&self, index: usize) -> &Rule {
        &self.rules[index].rule
    }
}
