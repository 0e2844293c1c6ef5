//! The doubts that the device reports about its values, in the bits of the fields EXC and ALARM.
//!
//! The first eight and the tenth and eleventh bit stand in the operators' manuals; the rest is what a public driver of the
//! Radical-7 has names for. A bit that nobody has a name for is never passed over: the value beside it is not plain good.

use hearth_vitals::Flags;

/// The flags when nothing is plugged in; different from a sensor that has come off the patient, which somebody in the home puts
/// on again.
const PLUG_OUT: Flags = Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT);

/// The flags of each bit. A bit without a row is an unknown exception. 0x800 means that all is well; 0x400, the device's own
/// measure of a weak signal, is common on healthy hands and only a doubt.
const EXCEPTIONS: &[(u32, Flags)] = &[
    (0x00_0001, PLUG_OUT),             // no sensor
    (0x00_0002, Flags::SENSOR_FAULT),  // defective sensor
    (0x00_0004, Flags::LOW_PERFUSION), // low perfusion
    (0x00_0008, Flags::SEARCHING),     // pulse search
    (0x00_0010, Flags::ARTEFACT),      // interference
    (0x00_0020, Flags::SENSOR_OFF),    // sensor off the patient
    (0x00_0040, Flags::ARTEFACT),      // ambient light
    (0x00_0080, Flags::SENSOR_FAULT),  // sensor not recognised
    (0x00_0100, Flags::SENSOR_FAULT),  // incompatible sensor
    (0x00_0400, Flags::QUESTIONABLE),  // low signal IQ
    (0x00_0800, Flags::NONE),          // Masimo SET runs
    (0x00_1000, PLUG_OUT),             // no cable
    (0x00_2000, Flags::QUESTIONABLE),  // cable life expired
    (0x00_4000, Flags::SENSOR_FAULT),  // incompatible cable
    (0x00_8000, Flags::SENSOR_FAULT),  // cable not recognised
    (0x01_0000, Flags::SENSOR_FAULT),  // defective cable
    (0x02_0000, Flags::SEARCHING),     // sensor calibrating: it has no number of its patient yet
    (0x04_0000, Flags::QUESTIONABLE),  // sensor life expired
    (0x08_0000, Flags::QUESTIONABLE),  // emitter temperature out of range
    (0x10_0000, Flags::SENSOR_FAULT),  // sensor current limit exceeded
    (0x20_0000, Flags::QUESTIONABLE),  // low confidence in SpCO: what disturbs that disturbs SpO2 as well
    (0x40_0000, Flags::QUESTIONABLE),  // low confidence in SpMet
];

/// The flags of a value beside a bit that has no row.
const UNKNOWN: Flags = Flags::UNKNOWN_EXCEPTION.with(Flags::QUESTIONABLE);

/// The bit of ALARM for a low battery. The others are what the device's own limits make of the values: not used.
const LOW_BATTERY: u32 = 0x40;

/// The flags for the bits of EXC.
pub(super) fn of_exceptions(bits: u32) -> Flags {
    let known = EXCEPTIONS.iter().fold(0, |known, (bit, _)| known | bit);
    let said = EXCEPTIONS.iter().filter(|(bit, _)| bits & bit != 0);
    said.fold(Flags::NONE, |flags, (_, said)| flags.with(*said)).with_if(UNKNOWN, bits & !known != 0)
}

/// The flags for the bits of EXC1, a second word of newer models, of which no bit is known.
pub(super) fn of_more_exceptions(bits: u32) -> Flags {
    Flags::NONE.with_if(UNKNOWN, bits != 0)
}

/// The flags for the bits of ALARM.
pub(super) fn of_alarms(bits: u32) -> Flags {
    Flags::NONE.with_if(Flags::LOW_BATTERY, bits & LOW_BATTERY != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bit_but_the_one_that_is_as_it_should_be_says_something() {
        for bit in 0..u32::BITS {
            assert_eq!(of_exceptions(1 << bit).is_empty(), 1 << bit == 0x800, "bit {bit}");
            assert!(!of_more_exceptions(1 << bit).is_empty());
        }
        assert_eq!(of_exceptions(0), Flags::NONE);
    }

    #[test]
    fn each_row_is_one_bit_and_no_bit_has_two_rows() {
        assert!(EXCEPTIONS.iter().all(|(bit, _)| bit.count_ones() == 1));
        assert!(EXCEPTIONS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
