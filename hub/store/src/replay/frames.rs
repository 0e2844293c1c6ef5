//! The frames of some devices in the order of their arrival, one stretch of time after another, in bounded memory.
//!
//! Frames are found by device and instant of measurement, so one walk reads those that arrived within a minute of it (nearly
//! all), and puts each [`WINDOW_MS`] of them in order. A second statement reads the others, which the server sorts; both are
//! merged. Each has a connection of its own, and runs no further ahead than [`CHUNKS_AHEAD`].

use super::frame::StoredFrame;
use super::packed::{Unpacker, columns};
use crate::connect::Store;
use crate::error::StoreError;
use futures_util::TryStreamExt;
use hearth_vitals::{DeviceId, WallMs};
use sqlx::postgres::PgPoolCopyExt;
use std::collections::BTreeMap;
use tokio::sync::mpsc;

/// A frame that arrived within so long before or after its measurement is read with its neighbours, ms.
const NEAR_MS: i64 = 60_000;
/// How much time of one device is put in order at once, ms: 22,000 frames at 1 Hz. With several devices the window is divided
/// among them.
const WINDOW_MS: i64 = 6 * 3_600_000;
/// The shortest window, ms.
const WINDOW_MS_MIN: i64 = 600_000;
/// Devices of a usual kit: up to so many, the window is not divided.
const DEVICES: i64 = 6;
/// How many late frames are handed on at once, at most.
const CHUNK: usize = 4_096;
/// How many chunks may wait for the reader.
const CHUNKS_AHEAD: usize = 2;

/// Frames in order of arrival, or why there are no more of them.
pub type Chunk = Result<Vec<StoredFrame>, StoreError>;

#[derive(Debug, Clone)]
struct FramesQuery {
    devices: BTreeMap<i32, DeviceId>,
    /// First instant of measurement.
    measured: WallMs,
    /// First instant of receipt.
    from: WallMs,
    /// First instant of receipt that no longer counts.
    until: WallMs,
}

impl Store {
    /// The frames of these devices, by key, that were measured from `measured` on and received from `from` until `until`, in
    /// chunks, in the order of their arrival. They are read while the chunks are taken; dropping the receiver ends that.
    pub fn arrivals(&self, devices: BTreeMap<i32, DeviceId>, measured: WallMs, (from, until): (WallMs, WallMs)) -> mpsc::Receiver<Chunk> {
        let (chunks, taken) = mpsc::channel(CHUNKS_AHEAD);
        if devices.is_empty() {
            return taken;
        }
        let wanted = FramesQuery { devices, measured, from, until };
        let (store, failed) = (self.clone(), chunks.clone());
        tokio::spawn(async move {
            if let Err(error) = store.merge(&wanted, chunks).await {
                let _ = failed.send(Err(error)).await;
            }
        });
        taken
    }

    async fn merge(&self, wanted: &FramesQuery, chunks: mpsc::Sender<Chunk>) -> Result<(), StoreError> {
        let mut late = Late::of(self.late(wanted.clone()));
        let mut ready: Vec<StoredFrame> = Vec::new();
        let end = wanted.until.plus(NEAR_MS);
        let devices = i64::try_from(wanted.devices.len()).unwrap_or(i64::MAX).max(1);
        let window_ms = (DEVICES * WINDOW_MS / devices).clamp(WINDOW_MS_MIN, WINDOW_MS);
        let mut window = wanted.from.plus(-NEAR_MS).max(wanted.measured);
        while window < end {
            let next = window.plus(window_ms).min(end);
            self.read(&wanted.near(window, next), &wanted.devices, &mut ready).await?;
            ready.sort_by_key(StoredFrame::key);
            // Frames that were measured later may have arrived in the last minute of this stretch.
            let cut = if next == end { WallMs(i64::MAX) } else { next.plus(-NEAR_MS) };
            let rest = ready.split_off(ready.partition_point(|frame| frame.received < cut));
            let mut chunk = std::mem::replace(&mut ready, rest);
            let is_sorted = chunk.len();
            late.take_until(cut, &mut chunk).await?;
            if chunk.len() > is_sorted {
                chunk.sort_by_key(StoredFrame::key);
            }
            if chunks.send(Ok(chunk)).await.is_err() {
                return Ok(());
            }
            window = next;
        }
        Ok(())
    }

    /// The frames that arrived long after, or before, they were measured.
    fn late(&self, wanted: FramesQuery) -> mpsc::Receiver<Chunk> {
        let (chunks, taken) = mpsc::channel(CHUNKS_AHEAD);
        let store = self.clone();
        tokio::spawn(async move {
            if let Err(error) = store.read_late(&wanted, &chunks).await {
                let _ = chunks.send(Err(error)).await;
            }
        });
        taken
    }

    async fn read_late(&self, wanted: &FramesQuery, chunks: &mpsc::Sender<Chunk>) -> Result<(), StoreError> {
        let statement = wanted.far();
        let mut messages = self.pool.copy_out_raw(&statement).await?;
        let (mut unpacker, mut frames) = (Unpacker::new(&wanted.devices), Vec::new());
        while let Some(message) = messages.try_next().await? {
            unpacker.add(&message, &mut frames)?;
            if frames.len() >= CHUNK && chunks.send(Ok(std::mem::take(&mut frames))).await.is_err() {
                return Ok(());
            }
        }
        let _ = chunks.send(Ok(frames)).await;
        Ok(())
    }

    async fn read(&self, statement: &str, devices: &BTreeMap<i32, DeviceId>, frames: &mut Vec<StoredFrame>) -> Result<(), StoreError> {
        let mut messages = self.pool.copy_out_raw(statement).await?;
        let mut unpacker = Unpacker::new(devices);
        while let Some(message) = messages.try_next().await? {
            unpacker.add(&message, frames)?;
        }
        Ok(())
    }
}

/// Late frames, which are merged with the others.
struct Late {
    chunks: mpsc::Receiver<Chunk>,
    next: std::iter::Peekable<std::vec::IntoIter<StoredFrame>>,
}

impl Late {
    fn of(chunks: mpsc::Receiver<Chunk>) -> Late {
        Late { chunks, next: Vec::new().into_iter().peekable() }
    }

    /// Takes those that arrived before `cut`.
    async fn take_until(&mut self, cut: WallMs, frames: &mut Vec<StoredFrame>) -> Result<(), StoreError> {
        loop {
            while let Some(frame) = self.next.next_if(|frame| frame.received < cut) {
                frames.push(frame);
            }
            if self.next.peek().is_some() {
                return Ok(());
            }
            let Some(chunk) = self.chunks.recv().await else { return Ok(()) };
            self.next = chunk?.into_iter().peekable();
        }
    }
}

/// COPY takes no parameters: these statements are made of numbers alone.
impl FramesQuery {
    fn select(&self, of: &str) -> String {
        let keys: Vec<String> = self.devices.keys().map(i32::to_string).collect();
        let (from, until) = (instant(self.from), instant(self.until));
        format!(
            "SELECT {columns} FROM frames WHERE device_key IN ({keys}) AND received_at >= {from} AND received_at < {until} AND {of}",
            columns = columns(),
            keys = keys.join(", ")
        )
    }

    fn near(&self, from: WallMs, until: WallMs) -> String {
        let of = format!("at >= {} AND at < {} AND {}", instant(from), instant(until), near());
        format!("COPY ({}) TO STDOUT (FORMAT binary)", self.select(&of))
    }

    fn far(&self) -> String {
        let of = format!("at >= {} AND NOT ({})", instant(self.measured), near());
        format!("COPY ({} ORDER BY received_at, stream_key, seq) TO STDOUT (FORMAT binary)", self.select(&of))
    }
}

/// The statements that are made of the list of vitals, for a test that has servers prepare them: COPY itself is not prepared.
#[cfg(feature = "testing")]
pub(crate) fn statements() -> [String; 2] {
    let (from, until) = (WallMs(0), WallMs(1));
    let wanted =
        FramesQuery { devices: DeviceId::new("oxi-0001").ok().map(|id| (1, id)).into_iter().collect(), measured: from, from, until };
    [wanted.select(&near()), format!("{} ORDER BY received_at, stream_key, seq", wanted.select(&near()))]
}

fn instant(at: WallMs) -> String {
    format!("to_timestamp({}::int8 / 1000.0)", at.0)
}

fn near() -> String {
    let seconds = NEAR_MS / 1_000;
    format!("received_at - at BETWEEN interval '-{seconds} s' AND interval '{seconds} s'")
}
