//! Cleans a text in memory, says what went, and puts the text together again.
//!
//! ```sh
//! cargo run --example string
//! ```

#![allow(clippy::print_stdout, reason = "an example prints")]

use dechaff::{Cleaner, Page, RestoreError};

const SCRAPED: &str = "\
The bridge opened on Tuesday, a year late and two metres short.

Share on FacebookTweet about this on Twitter

Nobody who lives on the island has asked for the other two metres.

Leave a Reply
";

fn main() -> Result<(), RestoreError> {
    print!("{}", report(SCRAPED)?);
    Ok(())
}

fn report(scraped: &str) -> Result<String, RestoreError> {
    // As `dechaff clean` has it. Build one and use it for all pages, on any number of threads.
    let cleaner = Cleaner::builder().build();
    let page = Page::new(scraped);
    let clean = cleaner.clean(&page);
    let mut report = clean.text.clone();
    for cut in &clean.cuts {
        // Lines count from 0 in code and from 1 for people.
        let (line, text) = (cut.line + 1, &scraped[cut.span.range()]);
        report.extend([format!("line {line}, {}: {text:?}\n", cut.rule)]);
    }
    let record = clean.record("bridge.txt");
    assert_eq!(record.restore(&clean.text)?, scraped);
    Ok(report)
}

#[test]
fn what_is_noise_goes_and_is_named() {
    let report = report(SCRAPED).expect("the page comes back");
    assert!(report.starts_with("The bridge opened"), "{report}");
    assert!(report.contains("line 3, en/share-"), "{report}");
    assert!(main().is_ok());
}
