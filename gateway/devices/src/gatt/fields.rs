//! The fields of a message, one after the other.

use super::number::Number;
use crate::decoded::RejectReason;
use crate::device_time::Date;
use hearth_vitals::DeviceTime;

/// The bytes of a message that are not read yet.
pub(super) struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    pub fn of(payload: &'a [u8]) -> Fields<'a> {
        Fields(payload)
    }

    fn next<const N: usize>(&mut self) -> Result<[u8; N], RejectReason> {
        let (field, rest) = self.0.split_first_chunk::<N>().ok_or(RejectReason::Truncated)?;
        self.0 = rest;
        Ok(*field)
    }

    pub fn u8(&mut self) -> Result<u8, RejectReason> {
        self.next::<1>().map(|[byte]| byte)
    }

    pub fn u16(&mut self) -> Result<u16, RejectReason> {
        self.next().map(u16::from_le_bytes)
    }

    pub fn u24(&mut self) -> Result<u32, RejectReason> {
        self.next().map(|[low, middle, high]| u32::from_le_bytes([low, middle, high, 0]))
    }

    pub fn i16(&mut self) -> Result<i16, RejectReason> {
        self.next().map(i16::from_le_bytes)
    }

    pub fn sfloat(&mut self) -> Result<Number, RejectReason> {
        self.u16().map(Number::sfloat)
    }

    pub fn float(&mut self) -> Result<Number, RejectReason> {
        self.next().map(|bytes| Number::float(u32::from_le_bytes(bytes)))
    }

    /// A field that follows only when its flag is set.
    pub fn when<T>(
        &mut self,
        is_there: bool,
        field: impl FnOnce(&mut Fields<'a>) -> Result<T, RejectReason>,
    ) -> Result<Option<T>, RejectReason> {
        if is_there { field(self).map(Some) } else { Ok(None) }
    }

    /// Skips bytes that mean nothing here.
    pub fn skip(&mut self, bytes: usize) -> Result<(), RejectReason> {
        let (_, rest) = self.0.split_at_checked(bytes).ok_or(RejectReason::Truncated)?;
        self.0 = rest;
        Ok(())
    }

    /// How many bytes are left.
    pub fn left(&self) -> usize {
        self.0.len()
    }

    /// Reads year, month, day, hour, minute and second of a clock without a zone. A clock that was never set sends zeros, or a
    /// date that does not exist: that is no time.
    pub fn date_time(&mut self) -> Result<Option<DeviceTime>, RejectReason> {
        let year = self.u16()?;
        let [month, day, hour, minute, second] = self.next()?;
        Ok(Date { year: i64::from(year), month: i64::from(month), day: i64::from(day) }.at(hour, minute, second))
    }

    /// The 16-bit fields that are complete, and how many bytes of an incomplete one follow them.
    pub fn u16s_to_the_end(self) -> (Vec<u16>, usize) {
        let (fields, rest) = self.0.as_chunks();
        (fields.iter().copied().map(u16::from_le_bytes).collect(), rest.len())
    }

    /// Checks that nothing follows in the message.
    pub fn end(self) -> Result<(), RejectReason> {
        if self.0.is_empty() { Ok(()) } else { Err(RejectReason::Format) }
    }
}
