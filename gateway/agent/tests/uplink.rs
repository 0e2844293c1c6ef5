//! The uplink as a state machine: whatever the network does, everything is sent until it is held, a lane has at most two
//! batches without a receipt, and live goes before backfill.
use hearth_gateway::uplink::{Consecutive, LIVE_MS, Lane, MAX_UNRECEIPTED, Outgoing, Shelf, Stamp, Uplink};
use hearth_vitals::batch::v1::{self, Batch};
use hearth_vitals::receipt::{Receipt, Refusal, RefusalReason, StreamReceipt};
use hearth_vitals::{
    Anchor, BootId, Class, ClockQuality, DeviceId, Event, EventKind, Flags, Frame, GatewayId, Generation, MonoMs, Reading, Record,
    SeqRange, Stream, Vital, WallMs, WaveformBlock, WaveformKind,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const BOOT: BootId = BootId(7);
const GENERATION: Generation = Generation(70);
const OLD_BOOT: BootId = BootId(6);
const OLD: Generation = Generation(60);
const WALL: i64 = 1_790_000_000_000;

/// A shelf in memory.
#[derive(Default)]
struct Memory {
    records: BTreeMap<(Stream, u64), Vec<u8>>,
    held: BTreeSet<(Stream, u64)>,
    given_up: Vec<u64>,
}

impl Memory {
    fn put(&mut self, boot: BootId, generation: Generation, record: &Record) -> u64 {
        let stream = Stream { generation, class: record.class() };
        let seq = self.records.keys().rfind(|key| key.0 == stream).map_or(0, |key| key.1 + 1);
        self.records.insert((stream, seq), v1::encode_record(boot, record).unwrap());
        seq
    }

    fn is_drained(&self) -> bool {
        self.records.keys().all(|key| self.held.contains(key))
    }
}

impl Shelf for Memory {
    fn streams(&self) -> Vec<Stream> {
        let mut streams: Vec<Stream> = self.records.keys().map(|key| key.0).collect();
        streams.dedup();
        streams
    }

    fn consecutive(&mut self, stream: Stream, from: u64, to: u64, max_records: usize, max_bytes: usize) -> Option<Consecutive> {
        let free = |seq: u64| self.records.contains_key(&(stream, seq)) && !self.held.contains(&(stream, seq));
        let first =
            self.records.keys().filter(|key| key.0 == stream && (from..to).contains(&key.1)).map(|key| key.1).find(|seq| free(*seq))?;
        let mut payloads: Vec<Vec<u8>> = Vec::new();
        let mut bytes = 0;
        for seq in (first..to).take(max_records).take_while(|seq| free(*seq)) {
            let payload = self.records[&(stream, seq)].clone();
            bytes += payload.len();
            if bytes > max_bytes && !payloads.is_empty() {
                break;
            }
            payloads.push(payload);
        }
        Some(Consecutive { first, payloads })
    }

    fn give_up(&mut self, stream: Stream, seq: u64) {
        self.given_up.push(seq);
        self.held.insert((stream, seq));
    }
}

fn frame(mono: u64, raw: i32) -> Record {
    let reading = Reading::new(Vital::Spo2, Some(raw), Flags::NONE);
    Record::Frame(Frame::new(DeviceId::new("oxim-0001").unwrap(), MonoMs(mono), None, vec![reading]).unwrap())
}

fn event(mono: u64) -> Record {
    Record::Event(Event { mono: MonoMs(mono), device: None, kind: EventKind::Button })
}

fn wave(mono: u64) -> Record {
    let device = DeviceId::new("oxim-0001").unwrap();
    let samples = (0..75).map(|n| n * 7 % 31).collect();
    Record::Waveform(WaveformBlock { device, kind: WaveformKind::Pleth, mono: MonoMs(mono), period_us: 13_333, samples })
}

/// A gateway and a hub, and a network between them that does what the test says.
struct World {
    now: u64,
    quality: ClockQuality,
    shelf: Memory,
    uplink: Uplink,
    hub: BTreeSet<(Stream, u64)>,
    deliveries: Vec<(Lane, Batch)>,
}

impl World {
    fn new() -> World {
        let old =
            Anchor { boot: OLD_BOOT, mono: MonoMs(1), wall: WallMs(WALL - 86_400_000), quality: ClockQuality::Drifting, uncertainty_ms: 9 };
        let uplink = Uplink::new(GatewayId::new("home-0001").unwrap(), GENERATION, vec![old]);
        let quality = ClockQuality::Synchronised;
        World { now: 100_000, quality, shelf: Memory::default(), uplink, hub: BTreeSet::new(), deliveries: Vec::new() }
    }

    fn measure(&mut self, record: &Record) {
        let seq = self.shelf.put(BOOT, GENERATION, record);
        self.uplink.appended(record.class(), seq, record.mono(), MonoMs(self.now));
    }

    fn pump(&mut self) -> Vec<(Lane, Batch)> {
        let uncertainty_ms = 5;
        let anchor =
            Anchor { boot: BOOT, mono: MonoMs(self.now), wall: WallMs(WALL + self.now as i64), quality: self.quality, uncertainty_ms };
        let outgoing = self.uplink.pump(&Stamp { anchor, is_compared: anchor.quality == ClockQuality::Synchronised }, &mut self.shelf);
        let (live, backfill) = self.uplink.unreceipted();
        assert!(live <= MAX_UNRECEIPTED && backfill <= MAX_UNRECEIPTED);
        let decode = |Outgoing { lane, bytes }: Outgoing| (lane, v1::decode(&bytes).unwrap());
        outgoing.into_iter().map(decode).collect()
    }

    fn commit(&mut self, batch: &Batch) -> Receipt {
        let stream = batch.header.stream;
        self.hub.extend((0..u64::from(batch.header.count)).map(|n| (stream, batch.header.first + n)));
        self.receipt(stream)
    }

    fn receipt(&self, stream: Stream) -> Receipt {
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        for (_, seq) in self.hub.iter().filter(|key| key.0 == stream) {
            match ranges.last_mut() {
                Some(last) if last.1 == *seq => last.1 += 1,
                _ => ranges.push((*seq, seq + 1)),
            }
        }
        let held = ranges.into_iter().map(|(first, end)| SeqRange::new(first, end).unwrap()).collect();
        let streams = vec![StreamReceipt { stream, held, resend_from: None }];
        Receipt { v: 1, store: "s".into(), epoch: 1, hub_time: WallMs(WALL), streams, refused: None }
    }

    fn hear(&mut self, receipt: &Receipt) -> Option<MonoMs> {
        for stream in &receipt.streams {
            let ranges = stream.held.iter().flat_map(|range| range.first()..range.end());
            self.shelf.held.extend(ranges.map(|seq| (stream.stream, seq)));
        }
        self.uplink.receipt(MonoMs(self.now), receipt)
    }

    /// Lets everything pass without faults, until the outbox is empty.
    fn drain(&mut self, turns: usize) {
        for _ in 0..turns {
            for (lane, batch) in self.pump() {
                let receipt = self.commit(&batch);
                self.hear(&receipt);
                self.deliveries.push((lane, batch));
            }
            if self.shelf.is_drained() {
                return;
            }
            self.now += 100;
        }
        panic!("not drained in {turns} turns");
    }
}

#[test]
fn after_an_outage_the_newest_go_first_and_the_backlog_follows_oldest_first() {
    let mut world = World::new();
    for second in 0..3_600 {
        world.now += 1_000;
        let now = world.now;
        world.measure(&frame(now, second));
        world.measure(&wave(now));
        world.pump();
    }
    // Three streams have live records, and two batches may be without a receipt. So the third stream waits, and the backlog
    // behind it.
    let now = world.now;
    world.measure(&event(now));
    world.uplink.connected(MonoMs(world.now));
    let border = world.now - LIVE_MS;
    world.drain(10_000);
    let lanes: Vec<Lane> = world.deliveries.iter().map(|(lane, _)| *lane).collect();
    let first_backfill = lanes.iter().position(|lane| *lane == Lane::Backfill).unwrap();
    assert!(lanes[first_backfill..].iter().all(|lane| *lane == Lane::Backfill), "{lanes:?}");
    for (lane, batch) in &world.deliveries {
        let is_live = batch.records.iter().all(|record| record.mono().0 >= border);
        assert_eq!(is_live, *lane == Lane::Live);
    }
    let numerics = world.deliveries.iter().filter(|(lane, batch)| *lane == Lane::Backfill && batch.header.stream.class == Class::Numerics);
    let firsts: Vec<u64> = numerics.map(|(_, batch)| batch.header.first).collect();
    assert!(firsts.is_sorted() && firsts[0] == 0);
}

#[test]
fn a_reading_leaves_within_fifty_milliseconds_even_while_a_day_is_caught_up() {
    let mut world = World::new();
    for second in 0..86_400 {
        world.shelf.put(OLD_BOOT, OLD, &frame(second * 1_000, 970));
    }
    world.uplink.connected(MonoMs(world.now));
    let mut waits = Vec::new();
    for second in 0..20_u64 {
        let measured = world.now;
        world.measure(&frame(measured, 960));
        let due = world.uplink.next_due().unwrap();
        assert!(due.0 <= measured + 50);
        world.now = measured + 50;
        for (lane, batch) in world.pump() {
            if lane == Lane::Live {
                waits.push((second, world.now - measured));
            }
            let receipt = world.commit(&batch);
            world.hear(&receipt);
        }
        world.now = measured + 1_000;
    }
    assert_eq!(waits, (0..20).map(|second| (second, 50)).collect::<Vec<_>>());
    // Two batches of 60 KiB a second are sent here: a day takes far less than a hundredth of a day.
    assert!(world.hub.iter().filter(|key| key.0.generation == OLD).count() > 20 * 100);
}

#[test]
fn records_of_an_earlier_boot_carry_that_boots_anchor() {
    let mut world = World::new();
    world.shelf.put(OLD_BOOT, OLD, &frame(5, 970));
    world.uplink.connected(MonoMs(world.now));
    world.drain(10);
    let (_, batch) = &world.deliveries[0];
    assert_eq!((batch.boot, batch.anchor.unwrap().boot), (OLD_BOOT, OLD_BOOT));
}

#[test]
fn readings_wait_for_the_time_and_events_fetch_it() {
    let mut world = World::new();
    world.quality = ClockQuality::Unknown;
    world.uplink.connected(MonoMs(world.now));
    let now = world.now;
    world.measure(&frame(now, 970));
    world.measure(&event(now));
    world.now += 50;
    let sent = world.pump();
    assert_eq!(sent.iter().map(|(_, batch)| batch.header.stream.class).collect::<Vec<_>>(), [Class::Events]);
    assert_eq!(sent[0].1.anchor, None);
    let receipt = world.commit(&sent[0].1);
    world.hear(&receipt);
    world.quality = ClockQuality::Synchronised;
    world.uplink.clock_known(MonoMs(world.now));
    world.drain(5);
}

#[test]
fn readings_under_a_clock_that_is_only_plausible_wait_for_the_first_answer() {
    let mut world = World::new();
    world.quality = ClockQuality::Drifting;
    world.uplink.connected(MonoMs(world.now));
    let now = world.now;
    world.measure(&frame(now, 970));
    world.measure(&event(now));
    world.now += 50;
    let sent = world.pump();
    assert_eq!(sent.iter().map(|(_, batch)| batch.header.stream.class).collect::<Vec<_>>(), [Class::Events]);
    let mut batch = sent[0].1.clone();
    // Each round trip is too long for comparing clocks, but the reading does not wait for ever.
    for _ in 0..5 {
        let receipt = world.commit(&batch);
        assert_eq!(world.hear(&receipt), Some(MonoMs(world.now - 50)));
        world.uplink.clock_known(MonoMs(world.now));
        let now = world.now;
        world.measure(&event(now));
        world.now += 50;
        let sent = world.pump();
        assert_eq!(sent.iter().map(|(_, batch)| batch.header.stream.class).collect::<Vec<_>>(), [Class::Events]);
        batch = sent[0].1.clone();
    }
    let receipt = world.commit(&batch);
    world.hear(&receipt);
    world.uplink.clock_known(MonoMs(world.now));
    world.drain(5);
}

#[test]
fn without_receipts_a_lane_sends_again_after_5_10_20_40_60_60_seconds() {
    let mut world = World::new();
    world.shelf.put(OLD_BOOT, OLD, &frame(5, 970));
    world.uplink.connected(MonoMs(world.now));
    let mut sent = Vec::new();
    for _ in 0..7 {
        assert_eq!(world.pump().len(), 1);
        sent.push(world.now);
        world.now = world.uplink.next_due().unwrap().0;
    }
    let pauses: Vec<u64> = sent.windows(2).map(|pair| (pair[1] - pair[0]) / 1_000).collect();
    assert_eq!(pauses, [5, 10, 20, 40, 60, 60]);
}

#[test]
fn a_receipt_counts_from_when_its_newest_record_was_numbered_however_often_that_was_sent() {
    let mut world = World::new();
    world.uplink.connected(MonoMs(world.now));
    let measured = world.now;
    world.measure(&frame(measured, 970));
    world.now += 50;
    let (_, batch) = world.pump().remove(0);
    let late = world.commit(&batch);
    // The hub has answered, but the broker stands still and holds the answer back.
    world.now += 5_000;
    assert_eq!(world.pump().len(), 1, "sent again");
    world.now += 100;
    assert_eq!(world.hear(&late), Some(MonoMs(measured)), "it may be the answer to either");
    assert_eq!(world.hear(&late), None, "repeated, it tells nothing");
    let measured = world.now;
    world.measure(&frame(measured, 960));
    world.now += 50;
    let sent = world.pump();
    let receipt = world.commit(&sent[0].1);
    assert_eq!(world.hear(&receipt), Some(MonoMs(measured)));
}

#[test]
fn a_receipt_for_what_a_copy_of_the_disk_sent_first_counts_from_before_that() {
    let mut world = World::new();
    world.uplink.connected(MonoMs(world.now));
    for _ in 0..MAX_UNRECEIPTED {
        let now = world.now;
        world.measure(&frame(now, 970));
        world.now += 50;
        assert_eq!(world.pump().len(), 1);
    }
    // The connection has no room for this record. But the copy of the disk sends it, and the hub answers both.
    let numbered = world.now;
    world.measure(&frame(numbered, 960));
    world.now += 50;
    assert_eq!(world.pump().len(), 0);
    let stream = Stream { generation: GENERATION, class: Class::Numerics };
    world.hub.extend((0..=MAX_UNRECEIPTED as u64).map(|seq| (stream, seq)));
    let of_the_copy = world.receipt(stream);
    world.now += 5_000;
    assert_eq!(world.pump().len(), 1, "now it leaves here too, for the first time");
    world.now += 10;
    assert_eq!(world.hear(&of_the_copy), Some(MonoMs(numbered)));
}

#[test]
fn what_was_numbered_before_the_connection_tells_no_time() {
    let mut world = World::new();
    let before = world.now;
    world.measure(&event(before));
    world.now += 60_000;
    world.uplink.connected(MonoMs(world.now));
    let (_, batch) = world.pump().remove(0);
    let receipt = world.commit(&batch);
    assert_eq!(world.hear(&receipt), None);
    let now = world.now;
    world.measure(&event(now));
    world.now += 50;
    let (_, batch) = world.pump().remove(0);
    let receipt = world.commit(&batch);
    assert_eq!(world.hear(&receipt), Some(MonoMs(now)));
}

#[test]
fn a_refusal_is_waited_out_and_nothing_is_lost() {
    let mut world = World::new();
    world.uplink.connected(MonoMs(world.now));
    let now = world.now;
    world.measure(&frame(now, 970));
    world.now += 50;
    assert_eq!(world.pump().len(), 1);
    let stream = Stream { generation: GENERATION, class: Class::Numerics };
    let refused = Some(Refusal { reason: RefusalReason::StoreUnavailable, retry_after_ms: 20_000 });
    world.hear(&Receipt { refused, streams: Vec::new(), ..world.receipt(stream) });
    world.now += 19_999;
    assert_eq!(world.pump().len(), 0);
    assert_eq!(world.uplink.next_due(), Some(MonoMs(now + 20_050)));
    world.now += 1;
    world.drain(5);
}

#[test]
fn a_record_that_cannot_be_understood_is_given_up_and_the_rest_goes_on() {
    let mut world = World::new();
    for n in 0..5 {
        let now = world.now;
        world.measure(&frame(now + n, 970));
    }
    let stream = Stream { generation: GENERATION, class: Class::Numerics };
    world.shelf.records.insert((stream, 2), vec![99, 1, 2]);
    world.uplink.connected(MonoMs(world.now));
    world.drain(10);
    assert_eq!(world.shelf.given_up, [2]);
    assert_eq!(world.hub.len(), 4);
}

/// One thing that can happen.
#[derive(Debug, Clone)]
enum Step {
    Frames(u8),
    Event,
    Wave,
    Wait(u32),
    /// A batch in flight (which one) reaches the hub, and its receipt arrives or is lost.
    Deliver(u8, bool),
    Drop(u8),
    /// An old receipt arrives again.
    Repeat,
    Disconnect,
    Connect,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1..20_u8).prop_map(Step::Frames),
        1 => Just(Step::Event),
        2 => Just(Step::Wave),
        3 => (1..20_000_u32).prop_map(Step::Wait),
        5 => (any::<u8>(), any::<bool>()).prop_map(|(which, answered)| Step::Deliver(which, answered)),
        2 => any::<u8>().prop_map(Step::Drop),
        1 => Just(Step::Repeat),
        1 => Just(Step::Disconnect),
        2 => Just(Step::Connect),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Receipts may be lost, doubled, late and out of order: in the end the hub holds everything, and what it holds is what was
    /// measured.
    #[test]
    fn whatever_the_network_does_everything_is_held_in_the_end(steps in prop::collection::vec(step(), 1..120)) {
        let mut world = World::new();
        let mut flying: Vec<Batch> = Vec::new();
        let mut heard: Option<Receipt> = None;
        for _ in 0..50 {
            world.shelf.put(OLD_BOOT, OLD, &frame(5, 970));
        }
        for step in steps {
            match step {
                Step::Frames(count) => for n in 0..count {
                    let now = world.now;
                    world.measure(&frame(now + u64::from(n), 900 + i32::from(n)));
                },
                Step::Event => { let now = world.now; world.measure(&event(now)); }
                Step::Wave => { let now = world.now; world.measure(&wave(now)); }
                Step::Wait(ms) => world.now += u64::from(ms),
                Step::Deliver(which, answered) if !flying.is_empty() => {
                    let batch = flying.remove(usize::from(which) % flying.len());
                    let receipt = world.commit(&batch);
                    if answered { world.hear(&receipt); }
                    heard = Some(receipt);
                }
                Step::Drop(which) if !flying.is_empty() => { flying.remove(usize::from(which) % flying.len()); }
                Step::Repeat => if let Some(receipt) = heard.clone() { world.hear(&receipt); },
                Step::Disconnect => world.uplink.disconnected(),
                Step::Connect => { let now = world.now; world.uplink.connected(MonoMs(now)); }
                Step::Deliver(..) | Step::Drop(_) => {}
            }
            for (_, batch) in world.pump() {
                for (index, record) in batch.records.iter().enumerate() {
                    let key = (batch.header.stream, batch.header.first + index as u64);
                    prop_assert_eq!(&v1::encode_record(batch.boot, record).unwrap(), &world.shelf.records[&key]);
                    prop_assert!(!world.shelf.held.contains(&key), "a held record was sent again");
                }
                flying.push(batch);
            }
        }
        world.uplink.connected(MonoMs(world.now));
        world.drain(2_000);
        prop_assert!(world.shelf.records.keys().all(|key| world.hub.contains(key)));
    }
}
