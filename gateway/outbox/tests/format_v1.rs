//! Format 1, byte by byte as the head of the crate describes it. It never changes, because gateways keep their data over
//! an upgrade.

use hearth_outbox::sim::SimDisk;
use hearth_outbox::{ClassId, Config, Outbox, Read};

const GENERATION: u64 = 0x9f3c_0000_0000_12ab;
const SEGMENT: &str = "9f3c0000000012ab-1-0000000000000000.seg";

fn config() -> Config {
    Config { max_bytes: 1 << 20, segment_bytes: 70_000, keep_receipted_bytes: 1 << 20, min_free_bytes: 0 }
}

fn checksum(bytes: &[u8]) -> [u8; 4] {
    crc32c::crc32c(bytes).to_le_bytes()
}

fn preamble(magic: &[u8; 8]) -> Vec<u8> {
    let head = [magic.as_slice(), &1_u32.to_le_bytes()].concat();
    [head.clone(), checksum(&head).to_vec()].concat()
}

fn head_and_payload(length: u32, seq: u64, payload: &[u8]) -> Vec<u8> {
    let body = [length.to_le_bytes().as_slice(), &seq.to_le_bytes(), payload].concat();
    let covered = [GENERATION.to_le_bytes().as_slice(), &[1], &body].concat();
    [checksum(&covered).to_vec(), body].concat()
}

/// The bytes of a segment with two records and the seal.
fn segment() -> Vec<u8> {
    let ids = [GENERATION.to_le_bytes(), 1_u64.to_le_bytes(), 0_u64.to_le_bytes()].concat();
    let header = [preamble(b"HEARTHOB"), ids, vec![1, 0, 0, 0]].concat();
    let crc = checksum(&header).to_vec();
    let records = [head_and_payload(3, 0, b"abc"), head_and_payload(5, 1, b"hello"), head_and_payload(u32::MAX, 2, b"")].concat();
    [header, crc, records].concat()
}

/// The bytes of a ledger with one stream, of which the hub holds number 0.
fn ledger() -> Vec<u8> {
    let key = [1_u64.to_le_bytes().as_slice(), &GENERATION.to_le_bytes(), &[1]].concat();
    let receipted = [1_u32.to_le_bytes().as_slice(), &0_u64.to_le_bytes(), &1_u64.to_le_bytes()].concat();
    let body = [preamble(b"HEARTHLG"), 1_u32.to_le_bytes().to_vec(), key, receipted, vec![0; 5 * 4]].concat();
    [body.clone(), checksum(&body).to_vec()].concat()
}

#[test]
fn the_checksum_is_crc_32c() {
    // The check value of CRC-32/ISCSI in the catalogue of parametrised CRC algorithms.
    assert_eq!(crc32c::crc32c(b"123456789"), 0xe306_9283);
}

#[test]
fn a_segment_is_written_as_the_essay_says() {
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, 1 << 40), config(), GENERATION).unwrap();
    outbox.append(ClassId::NUMERICS, b"abc").unwrap();
    outbox.append(ClassId::NUMERICS, b"hello").unwrap();
    let mut disk = outbox.close().unwrap();
    assert_eq!(disk.names(), [SEGMENT]);
    assert_eq!(disk.contents_mut(SEGMENT).unwrap(), &segment());
}

#[test]
fn files_of_format_1_are_read_for_ever() {
    let mut disk = SimDisk::new(1, 1 << 40);
    for (name, bytes) in [(SEGMENT, segment()), ("ledger", ledger())] {
        hearth_outbox::Disk::create(&mut disk, name).unwrap();
        hearth_outbox::Disk::append(&mut disk, name, &bytes).unwrap();
    }
    let (mut outbox, recovery) = Outbox::open(disk, config(), 7).unwrap();
    assert!(!recovery.ledger_is_damaged && recovery.losses.is_empty());
    assert_eq!(recovery.streams[0].receipted, [(0, 1)]);
    let read = outbox.read(GENERATION, ClassId::NUMERICS, 0, 9, 999).unwrap();
    assert_eq!(read, Read::Records(vec![(0, b"abc".to_vec()), (1, b"hello".to_vec())]));
    outbox.forget_receipts();
    outbox.receipt(GENERATION, ClassId::NUMERICS, &[(0, 1)]).unwrap();
    let mut disk = outbox.close().unwrap();
    let bytes = disk.contents_mut("ledger").unwrap();
    // The streams of this opening come after it; the first one has the bytes that the head of the crate describes.
    assert_eq!(bytes[20..][..17 + 20 + 20], ledger()[20..][..17 + 20 + 20]);
}
