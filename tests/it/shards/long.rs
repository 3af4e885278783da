//! Records and entries that are longer than memory may be.

use super::{Quay, ended, gzip, text, unpack_bytes, zst};
use std::io::Read as _;

fn record(kind: &str, number: usize, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:{number}>\r\nContent-Type: text/plain\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

/// A film of so many bytes, of which some 64 KiB are like no others.
fn film(len: usize) -> Vec<u8> {
    let numbers = (0..1 << 14_u32).map(|number: u32| number.wrapping_mul(2_654_435_761) >> 9);
    let part: Vec<u8> = numbers.flat_map(u32::to_le_bytes).collect();
    let mut bytes = part.repeat(len / part.len() + 1);
    bytes.truncate(len);
    bytes
}

fn records() -> Vec<Vec<u8>> {
    vec![
        record("conversion", 1, text(1).as_bytes()),
        record("response", 2, &film(19_000_001)),
        record("conversion", 3, text(3).as_bytes()),
        record(
            "conversion",
            4,
            "See also: Seals ".repeat(1_200_000).as_bytes(),
        ),
        record("response", 5, &film(17 << 20)),
        record("conversion", 6, text(6).as_bytes()),
    ]
}

fn members(bytes: &[u8]) -> Vec<Vec<u8>> {
    let (mut left, mut members) = (bytes, Vec::new());
    while !left.is_empty() {
        let mut member = Vec::new();
        if left[0] == 0x1f {
            let mut reader = flate2::bufread::GzDecoder::new(left);
            reader.read_to_end(&mut member).expect("gzip");
            left = reader.into_inner();
        } else {
            let mut reader = zstd::Decoder::with_buffer(left)
                .expect("Zstandard")
                .single_frame();
            reader.read_to_end(&mut member).expect("Zstandard");
            left = reader.finish();
        }
        members.push(member);
    }
    members
}

#[test]
fn a_record_longer_than_memory_may_be_passes_through_whole() {
    type Pack = fn(&[u8]) -> Vec<u8>;
    let forms: [(&str, Pack); 3] = [
        ("a.warc", |bytes| bytes.to_vec()),
        ("a.warc.gz", gzip),
        ("a.warc.zst", zst),
    ];
    let records = records();
    for (name, pack) in forms {
        let quay = Quay::new();
        let packed: Vec<u8> = records.iter().flat_map(|record| pack(record)).collect();
        quay.put(name, &packed);
        // A quarter of it is less than each of the long ones has.
        let run = quay.clean(&["--memory", "65MiB"]);
        let words = [
            "6 rows of 1 shard, 6 written",
            "2 rows without a text: passed through",
            ":4: its text has 19,200,000 bytes",
            "1 row over --max-page-bytes",
        ];
        ended(&run, 0, &words);
        let clean = quay.out(name);
        let unpacked = unpack_bytes(&clean);
        for number in [1, 3, 4] {
            let there = memchr::memmem::find(&unpacked, &records[number]).is_some();
            assert!(there, "{name}: record {number}");
        }
        let shares = memchr::memmem::find_iter(&unpacked, b"Share on").count();
        assert_eq!(shares, 0, "{name}");
        ended(
            &quay.run(&["verify", "out", "--against", "in"]),
            0,
            &["6 rows verified"],
        );
        ended(&quay.run(&["restore", "out", "--out", "back"]), 0, &[]);
        let back = std::fs::read(quay.path("back").join(name)).expect("restored");
        assert!(unpack_bytes(&back) == records.concat(), "{name}");
        if name != "a.warc" {
            assert_eq!(members(&clean).len(), 6, "{name}: a member a record");
            assert!(members(&back) == records, "{name}: a member a record again");
        }
        let check = quay.run(&["check", "in", "--no-config"]);
        let found = String::from_utf8_lossy(&check.stdout).into_owned() + &super::said(&check);
        assert!(found.contains(":4: 19200000 bytes, more than"), "{found}");
    }
}

#[test]
fn a_long_record_that_is_cut_off_ends_its_member_and_the_shard() {
    let records = records();
    let bytes = records[..2].concat();
    for behind in [0, 1, 12_345_678] {
        for name in ["a.warc.gz", "a.warc.zst"] {
            let quay = Quay::new();
            let cut = &bytes[..(18 << 20) - behind];
            quay.put(
                name,
                if name.ends_with("gz") {
                    gzip(cut)
                } else {
                    zst(cut)
                },
            );
            ended(&quay.clean(&[]), 3, &["cut off", "1 page or shard failed"]);
            let clean = members(&quay.out(name));
            assert_eq!(clean.len(), 2, "{name}: whole members");
            ended(&quay.run(&["verify", "out"]), 0, &["0 failed"]);
        }
    }
}
