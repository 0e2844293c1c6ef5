//! Messages of Bluetooth health devices (GATT): each notification or indication arrives whole.
//!
//! A message begins with flags that say which fields follow; everything is little-endian. Numbers are SFLOATs of
//! IEEE 11073-20601, which have codes for "no number" ([`number`]). The radio's own checksum has already held, so a
//! message that is too short or too long for its flags was made so by the device: it is rejected as a whole, because
//! nobody knows which of its fields stands at another's place. A heart rate alone stands before all that may be missing.

mod battery;
mod blood_pressure;
mod body_composition;
mod cgm;
mod clock;
mod fields;
mod glucose;
mod heart_rate;
mod hex;
mod information;
mod nonin;
mod number;
mod oximeter;
mod quirk;
mod thermometer;
mod unit;
mod weight;

pub use clock::clock_setting;
pub use hex::HexLines;

pub(crate) use battery::Battery;
pub(crate) use blood_pressure::BloodPressure;
pub(crate) use body_composition::BodyComposition;
pub(crate) use cgm::Cgm;
pub(crate) use clock::Clock;
pub(crate) use glucose::{Glucose, GlucoseContext, SEQUENCE};
pub(crate) use heart_rate::HeartRate;
pub(crate) use information::Information;
pub(crate) use nonin::Nonin3230;
pub(crate) use oximeter::Oximeter;
pub(crate) use thermometer::Thermometer;
pub(crate) use weight::Weight;

use crate::decoded::{Decoded, RejectReason, Remark, Said};
use hearth_vitals::{DeviceTime, Reading, Uuid};

/// One notification or indication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message<'a> {
    /// The UUID of the characteristic that sent it.
    pub characteristic: Uuid,
    /// The value of the characteristic; at most 512 bytes by the protocol.
    pub payload: &'a [u8],
}

/// A decoder of one device's messages. It holds no time; its state is what one message means for the next.
pub trait MessageDecoder {
    /// Takes one message, and appends what it says, or the reason why it says nothing, to `out`.
    fn take(&mut self, message: Message<'_>, out: &mut Vec<Decoded>);
}

/// True if a message has a field for the time of its measurement, whatever that shows. By the profiles, a record from the
/// device's memory has one.
pub fn says_when(message: Message<'_>) -> bool {
    let bit = [(0x2A35, 1), (0x2A36, 1), (0x2A1C, 1), (0x2A1E, 1), (0x2A9D, 1), (0x2A9C, 1), (0x2A5E, 0)];
    let bit = bit.into_iter().find(|(number, _)| message.characteristic == Uuid::assigned(*number));
    let is_set = bit.zip(message.payload.first()).is_some_and(|((_, bit), flags)| flags >> bit & 1 == 1);
    is_set || message.characteristic == Uuid::assigned(0x2A18)
}

/// The content of one message.
#[derive(Debug, Default)]
struct Heard {
    /// When it was measured, on the device's clock; `None` where the message does not say.
    device_time: Option<DeviceTime>,
    /// What was measured; may be empty.
    readings: Vec<Reading>,
    /// Statements besides the measurements.
    remarks: Vec<Remark>,
    /// The number of bytes at its end that are an incomplete remark.
    cut: usize,
}

impl From<Said> for Heard {
    fn from((device_time, readings): Said) -> Heard {
        Heard { device_time, readings, ..Heard::default() }
    }
}

impl Heard {
    fn tell(self, out: &mut Vec<Decoded>) {
        if !self.readings.is_empty() {
            out.push(Decoded::Numerics { device_time: self.device_time, readings: self.readings });
        }
        out.extend(self.remarks.into_iter().map(Decoded::Remark));
        if self.cut > 0 {
            out.push(Decoded::Rejected { reason: RejectReason::Truncated, bytes: self.cut });
        }
    }
}

/// The remark with the user whose measurement it was, as the device counts people; 255 means somebody whom it does not know.
fn user(number: u8) -> Remark {
    Remark { what: "user", number: Some(i64::from(number)).filter(|number| *number != 255), decimals: 0, unit: "1" }
}

/// Appends what was understood, if the message is from the characteristic that is read.
fn decoded<H: Into<Heard>>(
    message: Message<'_>,
    characteristic: Uuid,
    understand: impl FnOnce(&[u8]) -> Result<H, RejectReason>,
    out: &mut Vec<Decoded>,
) {
    let heard = if message.characteristic == characteristic { understand(message.payload) } else { Err(RejectReason::Characteristic) };
    match heard {
        Ok(heard) => heard.into().tell(out),
        Err(reason) => out.push(Decoded::Rejected { reason, bytes: message.payload.len() }),
    }
}
