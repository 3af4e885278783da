//! Lines that say that comments follow, in the languages of many hosts.

/// Words of such a line at most.
const MOST_WORDS: usize = 5;

/// What it holds, in lower case. Sorted.
const COMMENT_WORDS: &[&str] = &[
    "comentarii",
    "comentario",
    "comentarios",
    "comentariu",
    "comentário",
    "comentários",
    "comment",
    "commentaire",
    "commentaires",
    "commenti",
    "commento",
    "comments",
    "hozzászólás",
    "hozzászólások",
    "komentar",
    "komentara",
    "komentari",
    "komentarz",
    "komentarze",
    "komentarzy",
    "komentář",
    "komentáře",
    "komentářů",
    "kommentar",
    "kommentare",
    "kommentarer",
    "kommentit",
    "kommentti",
    "kommenttia",
    "opinie",
    "reactie",
    "reacties",
    "yorum",
    "yorumlar",
    "σχολίων",
    "σχόλια",
    "σχόλιο",
    "коментар",
    "коментара",
    "коментари",
    "коментарі",
    "коментарів",
    "комментариев",
    "комментарии",
    "комментарий",
    "комментария",
    "תגובה",
    "תגובות",
    "التعليقات",
    "تعليق",
    "تعليقات",
];
/// The same behind a number: "12 responses".
const RESPONSE_WORDS: &[&str] = &[
    "antworten",
    "replies",
    "respostas",
    "responses",
    "respuestas",
    "risposte",
    "réponses",
    "svar",
    "ответа",
    "ответов",
];
/// The same in scripts that put no spaces between words.
const COMMENT_SIGNS: &[&str] = &["评论", "評論", "コメント", "댓글", "bình luận"];

/// Bytes of the shortest and the longest of these words in ASCII.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=12;
/// What they begin with, in lower case.
const STARTS: &[[u8; 2]] = &[
    *b"an", *b"co", *b"ko", *b"op", *b"re", *b"ri", *b"sv", *b"yo",
];

/// Whether a line says that comments follow: "Comments", "12 responses", "Kommentare (3)". O(n) in its bytes, of lines of
/// few words.
pub(crate) fn tells_of_comments(text: &str, words: usize) -> bool {
    if words == 0 || words > MOST_WORDS || text.ends_with(['.', '?', '!']) {
        return false;
    }
    if text.is_ascii() {
        tells_in_ascii(text)
    } else {
        tells(&text.to_lowercase())
    }
}

/// The same of a line in ASCII: words of other lengths, or that begin otherwise, are passed over.
fn tells_in_ascii(text: &str) -> bool {
    let first = text.bytes().find(u8::is_ascii_alphanumeric);
    let is_counted = first.is_some_and(|byte| byte.is_ascii_digit());
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| {
        if !LENGTHS.contains(&word.len()) {
            return false;
        }
        let start = [word.as_bytes()[0], word.as_bytes()[1]].map(|byte| byte.to_ascii_lowercase());
        STARTS.contains(&start) && is_comment_word(&word.to_ascii_lowercase(), is_counted)
    })
}

fn is_comment_word(word: &str, is_counted: bool) -> bool {
    COMMENT_WORDS.binary_search(&word).is_ok() || is_counted && RESPONSE_WORDS.contains(&word)
}

/// The same of a line in lower case.
fn tells(text: &str) -> bool {
    let mut words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let first = words.clone().next();
    let is_counted = first.is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    words.any(|word| is_comment_word(word, is_counted))
        || COMMENT_SIGNS.iter().any(|sign| text.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_follows_is_said_in_few_words() {
        assert!(COMMENT_WORDS.is_sorted());
        let tells = |text: &str| tells_of_comments(text, text.split_whitespace().count());
        for text in [
            "Comments",
            "12 responses to “Ran aground”",
            "KOMMENTARE (3)",
            "3 комментария",
            "共有3条评论",
        ] {
            assert!(tells(text), "{text}");
        }
        for text in [
            "",
            "The response",
            "No comment.",
            "What the harbour master has to comment on",
            "Replies",
        ] {
            assert!(!tells(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn lines_in_ascii_are_read_as_others_are(
            words in prop::collection::vec(
                prop_oneof![
                    prop::sample::select(COMMENT_WORDS).prop_map(str::to_owned),
                    prop::sample::select(RESPONSE_WORDS).prop_map(str::to_uppercase),
                    "[ -~]{0,9}",
                ],
                0..5,
            ),
        ) {
            let text = words.join(" ");
            if text.is_ascii() {
                prop_assert_eq!(tells_in_ascii(&text), tells(&text.to_lowercase()), "{}", text);
            }
        }
    }
}
