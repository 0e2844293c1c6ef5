//! What was measured: newest values, trends that keep their gaps, waveform windows.
//!
//! A frame belongs to the episode that its device was bound to when it was measured. Every query joins frames with
//! bindings, so after a binding is corrected the history is right without a rewrite.

mod plan;
mod sparklines;
mod trend;

pub use plan::bucket_ms;
pub use sparklines::Sparkline;
pub use trend::{Bucket, MAX_POINTS};

use crate::connect::Store;
use crate::error::StoreError;
use hearth_vitals::{DeviceId, Vital, WallMs, WaveformKind, waveform};
use sqlx::Row;
use uuid::Uuid;

/// The most waveform blocks that one window returns: 10 minutes at one block a second, with room to spare.
const MAX_BLOCKS: i64 = 2_000;

/// A waveform block and when it was measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedBlock {
    /// When its first sample was taken, ms since 1970.
    pub at: WallMs,
    /// Time from one sample to the next, µs.
    pub period_us: u32,
    /// The samples, in the raw unit of the waveform.
    pub samples: Vec<i16>,
}

/// The newest value of one vital of one device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LatestValue {
    /// The device that measured it.
    pub device: DeviceId,
    /// The vital that was measured.
    pub vital: Vital,
    /// The value in steps of the vital's resolution.
    pub raw: i32,
    /// When it was measured.
    pub at: WallMs,
    /// When the hub received the device's newest frame.
    pub received_at: WallMs,
}

impl Store {
    /// The newest values of every device: what the wall starts from.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn latest_values(&self) -> Result<Vec<LatestValue>, StoreError> {
        let rows = sqlx::query("SELECT d.id, (extract(epoch FROM l.received_at) * 1000)::int8 AS received_ms, l.* FROM latest l JOIN devices d ON d.key = l.device_key WHERE d.heard_through IS NULL")
            .fetch_all(&self.pool)
            .await?;
        let mut values = Vec::new();
        for row in rows {
            let device = DeviceId::new(row.try_get("id")?).map_err(|error| StoreError::Defect(error.to_string()))?;
            let received_at = WallMs(row.try_get("received_ms")?);
            for vital in Vital::ALL {
                let raw: Option<i32> = row.try_get(vital.key())?;
                let at: Option<i64> = row.try_get(format!("{}_at", vital.key()).as_str())?;
                if let (Some(raw), Some(at)) = (raw, at) {
                    values.push(LatestValue { device: device.clone(), vital, raw, at: WallMs(at), received_at });
                }
            }
        }
        Ok(values)
    }

    /// The waveform blocks of an episode whose first sample lies in the window, oldest first.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Defect`] when a stored block cannot be unpacked.
    pub async fn waveform_window(
        &self,
        episode: Uuid,
        kind: WaveformKind,
        from: WallMs,
        until: WallMs,
    ) -> Result<Vec<PlacedBlock>, StoreError> {
        let rows = sqlx::query(
            "SELECT (extract(epoch FROM w.at) * 1000)::int8, w.period_us, w.samples, w.packed \
             FROM bindings b JOIN waveforms w ON w.device_key = b.device_key AND w.at >= b.from_at AND w.at < coalesce(b.until_at, 'infinity') \
             WHERE b.episode_id = $1 AND w.kind = $2 AND w.at >= to_timestamp($3::int8 / 1000.0) AND w.at < to_timestamp($4::int8 / 1000.0) \
             ORDER BY w.at LIMIT $5",
        )
        .bind(episode)
        .bind(kind as i16)
        .bind(from.0)
        .bind(until.0)
        .bind(MAX_BLOCKS)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|row| {
                let (count, packed): (i32, Vec<u8>) = (row.try_get(2)?, row.try_get(3)?);
                let samples = waveform::unpack(&packed, usize::try_from(count).unwrap_or(0))
                    .map_err(|error| StoreError::Defect(format!("stored waveform: {error}")))?;
                let period_us: i32 = row.try_get(1)?;
                Ok(PlacedBlock { at: WallMs(row.try_get(0)?), period_us: period_us.cast_unsigned(), samples })
            })
            .collect()
    }
}

/// The statements that are made of the list of vitals, for a test that has servers prepare them.
#[cfg(feature = "testing")]
pub(crate) fn statements(vitals: &[Vital]) -> Vec<String> {
    let trends = vitals.iter().flat_map(|vital| trend::statements(*vital));
    trends.chain(sparklines::statements(vitals)).collect()
}
