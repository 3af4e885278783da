//! Digests of records.

use data_encoding::BASE32;
use sha1::{Digest as _, Sha1};

/// A digest as headers of WARC records have it: `sha1:` and base32 in capitals, which all readers that were tried
/// take. O(n) in bytes.
pub(crate) fn sha1_digest(bytes: &[u8]) -> String {
    format!("sha1:{}", BASE32.encode(&Sha1::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_other_tools() {
        // printf '' | openssl sha1 -binary | base32
        assert_eq!(sha1_digest(b""), "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
        assert_eq!(sha1_digest(b"abc"), "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5");
    }
}
