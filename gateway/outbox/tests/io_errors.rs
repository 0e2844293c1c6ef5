//! Every single disk operation fails once, each in a run of its own, until a run meets no failure.

use crate::support::Rig;
use hearth_outbox::sim::{Fault, SimDisk};
use hearth_outbox::{AppendError, ClassId, Config, Outbox, Read, ReadError, SyncError};

const LARGE: u64 = 1 << 40;

fn config() -> Config {
    Config { max_bytes: 600_000, segment_bytes: 70_000, keep_receipted_bytes: 100_000, min_free_bytes: 0 }
}

/// A short form of a day: fills the outbox past its limit, with receipts, and restarts it.
fn day(rig: &mut Rig) -> Result<(), String> {
    rig.may_shed = true;
    for round in 0..25 {
        for class in ClassId::ALL {
            rig.append(class, 4_000 + 900 * round)?;
            rig.sync(class)?;
        }
        if round % 4 == 0 {
            ClassId::ALL.into_iter().try_for_each(|class| rig.hub_takes(class, 6))?;
            drop(rig.outbox().save_receipts());
        }
    }
    Ok(())
}

#[test]
fn whichever_operation_fails_what_was_synced_is_kept() {
    for fault in [Fault::FailNth as fn(u64) -> Fault, Fault::FailFrom] {
        let mut runs = 0;
        loop {
            let mut rig = Rig::new(SimDisk::new(runs, LARGE), config());
            rig.disk(|disk| disk.set_fault(fault(runs)));
            day(&mut rig).unwrap_or_else(|error| panic!("run {runs}: {error}"));
            let failed = rig.disk(|disk| disk.failed());
            rig.power_cut().unwrap_or_else(|error| panic!("after run {runs}: {error}"));
            if failed == 0 {
                break;
            }
            runs += 1;
        }
        assert!(runs > 100, "only {runs} operations in a whole day");
    }
}

#[test]
fn whichever_operation_of_an_opening_fails_the_next_opening_has_everything() {
    let mut rig = Rig::new(SimDisk::new(3, LARGE), config());
    day(&mut rig).unwrap();
    rig.append(ClassId::EVENTS, 100).unwrap();
    rig.sync(ClassId::EVENTS).unwrap();
    let image = rig.stop();
    let mut nth = 0;
    loop {
        let mut disk = image.clone();
        disk.kill_process();
        disk.set_fault(Fault::FailNth(nth));
        let opened = Outbox::open(disk, rig.config, 5000);
        let disk = match opened {
            Ok((outbox, _)) => outbox.into_disk(),
            // The opening that failed took the disk with it. The image shows what it may have done: little, and nothing harmful.
            Err(_) => image.clone(),
        };
        let failed = disk.failed();
        rig.reopen(disk).unwrap_or_else(|error| panic!("operation {nth}: {error}"));
        rig.stop();
        nth += 1;
        if failed == image.failed() && nth > 100 {
            return;
        }
    }
}

#[test]
fn a_failed_fsync_stops_acceptance_at_once_and_says_so() {
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, LARGE), config(), 1).unwrap();
    outbox.append(ClassId::NUMERICS, b"kept").unwrap();
    outbox.sync(ClassId::NUMERICS).unwrap();
    outbox.append(ClassId::NUMERICS, b"in doubt").unwrap();
    // Operations of this sync: append, sync. The second fails.
    outbox.disk_mut().set_fault(Fault::FailNth(1));
    let Err(SyncError::Stopped(stopped)) = outbox.sync(ClassId::NUMERICS) else { panic!("it must stop") };
    assert!(stopped.to_string().contains("could not fsync a segment"), "{stopped}");
    assert_eq!(outbox.durable_end(ClassId::NUMERICS), 1);
    assert_eq!(outbox.append(ClassId::EVENTS, b"x"), Err(AppendError::Stopped(stopped.clone())));
    assert_eq!(outbox.sync(ClassId::NUMERICS), Err(SyncError::Stopped(stopped.clone())), "no second try, it would succeed");
    assert_eq!(outbox.stopped(), Some(&stopped));
    assert!(matches!(outbox.read(1, ClassId::NUMERICS, 0, 9, 999), Ok(Read::Records(records)) if records.len() == 2), "it still sends");
}

#[test]
fn a_place_that_cannot_be_read_is_said_and_can_be_given_up() {
    let (mut outbox, _) = Outbox::open(SimDisk::new(1, LARGE), config(), 1).unwrap();
    for n in 0..3_u8 {
        outbox.append(ClassId::EVENTS, &[n; 50]).unwrap();
    }
    outbox.sync_all().unwrap();
    outbox.disk_mut().set_fault(Fault::FailFrom(0));
    assert!(matches!(outbox.read(1, ClassId::EVENTS, 1, 9, 999), Err(ReadError::Io { first: 1, end: 3, .. })));
    assert!(matches!(outbox.salvage(1, ClassId::EVENTS, 1, 9, 999), Ok(Read::Lost(gap)) if (gap.first, gap.end) == (1, 3)));
    assert_eq!(outbox.take_losses().len(), 1);
    outbox.disk_mut().set_fault(Fault::None);
    assert!(matches!(outbox.read(1, ClassId::EVENTS, 0, 1, 999), Ok(Read::Records(_))));
    assert!(matches!(outbox.read(1, ClassId::EVENTS, 1, 1, 999), Ok(Read::Lost(_))), "the loss is final");
}
