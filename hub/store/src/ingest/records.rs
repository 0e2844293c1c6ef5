//! Stores everything but frames and waveforms, with one statement for each table. A backlog of a day holds tens of
//! thousands of such records; with one round trip for each, every other home would have to wait.
//!
//! What a gateway says of itself (`Status`) is not stored, because people see its `state` topic instead. Its number is
//! held like that of any other record.

use super::anchors::Anchors;
use super::opening::Devices;
use super::origin::{RecordOrigin, origins};
use super::quarantined::Quarantined;
use super::streams::Locked;
use super::unknown::UnknownRecords;
use super::{Fresh, IngestBatch, Item, item_of};
use crate::error::StoreError;
use crate::stamp::{self, Stamp};
use hearth_vitals::{BootId, Event, Loss};
use sqlx::PgConnection;

/// The new records of a transaction, sorted by table.
#[derive(Default)]
pub struct Records<'a> {
    /// With the key of the device and the instant, each `None` if the event has none.
    events: Vec<(RecordOrigin<'a>, &'a Event, Option<i32>, Option<Stamp>)>,
    losses: Vec<(RecordOrigin<'a>, &'a Loss, i32)>,
    unplaced: Vec<(RecordOrigin<'a>, BootId, &'a [u8])>,
    anchors: Anchors<'a>,
    quarantined: Quarantined<'a>,
    unknown: UnknownRecords<'a>,
}

fn json<T: serde::Serialize>(value: &T) -> Result<serde_json::Value, StoreError> {
    serde_json::to_value(value).map_err(|error| StoreError::Defect(format!("cannot write a record as JSON: {error}")))
}

impl<'a> Records<'a> {
    /// Sorts the records that `fresh` points to.
    pub fn of(batches: &'a [IngestBatch], fresh: &[Fresh], devices: &Devices, locked: &Locked) -> Result<Records<'a>, StoreError> {
        let mut records = Records::default();
        for new in fresh {
            let (batch, seq, item) = item_of(batches, new);
            let row = RecordOrigin {
                gateway: batch.gateway.as_str(),
                stream_key: locked.key(&batch.gateway, batch.stream)?,
                seq: seq.cast_signed(),
                received_at: Stamp(batch.received_at),
            };
            let (item, is_stray) = item.told();
            match item {
                Item::Frame(frame, placed) => records.unknown.add_frame(row, frame, *placed, is_stray)?,
                Item::Unknown(unknown, placed) => records.unknown.add(row, unknown, *placed, is_stray)?,
                Item::Waveform(..) | Item::Stray(_) | Item::Status(..) => {}
                // The table of events has no partitions. An event with an impossible instant is stored without one.
                Item::Event(event, placed) => {
                    let at = placed.map(|placed| placed.at).filter(|at| stamp::is_possible(*at));
                    let key = event.device.as_ref().map(|device| devices.key(device, &batch.gateway, is_stray)).transpose()?;
                    records.events.push((row, event, key, at.map(Stamp)));
                }
                Item::Anchor(anchor) => records.anchors.add(row.gateway, anchor),
                Item::Loss(loss) => records.losses.push((row, loss, locked.key(&batch.gateway, loss.stream)?)),
                Item::Unplaced(boot, record) => records.unplaced.push((row, *boot, record)),
                Item::Quarantined(bytes, reason) => records.quarantined.add(row, bytes, reason),
            }
        }
        Ok(records)
    }

    /// Writes all of them.
    pub async fn write(&self, connection: &mut PgConnection) -> Result<(), StoreError> {
        self.write_events(connection).await?;
        self.anchors.write(connection).await?;
        self.write_losses(connection).await?;
        self.write_unplaced(connection).await?;
        self.unknown.write(connection).await?;
        self.quarantined.write(connection).await
    }

    async fn write_events(&self, connection: &mut PgConnection) -> Result<(), StoreError> {
        if self.events.is_empty() {
            return Ok(());
        }
        let kinds: Result<Vec<_>, StoreError> = self.events.iter().map(|(_, event, ..)| json(&event.kind)).collect();
        let statement = "INSERT INTO events (stream_key, seq, received_at, gateway_id, device_key, at, event) \
             SELECT * FROM UNNEST($1::int4[], $2::int8[], $3::timestamptz[], $4::text[], $5::int4[], $6::timestamptz[], $7::jsonb[])";
        origins(statement, self.events.iter().map(|(row, ..)| *row))
            .bind(self.events.iter().map(|(row, ..)| row.gateway).collect::<Vec<_>>())
            .bind(self.events.iter().map(|(_, _, key, _)| *key).collect::<Vec<_>>())
            .bind(self.events.iter().map(|(.., at)| *at).collect::<Vec<_>>())
            .bind(kinds?)
            .execute(connection)
            .await?;
        Ok(())
    }

    async fn write_losses(&self, connection: &mut PgConnection) -> Result<(), StoreError> {
        if self.losses.is_empty() {
            return Ok(());
        }
        let reasons: Result<Vec<_>, StoreError> = self.losses.iter().map(|(_, loss, _)| json(&loss.reason)).collect();
        let statement = "INSERT INTO losses (stream_key, seq, received_at, lost_stream_key, range, reason) \
             SELECT stream_key, seq, received_at, lost, int8range(first, ends), reason \
             FROM UNNEST($1::int4[], $2::int8[], $3::timestamptz[], $4::int4[], $5::int8[], $6::int8[], $7::text[]) \
                  n (stream_key, seq, received_at, lost, first, ends, reason)";
        origins(statement, self.losses.iter().map(|(row, ..)| *row))
            .bind(self.losses.iter().map(|(.., lost)| *lost).collect::<Vec<_>>())
            .bind(self.losses.iter().map(|(_, loss, _)| loss.range.first().cast_signed()).collect::<Vec<_>>())
            .bind(self.losses.iter().map(|(_, loss, _)| loss.range.end().cast_signed()).collect::<Vec<_>>())
            .bind(reasons?.iter().map(|reason| reason.as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>())
            .execute(connection)
            .await?;
        Ok(())
    }

    async fn write_unplaced(&self, connection: &mut PgConnection) -> Result<(), StoreError> {
        if self.unplaced.is_empty() {
            return Ok(());
        }
        let statement = "INSERT INTO unplaced (stream_key, seq, received_at, gateway_id, boot, record) \
             SELECT * FROM UNNEST($1::int4[], $2::int8[], $3::timestamptz[], $4::text[], $5::int8[], $6::bytea[])";
        origins(statement, self.unplaced.iter().map(|(row, ..)| *row))
            .bind(self.unplaced.iter().map(|(row, ..)| row.gateway).collect::<Vec<_>>())
            .bind(self.unplaced.iter().map(|(_, boot, _)| boot.0.cast_signed()).collect::<Vec<_>>())
            .bind(self.unplaced.iter().map(|(.., record)| *record).collect::<Vec<_>>())
            .execute(connection)
            .await?;
        Ok(())
    }
}
