//! Standard input that holds nobody up who was asked to end.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

/// How many bytes are read at once.
const CHUNK_BYTES: usize = 64 << 10;
/// How many such chunks wait at most.
const CHUNKS: usize = 4;
/// How often it is seen whether somebody asked to end.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Standard input, which ends where `stop` is set. A thread reads it: nothing else can leave a read for which nobody
/// writes. The thread ends with the program.
pub(crate) struct StoppableInput {
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: Vec<u8>,
    at: usize,
    stop: Arc<AtomicBool>,
}

impl StoppableInput {
    /// Starts to read.
    pub(crate) fn start(stop: Arc<AtomicBool>) -> Self {
        let (give, chunks) = sync_channel(CHUNKS);
        std::thread::spawn(move || {
            while let Some(chunk) = next_chunk() {
                if give.send(chunk).is_err() {
                    return;
                }
            }
        });
        Self {
            chunks,
            chunk: Vec::new(),
            at: 0,
            stop,
        }
    }
}

fn next_chunk() -> Option<io::Result<Vec<u8>>> {
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        match io::stdin().lock().read(&mut chunk) {
            Ok(0) => return None,
            Ok(read) => {
                chunk.truncate(read);
                return Some(Ok(chunk));
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Some(Err(error)),
        }
    }
}

impl Read for StoppableInput {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.at == self.chunk.len() {
            match self.chunks.recv_timeout(LOOK_EVERY) {
                Ok(chunk) => (self.chunk, self.at) = (chunk?, 0),
                Err(RecvTimeoutError::Timeout) if !self.stop.load(Ordering::Relaxed) => {}
                Err(_) => return Ok(0),
            }
        }
        let count = to.len().min(self.chunk.len() - self.at);
        to[..count].copy_from_slice(&self.chunk[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}
