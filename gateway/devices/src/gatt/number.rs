//! SFLOAT and FLOAT of IEEE 11073-20601: exponent and mantissa, both two's complement; value = m * 10^e.
//!
//! SFLOAT has 4 bits of exponent and 12 of mantissa, FLOAT 8 and 24. Five words of each, all with exponent 0, are codes and
//! not numbers. They are told apart before anything is scaled: read as numbers, those of an SFLOAT would be 2046, 2047, -2048,
//! -2047 and -2046, and 2047 with exponent -1 is a true 204.7.
//!
//! A number stays a decimal fraction until it is a count of its vital's steps: no binary fraction stands between.

use super::unit::Unit;
use crate::decoded::{off_scale, reading};
use hearth_vitals::{Flags, Reading, Vital};

/// The meaning of an encoded number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    /// The number mantissa * 10^exponent.
    Decimal { mantissa: i64, exponent: i32 },
    /// No measurement: "not a number", "not at this resolution", or a reserved code.
    None,
    /// A value above the range of the device.
    PlusInfinity,
    /// A value below the range of the device.
    MinusInfinity,
}

/// The largest power of ten that is computed: with a larger one, every number is far too large or vanishes.
const POWERS: i32 = 20;

impl Number {
    pub const fn sfloat(word: u16) -> Number {
        match word {
            0x07FF..=0x0801 => Number::None,
            0x07FE => Number::PlusInfinity,
            0x0802 => Number::MinusInfinity,
            // Shifting up and then down as a signed number extends the sign.
            word => Number::Decimal { mantissa: (((word << 4) as i16) >> 4) as i64, exponent: ((word as i16) >> 12) as i32 },
        }
    }

    pub const fn float(word: u32) -> Number {
        match word {
            0x007F_FFFF..=0x0080_0001 => Number::None,
            0x007F_FFFE => Number::PlusInfinity,
            0x0080_0002 => Number::MinusInfinity,
            word => Number::Decimal { mantissa: (((word << 8) as i32) >> 8) as i64, exponent: (word as i32) >> 24 },
        }
    }

    /// A whole number of steps of 10^exponent.
    pub const fn fixed(count: u16, exponent: i32) -> Number {
        Number::Decimal { mantissa: count as i64, exponent }
    }

    /// Converts a number in its unit to steps of 10^-decimals of the unit of the vital sign, half away from zero; `None` for a
    /// code. A number too large for a reading becomes the nearest that fits, which is plausible for no vital sign.
    pub fn steps(self, unit: Unit, decimals: u32) -> Option<i32> {
        let Number::Decimal { mantissa, exponent } = self else { return None };
        let power = (exponent + decimals.cast_signed()).clamp(-POWERS, POWERS);
        let (up, down) = (10_i128.pow(power.max(0).unsigned_abs()), 10_i128.pow((-power).max(0).unsigned_abs()));
        let zero = i128::from(unit.zero) * 10_i128.pow(decimals) * down;
        let steps = rounded((i128::from(mantissa) * up - zero) * i128::from(unit.times), down * i128::from(unit.over));
        Some(steps.clamp(i128::from(i32::MIN), i128::from(i32::MAX)) as i32)
    }

    /// True for a zero, however it is written.
    pub const fn is_zero(self) -> bool {
        matches!(self, Number::Decimal { mantissa: 0, .. })
    }

    /// The reading of a vital sign with this number and these doubts.
    pub fn reading(self, vital: Vital, unit: Unit, doubts: Flags) -> Reading {
        match self {
            Number::PlusInfinity => off_scale(vital, Flags::OFF_SCALE_HIGH, doubts),
            Number::MinusInfinity => off_scale(vital, Flags::OFF_SCALE_LOW, doubts),
            number => reading(vital, number.steps(unit, vital.decimals()), doubts),
        }
    }
}

/// The quotient, rounded half away from zero.
const fn rounded(number: i128, divisor: i128) -> i128 {
    (number + number.signum() * (divisor / 2)) / divisor
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Number {
        /// The value in raw steps of a vital sign whose unit is the number's own.
        fn raw(self, vital: Vital) -> Option<i32> {
            self.steps(Unit::ITS_OWN, vital.decimals())
        }
    }

    #[test]
    fn a_number_has_many_spellings_and_one_value() {
        // Exponents 0, -1 and -2 of 2; then 20, -1, and the largest number with a decimal.
        let cases = [(0x0002, 20), (0xF014, 20), (0xE0C8, 20), (0x1002, 200), (0x0FFF, -10), (0xF7FF, 2_047)];
        for (word, tenths) in cases {
            assert_eq!(Number::sfloat(word).raw(Vital::PulseRate), Some(tenths), "{word:04x}");
        }
        assert_eq!(Number::sfloat(0x0064).raw(Vital::Spo2), Number::sfloat(0xF3E8).raw(Vital::Spo2));
        assert_eq!(Number::sfloat(0xF16E).raw(Vital::Temperature), Some(3_660));
        assert_eq!(Number::sfloat(0xF057).raw(Vital::PerfusionIndex), Some(8_700));
    }

    #[test]
    fn a_float_keeps_every_digit_that_the_vital_has_room_for() {
        for (word, hundredths) in [(0xFF00_016E, 3_660), (0xFE00_0E64, 3_684), (0x0000_0025, 3_700), (0xFF00_0310, 7_840)] {
            assert_eq!(Number::float(word).raw(Vital::Temperature), Some(hundredths), "{word:08x}");
        }
        // 36.84999, 36.84499 and -36.85.
        for (word, hundredths) in [(0xFB38_3A87, 3_685), (0xFB38_3893, 3_684), (0xFEFF_F19B, -3_685)] {
            assert_eq!(Number::float(word).raw(Vital::Temperature), Some(hundredths), "{word:08x}");
        }
    }

    #[test]
    fn every_published_example_reads_as_its_number_or_as_none() {
        let file: serde_json::Value = serde_json::from_str(include_str!("../../tests/data/ieee11073_floats.json")).unwrap();
        for vector in file["vectors"].as_array().unwrap() {
            let hex = vector["le_hex"].as_str().unwrap();
            // Written in the order of the bytes.
            let word = u32::from_str_radix(hex, 16).unwrap().swap_bytes();
            let number = if vector["type"] == "SFLOAT" { Number::sfloat((word >> 16) as u16) } else { Number::float(word) };
            let expected = vector["value"].as_f64().map(|value| (value * 1000.0).round() as i32);
            assert_eq!(number.steps(Unit::ITS_OWN, 3), expected, "{vector}");
            assert_eq!(number == Number::PlusInfinity, vector["value"] == "+INF");
            assert_eq!(number == Number::MinusInfinity, vector["value"] == "-INF");
        }
    }

    #[test]
    fn a_finer_number_is_rounded_half_away_from_zero() {
        // 0.25, 0.24 and -0.25 in steps of 0.1.
        for (word, tenths) in [(0xE019, 3), (0xE018, 2), (0xEFE7, -3)] {
            assert_eq!(Number::sfloat(word).raw(Vital::Spo2), Some(tenths), "{word:04x}");
        }
    }

    #[test]
    fn a_code_is_no_number_and_the_same_bits_with_an_exponent_are_one() {
        for word in [0x07FF, 0x0800, 0x07FE, 0x0802, 0x0801] {
            assert_eq!(Number::sfloat(word).raw(Vital::Spo2), None, "{word:04x}");
            assert!(Number::sfloat(word | 0xF000).raw(Vital::Spo2).is_some(), "{word:04x}");
        }
        for word in [0x007F_FFFF, 0x0080_0000, 0x007F_FFFE, 0x0080_0002, 0x0080_0001] {
            assert_eq!(Number::float(word).raw(Vital::Spo2), None, "{word:08x}");
            assert!(Number::float(word | 0xFF00_0000).raw(Vital::Spo2).is_some(), "{word:08x}");
        }
    }

    #[test]
    fn every_word_is_a_code_or_a_number_within_what_a_reading_holds() {
        let codes = (0..=u16::MAX).filter(|word| Vital::ALL.iter().all(|vital| Number::sfloat(*word).raw(*vital).is_none())).count();
        assert_eq!(codes, 5);
        assert_eq!(Number::sfloat(0x77FF).raw(Vital::PerfusionIndex), Some(i32::MAX));
        for exponent in 0..=u8::MAX {
            for mantissa in [0, 1, 0x7F_0000, 0x80_0003, 0xFF_FFFF] {
                let number = Number::float(u32::from(exponent) << 24 | mantissa);
                assert!(number.raw(Vital::Temperature).is_some() && number.steps(Unit::FAHRENHEIT, 2).is_some());
                assert!(mantissa != 0 || number.raw(Vital::Temperature) == Some(0), "a zero of any size");
            }
        }
    }
}
