//! Battery Level (2A19): one byte, per cent.

use super::fields::Fields;
use super::{Heard, Message, MessageDecoder, decoded};
use crate::decoded::{Decoded, RejectReason, Remark};
use hearth_vitals::Uuid;

/// Decodes the battery level.
#[derive(Debug)]
pub(crate) struct Battery;

impl MessageDecoder for Battery {
    fn take(&mut self, message: Message<'_>, out: &mut Vec<Decoded>) {
        decoded(message, Uuid::assigned(0x2A19), understand, out);
    }
}

fn understand(payload: &[u8]) -> Result<Heard, RejectReason> {
    let mut fields = Fields::of(payload);
    let level = fields.u8()?;
    fields.end()?;
    // A number above 100, such as 255, means that the device does not know.
    let number = Some(i64::from(level)).filter(|level| *level <= 100);
    Ok(Heard { remarks: vec![Remark { what: "battery", number, decimals: 0, unit: "%" }], ..Heard::default() })
}
