//! The exact shape of a rule file. Nothing here judges; `check` does.
//!
//! Every field that an error may point at is [`Spanned`]. `match` is a struct of options, since an
//! enum would answer a typo with "wanted exactly 1 element"; that exactly one is set is checked
//! with an error of our own. The doc comments become the editor's hover text by way of the schema.

use crate::rulefile::allow::WireAllow;
use crate::rulefile::wire_test::WireTest;
use crate::rules::matcher::{MATCHER_KEYS, Matcher};
use crate::rules::params::{
    AppendedParams, BlankRunParams, CardParams, CommentsParams, DuplicateParams, SlugParams,
    TruncatedParams,
};
use crate::rules::template::{LinePlace, TemplateLine, TemplateParams};
use crate::text::line_key::{LineKey, Vary};
use schemars::JsonSchema;
use serde::Deserialize;
use std::ops::Range;
use toml::Spanned;

/// A rule file: a pack, or a part of one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireFile {
    /// Version of the file format; 1 is the only one so far.
    #[schemars(with = "u32", range(min = 1, max = 1))]
    pub(crate) schema: Spanned<i64>,
    /// Name of the pack: the first half of every rule's id (`pack/rule-id`). Several files may
    /// belong to one pack. In kebab-case: `pack = "my-site"`.
    #[schemars(with = "String", regex(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"))]
    pub(crate) pack: Spanned<String>,
    /// The file in the same folder that holds the lines of rules with `match.template.in_file`, and its hash:
    /// `template_lines = { file = "templates.lines", blake3 = "…" }`. `dechaff learn` writes both.
    #[serde(default)]
    #[schemars(with = "Option<WireLinesFile>")]
    pub(crate) template_lines: Option<Spanned<WireLinesFile>>,
    /// Other rule files of the pack in the same folder that are loaded with this one, as one file has no room for all:
    /// `parts = ["templates-2.toml"]`. `dechaff learn` writes them.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(crate) parts: Vec<Spanned<String>>,
    /// Which part of the pack the file is, where another one names it in `parts`: 2 for the first of them.
    #[serde(default)]
    #[schemars(range(min = 2))]
    pub(crate) part: Option<u32>,
    /// Warnings that no rule of the file is given, each with the reason.
    #[serde(default)]
    pub(crate) allow: WireAllow,
    /// A rule that finds noise: `[[rule]]` begins one.
    #[serde(default)]
    #[schemars(with = "Vec<WireRule>")]
    pub(crate) rule: Vec<Spanned<WireRule>>,
    /// A rule that keeps what it matches, whatever other rules say: `[[protect]]` begins one.
    #[serde(default)]
    #[schemars(with = "Vec<WireRule>")]
    pub(crate) protect: Vec<Spanned<WireRule>>,
    /// An adjustment to a rule of any pack: `[[override]]` begins one.
    #[serde(default, rename = "override")]
    #[schemars(with = "Vec<WireOverride>")]
    pub(crate) overrides: Vec<Spanned<WireOverride>>,
}

/// A file of lines, and its hash.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireLinesFile {
    /// Its name; it lies in the rule file's folder.
    pub(crate) file: String,
    /// The BLAKE3 hash of its bytes, in 64 hexadecimal digits.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub(crate) blake3: String,
}

/// A rule that finds noise: what it looks for, where, and how much of it goes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireRule {
    /// Names the thing removed, in kebab-case: `photo-credit`, never `strip-credits`. The full id
    /// is `pack/id`.
    #[schemars(with = "String", regex(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"))]
    pub(crate) id: Spanned<String>,
    /// One sentence that says what the rule removes: `rules show` and the reports print it.
    #[serde(default)]
    pub(crate) about: String,
    /// Why a local exception is needed; only `dechaff.toml` says it.
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) reason: Option<String>,
    /// What sort of noise it is. A `[[rule]]` needs it; in `[[protect]]` it means nothing.
    #[schemars(with = "Option<crate::rules::kind::Kind>")]
    pub(crate) kind: Option<Spanned<String>>,
    /// What to look for: exactly one matcher.
    #[serde(rename = "match")]
    #[schemars(with = "WireMatch")]
    pub(crate) matcher: Spanned<WireMatch>,
    /// How much goes where the rule matches: `line` (default), `match`, `rest`, `block`,
    /// `section` or `tail`.
    #[schemars(with = "Option<crate::rules::effect::Extent>")]
    pub(crate) remove: Option<Spanned<String>>,
    /// Also take this many of the following lines that are not blank, with the blank lines
    /// between: `plus_lines = 1` takes the headline under a "Read next".
    #[schemars(with = "Option<u32>")]
    pub(crate) plus_lines: Option<Spanned<i64>>,
    /// How sure you are: `high` (default) cuts in every mode, `medium` from `balanced` on, `low`
    /// in `thorough` only.
    #[schemars(with = "Option<crate::rules::mode::Confidence>")]
    pub(crate) confidence: Option<Spanned<String>>,
    /// Guards, the conditions on a match; all must hold: `when.max_words = 8`.
    #[serde(default)]
    pub(crate) when: WireWhen,
    /// Warnings that the rule is not given, each with the reason:
    /// `allow.no-near-miss = "the phrase stands in no prose"`.
    #[serde(default)]
    pub(crate) allow: WireAllow,
    /// Tests of this rule, each a small page in one string, or with its format: `[-...-]` marks what
    /// must go; no marks means that nothing may go.
    #[serde(default)]
    #[schemars(with = "Vec<WireTest>")]
    pub(crate) tests: Vec<Spanned<WireTest>>,
}

/// What a rule looks for. Exactly one key is set.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireMatch {
    /// The line is only these phrases, one or more of them, glued or spaced; `#` stands for a
    /// number: `match.line = ["Share on Facebook", "# Comments"]`.
    #[schemars(with = "Option<Vec<String>>")]
    pub(crate) line: Option<Spanned<Vec<Spanned<String>>>>,
    /// The line begins with one of these phrases; two spaces in a phrase match two or more:
    /// `match.start = ["See also  ", "Read more:"]`.
    #[schemars(with = "Option<Vec<String>>")]
    pub(crate) start: Option<Spanned<Vec<Spanned<String>>>>,
    /// One of these phrases stands in the line, at word boundaries:
    /// `match.anywhere = ["(Photo by"]`.
    #[schemars(with = "Option<Vec<String>>")]
    pub(crate) anywhere: Option<Spanned<Vec<Spanned<String>>>>,
    /// A regular expression for one line, without look-around and back-references; the group
    /// `cut` narrows what goes: `match.regex = '''[.!?](?<cut>\s+More)$'''`.
    #[schemars(with = "Option<String>")]
    pub(crate) regex: Option<Spanned<String>>,
    /// The same line again: other case, quotes or spaces do not count:
    /// `match.duplicate = { keep = "first", min_words = 4 }`.
    #[schemars(with = "Option<DuplicateParams>")]
    pub(crate) duplicate: Option<Spanned<DuplicateParams>>,
    /// A line cut off with an ellipsis whose full text stands near it:
    /// `match.truncated = { min_words = 5 }`.
    #[schemars(with = "Option<TruncatedParams>")]
    pub(crate) truncated: Option<Spanned<TruncatedParams>>,
    /// The headline again, lower-cased or as a URL slug: `match.slug = { first = 8 }`.
    #[schemars(with = "Option<SlugParams>")]
    pub(crate) slug: Option<Spanned<SlugParams>>,
    /// Teasers of other stories in a row: a title, once or twice, with source, age or bullet
    /// lines: `match.card = { min = 2 }`.
    #[schemars(with = "Option<CardParams>")]
    pub(crate) card: Option<Spanned<CardParams>>,
    /// Other stories after the article's end: a heading, and all that follows shares few words
    /// with the article: `match.appended = { headings = ["More stories"] }`.
    #[schemars(with = "Option<WireAppended>")]
    pub(crate) appended: Option<Spanned<WireAppended>>,
    /// Blank lines beyond those that part paragraphs: `match.blank_run = { keep = 1 }`.
    #[schemars(with = "Option<BlankRunParams>")]
    pub(crate) blank_run: Option<Spanned<BlankRunParams>>,
    /// Comments below a story, told by the dates between them: `match.comments = { least = 3 }`.
    #[schemars(with = "Option<CommentsParams>")]
    pub(crate) comments: Option<Spanned<CommentsParams>>,
    /// Lines that a host repeats, as `dechaff learn` writes them:
    /// `match.template = { pages = 14, lines = [{ text = "Tide tables", pages = 12 }] }`.
    #[schemars(with = "Option<WireTemplate>")]
    pub(crate) template: Option<Spanned<WireTemplate>>,
}

impl WireMatch {
    /// The phrases of the matcher as they are written; empty where it takes none.
    pub(crate) fn phrases(&self) -> &[Spanned<String>] {
        let list = [&self.line, &self.start, &self.anywhere]
            .into_iter()
            .find_map(|list| list.as_ref().map(Spanned::get_ref));
        let headings = self
            .appended
            .as_ref()
            .map(|params| &params.get_ref().headings);
        list.or(headings).map_or(&[], Vec::as_slice)
    }

    /// Whether the matcher takes phrases, to which `[[override]] add` could add.
    pub(crate) fn takes_phrases(&self) -> bool {
        let lists = [&self.line, &self.start, &self.anywhere];
        self.appended.is_some() || lists.into_iter().any(Option::is_some)
    }

    /// The keys that are set, with the places of their values.
    pub(crate) fn keys_set(&self) -> Vec<(&'static str, Range<usize>)> {
        fn place<T>(value: Option<&Spanned<T>>) -> Option<Range<usize>> {
            value.map(Spanned::span)
        }
        let places = [
            place(self.line.as_ref()),
            place(self.start.as_ref()),
            place(self.anywhere.as_ref()),
            place(self.regex.as_ref()),
            place(self.duplicate.as_ref()),
            place(self.truncated.as_ref()),
            place(self.slug.as_ref()),
            place(self.card.as_ref()),
            place(self.appended.as_ref()),
            place(self.blank_run.as_ref()),
            place(self.comments.as_ref()),
            place(self.template.as_ref()),
        ];
        let keys = MATCHER_KEYS.into_iter().zip(places);
        keys.filter_map(|(key, place)| Some((key, place?)))
            .collect()
    }

    /// What the rule looks for; `None` where no key is set.
    pub(crate) fn matcher(&self) -> Option<Matcher> {
        fn value<T: Clone>(value: Option<&Spanned<T>>) -> Option<T> {
            value.map(|value| value.get_ref().clone())
        }
        let texts = |list: &[Spanned<String>]| -> Vec<String> {
            list.iter().map(|text| text.get_ref().clone()).collect()
        };
        let list = |list: &Option<Spanned<Vec<Spanned<String>>>>| {
            list.as_ref().map(|list| texts(list.get_ref()))
        };
        list(&self.line)
            .map(Matcher::Line)
            .or_else(|| list(&self.start).map(Matcher::Start))
            .or_else(|| list(&self.anywhere).map(Matcher::Anywhere))
            .or_else(|| value(self.regex.as_ref()).map(Matcher::Regex))
            .or_else(|| value(self.duplicate.as_ref()).map(Matcher::Duplicate))
            .or_else(|| value(self.truncated.as_ref()).map(Matcher::Truncated))
            .or_else(|| value(self.slug.as_ref()).map(Matcher::Slug))
            .or_else(|| value(self.card.as_ref()).map(Matcher::Card))
            .or_else(|| {
                let wire = self.appended.as_ref()?.get_ref();
                Some(Matcher::Appended(AppendedParams {
                    headings: texts(&wire.headings),
                    max_overlap: wire.max_overlap,
                }))
            })
            .or_else(|| value(self.blank_run.as_ref()).map(Matcher::BlankRun))
            .or_else(|| value(self.comments.as_ref()).map(Matcher::Comments))
            .or_else(|| {
                Some(Matcher::Template(
                    self.template.as_ref()?.get_ref().params(),
                ))
            })
    }
}

/// `match.appended`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct WireAppended {
    /// Labels that stand alone over other stories.
    #[schemars(with = "Vec<String>")]
    pub(crate) headings: Vec<Spanned<String>>,
    /// Share, 0 to 1, of the distinct content words after the heading that the article may have
    /// used before it.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub(crate) max_overlap: f64,
}

impl Default for WireAppended {
    fn default() -> Self {
        Self {
            headings: Vec::new(),
            max_overlap: AppendedParams::default().max_overlap,
        }
    }
}

/// `match.template`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct WireTemplate {
    /// How many different pages of the host were counted.
    pub(crate) pages: u32,
    /// The lines that it repeats.
    #[schemars(with = "Vec<WireTemplateLine>")]
    pub(crate) lines: Vec<Spanned<WireTemplateLine>>,
    /// Whether it finds the comments below a story that its lines part, and not lines alone.
    pub(crate) comments: bool,
    /// How many more lines the file has that `template_lines` names.
    #[schemars(with = "Option<u32>", range(min = 1))]
    pub(crate) in_file: Option<Spanned<usize>>,
    /// These, where that file was read.
    #[serde(skip)]
    pub(crate) from_file: Vec<TemplateLine>,
}

/// A line that a host repeats.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireTemplateLine {
    /// The line; other case, quotes or spaces do not count.
    pub(crate) text: String,
    /// What else does not count: `numbers`, and beside them words of dates, or `names` as well.
    #[serde(default)]
    #[schemars(with = "Option<Vary>")]
    pub(crate) vary: Vary,
    /// The key of a long line, of which `text` is the start.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) key: Option<LineKey>,
    /// On how many different pages of the host it stands.
    #[serde(default)]
    pub(crate) pages: u32,
    /// Whether one of these pages alone has it twice: where a page has it twice it stays, as the page's headline.
    #[serde(default)]
    pub(crate) headline: bool,
    /// Where on its pages it stands: before the prose (`start`), among it (`middle`) or behind it (`end`).
    #[serde(default)]
    pub(crate) place: Option<LinePlace>,
    /// Another text of a line that varies, for those who read the file.
    #[serde(default)]
    #[expect(dead_code, reason = "people read it")]
    pub(crate) also: Option<String>,
}

impl WireTemplate {
    fn params(&self) -> TemplateParams {
        let lines = self.lines.iter().map(|line| {
            let line = line.get_ref();
            TemplateLine {
                text: line.text.clone(),
                vary: line.vary,
                key: line.key.map(|key| key.0),
                pages: line.pages,
                is_headline: line.headline,
                place: line.place,
            }
        });
        let lines = lines.chain(self.from_file.iter().cloned());
        TemplateParams::new(self.pages, lines.collect()).of_comments(self.comments)
    }
}

/// One value or a list of values.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum OneOrMany<T = String> {
    /// `key = "value"`
    One(T),
    /// `key = ["a", "b"]`
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    pub(crate) fn values(&self) -> &[T] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

/// Guards: conditions on a rule. All that are set must hold.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireWhen {
    /// Only on pages of these domains, one or a list: `when.domain = "example.com"` covers
    /// `news.example.com` too.
    #[schemars(with = "Option<OneOrMany>")]
    pub(crate) domain: Option<Spanned<OneOrMany>>,
    /// Only on pages in these languages, given or detected; two letters, one or a list:
    /// `when.lang = ["en", "de"]`.
    #[schemars(with = "Option<OneOrMany>")]
    pub(crate) lang: Option<Spanned<OneOrMany>>,
    /// Only within this many surviving lines of the page's top: `when.first = 3`.
    #[schemars(with = "Option<u32>", range(min = 1))]
    pub(crate) first: Option<Spanned<i64>>,
    /// Only within this many surviving lines of the page's end: `when.last = 3`.
    #[schemars(with = "Option<u32>", range(min = 1))]
    pub(crate) last: Option<Spanned<i64>>,
    /// Only where at least this share of the page's words, from 0 to below 1, stands before the
    /// line: `when.after = 0.4`.
    #[schemars(with = "Option<f64>", range(min = 0.0, max = 1.0))]
    pub(crate) after: Option<Spanned<f64>>,
    /// Only where the line before has one of these shapes, one or a list: `title`, `prose`, `label`,
    /// `blank`.
    #[schemars(with = "Option<OneOrMany<crate::rules::guard::Neighbour>>")]
    pub(crate) prev: Option<Spanned<OneOrMany>>,
    /// Only where the line after has one of these shapes, one or a list: `title`, `prose`, `label`,
    /// `blank`.
    #[schemars(with = "Option<OneOrMany<crate::rules::guard::Neighbour>>")]
    pub(crate) next: Option<Spanned<OneOrMany>>,
    /// `false`: not where a sentence ends on the line before and one follows, as with a heading; `true`: only
    /// there.
    #[schemars(with = "Option<bool>")]
    pub(crate) heading: Option<Spanned<bool>>,
    /// Only lines of at most this many words: `when.max_words = 25`.
    #[schemars(with = "Option<u32>", range(min = 1))]
    pub(crate) max_words: Option<Spanned<i64>>,
    /// Only lines of at least this many words: `when.min_words = 3`.
    #[schemars(with = "Option<u32>")]
    pub(crate) min_words: Option<Spanned<i64>>,
    /// Not on lines in which one of these regular expressions finds something:
    /// `when.unless = ['''[.!?]$''']`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(crate) unless: Vec<Spanned<String>>,
}

/// An adjustment to a rule of any pack: its level, more phrases, more exceptions.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireOverride {
    /// The full id of the rule to adjust: `rule = "core/line-repeated"`. An unknown one is an
    /// error.
    #[schemars(with = "String")]
    pub(crate) rule: Spanned<String>,
    /// What the rule's matches lead to: `off` (it does not run), `flag` (it reports, never cuts)
    /// or `on`.
    #[schemars(with = "Option<crate::rules::effect::Level>")]
    pub(crate) level: Option<Spanned<String>>,
    /// More phrases for the rule's matcher, where that takes phrases:
    /// `add = ["Share on Quayside"]`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(crate) add: Vec<Spanned<String>>,
    /// More regular expressions for its `when.unless`: `unless = ['''^See also: Appendix''']`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(crate) unless: Vec<Spanned<String>>,
}
