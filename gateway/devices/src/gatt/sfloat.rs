//! SFLOAT of IEEE 11073-20601: 4 bits of exponent and 12 of mantissa, both two's complement; value = m * 10^e.
//!
//! Five words, all with exponent 0, are codes and not numbers. They are told apart before anything is scaled: read as
//! numbers they would be 2046, 2047, -2048, -2047 and -2046, and 2047 with exponent -1 is a true 204.7.

use hearth_vitals::{Flags, Vital};

/// A word as it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sfloat(pub u16);

/// "Not a number": there is no measurement.
const NAN: u16 = 0x07FF;
/// "Not at this resolution".
const NRES: u16 = 0x0800;
/// Beyond the range, upwards.
const PLUS_INFINITY: u16 = 0x07FE;
/// Beyond the range, downwards.
const MINUS_INFINITY: u16 = 0x0802;
/// Reserved.
const RESERVED: u16 = 0x0801;

impl Sfloat {
    /// The value in raw steps of a vital, half away from zero; `None` when the word is a code. A number that no reading
    /// can hold becomes the nearest that one can, which is plausible for no vital.
    pub fn raw(self, vital: Vital) -> Option<i32> {
        if matches!(self.0, NAN | NRES | PLUS_INFINITY | MINUS_INFINITY | RESERVED) {
            return None;
        }
        // Shifted up and down again as signed numbers: the sign is drawn out.
        let mantissa = i64::from(((self.0 << 4) as i16) >> 4);
        let places = i32::from((self.0 as i16) >> 12) + vital.decimals().cast_signed();
        let power = 10_i64.pow(places.unsigned_abs());
        let steps = if places >= 0 { mantissa * power } else { rounded(mantissa, power) };
        Some(steps.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32)
    }
}

impl Sfloat {
    /// The flag of a word that says "beyond what I can measure"; `None` for any other.
    pub const fn off_scale(self) -> Option<Flags> {
        match self.0 {
            PLUS_INFINITY => Some(Flags::OFF_SCALE_HIGH),
            MINUS_INFINITY => Some(Flags::OFF_SCALE_LOW),
            _ => None,
        }
    }
}

/// A quotient, half away from zero.
const fn rounded(number: i64, divisor: i64) -> i64 {
    (number + number.signum() * (divisor / 2)) / divisor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_many_spellings_and_one_value() {
        // Exponents 0, -1 and -2 of 2; then 20, -1, and the largest number with a decimal.
        let cases = [(0x0002, 20), (0xF014, 20), (0xE0C8, 20), (0x1002, 200), (0x0FFF, -10), (0xF7FF, 2_047)];
        for (word, tenths) in cases {
            assert_eq!(Sfloat(word).raw(Vital::PulseRate), Some(tenths), "{word:04x}");
        }
        assert_eq!(Sfloat(0x0064).raw(Vital::Spo2), Sfloat(0xF3E8).raw(Vital::Spo2));
        assert_eq!(Sfloat(0xF16E).raw(Vital::Temperature), Some(3_660));
        assert_eq!(Sfloat(0xF057).raw(Vital::PerfusionIndex), Some(8_700));
    }

    #[test]
    fn a_finer_number_is_rounded_half_away_from_zero() {
        // 0.25, 0.24 and -0.25 in steps of 0.1.
        for (word, tenths) in [(0xE019, 3), (0xE018, 2), (0xEFE7, -3)] {
            assert_eq!(Sfloat(word).raw(Vital::Spo2), Some(tenths), "{word:04x}");
        }
    }

    #[test]
    fn a_code_is_no_number_and_the_same_bits_with_an_exponent_are_one() {
        for word in [NAN, NRES, PLUS_INFINITY, MINUS_INFINITY, RESERVED] {
            assert_eq!(Sfloat(word).raw(Vital::Spo2), None, "{word:04x}");
            assert!(Sfloat(word | 0xF000).raw(Vital::Spo2).is_some(), "{word:04x}");
        }
    }

    #[test]
    fn every_word_is_a_code_or_a_number_within_what_a_reading_holds() {
        let codes = (0..=u16::MAX).filter(|word| Vital::ALL.iter().all(|vital| Sfloat(*word).raw(*vital).is_none())).count();
        assert_eq!(codes, 5);
        assert_eq!(Sfloat(0x77FF).raw(Vital::PerfusionIndex), Some(i32::MAX));
    }
}
