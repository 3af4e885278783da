//! What the pages of a crawl look like.

use crate::rules::worded::worded_enum;

worded_enum! {
    /// What the pages look like.
    pub enum CrawlShape {
        /// What an extractor leaves: paragraphs, and some noise around and between them.
        Extracted = "extracted",
        /// Whole pages: menus, sidebars and footers around the article, most lines short.
        Raw = "raw",
        /// Each host is one or the other.
        Mixed = "mixed",
    }
}
