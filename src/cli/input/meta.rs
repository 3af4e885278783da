//! What is known of pages beside their texts: their address and headline.

use crate::cli::input::page_ids::read_lossy;
use anyhow::{Context as _, ensure};
use dechaff::{Page, PageMeta};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// A folder of `<id>.json` files; it need not be there.
pub(crate) struct MetaFolder(PathBuf);

/// What is known of a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) host: String,
    pub(crate) title: Option<String>,
}

/// The file as it is written; other keys are somebody else's.
#[derive(Default, Deserialize)]
struct WireMeta {
    url: Option<String>,
    title: Option<String>,
}

impl MetaFolder {
    /// The folder `meta` beside that of the gold texts.
    pub(crate) fn beside(gold: &Path) -> Self {
        Self(gold.parent().unwrap_or(Path::new(".")).join("meta"))
    }

    /// The folder that somebody named, which must be one: without it each page would be of a host of its
    /// own.
    pub(crate) fn named(flag: &str, folder: &Path) -> anyhow::Result<Self> {
        let shown = folder.display();
        ensure!(folder.is_dir(), "{flag} {shown}: not a folder");
        Ok(Self(folder.to_owned()))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// What is known of the page of that id. Where no url is, its first folder stands for its host, and
    /// where it lies in none, it is of a host of its own.
    pub(crate) fn of(&self, id: &str) -> anyhow::Result<Known> {
        let file = self.0.join(format!("{id}.json"));
        let wire: WireMeta = if file.exists() {
            serde_json::from_str(&read_lossy(&file)?)
                .with_context(|| format!("cannot parse {}", file.display()))?
        } else {
            WireMeta::default()
        };
        let place = PageMeta {
            url: wire.url,
            ..PageMeta::default()
        };
        let folder = id.split('/').next().unwrap_or(id);
        Ok(Known {
            host: Page::with_meta("", place)
                .host()
                .unwrap_or_else(|| folder.to_owned()),
            title: wire.title,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_page_is_of_the_host_of_its_url_else_of_its_folder() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("meta/tram")).unwrap();
        let write = |id: &str, text: &str| {
            fs::write(root.path().join(format!("meta/{id}.json")), text).unwrap();
        };
        write(
            "tram/bell",
            r#"{"url": "https://tide.example/1", "words": 3}"#,
        );
        write("tram/title", r#"{"title": "The tram"}"#);
        write("broken", "{");
        let meta = MetaFolder::beside(&root.path().join("gold"));
        for (id, host, title) in [
            ("tram/bell", "tide.example", None),
            ("tram/title", "tram", Some("The tram")),
            ("tram/none", "tram", None),
            ("alone", "alone", None),
        ] {
            let title = title.map(str::to_owned);
            let host = host.to_owned();
            assert_eq!(meta.of(id).unwrap(), Known { host, title }, "{id}");
        }
        assert!(meta.of("broken").is_err());
    }
}
