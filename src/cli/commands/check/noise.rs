//! What `check` finds on a page. Pure.

use dechaff::rules::Level;
use dechaff::{Cleaned, Cleaner, Confidence, Kind, Page, Span, Verdict, Warning};

/// Something on a page that would go, or that a rule flags.
#[derive(Debug, Clone)]
pub(crate) struct Noise {
    pub(crate) span: Span,
    pub(crate) rule: String,
    pub(crate) also: Vec<String>,
    pub(crate) kind: Kind,
    pub(crate) confidence: Confidence,
    pub(crate) level: Level,
    pub(crate) evidence: String,
}

/// Everything on the page that would go or that a rule flags, in page order, and what somebody
/// should be warned of.
pub(crate) fn of_page(page: &Page<'_>, cleaner: &Cleaner) -> (Vec<Noise>, Vec<String>) {
    let found = cleaner.clean(page);
    let warnings = warnings(&found);
    let mut noise: Vec<Noise> = found
        .cuts
        .into_iter()
        .map(|cut| Noise {
            span: cut.span,
            rule: cut.rule,
            also: cut.also,
            kind: cut.kind,
            confidence: cut.confidence,
            level: Level::On,
            evidence: cut.evidence.join("; "),
        })
        .collect();
    noise.extend(flagged(page, cleaner));
    noise.sort_by_key(|one| one.span);
    (noise, warnings)
}

fn warnings(cleaned: &Cleaned<'_>) -> Vec<String> {
    let words = |warning: &Warning| match warning {
        Warning::KeptWhole { removed_share } => format!(
            "kept whole, since {:.0} % of its words would go; `dechaff explain` shows why",
            removed_share * 100.0
        ),
        Warning::TooLarge => "kept whole, since it has 4 GiB or more".to_owned(),
        Warning::Unsettled => {
            "its cuts made room for more when cleaning stopped; there may be more noise".to_owned()
        }
    };
    cleaned.warnings.iter().map(words).collect()
}

/// What rules found that only flag. It takes a second look at the page, so it is asked for only
/// where there is such a rule.
fn flagged(page: &Page<'_>, cleaner: &Cleaner) -> Vec<Noise> {
    let flags = |rule: &dechaff::Rule| rule.level == Level::Flag;
    if !cleaner.rules().iter().any(flags) {
        return Vec::new();
    }
    let findings = cleaner.explain(page).into_iter();
    findings
        .filter(|finding| finding.verdict == Verdict::Flagged)
        .filter_map(|finding| {
            let rule = cleaner
                .rules()
                .iter()
                .find(|rule| rule.id == finding.rule)?;
            Some(Noise {
                span: finding.span,
                rule: finding.rule,
                also: Vec::new(),
                kind: rule.kind,
                confidence: rule.confidence,
                level: Level::Flag,
                evidence: finding.evidence,
            })
        })
        .collect()
}
