//! Bytes that real devices and other people's tests produced.

use crate::{decode, stream};
use hearth_devices::{Decoded, StreamProtocol, lines};
use hearth_vitals::DeviceTime;

/// The packet of data format 2, as bytes.
pub fn df2_packet() -> Vec<u8> {
    let file: serde_json::Value = serde_json::from_str(include_str!("../data/nonin_df2_packet.json")).unwrap();
    let hex = file["hex"].as_str().unwrap();
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// The lines with the CR LF they have on the wire, without the remark.
pub fn masimo_lines() -> Vec<u8> {
    let lines = include_str!("../data/masimo_ascii1.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(|line| format!("{line}\r\n").into_bytes()).collect()
}

/// The capture of a bedside monitor: the end of one record, then 27 whole ones.
pub fn ivy_capture() -> Vec<u8> {
    include_bytes!("../data/ivy_450c.data").to_vec()
}

fn json(protocol: StreamProtocol, bytes: &[u8]) -> String {
    lines(&decode(protocol, bytes)).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_recorded_nonin_packet_reads_72_and_97() {
    insta::assert_snapshot!(json(stream("nonin-df2"), &df2_packet()), @r#"
    {"waveform":"pleth","period_us":13333,"samples":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}
    {"vital":"pulse_rate","value":72.0,"unit":"/min","flags":[]}
    {"vital":"spo2","value":97.0,"unit":"%","flags":[]}
    "#);
}

#[test]
fn a_second_of_recorded_packets_is_one_set_of_numerics_and_three_waveforms() {
    insta::assert_snapshot!(json(stream("nonin-df2"), &df2_packet().repeat(4)), @r#"
    {"waveform":"pleth","period_us":13333,"samples":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}
    {"vital":"pulse_rate","value":72.0,"unit":"/min","flags":[]}
    {"vital":"spo2","value":97.0,"unit":"%","flags":[]}
    {"waveform":"pleth","period_us":13333,"samples":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}
    {"waveform":"pleth","period_us":13333,"samples":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}
    {"waveform":"pleth","period_us":13333,"samples":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}
    {"vital":"pulse_rate","value":72.0,"unit":"/min","flags":[]}
    {"vital":"spo2","value":97.0,"unit":"%","flags":[]}
    "#);
}

#[test]
fn the_recorded_packet_with_one_frame_damaged_is_rejected_whole() {
    let mut bytes = df2_packet();
    bytes[12] ^= 0x02;
    insta::assert_snapshot!(json(stream("nonin-df2"), &bytes), @r#"{"rejected":"checksum","bytes":125}"#);
}

#[test]
fn one_bad_frame_alone_is_five_bytes_with_a_bad_checksum() {
    let mut bytes = df2_packet()[..5].to_vec();
    bytes[4] ^= 0x01;
    insta::assert_snapshot!(json(stream("nonin-df2"), &bytes), @r#"{"rejected":"checksum","bytes":5}"#);
}

#[test]
fn the_recorded_masimo_lines_read_by_key() {
    insta::assert_snapshot!(json(stream("masimo-ascii1"), &masimo_lines()), @r#"
    {"vital":"pulse_rate","value":null,"unit":"/min","flags":["sensor_off","sensor_fault","no_value"]}
    {"vital":"spo2","value":null,"unit":"%","flags":["sensor_off","sensor_fault","no_value"]}
    {"vital":"pulse_rate","value":123.0,"unit":"/min","flags":["questionable"]}
    {"vital":"spo2","value":98.0,"unit":"%","flags":["questionable"]}
    {"vital":"perfusion_index","value":0.55,"unit":"%","flags":["questionable"]}
    {"vital":"pulse_rate","value":null,"unit":"/min","flags":["no_value"]}
    {"vital":"spo2","value":null,"unit":"%","flags":["no_value"]}
    {"vital":"perfusion_index","value":null,"unit":"%","flags":["no_value"]}
    "#);
}

#[test]
fn the_recorded_masimo_lines_carry_the_device_time() {
    let decoded = decode(stream("masimo-ascii1"), &masimo_lines());
    let times = decoded.iter().map(|d| match d {
        Decoded::Numerics { device_time, .. } => *device_time,
        other => panic!("{other:?}"),
    });
    // 2016-03-19 13:37:12, 2016-03-17 19:19:36, 2007-05-15 08:12:21, read as UTC.
    let expected = [1_458_394_632_000, 1_458_242_376_000, 1_179_216_741_000].map(|ms| Some(DeviceTime(ms)));
    assert!(times.eq(expected));
}

#[test]
fn the_file_with_its_remark_loses_only_the_remark() {
    insta::assert_snapshot!(json(stream("masimo-ascii1"), include_bytes!("../data/masimo_ascii1.txt")), @r#"
    {"rejected":"format","bytes":132}
    {"vital":"pulse_rate","value":null,"unit":"/min","flags":["sensor_off","sensor_fault","no_value"]}
    {"vital":"spo2","value":null,"unit":"%","flags":["sensor_off","sensor_fault","no_value"]}
    {"vital":"pulse_rate","value":123.0,"unit":"/min","flags":["questionable"]}
    {"vital":"spo2","value":98.0,"unit":"%","flags":["questionable"]}
    {"vital":"perfusion_index","value":0.55,"unit":"%","flags":["questionable"]}
    {"vital":"pulse_rate","value":null,"unit":"/min","flags":["no_value"]}
    {"vital":"spo2","value":null,"unit":"%","flags":["no_value"]}
    {"vital":"perfusion_index","value":null,"unit":"%","flags":["no_value"]}
    "#);
}
