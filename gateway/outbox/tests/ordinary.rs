//! The outbox on a disk that works.

use hearth_outbox::sim::SimDisk;
use hearth_outbox::{AppendError, ClassId, Config, Outbox, Read, RealDisk, RealDiskError};

const ROOM: u64 = 1 << 40;

fn config() -> Config {
    Config { max_bytes: 4 << 20, segment_bytes: 200_000, keep_receipted_bytes: 1 << 20, min_free_bytes: 0 }
}

#[test]
fn an_appended_record_is_readable_before_any_sync() {
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, ROOM), config(), 7).unwrap();
    assert_eq!(outbox.append(ClassId::NUMERICS, b"one").unwrap(), 0);
    assert_eq!(outbox.append(ClassId::NUMERICS, b"two").unwrap(), 1);
    assert_eq!(outbox.durable_end(ClassId::NUMERICS), 0);
    let read = outbox.read(7, ClassId::NUMERICS, 0, 10, 1000).unwrap();
    assert_eq!(read, Read::Records(vec![(0, b"one".to_vec()), (1, b"two".to_vec())]));
    assert_eq!(outbox.sync(ClassId::NUMERICS).unwrap(), 2);
    assert_eq!(outbox.read(7, ClassId::NUMERICS, 1, 10, 1000).unwrap(), Read::Records(vec![(1, b"two".to_vec())]));
    assert_eq!(outbox.read(7, ClassId::NUMERICS, 2, 10, 1000).unwrap(), Read::End);
}

#[test]
fn what_was_handed_to_the_system_outlives_a_kill_and_is_not_called_durable() {
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, ROOM), config(), 1).unwrap();
    outbox.append(ClassId::NUMERICS, b"written").unwrap();
    outbox.write_all().unwrap();
    outbox.append(ClassId::NUMERICS, b"in memory").unwrap();
    assert_eq!(outbox.durable_end(ClassId::NUMERICS), 0);
    let mut disk = outbox.into_disk();
    disk.kill_process();
    let (mut outbox, recovery) = Outbox::open(disk, config(), 2).unwrap();
    assert_eq!(recovery.losses, vec![]);
    assert_eq!(outbox.read(1, ClassId::NUMERICS, 0, 9, 999).unwrap(), Read::Records(vec![(0, b"written".to_vec())]));
}

#[test]
fn the_next_process_drains_what_the_last_one_wrote_on_a_real_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (mut outbox, recovery) = Outbox::open(RealDisk::open(folder.path()).unwrap(), config(), 1).unwrap();
    assert!(recovery.streams.is_empty() && recovery.losses.is_empty());
    for n in 0..20_000_u32 {
        outbox.append(ClassId::NUMERICS, &n.to_le_bytes()).unwrap();
    }
    outbox.append(ClassId::EVENTS, b"button").unwrap();
    outbox.sync_all().unwrap();
    assert!(matches!(RealDisk::open(folder.path()), Err(RealDiskError::Locked(_))), "a second process is kept out");
    drop(outbox);
    let (mut outbox, recovery) = Outbox::open(RealDisk::open(folder.path()).unwrap(), config(), 2).unwrap();
    assert_eq!(recovery.losses, vec![]);
    let mut from = 0;
    while let Some((first, end)) = outbox.next_unreceipted(1, ClassId::NUMERICS, from) {
        let Read::Records(records) = outbox.read(1, ClassId::NUMERICS, first, 500, 60_000).unwrap() else { panic!("a hole") };
        for (seq, payload) in &records {
            assert_eq!((*seq, payload.as_slice()), (from, (from as u32).to_le_bytes().as_slice()));
            from += 1;
        }
        assert!(from <= end);
    }
    assert_eq!(from, 20_000);
    assert_eq!(outbox.append(ClassId::NUMERICS, b"x").unwrap(), 0, "numbers of a new generation start anew");
}

#[test]
fn receipts_outlive_a_restart_and_are_forgotten_for_another_store() {
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, ROOM), config(), 1).unwrap();
    for n in 0..10_u8 {
        outbox.append(ClassId::EVENTS, &[n]).unwrap();
    }
    outbox.receipt(1, ClassId::EVENTS, &[(0, 4), (6, 8)]).unwrap();
    let disk = outbox.close().unwrap();
    let (mut outbox, _) = Outbox::open(disk, config(), 2).unwrap();
    assert_eq!(outbox.next_unreceipted(1, ClassId::EVENTS, 0), Some((4, 6)));
    assert_eq!(outbox.next_unreceipted(1, ClassId::EVENTS, 5), Some((5, 6)));
    assert_eq!(outbox.last_unreceipted(1, ClassId::EVENTS, u64::MAX), Some((8, 10)));
    assert_eq!(outbox.last_unreceipted(1, ClassId::EVENTS, 8), Some((4, 6)));
    assert_eq!(outbox.backlog().records, 4);
    outbox.forget_receipts();
    assert_eq!(outbox.next_unreceipted(1, ClassId::EVENTS, 0), Some((0, 10)));
}

#[test]
fn a_record_without_bytes_or_too_large_is_refused_and_takes_no_number() {
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, ROOM), config(), 1).unwrap();
    assert!(matches!(outbox.append(ClassId::EVENTS, b""), Err(AppendError::Size { .. })));
    assert!(matches!(outbox.append(ClassId::EVENTS, &[0; 65_537]), Err(AppendError::Size { .. })));
    assert_eq!(outbox.append(ClassId::EVENTS, &[0; 65_536]).unwrap(), 0);
}
