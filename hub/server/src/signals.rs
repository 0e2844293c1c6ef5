//! Handles the signals that end this process in order, and SIGHUP, which may not.
//!
//! SIGTERM, SIGINT and SIGQUIT stop it. SIGHUP has two meanings. Either the terminal it was started from is gone: then it stops
//! in order, as anything started from a terminal does. Or somebody wants logs reopened or settings reread: then it goes on and
//! says that it does neither, because it writes to standard error and reads its settings only at the start. Under `nohup` SIGHUP
//! is ignored, as asked for. Whatever comes, the hub's own database and broker never stay behind without a hub that could ring.

use anyhow::{Context, bail};
use nix::sys::signal::Signal as Number;
use std::fs::File;
use std::future::Future;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The signals, taken from the start of the process on.
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
    quit: Signal,
    hang_up: Option<Signal>,
    from_terminal: bool,
}

impl Signals {
    /// Starts to receive the signals.
    ///
    /// # Errors
    /// When the kernel refuses.
    pub fn take() -> anyhow::Result<Signals> {
        let take = |kind| signal(kind).context("cannot take signals");
        let hang_up = if ignores_hang_up() { None } else { Some(take(SignalKind::hangup())?) };
        Ok(Signals {
            terminate: take(SignalKind::terminate())?,
            interrupt: take(SignalKind::interrupt())?,
            quit: take(SignalKind::quit())?,
            hang_up,
            from_terminal: terminal_is_there(),
        })
    }

    /// Waits for a signal that ends the process and returns its name.
    pub async fn received(&mut self) -> &'static str {
        loop {
            tokio::select! {
                _ = self.terminate.recv() => return "SIGTERM",
                _ = self.interrupt.recv() => return "SIGINT",
                _ = self.quit.recv() => return "SIGQUIT",
                () = hung_up(self.hang_up.as_mut()) => {
                    if self.from_terminal && !terminal_is_there() {
                        return "SIGHUP, and the terminal is gone";
                    }
                    tracing::info!("SIGHUP: going on; this process keeps no log file of its own open, and reads its settings at the start");
                }
            }
        }
    }

    /// Runs work that a signal may break off: what the work holds is then dropped in order.
    ///
    /// # Errors
    /// The work's own, or the signal.
    pub async fn or_broken_off<T>(&mut self, work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
        tokio::select! {
            done = work => done,
            signal = self.received() => bail!("broken off by {signal}"),
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

/// True while the terminal of this session can still be opened.
fn terminal_is_there() -> bool {
    File::open("/dev/tty").is_ok()
}

/// True if the program was started with SIGHUP ignored, as `nohup` does on purpose.
fn ignores_hang_up() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask & (1 << (Number::SIGHUP as i32 - 1)) != 0)
}
