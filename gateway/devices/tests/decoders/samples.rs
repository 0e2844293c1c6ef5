//! Good frames of each serial protocol, written independently of how the decoders read them.

use crate::encode::{Packet, masimo};
use crate::stream;

/// Some good frames or lines; each is whole.
pub fn samples(key: &str) -> Vec<Vec<u8>> {
    match key {
        "nonin-df2" | "nonin-df7" => vec![Packet::new(stream(key), 72, 97).bytes(), Packet::new(stream(key), 50, 88).bytes()],
        "masimo-ascii1" | "masimo-ascii2" => vec![masimo("097%", "072", "000800"), masimo("---%", "---", "000820")],
        "nonin-df8" => vec![df8(72, 97, 0, 0).to_vec(), df8(300, 85, 0x10, 0x01).to_vec(), df8(511, 127, 0x40, 0).to_vec()],
        "nonin-df13" => vec![df13([20, 26, 11, 20, 8, 15, 0, 0], 0x0200, 72, 97), df13([20, 26, 11, 20, 8, 16, 0, 50], 0x0011, 55, 88)],
        "nonin-ascii" => vec![b"SPO2=097 HR=072\r\n".to_vec(), b"08:15:00 SPO2=--- HR=---\r\n".to_vec()],
        "contec-cms50" => vec![cms50d(60, 99, 0).repeat(13), cms50d(200, 91, 0).repeat(13)],
        "contec-cms50d" => vec![cms50d(60, 99, 0).to_vec(), cms50d(200, 91, 0).to_vec(), cms50d(255, 127, 0x10).to_vec()],
        "contec-cms50f" => vec![
            cms50f(0x01, &[4, 19, 0x12, 60, 99, 0xFF, 0xFF]),
            cms50f(0x01, &[4, 19, 0x12, 200, 91, 0x40, 0x01]),
            cms50f(0x0F, &[97, 70, 96, 71, 95, 72]),
        ],
        "nellcor-n595" => {
            vec![b"01-Jul-10 13:07:04   96    85*   220  PH\r\n".to_vec(), b"01-Jul-10 13:07:06  ---   ---   ---  SD\r\n".to_vec()]
        }
        "capnostream" => vec![capnostream(38, 14, 97, 72), capnostream(0x80, 15, 96, 0x85), capnostream(255, 255, 255, 255)],
        "ivy-450c" => vec![crate::recorded::ivy_capture()[252..252 + 562].to_vec()],
        "and-scale" => vec![b"ST,+00075.20 kg\r\n".to_vec(), b"US,+00075.20 kg\r\n".to_vec()],
        "hearth-open" | "hearth-open-spot" => vec![
            open(r#"{"seq":1,"readings":[{"vital":"spo2","value":97.0,"unit":"%","flags":[]}]"#),
            open(r#"{"seq":2,"at":"2026-11-20T08:15:00","readings":[{"vital":"temperature","value":36.62,"unit":"Cel"}]"#),
        ],
        other => panic!("{other} has no sample"),
    }
}

pub fn df8(rate: u16, spo2: u8, status: u8, more: u8) -> [u8; 4] {
    [0x80 | status | (rate >> 7) as u8, (rate & 0x7F) as u8, spo2, more]
}

pub fn df13(time: [u8; 8], status: u16, rate: u16, spo2: u8) -> Vec<u8> {
    let data = [&time[..], &status.to_be_bytes(), &rate.to_be_bytes(), &[0, spo2]].concat();
    let sum = data.iter().map(|byte| u32::from(*byte)).sum::<u32>() as u8;
    [&[0x00, 0x02, 0x00, 0x0D, 0x00, data.len() as u8], &data[..], &[sum, 0x03]].concat()
}

pub fn cms50d(rate: u8, spo2: u8, state: u8) -> [u8; 5] {
    [0x84 | state, 64, (rate >> 7) << 6 | 7, rate & 0x7F, spo2]
}

pub fn cms50f(kind: u8, data: &[u8]) -> Vec<u8> {
    let high = data.iter().enumerate().fold(0x80, |high, (place, byte)| high | (byte >> 7) << place);
    [&[kind, high], &data.iter().map(|byte| byte | 0x80).collect::<Vec<_>>()[..]].concat()
}

/// Numerics of a Capnostream.
pub fn capnostream(etco2: u8, breaths: u8, spo2: u8, rate: u8) -> Vec<u8> {
    let mut payload = vec![0, 0, 1, 0, etco2, 0, breaths, spo2, rate];
    payload.extend([0; 16]);
    payload.extend([1, 0]);
    capnostream_frame(1, &payload)
}

pub fn capnostream_frame(code: u8, payload: &[u8]) -> Vec<u8> {
    let plain = [&[payload.len() as u8 + 1, code], payload].concat();
    let sum = plain.iter().fold(0, |sum, byte| sum ^ byte);
    let stuffed = plain.into_iter().chain([sum]).flat_map(|byte| match byte {
        0x80 => vec![0x80, 0x00],
        0x85 => vec![0x80, 0x05],
        byte => vec![byte],
    });
    [0x85].into_iter().chain(stuffed).collect()
}

/// A line of the open protocol, closed with its checksum.
pub fn open(start: &str) -> Vec<u8> {
    let mut sum = 0xFFFF_u16;
    for bit in start.bytes().flat_map(|byte| (0..8).rev().map(move |bit| u16::from(byte >> bit & 1))) {
        sum = if (sum >> 15 ^ bit) & 1 == 1 { sum << 1 ^ 0x1021 } else { sum << 1 };
    }
    format!("{start},\"crc\":\"{sum:04x}\"}}\n").into_bytes()
}

#[test]
fn every_stream_has_samples_that_are_read_without_a_rejected_byte() {
    for protocol in hearth_devices::STREAMS {
        let decoded = crate::decode(*protocol, &samples(protocol.driver().key).concat());
        assert_eq!(crate::bytes_rejected(&decoded), 0, "{protocol}: {decoded:?}");
        for set in crate::numerics(&decoded) {
            assert!(set.iter().all(|reading| protocol.driver().vitals.contains(&reading.vital)), "{protocol}: {set:?}");
        }
        assert!(!crate::numerics(&decoded).is_empty(), "{protocol}");
    }
}
