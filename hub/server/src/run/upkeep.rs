//! Regular work beside the engine: it rolls up minutes, takes in records that an older version did not understand,
//! deletes old days, keeps the figures small and gives signs of life.

use super::service;
use crate::clock;
use crate::config::Retention;
use crate::readiness::{self, Signs};
use crate::telemetry::Metrics;
use hearth_store::Store;
use hearth_store::retention::RetentionDays;
use std::time::Duration;
use tokio::time::{Interval, MissedTickBehavior, interval};

const ROLL_UP_EVERY: Duration = Duration::from_secs(60);
const DELETE_EVERY: Duration = Duration::from_secs(3_600);
const STATUS_EVERY: Duration = Duration::from_secs(5);
/// Each time takes in a thousand records at most.
const UNDERSTAND_EVERY: Duration = Duration::from_millis(250);
const FIGURES_EVERY: Duration = Duration::from_secs(5);

fn every(period: Duration) -> Interval {
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

/// Works for ever; ends when its future is dropped. A failure is logged, and the work is tried again at its next turn.
pub async fn run(store: Store, kept: Retention, metrics: Metrics, signs: Signs) {
    let of_store = async { tokio::join!(roll_up(&store), delete(&store, kept), understand(&store)) };
    tokio::join!(of_store, figures(&metrics), alive(&signs), status(&signs));
}

async fn roll_up(store: &Store) {
    let mut ticks = every(ROLL_UP_EVERY);
    loop {
        ticks.tick().await;
        match store.roll_up(clock::wall_ms()).await {
            Ok(done) => metrics::counter!("hearth_rolled_up_again_total").increment(done.stale_hours as u64),
            Err(error) => tracing::warn!(%error, "minutes could not be rolled up; the next minute tries again"),
        }
    }
}

async fn delete(store: &Store, kept: Retention) {
    let kept = RetentionDays { frames_days: kept.frames_days, waveforms_days: kept.waveforms_days, quarantine_days: kept.quarantine_days };
    let mut ticks = every(DELETE_EVERY);
    loop {
        ticks.tick().await;
        match store.delete_old(&kept, clock::wall_ms()).await {
            Ok(deleted) if deleted.days > 0 || deleted.quarantined > 0 => {
                tracing::info!(days = deleted.days, quarantined = deleted.quarantined, "what is older than it is kept was deleted");
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "old data could not be deleted; the next hour tries again"),
        }
    }
}

/// Takes in, once after the start, the records that an older version kept because it did not know their kind.
async fn understand(store: &Store) {
    let (mut ticks, mut records) = (every(UNDERSTAND_EVERY), 0);
    loop {
        // The wait leaves room for live readings in between.
        ticks.tick().await;
        match store.take_in_understood(clock::wall_ms()).await {
            Ok(done) => {
                records += done.records;
                if !done.more {
                    break;
                }
            }
            Err(error) => tracing::warn!(%error, "what an older version kept unread could not be taken in yet; it is tried again"),
        }
    }
    if records > 0 {
        tracing::info!(records, "what an older version kept unread has been taken in");
    }
}

async fn figures(metrics: &Metrics) {
    let mut ticks = every(FIGURES_EVERY);
    loop {
        ticks.tick().await;
        metrics.upkeep();
    }
}

/// Gives signs of life as long as the loops that judge readings and report faults are running. This task would go on
/// beside a loop that hangs, so it asks each loop.
async fn alive(signs: &Signs) {
    let Some(period) = service::alive_every() else { return };
    let mut ticks = every(period);
    loop {
        ticks.tick().await;
        match signs.standing_still(clock::mono_ms()) {
            None => service::alive(),
            Some(what) => tracing::error!("{what}: the service manager is given no sign of life"),
        }
    }
}

/// Writes a line on the hub's condition where `systemctl status` shows it.
async fn status(signs: &Signs) {
    let mut ticks = every(STATUS_EVERY);
    let mut told = String::new();
    loop {
        ticks.tick().await;
        let status = readiness::status(&signs.parts(None, clock::mono_ms()));
        if status != told {
            service::status(&status);
            told = status;
        }
    }
}
