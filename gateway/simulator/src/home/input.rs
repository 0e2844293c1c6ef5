//! Orders from standard input, one a line.

use std::io::{BufRead, Read};
use tokio::sync::mpsc;

/// Longer lines are cut off: no order is that long.
const MAX_LINE_BYTES: u64 = 512;
/// How many orders may wait.
const WAITING: usize = 64;

/// The lines in the order in which they come; the channel ends with the input. A thread reads them, because standard input
/// cannot be polled; it ends with the process.
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
