//! Nonin's own characteristic, by bytes that are written from its layout.

use crate::gatt::{of, protocol, said, take, unhex};
use crate::{cases, numerics, rejected};
use hearth_devices::RejectReason;
use hearth_vitals::{Flags, Vital};
use proptest::prelude::*;

/// A message of ten bytes: status, perfusion in hundredths, saturation, rate.
fn message(status: u8, perfusion: u16, spo2: u8, rate: u16) -> String {
    let ([high, low], [rate_high, rate_low]) = (perfusion.to_be_bytes(), rate.to_be_bytes());
    format!("0A{status:02X}1F{high:02X}{low:02X}0102{spo2:02X}{rate_high:02X}{rate_low:02X}")
}

const PLACED: u8 = 0x10;

#[test]
fn a_3230_says_saturation_pulse_and_perfusion() {
    let good = message(PLACED | 0x04, 512, 97, 300);
    assert_eq!(said("nonin-3230", &good, Vital::Spo2), (Some(970), Flags::NONE));
    assert_eq!(said("nonin-3230", &good, Vital::PulseRate), (Some(3_000), Flags::NONE));
    assert_eq!(said("nonin-3230", &good, Vital::PerfusionIndex), (Some(5_120), Flags::NONE));
    let longer = format!("0C{}0000", &good[2..]);
    assert_eq!(said("nonin-3230", &longer, Vital::Spo2), (Some(970), Flags::NONE), "what a newer one appends");
}

#[test]
fn its_codes_are_no_numbers_and_its_doubts_stand_beside_or_instead() {
    let none = message(PLACED, 0, 127, 511);
    for vital in [Vital::Spo2, Vital::PulseRate, Vital::PerfusionIndex] {
        assert_eq!(said("nonin-3230", &none, vital), (None, Flags::NO_VALUE), "{vital}");
    }
    let spo2 = |status: u8| said("nonin-3230", &message(status, 512, 97, 72), Vital::Spo2);
    assert_eq!(spo2(PLACED | 0x08), (None, Flags::SEARCHING));
    assert_eq!(spo2(PLACED | 0x02), (Some(970), Flags::LOW_PERFUSION));
    assert_eq!(spo2(PLACED | 0x20), (Some(970), Flags::LOW_BATTERY));
    assert_eq!(spo2(0), (Some(970), Flags::QUESTIONABLE), "the finger lies wrong");
    assert_eq!(spo2(PLACED | 0x80), (Some(970), Flags::QUESTIONABLE.with(Flags::UNKNOWN_EXCEPTION)));
    assert_eq!(spo2(PLACED | 0x41), (Some(970), Flags::NONE));
}

#[test]
fn a_message_that_is_not_as_long_as_it_says_is_rejected() {
    for (hex, reason) in [("", RejectReason::Truncated), ("0A10", RejectReason::Truncated), ("0B101F02000102610048", RejectReason::Format)]
    {
        assert_eq!(rejected(&of("nonin-3230", hex)), [(reason, hex.len() / 2)], "{hex}");
    }
}

proptest! {
    #![proptest_config(cases(1_000))]

    /// Cut anywhere, it says nothing.
    #[test]
    fn a_cut_message_never_says_a_number(cut in 0_usize..10, status: u8, perfusion: u16, spo2: u8, rate: u16) {
        let bytes = unhex(&message(status, perfusion, spo2, rate));
        prop_assert!(numerics(&take(protocol("nonin-3230"), &bytes[..cut])).is_empty());
    }
}
