//! What this version has no word for, on its way to where it is kept until a hub comes that has.

use super::Placed;
use super::records::{Row, origins};
use crate::error::StoreError;
use crate::stamp::{self, Stamp};
use hearth_vitals::batch::v1::encode_record;
use hearth_vitals::{BootId, Frame, Record, Unknown, UnknownCode, UnknownReading};
use sqlx::PgConnection;
use std::collections::BTreeMap;

struct One<'a> {
    row: Row<'a>,
    what: UnknownCode,
    placed: Option<Placed>,
    /// It came through a gateway that may not speak for its device.
    is_stray: bool,
    record: Vec<u8>,
}

/// Everything unknown of a transaction, a row for each code of a record.
#[derive(Default)]
pub struct Kept<'a>(Vec<One<'a>>);

/// The record by itself. Its boot says nothing any more: it has its place in time, or needs none.
fn bytes(record: &Record) -> Result<Vec<u8>, StoreError> {
    encode_record(BootId(0), record).map_err(|error| StoreError::Defect(format!("cannot write what is not known: {error}")))
}

impl<'a> Kept<'a> {
    /// What of a frame is not known; the known readings beside it are a row of frames.
    pub fn add_frame(&mut self, row: Row<'a>, frame: &Frame, placed: Placed, is_stray: bool) -> Result<(), StoreError> {
        let mut by_code: BTreeMap<UnknownCode, Vec<UnknownReading>> = BTreeMap::new();
        for reading in frame.unknown() {
            by_code.entry(reading.what).or_default().push(*reading);
        }
        for (what, readings) in by_code {
            let rest = Frame::with_unknown(frame.device.clone(), frame.mono, frame.device_time, Vec::new(), readings);
            let rest = rest.map_err(|error| StoreError::Defect(error.to_string()))?;
            self.0.push(One { row, what, placed: Some(placed), is_stray, record: bytes(&Record::Frame(rest))? });
        }
        Ok(())
    }

    /// A record of which all is unknown.
    pub fn add(&mut self, row: Row<'a>, unknown: &Unknown, placed: Option<Placed>, is_stray: bool) -> Result<(), StoreError> {
        let placed = placed.filter(|placed| stamp::is_possible(placed.at));
        self.0.push(One { row, what: unknown.what, placed, is_stray, record: bytes(&Record::Unknown(unknown.clone()))? });
        Ok(())
    }

    /// Writes them.
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
