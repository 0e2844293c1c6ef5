//! A gateway that runs twice is told once, at the highest priority, until a person has looked.

use super::rig::{Rig, home, oximeter};
use hearth_alerts::{AlertId, Limits, Priority, StaffId};
use hearth_vitals::GatewayId;

fn steps(rig: &mut Rig, gateway: &GatewayId, twice: bool, id: u128) -> Vec<String> {
    let now = rig.now();
    let steps = rig.episode.gateway_twice(gateway, twice, now, &mut || AlertId(id));
    steps.iter().map(|step| format!("{} {} {}", step.alert.rule, step.change, step.alert.priority)).collect()
}

#[test]
fn it_is_one_high_alert_however_often_it_is_seen_and_it_stays_until_it_is_reviewed() {
    let mut rig = Rig::new(Limits::thresholds_adult(), vec![oximeter(1_000)]);
    assert!(!rig.episode.is_told_twice(&home()));
    assert_eq!(steps(&mut rig, &home(), true, 1), ["gateway_twice raised high"]);
    assert!(steps(&mut rig, &home(), true, 2).is_empty());
    assert!(rig.episode.is_told_twice(&home()));
    assert_eq!(steps(&mut rig, &home(), false, 3), ["gateway_twice cleared high"]);
    assert!(steps(&mut rig, &home(), false, 4).is_empty());
    let open: Vec<_> = rig.episode.open_alerts().map(|alert| (alert.id, alert.version, alert.priority)).collect();
    assert_eq!(open, [(AlertId(1), 2, Priority::High)], "it ended, and nobody has looked");
    rig.episode.review(AlertId(1), 2, StaffId(7), "the old box was still on", rig.now()).unwrap();
    assert_eq!(rig.episode.open_alerts().count(), 0);
}

#[test]
fn a_restart_of_the_hub_ends_nothing_and_a_gateway_of_other_homes_tells_nothing() {
    let mut rig = Rig::new(Limits::thresholds_adult(), vec![oximeter(1_000)]);
    assert!(steps(&mut rig, &GatewayId::new("home-0002").unwrap(), true, 1).is_empty());
    let now = rig.now();
    let told = rig.episode.gateway_twice(&home(), true, now, &mut || AlertId(1));
    let open = told.into_iter().map(|step| step.alert).collect();
    rig.episode =
        hearth_alerts::Episode::restore((rig.limits.clone(), rig.course), rig.expected.clone(), open, &hearth_alerts::Past::default(), now);
    rig.run_to(10_000);
    assert!(rig.episode.is_told_twice(&home()));
}
