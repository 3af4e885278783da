//! Which fields of a row hold its text and what is known of the page.

use crate::io::format::jsonl::field_path::{FieldPath, find};

/// Usual names of texts, the likeliest first.
const TEXTS: [&str; 6] = [
    "text",
    "content",
    "raw_content",
    "body",
    "page_content",
    "markdown",
];
/// Usual names of ids.
const IDS: [&str; 6] = [
    "id",
    "_id",
    "doc_id",
    "docid",
    "warc_record_id",
    "metadata.id",
];
/// Usual names of urls.
const URLS: [&str; 9] = [
    "url",
    "source_url",
    "metadata.url",
    "warc_url",
    "warc_target_uri",
    "metadata.source_url",
    "metadata.WARC-Target-URI",
    "meta.url",
    "uri",
];
/// Usual names of languages.
const LANGS: [&str; 5] = [
    "lang",
    "language",
    "metadata.lang",
    "metadata.language",
    "meta.language",
];

/// The fields that somebody named; the others are looked for by their usual names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldNames {
    /// Where the text is.
    pub text: Option<String>,
    /// Where the id is.
    pub id: Option<String>,
    /// Where the url is.
    pub url: Option<String>,
    /// Where the language is.
    pub lang: Option<String>,
}

/// The fields of a shard's rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    /// Where the text is.
    pub text: FieldPath,
    /// Where the id is, if rows have one.
    pub id: Option<FieldPath>,
    /// Where the url is, if rows have one.
    pub url: Option<FieldPath>,
    /// Where the language is, if rows have one.
    pub lang: Option<FieldPath>,
}

impl Fields {
    /// A text field alone.
    pub fn of_text(path: &str) -> Self {
        Self {
            text: FieldPath::new(path),
            id: None,
            url: None,
            lang: None,
        }
    }

    /// The fields that `names` has, and for others the first usual name under which some of these lines has a
    /// string (an id may be a number). Of the text, the first line that has one under any usual name decides.
    ///
    /// # Errors
    ///
    /// Where no field holds a text: the keys of the first row, for a message.
    pub fn choose<'l>(
        names: &FieldNames,
        lines: impl Iterator<Item = &'l [u8]> + Clone,
    ) -> Result<Self, Vec<String>> {
        let rows = lines.filter_map(|line| std::str::from_utf8(line).ok());
        let chosen = |name: &Option<String>, usual: &[&str], begin: &[u8]| match name {
            Some(name) => Some(FieldPath::new(name)),
            None => usual_name(usual, begin, rows.clone()),
        };
        let text = chosen(&names.text, &TEXTS, b"\"");
        let Some(text) = text else {
            let keys = rows.clone().find_map(keys);
            return Err(keys.unwrap_or_default());
        };
        Ok(Self {
            text,
            id: chosen(&names.id, &IDS, b"\"-0123456789"),
            url: chosen(&names.url, &URLS, b"\""),
            lang: chosen(&names.lang, &LANGS, b"\""),
        })
    }

    /// The fields that `names` has, and for others the first usual name that is a column: `is_text` says so of one that
    /// holds strings, `is_id` of one that holds strings or whole numbers. A named field other than the text that is no
    /// such column is passed over, as rows may lack it.
    ///
    /// Nothing where no column holds a text.
    #[cfg(feature = "parquet")]
    pub(crate) fn of_columns(
        names: &FieldNames,
        is_text: impl Fn(&str) -> bool,
        is_id: impl Fn(&str) -> bool,
    ) -> Option<Self> {
        let chosen = |name: &Option<String>, usual: &[&str], is: &dyn Fn(&str) -> bool| {
            let asked = name.as_deref();
            let tried = if asked.is_some() { &[] } else { usual };
            let mut all = asked.into_iter().chain(tried.iter().copied());
            all.find(|name| is(name)).map(FieldPath::new)
        };
        Some(Self {
            text: chosen(&names.text, &TEXTS, &is_text)?,
            id: chosen(&names.id, &IDS, &is_id),
            url: chosen(&names.url, &URLS, &is_text),
            lang: chosen(&names.lang, &LANGS, &is_text),
        })
    }

    /// The paths of all fields that rows have.
    pub(crate) fn paths(&self) -> Vec<&FieldPath> {
        let others = [&self.id, &self.url, &self.lang];
        let others = others.into_iter().flatten();
        std::iter::once(&self.text).chain(others).collect()
    }

    /// The place of a field in [`Self::paths`]: 0 is the text, 1 the id, 2 the url, 3 the language.
    pub(crate) fn slot(&self, field: usize) -> Option<usize> {
        let present = [
            true,
            self.id.is_some(),
            self.url.is_some(),
            self.lang.is_some(),
        ];
        present[field].then(|| present[..field].iter().filter(|one| **one).count())
    }

    /// The fields in words, for a log.
    pub fn words(&self) -> String {
        let named = |what: &str, path: &Option<FieldPath>| {
            path.as_ref()
                .map(|path| format!(", {what} in `{path}`"))
                .unwrap_or_default()
        };
        format!(
            "text in `{}`{}{}{}",
            self.text,
            named("id", &self.id),
            named("url", &self.url),
            named("language", &self.lang)
        )
    }
}

/// The first of the usual names under which the first row that has any has a value that begins so.
fn usual_name<'l>(
    usual: &[&str],
    begin: &[u8],
    mut rows: impl Iterator<Item = &'l str>,
) -> Option<FieldPath> {
    let paths: Vec<FieldPath> = usual.iter().map(|name| FieldPath::new(name)).collect();
    let paths: Vec<&FieldPath> = paths.iter().collect();
    rows.find_map(|row| {
        let found = find(row, &paths).ok()?;
        let at = found.iter().position(|slot| {
            slot.value
                .is_some_and(|value| begin.contains(&value.as_bytes()[0]))
        })?;
        Some(paths[at].clone())
    })
}

/// The keys of a row.
fn keys(row: &str) -> Option<Vec<String>> {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(row).ok()?;
    Some(object.into_iter().map(|(key, _)| key).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;

    fn chosen(names: &FieldNames, rows: &str) -> Result<String, Vec<String>> {
        let lines = rows.lines().map(str::as_bytes);
        Fields::choose(names, lines).map(|fields| fields.words())
    }

    #[test]
    fn usual_names_are_found() {
        let find = |rows| chosen(&FieldNames::default(), rows);
        assert_eq!(find(r#"{"text":"a"}"#).unwrap(), "text in `text`");
        let rows = r#"{"content":null}
not json
{"raw_content":"b","content":"a","id":7,"metadata":{"url":"u","language":"en"},"url":null}"#;
        assert_eq!(
            find(rows).unwrap(),
            "text in `content`, id in `id`, url in `metadata.url`, language in `metadata.language`"
        );
    }

    #[test]
    fn named_fields_win_and_missing_ones_are_told() {
        let names = FieldNames {
            text: Some("page.html".to_owned()),
            ..FieldNames::default()
        };
        let rows = r#"{"text":"a","url":"u"}"#;
        assert_eq!(
            chosen(&names, rows).unwrap(),
            "text in `page.html`, url in `url`"
        );
        let nothing = chosen(&FieldNames::default(), r#"{"txt":"a","b":1}"#);
        assert_eq!(nothing.unwrap_err(), ["b", "txt"]);
    }
}
