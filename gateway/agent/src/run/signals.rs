//! The signals that end the gateway in order, and the one that mostly does not.
//!
//! SIGTERM, SIGINT and SIGQUIT end it. SIGHUP ends it only if the terminal from which it was started is gone. Otherwise the
//! gateway reads its configuration again, and goes on. `nohup` starts it with SIGHUP ignored.

use anyhow::Context;
use std::fs::File;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The signals; they are received from the start on.
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    quit: Signal,
    hang_up: Option<Signal>,
    from_terminal: bool,
}

/// What a signal asks for.
pub(super) enum Heard {
    /// End in order; which signal it was.
    Stop(&'static str),
    /// Read the configuration again.
    Reload,
}

impl Signals {
    pub fn take() -> anyhow::Result<Signals> {
        let take = |kind| signal(kind).context("cannot listen for signals");
        let hang_up = if ignores_hang_up() { None } else { Some(take(SignalKind::hangup())?) };
        Ok(Signals {
            terminate: take(SignalKind::terminate())?,
            interrupt: take(SignalKind::interrupt())?,
            quit: take(SignalKind::quit())?,
            hang_up,
            from_terminal: terminal_is_there(),
        })
    }

    /// Waits for the next signal.
    pub async fn received(&mut self) -> Heard {
        tokio::select! {
            _ = self.terminate.recv() => Heard::Stop("SIGTERM"),
            _ = self.interrupt.recv() => Heard::Stop("SIGINT"),
            _ = self.quit.recv() => Heard::Stop("SIGQUIT"),
            () = hung_up(self.hang_up.as_mut()) => {
                if self.from_terminal && !terminal_is_there() { Heard::Stop("SIGHUP, and the terminal is gone") } else { Heard::Reload }
            }
        }
    }
}

async fn hung_up(signal: Option<&mut Signal>) {
    let heard = match signal {
        Some(signal) => signal.recv().await,
        None => None,
    };
    if heard.is_none() {
        std::future::pending::<()>().await;
    }
}

/// True when the terminal of this session can still be opened.
fn terminal_is_there() -> bool {
    File::open("/dev/tty").is_ok()
}

fn ignores_hang_up() -> bool {
    const SIGHUP: u64 = 1;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask & (1 << (SIGHUP - 1)) != 0)
}
