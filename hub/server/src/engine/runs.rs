//! Writes down when this hub was at work and when it received nothing, so that a replay knows what silence proved.
//!
//! A task of its own: it only looks at what the loop says of itself, and a database that hangs delays nobody but this.

use super::IntakeSignal;
use super::stopped;
use crate::clock::Clock;
use crate::ingest::intake::Connected;
use hearth_store::{Store, StoreError};
use hearth_vitals::WallMs;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};
use uuid::Uuid;

/// How often the hub says that it is alive.
const NOTE_EVERY: Duration = Duration::from_secs(5);
/// Pauses that wait to be written, at most; the oldest are left out.
const UNWRITTEN_MAX: usize = 256;

/// The signals that are written down.
pub struct Inputs {
    /// The link on which readings arrive.
    pub connected: watch::Receiver<Connected>,
    /// Whether commits fail.
    pub intake: watch::Receiver<IntakeSignal>,
    /// True when the hub is stopping.
    pub stop: watch::Receiver<bool>,
}

/// One run of the hub, and its pauses that are not written yet.
struct Log {
    store: Store,
    run: Uuid,
    is_begun: bool,
    started: WallMs,
    paused: Option<WallMs>,
    unwritten: Vec<(WallMs, Option<WallMs>)>,
}

/// Runs until the hub stops.
pub async fn run(store: Store, clock: Clock, mut inputs: Inputs) {
    let started = clock.wall_ms();
    let mut log = Log { store, run: Uuid::now_v7(), is_begun: false, started, paused: None, unwritten: Vec::new() };
    let mut ticks = interval(NOTE_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut is_ended = false;
    while !is_ended {
        tokio::select! {
            () = stopped(&mut inputs.stop) => is_ended = true,
            Ok(()) = inputs.connected.changed() => {}
            Ok(()) = inputs.intake.changed() => {}
            _ = ticks.tick() => {}
        }
        let receives = inputs.connected.borrow_and_update().up && inputs.intake.borrow_and_update().store_failing.is_none();
        log.look(receives, clock.wall_ms());
        if let Err(error) = log.write(clock.wall_ms()).await {
            tracing::debug!(%error, "that the hub is at work could not be written down; the next note says it");
        }
    }
}

impl Log {
    fn look(&mut self, receives: bool, now: WallMs) {
        match (receives, self.paused) {
            (false, None) => {
                self.paused = Some(now);
                self.unwritten.push((now, None));
            }
            (true, Some(from)) => {
                self.paused = None;
                self.unwritten.retain(|pause| pause.0 != from);
                self.unwritten.push((from, Some(now)));
            }
            _ => {}
        }
        let surplus = self.unwritten.len().saturating_sub(UNWRITTEN_MAX);
        self.unwritten.drain(..surplus);
    }

    async fn write(&mut self, now: WallMs) -> Result<(), StoreError> {
        if !self.is_begun {
            self.store.begin_run(self.run, self.started).await?;
            self.is_begun = true;
        }
        self.store.note_run(self.run, now).await?;
        if !self.unwritten.is_empty() {
            self.store.note_pauses(self.run, &self.unwritten).await?;
            self.unwritten.clear();
        }
        Ok(())
    }
}
