//! Every detector, extent and guard as a table: a rule, a text, and what must go.

use crate::common;
use dechaff::{Cleaned, Cleaner, Mode, Options, Page, PageMeta, Warning};

/// Cleans `text` by the tables of `pack`, with no fuse.
fn clean_by<'t>(pack: &str, text: &'t str) -> Cleaned<'t> {
    clean_page(pack, &Page::new(text), Mode::Careful)
}

fn clean_page<'t>(pack: &str, page: &Page<'t>, mode: Mode) -> Cleaned<'t> {
    let rules = common::rules_of(&format!("schema = 1\npack = \"t\"\n{pack}"));
    let options = Options {
        mode,
        max_removed_share: 1.0,
        ..Options::default()
    };
    Cleaner::new(rules, options).clean(page)
}

/// What goes by one rule of these keys.
fn cuts<'t>(keys: &str, text: &'t str) -> Vec<&'t str> {
    cuts_by(
        &format!("[[rule]]\nid = \"r\"\nkind = \"other\"\n{keys}"),
        text,
    )
}

fn cuts_by<'t>(pack: &str, text: &'t str) -> Vec<&'t str> {
    clean_by(pack, text)
        .cuts
        .iter()
        .map(|cut| &text[cut.span.range()])
        .collect()
}

/// `t!(name, keys of the rule, text, [expected cuts])`
macro_rules! t {
    ($name:ident, $keys:expr, $text:expr, [$($cut:expr),* $(,)?]) => {
        #[test]
        fn $name() {
            let wanted: &[&str] = &[$($cut),*];
            assert_eq!(cuts($keys, $text), wanted);
        }
    };
}

const PROSE: &str = "The mayor said on Monday that the old bridge would close for two weeks.";

mod line {
    use super::*;
    const R: &str =
        "match.line = ['Read Next', 'Share', 'Tweet', \"Don't miss\", '# Comments', '→']";
    t!(alone, R, "a\nRead Next\nb", ["Read Next\n"]);
    t!(last_without_newline, R, "a\nRead Next", ["Read Next"]);
    t!(
        any_case_and_spaces,
        R,
        "a\n \u{a0}READ\u{a0} next \nb",
        [" \u{a0}READ\u{a0} next \n"]
    );
    t!(curly_quotes, R, "Don’t miss\nb", ["Don’t miss\n"]);
    t!(glued, R, "ShareTweet\nb", ["ShareTweet\n"]);
    t!(
        spaced_by_signs,
        R,
        "Share | Tweet •\nb",
        ["Share | Tweet •\n"]
    );
    t!(
        numbers,
        R,
        "1,204 comments\n3.4k Comments\nb",
        ["1,204 comments\n", "3.4k Comments\n"]
    );
    t!(sign, R, "→\nb", ["→\n"]);
    t!(more_words, R, "Read Next week\nShare price\ncomments", []);
    t!(signs_only, R, "—\n|", []);
    t!(crlf, R, "a\r\nShare\r\nb", ["Share\r\n"]);
    t!(lone_cr, R, "a\rShare\rb", ["Share\r"]);
    t!(
        nul_and_bom_at_ends,
        R,
        "\u{feff}Share\0\nb",
        ["\u{feff}Share\0\n"]
    );
}

mod start {
    use super::*;
    const R: &str = "match.start = ['See also  ', 'Also read:', '# shares']";
    t!(
        two_spaces_are_the_signal,
        R,
        "See also  Army\nSee also the annex",
        ["See also  Army\n"]
    );
    t!(
        no_break_spaces,
        R,
        "See also\u{a0}\u{a0}Army\nx",
        ["See also\u{a0}\u{a0}Army\n"]
    );
    t!(
        colon,
        R,
        "Also read:Army\nAlso reading\nx",
        ["Also read:Army\n"]
    );
    t!(
        behind_bullets,
        R,
        "• Also read: Army\nx",
        ["• Also read: Army\n"]
    );
    t!(number, R, "12 shares so far\nx", ["12 shares so far\n"]);
    t!(whole_words, R, "12 shareseverything\nx", []);
    t!(not_inside, R, "You may Also read: this\nx", []);
    t!(
        only_the_match,
        "match.start = ['• Also read:']\nremove = 'match'",
        "• Also read: Army",
        ["• Also read:"]
    );
}

mod anywhere {
    use super::*;
    const R: &str = "match.anywhere = ['read more', '(Image: # words)']\nremove = 'match'";
    t!(inside, R, "It ended. Read  more\nx", ["Read  more"]);
    t!(twice, R, "Read more read more", ["Read more", "read more"]);
    t!(whole_words, R, "bread more, read mores", []);
    t!(
        signs_need_no_boundary,
        R,
        "x(Image: 3 words)y",
        ["(Image: 3 words)"]
    );
    t!(
        the_line,
        "match.anywhere = ['read more']",
        "It ended. Read more\nx",
        ["It ended. Read more\n"]
    );
}

mod regex {
    use super::*;
    t!(
        whole_match,
        "match.regex = '^\\s*date \\d{4}\\s+'\nremove = 'match'",
        " date 2023 The",
        [" date 2023 "]
    );
    t!(
        group_cut,
        "match.regex = '[.!?](?<cut>\\s+More)$'\nremove = 'match'",
        "He left. More\nMore",
        [" More"]
    );
    t!(
        group_that_took_no_part,
        "match.regex = 'a(?<cut>b)?'\nremove = 'match'",
        "xax",
        ["a"]
    );
    t!(
        every_match,
        "match.regex = 'ab'\nremove = 'match'",
        "ab-ab",
        ["ab", "ab"]
    );
    t!(
        anchors_are_the_lines,
        "match.regex = '^b$'",
        "a\nb\r\nc",
        ["b\r\n"]
    );
    t!(
        dot_is_a_character,
        "match.regex = '^.$'\nremove = 'match'",
        "é\nab",
        ["é"]
    );
    t!(
        empty_match_is_no_cut,
        "match.regex = 'x?'\nremove = 'match'",
        "abc",
        []
    );
    t!(case_counts, "match.regex = 'Ad'", "ad\nx", []);
}

mod duplicate {
    use super::*;
    const LAST: &str = "match.duplicate = { keep = 'last', min_words = 2 }";
    t!(
        first_stays,
        "match.duplicate = {}",
        "The old bridge closes\nx\nthe OLD  bridge closes\n",
        ["the OLD  bridge closes\n"]
    );
    t!(
        last_stays,
        LAST,
        "Old bridge\nx\nOld bridge\ny\nOld bridge",
        ["Old bridge\n", "Old bridge\n"]
    );
    t!(
        quotes_do_not_count,
        "match.duplicate = {}",
        "He “said” it's over\nHe \"said\" it’s over",
        ["He \"said\" it’s over"]
    );
    t!(
        few_words,
        "match.duplicate = { min_words = 3 }",
        "Yes sir\nNo\nYes sir",
        []
    );
    t!(
        too_far,
        "match.duplicate = { within = 2 }",
        "The old bridge closes\n1\n2\nThe old bridge closes",
        []
    );
    t!(
        far_enough,
        "match.duplicate = { within = 3 }",
        "The old bridge closes\n1\n\n2\nThe old bridge closes",
        ["The old bridge closes"]
    );
    t!(
        a_stop_counts,
        "match.duplicate = {}",
        "The old bridge closes\nThe old bridge closes.",
        []
    );
}

mod truncated {
    use super::*;
    const R: &str = "match.truncated = { min_words = 3, within = 2 }";
    t!(
        before_its_text,
        R,
        "The old bridge...\nThe old bridge closes",
        ["The old bridge...\n"]
    );
    t!(
        after_its_text,
        R,
        "The old bridge closes\nThe old bridge […]",
        ["The old bridge […]"]
    );
    t!(
        inside_a_word,
        R,
        "The old bri…\nThe old bridge closes",
        ["The old bri…\n"]
    );
    t!(
        no_full_text,
        R,
        "The old bridge...\nThe new bridge closes",
        []
    );
    t!(few_words, R, "The old...\nThe old bridge closes", []);
    t!(
        too_far,
        R,
        "The old bridge...\n1\n2\nThe old bridge closes",
        []
    );
    t!(two_stubs, R, "The old bridge...\nThe old bridge…", []);
}

mod slug {
    use super::*;
    const R: &str = "match.slug = { first = 3, min_words = 3 }";
    t!(
        with_hyphens,
        R,
        "Ferry Cuts: What’s Next\nferry-cuts-whats-next\n",
        ["ferry-cuts-whats-next\n"]
    );
    t!(
        lower_case,
        R,
        "ferry cuts service\nFerry Cuts Service",
        ["ferry cuts service\n"]
    );
    t!(few_words, R, "Ferry Cuts\nferry-cuts", []);
    t!(
        below_the_top,
        R,
        "Ferry Cuts Service\n1\n2\nferry-cuts-service",
        []
    );
    t!(
        with_capitals,
        R,
        "Ferry Cuts Service\nFERRY CUTS SERVICE",
        []
    );
}

mod card {
    use super::*;
    const R: &str = "match.card = { min = 2 }";
    const TWO: &str = "Floods close three schools\nThe Herald\n2 hours ago\n\nTrain line opens early\nTrain line opens early\nyesterday\n• Metro\n";
    t!(two_in_a_row, R, TWO, [TWO]);
    t!(
        one_is_too_few,
        R,
        "Floods close three schools\nThe Herald\n2 hours ago\nx",
        []
    );
    t!(
        one_where_one_will_do,
        "match.card = { min = 1 }",
        "x\nFloods close three schools\n2 hours ago\ny",
        ["Floods close three schools\n2 hours ago\n"]
    );
    t!(
        no_age,
        R,
        "Floods close three schools\nThe Herald\nTrain line opens early\nMetro\n",
        []
    );
    t!(
        prose_between,
        R,
        "Floods close three schools\n2 hours ago\nThe mayor said on Monday that the bridge would close.\nTrain line opens early\n1 day ago",
        []
    );
}

mod appended {
    use super::*;
    const R: &str = "match.appended = { headings = ['Related', 'More news'], max_overlap = 0.3 }\nremove = 'tail'";
    const OWN: &str = "Farmers want wheat prices raised before harvest.\n";
    t!(
        others_follow,
        R,
        "Farmers want wheat prices raised.\nRelated\nFootball final delayed\n",
        ["Related\nFootball final delayed\n"]
    );
    t!(
        own_story_follows,
        R,
        "Farmers want wheat prices raised.\nRelated\nwheat prices raised farmers",
        []
    );
    t!(
        nothing_follows,
        R,
        "Farmers want wheat prices raised.\nRelated\n",
        []
    );
    t!(
        other_heading,
        R,
        "Farmers want wheat.\nElsewhere\nFootball final delayed\n",
        []
    );
    #[test]
    fn the_first_heading_takes_all() {
        let text =
            format!("{OWN}More news\nFootball final delayed\nRelated\nSinger cancels tour\n");
        assert_eq!(cuts(R, &text), [&text[OWN.len()..]]);
    }
}

mod comments {
    use super::*;
    const STORY: &str = "The dredger ran aground on the bank that it had itself piled up the week before, said the harbour master.\n\
        Nobody was on board but the cook, who had been told to wait there for the tide and was asleep when it came.\n\
        A tug from the next town over was sent for on the same evening, and it came on the next day, and ran aground.\n";

    #[test]
    fn what_stands_between_dates_goes() {
        let thread = "11 May 2011, 9:30\nSo it was.\n12 May 2011, 19:42\nIt was not.\nNot at all.\n2 June 2011, 1:10\nNor was it ever.";
        let text = format!("{STORY}3 comments\n{thread}");
        assert_eq!(cuts("match.comments = {}", &text).concat(), thread);
        assert_eq!(cuts("match.comments = { least = 4 }", &text), [""; 0]);
        let without = format!("{STORY}{thread}");
        assert_eq!(
            cuts("match.comments = {}", &without),
            [""; 0],
            "nothing says so"
        );
        assert_eq!(
            cuts("match.comments = {}", &format!("3 comments\n{thread}")),
            [""; 0],
            "no story"
        );
    }
}

mod blank_run {
    use super::*;
    t!(
        one_stays,
        "match.blank_run = {}",
        "a\n\n \n\t\nb\n",
        [" \n\t\n"]
    );
    t!(
        edges_go_whole,
        "match.blank_run = {}",
        "\n\na\n\n\n",
        ["\n\n", "\n\n"]
    );
    t!(
        two_stay,
        "match.blank_run = { keep = 2 }",
        "a\n\n\n\nb",
        ["\n"]
    );
    t!(
        none_stays,
        "match.blank_run = { keep = 0 }",
        "a\n\nb",
        ["\n"]
    );
    t!(a_blank_page_stays, "match.blank_run = {}", "\n\n \n", []);
    t!(
        crlf,
        "match.blank_run = {}",
        "a\r\n\r\n\r\n\r\nb",
        ["\r\n\r\n"]
    );
}

mod template {
    use super::*;
    const SAME: &str = "match.template.lines = [{ text = 'Front page' }]";
    t!(
        whole_lines,
        SAME,
        "a\n FRONT  page\nFront pages\nx Front page",
        [" FRONT  page\n"]
    );
    const NUMBERS: &str =
        "match.template.lines = [{ text = '12 comments on 3 May', vary = 'numbers' }]";
    t!(
        numbers,
        NUMBERS,
        "1,204 comments on 17 June\n12 comments on the quay\n",
        ["1,204 comments on 17 June\n"]
    );
    const NAMES: &str = "match.template.lines = [{ text = 'By Ada Finch', vary = 'names' }]";
    t!(names, NAMES, "By Tom Reed\nBy the sea\n", ["By Tom Reed\n"]);
    const KEY: &str =
        "match.template = { pages = 3, lines = [{ text = 'Fr...', key = 'b1ae4d3a5e1f0c88' }] }";
    t!(another_key, KEY, "Fr...\nFront page\n", []);
}

mod extents {
    use super::*;
    const PAGE: &str = "a\n\nb\nx Share y\nc\n\nTitle of three\nd\n\ne";
    t!(
        line,
        "match.anywhere = ['share']\nremove = 'line'",
        PAGE,
        ["x Share y\n"]
    );
    t!(
        line_is_the_default,
        "match.anywhere = ['share']",
        PAGE,
        ["x Share y\n"]
    );
    t!(
        the_match,
        "match.anywhere = ['share']\nremove = 'match'",
        PAGE,
        ["Share"]
    );
    t!(
        rest,
        "match.anywhere = ['share']\nremove = 'rest'",
        PAGE,
        ["Share y"]
    );
    t!(
        block,
        "match.anywhere = ['share']\nremove = 'block'",
        PAGE,
        ["b\nx Share y\nc\n"]
    );
    t!(
        tail,
        "match.anywhere = ['share']\nremove = 'tail'",
        PAGE,
        ["x Share y\nc\n\nTitle of three\nd\n\ne"]
    );
    t!(
        plus_lines,
        "match.anywhere = ['share']\nplus_lines = 2",
        PAGE,
        ["x Share y\nc\n\nTitle of three\n"]
    );
    t!(
        plus_lines_to_the_end,
        "match.anywhere = ['share']\nplus_lines = 99",
        PAGE,
        ["x Share y\nc\n\nTitle of three\nd\n\ne"]
    );
    t!(
        match_plus_lines,
        "match.anywhere = ['share']\nremove = 'match'\nplus_lines = 1",
        PAGE,
        ["Share y\nc\n"]
    );
    t!(
        block_at_the_edges,
        "match.line = ['share']\nremove = 'block'",
        "Share\nb",
        ["Share\nb"]
    );
    #[test]
    fn section_ends_before_prose() {
        let text = format!("a\nTrending\nOne two three\n\nFour\n\n{PROSE}\nb\n");
        let found = cuts("match.line = ['trending']\nremove = 'section'", &text);
        assert_eq!(found, ["Trending\nOne two three\n\nFour\n"]);
    }
}

mod guards {
    use super::*;
    const X: &str = "match.line = ['x']\n";
    fn when(guard: &str) -> String {
        format!("{X}when.{guard}")
    }
    t!(first, &when("first = 2"), "a\n\nx\nb\nx", ["x\n"]);
    t!(
        first_counts_surviving_lines,
        "match.start = ['x']\nwhen.first = 1",
        "x 1\nx 2\na\nx 3",
        ["x 1\n", "x 2\n"]
    );
    t!(last, &when("last = 2"), "x\na\nx\n\nb\n", ["x\n"]);
    t!(after, &when("after = 0.5"), "x\na b c\nx\nd", ["x\n"]);
    t!(
        prev_title,
        &when("prev = 'title'"),
        "Three word title\nx\na\nx",
        ["x\n"]
    );
    t!(
        prev_blank,
        &when("prev = 'blank'"),
        "x\na\nx\n\nx",
        ["x\n", "x"]
    );
    t!(
        next_label,
        &when("next = ['label', 'blank']"),
        "x\nhere it says so.\nx\nShare",
        ["x\n"]
    );
    t!(
        next_blank_at_the_end,
        &when("next = 'blank'"),
        "a\nx",
        ["x"]
    );
    t!(
        max_words,
        "match.start = ['x']\nwhen.max_words = 2",
        "x a\nx a b",
        ["x a\n"]
    );
    t!(
        min_words,
        "match.start = ['x']\nwhen.min_words = 3",
        "x a\nx a b",
        ["x a b"]
    );
    t!(
        unless,
        "match.start = ['x']\nwhen.unless = ['stop$', '^x!']",
        "x stop\nx! go\nx go",
        ["x go"]
    );
    t!(
        all_must_hold,
        "match.start = ['x']\nwhen.first = 2\nwhen.max_words = 1",
        "x a\nx\nb\nx",
        ["x\n"]
    );
    #[test]
    fn next_prose() {
        let text = format!("x\n\n{PROSE}\nx\nb\n");
        assert_eq!(cuts(&when("next = 'prose'"), &text), ["x\n"]);
    }

    fn on_page(guard: &str, url: Option<&str>, lang: Option<&str>) -> usize {
        let meta = PageMeta {
            url: url.map(str::to_owned),
            lang: lang.map(str::to_owned),
            ..PageMeta::default()
        };
        let page = Page::with_meta("a\nx\nb", meta);
        let pack = format!("[[rule]]\nid = \"r\"\nkind = \"other\"\n{}", when(guard));
        clean_page(&pack, &page, Mode::Careful).cuts.len()
    }

    #[test]
    fn domain() {
        let guard = "domain = ['Example.com', 'a.org']";
        for (url, cuts) in [
            (Some("https://example.com/x"), 1),
            (Some("http://News.EXAMPLE.com:8080/"), 1),
            (Some("https://a.org"), 1),
            (Some("https://notexample.com/"), 0),
            (Some("https://example.com.evil.org/"), 0),
            (Some("https://evil.org/example.com"), 0),
            (None, 0),
        ] {
            assert_eq!(on_page(guard, url, None), cuts, "{url:?}");
        }
    }

    #[test]
    fn lang() {
        assert_eq!(on_page("lang = 'de'", None, Some("de")), 1);
        assert_eq!(on_page("lang = ['en', 'de']", None, Some("de")), 1);
        assert_eq!(on_page("lang = 'de'", None, Some("en")), 0);
        assert_eq!(on_page("lang = 'de'", None, None), 0, "too short to tell");
        let german = "Die Brücke über den Fluss wurde am Dienstag nach zwei Jahren Bauzeit freigegeben.\nx\n";
        assert_eq!(
            cuts(&when("lang = 'de'"), &german.repeat(3)).len(),
            3,
            "detected"
        );
    }
}

mod decisions {
    use super::*;

    fn rule(id: &str, keys: &str) -> String {
        format!("[[rule]]\nid = \"{id}\"\nkind = \"other\"\n{keys}\n")
    }

    #[test]
    fn confidence_and_mode() {
        let pack = rule("h", "match.line = ['high']")
            + &rule("m", "match.line = ['medium']\nconfidence = 'medium'")
            + &rule("l", "match.line = ['low']\nconfidence = 'low'");
        let page = Page::new("a\nhigh\nmedium\nlow\nb");
        let left = |mode| clean_page(&pack, &page, mode).text;
        assert_eq!(left(Mode::Careful), "a\nmedium\nlow\nb");
        assert_eq!(left(Mode::Balanced), "a\nlow\nb");
        assert_eq!(left(Mode::Thorough), "a\nb");
    }

    #[test]
    fn protected_bytes_stay() {
        let pack = rule("r", "match.anywhere = ['share']\nremove = 'tail'")
            + "[[protect]]\nid = \"p\"\nmatch.line = ['share price']\n";
        assert_eq!(cuts_by(&pack, "a\nShare\nShare price\nb"), ["Share\n", "b"]);
    }

    #[test]
    fn a_guarded_protect_rule_keeps_nothing() {
        let pack = rule("r", "match.line = ['share']")
            + "[[protect]]\nid = \"p\"\nmatch.line = ['share']\nwhen.first = 1\n";
        assert_eq!(cuts_by(&pack, "Share\na\nShare"), ["Share"]);
    }

    #[test]
    fn overrides() {
        let base = rule("r", "match.line = ['share']");
        let with = |keys: &str| {
            let pack = format!("{base}[[override]]\nrule = \"t/r\"\n{keys}\n");
            cuts_by(&pack, "a\nShare\nPin it\nb")
        };
        assert_eq!(with(""), ["Share\n"]);
        assert_eq!(with("level = \"off\""), [""; 0]);
        assert_eq!(with("level = \"flag\""), [""; 0]);
        assert_eq!(with("level = \"on\""), ["Share\n"]);
        assert_eq!(with("add = [\"pin it\"]"), ["Share\n", "Pin it\n"]);
        assert_eq!(with("add = [\"pin it\"]\nunless = ['^S']"), ["Pin it\n"]);
    }

    #[test]
    fn the_more_confident_rule_has_the_bytes_then_the_longer_span_then_the_first() {
        let pack = rule(
            "low",
            "match.line = ['x']\nremove = 'tail'\nconfidence = 'low'",
        ) + &rule("short", "match.line = ['x']\nremove = 'match'")
            + &rule("first", "match.line = ['x']")
            + &rule("second", "match.line = ['x']");
        let cleaned = clean_page(&pack, &Page::new("a\nx\nb"), Mode::Thorough);
        let booked: Vec<_> = cleaned
            .cuts
            .iter()
            .map(|cut| (cut.span.start, cut.rule.as_str(), cut.also.join(" ")))
            .collect();
        let also = "t/low t/short t/second".to_owned();
        assert_eq!(booked, [(2, "t/first", also), (4, "t/low", String::new())]);
    }

    #[test]
    fn the_fuse_keeps_a_gutted_page_whole() {
        let rules = "schema = 1\npack = \"t\"\n".to_owned() + &rule("r", "match.line = ['x']");
        let cleaner = |share| {
            let options = Options {
                max_removed_share: share,
                ..Options::default()
            };
            Cleaner::new(common::rules_of(&rules), options)
        };
        let page = Page::new("x\nx\nx\na\n");
        let kept = cleaner(0.7).clean(&page);
        assert_eq!(kept.text, page.text());
        assert_eq!(kept.cuts, []);
        assert_eq!(
            kept.warnings,
            [Warning::KeptWhole {
                removed_share: 0.75
            }]
        );
        let cut = cleaner(0.75).clean(&page);
        assert_eq!(
            (cut.text.as_str(), cut.warnings.as_slice()),
            ("a\n", &[][..])
        );
    }

    #[test]
    fn what_cuts_uncover_goes_in_the_next_pass() {
        let pack = rule("copy", "match.duplicate = { within = 1, min_words = 1 }")
            + &rule("ad", "match.line = ['ad']");
        assert_eq!(cuts_by(&pack, "story\nad\nstory\n"), ["ad\n", "story\n"]);
    }

    #[test]
    fn a_cut_across_an_earlier_cut_is_two_cuts() {
        let pack = rule("ad", "match.regex = ' ad'\nremove = 'match'")
            + &rule("line", "match.regex = '^one two$'");
        assert_eq!(cuts_by(&pack, "one ad two\nb"), ["one", " ad", " two\n"]);
    }

    #[test]
    fn a_line_over_the_cap_is_kept() {
        let long = format!("{}\nx\n", "x".repeat(300 << 10));
        assert_eq!(cuts("match.regex = '^x+$'", &long), ["x\n"]);
    }
}
