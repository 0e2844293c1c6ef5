//! A device that is heard through a gateway of another kit is told once for each such gateway, and does not affect its
//! patient's other alerts.

use super::rig::{Rig, home, oximeter};
use hearth_alerts::budget::STRAYS_MAX;
use hearth_alerts::{AlertId, Episode, Limits, Past, StaffId, Why};
use hearth_vitals::{DeviceId, GatewayId};

fn gateway(number: usize) -> GatewayId {
    GatewayId::new(&format!("home-{number:04}")).unwrap()
}

fn strays(rig: &mut Rig, device: &DeviceId, number: usize) -> Vec<String> {
    let (now, mut next) = (rig.now(), number as u128);
    let steps = rig.episode.stray(device, &gateway(number), now, &mut || {
        next += 1;
        AlertId(next)
    });
    steps.iter().map(|step| format!("{} {} {} {}", step.alert.rule, step.change, step.alert.priority, step.reason)).collect()
}

#[test]
fn it_is_one_alert_for_each_gateway_however_often_it_is_heard_and_ends_by_a_rule() {
    let expected = oximeter(1_000);
    let device = expected.device.clone();
    let mut rig = Rig::new(Limits::thresholds_adult(), vec![expected]);
    assert_eq!(strays(&mut rig, &device, 2), ["stray_device raised medium heard_elsewhere"]);
    assert!(strays(&mut rig, &device, 2).is_empty());
    assert_eq!(strays(&mut rig, &device, 3), ["stray_device raised medium heard_elsewhere"]);
    let now = rig.now();
    let ended = rig.episode.stray_ended(&device, &gateway(2), Why::NotStrayed, now, &mut || AlertId(9));
    assert_eq!(ended.iter().map(|step| step.reason.as_str()).collect::<Vec<_>>(), [Why::NotStrayed.as_str()]);
    assert_eq!(rig.episode.strays().collect::<Vec<_>>(), [(&device, &gateway(3))]);
    assert_eq!(strays(&mut rig, &device, 2), ["stray_device reactivated medium heard_elsewhere"]);
}

#[test]
fn a_restart_and_an_acknowledgement_end_nothing_but_the_end_of_the_binding_does() {
    let expected = oximeter(1_000);
    let device = expected.device.clone();
    let mut rig = Rig::new(Limits::thresholds_adult(), vec![expected.clone()]);
    strays(&mut rig, &device, 2);
    let alert = rig.episode.open_alerts().next().unwrap().clone();
    let taken = rig.episode.acknowledge(alert.id, 1, StaffId(7), rig.now()).unwrap().alert;
    rig.episode = Episode::restore((rig.limits.clone(), rig.course), vec![expected], vec![taken], &Past::default(), rig.now());
    rig.run_to(10_000);
    assert!(rig.episode.is_told_stray(&device, &gateway(2)));
    let now = rig.now();
    let steps = rig.episode.configure(rig.limits.clone(), Vec::new(), now, &mut || AlertId(9));
    assert!(steps.iter().any(|step| step.alert.id == alert.id && !step.alert.open), "{steps:?}");
}

#[test]
fn a_device_of_nobody_here_tells_nothing_and_made_up_gateways_fill_no_screen() {
    let expected = oximeter(1_000);
    let device = expected.device.clone();
    let mut rig = Rig::new(Limits::thresholds_adult(), vec![expected]);
    assert!(strays(&mut rig, &DeviceId::new("oxi-9999").unwrap(), 2).is_empty());
    let told = (2..50).filter(|number| !strays(&mut rig, &device, *number).is_empty()).count();
    assert_eq!(told, STRAYS_MAX);
    assert!(!rig.episode.is_told_stray(&device, &home()));
}
