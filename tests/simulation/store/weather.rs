//! The faults of the store: what it does to those who use it.

use super::is_over;
use crate::random::Dice;
use hearth_store::StoreError;
use hearth_store::ingest::{IngestBatch, Item};
use hearth_vitals::{GatewayId, Stream};
use std::collections::BTreeMap;
use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;

/// The stage at which an await of a write is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Before anything has happened.
    Begin,
    /// After judging, before the commit.
    Commit,
    /// After the commit, before the answer.
    Answer,
    /// Not a write.
    Read,
}

/// The result of an await.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// All is well.
    Good,
    /// The commit happens this much later, ms, whether or not anybody still waits for it.
    Late(u64),
}

/// The chance of each fault, in a thousand writes, and the faults that last for a while.
#[derive(Debug, Clone, Default)]
pub struct Forecast {
    pub kills: u64,
    pub unknown: u64,
    pub conflicts: u64,
    pub late: u64,
    pub down_until_ms: u64,
    pub slow_until_ms: u64,
    /// The longest time that one await takes while the store is slow, ms.
    pub slow_ms: u64,
    /// The record that the database refuses as data, if any.
    pub refused: Option<(GatewayId, Stream, u64)>,
}

struct Inner {
    forecast: Forecast,
    dice: Dice,
    counts: BTreeMap<&'static str, u64>,
    kill: mpsc::UnboundedSender<Stage>,
}

/// The faults, shared by everything that uses the store.
#[derive(Clone)]
pub struct Weather(Arc<Mutex<Inner>>);

impl Weather {
    /// No faults. The hub's death is asked for through `kill`.
    pub fn new(dice: Dice, kill: mpsc::UnboundedSender<Stage>) -> Weather {
        Weather(Arc::new(Mutex::new(Inner { forecast: Forecast::default(), dice, counts: BTreeMap::new(), kill })))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the faults to come.
    pub fn change(&self, change: impl FnOnce(&mut Forecast)) {
        change(&mut self.inner().forecast);
    }

    /// How often each fault has happened.
    pub fn counts(&self) -> BTreeMap<&'static str, u64> {
        self.inner().counts.clone()
    }

    /// One await; it may fail, hang or end the hub.
    pub async fn pass(&self, stage: Stage) -> Result<Turn, StoreError> {
        let (wait_ms, fate) = self.inner().draw(stage);
        if wait_ms > 0 {
            sleep(Duration::from_millis(wait_ms)).await;
        }
        match fate {
            Fate::Turn(turn) => Ok(turn),
            Fate::Error(error) => Err(error),
            // This future never ends: the hub is killed, which drops it.
            Fate::Death => pending().await,
        }
    }

    /// Refuses batches that contain data which cannot be stored.
    pub fn refuse(&self, batches: &[IngestBatch]) -> Result<(), StoreError> {
        let mut inner = self.inner();
        let Some((gateway, stream, seq)) = inner.forecast.refused.clone() else { return Ok(()) };
        let is_refused = |batch: &IngestBatch| {
            let item = seq.checked_sub(batch.first).and_then(|at| batch.items.get(at as usize));
            batch.gateway == gateway && batch.stream == stream && item.is_some_and(|item| !matches!(item, Item::Quarantined(..)))
        };
        if !batches.iter().any(is_refused) {
            return Ok(());
        }
        inner.count("database refuses data");
        Err(StoreError::Data { code: "22003".to_owned(), detail: "out of range".to_owned() })
    }
}

enum Fate {
    Turn(Turn),
    Error(StoreError),
    Death,
}

impl Inner {
    fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    fn draw(&mut self, stage: Stage) -> (u64, Fate) {
        let mut wait_ms = self.dice.between(0, 3);
        if !is_over(self.forecast.slow_until_ms) {
            wait_ms += self.dice.between(0, self.forecast.slow_ms);
        }
        (wait_ms, self.fate(stage))
    }

    fn fate(&mut self, stage: Stage) -> Fate {
        let unavailable = |why: &str| Fate::Error(StoreError::Unavailable(why.to_owned()));
        let is_write = stage != Stage::Read;
        if !is_over(self.forecast.down_until_ms) && stage != Stage::Answer {
            return unavailable("connection refused");
        }
        if is_write && self.dice.per_mille(self.forecast.kills) {
            self.count(match stage {
                Stage::Begin => "kill hub before a transaction",
                Stage::Commit => "kill hub before COMMIT",
                Stage::Answer | Stage::Read => "kill hub after COMMIT",
            });
            let _ = self.kill.send(stage);
            return Fate::Death;
        }
        match stage {
            Stage::Commit if self.dice.per_mille(self.forecast.conflicts) => {
                self.count("transactions in conflict");
                Fate::Error(StoreError::Retry("40P01".to_owned()))
            }
            Stage::Commit if self.dice.per_mille(self.forecast.late) => {
                self.count("COMMIT done late");
                Fate::Turn(Turn::Late(self.dice.between(200, 15_000)))
            }
            Stage::Answer if self.dice.per_mille(self.forecast.unknown) => {
                self.count("COMMIT done, answer lost");
                unavailable("connection reset")
            }
            _ => Fate::Turn(Turn::Good),
        }
    }
}
