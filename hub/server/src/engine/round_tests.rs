//! Promises of [`super::Round`].

use super::*;
use crate::engine::entrance::RANGES_MAX;
use hearth_store::ingest::{HeldStream, Ingested};
use hearth_vitals::batch::v1::Header;
use hearth_vitals::{Anchor, Class, ClockQuality, DeviceId, Flags, Frame, Generation, Reading, SeqRange, Stream, Vital};

const NOW: WallMs = WallMs(1_795_000_000_000);

fn home() -> GatewayId {
    GatewayId::new("home-0001").unwrap()
}

fn frame(mono: u64) -> Record {
    let readings = vec![Reading::new(Vital::Spo2, Some(970), Flags::NONE)];
    Record::Frame(Frame::new(DeviceId::new("oxi-1").unwrap(), MonoMs(mono), None, readings).unwrap())
}

fn header(count: u32) -> Header {
    let stream = Stream { generation: Generation(1), class: Class::Numerics };
    Header { gateway: home(), stream, first: 5, count, sent: NOW }
}

fn arrived(opened: Opened) -> Arrived {
    Arrived { wall: NOW, mono: MonoMs(7), bytes: bytes::Bytes::from_static(b"body"), opened }
}

fn batch(anchor: Option<Anchor>, records: Vec<Record>) -> Arrived {
    let header = header(records.len() as u32);
    arrived(Opened::Batch(Box::new(Batch { header, boot: BootId(1), anchor, records })))
}

fn synchronised(mono: u64, wall: WallMs) -> Anchor {
    Anchor { boot: BootId(1), mono: MonoMs(mono), wall, quality: ClockQuality::Synchronised, uncertainty_ms: 10 }
}

fn gateways(known: &BTreeSet<GatewayId>) -> Gateways {
    let mut gateways = Gateways::default();
    gateways.add(known.iter().cloned());
    gateways
}

fn round_of(arrived: Arrived, known: &BTreeSet<GatewayId>) -> Round {
    let mut round = Round::default();
    round.take(arrived, true, &mut Entrance::new(86_400_000), &gateways(known));
    round
}

#[test]
fn a_batch_of_an_unknown_gateway_is_refused_and_nothing_of_it_is_committed() {
    let round = round_of(batch(None, vec![frame(1)]), &BTreeSet::new());
    assert!(round.is_empty() && round.heard.is_empty());
    assert_eq!(round.refused[&home()], RefusalReason::UnknownGateway);
}

#[test]
fn frames_are_placed_by_the_anchor_that_came_with_them() {
    let round = round_of(batch(Some(synchronised(1_000, NOW)), vec![frame(400)]), &BTreeSet::from([home()]));
    let Item::Frame(_, placed) = &round.batches[0].items[0] else { panic!("{:?}", round.batches) };
    assert_eq!(placed.at, NOW.plus(-600));
    assert_eq!(round.batches[0].first, 5);
}

#[test]
fn a_clock_in_1970_makes_time_unknown_and_never_a_guess() {
    let in_1970 = Anchor { quality: ClockQuality::Unknown, ..synchronised(1_000, WallMs(1_000)) };
    let round = round_of(batch(Some(in_1970), vec![frame(400)]), &BTreeSet::from([home()]));
    assert!(matches!(&round.batches[0].items[0], Item::Unplaced(BootId(1), bytes) if !bytes.is_empty()));
}

#[test]
fn an_instant_outside_what_is_kept_is_quarantined_with_its_bytes() {
    let long_ago = synchronised(1_000, NOW.plus(-2 * 86_400_000));
    let round = round_of(batch(Some(long_ago), vec![frame(400)]), &BTreeSet::from([home()]));
    assert!(matches!(&round.batches[0].items[0], Item::Quarantined(bytes, _) if !bytes.is_empty()));
}

#[test]
fn poison_holds_its_numbers_so_that_it_blocks_nobody_and_its_bytes_once() {
    let poison = Opened::Poison { gateway: home(), header: Some(header(3)), reason: "bad tag".into() };
    let round = round_of(arrived(poison), &BTreeSet::from([home()]));
    let items = &round.batches[0].items;
    assert_eq!(items.len(), 3);
    assert!(matches!(&items[0], Item::Quarantined(bytes, _) if bytes == b"body"));
    assert!(items[1..].iter().all(|item| matches!(item, Item::Quarantined(bytes, _) if bytes.is_empty())));
}

#[test]
fn what_a_gateway_may_not_speak_for_is_a_stray_by_the_bindings_of_the_moment_and_stays_under_its_number() {
    let mut round = round_of(batch(Some(synchronised(1_000, NOW)), vec![frame(400), frame(500)]), &BTreeSet::from([home()]));
    let device = DeviceId::new("oxi-1").unwrap();
    round.tell_strays(&Bindings::default());
    assert!(round.batches[0].items.iter().all(|item| item.told().1), "nobody registered it");
    assert_eq!((round.batches[0].first, round.batches[0].items.len()), (5, 2));
    round.tell_strays(&Bindings::new([], [(device.clone(), home())]));
    assert!(round.batches[0].items.iter().all(|item| matches!(item, Item::Frame(..))), "it is of this gateway's kit");
    round.tell_strays(&Bindings::new([], [(device, GatewayId::new("home-0002").unwrap())]));
    assert!(round.batches[0].items.iter().all(|item| matches!(item, Item::Stray(_))));
}

#[test]
fn poison_without_numbers_is_kept_apart() {
    let poison = Opened::Poison { gateway: home(), header: None, reason: "no header".into() };
    let round = round_of(arrived(poison), &BTreeSet::from([home()]));
    assert!(round.is_empty());
    assert_eq!(round.unreadable.len(), 1);
}

#[test]
fn of_a_stream_with_a_thousand_gaps_only_what_closes_the_first_is_taken() {
    let gateways = gateways(&BTreeSet::from([home()]));
    let stream = header(1).stream;
    let taken = |end: u64| {
        let mut round = Round::default();
        let gaps = (10..10 + RANGES_MAX as u64).map(|at| SeqRange::new(at * 2, at * 2 + 1).unwrap());
        let held = SeqRange::new(0, end).into_iter().chain(gaps).collect();
        let mut entrance = Entrance::new(86_400_000);
        entrance.note_scattered(&Ingested { streams: vec![HeldStream { gateway: home(), stream, held }], fresh: 1, bindings_version: 1 });
        round.take(batch(None, vec![frame(1)]), true, &mut entrance, &gateways);
        let poison = Opened::Poison { gateway: home(), header: Some(header(1)), reason: "junk".into() };
        round.take(arrived(poison), true, &mut entrance, &gateways);
        round.batches.len()
    };
    assert_eq!((taken(4), taken(5), taken(9)), (0, 2, 2), "the batch begins at 5");
}
