//! Rows of `frames` in PostgreSQL's binary COPY format, of which a server writes and a client reads some hundred thousand
//! a second more than rows of a query.
//!
//! After a header, each row is the number of its fields (two bytes), and each field its length (four bytes, -1 for NULL) and
//! its bytes, all big-endian. A row may be split between two messages.

use super::frame::StoredFrame;
use crate::error::StoreError;
use crate::quality;
use crate::stamp::from_postgres;
use hearth_vitals::{DeviceId, Vital};
use std::collections::BTreeMap;

/// Signature, flags, and the length of an extension that no server writes.
const HEADER: usize = 19;
const SIGNATURE: &[u8] = b"PGCOPY\n\xff\r\n\0";
/// The columns before those of the vitals.
const FIXED: usize = 6;
/// The number of fields that marks the end.
const END: i16 = -1;

/// The columns in the order in which they are read.
pub fn columns() -> String {
    let vitals: String = Vital::ALL.iter().map(|vital| format!(", {vital}")).collect();
    format!("device_key, at, received_at, stream_key, seq, quality{vitals}")
}

/// Reads rows out of messages as they come.
pub struct Unpacker<'a> {
    devices: &'a BTreeMap<i32, DeviceId>,
    rest: Vec<u8>,
    is_begun: bool,
}

fn defect() -> StoreError {
    StoreError::Defect("the database sent rows that cannot be read".to_owned())
}

impl<'a> Unpacker<'a> {
    /// Rows of these devices, by key.
    pub fn new(devices: &'a BTreeMap<i32, DeviceId>) -> Unpacker<'a> {
        Unpacker { devices, rest: Vec::new(), is_begun: false }
    }

    /// Adds a message, and the rows that are whole with it to `frames`.
    ///
    /// # Errors
    /// [`StoreError::Defect`] for bytes that are no rows of these columns.
    pub fn add(&mut self, message: &[u8], frames: &mut Vec<StoredFrame>) -> Result<(), StoreError> {
        if self.rest.is_empty() && self.is_begun {
            let read = self.read(message, frames)?;
            self.rest.extend_from_slice(&message[read..]);
            return Ok(());
        }
        self.rest.extend_from_slice(message);
        let bytes = std::mem::take(&mut self.rest);
        let read = self.read(&bytes, frames)?;
        self.rest = bytes[read..].to_vec();
        Ok(())
    }

    /// Reads as many whole rows as there are; gives how many bytes those were.
    fn read(&mut self, bytes: &[u8], frames: &mut Vec<StoredFrame>) -> Result<usize, StoreError> {
        let mut at = 0;
        if !self.is_begun {
            if bytes.len() < HEADER {
                return Ok(0);
            }
            if !bytes.starts_with(SIGNATURE) {
                return Err(defect());
            }
            (self.is_begun, at) = (true, HEADER);
        }
        loop {
            let mut row = Row { bytes, at };
            match row.frame(self.devices)? {
                Some(Some(frame)) => frames.push(frame),
                Some(None) => return Ok(bytes.len()),
                None => return Ok(at),
            }
            at = row.at;
        }
    }
}

/// The remaining bytes of a row.
struct Row<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Row<'a> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let bytes = self.bytes.get(self.at..self.at + N)?.try_into().ok()?;
        self.at += N;
        Some(bytes)
    }

    /// The next field; `None` if it is not whole yet, `Some(None)` for NULL.
    fn field(&mut self) -> Option<Option<&'a [u8]>> {
        let length = i32::from_be_bytes(self.take()?);
        let Ok(length) = usize::try_from(length) else { return Some(None) };
        let bytes = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(Some(bytes))
    }

    /// The next row; `None` if it is not whole yet, `Some(None)` at the end.
    fn frame(&mut self, devices: &BTreeMap<i32, DeviceId>) -> Result<Option<Option<StoredFrame>>, StoreError> {
        let Some(fields) = self.take().map(i16::from_be_bytes) else { return Ok(None) };
        if fields == END {
            return Ok(Some(None));
        }
        if usize::try_from(fields) != Ok(FIXED + Vital::ALL.len()) {
            return Err(defect());
        }
        let mut fixed = [None; FIXED];
        for field in &mut fixed {
            let Some(bytes) = self.field() else { return Ok(None) };
            *field = bytes;
        }
        let mut values = [None; Vital::ALL.len()];
        for value in &mut values {
            let Some(bytes) = self.field() else { return Ok(None) };
            *value = bytes.map(|bytes| bytes.try_into().map(i32::from_be_bytes)).transpose().map_err(|_| defect())?;
        }
        let [key, at, received, stream, seq, flags] = fixed;
        let device = devices.get(&i32::from_be_bytes(exact(key)?)).ok_or_else(defect)?;
        Ok(Some(Some(StoredFrame {
            device: device.clone(),
            at: from_postgres(i64::from_be_bytes(exact(at)?)),
            received: from_postgres(i64::from_be_bytes(exact(received)?)),
            order: (i32::from_be_bytes(exact(stream)?), i64::from_be_bytes(exact(seq)?)),
            readings: quality::readings(&values, flags)?,
        })))
    }
}

fn exact<const N: usize>(field: Option<&[u8]>) -> Result<[u8; N], StoreError> {
    field.and_then(|bytes| bytes.try_into().ok()).ok_or_else(defect)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_vitals::{Flags, Reading, WallMs};

    fn field(bytes: &[u8]) -> Vec<u8> {
        [&i32::try_from(bytes.len()).unwrap().to_be_bytes()[..], bytes].concat()
    }

    fn row(micros: i64, seq: i64) -> Vec<u8> {
        let null = (-1_i32).to_be_bytes().to_vec();
        let quality = field(&quality::encode(&[Reading::missing(Vital::PulseRate, Flags::SEARCHING)]).unwrap());
        let columns = i16::try_from(FIXED + Vital::ALL.len()).unwrap().to_be_bytes().to_vec();
        let at = field(&micros.to_be_bytes());
        let mut row =
            [columns, field(&7_i32.to_be_bytes()), at.clone(), at, field(&3_i32.to_be_bytes()), field(&seq.to_be_bytes()), quality]
                .concat();
        for vital in Vital::ALL {
            row.extend(if vital == Vital::Spo2 { field(&965_i32.to_be_bytes()) } else { null.clone() });
        }
        row
    }

    #[test]
    fn rows_are_read_wherever_a_message_is_cut() {
        let devices = BTreeMap::from([(7, DeviceId::new("oxi-0007").unwrap())]);
        let mut bytes = [SIGNATURE, &[0; 8]].concat();
        (0..3).for_each(|seq| bytes.extend(row(1_000_000 * seq, seq)));
        bytes.extend(END.to_be_bytes());
        for cut in 0..bytes.len() {
            let (mut unpacker, mut frames) = (Unpacker::new(&devices), Vec::new());
            for part in [&bytes[..cut], &bytes[cut..]] {
                unpacker.add(part, &mut frames).unwrap();
            }
            assert_eq!(frames.iter().map(|frame| frame.order).collect::<Vec<_>>(), [(3, 0), (3, 1), (3, 2)], "cut at {cut}");
            assert_eq!(frames[1].at, WallMs(946_684_801_000));
            assert_eq!(frames[2].readings.len(), 2, "a value, and one that was searched for");
        }
    }

    #[test]
    fn bytes_that_are_no_rows_are_refused() {
        let devices = BTreeMap::new();
        let header = [SIGNATURE, &[0; 8]].concat();
        for bytes in
            [b"no copy at all, but long enough".to_vec(), [header.clone(), row(0, 0)].concat(), [header, vec![0, 2, 0, 0]].concat()]
        {
            assert!(matches!(Unpacker::new(&devices).add(&bytes, &mut Vec::new()), Err(StoreError::Defect(_))), "{bytes:?}");
        }
    }
}
