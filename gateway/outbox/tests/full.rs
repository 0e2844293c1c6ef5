//! A full disk: what is removed, in which order, and who is told.

use hearth_outbox::sim::SimDisk;
use hearth_outbox::{AppendError, ClassId, Config, Gap, GapKind, Outbox, Read, SyncError};

const LARGE: u64 = 1 << 40;
const RECORD: [u8; 10_000] = [7; 10_000];

fn config() -> Config {
    Config { max_bytes: 1_000_000, segment_bytes: 100_000, keep_receipted_bytes: 1_000_000, min_free_bytes: 0 }
}

fn fill(outbox: &mut Outbox<SimDisk>, class: ClassId, records: u64) -> Result<(), AppendError> {
    (0..records).try_for_each(|_| outbox.append(class, &RECORD).map(drop))
}

fn lost(losses: &[Gap], class: ClassId) -> u64 {
    losses.iter().filter(|gap| gap.class == class && gap.kind == GapKind::Shed).map(|gap| gap.end - gap.first).sum()
}

#[test]
fn receipted_segments_go_first_and_are_no_loss() {
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, LARGE), config(), 1).unwrap();
    fill(&mut outbox, ClassId::NUMERICS, 40).unwrap();
    fill(&mut outbox, ClassId::WAVEFORMS, 40).unwrap();
    outbox.receipt(1, ClassId::NUMERICS, &[(0, 40)]).unwrap();
    fill(&mut outbox, ClassId::EVENTS, 40).unwrap();
    assert_eq!(outbox.take_losses(), vec![]);
    assert!(matches!(outbox.read(1, ClassId::NUMERICS, 0, 1, 1).unwrap(), Read::Freed(0, _)));
}

#[test]
fn waveforms_go_before_numerics_oldest_first_and_events_never() {
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, LARGE), config(), 1).unwrap();
    fill(&mut outbox, ClassId::NUMERICS, 40).unwrap();
    fill(&mut outbox, ClassId::WAVEFORMS, 40).unwrap();
    fill(&mut outbox, ClassId::EVENTS, 30).unwrap();
    let losses = outbox.take_losses();
    assert!(lost(&losses, ClassId::WAVEFORMS) > 0 && losses[0].first == 0, "oldest first: {losses:?}");
    assert_eq!(lost(&losses, ClassId::NUMERICS), 0);
    let last = (0..1000).find_map(|_| outbox.append(ClassId::EVENTS, &RECORD).err());
    assert_eq!(last, Some(AppendError::Full));
    let losses = outbox.take_losses();
    assert!(lost(&losses, ClassId::NUMERICS) > 0);
    assert_eq!(lost(&losses, ClassId::EVENTS), 0);
    assert_eq!(outbox.next_unreceipted(1, ClassId::EVENTS, 0).map(|range| range.0), Some(0));
    assert!(outbox.bytes_on_disk() <= config().max_bytes);
}

#[test]
fn a_waveform_never_displaces_a_numeric() {
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, LARGE), config(), 1).unwrap();
    fill(&mut outbox, ClassId::NUMERICS, 97).unwrap();
    assert_eq!(fill(&mut outbox, ClassId::WAVEFORMS, 10), Err(AppendError::Full));
    assert_eq!(outbox.take_losses(), vec![]);
    fill(&mut outbox, ClassId::NUMERICS, 10).unwrap();
    assert!(lost(&outbox.take_losses(), ClassId::NUMERICS) > 0, "a new numeric displaces the oldest");
}

#[test]
fn a_shed_range_is_named_at_each_opening_until_the_hub_has_recorded_the_loss() {
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, LARGE), config(), 1).unwrap();
    fill(&mut outbox, ClassId::WAVEFORMS, 50).unwrap();
    outbox.sync_all().unwrap();
    let shed = outbox.shed(ClassId::EVENTS, 150_000).unwrap();
    assert_eq!(
        shed,
        vec![
            Gap { generation: 1, class: ClassId::WAVEFORMS, first: 0, end: 9, kind: GapKind::Shed },
            Gap { generation: 1, class: ClassId::WAVEFORMS, first: 9, end: 18, kind: GapKind::Shed }
        ]
    );
    let mut disk = outbox.into_disk();
    disk.cut_power();
    let (mut outbox, recovery) = Outbox::open(disk, config(), 2).unwrap();
    assert_eq!(recovery.losses.iter().map(|gap| (gap.first, gap.end, gap.kind)).collect::<Vec<_>>(), [(0, 18, GapKind::Shed)]);
    outbox.receipt(1, ClassId::WAVEFORMS, &[(0, 18)]).unwrap();
    let (_, recovery) = Outbox::open(outbox.close().unwrap(), config(), 3).unwrap();
    assert_eq!(recovery.losses, vec![]);
}

#[test]
fn a_medium_without_room_sheds_and_goes_on() {
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, 400_000), config(), 1).unwrap();
    for _ in 0..100 {
        outbox.append(ClassId::WAVEFORMS, &RECORD).unwrap();
        outbox.sync(ClassId::WAVEFORMS).unwrap();
    }
    assert!(lost(&outbox.take_losses(), ClassId::WAVEFORMS) > 50);
    outbox.append(ClassId::EVENTS, b"button").unwrap();
    assert_eq!(outbox.sync(ClassId::EVENTS), Ok(1));
}

#[test]
fn when_nothing_can_be_shed_records_wait_in_memory_and_are_durable_once_there_is_room() {
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, 30_000), config(), 1).unwrap();
    fill(&mut outbox, ClassId::EVENTS, 5).unwrap();
    assert_eq!(outbox.sync(ClassId::EVENTS), Err(SyncError::Full));
    assert_eq!(outbox.durable_end(ClassId::EVENTS), 0);
    assert!(outbox.stopped().is_none());
    let Read::Records(records) = outbox.read(1, ClassId::EVENTS, 0, 9, 90_000).unwrap() else { panic!("they can be sent") };
    assert_eq!(records.len(), 5);
    outbox.disk_mut().set_capacity(LARGE);
    assert_eq!(outbox.sync(ClassId::EVENTS), Ok(5));
    assert_eq!(
        outbox.read(1, ClassId::EVENTS, 0, 9, 90_000).unwrap(),
        Read::Records(records.clone()),
        "no half of the failed write is left"
    );
    let mut disk = outbox.into_disk();
    disk.cut_power();
    let (mut outbox, recovery) = Outbox::open(disk, config(), 2).unwrap();
    assert_eq!(recovery.losses, vec![]);
    assert_eq!(outbox.read(1, ClassId::EVENTS, 0, 9, 90_000).unwrap(), Read::Records(records));
}

#[test]
fn numerics_and_waveforms_leave_the_last_room_to_events() {
    let config = Config { min_free_bytes: 100_000, ..config() };
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, 150_000), config, 1).unwrap();
    fill(&mut outbox, ClassId::NUMERICS, 8).unwrap();
    assert_eq!(outbox.sync(ClassId::NUMERICS), Err(SyncError::Full));
    fill(&mut outbox, ClassId::EVENTS, 8).unwrap();
    assert_eq!(outbox.sync_all(), Err(SyncError::Full));
    assert_eq!(outbox.durable_end(ClassId::EVENTS), 8, "numerics without room do not keep events waiting");
}

#[test]
fn receipted_segments_stay_up_to_the_limit_and_are_freed_beyond_it() {
    let config = Config { keep_receipted_bytes: 250_000, ..config() };
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, LARGE), config, 1).unwrap();
    fill(&mut outbox, ClassId::NUMERICS, 60).unwrap();
    outbox.receipt(1, ClassId::NUMERICS, &[(0, 60)]).unwrap();
    outbox.forget_receipts();
    let (first, _) = outbox.next_unreceipted(1, ClassId::NUMERICS, 0).unwrap();
    assert_eq!(outbox.last_unreceipted(1, ClassId::NUMERICS, u64::MAX).map(|range| range.1), Some(60));
    assert!((24..=45).contains(&first), "about 250,000 bytes stay for a restored hub, not {first}..60");
}

#[test]
fn what_was_shed_before_it_reached_a_full_disk_is_not_durable_before_the_ledger_tells_of_it() {
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, LARGE), config(), 1).unwrap();
    outbox.disk_mut().set_capacity(0);
    fill(&mut outbox, ClassId::WAVEFORMS, 2).unwrap();
    fill(&mut outbox, ClassId::EVENTS, 1).unwrap();
    assert_eq!(outbox.sync(ClassId::EVENTS), Err(SyncError::Full));
    assert_eq!(lost(&outbox.take_losses(), ClassId::WAVEFORMS), 2);
    assert_eq!(outbox.sync(ClassId::WAVEFORMS), Ok(0), "after a power cut nothing would tell that these numbers were given");
    fill(&mut outbox, ClassId::WAVEFORMS, 1).unwrap();
    outbox.disk_mut().set_capacity(LARGE);
    assert_eq!(outbox.sync(ClassId::WAVEFORMS), Ok(3), "there is room for the ledger");
    let mut disk = outbox.into_disk();
    disk.cut_power();
    let (_, recovery) = Outbox::open(disk, config(), 2).unwrap();
    assert_eq!(recovery.losses.iter().map(|gap| (gap.class, gap.first, gap.end)).collect::<Vec<_>>(), [(ClassId::WAVEFORMS, 0, 2)]);
}
