//! Heart Rate Measurement (characteristic 2A37).
//!
//! ```text
//! flags | rate u8 or u16 | [energy u16] | [RR interval u16, 1/1024 s] ...
//! ```
//!
//! The intervals are remarks: there is no vital for them.

use super::fields::Fields;
use super::{Heard, Message, MessageDecoder, decoded};
use crate::decoded::{RejectReason, Remark, reading};
use hearth_vitals::{Flags, Uuid, Vital};

const CHARACTERISTIC: Uuid = Uuid::assigned(0x2A37);

/// The bits of the flags that are read.
mod flag {
    /// Set when the rate has 16 bits, not 8.
    pub(super) const WIDE: u8 = 1 << 0;
    /// Set when the sensor feels skin; meaningful only with `TELLS_CONTACT`.
    pub(super) const CONTACT: u8 = 1 << 1;
    /// Set when the sensor can detect contact with skin at all.
    pub(super) const TELLS_CONTACT: u8 = 1 << 2;
    /// Set when the energy expended follows.
    pub(super) const ENERGY: u8 = 1 << 3;
    /// Set when RR intervals follow.
    pub(super) const INTERVALS: u8 = 1 << 4;
}

/// Decodes the heart rate measurement.
#[derive(Debug)]
pub(crate) struct HeartRate;

impl MessageDecoder for HeartRate {
    fn take(&mut self, message: Message<'_>, out: &mut Vec<crate::Decoded>) {
        decoded(message, CHARACTERISTIC, understand, out);
    }
}

fn understand(payload: &[u8]) -> Result<Heard, RejectReason> {
    let mut fields = Fields::of(payload);
    let flags = fields.u8()?;
    let has = |flag| flags & flag != 0;
    let rate = if has(flag::WIDE) { fields.u16()? } else { u16::from(fields.u8()?) };
    if has(flag::ENERGY) {
        fields.u16()?;
    }
    // The rate precedes the intervals, so it is complete whether they are or not. Many straps set the flag for intervals and have
    // none.
    let (intervals, cut) = if has(flag::INTERVALS) { fields.u16s_to_the_end() } else { fields.end().map(|()| (Vec::new(), 0))? };
    let doubts = Flags::NONE.with_if(Flags::SENSOR_OFF, has(flag::TELLS_CONTACT) && !has(flag::CONTACT));
    // A strap without skin goes on sending its last rate, or 0.
    let rate = reading(Vital::HeartRate, Some(i32::from(rate) * Vital::HeartRate.scale()), doubts);
    let remarks = if doubts.is_empty() { intervals.into_iter().map(interval).collect() } else { Vec::new() };
    Ok(Heard { readings: vec![rate], remarks, cut, ..Heard::default() })
}

/// The remark with the time from one beat to the next.
fn interval(parts: u16) -> Remark {
    let us = u64::from(parts) * 1_000_000 / 1_024;
    Remark { what: "rr_interval", number: Some(us.cast_signed()), decimals: 6, unit: "s" }
}
