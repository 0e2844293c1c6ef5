//! What travels on the feed, as JSON. The dashboard's model mirrors these shapes.

use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// A person on duty, as others see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StaffRef {
    /// Staff id.
    pub id: Uuid,
    /// Name shown to colleagues.
    pub display_name: String,
}

/// Who holds the watch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Watch {
    /// Nobody, when `null`.
    pub holder: Option<StaffRef>,
    /// Since when, ms since 1970.
    pub since_at: Option<i64>,
}

/// Limits of one vital of one episode, in its unit.
#[derive(Debug, Clone, PartialEq, Serialize, serde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Vital key.
    pub vital: String,
    /// Alert below.
    pub low: Option<f64>,
    /// Alert above.
    pub high: Option<f64>,
    /// Seconds the violation must last.
    pub delay_s: u32,
    /// Priority of the alert.
    #[schema(schema_with = crate::api::words::priority)]
    pub priority: hearth_alerts::Priority,
    /// Below this: high priority, no delay.
    pub critical_low: Option<f64>,
    /// Above this: high priority, no delay.
    pub critical_high: Option<f64>,
}

/// What happened to the limits of one vital.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LimitChange {
    /// Vital key.
    pub vital: String,
    /// As they were; `null` when it had none.
    pub before: Option<Limit>,
    /// As they are since; `null` when it has none any more.
    pub after: Option<Limit>,
}

/// One alert as people see it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Alert {
    /// Alert id.
    pub id: Uuid,
    /// Rises with every transition.
    pub version: u32,
    /// The episode; `null` for the hub's own faults.
    pub episode_id: Option<Uuid>,
    /// The device it is about.
    pub device_id: Option<String>,
    /// The gateway it is about.
    pub gateway_id: Option<String>,
    /// `spo2_low`, `gateway_offline`, ...
    pub rule: String,
    /// clinical, technical or system.
    #[schema(schema_with = crate::api::words::kind)]
    pub kind: hearth_alerts::Kind,
    /// high, medium or low.
    #[schema(schema_with = crate::api::words::priority)]
    pub priority: hearth_alerts::Priority,
    /// pending, active or cleared.
    #[schema(schema_with = crate::api::words::condition)]
    pub condition: hearth_alerts::Condition,
    /// none, acknowledged or reviewed.
    #[schema(schema_with = crate::api::words::response)]
    pub response: hearth_alerts::Response,
    /// Vital key.
    pub vital: Option<String>,
    /// Newest value.
    pub value: Option<f64>,
    /// The limit it violates.
    pub limit: Option<f64>,
    /// Worst value so far.
    pub extreme: Option<f64>,
    /// UCUM unit of the values.
    pub unit: Option<String>,
    /// When it was raised, ms since 1970.
    pub raised_at: i64,
    /// When the condition began, by measurement time.
    pub since_at: i64,
    /// When the condition ended.
    pub cleared_at: Option<i64>,
    /// Who has it.
    pub acknowledged_by: Option<StaffRef>,
    /// Since when.
    pub acknowledged_at: Option<i64>,
    /// Who reviewed it.
    pub reviewed_by: Option<StaffRef>,
    /// When.
    pub reviewed_at: Option<i64>,
    /// Judged afterwards, from data that arrived late.
    pub while_offline: bool,
    /// The newest value is this old.
    pub as_of_at: Option<i64>,
    /// False while the database cannot record it.
    pub recorded: bool,
    /// True while it stands on the screens.
    pub open: bool,
}

/// The newest number of a vital whose newest reading has none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct LastValue {
    /// In the vital's unit.
    pub value: f64,
    /// When it was measured, ms since 1970.
    pub at: i64,
}

/// The newest value of one vital.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Value {
    /// Vital key.
    pub vital: String,
    /// In the vital's unit; `null` when `flags` say why.
    pub value: Option<f64>,
    /// The newest number before it, while `value` is `null`.
    pub last: Option<LastValue>,
    /// When it was measured, ms since 1970.
    pub at: i64,
    /// When the hub received it.
    pub received_at: i64,
    /// Why it is doubtful or missing.
    pub flags: Vec<&'static str>,
    /// It arrived more than 30 s after it was measured.
    pub late: bool,
    /// Who measured.
    pub device_id: String,
    /// How often one is expected; `null` for spot checks.
    pub cadence_ms: Option<u32>,
}

impl Value {
    /// Takes what another reading of the same vital knows of its newest number.
    pub fn learn(&mut self, other: &Value) {
        let number = other.value.map(|value| LastValue { value, at: other.at }).or(other.last);
        if self.value.is_none() && number.is_some_and(|new| self.last.is_none_or(|known| known.at < new.at)) {
            self.last = number;
        }
    }
}

/// A device of a tile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TileDevice {
    /// Device id.
    pub id: String,
    /// Its model.
    pub model: String,
    /// Vitals it measures.
    pub vitals: Vec<String>,
    /// How often; `null` for spot checks.
    pub cadence_ms: Option<u32>,
}

/// One episode on the wall.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Tile {
    /// Episode id.
    pub episode_id: Uuid,
    /// Short name of the home.
    pub label: String,
    /// The patient's initials.
    pub initials: String,
    /// Family name.
    pub family_name: String,
    /// Given name.
    pub given_name: String,
    /// Date of birth, `YYYY-MM-DD`.
    pub birth_date: String,
    /// Medical record number.
    pub medical_record_number: String,
    /// Administrative sex.
    #[schema(value_type = crate::api::words::Sex)]
    pub sex: String,
    /// BCP 47 language.
    pub language: String,
    /// The number that the home answers; empty when none is known. Here and not only with the
    /// stay: a screen that no longer hears the hub must show it.
    pub phone: String,
    /// acute or restorative.
    #[schema(value_type = crate::api::words::Phase)]
    pub phase: String,
    /// IANA zone of the home.
    pub time_zone: String,
    /// Limits in force.
    pub limits: Vec<Limit>,
    /// The home's gateway.
    pub gateway_id: Option<String>,
    /// Bound devices.
    pub devices: Vec<TileDevice>,
    /// Newest values, by vital.
    pub values: Vec<Value>,
}

/// Something a person should mend at a gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct GatewayProblem {
    /// A fixed word for programs.
    pub code: String,
    /// What happened, to which thing, what to do.
    pub message: String,
}

/// A gateway in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GatewayBrief {
    /// Gateway id.
    pub id: String,
    /// Heard from lately.
    pub online: bool,
    /// When last heard, ms since 1970.
    pub last_heard_at: Option<i64>,
    /// What it says a person should mend.
    pub problems: Vec<GatewayProblem>,
    /// Episodes whose devices it reads.
    pub episode_ids: Vec<Uuid>,
}

/// One device's newest values in a delta.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ValuesDelta {
    /// Episode id.
    pub episode_id: Uuid,
    /// Device id.
    pub device_id: String,
    /// When measured.
    pub at: i64,
    /// When received.
    pub received_at: i64,
    /// Values by vital key, in their units; `null` when `flags` say why.
    pub values: BTreeMap<&'static str, Option<f64>>,
    /// Flags by vital key.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub flags: BTreeMap<&'static str, Vec<&'static str>>,
    /// Arrived more than 30 s after it was measured.
    pub late: bool,
}

impl ValuesDelta {
    /// Puts a delta of one device among others of it, oldest first. What shows nothing any more,
    /// because a newer one has all of its vitals, goes; a value is never given another's instant.
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

/// Measured latency, device instant to sent on the feed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Latency {
    /// Median over the last minute, ms.
    pub p50_ms: u64,
    /// 99th percentile over the last minute, ms.
    pub p99_ms: u64,
    /// Values behind these figures.
    pub count: u64,
}

/// A frame of the feed, server to client.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Message<'a> {
    /// Everything, at one position.
    Snapshot {
        /// The hub process this position belongs to.
        epoch: Uuid,
        /// Position.
        seq: u64,
        /// Hub wall clock.
        server_time: i64,
        /// Every active episode.
        tiles: Vec<&'a Tile>,
        /// Every open alert.
        alerts: Vec<Cow<'a, Alert>>,
        /// Who holds the watch.
        watch: &'a Watch,
        /// Every gateway.
        gateways: Vec<Cow<'a, GatewayBrief>>,
    },
    /// What changed since the position before.
    Delta {
        /// As in a snapshot.
        epoch: Uuid,
        /// Position.
        seq: u64,
        /// Hub wall clock.
        server_time: i64,
        /// New or changed episodes.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        tiles: Vec<&'a Tile>,
        /// Newest values.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        values: Vec<&'a ValuesDelta>,
        /// Episodes that ended.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        removed: Vec<Uuid>,
        /// Changed alerts, those just closed too.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        alerts: Vec<Cow<'a, Alert>>,
        /// Set when it changed.
        #[serde(skip_serializing_if = "Option::is_none")]
        watch: Option<&'a Watch>,
        /// Changed gateways.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        gateways: Vec<Cow<'a, GatewayBrief>>,
    },
    /// Each second: the proof of life.
    Heartbeat {
        /// As in a snapshot.
        epoch: Uuid,
        /// Position of the last snapshot or delta.
        seq: u64,
        /// Hub wall clock.
        server_time: i64,
        /// Hash of the open alert set at `seq`.
        alerts_hash: String,
        /// How many are open.
        alerts_open: usize,
        /// Measured latency.
        latency: Latency,
    },
    /// A stretch of a waveform, to who watches it.
    Waveform {
        /// Episode id.
        episode_id: Uuid,
        /// `pleth`, ...
        kind: &'static str,
        /// When the first sample was taken.
        at: i64,
        /// Microseconds from sample to sample.
        period_us: u32,
        /// The samples.
        samples: &'a [i16],
    },
}
