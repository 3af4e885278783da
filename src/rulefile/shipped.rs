//! The packs inside the program.

use crate::rulefile::pack_source::PackSource;

/// The name and text of every shipped rule file, in the order in which they are loaded.
///
/// A test holds this list equal to the folder `rules/`.
pub fn shipped_packs() -> &'static [(&'static str, &'static str)] {
    SHIPPED
}

/// The names of the shipped packs, in the order in which they are loaded.
pub fn shipped_pack_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = SHIPPED
        .iter()
        .filter_map(|(name, _)| pack_of(name))
        .collect();
    names.dedup();
    names
}

/// The rule files of the shipped pack of that name; none where there is no such pack.
pub fn shipped_pack(pack: &str) -> Vec<PackSource> {
    let own = SHIPPED
        .iter()
        .filter(|(name, _)| pack_of(name) == Some(pack));
    own.map(|(name, text)| PackSource {
        name: (*name).to_owned(),
        text: (*text).to_owned(),
    })
    .collect()
}

/// The pack to which the shipped file belongs: the folder below `rules/`.
pub(crate) fn pack_of(name: &str) -> Option<&str> {
    name.split('/').nth(1)
}

macro_rules! shipped {
    ($($name:literal,)+) => {
        pub(crate) const SHIPPED: &[(&str, &str)] =
            &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $name))),)+];
    };
}

shipped! {
    "rules/core/ads.toml",
    "rules/core/comments.toml",
    "rules/core/dates.toml",
    "rules/core/layout.toml",
    "rules/core/nav.toml",
    "rules/core/repeats.toml",
    "rules/core/separators.toml",
    "rules/core/share.toml",
    "rules/core/urls.toml",
    "rules/en/ads.toml",
    "rules/en/appended.toml",
    "rules/en/blurbs.toml",
    "rules/en/bylines.toml",
    "rules/en/captions.toml",
    "rules/en/cards.toml",
    "rules/en/comments.toml",
    "rules/en/contact.toml",
    "rules/en/credits.toml",
    "rules/en/disclaimers.toml",
    "rules/en/legal.toml",
    "rules/en/metadata.toml",
    "rules/en/nav.toml",
    "rules/en/newsletter.toml",
    "rules/en/paywall.toml",
    "rules/en/player.toml",
    "rules/en/promo.toml",
    "rules/en/related.toml",
    "rules/en/share.toml",
    "rules/en/syndication.toml",
    "rules/en/tags.toml",
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_list_is_the_folder() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut found = Vec::new();
        for folder in std::fs::read_dir(root.join("rules")).expect("rules/ is there") {
            let folder = folder.expect("an entry").path();
            for file in std::fs::read_dir(&folder).expect("a pack's folder") {
                let path = file.expect("an entry").path();
                if path.extension().is_none_or(|end| end != "toml") || folder.ends_with("evidence")
                {
                    continue;
                }
                let name = path.strip_prefix(root).expect("below the root");
                found.push(name.to_string_lossy().replace('\\', "/"));
            }
        }
        found.sort();
        let mut listed: Vec<&str> = SHIPPED.iter().map(|(name, _)| *name).collect();
        listed.sort_unstable();
        assert_eq!(listed, found);
    }
}
