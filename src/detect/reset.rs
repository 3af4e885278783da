//! Parameters of detectors back to their defaults, one at a time.

use crate::rule::wire::{
    WireAppended, WireBlankRun, WireCard, WireDuplicate, WireMatch, WireSlug, WireTruncated,
};

/// A matcher with one parameter at its default.
#[derive(Debug)]
pub(crate) struct Reset {
    /// What was written, as `key = value`.
    pub(crate) written: String,
    /// The matcher without it.
    pub(crate) wire: WireMatch,
}

/// Compares each parameter with its default. The pattern names every field, so that a new one
/// cannot be forgotten.
macro_rules! compare {
    ($resets:ident, $wire:ident, $field:ident: $type:ident { $($key:ident),+ $(; $skipped:ident)? }) => {
        if let Some(params) = &$wire.$field {
            let $type { $($key,)+ $($skipped: _,)? } = params.get_ref();
            $(
                let default = $type::default().$key;
                let (value, default_value) = (format!("{:?}", $key), format!("{default:?}"));
                if value != default_value {
                    let mut wire = $wire.clone();
                    if let Some(params) = &mut wire.$field {
                        params.get_mut().$key = default;
                    }
                    let written = format!("{} = {}", stringify!($key), value.to_lowercase());
                    $resets.push(Reset { written, wire });
                }
            )+
        }
    };
}

/// The matcher once for each parameter that is not at its default.
pub(crate) fn resets(wire: &WireMatch) -> Vec<Reset> {
    let mut resets = Vec::new();
    compare!(resets, wire, duplicate: WireDuplicate { keep, min_words, within });
    compare!(resets, wire, truncated: WireTruncated { min_words, within });
    compare!(resets, wire, slug: WireSlug { first, min_words });
    compare!(resets, wire, card: WireCard { min, body });
    compare!(resets, wire, appended: WireAppended { max_overlap; headings });
    compare!(resets, wire, blank_run: WireBlankRun { keep });
    resets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_at_its_default_is_reset() {
        let wire: WireMatch =
            toml::from_str("duplicate = { keep = \"last\", min_words = 4, within = 90 }")
                .expect("the test's matcher is sound");
        let resets = resets(&wire);
        let written: Vec<&str> = resets.iter().map(|reset| reset.written.as_str()).collect();
        assert_eq!(written, ["keep = last", "within = 90"]);
        let params = resets[1].wire.duplicate.as_ref().expect("it is set");
        assert_eq!(params.get_ref().within, WireDuplicate::default().within);
    }
}
