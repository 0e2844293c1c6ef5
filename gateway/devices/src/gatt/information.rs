//! Device Information: maker (2A29), model (2A24), serial number (2A25), firmware (2A26). Text in UTF-8.

use super::{Message, MessageDecoder};
use crate::decoded::{Decoded, RejectReason};
use hearth_vitals::Uuid;

/// The largest number of characters that is kept of a text.
const CHARACTERS: usize = 64;

/// The decoder of one of these characteristics.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Information {
    Maker,
    Model,
    SerialNumber,
    Firmware,
}

impl Information {
    const fn characteristic(self) -> Uuid {
        Uuid::assigned(match self {
            Information::Maker => 0x2A29,
            Information::Model => 0x2A24,
            Information::SerialNumber => 0x2A25,
            Information::Firmware => 0x2A26,
        })
    }

    const fn what(self) -> &'static str {
        match self {
            Information::Maker => "maker",
            Information::Model => "model",
            Information::SerialNumber => "serial_number",
            Information::Firmware => "firmware",
        }
    }
}

impl MessageDecoder for Information {
    fn take(&mut self, message: Message<'_>, out: &mut Vec<Decoded>) {
        let bytes = message.payload.len();
        out.push(if message.characteristic != self.characteristic() {
            Decoded::Rejected { reason: RejectReason::Characteristic, bytes }
        } else {
            match text(message.payload) {
                Some(text) => Decoded::Named { what: self.what(), text },
                None => Decoded::Rejected { reason: RejectReason::Format, bytes },
            }
        });
    }
}

/// Many devices end their text with a NUL, or fill it up with them.
fn text(payload: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(payload).ok()?.trim_end_matches('\0').trim();
    (!text.contains(char::is_control)).then(|| text.chars().take(CHARACTERS).collect())
}
