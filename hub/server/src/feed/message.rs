//! What the items of the feed hold, as JSON ([`super::frame`] is how they travel). The dashboard's model mirrors these
//! shapes, `docs/feed.md` names them.

pub use super::evidence::{EarlyWarning, Evidence};
use hearth_vitals::coded::Params;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// A member of staff, as colleagues see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StaffRef {
    /// Id of the member of staff.
    pub id: Uuid,
    /// Name shown to colleagues.
    pub display_name: String,
}

/// Somebody who is on shift now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OnShift {
    /// The shift that the person works in, by its id.
    pub shift_id: Uuid,
    /// The member of staff who is on shift.
    pub person: StaffRef,
    /// The work of the shift: `nurse`, `charge_nurse`, `call_agent`, `physician`, `dispatcher`.
    #[schema(value_type = crate::api::words::Duty)]
    pub duty: &'static str,
    /// When the shift is to end, ms since 1970.
    pub until_at: i64,
    /// How many stays the person holds the watch of in this shift.
    pub stays: u64,
    /// True if the time of the shift is over, and it still holds stays.
    pub overdue: bool,
    /// True if the person is signed in nowhere.
    pub away: bool,
}

/// A handover that waits for its receiver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HandoverOffered {
    /// Id of the handover.
    pub id: Uuid,
    /// The person who gives the stays away.
    pub from: StaffRef,
    /// The person who is to receive the stays.
    pub to: StaffRef,
    /// When it was offered, ms since 1970.
    pub offered_at: i64,
}

/// Who holds the watch of all stays, or, where shifts are kept, who is on shift. The watch of each single stay is a separate
/// item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Watch)]
pub struct SiteWatch {
    /// The person who holds the watch of all stays; `null` when nobody does, or where several hold some.
    pub holder: Option<StaffRef>,
    /// When the person took it, ms since 1970; `null` where shifts are kept, and when nobody holds it.
    pub since_at: Option<i64>,
    /// True where shifts are kept: each stay has a holder of its own.
    pub by_shift: bool,
    /// How many stays nobody holds, where shifts are kept.
    pub unheld: u64,
    /// Who is on shift, those who watch stays first; empty where no shifts are kept.
    pub on_shift: Vec<OnShift>,
    /// Handovers that wait for their receiver.
    pub offers: Vec<HandoverOffered>,
}

/// Who holds the watch of one stay, where shifts are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StayWatch {
    /// The stay whose watch it is, by its id.
    pub episode_id: Uuid,
    /// Rises by one with each change; to be sent back with an act.
    pub version: u32,
    /// The person who holds it; `null` for nobody, which raises an alert.
    pub holder: Option<StaffRef>,
    /// The person who is asked if the holder does not answer; `null` for whoever else is on shift.
    pub backup: Option<StaffRef>,
    /// Since when it is held, ms since 1970.
    pub since_at: Option<i64>,
    /// True if the time of the holder's shift is over.
    pub overdue: bool,
    /// True if the holder is signed in nowhere.
    pub away: bool,
}

/// One rung of a limit: how far, for how long, and how urgent that is.
#[derive(Debug, Clone, PartialEq, Serialize, serde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitRung {
    /// A value further out than this is beyond the rung, in the vital's unit.
    pub edge: f64,
    /// How long values must be beyond it, seconds; 0 for at once.
    pub for_s: u32,
    /// How soon somebody must act.
    #[schema(schema_with = crate::api::words::priority)]
    pub priority: hearth_alerts::Priority,
}

/// The alarm limits of one vital of one episode, in the vital's unit. A value equal to a limit is inside. The rungs say all;
/// the other fields say of them what a limit was before there were rungs. Given without rungs they make two on each side.
/// Beside rungs they must say what those say, so that nobody changes one and overlooks the other; a bound may be `null`.
#[derive(Debug, Clone, PartialEq, Serialize, serde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Key of the vital, such as `spo2`.
    pub vital: String,
    /// A value below this is outside: the first low rung; `null` for no low limit.
    pub low: Option<f64>,
    /// A value above this is outside: the first high rung; `null` for no high limit.
    pub high: Option<f64>,
    /// How long values must be outside before the alert is raised, seconds: that of the first low rung, or of the first high one.
    pub delay_s: u32,
    /// Priority of that rung.
    #[schema(schema_with = crate::api::words::priority)]
    pub priority: hearth_alerts::Priority,
    /// A value below this raises an alert of high priority at once; `null` for no critical low limit.
    pub critical_low: Option<f64>,
    /// A value above this raises an alert of high priority at once; `null` for no critical high limit.
    pub critical_high: Option<f64>,
    /// The rungs below the usual values, the lowest last.
    #[serde(default)]
    #[schema(required = false)]
    pub low_rungs: Option<Vec<LimitRung>>,
    /// The rungs above the usual values, the highest last.
    #[serde(default)]
    #[schema(required = false)]
    pub high_rungs: Option<Vec<LimitRung>>,
}

/// The limits of one vital before and after a change.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LimitChange {
    /// Key of the vital.
    pub vital: String,
    /// The limits before the change; `null` if there were none.
    pub before: Option<Limit>,
    /// The limits after the change; `null` if there are none any more.
    pub after: Option<Limit>,
}

/// An alert. Instants are ms since 1970; values are in `unit`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Alert {
    /// Id of the alert.
    pub id: Uuid,
    /// Rises by one with every transition; to be sent back with an acknowledgement or review.
    pub version: u32,
    /// Id of the episode; `null` for the hub's own faults.
    pub episode_id: Option<Uuid>,
    /// Id of the device that it is about; `null` if it is not about one.
    pub device_id: Option<String>,
    /// Id of the gateway that it is about; `null` if it is not about one.
    pub gateway_id: Option<String>,
    /// The rule that raised it: `spo2_low`, `gateway_offline`, ...
    pub rule: String,
    /// What it is about: `clinical` (the patient), `technical` (the home's devices) or `system` (the hub).
    #[schema(schema_with = crate::api::words::kind)]
    pub kind: hearth_alerts::Kind,
    /// How soon somebody has to act: `high`, `medium` or `low`.
    #[schema(schema_with = crate::api::words::priority)]
    pub priority: hearth_alerts::Priority,
    /// Whether its condition holds: `pending`, `active` or `cleared`.
    #[schema(schema_with = crate::api::words::condition)]
    pub condition: hearth_alerts::Condition,
    /// What people have done about it: `none`, `acknowledged` or `reviewed`.
    #[schema(schema_with = crate::api::words::response)]
    pub response: hearth_alerts::Response,
    /// Key of the vital that it is about; `null` if it is not about one.
    pub vital: Option<String>,
    /// The value at its last transition; after it has ended, the last value outside the limit. Not the newest value.
    pub value: Option<f64>,
    /// The limit with which `value` was compared.
    pub limit: Option<f64>,
    /// The worst value of this alert that was known at its last transition.
    pub extreme: Option<f64>,
    /// UCUM unit of `value`, `limit` and `extreme`.
    pub unit: Option<String>,
    /// When the hub raised it, or last raised it again, ms since 1970.
    pub raised_at: i64,
    /// When the condition began, by the time of measurement, ms since 1970.
    pub since_at: i64,
    /// When the condition ended, by the time of measurement, ms since 1970; `null` while it is active.
    pub cleared_at: Option<i64>,
    /// The person who acknowledged it and so owns it; `null` while nobody has.
    pub acknowledged_by: Option<StaffRef>,
    /// When it was acknowledged, ms since 1970; `null` while nobody has.
    pub acknowledged_at: Option<i64>,
    /// What its owner says that they do about it; `null` if they have not said, or nobody has it.
    #[schema(schema_with = crate::api::words::action)]
    pub action: Option<hearth_alerts::Action>,
    /// When its owner asked to be reminded, ms since 1970; `null` if they have not said.
    pub remind_at: Option<i64>,
    /// Who reviewed it; `null` while nobody has.
    pub reviewed_by: Option<StaffRef>,
    /// When it was reviewed, ms since 1970; `null` while nobody has.
    pub reviewed_at: Option<i64>,
    /// True when it was found afterwards, in data that arrived late: nobody could have acted on it at the time.
    pub while_offline: bool,
    /// When `value` was measured, ms since 1970, if it was already old when it arrived; otherwise `null`.
    pub as_of_at: Option<i64>,
    /// The values and scores because of which it rings, as of when it last rang; `null` for rules that compare one value with one
    /// limit.
    pub evidence: Option<Evidence>,
    /// False while the database cannot record it; it could then be lost.
    pub recorded: bool,
    /// False once it is closed and no longer on the screens.
    pub open: bool,
}

/// One person whom a rung reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Told {
    /// The person who was signed in at the screen.
    pub person: StaffRef,
    /// When the alert was first shown there, ms since 1970.
    pub delivered_at: i64,
    /// When somebody first opened it there, ms since 1970; `null` while nobody has.
    pub opened_at: Option<i64>,
}

/// An alert that neither climbs nor sounds for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pause {
    /// The member of staff who paused it.
    pub by: StaffRef,
    /// Reason of the pause: `at_the_patient`, `bath`, `transport`, `shelved` or `end_of_life`.
    pub reason: &'static str,
    /// Since when it is paused, ms since 1970.
    pub since_at: i64,
    /// When it ends, ms since 1970, if nothing is new or worse before; `null` if somebody has to end it.
    pub until_at: Option<i64>,
    /// What keeps the alert quiet, as in the list of what is quiet, by its id; `null` if the alert is paused by itself.
    pub quiet_id: Option<Uuid>,
}

/// What keeps alerts of a stay quiet for hours: one rule that is shelved, or a context that the patient is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Quiet {
    /// Id by which it is ended, a UUID.
    pub id: Uuid,
    /// The stay that it is about, by its id.
    pub episode_id: Uuid,
    /// The rule that is shelved; `null` for a context.
    pub rule: Option<String>,
    /// The context: `bath`, `transport` or `end_of_life`; `null` for a shelved rule.
    #[schema(value_type = Option<crate::api::words::ContextWord>)]
    pub context: Option<&'static str>,
    /// Why it is quiet, in the words of whoever began it.
    pub reason: String,
    /// The member of staff who began it.
    pub by: StaffRef,
    /// When it began, ms since 1970.
    pub since_at: i64,
    /// When it ends by itself, ms since 1970; `null` if somebody has to end it.
    pub until_at: Option<i64>,
}

/// A rung of an alert's ladder that has fired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rung {
    /// Number of the rung in the round, from 1.
    pub rung: u8,
    /// Posts that it reached: `holder`, `backup`, `charge_nurse`, `call_agent`, `physician`, `dispatcher`, `everyone`.
    pub posts: Vec<&'static str>,
    /// When it was due, ms since 1970.
    pub due_at: i64,
    /// When it fired, ms since 1970.
    pub fired_at: i64,
    /// The most that a screen has said of it: `delivered`, `opened`, `answered`; `null` while none has.
    pub receipt: Option<&'static str>,
    /// When that was first said, ms since 1970; `null` while no screen has said anything.
    pub receipt_at: Option<i64>,
    /// True once it was found that nobody could hear it.
    pub unheard: bool,
    /// The people whom it reached, the first one first; at most 64.
    pub told: Vec<Told>,
}

/// The rung that fires next if nobody takes the alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NextRung {
    /// Number of the rung in the round, from 1.
    pub rung: u8,
    /// Posts that it will reach, as in `Rung`.
    pub posts: Vec<&'static str>,
    /// When it is due, ms since 1970.
    pub due_at: i64,
}

/// How far an open alert has climbed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Climb {
    /// Id of the alert that climbs.
    pub alert_id: Uuid,
    /// From 1; rises when an acknowledgement becomes void, and all rungs fire again.
    pub round: u32,
    /// The rungs of this round that have fired, in order.
    pub rungs: Vec<Rung>,
    /// The rung that fires next; `null` while somebody has the alert, and after the last one.
    pub next: Option<NextRung>,
    /// The pause under way; `null` if it is not paused.
    pub pause: Option<Pause>,
    /// How often its owner has been reminded.
    pub reminders: u32,
    /// True if the last reminder went to everyone, because its owner had no screen.
    pub reminded_everyone: bool,
    /// When its owner is reminded next, ms since 1970; `null` while nobody has it or its condition has ended.
    pub reminder_at: Option<i64>,
}

/// The newest number of a vital whose newest reading has no number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct LastValue {
    /// The number, in the vital's unit.
    pub value: f64,
    /// When it was measured, ms since 1970.
    pub at: i64,
}

/// The newest reading of one vital by one device.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Value {
    /// Key of the vital.
    pub vital: String,
    /// The value in the vital's unit; `null` when there is none, and `flags` say why.
    pub value: Option<f64>,
    /// While `value` is `null`, the newest number before it; otherwise `null`.
    pub last: Option<LastValue>,
    /// When it was measured, ms since 1970.
    pub at: i64,
    /// When the hub received it, ms since 1970.
    pub received_at: i64,
    /// What is doubtful about the value, or why there is none; empty when it is clean.
    pub flags: Vec<&'static str>,
    /// True when it arrived more than 30 s after it was measured.
    pub late: bool,
    /// Id of the device that measured it.
    pub device_id: String,
    /// How often a value is expected, ms; `null` for spot checks.
    pub cadence_ms: Option<u32>,
}

impl Value {
    /// Takes over the newest number that another reading of the same vital by the same device knows.
    pub fn learn(&mut self, other: &Value) {
        let number = other.value.map(|value| LastValue { value, at: other.at }).or(other.last);
        if self.value.is_none() && number.is_some_and(|new| self.last.is_none_or(|known| known.at < new.at)) {
            self.last = number;
        }
    }
}

/// A device of a patient on the wall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TileDevice {
    /// Id of the device.
    pub id: String,
    /// Its model, as it was registered; for people only.
    pub model: String,
    /// Keys of the vitals that it measures.
    pub vitals: Vec<String>,
    /// How often it measures, ms; `null` for spot checks.
    pub cadence_ms: Option<u32>,
}

/// One episode on the wall.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Tile {
    /// The stay behind the tile, by its id.
    pub episode_id: Uuid,
    /// Short name of the home.
    pub label: String,
    /// Initials of the patient, for screens that others can see.
    pub initials: String,
    /// Family name of the patient.
    pub family_name: String,
    /// Given name of the patient.
    pub given_name: String,
    /// Date of birth, `YYYY-MM-DD`.
    pub birth_date: String,
    /// Medical record number: the number by which the hospital knows the patient.
    pub medical_record_number: String,
    /// Administrative sex of the patient, by the codes of FHIR.
    #[schema(value_type = crate::api::words::Sex)]
    pub sex: String,
    /// The patient's language, a BCP 47 tag.
    pub language: String,
    /// Telephone number of the home; empty when none is known. It is on the feed, too, because a screen that no longer hears
    /// the hub must show it.
    pub phone: String,
    /// Phase of the stay: `acute` or `restorative`.
    #[schema(value_type = crate::api::words::Phase)]
    pub phase: String,
    /// IANA name of the home's time zone.
    pub time_zone: String,
    /// Alarm limits in force.
    pub limits: Vec<Limit>,
    /// Id of the home's gateway; `null` if there is none.
    pub gateway_id: Option<String>,
    /// The early warning score NEWS2 now; `null` while nothing that it scores has been measured.
    pub news2: Option<EarlyWarning>,
    /// Why NEWS2 is not judged for this patient; `null` while it is.
    pub without_news2: Option<crate::api::words::WithoutNews2Word>,
    /// Devices that are bound to the stay now, with how they are.
    pub devices: Vec<TileDevice>,
    /// Newest values, by vital. They are kept with the stay and sent by topics of their own.
    #[serde(skip)]
    pub values: Vec<Value>,
}

/// Something a person should mend at a gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct GatewayProblem {
    /// A fixed word for programs, listed in `x-codes`.
    pub code: String,
    /// Its parameters, as `troubles` of `x-params` names them; empty for a code that only a newer gateway knows.
    #[schema(value_type = Object)]
    pub params: Params,
    /// What happened to which thing, and what to do, in English.
    pub message: String,
}

/// A gateway in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GatewayBrief {
    /// Id of the gateway.
    pub id: String,
    /// True when the hub has heard from it within the last 20 s, and it does not say that it is offline.
    pub online: bool,
    /// When the hub last heard from it, ms since 1970; `null` if it never did.
    pub last_heard_at: Option<i64>,
    /// Problems that a person should mend; empty when all is well.
    pub problems: Vec<GatewayProblem>,
    /// Ids of the episodes whose devices it reads.
    pub episode_ids: Vec<Uuid>,
}

/// New readings of one device.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ValuesDelta {
    /// The stay that was measured, by its id.
    pub episode_id: Uuid,
    /// The device that measured, by its id.
    pub device_id: String,
    /// When they were measured, ms since 1970.
    pub at: i64,
    /// When the hub received them, ms since 1970.
    pub received_at: i64,
    /// Values by key of the vital, in each vital's unit; `null` when there is none, and `flags` say why.
    pub values: BTreeMap<&'static str, Option<f64>>,
    /// Flags by key of the vital; a vital without flags is left out.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub flags: BTreeMap<&'static str, Vec<&'static str>>,
    /// True when they arrived more than 30 s after they were measured.
    pub late: bool,
}

impl ValuesDelta {
    /// Adds a delta of one device to earlier ones, oldest first. An older delta is dropped when newer ones have all of its
    /// vitals; a value never gets another's instant.
    pub fn keep_newest(known: &mut Vec<ValuesDelta>, new: ValuesDelta) {
        let covers = |newer: &ValuesDelta, older: &ValuesDelta| {
            newer.at >= older.at && older.values.keys().all(|vital| newer.values.contains_key(vital))
        };
        if known.iter().any(|other| other.at > new.at && covers(other, &new)) {
            return;
        }
        known.retain(|other| !covers(&new, other));
        let place = known.partition_point(|other| other.at <= new.at);
        known.insert(place, new);
    }
}

/// How long values take from the device's measurement until they are sent on the feed, over the last minute.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Latency {
    /// Median of the latency, ms.
    pub p50_ms: u64,
    /// 99th percentile of the latency, ms.
    pub p99_ms: u64,
    /// How many values were measured; the other figures are 0 when there were none.
    pub count: u64,
}
