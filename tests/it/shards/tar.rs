//! tar of text files: what is cleaned, what passes through, and what comes back.

use super::{Quay, ended, gzip, said, text, unpack_bytes, zst};

/// An entry as POSIX has it.
pub(crate) fn entry(name: &str, kind: u8, contents: &[u8]) -> Vec<u8> {
    let mut entry = vec![0; 512];
    entry[..name.len()].copy_from_slice(name.as_bytes());
    entry[100..108].copy_from_slice(b"0000644\0");
    entry[124..136].copy_from_slice(format!("{:011o}\0", contents.len()).as_bytes());
    entry[156] = kind;
    entry[257..265].copy_from_slice(b"ustar\x0000");
    entry[148..156].copy_from_slice(b"        ");
    let sum: u32 = entry.iter().map(|byte| u32::from(*byte)).sum();
    entry[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    entry.extend_from_slice(contents);
    entry.resize(entry.len().next_multiple_of(512), 0);
    entry
}

fn end() -> Vec<u8> {
    let mut end = vec![0; 1024];
    end.extend_from_slice(b"what nobody reads");
    end
}

/// An archive of entries.
pub(super) fn archive_of(entries: &[Vec<u8>]) -> Vec<u8> {
    [&entries.concat()[..], &end()].concat()
}

/// Entries of every sort; an archive of them, with texts made by `text`.
fn archive(text: &dyn Fn(usize) -> String) -> Vec<u8> {
    let long = format!("{}d.txt", "deep/".repeat(30));
    let pax = format!("15 path=ö.txt\n{}", size_line(text(3).len(), 12));
    [
        entry("week/", b'5', b""),
        entry("week/a.txt", b'0', text(1).as_bytes()),
        entry("week/b.jpg", b'0', &[7; 700]),
        entry("././@LongLink", b'L', format!("{long}\0").as_bytes()),
        entry("deep", b'0', text(2).as_bytes()),
        entry("pax", b'x', pax.as_bytes()),
        entry("short", b'0', text(3).as_bytes()),
        entry("week/latin.txt", b'0', b"caf\xe9\n"),
        entry("week/link.txt", b'2', b""),
        end(),
    ]
    .concat()
}

/// A size in so many digits.
fn size_line(size: usize, width: usize) -> String {
    format!("{} size={size:0width$}\n", width + 9)
}

#[test]
fn texts_are_cleaned_and_all_else_passes_through() {
    let clean_text = |number: usize| {
        let quay = Quay::new();
        quay.put("a.txt", text(number));
        ended(&quay.clean(&[]), 0, &[]);
        String::from_utf8(quay.out("a.txt")).expect("UTF-8")
    };
    let wanted = archive(&clean_text);
    assert!(wanted.len() < archive(&text).len() || clean_text(1) != text(1));
    for (name, bytes) in [
        ("a.tar", archive(&text)),
        ("a.tar.gz", gzip(&archive(&text))),
        ("a.tgz", gzip(&archive(&text))),
        ("a.tar.zst", zst(&archive(&text))),
    ] {
        let quay = Quay::new();
        quay.put(name, bytes);
        let run = quay.clean(&["-v"]);
        ended(
            &run,
            0,
            &[
                "7 rows of 1 shard, 7 written",
                "3 rows without a text: passed through",
                "1 row not UTF-8: passed through",
                ":6: its text is not UTF-8 from byte 3 on",
            ],
        );
        let clean = unpack_bytes(&quay.out(name));
        assert!(clean == wanted, "{name}");
        ended(
            &quay.run(&["verify", "out", "--against", "in"]),
            0,
            &["1 shard of 7 rows"],
        );
        ended(&quay.run(&["restore", "out", "--out", "back"]), 0, &[]);
        let back = std::fs::read(quay.path("back").join(name)).expect("restored");
        assert!(unpack_bytes(&back) == archive(&text), "{name}");
        let cuts = quay.run(&["stats", "out", "--format", "records"]);
        let cuts = String::from_utf8_lossy(&cuts.stdout).into_owned();
        for page in ["week/a.txt", "deep/d.txt", "ö.txt"] {
            assert!(cuts.contains(&format!("{page}\"")), "{page}: {cuts}");
        }
    }
}

#[test]
fn what_stays_may_be_larger_than_any_block_or_memory() {
    let quay = Quay::new();
    let film = vec![3; 9 << 20];
    let bytes = [
        entry("a.txt", b'0', text(1).as_bytes()),
        entry("film.mp4", b'0', &film),
        entry("long.txt", b'0', "Rain fell.\n".repeat(400_000).as_bytes()),
        entry("b.txt", b'0', text(2).as_bytes()),
        end(),
    ]
    .concat();
    quay.put("a.tar", &bytes);
    let small = ["--memory", "8MiB", "--max-page-bytes", "1MiB"];
    ended(
        &quay.clean(&small),
        0,
        &["4 rows of 1 shard", ":3: its text has 4,400,000 bytes"],
    );
    let clean = quay.out("a.tar");
    assert!(clean.len() > film.len() && clean != bytes);
    let shares = |bytes: &[u8]| String::from_utf8_lossy(bytes).matches("Share on").count();
    assert_eq!((shares(&bytes), shares(&clean)), (2, 0));
    ended(&quay.run(&["verify", "out", "--against", "in"]), 0, &[]);
    quay.put("a.tar", &bytes[..5 << 20]);
    ended(&quay.clean(&small), 3, &["cut off"]);
}

#[test]
fn what_stands_before_damage_is_cleaned_and_comes_back() {
    let whole = entry("a.txt", b'0', text(1).as_bytes());
    let mut wrong = whole.clone();
    wrong[1] = b'x';
    for (behind, why) in [
        (&wrong[..], "entry 2: no tar header begins here"),
        (&whole[..700], "entry 2: cut off: 700 of its 1024 bytes"),
        (&whole[..200], "entry 2: cut off in its header"),
    ] {
        let quay = Quay::new();
        quay.put("a.tar", [&whole[..], behind].concat());
        ended(&quay.clean(&[]), 3, &[why, "1 row of 1 shard"]);
        ended(&quay.run(&["restore", "out", "--out", "back"]), 0, &[]);
        let back = std::fs::read(quay.path("back/a.tar")).expect("restored");
        assert!(back == whole);
    }
}

#[test]
fn a_changed_archive_is_named_and_not_restored() {
    let quay = Quay::new();
    quay.put("a.tar", archive(&text));
    ended(&quay.clean(&[]), 0, &[]);
    let mut clean = quay.out("a.tar");
    let at = clean.windows(6).position(|part| part == b"Monday");
    clean[at.expect("it is there")] = b'm';
    std::fs::write(quay.path("out/a.tar"), &clean).expect("written");
    ended(
        &quay.run(&["verify", "out"]),
        3,
        &["row 2: the restored text"],
    );
    clean.truncate(3000);
    std::fs::write(quay.path("out/a.tar"), &clean).expect("written");
    ended(&quay.run(&["verify", "out"]), 3, &["a.tar"]);
    for form in [["--text-as", "both"], ["--cuts", "column"]] {
        ended(&quay.clean(&form), 2, &["is for JSONL", "a.tar is tar"]);
    }
}

#[test]
fn a_stream_is_told_by_its_first_bytes() {
    let quay = Quay::new();
    quay.put("a.tar", archive(&text));
    ended(&quay.clean(&[]), 0, &[]);
    let run = quay.pipe(&archive(&text), &[]);
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    assert!(run.stdout == quay.out("a.tar"));
    let packed = quay.pipe(&zst(&archive(&text)), &[]);
    assert!(unpack_bytes(&packed.stdout) == quay.out("a.tar"));
    let learn = ["learn", "in", "-o", "learned.toml", "--host-from", "folder"];
    let learned = quay.run(&learn);
    ended(&learned, 3, &["in/a.tar:6: not UTF-8 from byte 3 on"]);
    let found = quay.run(&["check", "in", "--no-config"]);
    let found = String::from_utf8_lossy(&found.stdout).into_owned() + &said(&found);
    assert!(found.contains("in/a.tar:2"), "{found}");
}
