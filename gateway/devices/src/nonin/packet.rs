//! One packet of 25 good frames, and what it says about the patient.

use super::frame::{FRAME_BYTES, Format};
use crate::decoded::reading;
use hearth_vitals::{Flags, Reading, Vital};

/// The number of frames in a packet.
pub(super) const PACKET_FRAMES: usize = 25;

/// The number of bytes in a packet.
pub(super) const PACKET_BYTES: usize = PACKET_FRAMES * FRAME_BYTES;

/// The device's code for "no pulse rate": all nine bits set.
const NO_PULSE_RATE: i32 = 511;

/// The device's code for "no saturation": all seven bits set.
const NO_SPO2: i32 = 127;

/// The places of the DATA bytes, from 0 (the device's papers count frames from 1).
mod place {
    /// Un-held 4-beat pulse rate, two bits, then seven.
    pub(super) const PULSE_RATE: usize = 0;
    /// Un-held 4-beat saturation.
    pub(super) const SPO2: usize = 2;
    /// Battery and SmartPoint bits.
    pub(super) const STAT2: usize = 7;
    /// 4-beat saturation for the display; held through short dropouts.
    pub(super) const SPO2_D: usize = 8;
    /// 4-beat pulse rate for the display; held through short dropouts.
    pub(super) const PULSE_RATE_D: usize = 19;
}

/// The frames of a packet whose checks all hold.
pub(super) struct Packet<'a> {
    format: Format,
    bytes: &'a [u8; PACKET_BYTES],
}

impl<'a> Packet<'a> {
    /// Makes a packet of frames that the caller has checked.
    pub(super) fn new(format: Format, bytes: &'a [u8; PACKET_BYTES]) -> Packet<'a> {
        Packet { format, bytes }
    }

    fn frames(&self) -> impl Iterator<Item = &'a [u8]> {
        self.bytes.chunks_exact(FRAME_BYTES)
    }

    fn data(&self, place: usize) -> u8 {
        self.bytes[place * FRAME_BYTES + 3]
    }

    /// The flags from all 25 frames, and the battery.
    pub(super) fn flags(&self) -> Flags {
        let flags = self.frames().fold(Flags::NONE, |flags, frame| flags.with(status_flags(self.format.status(frame))));
        flags.with_if(Flags::LOW_BATTERY, self.data(place::STAT2) & 0x01 != 0)
    }

    /// Pulse rate and saturation, in the order of their codes.
    pub(super) fn readings(&self) -> [Reading; 2] {
        let flags = self.flags();
        let rate = self.pulse_rate(place::PULSE_RATE_D).filter(|_| self.pulse_rate(place::PULSE_RATE).is_some());
        let spo2 = self.spo2(place::SPO2_D).filter(|_| self.spo2(place::SPO2).is_some());
        let of = |vital: Vital, value: Option<i32>| reading(vital, value.map(|value| value * vital.scale()), flags);
        [of(Vital::PulseRate, rate), of(Vital::Spo2, spo2)]
    }

    /// The 25 pleth counts, or none while the sensor is off or faulty: what it sees then
    /// is the room. They stay during an artefact, because their shape is what shows it.
    pub(super) fn pleth(&self) -> Option<Vec<i16>> {
        let blind = self.flags().intersects(Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT));
        (!blind).then(|| self.frames().map(|frame| self.format.pleth(frame)).collect())
    }

    /// Nine bits: two in the frame at `place`, seven in the next.
    fn pulse_rate(&self, place: usize) -> Option<i32> {
        let high = i32::from(self.data(place) & 0x03);
        let low = self.data(place + 1);
        // The eighth bit is always 0; a frame that sets it is no pulse rate.
        let rate = (high << 7) | i32::from(low);
        (low & 0x80 == 0 && rate != NO_PULSE_RATE).then_some(rate)
    }

    fn spo2(&self, place: usize) -> Option<i32> {
        let spo2 = i32::from(self.data(place));
        (spo2 != NO_SPO2).then_some(spo2)
    }
}

/// SNSD, ARTF, OOT, SNSA, and the two perfusion bits (10 low, 11 medium, 01 high).
fn status_flags(status: u8) -> Flags {
    let bit = |n: u8| status >> n & 1 != 0;
    Flags::NONE
        // SNSD means that the sensor's plug is out, so it is not on the patient either.
        .with_if(Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT), bit(6))
        .with_if(Flags::ARTEFACT, bit(5))
        .with_if(Flags::SEARCHING, bit(4))
        // SNSA, which the papers call sensor alarm, means that the sensor works and has no finger in it.
        .with_if(Flags::SENSOR_OFF, bit(3))
        .with_if(Flags::LOW_PERFUSION, bit(2) && !bit(1))
        .with_if(Flags::MARGINAL_PERFUSION, bit(2) && bit(1))
}
