//! Date Time (2A08) and Current Time (2A2B): what a device's clock shows.
//!
//! ```text
//! 2A08:  year u16 | month | day | hour | minute | second
//! 2A2B:  the same | day of the week | 1/256 s | why it was set
//! ```

use super::fields::Fields;
use super::{Message, MessageDecoder};
use crate::decoded::{Decoded, RejectReason};
use hearth_vitals::DeviceTime;

/// The decoder of one of the two.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Clock {
    /// Date Time.
    DateTime,
    /// Current Time.
    CurrentTime,
}

impl Clock {
    const fn characteristic(self) -> u16 {
        match self {
            Clock::DateTime => 0x2A08,
            Clock::CurrentTime => 0x2A2B,
        }
    }

    fn understand(self, payload: &[u8]) -> Result<Option<DeviceTime>, RejectReason> {
        let mut fields = Fields::of(payload);
        let time = fields.date_time()?;
        if matches!(self, Clock::CurrentTime) {
            fields.skip(3)?;
        }
        fields.end()?;
        Ok(time)
    }
}

impl MessageDecoder for Clock {
    fn take(&mut self, message: Message<'_>, out: &mut Vec<Decoded>) {
        let bytes = message.payload.len();
        let is_it = message.characteristic == self.characteristic();
        let time = if is_it { self.understand(message.payload) } else { Err(RejectReason::Characteristic) };
        out.push(match time {
            Ok(time) => Decoded::Clock(time),
            Err(reason) => Decoded::Rejected { reason, bytes },
        });
    }
}
