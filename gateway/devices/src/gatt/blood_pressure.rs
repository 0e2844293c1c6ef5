//! Blood Pressure Measurement (2A35) and Intermediate Cuff Pressure (2A36).
//!
//! ```text
//! flags | systolic, diastolic, mean | [time, 7] | [pulse rate] | [user u8] | [status u16]     SFLOATs in mm[Hg] or kPa
//! ```
//!
//! While it deflates, a cuff sends the pressure in it where the systolic one stands afterwards: no blood pressure yet.

use super::fields::Fields;
use super::number::Number;
use super::quirk::{self, Quirk};
use super::unit::Unit;
use super::{Heard, Message, MessageDecoder, decoded, user};
use crate::decoded::{Decoded, RejectReason, Remark, Said};
use hearth_vitals::{Flags, Reading, Uuid, Vital};

/// The decoder of one of the two characteristics.
#[derive(Debug, Clone, Copy)]
pub(crate) enum BloodPressure {
    /// What was measured.
    Measured,
    /// The pressure in the cuff on the way to a measurement.
    Intermediate,
}

impl MessageDecoder for BloodPressure {
    fn take(&mut self, message: Message<'_>, out: &mut Vec<Decoded>) {
        match self {
            BloodPressure::Measured => decoded(message, Uuid::assigned(0x2A35), |payload| Cuff::read(payload).map(Cuff::measured), out),
            BloodPressure::Intermediate => {
                decoded(message, Uuid::assigned(0x2A36), |payload| Cuff::read(payload).map(|cuff| cuff.intermediate()), out)
            }
        }
    }
}

/// The bits of the status that have no meaning yet.
const RESERVED_STATUS: u16 = 0xFFC0;

/// The fields of a message.
struct Cuff {
    unit: Unit,
    pressures: [(Vital, Number); 3],
    time: Option<hearth_vitals::DeviceTime>,
    pulse_rate: Option<Number>,
    /// The user whose arm it was, as the cuff counts people.
    user: Option<Remark>,
    status: u16,
}

impl Cuff {
    fn read(payload: &[u8]) -> Result<Cuff, RejectReason> {
        let quirk = quirk::of_cuff(payload);
        let mut fields = Fields::of(payload);
        let flags = fields.u8()?;
        let has = |bit: u8| flags >> bit & 1 != 0;
        let unit = if has(0) { Unit::KILOPASCAL } else { Unit::ITS_OWN };
        let (systolic, diastolic, mean) = (fields.sfloat()?, fields.sfloat()?, fields.sfloat()?);
        let time = fields.when(has(1), Fields::date_time)?.flatten();
        let pulse_rate = fields.when(has(2), |fields| quirk.u16(fields))?.map(Number::sfloat);
        let user = fields.when(has(3) || quirk.has_user, Fields::u8)?.map(user);
        let status = fields.when(has(4), |fields| quirk.u16(fields))?.unwrap_or_default();
        fields.end()?;
        let pressures = [(Vital::Systolic, systolic), (Vital::Diastolic, diastolic), (Vital::MeanArterial, mean)];
        Ok(Cuff { unit, pressures, time, pulse_rate, user, status })
    }

    fn measured(self) -> Heard {
        let doubts = self.doubts();
        let mut readings: Vec<Reading> = self.pulse_rate.map(|number| pulse_rate(number, self.status, doubts)).into_iter().collect();
        readings.extend(self.pressures.map(|(vital, number)| {
            // No pressure is 0: the cuff has not computed it, as many do with the mean.
            let number = if number.is_zero() { Number::None } else { number };
            number.reading(vital, self.unit, doubts)
        }));
        Heard { device_time: self.time, readings, remarks: self.user.into_iter().collect(), cut: 0 }
    }

    /// The readings while the cuff still searches.
    fn intermediate(&self) -> Said {
        (self.time, vec![Reading::missing(Vital::Systolic, Flags::SEARCHING)])
    }

    /// The doubts that the cuff reports about the measurement. A systolic pressure below the diastolic means that one of them is
    /// wrong.
    fn doubts(&self) -> Flags {
        let bit = |n: u8| self.status >> n & 1 != 0;
        let raw = |place: usize| self.pressures[place].1.steps(self.unit, Vital::Systolic.decimals());
        let is_reversed = matches!((raw(0), raw(1)), (Some(systolic), Some(diastolic)) if systolic != 0 && diastolic >= systolic);
        // The bits for body movement, a cuff that is too loose, an irregular pulse and a wrong position.
        let doubtful = bit(0) || bit(1) || bit(2) || bit(5) || is_reversed;
        Flags::NONE
            .with_if(Flags::QUESTIONABLE, doubtful)
            .with_if(Flags::UNKNOWN_EXCEPTION.with(Flags::QUESTIONABLE), self.status & RESERVED_STATUS != 0)
    }
}

/// The pulse rate. The cuff may report that it is beyond its range: the number is then the end of that range.
fn pulse_rate(number: Number, status: u16, doubts: Flags) -> Reading {
    match status >> 3 & 0b11 {
        0b01 => Number::PlusInfinity.reading(Vital::PulseRate, Unit::ITS_OWN, doubts),
        0b10 => Number::MinusInfinity.reading(Vital::PulseRate, Unit::ITS_OWN, doubts),
        _ => number.reading(Vital::PulseRate, Unit::ITS_OWN, doubts),
    }
}

impl Quirk {
    fn u16(self, fields: &mut Fields<'_>) -> Result<u16, RejectReason> {
        fields.u16().map(|word| if self.is_big_endian { word.swap_bytes() } else { word })
    }
}
