//! Nonin formats 2 and 7.

use crate::encode::{ARTEFACT, DISCONNECTED, OUT_OF_TRACK, Packet, RED, SENSOR_ALARM, YELLOW};
use crate::{bytes_rejected, decode, get, numerics, rejected, stream, waveforms};
use hearth_devices::{Decoded, RejectReason};
use hearth_vitals::{Flags, Vital};

/// SpO2 of the only numerics of one packet.
fn spo2_of(packet: &Packet) -> (Option<i32>, Flags) {
    let sets = numerics(&decode(packet.protocol, &packet.bytes()));
    assert_eq!(sets.len(), 1);
    get(&sets[0], Vital::Spo2)
}

fn join(packets: &[Packet]) -> Vec<u8> {
    packets.iter().flat_map(Packet::bytes).collect()
}

#[test]
fn every_rate_and_saturation_the_device_can_send_reads_back() {
    for protocol in [stream("nonin-df2"), stream("nonin-df7")] {
        for rate in 20..=300 {
            let spo2 = 50 + (rate % 51) as u8;
            let sets = numerics(&decode(protocol, &Packet::new(protocol, rate, spo2).bytes()));
            assert_eq!(get(&sets[0], Vital::PulseRate), (Some(i32::from(rate) * 10), Flags::NONE));
            assert_eq!(get(&sets[0], Vital::Spo2), (Some(i32::from(spo2) * 10), Flags::NONE));
        }
    }
}

#[test]
fn the_codes_for_no_value_never_become_numbers() {
    for protocol in [stream("nonin-df2"), stream("nonin-df7")] {
        let sets = numerics(&decode(protocol, &Packet::new(protocol, 511, 127).bytes()));
        assert_eq!(get(&sets[0], Vital::PulseRate), (None, Flags::NO_VALUE));
        assert_eq!(get(&sets[0], Vital::Spo2), (None, Flags::NO_VALUE));
    }
}

/// The flags of a sensor whose cable is out: on nobody, and for another reason than a finger that slipped out.
const CABLE_OUT: Flags = Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT);

#[test]
fn sensor_off_artefact_and_lost_pulse_are_flags_without_numbers() {
    let cases = [
        (SENSOR_ALARM, Flags::SENSOR_OFF),
        (DISCONNECTED, CABLE_OUT),
        (ARTEFACT, Flags::ARTEFACT),
        (OUT_OF_TRACK, Flags::SEARCHING),
        (SENSOR_ALARM | OUT_OF_TRACK, Flags::SENSOR_OFF.with(Flags::SEARCHING)),
    ];
    for (status, flags) in cases {
        assert_eq!(spo2_of(&Packet::new(stream("nonin-df7"), 72, 97).status(status)), (None, flags));
    }
}

#[test]
fn a_status_bit_in_one_frame_of_25_counts() {
    let mut bytes = Packet::new(stream("nonin-df2"), 72, 97).bytes();
    bytes[13 * 5 + 1] |= ARTEFACT;
    bytes[13 * 5 + 4] += ARTEFACT;
    let sets = numerics(&decode(stream("nonin-df2"), &bytes));
    assert_eq!(get(&sets[0], Vital::Spo2), (None, Flags::ARTEFACT));
}

#[test]
fn weak_perfusion_and_battery_keep_the_number_and_say_so() {
    assert_eq!(spo2_of(&Packet::new(stream("nonin-df2"), 72, 88).status(RED)), (Some(880), Flags::LOW_PERFUSION));
    assert_eq!(spo2_of(&Packet::new(stream("nonin-df2"), 72, 88).status(YELLOW)), (Some(880), Flags::MARGINAL_PERFUSION));
    let mut packet = Packet::new(stream("nonin-df7"), 72, 88);
    packet.low_battery = true;
    assert_eq!(spo2_of(&packet), (Some(880), Flags::LOW_BATTERY));
}

#[test]
fn a_value_that_the_device_only_holds_is_no_value() {
    let mut packet = Packet::new(stream("nonin-df2"), 511, 127);
    (packet.pulse_rate_held, packet.spo2_held) = (72, 97);
    let sets = numerics(&decode(stream("nonin-df2"), &packet.bytes()));
    assert_eq!(get(&sets[0], Vital::PulseRate), (None, Flags::NO_VALUE));
    assert_eq!(get(&sets[0], Vital::Spo2), (None, Flags::NO_VALUE));
}

#[test]
fn an_impossible_number_is_taken_out_and_the_other_one_stays() {
    let sets = numerics(&decode(stream("nonin-df2"), &Packet::new(stream("nonin-df2"), 400, 97).bytes()));
    assert_eq!(get(&sets[0], Vital::PulseRate), (None, Flags::IMPLAUSIBLE));
    assert_eq!(get(&sets[0], Vital::Spo2), (Some(970), Flags::NONE));
}

#[test]
fn three_packets_a_second_make_one_set_of_numerics() {
    let packets: Vec<_> = (0..30).map(|n| Packet::new(stream("nonin-df7"), 60 + n, 97)).collect();
    let decoded = decode(stream("nonin-df7"), &join(&packets));
    let rates: Vec<_> = numerics(&decoded).iter().map(|set| get(set, Vital::PulseRate).0.unwrap() / 10).collect();
    // The first at once, then the newest of each three; the end of the input gives the rest.
    assert_eq!(rates, [60, 63, 66, 69, 72, 75, 78, 81, 84, 87, 89]);
    assert_eq!(waveforms(&decoded).len(), 30);
    assert_eq!(bytes_rejected(&decoded), 0);
}

#[test]
fn losing_every_other_packet_does_not_slow_the_numerics() {
    let mut bytes = Vec::new();
    for n in 0..30 {
        let mut packet = Packet::new(stream("nonin-df2"), 72, 97).bytes();
        packet[7] ^= if n % 2 == 1 { 0x10 } else { 0 };
        bytes.extend(packet);
    }
    // Ten seconds of bytes, 15 good packets: still about one set a second.
    assert!(numerics(&decode(stream("nonin-df2"), &bytes)).len() >= 8);
}

#[test]
fn the_newest_packet_speaks_when_the_sensor_comes_off() {
    let good = Packet::new(stream("nonin-df7"), 72, 97);
    let off = good.clone().status(SENSOR_ALARM);
    let sets = numerics(&decode(stream("nonin-df7"), &join(&[good.clone(), good.clone(), good, off])));
    assert_eq!(get(&sets[1], Vital::Spo2), (None, Flags::SENSOR_OFF));
}

#[test]
fn an_artefact_beat_beside_a_clean_one_does_not_cost_the_second() {
    let good = Packet::new(stream("nonin-df7"), 72, 97);
    let beat = Packet::new(stream("nonin-df7"), 72, 60).status(ARTEFACT);
    let sets = numerics(&decode(stream("nonin-df7"), &join(&[good.clone(), good, beat.clone(), beat.clone()])));
    assert_eq!(get(&sets[1], Vital::Spo2), (Some(970), Flags::NONE));
    let sets = numerics(&decode(stream("nonin-df7"), &join(&[beat.clone(), beat.clone(), beat.clone(), beat])));
    assert_eq!(get(&sets[1], Vital::Spo2), (None, Flags::ARTEFACT));
}

#[test]
fn the_pleth_keeps_every_bit_at_75_samples_a_second() {
    let ramp = [0, 1, 255, 256, 32_767, 32_768, 65_535];
    let mut packet = Packet::new(stream("nonin-df7"), 72, 97);
    packet.pleth = std::array::from_fn(|n| ramp[n % ramp.len()]);
    let decoded = decode(stream("nonin-df7"), &packet.bytes());
    let Decoded::Waveform { period_us, samples, .. } = &decoded[0] else { panic!("{decoded:?}") };
    assert_eq!(*period_us, 13_333);
    assert!(samples.iter().zip(packet.pleth).all(|(sample, sent)| i32::from(*sample) + 32_768 == i32::from(sent)));

    let mut packet = Packet::new(stream("nonin-df2"), 72, 97);
    packet.pleth = std::array::from_fn(|n| n as u16 * 10);
    let sent: Vec<_> = packet.pleth.iter().map(|sample| *sample as i16).collect();
    assert_eq!(waveforms(&decode(stream("nonin-df2"), &packet.bytes())), [sent]);
}

#[test]
fn there_is_no_pleth_of_a_sensor_that_is_off_but_one_of_an_artefact() {
    let packet = Packet::new(stream("nonin-df7"), 72, 97);
    assert_eq!(waveforms(&decode(stream("nonin-df7"), &packet.clone().status(DISCONNECTED).bytes())).len(), 0);
    assert_eq!(waveforms(&decode(stream("nonin-df7"), &packet.clone().status(SENSOR_ALARM).bytes())).len(), 0);
    assert_eq!(waveforms(&decode(stream("nonin-df7"), &packet.status(ARTEFACT).bytes())).len(), 1);
}

#[test]
fn a_lost_packet_stands_between_the_waveforms_beside_it() {
    let mut bytes = join(&vec![Packet::new(stream("nonin-df7"), 72, 97); 3]);
    bytes[125 + 62] ^= 0x04;
    let kinds: Vec<_> = decode(stream("nonin-df7"), &bytes)
        .iter()
        .filter_map(|d| match d {
            Decoded::Waveform { samples, .. } => Some(samples.len()),
            Decoded::Rejected { .. } => Some(0),
            _ => None,
        })
        .collect();
    assert_eq!(kinds, [25, 0, 25]);
}

#[test]
fn a_sync_seen_early_restarts_the_packet() {
    let packet = Packet::new(stream("nonin-df2"), 72, 97).bytes();
    let bytes = [&packet[..50], &packet[..]].concat();
    let decoded = decode(stream("nonin-df2"), &bytes);
    assert_eq!(rejected(&decoded), [(RejectReason::Truncated, 50)]);
    assert_eq!(numerics(&decoded).len(), 1);
}

#[test]
fn frames_beyond_25_without_sync_are_passed_over() {
    let packet = Packet::new(stream("nonin-df7"), 72, 97).bytes();
    let bytes = [&packet[..], &packet[40..55], &packet[..]].concat();
    let decoded = decode(stream("nonin-df7"), &bytes);
    assert_eq!(rejected(&decoded), [(RejectReason::Truncated, 15)]);
    assert_eq!(waveforms(&decoded).len(), 2);
}

#[test]
fn joining_in_mid_packet_costs_that_packet_only() {
    for cut in 1..125 {
        let bytes = join(&vec![Packet::new(stream("nonin-df7"), 72, 97); 2]);
        let decoded = decode(stream("nonin-df7"), &bytes[cut..]);
        assert_eq!((waveforms(&decoded).len(), bytes_rejected(&decoded)), (1, 125 - cut), "cut at {cut}");
    }
}

#[test]
fn the_wrong_format_is_garbage_and_no_value() {
    let bytes = join(&vec![Packet::new(stream("nonin-df7"), 72, 97); 6]);
    let decoded = decode(stream("nonin-df2"), &bytes);
    assert_eq!((numerics(&decoded).len(), bytes_rejected(&decoded)), (0, bytes.len()));
    assert!(rejected(&decoded).iter().all(|(reason, _)| *reason == RejectReason::Garbage));
}
