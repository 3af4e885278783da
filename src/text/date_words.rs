//! The words of dates and ages: names of months and days, and units of time, in some languages.

/// Sorted, lower-case, each once.
const DATE_WORDS: &[&str] = &[
    "abril",
    "agosto",
    "am",
    "anni",
    "anno",
    "ano",
    "anos",
    "ans",
    "août",
    "apr",
    "april",
    "aprile",
    "aug",
    "august",
    "augustus",
    "avril",
    "año",
    "años",
    "czerwca",
    "czwartek",
    "dag",
    "dagen",
    "day",
    "days",
    "dec",
    "december",
    "dezember",
    "dezembro",
    "dia",
    "dias",
    "dicembre",
    "diciembre",
    "dienstag",
    "dimanche",
    "dinsdag",
    "dni",
    "domenica",
    "domingo",
    "donderdag",
    "donnerstag",
    "décembre",
    "día",
    "días",
    "enero",
    "feb",
    "febbraio",
    "febrero",
    "februar",
    "februari",
    "february",
    "fevereiro",
    "freitag",
    "fri",
    "friday",
    "février",
    "gennaio",
    "giorni",
    "giorno",
    "giovedì",
    "giugno",
    "godz",
    "godzin",
    "godziny",
    "grudnia",
    "heure",
    "heures",
    "hora",
    "horas",
    "hour",
    "hours",
    "hr",
    "hrs",
    "jaar",
    "jahr",
    "jahre",
    "jahren",
    "jan",
    "janeiro",
    "januar",
    "januari",
    "january",
    "janvier",
    "jeudi",
    "jour",
    "jours",
    "jueves",
    "juillet",
    "juin",
    "jul",
    "julho",
    "juli",
    "julio",
    "july",
    "jun",
    "june",
    "junho",
    "juni",
    "junio",
    "kwietnia",
    "lipca",
    "listopada",
    "luglio",
    "lundi",
    "lunedì",
    "lunes",
    "lutego",
    "maand",
    "maandag",
    "maanden",
    "maart",
    "maggio",
    "mai",
    "maio",
    "maja",
    "mar",
    "marca",
    "march",
    "mardi",
    "mars",
    "martedì",
    "martes",
    "marzo",
    "março",
    "may",
    "mayo",
    "mei",
    "mercoledì",
    "mercredi",
    "mes",
    "mese",
    "meses",
    "mesi",
    "min",
    "mins",
    "minut",
    "minute",
    "minuten",
    "minutes",
    "minuti",
    "minuto",
    "minutos",
    "minuut",
    "mittwoch",
    "miércoles",
    "mois",
    "mon",
    "monat",
    "monate",
    "monaten",
    "monday",
    "montag",
    "month",
    "months",
    "märz",
    "mês",
    "niedziela",
    "nov",
    "november",
    "novembre",
    "novembro",
    "noviembre",
    "oct",
    "october",
    "octobre",
    "octubre",
    "oktober",
    "ora",
    "ore",
    "ottobre",
    "outubro",
    "października",
    "piątek",
    "pm",
    "poniedziałek",
    "quarta",
    "quinta",
    "roku",
    "sabato",
    "samedi",
    "samstag",
    "sat",
    "saturday",
    "sec",
    "second",
    "seconds",
    "secs",
    "segunda",
    "sekunden",
    "semaine",
    "semaines",
    "semana",
    "semanas",
    "sep",
    "sept",
    "september",
    "septembre",
    "septiembre",
    "setembro",
    "settembre",
    "settimana",
    "settimane",
    "sexta",
    "sierpnia",
    "sobota",
    "sonntag",
    "stunde",
    "stunden",
    "stycznia",
    "sun",
    "sunday",
    "sábado",
    "tag",
    "tage",
    "tagen",
    "temu",
    "terça",
    "thu",
    "thurs",
    "thursday",
    "tue",
    "tues",
    "tuesday",
    "uhr",
    "uren",
    "uur",
    "vendredi",
    "venerdì",
    "viernes",
    "vrijdag",
    "wed",
    "wednesday",
    "week",
    "weeks",
    "woche",
    "wochen",
    "woensdag",
    "września",
    "wtorek",
    "year",
    "years",
    "yesterday",
    "zaterdag",
    "zondag",
    "środa",
    "απριλίου",
    "αυγούστου",
    "δεκεμβρίου",
    "δευτέρα",
    "ιανουαρίου",
    "ιουλίου",
    "ιουνίου",
    "κυριακή",
    "λεπτά",
    "μαΐου",
    "μαρτίου",
    "νοεμβρίου",
    "οκτωβρίου",
    "πέμπτη",
    "παρασκευή",
    "σάββατο",
    "σεπτεμβρίου",
    "τετάρτη",
    "τρίτη",
    "φεβρουαρίου",
    "ώρες",
    "августа",
    "апреля",
    "воскресенье",
    "вторник",
    "года",
    "декабря",
    "день",
    "дней",
    "дня",
    "июля",
    "июня",
    "марта",
    "мая",
    "минут",
    "минуту",
    "минуты",
    "назад",
    "ноября",
    "октября",
    "понедельник",
    "пятница",
    "сентября",
    "среда",
    "суббота",
    "февраля",
    "час",
    "часа",
    "часов",
    "четверг",
    "января",
];

/// The longest of them, in bytes.
const MAX_BYTES: usize = 22;

/// Whether a folded word names a month, a day of the week or a unit of time. O(n) in its bytes.
pub(crate) fn is_date_word(word: &str) -> bool {
    is_date_word_in_bytes(word.as_bytes())
}

/// The same of bytes, such as a word's in ASCII.
pub(crate) fn is_date_word_in_bytes(word: &[u8]) -> bool {
    let Some(&first) = word.first() else {
        return false;
    };
    // Nearly every word that is none has a length that none of its first letter has.
    if word.len() > MAX_BYTES || LENGTHS[usize::from(first)] >> word.len() & 1 == 0 {
        return false;
    }
    let mut slot = slot(word);
    while let Some(place) = SLOTS[slot].checked_sub(1) {
        if DATE_WORDS[usize::from(place)].as_bytes() == word {
            return true;
        }
        slot = (slot + 1) % SLOTS.len();
    }
    false
}

/// Where a word stands in a table of [`SLOTS`], unless others stand there: by its first, middle and last byte.
const fn slot(word: &[u8]) -> usize {
    let len = word.len();
    let key = u32::from_le_bytes([word[0], word[len / 2], word[len - 1], word[len / 3]]);
    (key.wrapping_mul(0x9e37_79b9) >> 22) as usize
}

/// The words by their slots, each the next free one: their places in the list, from 1; 0 where there is none.
#[expect(clippy::cast_possible_truncation, reason = "they are some hundreds")]
const SLOTS: [u16; 1024] = {
    let mut slots = [0; 1024];
    let mut at = 0;
    while at < DATE_WORDS.len() {
        let mut place = slot(DATE_WORDS[at].as_bytes());
        while slots[place] != 0 {
            place = (place + 1) % slots.len();
        }
        at += 1;
        slots[place] = at as u16;
    }
    slots
};

/// By first byte, as bits, the lengths of the words that begin with it.
const LENGTHS: [u32; 256] = {
    let mut lengths = [0; 256];
    let mut at = 0;
    while at < DATE_WORDS.len() {
        let word = DATE_WORDS[at].as_bytes();
        lengths[word[0] as usize] |= 1 << word.len();
        at += 1;
    }
    lengths
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_folded() {
        assert!(DATE_WORDS.is_sorted_by(|one, next| one < next));
        let longest = DATE_WORDS.iter().map(|word| word.len()).max();
        assert_eq!(longest, Some(MAX_BYTES));
        assert!(DATE_WORDS.iter().all(|word| word.to_lowercase() == **word));
        assert!(is_date_word("may") && !is_date_word("mayor") && !is_date_word(""));
        assert!(DATE_WORDS.iter().all(|word| is_date_word(word)));
        for word in DATE_WORDS {
            let start = &word[..word.chars().next().map_or(0, char::len_utf8)];
            let other = format!("{word}x");
            assert_eq!(
                is_date_word(&other),
                DATE_WORDS.contains(&&*other),
                "{other}"
            );
            assert_eq!(is_date_word(start), DATE_WORDS.contains(&start), "{start}");
        }
    }
}
