//! Readings as a row of `frames` keeps them: the values in one column a vital, the flags of all of them in `quality`.
//!
//! `quality` is NULL when every reading is clean, which is nearly always; otherwise it holds three bytes
//! for each reading that is not: the vital's code and its flags, big-endian. A reading without a value is always among
//! them: that tells "was measured, found nothing" from "was not measured", since both leave the vital's column NULL.

use crate::error::StoreError;
use hearth_vitals::{Flags, Reading, Vital};

const ENTRY: usize = 3;

/// The bytes for `quality`; `None` when every reading is clean.
pub fn encode(readings: &[Reading]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for reading in readings.iter().filter(|reading| !reading.flags.is_empty() || reading.raw.is_none()) {
        bytes.push(reading.vital.code());
        bytes.extend_from_slice(&reading.flags.bits().to_be_bytes());
    }
    (!bytes.is_empty()).then_some(bytes)
}

/// The readings of a row, sorted by vital code.
///
/// # Errors
/// [`StoreError::Defect`] for bytes that [`encode`] does not write.
pub fn readings(values: &[Option<i32>; Vital::ALL.len()], quality: Option<&[u8]>) -> Result<Vec<Reading>, StoreError> {
    let quality = quality.unwrap_or_default();
    let mut entries = [None; Vital::ALL.len()];
    for entry in quality.chunks(ENTRY) {
        let (vital, flags) = read_entry(entry).ok_or_else(|| StoreError::Defect(format!("stored quality {quality:?} cannot be read")))?;
        entries[usize::from(vital.code())] = Some(flags);
    }
    let reading = |(vital, (raw, flags)): (Vital, (Option<i32>, Option<Flags>))| {
        (raw.is_some() || flags.is_some()).then_some(Reading { vital, raw, flags: flags.unwrap_or(Flags::NONE) })
    };
    Ok(Vital::ALL.into_iter().zip(values.iter().copied().zip(entries)).filter_map(reading).collect())
}

fn read_entry(entry: &[u8]) -> Option<(Vital, Flags)> {
    let &[code, high, low] = entry else { return None };
    Some((Vital::from_code(code)?, Flags::from_bits(u16::from_be_bytes([high, low]))?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_reading(vital: Vital) -> impl Strategy<Value = Option<Reading>> {
        let flags = (0..1_u16 << 12).prop_map(|bits| Flags::from_bits(bits).unwrap());
        proptest::option::of((any::<Option<i32>>(), prop_oneof![Just(Flags::NONE), flags]).prop_map(move |(raw, flags)| Reading {
            vital,
            raw,
            flags,
        }))
    }

    proptest! {
        #[test]
        fn readings_come_back_as_they_were_written(all in Vital::ALL.map(any_reading)) {
            let written: Vec<Reading> = all.into_iter().flatten().collect();
            let mut values = [None; Vital::ALL.len()];
            for reading in &written {
                values[usize::from(reading.vital.code())] = reading.raw;
            }
            prop_assert_eq!(readings(&values, encode(&written).as_deref()).unwrap(), written);
        }
    }

    #[test]
    fn bytes_that_nobody_wrote_are_refused() {
        for bytes in [&[0_u8, 0][..], &[200, 0, 1], &[0, 0xff, 0xff]] {
            assert!(matches!(readings(&[None; Vital::ALL.len()], Some(bytes)), Err(StoreError::Defect(_))), "{bytes:?}");
        }
    }
}
