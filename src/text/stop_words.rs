//! Frequent words that carry grammar rather than a subject.

use crate::text::hash::TextHash;
use std::sync::OnceLock;

/// No word below has more characters.
const MOST_CHARS: usize = 7;

/// The most frequent grammar words of some languages with spaces between words.
pub(crate) const STOP_WORDS: &[&str] = &[
    // English
    "the of and to in a is that it for on was with as he at by be are this have from or had not but \
     were they his an which she you we her there been has their one all would will if who more when \
     said can no what about out up so its into than them some could him may then do my other time \
     our these only over also now after two any did how where most us because between many before \
     while just such being those even she's don't it's i",
    // German
    "der die und das den von zu mit sich des auf für ist im dem nicht ein eine auch es werden \
     aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben \
     nur oder aber vor zur bis mehr durch man",
    // French
    "la de le et les des en un du une que est pour qui dans par plus pas au sur ne se ce il sont \
     avec son aux d'un cette ou ses mais comme nous été elle sa ont leur",
    // Spanish, Portuguese, Italian
    "el los las del y una con por para su al como lo más pero sus le ha o este sí porque esta entre \
     cuando muy sin sobre também me hasta não os da dos das em ao pelo uma à foi mas são il di che è \
     e per non della sono gli alla del più nel dei anche come si ma",
    // Dutch, Swedish, Norwegian, Danish
    "het van een dat op te zijn met voor niet aan er om ook als dan bij nog naar heeft ze wordt och \
     att det som på är av för inte till men har ett om vi jag de den ikke og til med kan",
    // Polish, Czech
    "i w na z do się nie to że jest o po jak za od przez dla ale czy już był są a oraz ze v je s se \
     že by k o ve pro",
    // Russian, Ukrainian
    "и в не на что с он как это по но из у за от так о для же к бы его то а все была было его она мы \
     до или при если та що й із про як від але",
    // Greek
    "και το να του η της με που την από για τα είναι των σε ο οι στο θα τη στην τον τους δεν τις ένα \
     μια ότι",
];

fn key(word: &str) -> u64 {
    TextHash::of(word.chars()).key()
}

/// Whether the word with that key is one of them.
pub(crate) fn is_stop(word: u64, chars: usize) -> bool {
    static KEYS: OnceLock<Vec<u64>> = OnceLock::new();
    chars <= MOST_CHARS && holds(KEYS.get_or_init(|| keys(STOP_WORDS)), word)
}

/// Whether the word with that key is frequent in English and in none of the other languages; and whether it is
/// frequent in others alone.
pub(crate) fn is_english_or_foreign(word: u64, chars: usize) -> (bool, bool) {
    static KEYS: OnceLock<[Vec<u64>; 2]> = OnceLock::new();
    let [english, others] = KEYS.get_or_init(|| [keys(&STOP_WORDS[..1]), keys(&STOP_WORDS[1..])]);
    if chars > MOST_CHARS {
        return (false, false);
    }
    let (english, others) = (holds(english, word), holds(others, word));
    (english && !others, others && !english)
}

fn keys(lists: &[&str]) -> Vec<u64> {
    let words = lists.iter().flat_map(|list| list.split_whitespace());
    let mut keys: Vec<u64> = words.map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn holds(keys: &[u64], word: u64) -> bool {
    keys.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::words_of;

    #[test]
    fn every_listed_word_is_known() {
        for word in STOP_WORDS.iter().flat_map(|list| list.split_whitespace()) {
            assert!(word.chars().count() <= MOST_CHARS, "{word}");
            let read = words_of(word);
            assert!(read.len() == 1 && read[0].is_stop(), "{word}");
        }
        assert!(!words_of("harvest")[0].is_stop());
    }
}
