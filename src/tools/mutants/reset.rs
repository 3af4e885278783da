//! Parameters of matchers back to their defaults, one at a time.

use crate::rules::matcher::Matcher;
use crate::rules::params::{
    AppendedParams, BlankRunParams, CardParams, CommentsParams, DuplicateParams, SlugParams,
    TruncatedParams,
};

/// A matcher with one parameter at its default.
#[derive(Debug)]
pub(crate) struct Reset {
    /// What was written, as `key = value`.
    pub(crate) written: String,
    /// The matcher without it.
    pub(crate) matcher: Matcher,
}

/// Compares each parameter with its default. The pattern names every field, so that a new one
/// cannot be forgotten.
macro_rules! compare {
    ($resets:ident, $matcher:ident, $variant:ident: $type:ident { $($key:ident),+ $(; $skipped:ident)? }) => {
        if let Matcher::$variant(params) = $matcher {
            let $type { $($key,)+ $($skipped: _,)? } = params;
            $(
                let default = $type::default().$key;
                let (value, default_value) = (format!("{:?}", $key), format!("{default:?}"));
                if value != default_value {
                    let mut params = params.clone();
                    params.$key = default;
                    let written = format!("{} = {}", stringify!($key), value.to_lowercase());
                    let matcher = Matcher::$variant(params);
                    $resets.push(Reset { written, matcher });
                }
            )+
        }
    };
}

/// The matcher once for each parameter that is not at its default.
pub(crate) fn resets(matcher: &Matcher) -> Vec<Reset> {
    let mut resets = Vec::new();
    compare!(resets, matcher, Duplicate: DuplicateParams { keep, min_words, within });
    compare!(resets, matcher, Truncated: TruncatedParams { min_words, within });
    compare!(resets, matcher, Slug: SlugParams { first, min_words });
    compare!(resets, matcher, Card: CardParams { min, body });
    compare!(resets, matcher, Appended: AppendedParams { max_overlap; headings });
    compare!(resets, matcher, BlankRun: BlankRunParams { keep });
    compare!(resets, matcher, Comments: CommentsParams { least });
    resets
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::params::KeepCopy;

    #[test]
    fn what_is_not_at_its_default_is_reset() {
        let matcher = Matcher::Duplicate(DuplicateParams {
            keep: KeepCopy::Last,
            min_words: 4,
            within: 90,
        });
        let resets = resets(&matcher);
        let written: Vec<&str> = resets.iter().map(|reset| reset.written.as_str()).collect();
        assert_eq!(written, ["keep = last", "within = 90"]);
        let Matcher::Duplicate(params) = &resets[1].matcher else {
            panic!("it is still one for copies");
        };
        assert_eq!(params.within, DuplicateParams::default().within);
    }
}
