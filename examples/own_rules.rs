//! Cleans by a rule of one's own beside the shipped ones, in balanced mode.
//!
//! ```sh
//! cargo run --example own_rules
//! ```

#![allow(clippy::print_stdout, reason = "an example prints")]

use dechaff::{Cleaner, Mode, PackSource, Page, RuleErrors, RulesBuilder};

const RULES: &str = r#"
schema = 1
pack = "islands"

[[rule]]
id = "tide-widget"
kind = "metadata"
match.start = ["Tide at "]
when.max_words = 8
"#;

const SCRAPED: &str = "The boat left at noon.\nTide at Port Ellery: 2.1 m, rising\n";

fn main() -> Result<(), RuleErrors> {
    print!("{}", clean(RULES, SCRAPED)?);
    Ok(())
}

/// The clean text; everything that is wrong with the rules, with its place, where something is.
fn clean(rules: &str, scraped: &str) -> Result<String, RuleErrors> {
    let own = PackSource {
        name: "islands.toml".to_owned(),
        text: rules.to_owned(),
    };
    let rules = RulesBuilder::new().file(own).build()?;
    let cleaner = Cleaner::builder().rules(rules).mode(Mode::Balanced).build();
    Ok(cleaner.clean(&Page::new(scraped)).text)
}

#[test]
fn the_rule_cuts_and_a_wrong_one_is_told() {
    let clean_text = clean(RULES, SCRAPED).expect("the rules are sound");
    assert_eq!(clean_text, "The boat left at noon.\n");
    let wrong = RULES.replace("metadata", "metadatum");
    let errors = clean(&wrong, SCRAPED).expect_err("there is no such kind");
    assert!(errors.to_string().contains("islands.toml:7"), "{errors}");
    assert!(main().is_ok());
}
