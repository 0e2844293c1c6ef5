//! The outbox compared with a model, over random appends, syncs, receipts, kills, power cuts, failing and full disks.

use crate::support::Rig;
use hearth_outbox::sim::{Fault, SimDisk};
use hearth_outbox::{ClassId, Config};
use proptest::prelude::*;

const LARGE: u64 = 1 << 40;

fn config() -> Config {
    Config { max_bytes: 100 << 20, segment_bytes: 70_000, keep_receipted_bytes: 150_000, min_free_bytes: 0 }
}

#[derive(Debug, Clone)]
enum Action {
    Append(ClassId, usize),
    Sync(ClassId),
    HubTakes(ClassId, u64),
    SaveReceipts,
    ForgetReceipts,
    Check,
    Kill,
    PowerCut,
    FailNth(u64),
    Room(u64),
}

fn action() -> impl Strategy<Value = Action> {
    let class = (0_u8..3).prop_map(|code| ClassId::new(code).unwrap());
    let size = prop_oneof![4 => 1_usize..200, 2 => 200_usize..5_000, 1 => 5_000_usize..65_537];
    prop_oneof![
        24 => (class.clone(), size).prop_map(|(class, size)| Action::Append(class, size)),
        8 => class.clone().prop_map(Action::Sync),
        4 => (class, 0_u64..11).prop_map(|(class, share)| Action::HubTakes(class, share)),
        1 => Just(Action::SaveReceipts),
        1 => Just(Action::ForgetReceipts),
        1 => Just(Action::Check),
        1 => Just(Action::Kill),
        2 => Just(Action::PowerCut),
        2 => (0_u64..12).prop_map(Action::FailNth),
        2 => (200_000_u64..900_000).prop_map(Action::Room),
    ]
}

/// Runs the actions. After a disk fault the power is cut and the outbox opened anew, as the agent would do it.
fn run(disk: SimDisk, actions: &[Action], with_faults: bool) -> Result<(), String> {
    let mut rig = Rig::new(disk, config());
    for action in actions {
        match *action {
            Action::Append(class, size) => rig.append(class, size)?,
            Action::Sync(class) => rig.sync(class)?,
            Action::HubTakes(class, share) => rig.hub_takes(class, share)?,
            Action::SaveReceipts => drop(rig.outbox().save_receipts()),
            Action::ForgetReceipts => rig.outbox().forget_receipts(),
            Action::Check if rig.outbox().stopped().is_none() => rig.check()?,
            Action::Kill => rig.kill()?,
            Action::PowerCut => rig.power_cut()?,
            Action::FailNth(nth) if with_faults => rig.disk(|disk| disk.set_fault(Fault::FailNth(nth))),
            Action::Room(bytes) if with_faults => {
                rig.may_shed = true;
                rig.disk(|disk| disk.set_capacity(bytes));
            }
            _ => {}
        }
        if rig.outbox().stopped().is_some() {
            rig.power_cut()?;
        }
    }
    rig.power_cut()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn what_was_synced_outlives_every_crash_once_and_every_gap_is_named(seed: u64, actions in prop::collection::vec(action(), 1..150)) {
        run(SimDisk::new(seed, LARGE), &actions, false).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn so_it_does_on_disks_that_fail_and_fill_up(seed: u64, actions in prop::collection::vec(action(), 1..150)) {
        run(SimDisk::new(seed, LARGE), &actions, true).map_err(TestCaseError::fail)?;
    }
}

#[test]
fn a_disk_that_only_claims_to_sync_is_caught_by_this_model() {
    let actions: Vec<Action> = (0..40)
        .flat_map(|n| [Action::Append(ClassId::NUMERICS, 50 + n), Action::Append(ClassId::EVENTS, 20), Action::Sync(ClassId::NUMERICS)])
        .chain([Action::Sync(ClassId::EVENTS), Action::PowerCut])
        .collect();
    let lying = |seed| {
        let mut disk = SimDisk::new(seed, LARGE);
        disk.ignore_sync();
        disk
    };
    let caught = (0..50).filter(|seed| run(lying(*seed), &actions, false).is_err()).count();
    assert!(caught >= 45, "only {caught} of 50 power cuts on a lying disk were caught");
    for seed in 0..50 {
        run(SimDisk::new(seed, LARGE), &actions, false).unwrap();
    }
}
