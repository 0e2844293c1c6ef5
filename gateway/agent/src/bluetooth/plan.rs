//! The steps after connecting to a device, and exceptions for single models (pure).

use super::transport::Characteristic;
use hearth_devices::MessageProtocol;
use hearth_vitals::{Pace, Uuid};

pub(super) const DATE_TIME: Uuid = Uuid::assigned(0x2A08);
pub(super) const CURRENT_TIME: Uuid = Uuid::assigned(0x2A2B);
pub(super) const RECORDS: Uuid = Uuid::assigned(0x2A52);
const CONTEXT: Uuid = Uuid::assigned(0x2A34);
const GLUCOSE: Uuid = Uuid::assigned(0x2A18);
const SPOT_OXIMETER: Uuid = Uuid::assigned(0x2A5E);
const BATTERY: Uuid = Uuid::assigned(0x2A19);
/// Characteristics with the names of maker and model.
const INFORMATION: [Uuid; 2] = [Uuid::assigned(0x2A29), Uuid::assigned(0x2A24)];

/// One step in setting up a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Reads what the device's clock shows.
    ReadClock(Uuid),
    /// Sets the device's clock.
    SetClock(Uuid),
    /// Subscribes; the connection is of no use if that fails.
    Subscribe(Uuid),
    /// Subscribes if it can.
    Try(Uuid),
    /// Asks for the records that the device holds.
    AskRecords,
    /// Reads something useful that is not needed.
    Look(Uuid),
}

/// Exceptions for one model, which is found by the name it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quirk {
    /// The beginning of its name.
    name: &'static str,
    /// True if its clock can be set at any time.
    pub sets_clock: bool,
    /// Pause after connecting, ms.
    pub pause_ms: u64,
}

const QUIRKS: &[Quirk] = &[
    // Omron: takes a new time only in answer to its own, and breaks the connection otherwise; it is not ready at once.
    Quirk { name: "BLESmart_", sets_clock: false, pause_ms: 1_500 },
    Quirk { name: "BLEsmart_", sets_clock: false, pause_ms: 1_500 },
];

/// For models without exceptions.
const NONE: Quirk = Quirk { name: "", sets_clock: true, pause_ms: 0 };

/// The exceptions for a model of this name.
pub(super) fn quirk(name: Option<&str>) -> Quirk {
    let row = QUIRKS.iter().find(|row| name.is_some_and(|name| name.starts_with(row.name)));
    row.copied().unwrap_or(NONE)
}

/// The steps for a device with these characteristics, in order; `None` if it lacks what the driver reads.
pub(super) fn steps(protocol: MessageProtocol, has: &[Characteristic], quirk: Quirk) -> Option<Vec<Step>> {
    let find = |uuid: Uuid| has.iter().find(|one| one.uuid == uuid);
    let main = has.iter().find(|one| one.uuid == protocol.characteristic() && one.service == protocol.service())?.uuid;
    let mut steps = Vec::new();
    let clock = [CURRENT_TIME, DATE_TIME].into_iter().find_map(find).filter(|_| protocol.driver().pace == Pace::OnDemand);
    if let Some(clock) = clock {
        steps.push(Step::ReadClock(clock.uuid));
        if clock.is_writable && quirk.sets_clock {
            steps.push(Step::SetClock(clock.uuid));
        }
    }
    let records = find(RECORDS).filter(|_| main == GLUCOSE || main == SPOT_OXIMETER);
    steps.extend(find(CONTEXT).filter(|_| main == GLUCOSE).map(|context| Step::Try(context.uuid)));
    // The control point of an oximeter is optional, as what it holds is.
    steps.extend(records.map(|records| if main == GLUCOSE { Step::Subscribe(records.uuid) } else { Step::Try(records.uuid) }));
    steps.push(Step::Subscribe(main));
    steps.extend(records.map(|_| Step::AskRecords));
    steps.extend([BATTERY].into_iter().chain(INFORMATION).filter_map(find).map(|one| Step::Look(one.uuid)));
    Some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(service: u16, names: &[u16]) -> Vec<Characteristic> {
        let one = |name: &u16| Characteristic { uuid: Uuid::assigned(*name), service: Uuid::assigned(service), is_writable: true };
        names.iter().map(one).collect()
    }

    #[test]
    fn a_clock_is_read_before_it_is_set_and_both_before_anything_is_asked() {
        let steps = steps("gatt-2a35".parse().unwrap(), &has(0x1810, &[0x2A19, 0x2A35, 0x2A08, 0x2A29]), NONE).unwrap();
        let main = Uuid::assigned(0x2A35);
        let (battery, maker) = (Step::Look(BATTERY), Step::Look(Uuid::assigned(0x2A29)));
        assert_eq!(steps, [Step::ReadClock(DATE_TIME), Step::SetClock(DATE_TIME), Step::Subscribe(main), battery, maker]);
    }

    #[test]
    fn a_meter_is_asked_once_everything_that_it_answers_with_is_listened_to() {
        let steps = steps("gatt-2a18".parse().unwrap(), &has(0x1808, &[0x2A18, 0x2A34, 0x2A52]), NONE).unwrap();
        assert_eq!(steps, [Step::Try(CONTEXT), Step::Subscribe(RECORDS), Step::Subscribe(GLUCOSE), Step::AskRecords]);
    }

    #[test]
    fn an_omron_keeps_its_clock_and_a_device_without_the_service_is_none() {
        let all = has(0x1810, &[0x2A35, 0x2A2B]);
        let steps_of = |name: &str| steps("gatt-2a35".parse().unwrap(), &all, quirk(Some(name))).unwrap();
        assert!(!steps_of("BLESmart_00000123").contains(&Step::SetClock(CURRENT_TIME)));
        assert!(steps_of("A&D_UA-651BLE").contains(&Step::SetClock(CURRENT_TIME)));
        assert_eq!(steps("gatt-2a1c".parse().unwrap(), &all, NONE), None);
    }
}
