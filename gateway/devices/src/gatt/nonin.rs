//! Nonin's own characteristic of the 3230 and its relatives: one message a second, big-endian.
//!
//! ```text
//! size | status | battery, 0.1 V | perfusion u16, 0.01 % | counter u16 | SpO2 | pulse rate u16 | ...
//! ```
//!
//! The size is of the whole message; what newer models append is passed over. 127 and 511 are "no number".

use super::fields::Fields;
use super::number::Number;
use super::unit::Unit;
use super::{Heard, Message, MessageDecoder, decoded};
use crate::decoded::{Decoded, RejectReason, Remark, is_bare};
use hearth_vitals::{Flags, Uuid, Vital};

const CHARACTERISTIC: Uuid = Uuid::new(0x0AAD_7EA0_0D60_11E2_8E3C_0002_A5D5_C51B);
/// The code for "no saturation".
const NO_SPO2: u16 = 127;
/// The code for "no pulse".
const NO_RATE: u16 = 511;

/// The bits of the status that matter for the values. Not among them: that a finger moved the display, and that the connection is
/// encrypted.
mod status {
    pub(super) const WEAK_SIGNAL: u8 = 1 << 1;
    pub(super) const SEARCHING: u8 = 1 << 3;
    /// The finger lies as it should.
    pub(super) const WELL_PLACED: u8 = 1 << 4;
    pub(super) const LOW_BATTERY: u8 = 1 << 5;
    pub(super) const RESERVED: u8 = 1 << 7;
}

/// Decodes Nonin's own oximetry measurement.
#[derive(Debug)]
pub(crate) struct Nonin3230;

impl MessageDecoder for Nonin3230 {
    fn take(&mut self, message: Message<'_>, out: &mut Vec<Decoded>) {
        decoded(message, CHARACTERISTIC, understand, out);
    }
}

fn understand(payload: &[u8]) -> Result<Heard, RejectReason> {
    let mut fields = Fields::of(payload);
    if usize::from(fields.u8()?) != payload.len() {
        return Err(if payload.len() < 10 { RejectReason::Truncated } else { RejectReason::Format });
    }
    let status = fields.u8()?;
    let battery = fields.u8()?;
    let perfusion = fields.u16()?.swap_bytes();
    fields.u16()?;
    let spo2 = u16::from(fields.u8()?);
    let rate = fields.u16()?.swap_bytes();
    let doubts = doubts(status);
    let of = |vital, count: u16, exponent, none| {
        let number = if count == none { Number::None } else { Number::fixed(count, exponent) };
        number.reading(vital, Unit::ITS_OWN, doubts)
    };
    let mut readings = vec![of(Vital::PulseRate, rate, 0, NO_RATE), of(Vital::Spo2, spo2, 0, NO_SPO2)];
    // A perfusion of 0 beside no pulse is a field that was left empty.
    let empty = if is_bare(&readings) { 0 } else { u16::MAX };
    readings.push(of(Vital::PerfusionIndex, perfusion, -2, empty));
    let remarks = vec![Remark { what: "battery_voltage", number: Some(i64::from(battery)), decimals: 1, unit: "V" }];
    Ok(Heard { device_time: None, readings, remarks, cut: 0 })
}

fn doubts(status: u8) -> Flags {
    let has = |bit: u8| status & bit != 0;
    Flags::NONE
        .with_if(Flags::LOW_PERFUSION, has(status::WEAK_SIGNAL))
        .with_if(Flags::SEARCHING, has(status::SEARCHING))
        .with_if(Flags::QUESTIONABLE, !has(status::WELL_PLACED))
        .with_if(Flags::LOW_BATTERY, has(status::LOW_BATTERY))
        .with_if(Flags::UNKNOWN_EXCEPTION.with(Flags::QUESTIONABLE), has(status::RESERVED))
}
