//! Promises about two devices of one vital.

use super::rig::{BEGIN, Rig, device, home, oximeter};
use hearth_alerts::{Expected, Limits, Priority};
use hearth_vitals::{DeviceId, Flags, Reading, Vital};

/// Plays a minute of both and the silence after it; gives who tells with full urgency.
fn who_tells(order: [&str; 2]) -> Vec<DeviceId> {
    let expected = |id: &str| Expected { device: device(id), ..oximeter(1_000) };
    let mut rig = Rig::new(Limits::try_new([]).unwrap(), order.map(expected).into());
    for s in 0..120_i64 {
        rig.run_to(s * 1_000);
        if s % 10 == 0 {
            rig.home_heard(&home());
        }
        for id in order.iter().filter(|_| s < 60) {
            rig.frame(&device(id), BEGIN.plus(s * 1_000), vec![Reading::checked(Vital::Spo2, 970, Flags::NONE)]);
        }
    }
    let urgent = rig.episode.open_alerts().filter(|alert| alert.priority == Priority::Medium);
    urgent.filter_map(|alert| alert.subject.device().cloned()).collect()
}

#[test]
fn who_of_two_tells_does_not_depend_on_who_was_heard_first() {
    for order in [["oximeter", "patch"], ["patch", "oximeter"]] {
        assert_eq!(who_tells(order), [device("oximeter")], "{order:?}");
    }
}
