//! Whole homes over MQTT. Each virtual gateway has its own generation, boot, numbers and batches without a receipt, and
//! trusts only the hub's receipts. Many of them share a connection.
//!
//! A home keeps no backlog of frames: a frame is made when it can be sent, for the instant at which it was due. So a slow
//! hub sees old frames, as it would from a gateway's outbox, and the windows keep memory bounded.

mod credentials;
mod group;
mod member;
mod members;
mod report;
mod send_queue;
mod stats;

pub use credentials::{CredentialsError, Logins};
pub use member::{Member, Pace, VITALS};
pub use members::{MONITOR, Members, MembersError};
pub use send_queue::SendQueue;

use anyhow::bail;
use group::Group;
use report::Reporter;
use stats::{Shared, Total};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::Instant;

/// How long receipts are waited for after a signal.
const HURRIED_DRAIN: Duration = Duration::from_secs(3);
/// How long the goodbye of a connection may take.
const GOODBYE: Duration = Duration::from_secs(2);

/// How to play a fleet.
#[derive(Debug, Clone)]
pub struct Options {
    /// The homes of the fleet.
    pub members: Members,
    /// Host name or address of the broker.
    pub host: String,
    /// The broker's port.
    pub port: u16,
    /// How to sign in.
    pub logins: Logins,
    /// How fast frames are made.
    pub pace: Pace,
    /// How many homes share one pair of connections.
    pub homes_per_connection: usize,
    /// How long frames are made; `None` for ever.
    pub duration: Option<Duration>,
    /// How many frames are made in all; `None` for no limit.
    pub count_frames: Option<u64>,
    /// How long receipts are waited for after the last frame.
    pub drain: Duration,
    /// The seed from which patients are drawn.
    pub seed: u64,
}

/// The state that all groups share.
struct Control {
    started: Instant,
    /// How long before the start the first frames were due, µs.
    since_us: u64,
    /// True while frames are made.
    making: AtomicBool,
    /// True until everything must end.
    running: AtomicBool,
    /// How many frames may still be made.
    budget: AtomicI64,
}

impl Control {
    fn now_us(&self) -> u64 {
        self.since_us + self.started.elapsed().as_micros() as u64
    }

    /// Takes `wanted` frames off the budget, or as many as are left.
    fn take(&self, wanted: usize) -> usize {
        if !self.making.load(Ordering::Relaxed) {
            return 0;
        }
        let wanted = i64::try_from(wanted).unwrap_or(i64::MAX);
        let left = self.budget.fetch_sub(wanted, Ordering::Relaxed);
        // At most `wanted`, so it fits.
        left.clamp(0, wanted) as usize
    }
}

/// Why the fleet ends.
enum End {
    Done,
    Signal,
}

/// Plays the fleet until it has made what it was asked for, or until SIGTERM or SIGINT. SIGUSR1 counts as if it had made
/// all: no more frames are made, and the receipts of the others are waited for.
///
/// # Errors
/// When frames are still without a receipt at the end.
pub async fn run(options: Options) -> anyhow::Result<()> {
    let control = Arc::new(Control {
        started: Instant::now(),
        since_us: options.pace.since_us,
        making: AtomicBool::new(true),
        running: AtomicBool::new(true),
        budget: AtomicI64::new(options.count_frames.and_then(|count| i64::try_from(count).ok()).unwrap_or(i64::MAX / 2)),
    });
    let (tasks, shares): (Vec<_>, Vec<_>) = start(&options, &control).into_iter().unzip();
    let mut reporter = Reporter::new(&options, shares);
    let end = until_end(&options, &control, &mut reporter).await?;
    control.running.store(false, Ordering::Relaxed);
    for task in tasks {
        let _ = task.await;
    }
    let total = reporter.finish(control.started.elapsed());
    match end {
        End::Done if total.open_frames > 0 => bail!("{} frames have no receipt", total.open_frames),
        _ => Ok(()),
    }
}

type Share = Arc<Mutex<Shared>>;

fn start(options: &Options, control: &Arc<Control>) -> Vec<(tokio::task::JoinHandle<()>, Share)> {
    let homes: Vec<usize> = (0..options.members.homes()).collect();
    let least = options.logins.most_connections().map_or(1, |most| homes.len().div_ceil(most));
    let size = if options.logins.is_shared() { options.homes_per_connection.max(least).max(1) } else { 1 };
    let groups = homes.chunks(size).enumerate().map(|(number, homes)| {
        let share: Share = Arc::default();
        let group = Group::new(options, number, homes, control.clone(), share.clone());
        (tokio::spawn(group.run()), share)
    });
    groups.collect()
}

/// Reports each second until the last receipt comes, the time to wait for it is over, or a signal ends it.
async fn until_end(options: &Options, control: &Control, reporter: &mut Reporter) -> anyhow::Result<End> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut enough = signal(SignalKind::user_defined1())?;
    let mut seconds = tokio::time::interval(Duration::from_secs(1));
    seconds.tick().await;
    let mut checks = tokio::time::interval(Duration::from_millis(50));
    let mut drain_until: Option<Instant> = None;
    let mut end = End::Done;
    loop {
        tokio::select! {
            _ = seconds.tick() => reporter.second(),
            _ = checks.tick() => {
                let total = reporter.look();
                if drain_until.is_none() && finished(options, control, &total) {
                    drain_until = Some(rest(control, options.drain));
                }
                if drain_until.is_some_and(|until| total.open_frames == 0 && total.unsent == 0 || Instant::now() >= until) {
                    return Ok(end);
                }
            }
            _ = enough.recv() => drain_until = Some(rest(control, options.drain)),
            _ = terminate.recv() => (drain_until, end) = (Some(rest(control, HURRIED_DRAIN)), End::Signal),
            _ = interrupt.recv() => (drain_until, end) = (Some(rest(control, HURRIED_DRAIN)), End::Signal),
        }
    }
}

/// Stops the making of frames. Receipts are waited for until the instant that is returned.
fn rest(control: &Control, patience: Duration) -> Instant {
    control.making.store(false, Ordering::Relaxed);
    Instant::now() + patience
}

fn finished(options: &Options, control: &Control, total: &Total) -> bool {
    let counted = options.count_frames.is_some_and(|count| total.frames >= count);
    counted || options.duration.is_some_and(|duration| control.started.elapsed() >= duration)
}
