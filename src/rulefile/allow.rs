//! `allow`: warnings that a rule or a file answers for, each with the reason.

use crate::rulefile::code::Code;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

macro_rules! allow {
    ($($(#[$doc:meta])* $field:ident = $code:ident,)+) => {
        /// Warnings of `rules check` that are not given, each with the reason why not.
        #[derive(Debug, Default, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        pub(crate) struct WireAllow {
            $($(#[$doc])*
            #[schemars(with = "Option<String>")]
            $field: Option<Spanned<String>>,)+
        }

        impl WireAllow {
            /// What is allowed, with the reasons.
            pub(crate) fn entries(&self) -> impl Iterator<Item = (Code, &Spanned<String>)> {
                [$((Code::$code, self.$field.as_ref()),)+]
                    .into_iter()
                    .filter_map(|(code, reason)| Some((code, reason?)))
            }
        }
    };
}

allow! {
    /// Why the rule may run on every line.
    no_literal_anchor = NoLiteralAnchor,
    /// Why the pattern may begin or end with a wildcard.
    unanchored_wildcard = UnanchoredWildcard,
    /// Why another rule may find the same.
    shadowed = Shadowed,
    /// Why a phrase may be one that sentences begin with.
    common_sentence_start = CommonSentenceStart,
    /// Why there is no test in which nothing goes.
    no_near_miss = NoNearMiss,
    /// Why the rule may find nothing on the pages that are at hand.
    never_fires = NeverFires,
    /// Why there is no test in which something goes.
    no_test = NoTest,
    /// Why the rule does not say what it removes.
    no_about = NoAbout,
    /// Why the pattern may find something in every line.
    finds_everything = FindsEverything,
    /// Why a phrase may have more words than `when.max_words`.
    unreachable_phrase = UnreachablePhrase,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_warning_that_can_be_allowed_is_a_key() {
        let names = Code::ALL
            .iter()
            .filter(|code| code.can_be_allowed())
            .map(|code| format!("{} = \"why\"", code.name()));
        let text = names.collect::<Vec<_>>().join("\n");
        let allow: WireAllow = toml::from_str(&text).expect("every name is a key");
        for (code, reason) in allow.entries() {
            assert!(code.is_warning(), "{code:?}");
            assert_eq!(reason.get_ref(), "why");
        }
        assert_eq!(allow.entries().count(), text.lines().count());
    }
}
