//! The bytes of a packed shard: all members of a gzip file, all frames of a Zstandard file.

use crate::io::format::compression::Compression;
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};
use zstd::stream::read::Decoder;

/// The largest window of Zstandard frames there is, as a power of two.
const MOST_WINDOW_LOG: u32 = 31;
/// The smallest one.
const LEAST_WINDOW_LOG: u32 = 10;

/// Unpacks bytes member by member. Zeros behind the last one are passed, as `gzip` does; anything else there is an
/// error, after all that stands before it was read.
pub struct Decompress<R: BufRead> {
    state: State<R>,
    window_log: u32,
    padding: u64,
}

/// What is being read.
enum State<R: BufRead> {
    Plain(R),
    Gzip(Box<GzDecoder<R>>),
    Zstd(Decoder<'static, R>),
    /// A member of that packing has ended, or none has begun.
    Between(R, Compression),
    Ended,
}

impl<R: BufRead> std::fmt::Debug for Decompress<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decompress").finish_non_exhaustive()
    }
}

impl<R: BufRead> Decompress<R> {
    /// Reads `packed` as what its first bytes say. Zstandard frames whose window is over `memory` bytes are an
    /// error.
    pub fn new(packed: R, compression: Compression, memory: u64) -> Self {
        let state = match compression {
            Compression::None => State::Plain(packed),
            packing => State::Between(packed, packing),
        };
        Self {
            state,
            window_log: memory
                .max(1)
                .ilog2()
                .clamp(LEAST_WINDOW_LOG, MOST_WINDOW_LOG),
            padding: 0,
        }
    }

    /// How many zeros stood behind the last member.
    pub fn padding(&self) -> u64 {
        self.padding
    }

    /// Starts the next member, passes zeros, or ends.
    fn next_member(&mut self, mut packed: R, packing: Compression) -> io::Result<State<R>> {
        loop {
            let ahead = packed.fill_buf()?;
            let Some(first) = ahead.first() else {
                return Ok(State::Ended);
            };
            let begins = match packing {
                Compression::Gzip => *first == 0x1f,
                _ => matches!(first, 0x28 | 0x50..=0x5f),
            };
            if begins && self.padding == 0 {
                return self.start(packed, packing);
            }
            let zeros = ahead.iter().take_while(|byte| **byte == 0).count();
            if zeros == 0 {
                return Err(junk(packing));
            }
            self.padding += zeros as u64;
            packed.consume(zeros);
        }
    }

    fn start(&self, packed: R, packing: Compression) -> io::Result<State<R>> {
        if packing == Compression::Gzip {
            return Ok(State::Gzip(Box::new(GzDecoder::new(packed))));
        }
        let mut decoder = Decoder::with_buffer(packed)?.single_frame();
        decoder.window_log_max(self.window_log)?;
        Ok(State::Zstd(decoder))
    }
}

impl<R: BufRead> Read for Decompress<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if to.is_empty() {
            return Ok(0);
        }
        loop {
            let read = match &mut self.state {
                State::Plain(plain) => return plain.read(to),
                State::Gzip(member) => member.read(to).map_err(|error| gzip_error(&error))?,
                State::Zstd(frame) => {
                    let window = self.window_log;
                    frame.read(to).map_err(|error| zstd_error(&error, window))?
                }
                State::Between(..) => 0,
                State::Ended => return Ok(0),
            };
            if read > 0 {
                return Ok(read);
            }
            self.state = match std::mem::replace(&mut self.state, State::Ended) {
                State::Gzip(member) => State::Between(member.into_inner(), Compression::Gzip),
                State::Zstd(frame) => State::Between(frame.finish(), Compression::Zstd),
                State::Between(packed, packing) => self.next_member(packed, packing)?,
                other => other,
            };
        }
    }
}

fn junk(packing: Compression) -> io::Error {
    let what = match packing {
        Compression::Gzip => "gzip member",
        _ => "Zstandard frame",
    };
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("there is something else behind the last {what}; what stands before it was read"),
    )
}

fn gzip_error(error: &io::Error) -> io::Error {
    let why = match error.kind() {
        io::ErrorKind::UnexpectedEof => "the file ends within a gzip member: it was cut off".into(),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            format!("damaged gzip: {error}")
        }
        _ => error.to_string(),
    };
    io::Error::new(error.kind(), why)
}

fn zstd_error(error: &io::Error, window_log: u32) -> io::Error {
    let said = error.to_string();
    let why = if said.contains("too much memory") {
        let allowed = 1_u64 << window_log;
        format!(
            "its Zstandard window is over {allowed} bytes, which --memory allows; give more, up to --memory 2GiB"
        )
    } else if error.kind() == io::ErrorKind::UnexpectedEof || said.contains("incomplete frame") {
        "the file ends within a Zstandard frame: it was cut off".to_owned()
    } else {
        format!("damaged Zstandard: {said}")
    };
    io::Error::new(error.kind(), why)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;

    const MEMORY: u64 = 512 << 20;

    fn read(bytes: &[u8], packing: Compression) -> (String, Option<String>, u64) {
        let mut reader = Decompress::new(bytes, packing, MEMORY);
        let mut text = Vec::new();
        let error = reader.read_to_end(&mut text).err();
        let text = String::from_utf8(text).unwrap();
        (text, error.map(|error| error.to_string()), reader.padding())
    }

    fn packed(packing: Compression) -> Vec<u8> {
        let parts = ["one\n", "", "two\n"];
        let parts = parts.map(|part| packing.pack(part.as_bytes(), 0).unwrap());
        parts.concat()
    }

    #[test]
    fn all_members_are_read_and_zeros_behind_them_are_passed() {
        for packing in [Compression::None, Compression::Gzip, Compression::Zstd] {
            let mut bytes = packed(packing);
            assert_eq!(
                Compression::of_magic(&bytes),
                packing,
                "packed files are told"
            );
            assert_eq!(read(&bytes, packing), ("one\ntwo\n".to_owned(), None, 0));
            if packing != Compression::None {
                bytes.extend([0; 700]);
                assert_eq!(read(&bytes, packing), ("one\ntwo\n".to_owned(), None, 700));
            }
        }
    }

    #[test]
    fn junk_and_cut_files_are_errors_after_the_data() {
        for packing in [Compression::Gzip, Compression::Zstd] {
            for junk in [&b"x"[..], b"junk behind", b"\0\0\0junk"] {
                let bytes = [&packed(packing)[..], junk].concat();
                let (text, error, _) = read(&bytes, packing);
                assert_eq!(text, "one\ntwo\n");
                assert!(error.unwrap().contains("something else behind"));
            }
            let bytes = packed(packing);
            let (text, error, _) = read(&bytes[..bytes.len() - 1], packing);
            assert!(text.starts_with("one\n"));
            assert!(error.unwrap().contains("cut off"), "{packing:?}");
        }
    }

    #[test]
    fn skippable_frames_are_skipped_wherever_they_stand() {
        let skippable = [&[0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0][..], b"abc"].concat();
        let frame = packed(Compression::Zstd);
        for bytes in [
            [&skippable[..], &frame].concat(),
            [&frame[..], &skippable].concat(),
            [&skippable[..], &frame, &skippable, &skippable].concat(),
        ] {
            assert_eq!(Compression::of_magic(&bytes), Compression::Zstd);
            let (text, error, _) = read(&bytes, Compression::Zstd);
            assert_eq!((text.as_str(), error), ("one\ntwo\n", None));
        }
    }

    #[test]
    fn a_long_window_needs_memory() {
        let text = "a line of the timetable\n".repeat(1000);
        let mut packer = zstd::Encoder::new(Vec::new(), 3).unwrap();
        packer.window_log(30).unwrap();
        io::Write::write_all(&mut packer, text.as_bytes()).unwrap();
        let bytes = packer.finish().unwrap();
        let mut out = String::new();
        let mut roomy = Decompress::new(&bytes[..], Compression::Zstd, 1 << 30);
        roomy.read_to_string(&mut out).unwrap();
        assert_eq!(out, text);
        let mut narrow = Decompress::new(&bytes[..], Compression::Zstd, 64 << 20);
        let error = narrow.read_to_string(&mut out).unwrap_err().to_string();
        assert!(error.contains("--memory"), "{error}");
    }
}
