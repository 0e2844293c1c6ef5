//! Messages of Bluetooth health devices (GATT): each notification or indication arrives whole.
//!
//! A message begins with flags that say which fields follow; everything is little-endian. Numbers are SFLOATs of
//! IEEE 11073-20601, which have codes for "no number" ([`sfloat`]). The radio's own checksum has already held, so a
//! message that is too short or too long for its flags was made so by the device: it is rejected as a whole, because
//! nobody knows which of its fields stands at another's place.

mod fields;
mod heart_rate;
mod hex;
mod oximeter;
mod sfloat;

pub use hex::HexLines;

pub(crate) use heart_rate::HeartRate;
pub(crate) use oximeter::Oximeter;

use crate::decoded::{Decoded, RejectReason, Said};

/// One notification or indication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message<'a> {
    /// Assigned number of the characteristic.
    pub characteristic: u16,
    /// Its value, 512 bytes at most by the protocol.
    pub payload: &'a [u8],
}

/// A decoder of one device's messages. It holds no time; what it may hold is what one message says of the next.
pub trait MessageDecoder {
    /// Takes one message, and appends what it says, or the reason why it says nothing, to `out`.
    fn take(&mut self, message: Message<'_>, out: &mut Vec<Decoded>);
}

/// What was understood, if the message is of the characteristic that is.
fn decoded(message: Message<'_>, characteristic: u16, understand: impl FnOnce(&[u8]) -> Result<Said, RejectReason>) -> Decoded {
    let said = if message.characteristic == characteristic { understand(message.payload) } else { Err(RejectReason::Characteristic) };
    match said {
        Ok((device_time, readings)) => Decoded::Numerics { device_time, readings },
        Err(reason) => Decoded::Rejected { reason, bytes: message.payload.len() },
    }
}
