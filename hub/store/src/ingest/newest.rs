//! The newest value of each vital of a device. A missing value never overwrites one, and neither does an older value.

use super::arrays::{Bound, unnest};
use super::rows::FrameRow;
use crate::stamp::Stamp;
use hearth_vitals::{Vital, WallMs};
use std::collections::BTreeMap;

const VITALS: usize = Vital::ALL.len();

/// The newest value of each vital with its instant, and when the device was last received.
#[derive(Clone, Copy)]
struct Device {
    values: [Option<(i64, i32)>; VITALS],
    received_at: WallMs,
}

/// One entry for each device key, because ON CONFLICT cannot change a row twice in one statement. The map is sorted by
/// key, which is the order in which rows are locked.
#[derive(Default)]
pub struct Newest(BTreeMap<i32, Device>);

impl Newest {
    /// The newest values in these frames.
    pub fn of(frames: &[FrameRow<'_>]) -> Newest {
        let mut newest = Newest::default();
        for row in frames {
            newest.take(row);
        }
        newest
    }

    fn take(&mut self, row: &FrameRow<'_>) {
        let received_at = row.origin.received_at;
        let device = self.0.entry(row.origin.device_key).or_insert(Device { values: [None; VITALS], received_at });
        device.received_at = device.received_at.max(received_at);
        for reading in row.frame.readings() {
            let slot = &mut device.values[usize::from(reading.vital.code())];
            if let Some(raw) = reading.raw
                && slot.is_none_or(|(at, _)| at <= row.placed.at.0)
            {
                *slot = Some((row.placed.at.0, raw));
            }
        }
    }

    /// Binds the parameters of [`statement`].
    pub fn bind<'q>(&self, query: Bound<'q>) -> Bound<'q> {
        let mut query = query
            .bind(self.0.keys().copied().collect::<Vec<_>>())
            .bind(self.0.values().map(|device| Stamp(device.received_at)).collect::<Vec<_>>());
        for index in 0..VITALS {
            // UNNEST pads with NULL what is empty here because no device measured it.
            let is_measured = self.0.values().any(|device| device.values[index].is_some());
            let devices = || self.0.values().take_while(|_| is_measured);
            query = query
                .bind(devices().map(|device| device.values[index].map(|(_, raw)| raw)).collect::<Vec<_>>())
                .bind(devices().map(|device| device.values[index].map(|(at, _)| at)).collect::<Vec<_>>());
        }
        query
    }
}

/// The statement that writes them; its first parameter has the number `first`.
pub fn statement(first: usize) -> String {
    let at: Vec<String> = Vital::ALL.iter().map(|vital| format!("{vital}_at")).collect();
    let vitals = Vital::ALL.iter().zip(&at).flat_map(|(vital, at)| [(vital.key(), "int4"), (at.as_str(), "int8")]);
    let columns: Vec<(&str, &str)> = [("device_key", "int4"), ("received_at", "timestamptz")].into_iter().chain(vitals).collect();
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let sets: Vec<String> = Vital::ALL.iter().map(|vital| set(vital.key())).collect();
    format!(
        "INSERT INTO latest ({names}) SELECT {names} FROM {rows} ORDER BY device_key ON CONFLICT (device_key) DO UPDATE SET \
         received_at = greatest(latest.received_at, EXCLUDED.received_at), {sets}",
        names = names.join(", "),
        rows = unnest(first, &columns),
        sets = sets.join(", ")
    )
}

fn set(key: &str) -> String {
    let newer = format!("EXCLUDED.{key}_at >= coalesce(latest.{key}_at, EXCLUDED.{key}_at)");
    format!(
        "{key} = CASE WHEN {newer} THEN EXCLUDED.{key} ELSE latest.{key} END, {key}_at = CASE WHEN {newer} THEN EXCLUDED.{key}_at ELSE latest.{key}_at END"
    )
}
