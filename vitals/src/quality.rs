//! Why a value is doubtful or missing: flags, never sentinel numbers.

use serde::{Deserialize, Serialize};

/// A set of flags, one bit each. The bit positions are part of the wire format: never change one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Flags(u16);

/// Names of the bits, by position; used in JSON and on screens.
const NAMES: [&str; 16] = [
    "sensor_off",
    "artefact",
    "searching",
    "low_perfusion",
    "marginal_perfusion",
    "sensor_fault",
    "low_battery",
    "critical_battery",
    "implausible",
    "questionable",
    "no_value",
    "from_memory",
    "as_given",
    "off_scale_low",
    "off_scale_high",
    "unknown_exception",
];

impl Flags {
    /// The names of all flags, in bit order.
    pub const NAMES: [&'static str; 16] = NAMES;
    /// No flag: the value is clean.
    pub const NONE: Flags = Flags(0);
    /// The sensor is not on the patient, or not plugged in.
    pub const SENSOR_OFF: Flags = Flags(1 << 0);
    /// The device reports motion or interference.
    pub const ARTEFACT: Flags = Flags(1 << 1);
    /// The device is looking for a pulse and does not find enough good beats.
    pub const SEARCHING: Flags = Flags(1 << 2);
    /// Perfusion too low for a trustworthy value.
    pub const LOW_PERFUSION: Flags = Flags(1 << 3);
    /// Perfusion is weak, but enough for a value.
    pub const MARGINAL_PERFUSION: Flags = Flags(1 << 4);
    /// The sensor is defective or not recognised.
    pub const SENSOR_FAULT: Flags = Flags(1 << 5);
    /// The device's battery is low.
    pub const LOW_BATTERY: Flags = Flags(1 << 6);
    /// The device is about to switch itself off.
    pub const CRITICAL_BATTERY: Flags = Flags(1 << 7);
    /// The device gave a number outside the vital's plausible range: it is kept as [`crate::Reading::given`], and is no value.
    pub const IMPLAUSIBLE: Flags = Flags(1 << 8);
    /// The value may only be used with caution.
    pub const QUESTIONABLE: Flags = Flags(1 << 9);
    /// The device reports in its own way that it has no value.
    pub const NO_VALUE: Flags = Flags(1 << 10);
    /// Measured earlier and read from the device's memory.
    pub const FROM_MEMORY: Flags = Flags(1 << 11);
    /// Only where readings are written (wire, store): the number beside it is [`crate::Reading::given`], and no value. A
    /// program that is too old to know this flag keeps the reading as unknown, and so never takes the number for a value.
    pub const AS_GIVEN: Flags = Flags(1 << 12);
    /// The device says that it is lower than it can measure: a meter that shows LO.
    pub const OFF_SCALE_LOW: Flags = Flags(1 << 13);
    /// The device says that it is higher than it can measure: a meter that shows HI.
    pub const OFF_SCALE_HIGH: Flags = Flags(1 << 14);
    /// The device reports something about the value that its driver has no word for: it is not plain good. The last flag that
    /// the first version of the wire format has room for.
    pub const UNKNOWN_EXCEPTION: Flags = Flags(1 << 15);

    /// How many flags there are.
    pub const COUNT: u8 = NAMES.len() as u8;

    /// The flags as bits, as on the wire.
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// The set with these bits, if all are known.
    pub const fn from_bits(bits: u16) -> Option<Flags> {
        if (bits as u32) >> NAMES.len() == 0 { Some(Flags(bits)) } else { None }
    }

    /// True when every flag of `other` is set.
    pub const fn contains(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }

    /// True when at least one flag of `other` is set.
    pub const fn intersects(self, other: Flags) -> bool {
        self.0 & other.0 != 0
    }

    /// True when no flag is set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The flags of both sets.
    #[must_use]
    pub const fn with(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }

    /// The flags of `self` that are not in `other`.
    #[must_use]
    pub const fn without(self, other: Flags) -> Flags {
        Flags(self.0 & !other.0)
    }

    /// `self` with `other` added when `condition` holds.
    #[must_use]
    pub const fn with_if(self, other: Flags, condition: bool) -> Flags {
        if condition { self.with(other) } else { self }
    }

    /// The names of the flags that are set, in bit order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES.into_iter().enumerate().filter(move |(bit, _)| self.0 >> bit & 1 == 1).map(|(_, name)| name)
    }
}

impl Serialize for Flags {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.names())
    }
}

impl<'de> Deserialize<'de> for Flags {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut flags = Flags::NONE;
        for name in Vec::<String>::deserialize(deserializer)? {
            let bit = NAMES.iter().position(|n| *n == name);
            let bit = bit.ok_or_else(|| serde::de::Error::custom(format!("unknown flag '{name}'")))?;
            flags.0 |= 1 << bit;
        }
        Ok(flags)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_read_back_as_written() {
        let flags = Flags::SENSOR_OFF.with(Flags::FROM_MEMORY);
        let json = serde_json::to_string(&flags).unwrap();
        assert_eq!(json, r#"["sensor_off","from_memory"]"#);
        assert_eq!(serde_json::from_str::<Flags>(&json).unwrap(), flags);
        assert_eq!(Flags::from_bits(flags.bits()), Some(flags));
    }

    #[test]
    fn every_bit_has_a_name_and_unknown_names_are_refused() {
        assert_eq!(Flags::from_bits(u16::MAX).map(|all| all.names().count()), Some(Flags::NAMES.len()));
        assert_eq!(Flags::from_bits(1 << 15), Some(Flags::UNKNOWN_EXCEPTION));
        assert!(serde_json::from_str::<Flags>(r#"["sunny"]"#).is_err());
    }
}
