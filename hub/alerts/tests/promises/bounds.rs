//! Memory stays small, whatever arrives; and nothing changes without a cause.

use super::rig::{BEGIN, Rig, device, oximeter};
use hearth_alerts::budget::DEVICES_MAX;
use hearth_alerts::{Limits, System};
use hearth_vitals::{Flags, Reading, Vital};

#[test]
fn frames_of_a_thousand_unbound_devices_leave_a_bounded_state_and_the_bound_one_watched() {
    let mut rig = Rig::new(Limits::thresholds_adult(), vec![oximeter(1_000)]);
    for stray in 0..1_000 {
        rig.frame(&device(&format!("stray-{stray}")), BEGIN, vec![Reading::checked(Vital::Spo2, 970, Flags::NONE)]);
    }
    let shown = format!("{:?}", rig.episode);
    assert!(shown.matches("Device { subject").count() <= DEVICES_MAX);
    rig.run_to(200_000);
    assert!(rig.episode.open_alerts().any(|alert| alert.rule.to_string() == "gateway_offline"));
}

#[test]
fn a_normal_frame_makes_no_transition_and_no_allocation_for_one() {
    let mut rig = Rig::new(Limits::thresholds_adult(), vec![oximeter(1_000)]);
    rig.frame(&device("oximeter"), BEGIN, vec![Reading::checked(Vital::Spo2, 970, Flags::NONE)]);
    let frame = hearth_alerts::FrameAt {
        device: &device("oximeter"),
        at: BEGIN.plus(1_000),
        received: BEGIN.plus(1_000),
        readings: &[Reading::checked(Vital::Spo2, 970, Flags::NONE)],
    };
    let now = rig.now();
    let steps = rig.episode.frame(&frame, now, &mut || unreachable!("no alert, no id"));
    assert_eq!(steps.capacity(), 0);
}

#[test]
fn the_hubs_own_fault_is_one_alert_however_often_it_is_raised() {
    let rig = Rig::new(Limits::thresholds_adult(), vec![]);
    let mut system = System::new();
    let rule = "database_down".parse().unwrap();
    let mut ids = || hearth_alerts::AlertId(1);
    assert_eq!(system.raise(rule, "the database does not answer", rig.now(), &mut ids).len(), 1);
    assert_eq!(system.raise(rule, "the database does not answer", rig.now(), &mut ids).len(), 0);
    assert_eq!(system.clear(rule, rig.now()).len(), 1);
    assert_eq!(system.open_alerts().count(), 1, "high: it stays until it is reviewed");
    let version = system.open_alerts().next().unwrap().version;
    let steps = system.review(hearth_alerts::AlertId(1), version, hearth_alerts::StaffId(7), "disk was full", rig.now()).unwrap();
    assert_eq!(steps.len(), 2);
    assert_eq!(system.open_alerts().count(), 0);
    assert!(system.raise("spo2_low".parse().unwrap(), "", rig.now(), &mut ids).is_empty(), "no clinical alert of the hub");
}

#[test]
fn a_set_that_grows_rings_anew_and_nobody_has_it_who_acknowledged_fewer() {
    use hearth_alerts::{AlertId, Change, StaffId};
    let rig = Rig::new(Limits::thresholds_adult(), vec![]);
    let (mut system, mut ids) = (System::new(), || AlertId(1));
    for rule in ["stay_unwatched", "shift_uncovered", "shift_overdue", "offer_unconfirmed", "no_unit_free", "unit_silent", "crew_sos"] {
        let mut of = |system: &mut System, count| system.raise_of(rule.parse().unwrap(), "so many", Some(count), rig.now(), &mut ids);
        let changes = |steps: Vec<hearth_alerts::Transition>| steps.iter().map(|step| step.change).collect::<Vec<_>>();
        let shown = |system: &System| system.open_alerts().next().unwrap().clone();
        assert_eq!(changes(of(&mut system, 1)), [Change::Raised], "{rule}");
        system.acknowledge(AlertId(1), 1, StaffId(7), rig.now()).unwrap();
        assert!(of(&mut system, 1).is_empty(), "{rule}");
        assert_eq!(changes(of(&mut system, 31)), [Change::SeverityRaised, Change::AcknowledgementVoided], "{rule}");
        assert_eq!((shown(&system).acknowledged, shown(&system).extreme), (None, Some(31)), "{rule}");
        assert!(system.acknowledge(AlertId(1), 2, StaffId(7), rig.now()).is_err(), "they saw fewer");
        system.acknowledge(AlertId(1), shown(&system).version, StaffId(7), rig.now()).unwrap();
        assert!(of(&mut system, 5).is_empty(), "fewer are no news");
        assert_eq!(changes(of(&mut system, 6)), [Change::SeverityRaised, Change::AcknowledgementVoided], "{rule}: one joins the five");
        system.clear(rule.parse().unwrap(), rig.now());
        assert_eq!(changes(of(&mut system, 2)), [Change::Reactivated], "{rule}");
        assert_eq!(changes(of(&mut system, 3)), [Change::SeverityRaised], "{rule}: more than tonight, if fewer than this morning");
        let version = shown(&system).version;
        system.clear(rule.parse().unwrap(), rig.now());
        assert_eq!(system.review(AlertId(1), version + 1, StaffId(7), "", rig.now()).unwrap().len(), 2, "{rule}");
    }
}

#[test]
fn while_the_intake_is_impaired_no_tick_proves_a_silence() {
    let mut rig = Rig::new(Limits::thresholds_adult(), vec![oximeter(1_000)]);
    rig.episode.intake_impaired();
    let hour = hearth_alerts::Now { wall: BEGIN.plus(3_600_000), mono: rig.now().mono.plus(3_600_000) };
    assert!(rig.episode.tick(hour, &mut || unreachable!("no alert, no id")).is_empty());
}

#[test]
fn a_value_that_waited_behind_newer_ones_is_no_clock_set_back() {
    let mut rig = Rig::new(Limits::thresholds_adult(), vec![oximeter(1_000)]);
    let spo2 = |raw| [Reading::checked(Vital::Spo2, raw, Flags::NONE)];
    let oximeter = device("oximeter");
    let take = |rig: &mut Rig, second: i64, received_s: i64, raw: i32| {
        let frame = hearth_alerts::FrameAt {
            device: &oximeter,
            at: BEGIN.plus(second * 1_000),
            received: BEGIN.plus(received_s * 1_000),
            readings: &spo2(raw),
        };
        let now = hearth_alerts::Now { wall: BEGIN.plus(120_000), mono: rig.now().mono.plus(120_000) };
        rig.episode.frame(&frame, now, &mut || hearth_alerts::AlertId(1))
    };
    (0..40).chain(100..120).for_each(|second| drop(take(&mut rig, second, second, 970)));
    // It arrived when second 100 was the newest, and is judged when second 119 is.
    let told: Vec<_> =
        (40..61).chain(61..100).flat_map(|second| take(&mut rig, second, 100, if second < 60 { 850 } else { 970 })).collect();
    assert_eq!(told.iter().map(|step| step.change.as_str()).collect::<Vec<_>>(), ["raised", "cleared"]);
}
