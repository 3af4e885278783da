//! Which rules run, by id, kind or pack.

use crate::matchers::compiled_rule::CompiledRule;
use crate::rulefile::code::Code;
use crate::rulefile::diagnostic::Diagnostic;
use crate::rulefile::reporter::Reporter;
use crate::rulefile::selector::Selector;
use crate::rules::evidence_part::EvidencePart;
use crate::rules::kind::Kind;
use crate::text::nearest::nearest;

pub(crate) fn unknown_selector(
    option: &str,
    selector: &Selector,
    rules: &[CompiledRule],
) -> Diagnostic {
    let (file, source, span) = match &selector.place {
        Some(place) => (&*place.file, &*place.source, place.span.clone()),
        None => (option, "", 0..0),
    };
    let mut reporter = Reporter::new(file, source);
    let words = rules.iter().flat_map(|CompiledRule { rule, .. }| {
        [rule.id.as_str(), rule.pack()]
            .into_iter()
            .chain(rule.id.split_once('/').map(|(_, id)| id))
    });
    let words = words
        .chain(EvidencePart::ALL.iter().map(|part| part.id()))
        .chain(Kind::ALL.iter().map(|kind| kind.word()))
        .filter(|word| *word != selector.word); // a kind of which there is no rule
    let help = match nearest(&selector.word, words) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`dechaff rules list` shows ids, kinds and packs".to_owned(),
    };
    reporter
        .error(
            Code::UnknownSelector,
            span,
            format!("no rule has the id, kind or pack \"{}\"", selector.word),
            "selects no rule",
        )
        .help(help)
        .clone()
}
