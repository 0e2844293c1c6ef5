//! Every code that the hub may send, listed in its description as `x-codes`, so that a program can check that it has words for
//! each.

use super::calls::words::{CallDirection, CallOutcome, CallParty};
use super::dispatch::{CLOCKS, WAYS_OUT};
use super::events;
use super::marked_events::MarkedKind;
use super::observations::{ObservationSource, ObservationState};
use super::particulars::{CodeStatus, SectionName, Severity};
use crate::auth::right::Right;
use crate::auth::role::Role;
use crate::clinical;
use crate::engine::gateways::Trouble;
use crate::feed::closing::Closing;
use crate::feed::topic::Refusal;
use crate::ingest::conduct;
use crate::observations::catalogue;
use crate::problem::{self, Cause, Mend, Thing};
use crate::unmonitored;
use hearth_alerts::admission::{Fault, Hint};
use hearth_alerts::signing::Reference;
use hearth_alerts::{Action, By, Change, Condition, Kind, Priority, Response, Rule, Why};
use hearth_care::dispatch;
use hearth_care::tasks::{Lateness, TaskKind, TaskState};
use hearth_vitals::coded::Listed;
use hearth_vitals::state::Ailment;
use hearth_vitals::{ClockQuality, Flags, LossReason, Vital};
use serde_json::{Value, json};

/// All codes, by list.
pub fn all() -> Value {
    let mut all = of_the_hub();
    if let (Value::Object(all), Value::Object(kept)) = (&mut all, of_the_record()) {
        all.extend(kept);
    }
    all
}

/// The codes of records of stays.
fn of_the_record() -> Value {
    json!({
        "task_kinds": TaskKind::ALL.map(TaskKind::key),
        "task_states": TaskState::ALL.map(TaskState::key),
        "task_latenesses": Lateness::ALL.map(Lateness::key),
        "task_steps": hearth_care::tasks::TaskStepKind::WORDS,
        "incident_states": dispatch::IncidentState::ALL.map(dispatch::IncidentState::key),
        "incident_steps": dispatch::IncidentStepKind::WORDS,
        "incident_clocks": CLOCKS,
        "incident_outcomes": dispatch::Outcome::ALL.map(dispatch::Outcome::key),
        "incident_ways_out": WAYS_OUT,
        "stamp_sources": dispatch::Source::ALL.map(dispatch::Source::key),
        "stamp_doubts": dispatch::Doubt::ALL.map(dispatch::Doubt::key),
        "press_refusals": hearth_store::dispatch::REFUSALS,
        "not_recorded": hearth_store::dispatch::NotTaken::ALL.map(hearth_store::dispatch::NotTaken::key),
        "unit_reasons": dispatch::Reason::WORDS,
        "unit_equipment": dispatch::Equipment::ALL.map(dispatch::Equipment::key),
        "unit_skills": dispatch::Skill::ALL.map(dispatch::Skill::key),
        "call_directions": CallDirection::ALL,
        "call_parties": CallParty::ALL,
        "call_outcomes": CallOutcome::ALL,
        "particulars": SectionName::ALL,
        "code_statuses": CodeStatus::ALL,
        "allergy_severities": Severity::ALL,
    })
}

fn of_the_hub() -> Value {
    json!({
        "vitals": Vital::ALL.map(Vital::key),
        "flags": Flags::NAMES,
        "unmonitored_causes": unmonitored::Cause::ALL.map(unmonitored::Cause::key),
        "rules": Rule::all().map(|rule| rule.to_string()).collect::<Vec<_>>(),
        "alert_kinds": Kind::ALL,
        "priorities": Priority::ALL,
        "conditions": Condition::ALL,
        "responses": Response::ALL,
        "changes": Change::ALL,
        "actions": Action::ALL,
        "rule_actors": By::ALL,
        "reasons": Why::ALL,
        "number_faults": Fault::ALL,
        "number_hints": Hint::ALL,
        "events": events::kinds().collect::<Vec<_>>(),
        "losses": codes().filter_map(LossReason::from_code).collect::<Vec<_>>(),
        "lost_classes": events::CLASSES,
        "clocks": codes().filter_map(ClockQuality::from_code).collect::<Vec<_>>(),
        "gateway_problems": names(troubles()),
        "troubles": names(troubles()),
        "complaints": conduct::Why::ALL.map(conduct::Why::code),
        "problems": problem::slugs().collect::<Vec<_>>(),
        "causes": names(Cause::ALL),
        "field_faults": names(Mend::ALL),
        "things": Thing::ALL.map(Thing::code),
        "rights": Right::ALL.map(Right::key),
        "templates": hearth_alerts::Template::ALL.map(hearth_alerts::Template::key),
        "settings": clinical::NAMES,
        "figures": clinical::figures(),
        "settings_sources": Reference::ALL.map(Reference::key),
        "roles": Role::ALL,
        "observation_codes": catalogue::all().map(|code| code.key).collect::<Vec<_>>(),
        "findings": catalogue::answers().collect::<Vec<_>>(),
        "methods": catalogue::methods().collect::<Vec<_>>(),
        "sources": ObservationSource::ALL,
        "observation_states": ObservationState::ALL,
        "closings": Closing::ALL.map(Closing::code),
        "marked_events": MarkedKind::ALL,
        "feed_refusals": Refusal::ALL.map(Refusal::code),
    })
}

/// The kind of each parameter of each code, by list and code: a screen needs a place for every one of them.
pub fn params() -> Value {
    json!({ "causes": listed(Cause::ALL), "field_faults": listed(Mend::ALL), "troubles": listed(troubles()) })
}

/// Problems that a gateway finds with itself, and problems that the hub finds with it.
fn troubles() -> impl Iterator<Item = &'static Listed> {
    Ailment::ALL.iter().chain(Trouble::ALL)
}

fn names(all: impl IntoIterator<Item = &'static Listed>) -> Vec<&'static str> {
    all.into_iter().map(|(code, _)| *code).collect()
}

fn listed(all: impl IntoIterator<Item = &'static Listed>) -> Value {
    all.into_iter()
        .map(|(code, params)| ((*code).to_owned(), params.iter().map(|(name, is)| ((*name).to_owned(), json!(is))).collect::<Value>()))
        .collect()
}

fn codes() -> impl Iterator<Item = u8> {
    0..=u8::MAX
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_vitals::{EventKind, WallMs};

    #[test]
    fn every_kind_of_event_is_listed_by_the_word_it_is_stored_by() {
        let at = WallMs(0);
        let kinds = [
            EventKind::Button,
            EventKind::LinkUp,
            EventKind::LinkDown,
            EventKind::CuffFault { code: 1 },
            EventKind::NotCollected { from: at, until: at },
            EventKind::DiskFault,
            EventKind::Rejected { packets: 1 },
        ];
        for (kind, word) in kinds.iter().zip(EventKind::WORDS) {
            assert_eq!((kind.word(), serde_json::to_value(kind).unwrap()["event"].as_str()), (word, Some(word)));
        }
    }

    #[test]
    fn codes_are_written_as_they_are_sent() {
        let all = all();
        assert_eq!(all["changes"][2], "severity_raised");
        assert_eq!(all["reasons"][0], Why::BeyondCritical.as_str());
        assert_eq!((&all["clocks"][0], &all["losses"][0]), (&json!("synchronised"), &json!("disk_full")));
        assert!(all["rules"].as_array().unwrap().contains(&json!("spo2_low")));
    }
}
