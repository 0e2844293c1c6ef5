//! Thins anchors before they are stored. Of each boot one anchor is kept for each slot of ten minutes, and another one
//! wherever it tells more than those that are kept: it has a better clock, is more than twice as certain, or shows that
//! the clock was set.
//!
//! A gateway writes an anchor every ten seconds. That is far more than needed: a crystal drifts by at most 60 ms in ten
//! minutes, and every batch carries an anchor of its own. Slots are fixed, and do not begin at the last anchor that was
//! kept, so that a day's anchors are thinned alike whether they come in one statement or one by one.

use crate::error::StoreError;
use hearth_vitals::{Anchor, ClockQuality};
use sqlx::PgConnection;
use std::collections::BTreeMap;

/// Length of a slot on the gateway's monotonic clock, ms.
const SLOT_MS: i64 = 600_000;
/// The most that a crystal drifts in a slot, ms: 100 parts in a million of ten minutes.
const DRIFT_MS: i64 = 60;
/// The most anchors kept of one slot (twice as many at worst, when they come in one transaction). A clock that is set
/// again and again deserves no more, and a gateway that invents clocks must not add rows without end.
const MOST_IN_ONE: usize = 8;

/// New anchors of one transaction, thinned, by gateway, boot and beginning of the slot.
#[derive(Default)]
pub struct Anchors<'a> {
    slots: BTreeMap<(&'a str, u64, i64), Vec<&'a Anchor>>,
}

fn slot(anchor: &Anchor) -> i64 {
    let mono = anchor.mono.0.cast_signed();
    mono.saturating_sub(mono.rem_euclid(SLOT_MS))
}

/// True when `new` tells nothing that `kept`, in the same slot, does not tell already.
fn stands_for(kept: &Anchor, new: &Anchor) -> bool {
    let apart_ms = kept.place(new.mono).since(new.wall).unsigned_abs();
    kept.quality < new.quality
        || kept.quality == new.quality
            && u64::from(kept.uncertainty_ms) <= 2 * u64::from(new.uncertainty_ms)
            && apart_ms <= u64::from(kept.uncertainty_ms) + u64::from(new.uncertainty_ms) + DRIFT_MS.unsigned_abs()
}

impl<'a> Anchors<'a> {
    /// Adds an anchor unless another one of this transaction stands for it. An anchor of a clock that was never set is left
    /// out: it cannot place anything in time.
    pub fn add(&mut self, gateway: &'a str, anchor: &'a Anchor) {
        if anchor.quality == ClockQuality::Unknown {
            return;
        }
        let kept = self.slots.entry((gateway, anchor.boot.0, slot(anchor))).or_default();
        if kept.len() < MOST_IN_ONE && !kept.iter().any(|kept| stands_for(kept, anchor)) {
            kept.push(anchor);
        }
    }

    /// Writes the anchors for which no stored one stands.
    pub async fn write(&self, connection: &mut PgConnection) -> Result<(), StoreError> {
        if self.slots.is_empty() {
            return Ok(());
        }
        let kept: Vec<_> =
            self.slots.iter().flat_map(|((gateway, _, slot), kept)| kept.iter().map(|one| (*gateway, *slot, *one))).collect();
        let column = |of: fn(&Anchor) -> i64| kept.iter().map(|(_, _, anchor)| of(anchor)).collect::<Vec<_>>();
        sqlx::query(
            "INSERT INTO anchors (gateway_id, boot, mono_ms, wall_ms, quality, uncertainty_ms) \
             SELECT gateway_id, boot, mono_ms, wall_ms, quality, uncertainty_ms \
             FROM UNNEST($1::text[], $2::int8[], $3::int8[], $4::int8[], $5::int2[], $6::int4[], $7::int8[]) \
                  n (gateway_id, boot, mono_ms, wall_ms, quality, uncertainty_ms, slot) \
             CROSS JOIN LATERAL ( \
                 SELECT count(*) AS kept, \
                        coalesce(bool_or(a.quality < n.quality OR a.quality = n.quality AND a.uncertainty_ms <= 2 * n.uncertainty_ms::int8 \
                                         AND abs(a.wall_ms::numeric - a.mono_ms - n.wall_ms + n.mono_ms) \
                                             <= a.uncertainty_ms::int8 + n.uncertainty_ms + $9), false) AS stands \
                 FROM anchors a WHERE a.gateway_id = n.gateway_id AND a.boot = n.boot AND a.mono_ms >= n.slot AND a.mono_ms < n.slot::numeric + $8) known \
             WHERE NOT stands AND kept < $10 \
             ON CONFLICT DO NOTHING",
        )
        .bind(kept.iter().map(|(gateway, _, _)| *gateway).collect::<Vec<_>>())
        .bind(column(|anchor| anchor.boot.0.cast_signed()))
        .bind(column(|anchor| anchor.mono.0.cast_signed()))
        .bind(column(|anchor| anchor.wall.0))
        .bind(kept.iter().map(|(_, _, anchor)| anchor.quality as i16).collect::<Vec<_>>())
        .bind(kept.iter().map(|(_, _, anchor)| i32::try_from(anchor.uncertainty_ms).unwrap_or(i32::MAX)).collect::<Vec<_>>())
        .bind(kept.iter().map(|(_, slot, _)| *slot).collect::<Vec<_>>())
        .bind(SLOT_MS)
        .bind(DRIFT_MS)
        .bind(MOST_IN_ONE as i64)
        .execute(connection)
        .await?;
        Ok(())
    }
}
