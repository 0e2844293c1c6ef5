//! Orders from standard input, one a line.

use std::io::{BufRead, Read};
use tokio::sync::mpsc;

/// A longer line is cut: no order is as long.
const MAX_LINE_BYTES: u64 = 512;
/// Orders that may wait.
const WAITING: usize = 64;

/// The lines, as they come; the channel ends with the input. A thread reads, because
/// standard input cannot be polled; it ends with the process.
pub(super) fn lines() -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel(WAITING);
    std::thread::spawn(move || {
        let mut input = std::io::stdin().lock();
        let mut line = Vec::new();
        while let Ok(1..) = (&mut input).take(MAX_LINE_BYTES).read_until(b'\n', &mut line) {
            let text = String::from_utf8_lossy(&line).into_owned();
            line.clear();
            if sender.blocking_send(text).is_err() {
                return;
            }
        }
    });
    receiver
}
