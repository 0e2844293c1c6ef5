//! The held ranges: locked first, by key; extended last, in the same transaction.

use super::{Fresh, HeldStream, IngestBatch, Item};
use crate::error::StoreError;
use hearth_vitals::{GatewayId, SeqRange, Stream};
use sqlx::{PgConnection, Row};
use std::collections::{BTreeMap, BTreeSet};

type Name = (GatewayId, Stream);

/// Stream rows under lock.
pub struct Locked {
    streams: BTreeMap<Name, Held>,
}

struct Held {
    key: i32,
    /// Half-open, ascending, disjoint, not touching.
    ranges: BTreeMap<u64, u64>,
    added: Vec<SeqRange>,
}

impl Held {
    fn contains(&self, seq: u64) -> bool {
        self.ranges.range(..=seq).next_back().is_some_and(|(_, end)| seq < *end)
    }

    fn add(&mut self, range: SeqRange) {
        self.added.push(range);
        let (mut first, mut end) = (range.first(), range.end());
        while let Some((&known_first, &known_end)) = self.ranges.range(..=end).next_back() {
            if known_end < first {
                break;
            }
            first = first.min(known_first);
            end = end.max(known_end);
            self.ranges.remove(&known_first);
        }
        self.ranges.insert(first, end);
    }
}

/// Every stream that a batch is of, or that a loss in it names.
fn names(batches: &[IngestBatch]) -> BTreeSet<Name> {
    let mut names = BTreeSet::new();
    for batch in batches {
        names.insert((batch.gateway.clone(), batch.stream));
        for item in &batch.items {
            if let Item::Loss(loss) = item {
                names.insert((batch.gateway.clone(), loss.stream));
            }
        }
    }
    names
}

/// Makes the rows that are missing, and locks all by key.
pub async fn lock(connection: &mut PgConnection, batches: &[IngestBatch]) -> Result<Locked, StoreError> {
    let names = names(batches);
    let gateways: Vec<&str> = names.iter().map(|(gateway, _)| gateway.as_str()).collect();
    // The 64 bits are kept, not the sign: the number is a name.
    let generations: Vec<i64> = names.iter().map(|(_, stream)| stream.generation.0.cast_signed()).collect();
    let classes: Vec<i16> = names.iter().map(|(_, stream)| stream.class as i16).collect();
    sqlx::query(
        "INSERT INTO streams (gateway_id, generation, class) SELECT * FROM UNNEST($1::text[], $2::int8[], $3::int2[]) \
         ON CONFLICT DO NOTHING",
    )
    .bind(&gateways)
    .bind(&generations)
    .bind(&classes)
    .execute(&mut *connection)
    .await?;
    let rows = sqlx::query(
        "SELECT s.key, s.gateway_id, s.generation, s.class, \
                ARRAY(SELECT lower(r) FROM unnest(s.held) r) AS firsts, ARRAY(SELECT upper(r) FROM unnest(s.held) r) AS ends \
         FROM streams s JOIN UNNEST($1::text[], $2::int8[], $3::int2[]) w (gateway_id, generation, class) USING (gateway_id, generation, class) \
         ORDER BY s.key FOR UPDATE OF s",
    )
    .bind(&gateways)
    .bind(&generations)
    .bind(&classes)
    .fetch_all(&mut *connection)
    .await?;
    let by_columns: BTreeMap<(&str, i64, i16), &Name> =
        names.iter().map(|name| ((name.0.as_str(), name.1.generation.0.cast_signed(), name.1.class as i16), name)).collect();
    let mut streams = BTreeMap::new();
    for row in rows {
        let (gateway, generation, class): (&str, i64, i16) = (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
        let Some(&name) = by_columns.get(&(gateway, generation, class)) else { continue };
        let (firsts, ends): (Vec<i64>, Vec<i64>) = (row.try_get("firsts")?, row.try_get("ends")?);
        let ranges = firsts.into_iter().zip(ends).map(|(first, end)| (first.cast_unsigned(), end.cast_unsigned())).collect();
        streams.insert(name.clone(), Held { key: row.try_get("key")?, ranges, added: Vec::new() });
    }
    Ok(Locked { streams })
}

impl Locked {
    /// The key of a stream's row.
    pub fn key(&self, gateway: &GatewayId, stream: Stream) -> Result<i32, StoreError> {
        let held = self.streams.get(&(gateway.clone(), stream));
        held.map(|held| held.key).ok_or_else(|| StoreError::Defect(format!("stream {stream:?} of {gateway} is not locked")))
    }

    /// The records that are not held yet, each once; they are held from here on.
    pub fn keep_fresh(&mut self, batches: &[IngestBatch]) -> Vec<Fresh> {
        let mut fresh = Vec::new();
        for (batch_index, batch) in batches.iter().enumerate() {
            let begun = fresh.len();
            if let Some(held) = self.streams.get_mut(&(batch.gateway.clone(), batch.stream)) {
                let new = (0..batch.items.len()).filter(|item| !held.contains(batch.first + *item as u64));
                fresh.extend(new.map(|item| Fresh { batch: batch_index, item }));
                if let Ok(range) = SeqRange::new(batch.first, batch.first + batch.items.len() as u64) {
                    held.add(range);
                }
            }
            self.hold_losses(batch, &fresh[begun..]);
        }
        fresh
    }

    /// What will never come counts as held, or the gateway would be asked for it for ever.
    fn hold_losses(&mut self, batch: &IngestBatch, fresh: &[Fresh]) {
        for new in fresh {
            if let Item::Loss(loss) = &batch.items[new.item]
                && let Some(held) = self.streams.get_mut(&(batch.gateway.clone(), loss.stream))
            {
                held.add(loss.range);
            }
        }
    }

    /// Writes the new numbers.
    pub async fn add(&self, connection: &mut PgConnection) -> Result<(), StoreError> {
        let changed: Vec<&Held> = self.streams.values().filter(|held| !held.added.is_empty()).collect();
        let keys: Vec<i32> = changed.iter().map(|held| held.key).collect();
        let ranges: Vec<String> = changed.iter().map(|held| multirange(&held.added)).collect();
        sqlx::query(
            "UPDATE streams SET held = held + added.ranges::int8multirange FROM UNNEST($1::int4[], $2::text[]) added (key, ranges) \
             WHERE streams.key = added.key",
        )
        .bind(keys)
        .bind(ranges)
        .execute(connection)
        .await?;
        Ok(())
    }

    /// What is held now of the streams these batches are of.
    pub fn held(&self, batches: &[IngestBatch]) -> Vec<HeldStream> {
        let touched: BTreeSet<Name> = batches.iter().map(|batch| (batch.gateway.clone(), batch.stream)).collect();
        let held = |name: &Name| {
            self.streams.get(name).map(|held| held.ranges.iter().filter_map(|(first, end)| SeqRange::new(*first, *end).ok()).collect())
        };
        touched.into_iter().filter_map(|name| held(&name).map(|held| HeldStream { gateway: name.0, stream: name.1, held })).collect()
    }
}

fn multirange(ranges: &[SeqRange]) -> String {
    let ranges: Vec<String> = ranges.iter().map(|range| format!("[{},{})", range.first(), range.end())).collect();
    format!("{{{}}}", ranges.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_touch_or_overlap_become_one() {
        let mut held = Held { key: 1, ranges: BTreeMap::new(), added: Vec::new() };
        for (first, end) in [(10, 20), (30, 40), (20, 25), (0, 5), (24, 31)] {
            held.add(SeqRange::new(first, end).unwrap());
        }
        assert_eq!(held.ranges, BTreeMap::from([(0, 5), (10, 40)]));
        assert!(held.contains(39) && !held.contains(40) && !held.contains(5));
    }
}
