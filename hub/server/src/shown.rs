//! What people see of alerts, episodes and gateways: pure conversions from the types of the store and the engine to those of the
//! feed and the API.

use crate::feed::evidence::Evidence;
use crate::feed::message;
use hearth_alerts::budget::LATE_MS;
use hearth_alerts::verdict::Judgement;
use hearth_alerts::{Alert, Kind, Limits, Rule};
use hearth_store::newest::NewestValue;
use hearth_store::registry::EpisodeRow;
use hearth_vitals::{DeviceId, GatewayId, driver};
use std::collections::HashMap;
use uuid::Uuid;

/// Display names of the staff, by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(HashMap<Uuid, String>);

impl Names {
    /// Makes the table of these people's names.
    pub fn new(staff: impl IntoIterator<Item = (Uuid, String)>) -> Names {
        Names(staff.into_iter().collect())
    }

    /// True if the person's name is known.
    pub fn has(&self, id: Uuid) -> bool {
        self.0.contains_key(&id)
    }

    /// The person as shown to colleagues; the first characters of the id stand in for a name that is not known yet.
    pub fn staff(&self, id: Uuid) -> message::StaffRef {
        let display_name = self.0.get(&id).cloned().unwrap_or_else(|| id.simple().to_string().chars().take(8).collect());
        message::StaffRef { id, display_name }
    }
}

/// An alert in the form in which people see it. `recorded` is false while the store cannot write it down.
pub fn alert(episode: Option<Uuid>, alert: &Alert, names: &Names, recorded: bool) -> message::Alert {
    let decimal = |raw: Option<i32>| match alert.vital {
        Some(vital) => raw.map(|raw| vital.raw_to_f64(raw)),
        // The shock index is in hundredths, a score in points.
        None if alert.rule == Rule::ShockIndex => raw.map(|raw| f64::from(raw) / 100.0),
        None => raw.filter(|_| alert.rule.is_score()).map(f64::from),
    };
    let staff = |act: Option<(hearth_alerts::StaffId, _)>| act.map(|(id, _)| names.staff(Uuid::from_u128(id.0)));
    message::Alert {
        id: Uuid::from_u128(alert.id.0),
        version: alert.version,
        episode_id: episode,
        device_id: alert.subject.device().map(ToString::to_string),
        gateway_id: alert.subject.gateway().map(ToString::to_string),
        rule: alert.rule.to_string(),
        kind: alert.rule.kind(),
        priority: alert.priority,
        condition: alert.condition,
        response: alert.response,
        vital: alert.vital.map(|vital| vital.key().to_owned()),
        value: decimal(alert.value),
        limit: decimal(alert.limit),
        extreme: decimal(alert.extreme),
        unit: alert.vital.map(|vital| vital.unit().to_owned()),
        raised_at: alert.raised_at.0,
        since_at: alert.since.0,
        cleared_at: alert.cleared_at.map(|at| at.0),
        acknowledged_by: staff(alert.acknowledged),
        acknowledged_at: alert.acknowledged.map(|(_, at)| at.0),
        action: alert.doing.action,
        remind_at: alert.doing.remind_at.map(|at| at.0),
        reviewed_by: staff(alert.reviewed),
        reviewed_at: alert.reviewed.map(|(_, at)| at.0),
        while_offline: alert.while_offline,
        as_of_at: alert.as_of.map(|at| at.0),
        evidence: alert.evidence.as_deref().map(message::Evidence::from),
        recorded,
        open: alert.open,
    }
}

/// A device that is bound to an episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundDevice {
    /// Id of the device.
    pub id: DeviceId,
    /// The device's model, for people.
    pub model: String,
    /// Key of the driver that reads it.
    pub protocol: String,
    /// The gateway of its kit.
    pub gateway: Option<GatewayId>,
}

/// An episode in the form for the ward wall, without values.
pub fn tile(episode: &EpisodeRow, limits: &Limits, devices: &[BoundDevice], news2: Option<&Judgement>) -> message::Tile {
    let patient = &episode.patient;
    message::Tile {
        episode_id: episode.id,
        label: episode.label.clone(),
        initials: initials(&patient.given_name, &patient.family_name),
        family_name: patient.family_name.clone(),
        given_name: patient.given_name.clone(),
        birth_date: patient.birth_date.clone(),
        medical_record_number: patient.medical_record_number.clone(),
        sex: patient.sex.clone(),
        language: patient.language.clone(),
        phone: episode.phone.clone(),
        phase: episode.phase.clone(),
        time_zone: episode.time_zone.clone(),
        limits: crate::limits::to_api(limits),
        gateway_id: devices.iter().find_map(|device| device.gateway.as_ref()).map(ToString::to_string),
        news2: news2.and_then(message::EarlyWarning::of),
        without_news2: crate::api::words::word(episode.without_news2.as_deref()),
        devices: devices.iter().map(tile_device).collect(),
        values: Vec::new(),
    }
}

fn tile_device(device: &BoundDevice) -> message::TileDevice {
    let driver = driver::find(&device.protocol);
    message::TileDevice {
        id: device.id.to_string(),
        model: device.model.clone(),
        vitals: driver.map(|known| known.vitals.iter().map(|vital| vital.key().to_owned()).collect()).unwrap_or_default(),
        cadence_ms: driver.and_then(|known| known.pace.interval_ms()),
    }
}

/// An alert for people who look after devices: what and when, without the patient and without measured values. `None` if it is
/// about a patient's condition.
pub fn without_patient(alert: &message::Alert) -> Option<message::Alert> {
    match alert.kind {
        Kind::Technical | Kind::System => {}
        Kind::Clinical => return None,
    }
    // An implausible number may still be a measurement, such as 100.4 from a thermometer, so it is left out.
    let evidence = alert.evidence.clone().map(|evidence| Evidence { inputs: Vec::new(), score: None, clock_from_at: None, ..evidence });
    Some(message::Alert { episode_id: None, value: None, limit: None, extreme: None, evidence, ..alert.clone() })
}

/// The newest value of a vital sign in the form of the feed.
pub fn value(newest: &NewestValue) -> message::Value {
    message::Value {
        vital: newest.vital.key().to_owned(),
        value: newest.raw.map(|raw| newest.vital.raw_to_f64(raw)),
        last: newest.last.map(|(raw, at)| message::LastValue { value: newest.vital.raw_to_f64(raw), at: at.0 }),
        at: newest.at.0,
        received_at: newest.received_at.0,
        flags: newest.flags.names().collect(),
        late: newest.received_at.since(newest.at) > LATE_MS,
        device_id: newest.device.to_string(),
        cadence_ms: driver::find(&newest.protocol).and_then(|known| known.pace.interval_ms()),
    }
}

/// The first letters of the given and the family name, for screens that other people can see.
pub fn initials(given_name: &str, family_name: &str) -> String {
    let first = |name: &str| name.chars().find(|letter| letter.is_alphanumeric()).map(|letter| letter.to_uppercase().to_string());
    [first(given_name), first(family_name)].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::evidence::Input;
    use hearth_alerts::{AlertId, Now, System};
    use hearth_vitals::{MonoMs, WallMs};

    #[test]
    fn initials_are_letters_whatever_the_name_begins_with() {
        assert_eq!(initials("Rosa", "Menjívar"), "RM");
        assert_eq!(initials("'Aisha", "al-Harbi"), "AA");
        assert_eq!(initials("", "Øst"), "Ø");
    }

    #[test]
    fn who_looks_after_devices_is_told_what_is_wrong_and_nothing_that_was_measured() {
        let fault = Some("below_band");
        let input =
            Input { what: "heart_rate", value: Some(71.0), word: None, unit: Some("/min"), at: 7, flags: vec![], good_percent: None };
        let evidence = Evidence {
            inputs: vec![input],
            score: None,
            clock_from_at: Some(7),
            fault,
            hint: None,
            wanted: vec!["pulse_rate"],
            silent: vec!["spo2", "pulse_rate"],
        };
        let now = Now { wall: WallMs(0), mono: MonoMs(0) };
        let raised = System::new().raise(Rule::BrokerDown, "down", now, &mut || AlertId(1)).pop().unwrap().alert;
        for rule in Rule::all() {
            let whole = alert(Some(Uuid::from_u128(5)), &Alert { rule, ..raised.clone() }, &Names::default(), true);
            let whole =
                message::Alert { value: Some(71.0), limit: Some(50.0), extreme: Some(40.0), evidence: Some(evidence.clone()), ..whole };
            let shown = without_patient(&whole);
            assert_eq!(shown.is_none(), rule.kind() == Kind::Clinical, "{rule}");
            let Some(shown) = shown else { continue };
            assert_eq!((shown.episode_id, shown.value, shown.limit, shown.extreme), (None, None, None, None), "{rule}");
            let told = shown.evidence.unwrap();
            assert_eq!((told.inputs.len(), told.clock_from_at, told.fault, told.wanted), (0, None, fault, vec!["pulse_rate"]), "{rule}");
        }
    }
}
