//! The sheet of one stay in a handover (I-PASS): illness severity, patient summary, action list, situation (if–then), synthesis by
//! the receiver.

use super::ApiState;
use super::check::Checks;
use super::reduced::ReducedAlarms;
use crate::feed::message::Alert;
use crate::problem::{ApiResult, Mend};
use hearth_alerts::{Condition, Kind};
use hearth_care::{OpenAlert, Severity, severity};
use hearth_store::handovers::{ReceiptRow, SheetRow};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// How many characters a summary may have.
const SUMMARY_MAX: usize = 2_000;
/// How many characters an if–then, or a read-back, may have.
const WORDS_MAX: usize = 1_000;
/// How many actions a stay may have.
const ACTIONS_MAX: usize = 20;
const ACTION_MAX: usize = 200;
/// How many open alerts of one stay can be named.
const ALERTS_MAX: usize = 200;
/// The most ids of what was shown as quiet of one stay: there are fewer rules that can be shelved.
const QUIETS_MAX: usize = 100;

/// How ill somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IllnessSeverity {
    /// The patient does as expected.
    Stable,
    /// Somebody to keep an eye on.
    Watcher,
    /// Somebody who needs action now.
    Unstable,
}

impl From<Severity> for IllnessSeverity {
    fn from(severity: Severity) -> IllnessSeverity {
        match severity {
            Severity::Stable => IllnessSeverity::Stable,
            Severity::Watcher => IllnessSeverity::Watcher,
            Severity::Unstable => IllnessSeverity::Unstable,
        }
    }
}

impl IllnessSeverity {
    /// The word for the store.
    pub const fn key(self) -> &'static str {
        match self {
            IllnessSeverity::Stable => "stable",
            IllnessSeverity::Watcher => "watcher",
            IllnessSeverity::Unstable => "unstable",
        }
    }
}

/// A draft of a sheet, filled in as far as the data allow.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetDraft {
    /// The stay that the draft is about, by its id.
    pub episode_id: Uuid,
    /// The version of its watch; to be sent back with the offer.
    pub version: u32,
    /// How ill the patient is by the open alerts and the early warning score; the giver decides.
    pub severity: IllnessSeverity,
    /// The points of the early warning score, at least; `null` if nothing that it scores is known.
    pub news2: Option<u8>,
    /// The open alerts: each has to be dealt with.
    pub alerts: Vec<Alert>,
    /// What rings less for this patient than the template says; `null` if nothing does.
    pub reduced: Option<ReducedAlarms>,
    /// What was said when the stay was last handed over; empty the first time.
    pub summary: String,
    /// The actions of the last handover; empty the first time.
    pub actions: Vec<String>,
    /// The if–then of the last handover; empty the first time.
    pub if_then: String,
}

/// A sheet as the giver writes it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetWish {
    /// The stay that the sheet is about, by its id.
    pub episode_id: Uuid,
    /// The version of its watch that was shown.
    pub version: u32,
    /// How ill the patient is.
    pub severity: IllnessSeverity,
    /// Who the patient is and what happened; at most 2,000 characters.
    pub summary: String,
    /// Actions to be done: at most 20, of 200 characters each.
    pub actions: Vec<String>,
    /// What to do if something happens; at most 1,000 characters, may be empty.
    pub if_then: String,
}

/// An alert that is taken over, as it was shown.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AlertSeen {
    /// Id of the alert.
    pub id: Uuid,
    /// Its version that was shown.
    pub version: u32,
}

/// What the receiver says of one stay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandoverAccepted {
    /// The stay that is taken over, by its id.
    pub episode_id: Uuid,
    /// What the receiver has understood, in their own words; empty if they only said so. At most 1,000 characters.
    #[serde(default)]
    pub read_back: String,
    /// The open alerts of the stay, each taken over by name.
    pub alerts: Vec<AlertSeen>,
    /// The number of the profile whose reduced alarms were read. Required while something is reduced, and must be the one in force;
    /// `null` otherwise.
    #[serde(default)]
    pub profile: Option<i32>,
    /// What was shown as quiet, by its id: all that is quiet now must be among it.
    #[serde(default)]
    pub quiets: Vec<Uuid>,
}

/// What was said of one stay.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandoverSheet {
    /// The stay that the sheet is about, by its id.
    pub episode_id: Uuid,
    /// How ill the patient was, in the giver's judgement.
    #[schema(value_type = IllnessSeverity)]
    pub severity: String,
    /// How ill the patient was, as the data suggested.
    #[schema(value_type = IllnessSeverity)]
    pub suggested: String,
    /// The points of the early warning score then.
    pub news2: Option<u8>,
    /// Who the patient is and what happened.
    pub summary: String,
    /// What was to be done.
    pub actions: Vec<String>,
    /// What to do if something happens.
    pub if_then: String,
    /// What the receiver read back; `null` until they accepted, empty if they only said that they understood.
    pub read_back: Option<String>,
    /// The alerts that were taken over with the stay.
    pub alerts: Vec<AlertSeen>,
    /// What rings less for this patient than the template says, now, while the handover is open; `null` if nothing does.
    pub reduced: Option<ReducedAlarms>,
    /// The number of the profile whose reduced alarms the receiver read; `null` until they accepted, and if nothing was reduced.
    pub profile: Option<i32>,
}

impl SheetWish {
    /// Checks every field; what the data say is filled in by [`with_facts`].
    pub fn checked(self, index: usize, checks: &mut Checks) -> SheetRow {
        let at = |field: &str| format!("stays[{index}].{field}");
        let many = Mend::Entries { low: 0, high: ACTIONS_MAX as u64 };
        checks.require(self.actions.len() <= ACTIONS_MAX, &at("actions"), many);
        let action = |(nth, text): (usize, &String)| checks.text(&at(&format!("actions[{nth}]")), text, 1..=ACTION_MAX);
        let actions = self.actions.iter().take(ACTIONS_MAX).enumerate().map(action).collect();
        SheetRow {
            episode: self.episode_id,
            watch_version: self.version,
            severity: self.severity.key().to_owned(),
            suggested: String::new(),
            news2: None,
            summary: checks.text(&at("summary"), &self.summary, 0..=SUMMARY_MAX),
            actions,
            if_then: checks.text(&at("if_then"), &self.if_then, 0..=WORDS_MAX),
        }
    }
}

impl HandoverAccepted {
    /// Checks every field of the receipt; `index` is its place in the list, for the names of wrong fields.
    pub fn checked(self, index: usize, checks: &mut Checks) -> ReceiptRow {
        let at = |field: &str| format!("stays[{index}].{field}");
        let many = Mend::Entries { low: 0, high: ALERTS_MAX as u64 };
        checks.require(self.alerts.len() <= ALERTS_MAX, &at("alerts"), many);
        let many = Mend::Entries { low: 0, high: QUIETS_MAX as u64 };
        checks.require(self.quiets.len() <= QUIETS_MAX, &at("quiets"), many);
        let read_back = checks.text(&at("read_back"), &self.read_back, 0..=WORDS_MAX);
        ReceiptRow {
            episode: self.episode_id,
            read_back,
            alerts: json!(self.alerts),
            profile: self.profile,
            quiets: self.quiets.into_iter().collect(),
        }
    }
}

/// Adds what the data said when the sheet was written.
pub fn with_facts(row: SheetRow, drafts: &BTreeMap<Uuid, SheetDraft>) -> SheetRow {
    let known = drafts.get(&row.episode);
    let suggested = known.map_or(IllnessSeverity::Stable, |draft| draft.severity).key().to_owned();
    SheetRow { suggested, news2: known.and_then(|draft| draft.news2), ..row }
}

/// The sheet as it was said, with what was read back and what is reduced now.
pub fn shown(row: SheetRow, receipt: Option<&ReceiptRow>, reduced: Option<ReducedAlarms>) -> HandoverSheet {
    let alerts = receipt.and_then(|receipt| serde_json::from_value(receipt.alerts.clone()).ok()).unwrap_or_default();
    let SheetRow { episode, severity, suggested, news2, summary, actions, if_then, .. } = row;
    let read_back = receipt.map(|receipt| receipt.read_back.clone());
    let profile = receipt.and_then(|receipt| receipt.profile);
    HandoverSheet { episode_id: episode, severity, suggested, news2, summary, actions, if_then, read_back, alerts, reduced, profile }
}

impl ApiState {
    /// A sheet for each of these stays (with the version of its watch), filled in as far as the data say. What has to be done about a
    /// stay is its open alerts; whatever else is stored as undone belongs here, too.
    pub(super) async fn drafts(&self, stays: &BTreeMap<Uuid, u32>) -> ApiResult<Vec<SheetDraft>> {
        let ids: Vec<Uuid> = stays.keys().copied().collect();
        let rows = self.store.open_alerts_of(&ids).await?;
        let (scores, last) = (self.feed.scores().await, self.store.last_sheets(&ids).await?);
        let mut reduced = self.reduced(&ids).await?;
        let mut open: BTreeMap<Uuid, Vec<OpenAlert>> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.alert.rule.kind() == Kind::Clinical) {
            let one = OpenAlert { priority: row.alert.priority, active: row.alert.condition == Condition::Active };
            open.entry(row.episode.unwrap_or_default()).or_default().push(one);
        }
        let mut alerts: BTreeMap<Uuid, Vec<Alert>> = BTreeMap::new();
        for alert in self.shown(&rows).await? {
            alerts.entry(alert.episode_id.unwrap_or_default()).or_default().push(alert);
        }
        let draft = |(id, version): (&Uuid, &u32)| {
            let points = scores.get(id).copied();
            let said = last.iter().find(|row| row.episode == *id);
            SheetDraft {
                episode_id: *id,
                version: *version,
                severity: severity(open.get(id).map_or(&[][..], Vec::as_slice), points).into(),
                news2: points.and_then(|points| u8::try_from(points).ok()),
                alerts: alerts.remove(id).unwrap_or_default(),
                reduced: reduced.remove(id),
                summary: said.map(|row| row.summary.clone()).unwrap_or_default(),
                actions: said.map(|row| row.actions.clone()).unwrap_or_default(),
                if_then: said.map(|row| row.if_then.clone()).unwrap_or_default(),
            }
        };
        Ok(stays.iter().map(draft).collect())
    }
}
