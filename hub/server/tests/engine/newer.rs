//! A gateway newer than its hub loses nothing: over the intake and the loop, into a real PostgreSQL.

use super::rig::{self, Home, Rig, home, nurse, store};
use super::{CALM, ago, count};
use hearth_hub::engine::load::read;
use hearth_vitals::batch::v1::{Batch, encode};
use hearth_vitals::*;
use std::collections::BTreeSet;

/// A hub of before end-tidal carbon dioxide and electrocardiograms.
const OLDER: Known = Known { vitals: 11, waveforms: 1, ..Known::ALL };

/// A batch of one class, its records numbered from 0.
fn of(home: &Home, class: Class, records: Vec<Record>) -> Vec<u8> {
    let batch = rig::batch(home, 0, &[(ago(0), CALM)]);
    let count = u32::try_from(records.len()).unwrap();
    let header = batch::v1::Header { stream: Stream { class, ..batch.header.stream }, count, ..batch.header };
    encode(&Batch { header, records, ..batch }).unwrap()
}

#[tokio::test]
async fn what_a_newer_gateway_sends_is_held_shown_as_far_as_it_is_known_and_charted_by_a_hub_that_knows() {
    let (_cluster, store) = store().await;
    let nurse = nurse(&store, "ana").await;
    let home = home(&store, 1, nurse, ago(3_600_000)).await;
    let mut rig = Rig::start(&store).await;
    let measured = ago(1_000);
    let good = |vital, raw| Reading::new(vital, Some(raw), Flags::NONE);
    let readings = vec![good(Vital::Spo2, 962), good(Vital::Etco2, 381)];
    let nobodys = vec![UnknownReading::new(40, Some(-5), 0, &OLDER)];
    let frame = Frame::with_unknown(home.device.clone(), rig::mono(measured), None, readings, nobodys).unwrap();
    let block = WaveformBlock {
        device: home.device.clone(),
        kind: WaveformKind::Ecg,
        mono: rig::mono(measured),
        period_us: 4_000,
        samples: vec![7, 8],
    };
    let lasting = Unknown { what: UnknownCode::Event(77), device: None, mono: rig::mono(measured), body: vec![9, 9] };
    let button = Event { mono: rig::mono(measured), device: None, kind: EventKind::Button };
    for (class, records, end) in [
        (Class::Events, vec![Record::Unknown(lasting), Record::Event(button)], 2),
        (Class::Waveforms, vec![Record::Waveform(block)], 1),
        (Class::Numerics, vec![Record::Frame(frame)], 1),
    ] {
        rig.raw_to(&home.gateway, of(&home, class, records), &OLDER).await;
        rig.receipted(&home, end).await;
    }
    rig.screen.value(&home, "spo2", 96.2).await;
    assert_eq!(count(&store, "SELECT count(*) FROM quarantine").await, 0);
    assert_eq!(count(&store, "SELECT (SELECT count(*) FROM events) * 10 + (SELECT count(*) FROM unknown_codes)").await, 14);
    rig.stop().await;

    // A hub that knows two of the four has started on the same store.
    assert_eq!(store.take_in_understood(ago(0)).await.unwrap().records, 2);
    let etco2 = store.trend(home.episode, Vital::Etco2, ago(600_000), ago(-1_000), 61).await.unwrap().1;
    assert_eq!((etco2.len(), etco2[0].min, etco2[0].count), (1, 381, 1));
    let ecg = store.waveform_window(home.episode, WaveformKind::Ecg, measured, measured.plus(1)).await.unwrap();
    assert_eq!(ecg[0].samples, [7, 8]);
    assert_eq!(count(&store, "SELECT count(*) FROM unknown_codes WHERE (kind, code) IN ((0, 40), (2, 77))").await, 2);
}

/// A newer hub registered the device in the same store, and an older one is back.
#[tokio::test]
async fn a_device_whose_driver_the_hub_does_not_know_is_shown_and_its_gateway_is_watched() {
    let (_cluster, store) = store().await;
    let nurse = nurse(&store, "ana").await;
    let home = home(&store, 1, nurse, ago(3_600_000)).await;
    let renamed = "WITH renamed AS (UPDATE devices SET protocol = 'ozone-1' RETURNING 1) SELECT count(*) FROM renamed";
    assert_eq!(count(&store, renamed).await, 1);
    let known = read(&store, &BTreeSet::new()).await.unwrap();
    let loaded = &known.episodes[&home.episode];
    let expected = loaded.expected();
    assert_eq!(expected.len(), 1);
    assert_eq!((&expected[0].device, expected[0].vitals.len(), expected[0].cadence_ms), (&home.device, 0, 0), "nothing to miss is known");
    assert!(loaded.gateways().contains(&home.gateway), "the home's silence is told");
    let mut rig = Rig::start(&store).await;
    let reading = Reading::new(Vital::Spo2, Some(962), Flags::NONE);
    let frame = Frame::new(home.device.clone(), rig::mono(ago(1_000)), None, vec![reading]).unwrap();
    rig.raw_to(&home.gateway, of(&home, Class::Numerics, vec![Record::Frame(frame)]), &Known::ALL).await;
    rig.receipted(&home, 1).await;
    rig.screen.value(&home, "spo2", 96.2).await;
    assert_eq!(count(&store, "SELECT count(*) FROM quarantine").await, 0);
    rig.stop().await;
}
