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

/// Whether a line says that comments follow: "Comments", "12 responses", "Kommentare (3)".
pub(crate) fn tells_of_comments(text: &str, words: usize) -> bool {
    if words == 0 || words > MOST_WORDS || text.ends_with(['.', '?', '!']) {
        return false;
    }
    let text = text.to_lowercase();
    let mut words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let first = words.clone().next();
    let is_counted = first.is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    words.any(|word| {
        COMMENT_WORDS.binary_search(&word).is_ok() || is_counted && RESPONSE_WORDS.contains(&word)
    }) || COMMENT_SIGNS.iter().any(|sign| text.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
