//! Tests of the decoders, on recorded bytes, on written ones and on any bytes.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test helper may fail loudly")]

mod any_bytes;
mod bedside;
mod contec;
mod corrupted;
mod encode;
mod gatt;
mod gatt_measured;
mod masimo;
mod nonin;
mod nonin_3230;
mod nonin_more;
mod open;
mod recorded;
mod records;
mod samples;
mod session;
mod talker;

use hearth_devices::{Decoded, MESSAGES, Protocol, RejectReason, STREAMS, StreamProtocol};
use hearth_vitals::driver::DRIVERS;
use hearth_vitals::{Flags, Reading, Transport, Vital};
use proptest::prelude::ProptestConfig;

/// At least this many cases of a property, or as many as `PROPTEST_CASES` asks for if that is more.
fn cases(at_least: u32) -> ProptestConfig {
    ProptestConfig::with_cases(ProptestConfig::default().cases.max(at_least))
}

/// The byte stream protocol of this name.
fn stream(name: &str) -> StreamProtocol {
    name.parse().unwrap()
}

/// Everything a fresh decoder makes of these bytes, the end of input included.
fn decode(protocol: StreamProtocol, bytes: &[u8]) -> Vec<Decoded> {
    let mut decoder = protocol.decoder();
    let mut out = Vec::new();
    decoder.push(bytes, &mut out);
    decoder.finish(&mut out);
    out
}

/// The readings of each set of numerics.
fn numerics(decoded: &[Decoded]) -> Vec<Vec<Reading>> {
    let readings = decoded.iter().filter_map(|d| match d {
        Decoded::Numerics { readings, .. } => Some(readings.clone()),
        _ => None,
    });
    readings.collect()
}

fn waveforms(decoded: &[Decoded]) -> Vec<Vec<i16>> {
    let samples = decoded.iter().filter_map(|d| match d {
        Decoded::Waveform { samples, .. } => Some(samples.clone()),
        _ => None,
    });
    samples.collect()
}

fn rejected(decoded: &[Decoded]) -> Vec<(RejectReason, usize)> {
    let rejected = decoded.iter().filter_map(|d| match d {
        Decoded::Rejected { reason, bytes } => Some((*reason, *bytes)),
        _ => None,
    });
    rejected.collect()
}

fn bytes_rejected(decoded: &[Decoded]) -> usize {
    rejected(decoded).iter().map(|(_, bytes)| bytes).sum()
}

/// The one reading of a vital in one set of numerics.
fn get(readings: &[Reading], vital: Vital) -> (Option<i32>, Flags) {
    let found: Vec<_> = readings.iter().filter(|r| r.vital == vital).collect();
    assert_eq!(found.len(), 1, "{vital} in {readings:?}");
    (found[0].raw, found[0].flags)
}

#[test]
fn every_protocol_reads_back_by_its_name() {
    for protocol in Protocol::all() {
        assert_eq!(protocol.to_string().parse(), Ok(protocol));
    }
    assert!(STREAMS.iter().all(|protocol| protocol.to_string().parse() == Ok(*protocol)));
}

#[test]
fn every_driver_of_the_contract_has_a_decoder_of_its_kind_and_no_other_has_one() {
    let of = |is_it: fn(&Transport) -> bool| -> Vec<&str> { DRIVERS.iter().filter(|d| is_it(&d.transport)).map(|d| d.key).collect() };
    assert_eq!(STREAMS.iter().map(|p| p.driver().key).collect::<Vec<_>>(), of(|t| *t == Transport::Serial));
    assert_eq!(MESSAGES.iter().map(|p| p.driver().key).collect::<Vec<_>>(), of(|t| matches!(t, Transport::Gatt { .. })));
}

#[test]
fn an_unknown_protocol_is_refused_with_the_names_that_exist() {
    let error = "nonin-df3".parse::<StreamProtocol>().unwrap_err();
    let streams: Vec<String> = STREAMS.iter().map(ToString::to_string).collect();
    assert_eq!(error.to_string(), format!("unknown protocol 'nonin-df3'; known are {}", streams.join(", ")));
    let error = "gatt-2a37".parse::<StreamProtocol>().unwrap_err().to_string();
    assert!(error.starts_with("'gatt-2a37' is no protocol of a serial line") && !error.contains("gatt-2a5f"), "{error}");
    let error = "gatt-2a38".parse::<Protocol>().unwrap_err().to_string();
    assert!(error.contains("nonin-df2") && error.contains("gatt-2a5f"), "{error}");
}
