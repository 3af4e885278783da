//! Pages that are not what they show: what they show is cleaned, and its cuts become bytes of the original.

use crate::clean::cleaned::{Cleaned, CleanedBy, Cut, Warning, share_gone, without_repeated};
use crate::clean::reading::Reading;
use crate::page::Page;
use crate::text::span::{Span, SpanSet};
use crate::view::format::Format;
use crate::view::labels::Labels;
use std::sync::Arc;

/// How often what is left is read again: a cut may change what the rest shows.
const MOST_READINGS: usize = 8;

/// Cleans a page by an engine that cleans what it shows. What is left is read as a page that came so, until nothing
/// more goes, so that a page that was cleaned is clean: it may show itself and what is left of it not, since how few
/// lines a page has, or how many marks, tells how it is read.
pub(crate) fn clean_viewed<'t>(
    page: &Page<'t>,
    labels: &dyn Labels,
    max_removed_share: f64,
    by: &Arc<CleanedBy>,
    engine: &mut impl for<'v> FnMut(&Page<'v>, &Reading<'_, '_>) -> Cleaned<'v>,
) -> Cleaned<'t> {
    let mut reading = Reading::first(page, labels);
    let mut viewed = Viewed::new(page, reading.format());
    if reading.is_itself() {
        let cleaned = engine(page, &reading);
        if cleaned.cuts.is_empty() || Reading::is_itself_as(&cleaned, labels) {
            return cleaned;
        }
        viewed.begin(cleaned);
        reading = reading.without(&viewed.removed);
    }
    for _ in 0..MOST_READINGS {
        let Some(left) = viewed.take(&reading, engine) else {
            return viewed.finish(max_removed_share, by);
        };
        let next = reading.without(&viewed.removed);
        if next.shows(&left, &reading) {
            // The engine left it, so that it would take nothing more.
            return viewed.finish(max_removed_share, by);
        }
        reading = next;
    }
    viewed.unsettled = true;
    viewed.finish(max_removed_share, by)
}

/// A page on its way through its readings.
struct Viewed<'p, 't> {
    page: &'p Page<'t>,
    format: Format,
    removed: SpanSet,
    cuts: Vec<Cut>,
    words_before: usize,
    /// Words up to the end of the page's own story.
    own_words: usize,
    words_after: usize,
    /// Why the page stays whole.
    whole: Option<Warning>,
    unsettled: bool,
}

impl<'p, 't> Viewed<'p, 't> {
    fn new(page: &'p Page<'t>, format: Format) -> Self {
        Self {
            page,
            format,
            removed: SpanSet::default(),
            cuts: Vec::new(),
            words_before: 0,
            own_words: 0,
            words_after: 0,
            whole: None,
            unsettled: false,
        }
    }

    /// Takes over what went from a page that was what it showed.
    fn begin(&mut self, cleaned: Cleaned<'_>) {
        (self.words_before, self.own_words) = (cleaned.words_before, cleaned.own_words);
        self.words_after = cleaned.words_after;
        self.unsettled = cleaned.warnings.contains(&Warning::Unsettled);
        self.removed = cleaned.cuts.iter().map(|cut| cut.span).collect();
        self.cuts = cleaned.cuts;
    }
}

impl Viewed<'_, '_> {
    /// Cleans what is left as it is read now; where something went, the text that the engine left.
    fn take(
        &mut self,
        reading: &Reading<'_, '_>,
        engine: &mut impl for<'v> FnMut(&Page<'v>, &Reading<'_, '_>) -> Cleaned<'v>,
    ) -> Option<String> {
        let visible = reading.visible();
        let result = engine(&visible, reading);
        let is_first = reading.is_first();
        let (before, own) = (result.words_before, result.own_words);
        if is_first {
            (self.words_before, self.own_words) = (before, own);
        } else {
            // Other stories that are found later are not of the page's own words either.
            self.own_words = without_repeated(self.own_words, before - own.min(before));
        }
        // What is left after the last reading are the words of the last one, as nothing more goes from it.
        self.words_after = result.words_before;
        for warning in &result.warnings {
            match warning {
                Warning::Unsettled => self.unsettled = true,
                other if is_first => self.whole = Some(*other),
                _ => {}
            }
        }
        let went = reading.went(&result.cuts);
        for one in &went {
            self.removed.insert(one.span);
            let cut = &result.cuts[one.cut];
            self.cuts.push(Cut {
                span: one.span,
                line: self.page.line_at(one.span.start),
                evidence: if one.along {
                    vec!["it is a line of links among others, most of which go".to_owned()]
                } else {
                    cut.evidence.clone()
                },
                ..cut.clone()
            });
        }
        if went.is_empty() {
            return None;
        }
        self.words_after = result.words_after;
        Some(result.text)
    }
}

impl<'t> Viewed<'_, 't> {
    fn finish(mut self, max_removed_share: f64, by: &Arc<CleanedBy>) -> Cleaned<'t> {
        let removed_share = share_gone(self.own_words, self.words_after);
        if removed_share > max_removed_share {
            self.whole = Some(Warning::KeptWhole { removed_share });
        }
        if let Some(warning) = self.whole {
            let whole = Cleaned::whole(self.page, self.words_before, warning, by);
            return Cleaned {
                format: self.format,
                is_viewed: true,
                ..whole
            };
        }
        self.cuts.sort_by_key(|cut| cut.span);
        let original = self.page.text();
        let kept = self.removed.missing(Span::new(0, original.len()));
        Cleaned {
            text: kept
                .into_iter()
                .map(|span| &original[span.range()])
                .collect(),
            cuts: self.cuts,
            warnings: if self.unsettled {
                vec![Warning::Unsettled]
            } else {
                Vec::new()
            },
            words_before: self.words_before,
            words_after: self.words_after,
            own_words: self.own_words,
            format: self.format,
            is_viewed: true,
            original,
            meta: self.page.meta().clone(),
            by: Arc::clone(by),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::cleaner::Cleaner;
    use crate::clean::verdict::Verdict;
    use crate::page::{Page, PageMeta};
    use crate::rules::mode::Mode;
    use crate::view::format::Format;

    fn clean_as(text: &str, format: Format, mode: Mode) -> String {
        let meta = PageMeta {
            format,
            ..PageMeta::default()
        };
        let page = Page::with_meta(text, meta);
        let cleaner = Cleaner::builder().mode(mode).build();
        let result = cleaner.clean(&page);
        assert_eq!(result, cleaner.clean_plain(&page));
        let again = Page::with_meta(&result.text, page.meta().clone());
        assert_eq!(cleaner.clean(&again).text, result.text);
        let record = result.record("page");
        assert_eq!(record.restore(&result.text).as_deref(), Ok(text));
        result.text
    }

    fn clean(text: &str) -> String {
        clean_as(text, Format::Auto, Mode::Careful)
    }

    const STORY: &str =
        "The pilots of the estuary have asked for a third boat, their speaker said on Monday.";

    #[test]
    fn characters_that_nobody_sees_hide_no_phrase() {
        let page = format!(
            "{STORY}\n\nShare on Face\u{ad}book\n\nADVER\u{200b}TISE\u{200b}MENT\n\nLeave&nbsp;a&#32;Reply\n"
        );
        assert_eq!(clean(&page), format!("{STORY}\n"));
        let kept = format!("{}\u{ad}\n", STORY.replace("boat", "bo\u{ad}at &amp; crew"));
        assert_eq!(clean(&kept), kept);
    }

    #[test]
    fn lines_end_where_a_reader_sees_it() {
        for end in ["\\n", "\u{2028}", "\u{2029}", "\u{85}", "\u{c}", "\u{b}"] {
            let page = [
                STORY,
                "",
                "Share on Facebook",
                "",
                "ADVERTISEMENT",
                "",
                STORY.replace("third", "fourth").as_str(),
                "",
            ]
            .join(end);
            let rest = [STORY, "", STORY.replace("third", "fourth").as_str(), ""].join(end);
            assert_eq!(clean(&page), rest, "{end:?}");
        }
    }

    #[test]
    fn what_was_white_space_among_lines_ends_lines_of_the_rest() {
        for end in ["\u{2028}", "\u{2029}", "\u{85}", "\u{c}", "\u{b}"] {
            let page = format!("{end}Share on Facebook\n\nADVERTISEMENT\n\n{STORY}");
            assert_eq!(clean(&page), STORY, "{end:?}");
            for mode in Mode::ALL {
                clean_as(&page, Format::Auto, *mode);
            }
        }
    }

    #[test]
    fn a_page_of_lines_of_which_one_is_left_is_read_as_one_line() {
        let labels = ["Share on Facebook", "ADVERTISEMENT", "Leave a Reply"];
        let months = ["May", "June", "July", "August"];
        let years = ["at last", "in vain", "once more", "by letter", "in a body"];
        let said = months.iter().flat_map(|month| {
            let asked = "the pilots of the estuary asked";
            years.map(|year| format!("In {month} {asked} {year} for a boat of their own."))
        });
        let said: Vec<String> = said.collect();
        let page = format!(
            "{}\n\n{}\n",
            labels.join("\n\n"),
            said.join(" ADVERTISEMENT ")
        );
        assert_eq!(clean(&page), format!("{}\n", said.join(" ")));
    }

    #[test]
    fn lists_of_links_are_no_entries() {
        let link = |name: &str| format!("* [{name}](/{})\n", name.to_lowercase().replace(' ', "-"));
        let menus = [
            "Harbour News",
            "Tide Tables",
            "Boats Sold",
            "Who We Are",
            "Your Account",
            "Old Papers",
        ];
        let share: String = ["Share", "Tweet", "Pin It"].map(link).concat();
        let list = |name: &&str| format!("{}{}\n", link(name), link(&format!("More {name}")));
        let lists: String = menus.iter().map(list).collect();
        let page = format!("# A Third Boat\n\n{STORY}\n\n{share}\n{lists}");
        let left = clean_as(&page, Format::Markdown, Mode::Careful);
        assert!(!left.contains("Tweet") && left.contains(STORY), "{left}");
        // A head over what it says, in one item.
        let entry = |name: &&str| format!("* {name}\n  It is kept by {}.\n\n", name.to_lowercase());
        let entries: String = ["Share", "Tags", "Print", "Contact", "Subscribe"]
            .iter()
            .map(entry)
            .collect();
        let page = format!("# Words of the yard\n\n{}\n", entries.trim_end());
        assert_eq!(clean_as(&page, Format::Markdown, Mode::Careful), page);
    }

    #[test]
    fn what_stands_beside_code_stays() {
        for code in [
            "```\nShare on Facebook\n```",
            "    Share on Facebook",
            "![](/a.png)",
        ] {
            let page = format!(
                "# Tides\n\n{STORY} [More](/more).\n\n{code}\n\n{}\n",
                STORY.replace("third", "fourth")
            );
            assert_eq!(clean_as(&page, Format::Markdown, Mode::Careful), page);
        }
    }

    /// Lines as the code of a manual, in the ways in which that is written.
    fn as_code(lines: &[&str]) -> [String; 4] {
        let indented: Vec<String> = lines.iter().map(|line| format!("    {line}")).collect();
        let (lines, indented) = (lines.join("\n"), indented.join("\n"));
        [
            format!("```\n{lines}\n```"),
            format!("~~~ text\n{lines}\n~~~"),
            indented.clone(),
            format!("1. First\n\n   ```\n{indented}\n   ```"),
        ]
    }

    #[test]
    fn code_of_a_manual_stays_as_it_is() {
        let manual = |code: &str, noise: &str| {
            let uses = format!("{STORY} Run `tide`, not `ebb`, nor `flow`.\n\n## Use");
            let other = STORY.replace("third", "fourth");
            format!("# Tides\n\n{uses}\n\n{code}\n\n{noise}{other}\n")
        };
        for format in [Format::Auto, Format::Markdown] {
            for code in as_code(&["Share on Facebook", "", "", "", "", "ADVERTISEMENT"]) {
                let page = manual(&code, "Share on Facebook\n\n");
                let rest = manual(&code, "");
                assert_eq!(clean_as(&page, format, Mode::Careful), rest);
            }
            for code in as_code(&["Leave a Reply", "", "", "", "Related Articles", "Fog again"]) {
                let page = manual(&code, "");
                assert_eq!(clean_as(&page, format, Mode::Careful), page);
            }
        }
    }

    #[test]
    fn a_label_in_code_is_explained_as_sheltered() {
        let page =
            Page::new("Rain fell.\n\n```\nShare on Facebook\n\n\n\nTweet\n```\n\nADVERTISEMENT\n");
        let of = |verdict: &Verdict| {
            let found = Cleaner::shipped().explain(&page);
            let of = found.iter().filter(|one| one.verdict == *verdict);
            of.map(|one| one.lines.0).collect::<Vec<_>>()
        };
        let is_code = |line: &usize| (2..=8).contains(line);
        assert!(of(&Verdict::Sheltered).iter().any(is_code));
        let cut = of(&Verdict::Cut);
        assert!(cut.contains(&10) && !cut.iter().any(is_code), "{cut:?}");
    }

    #[test]
    fn fenced_code_of_plain_text_keeps_its_blank_lines() {
        let page = format!(
            "{STORY}\n\n```\nrise()\n\n\n\nfall()\n```\n\n\n\n{}\n",
            STORY.replace("third", "fourth")
        );
        assert_eq!(clean(&page), page.replace("```\n\n\n\n", "```\n\n"));
    }

    #[test]
    fn math_is_opaque() {
        let page = format!(
            "# Tides\n\n{STORY} [More](/more) in $x_{{1}}$.\n\n$$\nShare on Facebook\n$$\n\n{}\n",
            STORY.replace("third", "fourth")
        );
        assert_eq!(clean(&page), page);
    }

    #[test]
    fn a_page_in_one_line_loses_what_a_page_of_lines_would() {
        let other = STORY
            .replace("third", "fourth")
            .replace("Monday", "Tuesday");
        let more = "It was said that the old one was sold in spring, when nobody needed it, to a man who has a lake. \
            He has not yet said what he wants with it, and the pilots have not asked, since they were not asked either.";
        let last = "The council is to answer them before the winter, when most of the boats go out and all come back.";
        let page = format!(
            "{STORY} ADVERTISEMENT {other} Share this: Facebook Twitter {more} Sign up for our newsletter to get the latest news in your inbox. {last}\n"
        );
        assert_eq!(clean(&page), format!("{STORY} {other} {more} {last}\n"));
        let kept = format!(
            "{STORY} {other} {more} \u{201c}Advertisement is all,\u{201d} he said. {last}\n"
        );
        assert_eq!(clean(&kept), kept);
    }

    #[test]
    fn tags_that_were_left_hide_no_label() {
        for label in [
            "<p>Advertisement",
            "Advertisement</p>",
            "<b>Share</b> on <i>Facebook</i>",
            "<div>\nAdvertisement\n</div>",
        ] {
            let page = format!(
                "{STORY}\n\n{label}\n\n{}\n",
                STORY.replace("third", "fourth")
            );
            let left = clean(&page);
            assert!(
                !left.contains("Advertisement") && !left.contains("Facebook"),
                "{left}"
            );
        }
    }

    #[test]
    fn tags_around_a_line_hide_no_label() {
        let other = STORY
            .replace("third", "fourth")
            .replace("Monday", "Tuesday");
        let page =
            format!("<p>{STORY}</p>\n<div class=\"x\">Advertisement</div>\n<p>{other}</p>\n");
        assert_eq!(clean(&page), format!("<p>{STORY}</p>\n<p>{other}</p>\n"));
    }

    const MENU: &str = "[Skip to content](#content)\n\n[![Quay Post](/logo.png)](/)\n\n* [News](/news)\n* [Sport](/sport)\n* [Culture](/culture)\n\n";

    #[test]
    fn what_goes_of_markdown_takes_its_markup() {
        let story = format!(
            "# A Third Boat\n\n{}\n",
            STORY.replace("third boat", "**third** [boat](/boat)")
        );
        let page = format!(
            "{MENU}{story}\n[![Share on Facebook](/f.png)](https://facebook.example/share)\n\n## Related\n\n- [Ferry sold](/1)\n- [Fog again](/2)\n"
        );
        assert_eq!(clean(&page), story);
    }

    #[test]
    fn code_definitions_and_tables_stay() {
        let page = format!(
            "# Ports\n\n{STORY} See [the list][l].\n\n```\nShare on Facebook\n```\n\n| Port | Boats |\n| --- | --- |\n| Share on Facebook | 4 |\n\n{}\n\n[l]: /list\n",
            STORY.replace("third", "fourth")
        );
        assert_eq!(clean(&page), page);
    }

    #[test]
    fn a_wrapped_paragraph_goes_whole_or_stays_whole() {
        let body = "The pilots of the estuary have asked for a third boat since the\nold one was sold, and the council said on Friday that it would\nanswer them before the winter, when most of the boats go out.\n";
        let plea = "\nSign up for our morning newsletter to get the most important\nstories of the estuary in your inbox, every day but Sunday.\n";
        assert_eq!(clean(&format!("{body}{plea}")), body);
    }

    #[test]
    fn html_that_was_asked_for_is_read_by_its_blocks() {
        let page = format!(
            "<html><body>\n<p>{STORY}</p>\n<div>Share on Facebook</div>\n<p>{}</p>\n</body></html>\n",
            STORY.replace("third", "fourth")
        );
        let cleaned = clean_as(&page, Format::Html, Mode::Careful);
        assert!(!cleaned.contains("Share on Facebook") && cleaned.contains("fourth boat"));
    }
}
