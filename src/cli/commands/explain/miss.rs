//! What to say of a line that no rule matched. Pure.

use dechaff::matchers::phrases_in;
use dechaff::rules::Level;
use dechaff::{Page, Rules};
use std::fmt::Write as _;

/// How many rules are named that nearly matched.
const MAX_NEAR: usize = 5;

/// What guards would see of the line, in words.
pub(crate) fn shape(page: &Page<'_>, line: usize) -> String {
    let shape = page.lines()[line];
    if shape.is_blank() {
        return "a blank line".to_owned();
    }
    let mut words = match shape.word_count() {
        1 => "1 word".to_owned(),
        count => format!("{count} words"),
    };
    for (is, name) in [
        (shape.is_title(), "title"),
        (shape.is_label(), "label"),
        (shape.is_prose(), "prose"),
    ] {
        if is {
            let _ = write!(words, ", {name}");
        }
    }
    let before = page.share_before(line) * 100.0;
    format!("{words}; {before:.0} % of the page's words stand before it")
}

/// Why rules that are near did not match, and what to try.
pub(crate) fn hints(page: &Page<'_>, line: usize, rules: &Rules, name: &str) -> Vec<String> {
    if page.lines()[line].is_blank() {
        return vec!["only rules of kind layout look at blank lines".to_owned()];
    }
    let text = page.line_text(line);
    let mut hints = near(text, rules);
    let off = rules.iter().filter(|rule| rule.level == Level::Off).count();
    if off > 0 {
        hints.push(format!(
            "{off} rules are off, by --only, --skip or an override"
        ));
    }
    hints.push("to find it, write a rule in a file of your own with".to_owned());
    hints.push(format!("    {}", matcher_for(text)));
    hints.push(format!(
        "and try it: dechaff explain {name}:{} --rules FILE",
        line + 1
    ));
    hints
}

/// The rules whose phrases stand in the line, but not where the rules look.
fn near(text: &str, rules: &Rules) -> Vec<String> {
    let mut hints = Vec::new();
    for rule in rules.iter() {
        if let Some(phrase) = phrases_in(rule, text).first() {
            let why = match (rule.level, rule.matcher_key()) {
                (Level::Off, _) => "the rule is off".to_owned(),
                (_, "line") => "the line has other words beside it".to_owned(),
                (_, "start") => "the line does not begin with it".to_owned(),
                (_, key) => format!("match.{key} wants more than that"),
            };
            hints.push(format!("{} knows \"{phrase}\", but {why}", rule.id));
        }
    }
    let more = hints.len().saturating_sub(MAX_NEAR);
    hints.truncate(MAX_NEAR);
    if more > 0 {
        hints.push(format!(
            "{more} more rules have a phrase that stands in the line"
        ));
    }
    hints
}

/// A matcher to start from: a label is matched whole, a longer line by its first words.
fn matcher_for(text: &str) -> String {
    const LABEL_WORDS: usize = 8;
    const FIRST_WORDS: usize = 3;
    let words: Vec<&str> = text.split_whitespace().collect();
    let (key, phrase) = if words.len() <= LABEL_WORDS {
        ("line", text.trim().to_owned())
    } else {
        ("start", words[..FIRST_WORDS].join(" "))
    };
    format!("match.{key} = [{}]", serde_json::Value::from(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dechaff::{PackSource, RulesBuilder};

    fn rules() -> Rules {
        let text = "schema = 1\npack = \"t\"\n[[rule]]\nid = \"label\"\nkind = \"related\"\n\
            match.line = [\"Read more\"]\n[[rule]]\nid = \"start\"\nkind = \"related\"\n\
            match.start = [\"more\"]";
        let source = PackSource {
            name: "t.toml".to_owned(),
            text: text.to_owned(),
        };
        let builder = RulesBuilder::new().without_shipped().file(source);
        builder.build().expect("the rules are sound")
    }

    #[test]
    fn rules_that_nearly_matched_say_why_not() {
        let page = Page::new("Click to read more today");
        let hints = hints(&page, 0, &rules(), "p.txt");
        assert_eq!(
            hints[0],
            "t/label knows \"Read more\", but the line has other words beside it"
        );
        assert_eq!(
            hints[1],
            "t/start knows \"more\", but the line does not begin with it"
        );
        assert!(hints[3].ends_with("match.line = [\"Click to read more today\"]"));
    }

    #[test]
    fn shapes_are_those_that_guards_see() {
        assert_eq!(
            matcher_for(" One two three four five six seven eight nine"),
            "match.start = [\"One two three\"]"
        );
        let page = Page::new("Leave a Reply\n\nDone.");
        assert_eq!(
            shape(&page, 0),
            "3 words, title, label; 0 % of the page's words stand before it"
        );
        assert_eq!(shape(&page, 1), "a blank line");
        assert_eq!(
            shape(&page, 2),
            "1 word; 75 % of the page's words stand before it"
        );
    }
}
