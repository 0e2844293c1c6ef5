//! Reads a gateway's report about itself and cuts it to bounds.
//!
//! Its texts are shown to people and stored. A gateway that sends a control character or an endless text must not make the
//! statement fail that stores the reports of all gateways.

use hearth_vitals::state::{Ailment, GatewayProblem, GatewayState};
use serde_json::Value;

/// The longest text in a report, in characters: a message for a person is one or two sentences.
const TEXT_MAX: usize = 500;
/// The largest number of links of one gateway, and of problems that it reports.
const LINKS_MAX: usize = 64;
const PROBLEMS_MAX: usize = 64;

/// Decodes a report; `None` if the payload is not one.
pub fn read(payload: &[u8]) -> Option<GatewayState> {
    let mut state: GatewayState = serde_json::from_slice(payload).ok()?;
    state.links.truncate(LINKS_MAX);
    state.problems.truncate(PROBLEMS_MAX);
    let reasons = state.links.iter_mut().map(|link| &mut link.reason);
    let problems = state.problems.iter_mut().flat_map(|problem| [&mut problem.code, &mut problem.message]);
    reasons.chain(problems).chain([&mut state.version]).for_each(bound);
    state.problems.iter_mut().for_each(keep_known);
    Some(state)
}

/// Keeps the parameters that belong to the problem's code, as texts and numbers within bounds. A code that only a newer gateway
/// knows keeps none; its English sentence says everything.
fn keep_known(problem: &mut GatewayProblem) {
    let known = Ailment::ALL.iter().find(|(code, _)| *code == problem.code).map_or(&[][..], |(_, params)| params);
    problem.params.retain(|name, value| known.iter().any(|(known, _)| known == name) && (value.is_string() || value.is_number()));
    problem.params.values_mut().filter_map(text_of).for_each(bound);
}

fn text_of(value: &mut Value) -> Option<&mut String> {
    if let Value::String(text) = value { Some(text) } else { None }
}

fn bound(text: &mut String) {
    if text.chars().nth(TEXT_MAX).is_some() || text.chars().any(char::is_control) {
        *text = text.chars().filter(|c| !c.is_control()).take(TEXT_MAX).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_vitals::state::LinkState;
    use hearth_vitals::{BootId, ClockQuality, Generation, WallMs};
    use serde_json::json;

    #[test]
    fn words_of_a_gateway_hold_no_controls_and_end_somewhere() {
        let params = json!({ "folder": format!("/\0{}", "y".repeat(9_000)), "records": 7, "made": "up", "wait": [1] });
        let Value::Object(params) = params else { panic!("an object") };
        let problem = GatewayProblem { code: "disk_full\0".into(), params, message: format!("a\u{1b}[2Jb{}", "x".repeat(9_000)) };
        let link = LinkState { device: "oxi-0001".parse().unwrap(), up: false, reason: "no\0port".into(), since: None };
        let state = GatewayState {
            v: 1,
            gateway: "home-0001".parse().unwrap(),
            online: true,
            version: "1\0".into(),
            boot: BootId(1),
            generation: Generation(7),
            at: WallMs(1),
            clock: ClockQuality::Synchronised,
            backlog: 0,
            links: vec![link; 99],
            problems: vec![problem; 99],
        };
        let read = read(&serde_json::to_vec(&state).unwrap()).unwrap();
        assert_eq!((read.links.len(), read.problems.len(), read.version.as_str()), (64, 64, "1"));
        assert_eq!((read.links[0].reason.as_str(), read.problems[0].code.as_str()), ("noport", "disk_full"));
        let params = &read.problems[0].params;
        assert_eq!(params.keys().collect::<Vec<_>>(), ["folder", "records"]);
        assert!(params["folder"].as_str().is_some_and(|folder| folder.starts_with("/yyy") && folder.len() == TEXT_MAX));
        assert!(read.problems[0].message.starts_with("a[2Jbxxx") && read.problems[0].message.len() == TEXT_MAX);
    }
}
