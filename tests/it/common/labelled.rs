//! Pages of which it is known what is article: each is about one subject, and its host puts the
//! same furniture around every story.

use dechaff::tools::fit::LabelledPage;
use std::fmt::Write as _;

/// What stories are about: their people and places, then their things.
const SUBJECTS: &[(&[&str], &[&str])] = &[
    (
        &["conductor", "inspector", "depot", "passenger", "viaduct"],
        &[
            "tram",
            "timetable",
            "carriage",
            "signal",
            "ticket",
            "siding",
            "bell",
            "platform",
        ],
    ),
    (
        &["keeper", "islander", "lighthouse", "pilot", "harbour"],
        &[
            "lamp", "ferry", "anchor", "tide", "foghorn", "mooring", "chart", "lifeboat",
        ],
    ),
    (
        &["baker", "apprentice", "bakery", "miller", "oven"],
        &[
            "dough", "rye", "poppy", "crust", "flour", "yeast", "bun", "tray",
        ],
    ),
    (
        &["gardener", "botanist", "nursery", "orchard", "hedge"],
        &[
            "apple", "grafting", "compost", "pruning", "blossom", "wasp", "seedling", "spade",
        ],
    ),
    (
        &["violinist", "choir", "composer", "organist", "theatre"],
        &[
            "sonata",
            "rehearsal",
            "bow",
            "chorale",
            "encore",
            "score",
            "overture",
            "tuning",
        ],
    ),
    (
        &["surveyor", "mason", "abbey", "architect", "quarry"],
        &[
            "arch", "mortar", "scaffold", "gargoyle", "buttress", "slate", "plumb", "chisel",
        ],
    ),
    (
        &["goalkeeper", "referee", "stadium", "captain", "league"],
        &[
            "penalty", "whistle", "corner", "fixture", "jersey", "turf", "trophy", "offside",
        ],
    ),
    (
        &["astronomer", "observatory", "student", "dome", "engineer"],
        &[
            "comet",
            "telescope",
            "mirror",
            "eclipse",
            "orbit",
            "lens",
            "parallax",
            "catalogue",
        ],
    ),
];

const DEEDS: &[&str] = &[
    "mended",
    "measured",
    "described",
    "examined",
    "defended",
    "replaced",
    "carried",
    "explained",
    "counted",
    "remembered",
    "questioned",
    "praised",
];
const HOWS: &[&str] = &[
    "patiently",
    "twice",
    "before noon",
    "without a word",
    "for the third year",
    "in the rain",
    "with great care",
    "against advice",
    "on Tuesday",
    "as if nothing had happened",
];

/// Hosts of the pages, each with four of every forty.
const HOSTS: usize = 10;

/// Draws in a fixed order (the generator of Knuth's MMIX).
struct Draws(u64);

impl Draws {
    fn of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        let drawn = usize::try_from(self.0 >> 33).expect("31 bits");
        words[drawn % words.len()]
    }

    fn sentence(&mut self, (people, things): (&[&str], &[&str])) -> String {
        let (who, deed, how) = (self.of(people), self.of(DEEDS), self.of(HOWS));
        let (one, other, place) = (self.of(things), self.of(things), self.of(people));
        match self.of(&["a", "b", "c"]) {
            "a" => format!("The {who} {deed} the {one} and the {other} {how}."),
            "b" => format!("Nobody at the {place} had {deed} a {one} {how}, said the {who}."),
            _ => format!("When the {one} was {deed}, the {who} spoke of the {other} {how}."),
        }
    }

    fn title(&mut self, (people, things): (&[&str], &[&str])) -> String {
        let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
        let (who, deed) = (capital(self.of(people)), capital(self.of(DEEDS)));
        let (one, other) = (capital(self.of(things)), capital(self.of(things)));
        format!("{who} {deed} {one} After {other}")
    }
}

/// Page `number` of a collection: an article of ten paragraphs in its host's furniture.
pub(crate) fn scraped(number: usize) -> LabelledPage {
    let mut draws = Draws(number as u64 + 1);
    let subject = SUBJECTS[number % SUBJECTS.len()];
    let host = number % HOSTS;
    let title = draws.title(subject);
    let mut gold = format!("{title}\n");
    for _ in 0..10 {
        let sentences = [(); 3].map(|()| draws.sentence(subject));
        let _ = writeln!(gold, "{}", sentences.join(" "));
    }
    let mut text = String::from("Front desk\nOur papers\nFind a story\n");
    let mut lines = gold.lines();
    for line in lines.by_ref().take(6) {
        let _ = writeln!(text, "{line}");
    }
    text.push_str("Hand this story on\nPut it by for later\n");
    lines.for_each(|line| text = format!("{text}{line}\n"));
    text.push_str("Stories from the next room\n");
    for step in 1..=4 {
        let other = SUBJECTS[(number + step) % SUBJECTS.len()];
        let _ = writeln!(text, "{}", draws.title(other));
        let _ = writeln!(text, "{} minutes to read", 2 + step);
    }
    text.push_str(
        "Say what you think\nYour name here\nWe show your address to nobody\nSend it off\n",
    );
    let _ = writeln!(text, "Printed by the house of Quire {host}");
    LabelledPage {
        id: format!("page-{number:02}"),
        folder: 0,
        host: format!("quire-{host}.example"),
        title: Some(title),
        gold,
        text,
    }
}
