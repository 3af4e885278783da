//! Numbers of bytes, as people write them.

/// Units and their bytes: those of a thousand, and those of 1,024.
const UNITS: [(&str, u64); 11] = [
    ("", 1),
    ("b", 1),
    ("k", 1_000),
    ("kb", 1_000),
    ("kib", 1 << 10),
    ("m", 1_000_000),
    ("mb", 1_000_000),
    ("mib", 1 << 20),
    ("g", 1_000_000_000),
    ("gb", 1_000_000_000),
    ("gib", 1 << 30),
];

/// Reads `512MB`, `2GiB` or a plain number of bytes.
///
/// # Errors
///
/// What to write.
pub(crate) fn size(written: &str) -> Result<u64, String> {
    let digits = written
        .trim()
        .trim_end_matches(|sign: char| !sign.is_ascii_digit());
    let unit = written.trim()[digits.len()..].trim().to_lowercase();
    let bytes = UNITS.iter().find(|(name, _)| *name == unit);
    let bytes = bytes.map(|(_, bytes)| *bytes);
    let number = digits.parse::<u64>().ok();
    number
        .zip(bytes)
        .and_then(|(number, bytes)| number.checked_mul(bytes))
        .ok_or_else(|| "not a size; write bytes, or 512MB, 2GiB".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        for (written, bytes) in [
            ("0", 0),
            ("17", 17),
            ("16MiB", 16 << 20),
            ("512 MB", 512_000_000),
            ("2gib", 2 << 30),
            ("1k", 1000),
        ] {
            assert_eq!(size(written), Ok(bytes), "{written}");
        }
        for wrong in ["", "MB", "1.5GB", "-1", "1TB", "99999999999GB"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }
}
