//! What hosts repeat in their articles stays: whole crawls, each of one host, through `clean --learn`.

use crate::common::command::ok;
use std::fs;
use std::path::Path;

const MENU: &str = "Front page\nHarbour\nCouncil\nTides\nLetters\n";
const FOOT: &str = "Pass this page to a neighbour\nWrite to the desk\nHang a notice on the board\n";

/// What pages are about, and where it was seen.
const THINGS: [(&str, &str); 10] = [
    ("dredger", "the north quay"),
    ("library van", "Rope Walk"),
    ("church clock", "the lower green"),
    ("oyster bed", "the mouth of the creek"),
    ("brass band", "Chapel Street"),
    ("foot ferry", "the landing stage"),
    ("goose", "Causeway Road"),
    ("signal lamp", "the end of the pier"),
    ("rope maker", "the old drying sheds"),
    ("water mill", "the bend of the river"),
];

/// Two paragraphs that no other page has.
fn story(at: usize) -> String {
    let (thing, place) = THINGS[at % THINGS.len()];
    let (other, elsewhere) = THINGS[(at + 3) % THINGS.len()];
    format!(
        "Anybody who came to {place} this week to look for the {thing} found it gone, and a note where it had always been.\n\
         It had last been seen beside the {other} at {elsewhere}, said two men who had carried the {thing} there themselves.\n"
    )
}

/// The clean pages of a host, in both modes that cut what they learn. `page` says all of the page between menu and
/// foot.
fn cleaned(count: usize, page: impl Fn(usize) -> String) -> Vec<(&'static str, Vec<String>)> {
    let folder = tempfile::tempdir().expect("a folder");
    let host = folder.path().join("pages/saltmarsh.example");
    fs::create_dir_all(&host).expect("a folder");
    for at in 0..count {
        let text = format!("{MENU}{}{FOOT}", page(at));
        fs::write(host.join(format!("{at:02}.txt")), text).expect("a file");
    }
    let modes = ["careful", "balanced"].into_iter();
    modes
        .map(|mode| (mode, clean(folder.path(), mode, count)))
        .collect()
}

fn clean(folder: &Path, mode: &str, count: usize) -> Vec<String> {
    let input = [
        "clean",
        "pages",
        "--host-from",
        "folder",
        "--no-config",
        "-q",
    ];
    let how = ["--learn", "--mode", mode, "--out", mode];
    ok(folder, &[&input[..], &how].concat());
    let pages = (0..count).map(|at| folder.join(format!("{mode}/saltmarsh.example/{at:02}.txt")));
    let pages = pages.map(|path| fs::read_to_string(path).expect("it was written"));
    let pages: Vec<String> = pages.collect();
    for page in &pages {
        assert!(
            !page.contains("Hang a notice on the board"),
            "{mode}: {page}"
        );
        assert!(!page.contains("Harbour\nCouncil"), "{mode}: {page}");
    }
    pages
}

/// Every line of the pages stays in both modes, but for menu and foot.
fn all_stays(count: usize, page: impl Fn(usize) -> String) {
    for (mode, clean) in cleaned(count, &page) {
        for (at, clean) in clean.iter().enumerate() {
            for line in page(at).lines() {
                let is_there = clean.lines().any(|one| one.trim() == line.trim());
                assert!(is_there, "{mode}, page {at}: {line:?} went\n{clean}");
            }
        }
    }
}

#[test]
fn refrains() {
    all_stays(8, |at| {
        let (thing, place) = THINGS[at];
        let (other, elsewhere) = THINGS[at + 1];
        format!(
            "The {thing} of {place}\n\n\
             We looked for the {thing} from morning to noon,\nand found but the {other} below the moon,\n\
             Haul away, my neighbours, haul away home, for the bread is at home.\n\n\
             We went on to {elsewhere} with oars and with rope,\nthe {other} before us, and with little hope,\n\
             Haul away, my neighbours, haul away home, for the bread is at home.\n"
        )
    });
}

#[test]
fn section_heads_of_recipes() {
    all_stays(8, |at| {
        let (what, with) = [
            ("leeks", "barley"),
            ("mussels", "cider"),
            ("plums", "oats"),
            ("eggs", "cress"),
            ("beets", "rye"),
            ("herring", "dill"),
            ("pears", "honey"),
            ("beans", "sage"),
        ][at];
        format!(
            "Stewed {what} with {with}\n\
             This is how the keeper of the light made {what} when the boat with the {with} had come in late again.\n\
             Ingredients\n2 handfuls of {what}\n1 cup of {with}, washed\nsalt for the {what}\n\
             Method\n\
             Wash the {what}, cut them into pieces as long as a thumb, and leave them in salted water for an hour.\n\
             Add the {with} when the water boils, and stir until a spoon stands in it without any help of yours.\n\
             To serve\n\
             Bring the pot with {what} to the table as it is, and let everybody look for the {with} by themselves.\n"
        )
    });
}

#[test]
fn section_heads_of_a_wiki() {
    all_stays(8, |at| {
        let (thing, place) = THINGS[at];
        let (other, elsewhere) = THINGS[at + 1];
        format!(
            "The {thing} at midnight\n\
             The {thing} at midnight is a play in three acts by a carter of {place}, who never said that it was his.\n\
             Plot\n\
             In the first act the {thing} is left at {place} by a stranger, and all of the town is asked to find him.\n\
             In the second act it is the {other} that is lost, and nobody of {elsewhere} will say who was there to see it.\n\
             Cast\nA carter of {place}\nThe woman with the {other}\n\
             Reception\n\
             A letter of that year says that the {thing} was well liked by those who had not been made to carry it.\n"
        )
    });
}

#[test]
fn dates_over_entries_of_a_diary() {
    all_stays(8, |at| {
        let (thing, place) = THINGS[at];
        let (other, elsewhere) = THINGS[at + 1];
        format!(
            "{}{} March\n\
             Went down to {place} before it was light, and helped them to bring in the {thing}, of which I shall say no more.\n\
             {} March\n\
             Rain. They say at {elsewhere} that the {other} will be sold before Easter, and that the {thing} will follow it.\n",
            story(at),
            at + 1,
            at + 2,
        )
    });
}

#[test]
fn heads_of_columns_one_cell_a_line() {
    all_stays(8, |at| {
        let vessels = [
            "Gull", "Tern", "Heron", "Swift", "Dunlin", "Knot", "Teal", "Smew",
        ];
        let row = |by: usize| {
            let vessel = vessels[(at + by) % 8];
            format!(
                "{vessel} {}\n18{}{by}\n{} tons\n",
                ["Ann", "May", "Joan"][by],
                at + 1,
                20 + 7 * at + by
            )
        };
        let (rows, thing) = ([row(0), row(1), row(2)].concat(), THINGS[at].0);
        let more = format!(
            "None of these ships was ever asked about the {thing}, and none of their crews has come forward of its own.\n"
        );
        format!("{}Vessel\nBuilt\nBurden\n{rows}{more}", story(at))
    });
}

#[test]
fn a_disclaimer_that_is_the_article() {
    let terms = "What stands in this paper is told as it was heard, and nobody who writes for it has been paid to say so.\n\
                 Tides are those of the almanac, and whoever sails by them does so at the risk of their own boat and crew.\n";
    let page = |at: usize| {
        if at == 4 {
            format!("How this paper is written\n{terms}")
        } else {
            format!("{}{terms}", story(at))
        }
    };
    for (mode, clean) in cleaned(9, page) {
        for line in terms.lines() {
            assert!(
                clean[4].contains(line),
                "{mode}: {line:?} went\n{}",
                clean[4]
            );
        }
        assert!(
            !clean[3].contains("Tides are those of the almanac"),
            "{mode}: {}",
            clean[3]
        );
    }
}

#[test]
fn bodies_of_pages_that_are_nearly_the_same() {
    // Four stories, each at three addresses, as printed, for telephones and from another paper.
    all_stays(12, |at| {
        let (thing, _) = THINGS[at / 3];
        format!("Where has the {thing} gone?\n{}", story(at / 3))
    });
}

#[test]
fn a_story_on_several_pages_keeps_its_title_and_bodies() {
    // Five parts of one story among eight others.
    let parts = [
        "The masons came first, with barges of stone that nobody had paid for, and slept under canvas until the frost.",
        "Then it rained for a month. What had been laid by the masons went down to the bottom, and they began again.",
        "A clerk was sent from the capital to find out where the money was, and he was found a wife here instead.",
        "By the third summer there were more people who had worked on it than would ever have a boat to tie up there.",
        "It was opened by a bishop in the end, who had been told that it was a church, and who never found out.",
    ];
    let title = "How the quay of Saltmarsh was built, and why it leans";
    all_stays(13, |at| {
        if at < 5 {
            let (one, other) = (parts[at], THINGS[at].0);
            format!(
                "{title}\n{one}\nOf the {other} that was lost in those days nothing has been heard since, though many have asked.\n"
            )
        } else {
            format!(
                "Where has the {} gone?\n{}",
                THINGS[at - 5].0,
                story(at - 5)
            )
        }
    });
}

#[test]
fn a_common_introduction_at_the_top_of_a_series() {
    let introduction = "Each week this spring we ask a neighbour about a thing that was left behind, and that nobody ever came back for.";
    all_stays(10, |at| {
        let (thing, _) = THINGS[at];
        let head = if at < 5 {
            format!("{introduction}\n")
        } else {
            String::new()
        };
        format!(
            "{head}{}The {thing} has been given a number, and waits at the town hall for whoever can describe it.\n",
            story(at)
        )
    });
}

/// What readers say of the page, with the dates between that a host puts there.
fn thread(at: usize) -> String {
    let (thing, _) = THINGS[at];
    let said = |reader: usize| {
        let (other, place) = THINGS[(at + reader + 1) % THINGS.len()];
        let name = ["salt_and_oar", "Ines W.", "mudlark 7", "hanne"][reader];
        format!(
            "{name}\n{} May 2011, {}:3{reader}\nMy aunt of {place} had a {thing} beside her {other} for years and nobody minded it.\n",
            at + reader + 2,
            at + 9
        )
    };
    (0..4).map(said).collect()
}

/// How many of the comments of a page are left.
fn comments_left(clean: &str) -> usize {
    clean.matches("My aunt").count()
}

#[test]
fn comments_go_and_the_story_above_them_stays() {
    let page = |at| format!("{}{}4 comments\n{}", story(at), story(at + 5), thread(at));
    for (mode, clean) in cleaned(8, page) {
        for (at, clean) in clean.iter().enumerate() {
            let left = comments_left(clean);
            assert_eq!(
                left,
                if mode == "careful" { 4 } else { 0 },
                "{mode}: {clean}"
            );
            for line in story(at).lines().chain(story(at + 5).lines()) {
                assert!(
                    clean.contains(line),
                    "{mode}, page {at}: {line:?} went\n{clean}"
                );
            }
        }
    }
}

#[test]
fn comments_with_a_line_of_the_host_go_in_careful_too() {
    let page = |at| {
        let thread = thread(at).replace("minded it.\n", "minded it.\nAnswer this neighbour\n");
        format!("{}{}4 comments\n{thread}", story(at), story(at + 5))
    };
    for (mode, clean) in cleaned(8, page) {
        for clean in &clean {
            assert_eq!(comments_left(clean), 0, "{mode}: {clean}");
            assert!(clean.contains("found it gone"), "{mode}: {clean}");
        }
    }
}

#[test]
fn posts_of_a_forum() {
    for (mode, clean) in cleaned(8, thread) {
        for clean in &clean {
            assert_eq!(comments_left(clean), 4, "{mode}: {clean}");
        }
    }
}

#[test]
fn stories_told_by_the_hour() {
    all_stays(8, |at| {
        let hour = |hour: usize| {
            let (thing, place) = THINGS[(at + hour) % THINGS.len()];
            format!(
                "{}:{}5\nWord reaches us from {place} that the {thing} has been seen there by several people.\n",
                hour + 8,
                at % 6
            )
        };
        let hours: String = (0..6).map(hour).collect();
        format!("{}{}{hours}", story(at), story(at + 5))
    });
}
