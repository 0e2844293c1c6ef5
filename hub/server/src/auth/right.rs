//! Rights: what only some people may see or do, with one word each for the API and for people.

use hearth_vitals::coded::Param;
use serde_json::Value;

/// A right to see a kind of data, or to do an act. Which roles have it stands in [`super::table`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Right {
    /// See who lies at home: names, contacts, stays.
    SeePatients,
    /// See what is measured and observed of a patient, and what happened to it.
    SeeMeasurements,
    /// See alerts with their steps, and whom they reached.
    SeeAlerts,
    /// See how to get into a home: door codes, keys.
    SeeAccess,
    /// See the limits and profiles by which patients are watched.
    SeeRules,
    /// See kits, devices, gateways and what is wrong with them; not whose they are.
    SeeKits,
    /// See who is on duty.
    SeeDuty,
    /// See who works here: names, roles, how they are reached.
    SeeStaff,
    /// Admit, set limits, observe, review, end what binds a device to a stay.
    Care,
    /// Bind a device to the stay of a patient whose two identifiers one has.
    Bind,
    /// Acknowledge and pause alerts; without the right to act for patients, only alerts that have reached the person.
    Answer,
    /// Take the watch and hand it on.
    HoldWatch,
    /// Say who works when, and give a stay to a nurse.
    KeepShifts,
    /// Write and sign notes.
    WriteNotes,
    /// Make tasks, take them and close them.
    KeepTasks,
    /// Write down calls.
    LogCalls,
    /// See incidents with the units that are sent, and how far these are.
    SeeIncidents,
    /// Send units, call them back and say how an incident ends; say which units there are and who drives them.
    Dispatch,
    /// Say how far a unit is, and where.
    Respond,
    /// Write down what is measured and done at the patient of an incident that one is sent to.
    Attend,
    /// Register kits and devices.
    KeepKits,
    /// Sign what patients are watched by.
    Sign,
    /// Try profiles out over the stored days of many patients.
    TryOut,
    /// Read the report on alerts: counts and times, and for people who may see patients, about whom they were.
    SeeReports,
    /// Read who did, saw and was refused what.
    SeeAudit,
    /// Add, change and disable staff.
    KeepStaff,
}

impl Right {
    /// All rights, in the order of `docs/roles.md`.
    pub const ALL: [Right; 26] = [
        Right::SeePatients,
        Right::SeeMeasurements,
        Right::SeeAlerts,
        Right::SeeAccess,
        Right::SeeRules,
        Right::SeeKits,
        Right::SeeDuty,
        Right::SeeStaff,
        Right::Care,
        Right::Bind,
        Right::Answer,
        Right::HoldWatch,
        Right::KeepShifts,
        Right::WriteNotes,
        Right::KeepTasks,
        Right::LogCalls,
        Right::SeeIncidents,
        Right::Dispatch,
        Right::Respond,
        Right::Attend,
        Right::KeepKits,
        Right::Sign,
        Right::TryOut,
        Right::SeeReports,
        Right::SeeAudit,
        Right::KeepStaff,
    ];

    /// The word for the API, and what completes "Your role may not ...".
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Right::SeePatients => ("see_patients", "see patients"),
            Right::SeeMeasurements => ("see_measurements", "see measurements"),
            Right::SeeAlerts => ("see_alerts", "see alerts about patients"),
            Right::SeeAccess => ("see_access", "see how to get into a home"),
            Right::SeeRules => ("see_rules", "see limits and profiles"),
            Right::SeeKits => ("see_kits", "see kits and devices"),
            Right::SeeDuty => ("see_duty", "see who is on duty"),
            Right::SeeStaff => ("see_staff", "see who works here"),
            Right::Care => ("care", "act for patients"),
            Right::Bind => ("bind", "bind devices to patients"),
            Right::Answer => ("answer", "answer alerts"),
            Right::HoldWatch => ("hold_watch", "hold the watch of a patient"),
            Right::KeepShifts => ("keep_shifts", "change shifts and say who watches which patient"),
            Right::WriteNotes => ("write_notes", "write notes"),
            Right::KeepTasks => ("keep_tasks", "change tasks"),
            Right::LogCalls => ("log_calls", "write down calls"),
            Right::SeeIncidents => ("see_incidents", "see incidents and units"),
            Right::Dispatch => ("dispatch", "send units"),
            Right::Respond => ("respond", "say how far a unit is"),
            Right::Attend => ("attend", "write down what a crew does"),
            Right::KeepKits => ("keep_kits", "change kits and devices"),
            Right::Sign => ("sign", "sign profiles"),
            Right::TryOut => ("try_out", "try profiles out over stored days"),
            Right::SeeReports => ("see_reports", "read reports"),
            Right::SeeAudit => ("see_audit", "read the audit"),
            Right::KeepStaff => ("keep_staff", "change staff"),
        }
    }

    /// The word for the API.
    pub const fn key(self) -> &'static str {
        self.words().0
    }
}

impl Param for Right {
    const IS: &'static str = "rights";

    fn value(&self) -> Value {
        self.key().into()
    }

    /// Completes "Your role may not ...".
    fn english(&self) -> String {
        self.words().1.to_owned()
    }
}
