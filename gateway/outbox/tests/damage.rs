//! Damaged bytes are found and named, and only the damaged records are lost.

use crate::support::payload;
use hearth_outbox::sim::SimDisk;
use hearth_outbox::{ClassId, Config, GapKind, OpenError, Outbox, Read};

const LARGE: u64 = 1 << 40;
const STREAM: (u64, ClassId) = (1, ClassId::NUMERICS);
const RECORDS: u64 = 12;
const SIZE: usize = 20;

fn config() -> Config {
    Config { max_bytes: 100 << 20, segment_bytes: 70_000, keep_receipted_bytes: 0, min_free_bytes: 0 }
}

/// A disk with one segment of twelve records, sealed or as a killed process leaves it; and the name of the segment.
fn written(sealed: bool) -> (SimDisk, String) {
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, LARGE), config(), STREAM.0).unwrap();
    for seq in 0..RECORDS {
        outbox.append(STREAM.1, &payload(STREAM, seq, SIZE)).unwrap();
    }
    outbox.sync_all().unwrap();
    outbox.forget_receipts();
    let disk = if sealed { outbox.close().unwrap() } else { outbox.into_disk() };
    let name = disk.names().into_iter().find(|name| name.ends_with(".seg")).unwrap();
    (disk, name)
}

/// The numbers that could be read, and the ranges that were named as lost.
fn drain(outbox: &mut Outbox<SimDisk>) -> (Vec<u64>, Vec<(u64, u64, GapKind)>) {
    let (mut intact, mut lost, mut from) = (Vec::new(), Vec::new(), 0);
    loop {
        match outbox.read(STREAM.0, STREAM.1, from, 5, 1000) {
            Ok(Read::Records(records)) => {
                for (seq, bytes) in records {
                    assert_eq!(bytes, payload(STREAM, seq, SIZE), "record {seq}");
                    assert_eq!(seq, from);
                    intact.push(seq);
                    from += 1;
                }
            }
            Ok(Read::Lost(gap)) => {
                lost.push((gap.first, gap.end, gap.kind));
                from = gap.end;
            }
            Ok(Read::End) | Err(_) => return (intact, lost),
            Ok(Read::Freed(..)) => panic!("nothing was receipted"),
        }
    }
}

#[test]
fn one_damaged_byte_anywhere_costs_at_most_the_record_it_is_in_and_is_named() {
    for sealed in [false, true] {
        let (disk, name) = written(sealed);
        let length = disk.clone().contents_mut(&name).unwrap().len();
        for at in 0..length {
            for flip in [0x01, 0x80, 0xff] {
                let mut disk = disk.clone();
                disk.contents_mut(&name).unwrap()[at] ^= flip;
                let (mut outbox, _) = Outbox::open(disk, config(), 2).unwrap();
                let (intact, lost) = drain(&mut outbox);
                let in_record = at >= 48 && at < 48 + RECORDS as usize * (16 + SIZE);
                let hit = in_record.then(|| ((at - 48) / (16 + SIZE)) as u64);
                let expected: Vec<u64> = (0..RECORDS).filter(|seq| Some(*seq) != hit).collect();
                assert_eq!(intact, expected, "byte {at} ^ {flip:#x}, sealed: {sealed}");
                let named: Vec<u64> = lost.iter().flat_map(|gap| gap.0..gap.1).collect();
                assert_eq!(named, hit.into_iter().collect::<Vec<_>>(), "byte {at} ^ {flip:#x}, sealed: {sealed}");
            }
        }
    }
}

#[test]
fn a_tail_torn_at_any_byte_is_named_and_the_rest_delivered() {
    let (disk, name) = written(false);
    let length = disk.clone().contents_mut(&name).unwrap().len();
    for keep in 1..length {
        let mut disk = disk.clone();
        disk.contents_mut(&name).unwrap().truncate(keep);
        let (mut outbox, recovery) = Outbox::open(disk, config(), 2).unwrap();
        let whole = keep.saturating_sub(48) / (16 + SIZE);
        let is_clean_cut = keep > 48 && (keep - 48).is_multiple_of(16 + SIZE);
        let (intact, _) = drain(&mut outbox);
        assert_eq!(intact, (0..whole as u64).collect::<Vec<_>>(), "cut at {keep}");
        let torn: Vec<_> = recovery.losses.iter().map(|gap| (gap.first, gap.end, gap.kind)).collect();
        let expected = if is_clean_cut { vec![] } else { vec![(whole as u64, whole as u64 + 1, GapKind::Torn)] };
        assert_eq!(torn, expected, "cut at {keep}");
    }
}

#[test]
fn several_damaged_records_are_one_range_with_its_true_end() {
    let (mut disk, name) = written(false);
    let bytes = disk.contents_mut(&name).unwrap();
    bytes[48 + 3 * 36..48 + 7 * 36].fill(0);
    let (mut outbox, recovery) = Outbox::open(disk, config(), 2).unwrap();
    assert_eq!(recovery.losses.iter().map(|gap| (gap.first, gap.end)).collect::<Vec<_>>(), [(3, 7)]);
    let (intact, lost) = drain(&mut outbox);
    assert_eq!(intact, [0, 1, 2, 7, 8, 9, 10, 11]);
    assert_eq!(lost, [(3, 7, GapKind::Corrupt)]);
    assert_eq!(outbox.next_unreceipted(1, STREAM.1, 0), Some((0, 3)), "a loss is not offered");
    assert_eq!(outbox.next_unreceipted(1, STREAM.1, 3), Some((7, 12)));
}

#[test]
fn a_record_given_up_is_lost_for_good_and_not_offered_again() {
    let (disk, _) = written(true);
    let (mut outbox, _) = Outbox::open(disk, config(), 2).unwrap();
    let given = outbox.give_up(STREAM.0, STREAM.1, 4, 5);
    assert_eq!(given.iter().map(|gap| (gap.first, gap.end)).collect::<Vec<_>>(), [(4, 5)]);
    assert_eq!(outbox.give_up(STREAM.0, STREAM.1, 4, 5), vec![]);
    let (mut outbox, recovery) = Outbox::open(outbox.close().unwrap(), config(), 3).unwrap();
    assert_eq!(recovery.losses, given);
    assert_eq!(outbox.next_unreceipted(STREAM.0, STREAM.1, 0), Some((0, 4)));
    assert_eq!(drain(&mut outbox).0, [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11]);
}

#[test]
fn a_missing_segment_is_a_named_hole() {
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, LARGE), config(), 1).unwrap();
    for _ in 0..40 {
        outbox.append(STREAM.1, &[5; 10_000]).unwrap();
    }
    let disk = outbox.close().unwrap();
    for victim in ["0000000000000000", "0000000000000006", "000000000000000c"] {
        let mut disk = disk.clone();
        let name = disk.names().into_iter().find(|name| name.contains(&format!("-{victim}."))).unwrap();
        hearth_outbox::Disk::remove(&mut disk, &name).unwrap();
        let (_, recovery) = Outbox::open(disk, config(), 2).unwrap();
        let first = u64::from_str_radix(victim, 16).unwrap();
        assert_eq!(
            recovery.losses.iter().map(|gap| (gap.first, gap.end, gap.kind)).collect::<Vec<_>>(),
            [(first, first + 6, GapKind::Missing)]
        );
    }
}

#[test]
fn a_stale_block_of_a_removed_segment_never_passes_as_a_record() {
    // Records of the same class and numbers from an older generation show up where ours should be.
    let (mut old, old_name) = written(false);
    let stale = old.contents_mut(&old_name).unwrap()[48..].to_vec();
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, LARGE), config(), 9).unwrap();
    for seq in 0..RECORDS {
        outbox.append(STREAM.1, &payload((9, STREAM.1), seq, SIZE)).unwrap();
    }
    outbox.sync_all().unwrap();
    let mut disk = outbox.into_disk();
    let name = disk.names().into_iter().find(|name| name.ends_with(".seg")).unwrap();
    disk.contents_mut(&name).unwrap()[48 + 6 * 36..].copy_from_slice(&stale[6 * 36..]);
    let (mut outbox, recovery) = Outbox::open(disk, config(), 10).unwrap();
    assert_eq!(recovery.losses.first().map(|gap| gap.first), Some(6));
    let Read::Records(records) = outbox.read(9, STREAM.1, 0, 100, 10_000).unwrap() else { panic!("six are intact") };
    assert_eq!(records.len(), 6);
}

#[test]
fn a_damaged_ledger_costs_a_resend_and_is_told() {
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, LARGE), config(), 1).unwrap();
    outbox.append(STREAM.1, b"x").unwrap();
    outbox.append(STREAM.1, b"y").unwrap();
    outbox.receipt(1, STREAM.1, &[(0, 1)]).unwrap();
    let mut disk = outbox.close().unwrap();
    let length = disk.contents_mut("ledger").unwrap().len();
    for at in 0..length {
        let mut disk = disk.clone();
        disk.contents_mut("ledger").unwrap()[at] ^= 0x40;
        let (outbox, recovery) = Outbox::open(disk, config(), 2).unwrap();
        assert!(recovery.ledger_is_damaged, "byte {at}");
        assert_eq!(outbox.next_unreceipted(1, STREAM.1, 0), Some((0, 2)), "byte {at}");
    }
}

/// Changes the format number in a preamble, and its checksum.
fn make_newer(bytes: &mut [u8]) {
    bytes[8] = 2;
    let crc = crc32c::crc32c(&bytes[..12]);
    bytes[12..16].copy_from_slice(&crc.to_le_bytes());
}

#[test]
fn an_outbox_of_a_newer_format_is_refused_untouched() {
    let (disk, segment) = written(true);
    for file in [segment.as_str(), "ledger"] {
        let mut disk = disk.clone();
        make_newer(disk.contents_mut(file).unwrap());
        disk.set_fault(hearth_outbox::sim::Fault::None);
        let watched = Watch { disk, changes: 0.into() };
        let error = Outbox::open(&watched, config(), 2).unwrap_err();
        assert!(matches!(&error, OpenError::Newer { file: named, version: 2, supported: 1 } if named == file), "{error}");
        assert_eq!(watched.changes.get(), 0, "nothing was touched");
    }
}

/// Counts the calls that would change something.
#[derive(Debug)]
struct Watch {
    disk: SimDisk,
    changes: std::cell::Cell<u32>,
}

impl Watch {
    fn change(&self) -> std::io::Result<()> {
        self.changes.set(self.changes.get() + 1);
        Err(std::io::ErrorKind::ReadOnlyFilesystem.into())
    }
}

impl hearth_outbox::Disk for &Watch {
    fn list(&mut self) -> std::io::Result<Vec<String>> {
        self.disk.clone().list()
    }
    fn len(&mut self, name: &str) -> std::io::Result<u64> {
        self.disk.clone().len(name)
    }
    fn create(&mut self, _: &str) -> std::io::Result<()> {
        self.change()
    }
    fn append(&mut self, _: &str, _: &[u8]) -> std::io::Result<()> {
        self.change()
    }
    fn read_at(&mut self, name: &str, offset: u64, into: &mut [u8]) -> std::io::Result<usize> {
        self.disk.clone().read_at(name, offset, into)
    }
    fn truncate(&mut self, _: &str, _: u64) -> std::io::Result<()> {
        self.change()
    }
    fn sync(&mut self, _: &str) -> std::io::Result<()> {
        self.change()
    }
    fn rename(&mut self, _: &str, _: &str) -> std::io::Result<()> {
        self.change()
    }
    fn remove(&mut self, _: &str) -> std::io::Result<()> {
        self.change()
    }
    fn sync_dir(&mut self) -> std::io::Result<()> {
        self.change()
    }
    fn free_bytes(&mut self) -> std::io::Result<u64> {
        Ok(LARGE)
    }
}
