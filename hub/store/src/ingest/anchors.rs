//! Anchors on their way into their table, thinned: what is kept is one a slot of ten minutes of a boot, and one more
//! whenever the clock was better than before in that slot.
//!
//! A gateway writes an anchor each ten seconds; a crystal drifts by 60 ms in ten minutes, and every batch carries an
//! anchor of its own. Slots, and not the time since the last one that was kept, so that a day's anchors in one
//! statement and one by one are thinned to the same.

use crate::error::StoreError;
use hearth_vitals::Anchor;
use sqlx::PgConnection;
use std::collections::BTreeMap;

/// Length of a slot on the gateway's monotonic clock, ms.
const SLOT_MS: i64 = 600_000;

/// New anchors that nothing before them in the same transaction stands for.
#[derive(Default)]
pub struct Anchors<'a> {
    kept: Vec<(&'a str, &'a Anchor)>,
    /// Quality of the best clock so far, by gateway, boot and beginning of the slot.
    best: BTreeMap<(&'a str, u64, i64), i16>,
}

fn slot(anchor: &Anchor) -> i64 {
    let mono = anchor.mono.0.cast_signed();
    mono.saturating_sub(mono.rem_euclid(SLOT_MS))
}

impl<'a> Anchors<'a> {
    /// Adds one, unless one as good is there.
    pub fn add(&mut self, gateway: &'a str, anchor: &'a Anchor) {
        let quality = anchor.quality as i16;
        let best = self.best.entry((gateway, anchor.boot.0, slot(anchor))).or_insert(i16::MAX);
        if quality < *best {
            *best = quality;
            self.kept.push((gateway, anchor));
        }
    }

    /// Writes those that nothing in the store stands for.
    pub async fn write(&self, connection: &mut PgConnection) -> Result<(), StoreError> {
        if self.kept.is_empty() {
            return Ok(());
        }
        let column = |of: fn(&Anchor) -> i64| self.kept.iter().map(|(_, anchor)| of(anchor)).collect::<Vec<_>>();
        sqlx::query(
            "INSERT INTO anchors (gateway_id, boot, mono_ms, wall_ms, quality, uncertainty_ms) \
             SELECT gateway_id, boot, mono_ms, wall_ms, quality, uncertainty_ms \
             FROM UNNEST($1::text[], $2::int8[], $3::int8[], $4::int8[], $5::int2[], $6::int4[], $7::int8[]) \
                  n (gateway_id, boot, mono_ms, wall_ms, quality, uncertainty_ms, slot) \
             WHERE NOT EXISTS (SELECT FROM anchors a WHERE a.gateway_id = n.gateway_id AND a.boot = n.boot \
                               AND a.mono_ms >= n.slot AND a.mono_ms < n.slot + $8 AND a.quality <= n.quality) \
             ON CONFLICT DO NOTHING",
        )
        .bind(self.kept.iter().map(|(gateway, _)| *gateway).collect::<Vec<_>>())
        .bind(column(|anchor| anchor.boot.0.cast_signed()))
        .bind(column(|anchor| anchor.mono.0.cast_signed()))
        .bind(column(|anchor| anchor.wall.0))
        .bind(self.kept.iter().map(|(_, anchor)| anchor.quality as i16).collect::<Vec<_>>())
        .bind(self.kept.iter().map(|(_, anchor)| i32::try_from(anchor.uncertainty_ms).unwrap_or(i32::MAX)).collect::<Vec<_>>())
        .bind(column(slot))
        .bind(SLOT_MS)
        .execute(connection)
        .await?;
        Ok(())
    }
}
