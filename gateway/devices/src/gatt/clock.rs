//! Date Time (2A08) and Current Time (2A2B): what a device's clock shows.
//!
//! ```text
//! 2A08:  year u16 | month | day | hour | minute | second
//! 2A2B:  the same | day of the week | 1/256 s | why it was set
//! ```

use super::fields::Fields;
use super::{Message, MessageDecoder};
use crate::decoded::{Decoded, RejectReason};
use crate::device_time::{self, Shown};
use hearth_vitals::{DeviceTime, Uuid};

/// The decoder of one of the two characteristics.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Clock {
    /// The characteristic Date Time.
    DateTime,
    /// The characteristic Current Time.
    CurrentTime,
}

impl Clock {
    const fn characteristic(self) -> Uuid {
        match self {
            Clock::DateTime => Uuid::assigned(0x2A08),
            Clock::CurrentTime => Uuid::assigned(0x2A2B),
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

/// The bytes that set a clock when written to its characteristic; `None` for a characteristic that is no clock.
///
/// ```
/// use hearth_devices::clock_setting;
/// use hearth_vitals::{DeviceTime, Uuid};
///
/// // 2026-11-20 08:15:00, a Friday.
/// let time = DeviceTime(1_795_162_500_000);
/// assert_eq!(clock_setting(Uuid::assigned(0x2A08), time), Some(vec![0xEA, 0x07, 11, 20, 8, 15, 0]));
/// assert_eq!(clock_setting(Uuid::assigned(0x2A2B), time), Some(vec![0xEA, 0x07, 11, 20, 8, 15, 0, 5, 0, 1]));
/// ```
pub fn clock_setting(characteristic: Uuid, time: DeviceTime) -> Option<Vec<u8>> {
    let Shown { date, hour, minute, second } = device_time::shown(time);
    let [low, high] = u16::try_from(date.year).ok()?.to_le_bytes();
    let (month, day) = (u8::try_from(date.month).ok()?, u8::try_from(date.day).ok()?);
    let mut payload = vec![low, high, month, day, hour, minute, second];
    if characteristic == Clock::CurrentTime.characteristic() {
        // 1970-01-01 was a Thursday; Monday is 1. No fraction; somebody set it.
        let weekday = u8::try_from((time.0.div_euclid(86_400_000) + 3).rem_euclid(7) + 1).ok()?;
        payload.extend([weekday, 0, 1]);
    } else if characteristic != Clock::DateTime.characteristic() {
        return None;
    }
    Some(payload)
}
