//! What sort of noise a rule removes.

use crate::rules::worded::worded_enum;

worded_enum! {
    /// What sort of noise a rule removes. The list is closed.
    pub enum Kind {
        /// Advertisements, their placeholders and slot labels.
        Ad = "ad",
        /// Share bars, follow-us lines and social counters.
        Share = "share",
        /// Links to other stories, inside or after the article.
        Related = "related",
        /// Whole other stories, or their cards, after the article.
        Appended = "appended",
        /// A second copy of something that stays.
        Duplicate = "duplicate",
        /// Author, date and update lines.
        Byline = "byline",
        /// Who the author or the publisher is.
        Blurb = "blurb",
        /// Who took the picture.
        Credit = "credit",
        /// Image texts and gallery labels.
        Caption = "caption",
        /// Comment forms, counts and comments.
        Comment = "comment",
        /// Newsletter sign-up.
        Newsletter = "newsletter",
        /// Menus, breadcrumbs, pagers, section labels.
        Nav = "nav",
        /// Copyright, cookie, privacy and disclaimer texts.
        Legal = "legal",
        /// Dates, counters and tags flattened into the text.
        Metadata = "metadata",
        /// Login, paywall and subscription prompts.
        Paywall = "paywall",
        /// Promotion of apps, products, events, donations.
        Promo = "promo",
        /// A line that its host repeats on many pages.
        Template = "template",
        /// Blank lines, separators and bullets left alone.
        Layout = "layout",
        /// Anything else.
        Other = "other",
    }
}
