//! Readings as a row of `frames` keeps them: the values in one column a vital, the flags of all of them in `quality`.
//!
//! `quality` is NULL when every reading is clean, which is nearly always; otherwise it holds three bytes
//! for each reading that is not: the vital's code and its flags, big-endian. A reading without a value is always among
//! them: that tells "was measured, found nothing" from "was not measured", since both leave the vital's column NULL.
//!
//! A number that cannot be believed stands here as well, behind its three bytes, in four more (flag `as_given`). The vital's
//! column is NULL then: no query over values can take such a number for one.

use crate::error::StoreError;
use hearth_vitals::{Flags, Reading, Vital};

/// The bytes for `quality`; `None` when every reading is clean.
pub fn encode(readings: &[Reading]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for reading in readings.iter().filter(|reading| !reading.flags.is_empty() || reading.raw.is_none()) {
        bytes.push(reading.vital.code());
        bytes.extend_from_slice(&reading.written().1.bits().to_be_bytes());
        bytes.extend(reading.given.into_iter().flat_map(i32::to_be_bytes));
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
    let mut rest = quality;
    while !rest.is_empty() {
        let entry = take_entry(&mut rest).ok_or_else(|| StoreError::Defect(format!("stored quality {quality:?} cannot be read")))?;
        entries[usize::from(entry.vital.code())] = Some(entry);
    }
    let reading = |(vital, (raw, entry)): (Vital, (Option<i32>, Option<Reading>))| match entry {
        Some(entry) => Some(Reading { raw, ..entry }),
        None => raw.map(|raw| Reading::new(vital, Some(raw), Flags::NONE)),
    };
    Ok(Vital::ALL.into_iter().zip(values.iter().copied().zip(entries)).filter_map(reading).collect())
}

/// A reading without its value.
fn take_entry(rest: &mut &[u8]) -> Option<Reading> {
    let [code, high, low] = take(rest)?;
    let flags = Flags::from_bits(u16::from_be_bytes([high, low]))?;
    let given = if flags.contains(Flags::AS_GIVEN) { Some(i32::from_be_bytes(take(rest)?)) } else { None };
    Some(Reading { vital: Vital::from_code(code)?, raw: None, flags: flags.without(Flags::AS_GIVEN), given })
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_reading(vital: Vital) -> impl Strategy<Value = Option<Reading>> {
        let flags = any::<u16>().prop_filter_map("known flags", Flags::from_bits);
        let written = (any::<Option<i32>>(), prop_oneof![Just(Flags::NONE), flags]);
        proptest::option::of(written.prop_map(move |(raw, flags)| Reading::read(vital, raw, flags)))
    }

    proptest! {
        #[test]
        fn readings_come_back_as_they_were_written(all in Vital::ALL.map(any_reading)) {
            let written: Vec<Reading> = all.into_iter().flatten().collect();
            let mut values = [None; Vital::ALL.len()];
            for reading in &written {
                values[usize::from(reading.vital.code())] = reading.raw;
                prop_assert!(reading.raw.is_none_or(|raw| reading.vital.is_plausible(raw)), "no column holds what cannot be believed");
            }
            prop_assert_eq!(readings(&values, encode(&written).as_deref()).unwrap(), written);
        }
    }

    #[test]
    fn bytes_that_nobody_wrote_are_refused() {
        for bytes in [&[0_u8, 0][..], &[200, 0, 1], &[0, 0xff, 0xff], &[2, 0x11, 0, 0, 0, 1]] {
            assert!(matches!(readings(&[None; Vital::ALL.len()], Some(bytes)), Err(StoreError::Defect(_))), "{bytes:?}");
        }
    }
}
