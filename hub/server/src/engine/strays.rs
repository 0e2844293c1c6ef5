//! Alerts about devices that are heard through gateways of other kits: raised here, and ended here.

use super::engines::ActiveEpisode;
use super::gateways::Gateways;
use super::judge::{Outcome, new_alert_id};
use super::stays::Stays;
use hearth_alerts::Now;
use hearth_vitals::{DeviceId, GatewayId, MonoMs};
use uuid::Uuid;

/// Notes the strays of a transaction.
pub fn note(outcome: &Outcome, gateways: &mut Gateways, now: MonoMs) {
    for (gateway, device) in &outcome.strays {
        gateways.strayed(gateway, device, now);
    }
}

/// Ends alerts whose cause is over. Nothing is remembered between two looks: what could not be committed is found by the next
/// one.
pub fn look(gateways: &mut Gateways, stays: &Stays, now: Now) -> Outcome {
    let mut outcome = Outcome::default();
    let told = |(id, active): (Uuid, &ActiveEpisode)| {
        active.engine.strays().map(move |(device, gateway)| (id, device.clone(), gateway.clone())).collect::<Vec<_>>()
    };
    let told: Vec<(Uuid, DeviceId, GatewayId)> = stays.iter().flat_map(told).collect();
    for (id, device, gateway) in told {
        if let Some(reason) = gateways.ceased(&gateway, &device, now.mono)
            && let Some(engine) = stays.copy(&mut outcome.copies, id)
        {
            let steps = engine.stray_ended(&device, &gateway, reason, now, &mut new_alert_id);
            outcome.add(id, steps);
        }
    }
    outcome
}
