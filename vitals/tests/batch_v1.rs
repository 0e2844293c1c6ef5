//! Batch encoding v1 reads back what it writes, refuses everything else with a named error, and never changes: the bytes in
//! `golden/*.hex` stand for those that gateways in homes have on their disks.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use hearth_vitals::batch::v1::{
    Batch, DecodeError, Header, MAX_BATCH_BYTES, decode, decode_knowing, decode_record, decode_record_knowing, encode, encode_record, peek,
};
use hearth_vitals::*;
use proptest::prelude::*;
use std::fs;
use std::path::Path;

fn device(number: u8) -> DeviceId {
    DeviceId::new(&format!("oxi-{number:03}")).unwrap()
}

/// A value and the bits of its flags.
fn reading() -> impl Strategy<Value = (Option<i32>, u16)> {
    (proptest::option::of(prop_oneof![any::<i32>(), 0..2_000]), any::<u16>())
}

/// Divides readings into those that this version knows and those that it does not.
fn sort_out(all: impl IntoIterator<Item = (u8, (Option<i32>, u16))>) -> (Vec<Reading>, Vec<UnknownReading>) {
    let (mut readings, mut unknown) = (Vec::new(), Vec::new());
    for (code, (raw, flags)) in all {
        match (Vital::from_code(code), Flags::from_bits(flags)) {
            (Some(vital), Some(flags)) => readings.push(Reading::read(vital, raw, flags)),
            _ => unknown.push(UnknownReading::new(code, raw, flags, &Known::ALL)),
        }
    }
    (readings, unknown)
}

fn mono() -> impl Strategy<Value = MonoMs> {
    prop_oneof![0_u64..10_000_000_000, any::<u64>()].prop_map(MonoMs)
}

fn frame() -> impl Strategy<Value = Record> {
    let readings = proptest::collection::btree_map(prop_oneof![4 => 0_u8..12, 1 => 0_u8..64], reading(), 1..12);
    (0_u8..9, mono(), proptest::option::of(any::<i64>()), readings).prop_map(|(dev, mono, time, readings)| {
        let (readings, unknown) = sort_out(readings);
        Record::Frame(Frame::with_unknown(device(dev), mono, time.map(DeviceTime), readings, unknown).unwrap())
    })
}

fn waveform() -> impl Strategy<Value = Record> {
    let samples = proptest::collection::vec(any::<i16>(), 1..120);
    (0_u8..9, mono(), 1_u32..100_000, samples, prop_oneof![3 => 0_u8..3, 1 => 3_u8..]).prop_map(|(dev, mono, period_us, samples, code)| {
        let kind = WaveformKind::from_code(code).unwrap_or(WaveformKind::Pleth);
        let block = WaveformBlock { device: device(dev), kind, mono, period_us, samples };
        if code < 3 { Record::Waveform(block) } else { Record::Unknown(of_unknown_kind(&block, code)) }
    })
}

/// The same block with another code for its kind, made by changing its bytes.
fn of_unknown_kind(block: &WaveformBlock, code: u8) -> Unknown {
    let known = Known { waveforms: 0, ..Known::ALL };
    let bytes = encode_record(BOOT, &Record::Waveform(block.clone())).unwrap();
    let (_, Record::Unknown(unknown)) = decode_record_knowing(&bytes, &known).unwrap() else { unreachable!() };
    Unknown { what: UnknownCode::Waveform(code), ..unknown }
}

fn quality() -> impl Strategy<Value = ClockQuality> {
    (1_u8..4).prop_map(|code| ClockQuality::from_code(code).unwrap())
}

fn kind() -> impl Strategy<Value = EventKind> {
    prop_oneof![
        Just(EventKind::Button),
        Just(EventKind::LinkUp),
        Just(EventKind::LinkDown),
        any::<u8>().prop_map(|code| EventKind::CuffFault { code }),
        (0_i64..1 << 45, 0_i64..1 << 40)
            .prop_map(|(from, length)| EventKind::NotCollected { from: WallMs(from), until: WallMs(from + length) }),
        Just(EventKind::DiskFault),
        any::<u32>().prop_map(|packets| EventKind::Rejected { packets }),
    ]
}

fn event(boot: BootId) -> impl Strategy<Value = Record> {
    let happened = (mono(), proptest::option::of(0_u8..9), kind())
        .prop_map(|(mono, dev, kind)| Record::Event(Event { mono, device: dev.map(device), kind }));
    let status = (mono(), quality(), any::<(u64, u64, u64, u8, u8)>()).prop_map(
        |(mono, clock, (outbox_bytes, disk_free_bytes, backlog, links_up, links_total))| {
            Record::Status(Status { mono, clock, outbox_bytes, disk_free_bytes, backlog, links_up, links_total })
        },
    );
    let loss = (mono(), any::<u64>(), 0_u8..3, 0_u64..1 << 40, 1_u64..1 << 40, 1_u8..4).prop_map(
        |(mono, generation, class, first, count, reason)| {
            let stream = Stream { generation: Generation(generation), class: Class::from_code(class).unwrap() };
            let range = SeqRange::new(first, first + count).unwrap();
            Record::Loss(Loss { mono, stream, range, reason: LossReason::from_code(reason).unwrap() })
        },
    );
    let anchor = (mono(), any::<i64>(), quality(), any::<u32>()).prop_map(move |(mono, wall, quality, uncertainty_ms)| {
        Record::Anchor(Anchor { boot, mono, wall: WallMs(wall), quality, uncertainty_ms })
    });
    let unknown = (mono(), proptest::option::of(0_u8..9), 7_u8.., proptest::collection::vec(any::<u8>(), 0..40)).prop_map(
        |(mono, dev, code, body)| Record::Unknown(Unknown { what: UnknownCode::Event(code), device: dev.map(device), mono, body }),
    );
    prop_oneof![happened, status, loss, anchor, unknown]
}

const BOOT: BootId = BootId(0x0123_4567_89ab_cdef);

fn records() -> impl Strategy<Value = Vec<Record>> {
    prop_oneof![
        proptest::collection::vec(frame(), 1..30),
        proptest::collection::vec(waveform(), 1..10),
        proptest::collection::vec(event(BOOT), 1..30),
    ]
}

fn batch() -> impl Strategy<Value = Batch> {
    let anchor = proptest::option::of((any::<u64>(), any::<i64>(), quality(), any::<u32>()));
    (records(), any::<u64>(), 0_u64..1 << 50, any::<i64>(), anchor).prop_map(|(records, generation, first, sent, anchor)| Batch {
        header: Header {
            gateway: GatewayId::new("home-0001").unwrap(),
            stream: Stream { generation: Generation(generation), class: records[0].class() },
            first,
            count: records.len() as u32,
            sent: WallMs(sent),
        },
        boot: BOOT,
        anchor: anchor.map(|(mono, wall, quality, uncertainty_ms)| Anchor {
            boot: BOOT,
            mono: MonoMs(mono),
            wall: WallMs(wall),
            quality,
            uncertainty_ms,
        }),
        records,
    })
}

proptest! {
    #[test]
    fn a_batch_reads_back_as_written(batch in batch()) {
        let bytes = encode(&batch).unwrap();
        prop_assert_eq!(peek(&bytes), Ok(batch.header.clone()));
        prop_assert_eq!(decode(&bytes), Ok(batch));
    }

    #[test]
    fn a_record_reads_back_as_written(records in records()) {
        for record in records {
            let bytes = encode_record(BOOT, &record).unwrap();
            prop_assert_eq!(decode_record(&bytes), Ok((BOOT, record)));
        }
    }

    /// An older program stores what it knows and keeps the rest, and gives every byte of the rest back.
    #[test]
    fn of_known_and_unknown_codes_the_known_are_read_and_the_rest_is_kept_to_the_byte(batch in batch(), vitals in 0_u8..12, waveforms in 0_u8..3, flags in 0_u8..Flags::COUNT) {
        let known = Known { vitals, waveforms, flags, ..Known::ALL };
        let bytes = encode(&batch).unwrap();
        let older = decode_knowing(&bytes, &known).unwrap();
        for (seen, written) in older.records.iter().zip(&batch.records) {
            match (seen, written) {
                (Record::Frame(seen), Record::Frame(written)) => {
                    let is_known = |r: &&Reading| r.vital.code() < vitals && r.written().1.bits() < 1 << flags;
                    let expected: Vec<Reading> = written.readings().iter().filter(is_known).copied().collect();
                    prop_assert_eq!(seen.readings(), &expected[..]);
                    prop_assert_eq!(seen.unknown().len(), written.readings().len() + written.unknown().len() - expected.len());
                }
                (Record::Unknown(seen), Record::Waveform(block)) => {
                    prop_assert!(block.kind as u8 >= waveforms);
                    prop_assert_eq!((seen.what, seen.device.as_ref(), seen.mono), (UnknownCode::Waveform(block.kind as u8), Some(&block.device), block.mono));
                }
                _ => prop_assert_eq!(seen, written),
            }
        }
        prop_assert_eq!(encode(&older).unwrap(), bytes);
    }

    #[test]
    fn any_single_changed_bit_is_noticed(batch in batch(), place: prop::sample::Index, bit in 0_u8..8) {
        let mut bytes = encode(&batch).unwrap();
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        prop_assert!(decode(&bytes).is_err());
    }

    #[test]
    fn a_batch_cut_short_anywhere_is_refused(batch in batch(), place: prop::sample::Index) {
        let bytes = encode(&batch).unwrap();
        prop_assert!(decode(&bytes[..place.index(bytes.len())]).is_err());
    }

    #[test]
    fn any_bytes_are_refused_by_name_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(decode(&bytes).is_err());
        let _ = decode_record(&bytes);
    }

    /// Changes bytes and corrects the checksum, as a hostile gateway could.
    #[test]
    fn hostile_bodies_with_a_right_checksum_never_panic(batch in batch(), changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = encode(&batch).unwrap();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        bytes[0..2].copy_from_slice(b"HB");
        let crc = crc32c::crc32c(&bytes[6..]);
        bytes[2..6].copy_from_slice(&crc.to_le_bytes());
        if let Ok(read) = decode(&bytes) {
            prop_assert_eq!(decode(&encode(&read).unwrap()), Ok(read));
        }
    }
}

/// One batch for each class; each option is used at least once.
fn golden() -> Vec<(&'static str, Batch)> {
    let header = |class, count| Header {
        gateway: GatewayId::new("home-0001").unwrap(),
        stream: Stream { generation: Generation(0xfeed_f00d_0123_4567), class },
        first: 1_000,
        count,
        sent: WallMs(1_795_000_000_000),
    };
    let anchor = Anchor {
        boot: BOOT,
        mono: MonoMs(5_000_250),
        wall: WallMs(1_794_999_999_990),
        quality: ClockQuality::Synchronised,
        uncertainty_ms: 20,
    };
    let good = |vital, raw| Reading::new(vital, Some(raw), Flags::NONE);
    let frames = vec![
        Record::Frame(Frame::new(device(1), MonoMs(5_000_000), None, vec![good(Vital::PulseRate, 720), good(Vital::Spo2, 970)]).unwrap()),
        Record::Frame(
            Frame::new(device(2), MonoMs(5_000_900), Some(DeviceTime(1_458_394_632_000)), vec![good(Vital::Temperature, 3_830)]).unwrap(),
        ),
        Record::Frame(
            Frame::new(
                device(1),
                MonoMs(5_001_000),
                None,
                vec![Reading::missing(Vital::Spo2, Flags::SENSOR_OFF), Reading::new(Vital::PulseRate, Some(0), Flags::QUESTIONABLE)],
            )
            .unwrap(),
        ),
    ];
    let given = vec![Record::Frame(
        Frame::new(
            device(1),
            MonoMs(5_000_000),
            None,
            vec![
                Reading::checked(Vital::PulseRate, 0, Flags::NONE),
                Reading::checked(Vital::Spo2, 480, Flags::LOW_PERFUSION),
                Reading::missing(Vital::Glucose, Flags::OFF_SCALE_LOW),
            ],
        )
        .unwrap(),
    )];
    let samples = (0..75).map(|i| [60, 62, 70, 90, 120, 110, 80, 66][i % 8] - (i / 10) as i16).collect();
    let waveforms = vec![Record::Waveform(WaveformBlock {
        device: device(1),
        kind: WaveformKind::Pleth,
        mono: MonoMs(5_000_000),
        period_us: 13_333,
        samples,
    })];
    let stream = Stream { generation: Generation(7), class: Class::Waveforms };
    let happened = |device, kind| Record::Event(Event { mono: MonoMs(5_000_000), device, kind });
    let events = vec![
        happened(None, EventKind::Button),
        happened(Some(device(1)), EventKind::LinkUp),
        happened(Some(device(1)), EventKind::LinkDown),
        happened(Some(device(3)), EventKind::CuffFault { code: 9 }),
        happened(None, EventKind::NotCollected { from: WallMs(1_794_990_000_000), until: WallMs(1_794_990_060_000) }),
        happened(None, EventKind::DiskFault),
        happened(Some(device(1)), EventKind::Rejected { packets: 12 }),
        Record::Status(Status {
            mono: MonoMs(5_000_100),
            clock: ClockQuality::Drifting,
            outbox_bytes: 12_345,
            disk_free_bytes: 1 << 33,
            backlog: 99,
            links_up: 1,
            links_total: 2,
        }),
        Record::Loss(Loss { mono: MonoMs(5_000_200), stream, range: SeqRange::new(10, 400).unwrap(), reason: LossReason::DiskFull }),
        Record::Anchor(anchor),
    ];
    let batch = |class, records: Vec<Record>, anchor| Batch { header: header(class, records.len() as u32), boot: BOOT, anchor, records };
    vec![
        ("numerics", batch(Class::Numerics, frames, Some(anchor))),
        ("waveforms", batch(Class::Waveforms, waveforms, None)),
        ("events", batch(Class::Events, events, None)),
        ("given", batch(Class::Numerics, given, Some(anchor))),
    ]
}

fn hex(bytes: &[u8]) -> String {
    bytes.chunks(32).map(|line| line.iter().map(|b| format!("{b:02x}")).collect::<String>() + "\n").collect()
}

/// The golden files were written once, by hand. This test deliberately cannot renew them.
#[test]
fn the_bytes_of_v1_never_change() {
    for (name, batch) in golden() {
        let bytes = encode(&batch).unwrap();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.hex"));
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(hex(&bytes), kept, "{name}: v1 is frozen; a change of the format is a v2");
        assert_eq!(decode(&bytes), Ok(believable(batch)));
    }
}

/// As a hub takes a batch that an older gateway wrote: a pulse of 0 is no value, whatever its flags.
fn believable(mut batch: Batch) -> Batch {
    for record in &mut batch.records {
        if let Record::Frame(frame) = record {
            let readings = frame.readings().iter().map(|r| Reading::read(r.vital, r.written().0, r.written().1)).collect();
            *frame = Frame::new(frame.device.clone(), frame.mono, frame.device_time, readings).unwrap();
        }
    }
    batch
}

/// A pulse of 0 and a saturation of 48 come to the hub as they were given, and as no value.
#[test]
fn a_number_that_cannot_be_believed_crosses_the_wire_as_given_and_never_as_a_value() {
    let readings = vec![
        Reading::checked(Vital::PulseRate, 0, Flags::NONE),
        Reading::checked(Vital::Spo2, 480, Flags::LOW_PERFUSION),
        Reading::checked(Vital::Temperature, 10_040, Flags::NONE),
        Reading::missing(Vital::Glucose, Flags::OFF_SCALE_LOW),
    ];
    let frame = Record::Frame(Frame::new(device(1), MonoMs(5), None, readings.clone()).unwrap());
    let bytes = encode_record(BOOT, &frame).unwrap();
    let (_, Record::Frame(read)) = decode_record(&bytes).unwrap() else { unreachable!() };
    assert_eq!(read.readings(), readings);
    assert!(read.readings().iter().all(|reading| reading.raw.is_none()));
    assert_eq!(read.get(Vital::Spo2).unwrap().given, Some(480));
    // A hub from before these flags keeps the readings as they were written, and has no value of them.
    let (_, Record::Frame(older)) = decode_record_knowing(&bytes, &Known { flags: 12, ..Known::ALL }).unwrap() else { unreachable!() };
    assert_eq!((older.readings().len(), older.unknown().len()), (0, 4));
    // Whatever a gateway writes, a number that no patient can have is no value.
    let forged = Frame::new(device(1), MonoMs(5), None, vec![Reading::new(Vital::Spo2, Some(1_270), Flags::NONE)]).unwrap();
    let (_, Record::Frame(read)) = decode_record(&encode_record(BOOT, &Record::Frame(forged)).unwrap()).unwrap() else { unreachable!() };
    assert_eq!(read.readings(), [Reading::checked(Vital::Spo2, 1_270, Flags::NONE)]);
}

#[test]
fn a_home_with_eight_readings_a_second_pays_at_most_twelve_bytes_a_reading() {
    let good = |vital, raw| Reading::new(vital, Some(raw), Flags::NONE);
    let readings = vec![
        good(Vital::HeartRate, 720),
        good(Vital::PulseRate, 721),
        good(Vital::Spo2, 970),
        good(Vital::PerfusionIndex, 5_500),
        good(Vital::RespiratoryRate, 160),
        good(Vital::Temperature, 3_712),
        good(Vital::Systolic, 1_210),
        good(Vital::Diastolic, 780),
    ];
    // The dearest case: one second is sent at once, so that nothing is shared with neighbouring seconds.
    let frame =
        |number, readings: &[Reading]| Record::Frame(Frame::new(device(number), MonoMs(900_000_000), None, readings.to_vec()).unwrap());
    for (name, records) in
        [("one monitor", vec![frame(1, &readings)]), ("two devices", vec![frame(1, &readings[..4]), frame(2, &readings[4..])])]
    {
        let anchor = Anchor {
            boot: BOOT,
            mono: MonoMs(900_000_000),
            wall: WallMs(1_795_000_000_000),
            quality: ClockQuality::Synchronised,
            uncertainty_ms: 20,
        };
        let header = Header {
            gateway: GatewayId::new("home-0001").unwrap(),
            stream: Stream { generation: Generation(u64::MAX), class: Class::Numerics },
            first: 5_000_000,
            count: records.len() as u32,
            sent: WallMs(1_795_000_000_040),
        };
        let bytes = encode(&Batch { header, boot: BOOT, anchor: Some(anchor), records }).unwrap();
        println!("{name}: {} bytes, {:.1} a reading", bytes.len(), bytes.len() as f64 / 8.0);
        assert!(bytes.len() <= 8 * 12, "{name}: {} bytes", bytes.len());
    }
}

#[test]
fn each_kind_of_wrong_batch_has_its_own_name() {
    let (_, batch) = golden().remove(0);
    let bytes = encode(&batch).unwrap();
    let resealed = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = bytes.clone();
        change(&mut bytes);
        let crc = crc32c::crc32c(&bytes[6..]);
        bytes[2..6].copy_from_slice(&crc.to_le_bytes());
        decode(&bytes).unwrap_err()
    };
    assert_eq!(decode(b"{\"json\":true}"), Err(DecodeError::Magic));
    assert_eq!(decode(&[]), Err(DecodeError::Truncated("magic")));
    assert_eq!(decode(&vec![0; MAX_BATCH_BYTES + 1]), Err(DecodeError::TooLong(MAX_BATCH_BYTES + 1)));
    assert_eq!(resealed(&|b| b[6] = 2), DecodeError::NewerVersion(2));
    assert_eq!(resealed(&|b| b[7] = 9), DecodeError::Field("class"));
    assert_eq!(resealed(&|b| b.push(0)), DecodeError::Trailing(1));
    let mut flipped = bytes.clone();
    flipped[40] ^= 1;
    assert_eq!(decode(&flipped), Err(DecodeError::Checksum));
}
