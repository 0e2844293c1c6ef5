//! Keeps what this version does not know yet (codes of vitals, waveforms, events, flags) for a hub that does.

use super::Placed;
use super::origin::{RecordOrigin, origins};
use crate::error::StoreError;
use crate::stamp::{self, Stamp};
use hearth_vitals::batch::v1::encode_record;
use hearth_vitals::{BootId, Frame, Record, Unknown, UnknownCode, UnknownReading};
use sqlx::PgConnection;
use std::collections::BTreeMap;

struct UnknownRow<'a> {
    row: RecordOrigin<'a>,
    what: UnknownCode,
    placed: Option<Placed>,
    /// True when it came through a gateway that may not speak for its device.
    is_stray: bool,
    record: Vec<u8>,
}

/// Everything unknown in a transaction, one row for each unknown code of a record.
#[derive(Default)]
pub struct UnknownRecords<'a>(Vec<UnknownRow<'a>>);

/// The record alone, in the form of a batch. The boot is left out (0): its time is known already, or it has none.
fn bytes(record: &Record) -> Result<Vec<u8>, StoreError> {
    encode_record(BootId(0), record).map_err(|error| StoreError::Defect(format!("cannot write what is not known: {error}")))
}

impl<'a> UnknownRecords<'a> {
    /// Adds the unknown readings of a frame. Its known readings are a row of `frames`.
    pub fn add_frame(&mut self, row: RecordOrigin<'a>, frame: &Frame, placed: Placed, is_stray: bool) -> Result<(), StoreError> {
        let mut by_code: BTreeMap<UnknownCode, Vec<UnknownReading>> = BTreeMap::new();
        for reading in frame.unknown() {
            by_code.entry(reading.what).or_default().push(*reading);
        }
        for (what, readings) in by_code {
            let rest = Frame::with_unknown(frame.device.clone(), frame.mono, frame.device_time, Vec::new(), readings);
            let rest = rest.map_err(|error| StoreError::Defect(error.to_string()))?;
            self.0.push(UnknownRow { row, what, placed: Some(placed), is_stray, record: bytes(&Record::Frame(rest))? });
        }
        Ok(())
    }

    /// Adds a record that is unknown as a whole.
    pub fn add(&mut self, row: RecordOrigin<'a>, unknown: &Unknown, placed: Option<Placed>, is_stray: bool) -> Result<(), StoreError> {
        let placed = placed.filter(|placed| stamp::is_possible(placed.at));
        self.0.push(UnknownRow { row, what: unknown.what, placed, is_stray, record: bytes(&Record::Unknown(unknown.clone()))? });
        Ok(())
    }

    /// Writes all of them.
    pub async fn write(&self, connection: &mut PgConnection) -> Result<(), StoreError> {
        if self.0.is_empty() {
            return Ok(());
        }
        let statement = "INSERT INTO unknown_codes (stream_key, seq, received_at, gateway_id, kind, code, at, clock, uncertainty_ms, stray, record) \
             SELECT * FROM UNNEST($1::int4[], $2::int8[], $3::timestamptz[], $4::text[], $5::int2[], $6::int2[], $7::timestamptz[], $8::int2[], $9::int4[], $10::boolean[], $11::bytea[])";
        let uncertainty = |placed: Placed| i32::try_from(placed.uncertainty_ms).unwrap_or(i32::MAX);
        origins(statement, self.0.iter().map(|one| one.row))
            .bind(self.0.iter().map(|one| one.row.gateway).collect::<Vec<_>>())
            .bind(self.0.iter().map(|one| i16::from(one.what.kind())).collect::<Vec<_>>())
            .bind(self.0.iter().map(|one| i16::from(one.what.code())).collect::<Vec<_>>())
            .bind(self.0.iter().map(|one| one.placed.map(|placed| Stamp(placed.at))).collect::<Vec<_>>())
            .bind(self.0.iter().map(|one| one.placed.map(|placed| i16::from(placed.clock))).collect::<Vec<_>>())
            .bind(self.0.iter().map(|one| one.placed.map(uncertainty)).collect::<Vec<_>>())
            .bind(self.0.iter().map(|one| one.is_stray).collect::<Vec<_>>())
            .bind(self.0.iter().map(|one| one.record.as_slice()).collect::<Vec<_>>())
            .execute(connection)
            .await?;
        Ok(())
    }
}
