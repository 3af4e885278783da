//! The kind of noise that a line's words speak of.

use crate::matchers::phrases::Phrases;
use crate::rules::kind::Kind;

/// Words by kind. The first kind of which a phrase stands in the line is taken, so that the more
/// telling ones come first: "Sign up for our newsletter to comment" is a newsletter's.
const CUES: &[(Kind, &[&str])] = &[
    (
        Kind::Newsletter,
        &[
            "newsletter",
            "newsletters",
            "inbox",
            "sign up",
            "email address",
            "mailing list",
        ],
    ),
    (
        Kind::Comment,
        &[
            "comment",
            "comments",
            "leave a reply",
            "reply",
            "replies",
            "join the conversation",
            "join the discussion",
        ],
    ),
    (
        Kind::Ad,
        &[
            "advert",
            "advertisement",
            "advertisements",
            "advertising",
            "sponsored",
            "promoted",
            "paid content",
            "affiliate",
            "ad",
        ],
    ),
    (
        Kind::Legal,
        &[
            "copyright",
            "©",
            "all rights reserved",
            "privacy",
            "cookie",
            "cookies",
            "terms of",
            "terms and conditions",
            "disclaimer",
            "licence",
            "license",
            "trademark",
        ],
    ),
    (
        Kind::Credit,
        &[
            "photo by",
            "photo:",
            "photos by",
            "photograph",
            "photographer",
            "picture:",
            "image:",
            "image by",
            "credit:",
            "courtesy of",
            "illustration by",
            "file photo",
        ],
    ),
    (
        Kind::Caption,
        &[
            "image caption",
            "caption",
            "media caption",
            "slideshow",
            "gallery",
        ],
    ),
    (
        Kind::Related,
        &[
            "see also",
            "read more",
            "read also",
            "also read",
            "related",
            "you may also",
            "you might also",
            "recommended",
            "suggested",
            "more from",
            "more on",
            "more stories",
            "more news",
            "trending",
            "recent posts",
            "latest posts",
            "most popular",
            "most read",
            "popular",
            "latest",
            "read next",
            "up next",
            "top stories",
            "don't miss",
            "editor's picks",
            "must read",
        ],
    ),
    (
        Kind::Share,
        &[
            "share",
            "tweet",
            "facebook",
            "twitter",
            "whatsapp",
            "linkedin",
            "pinterest",
            "reddit",
            "telegram",
            "instagram",
            "follow us",
            "copy link",
            "email this",
        ],
    ),
    (
        Kind::Paywall,
        &[
            "subscribe",
            "subscriber",
            "subscribers",
            "subscription",
            "log in",
            "login",
            "sign in",
            "register",
            "already a member",
            "free articles",
            "members only",
        ],
    ),
    (
        Kind::Byline,
        &[
            "by",
            "written by",
            "published",
            "posted",
            "updated",
            "last modified",
            "reporter",
            "staff writer",
            "correspondent",
        ],
    ),
    (
        Kind::Blurb,
        &[
            "about the author",
            "is the author of",
            "is a journalist",
            "is a writer",
            "is a freelance",
        ],
    ),
    (
        Kind::Metadata,
        &[
            "tags",
            "tags:",
            "filed under",
            "topics",
            "views",
            "min read",
            "minute read",
            "ago",
            "category",
            "categories",
            "source:",
            "tide",
        ],
    ),
    (
        Kind::Promo,
        &[
            "download",
            "app",
            "donate",
            "donation",
            "support us",
            "buy",
            "shop",
            "gift",
            "offer",
            "discount",
            "listen to",
            "watch",
            "podcast",
            "tickets",
        ],
    ),
    (
        Kind::Nav,
        &[
            "home",
            "menu",
            "skip to",
            "previous",
            "next",
            "back to",
            "search",
            "navigation",
            "contact us",
            "about us",
            "page",
            "sitemap",
            "jump to",
            "see more",
            "find out more",
            "learn more",
            "careers",
            "load more",
            "show more",
            "view all",
            "see all",
            "close",
        ],
    ),
];

/// The kind of the line; `None` where no word of it tells. O(n) in the line for each kind.
pub(crate) fn kind_of(line: &str) -> Option<Kind> {
    let starts_with_by = |line: &str| Phrases::new(["by"]).set().at_start(line.trim()).is_some();
    CUES.iter()
        .find(|(kind, cues)| {
            let cues = Phrases::new(cues.iter().copied());
            let found = cues.set().occurrences(line);
            // "by" tells at a line's start only.
            found.iter().any(|(_, _, phrase)| {
                *kind != Kind::Byline || phrase.source() != "by" || starts_with_by(line)
            })
        })
        .map(|(kind, _)| *kind)
}

/// Whether the line is a heading under which other stories are listed.
pub(crate) fn is_story_heading(line: &str) -> bool {
    kind_of(line) == Some(Kind::Related)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_the_kind() {
        for (line, kind) in [
            ("Sign up for our newsletter", Some(Kind::Newsletter)),
            ("Leave a Reply", Some(Kind::Comment)),
            ("By Ada Morrow", Some(Kind::Byline)),
            ("Two boats were seen by the quay", None),
            ("Related Articles", Some(Kind::Related)),
            ("Advertisement", Some(Kind::Ad)),
            ("The goat of Port Ellery", None),
        ] {
            assert_eq!(kind_of(line), kind, "{line}");
        }
    }
}
