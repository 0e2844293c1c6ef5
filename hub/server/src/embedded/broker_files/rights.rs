//! What each name may do at the broker.

use super::{FLEET, HUB};
use hearth_vitals::GatewayId;
use hearth_vitals::topic::{Channel, Topic};

/// What gateways publish, and what they subscribe to.
const FROM_GATEWAY: [Channel; 3] = [Channel::Live, Channel::Backfill, Channel::State];
const TO_GATEWAY: [Channel; 2] = [Channel::Receipt, Channel::Command];

/// Members that are written one by one. The broker compares each message with the lines of
/// its sender in turn: measured on one core 47,000 messages/s with 100 lines, 24,000 with
/// 1,000, 4,400 with 10,000, 55,000 with a single one. A larger fleet, which only a load
/// test has, therefore speaks for every gateway; `gateway add` says so.
pub const MEMBERS_BY_NAME: usize = 1_000;

/// The rights file. `%u` stands for the name a client signed in with: the gateway's id.
pub fn text(fleet: &[String]) -> String {
    let mut lines = vec!["# Written by hearth-hub; changes here are lost.".to_owned()];
    for (right, channels) in [("write", FROM_GATEWAY.as_slice()), ("read", TO_GATEWAY.as_slice())] {
        lines.extend(channels.iter().map(|channel| format!("pattern {right} {}", own(*channel))));
    }
    lines.push(format!("user {HUB}"));
    lines.extend(FROM_GATEWAY.map(|channel| format!("topic read {}", channel.of_all_gateways())));
    lines.extend(TO_GATEWAY.map(|channel| format!("topic write {}", channel.of_all_gateways())));
    if !fleet.is_empty() {
        lines.push(format!("user {FLEET}"));
        match fleet.len() {
            1..=MEMBERS_BY_NAME => lines.extend(fleet.iter().filter_map(|id| member(id))),
            _ => lines.push("topic readwrite hearth/v1/#".into()),
        }
    }
    lines.join("\n") + "\n"
}

fn own(channel: Channel) -> String {
    channel.of_all_gateways().replacen("+/+", "+/%u", 1)
}

/// One line a home.
fn member(id: &str) -> Option<String> {
    let topic = Topic { gateway: GatewayId::new(id).ok()?, channel: Channel::Live }.to_string();
    Some(format!("topic readwrite {}/#", topic.trim_end_matches("/live")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gateway_has_its_own_topics_only() {
        let text = text(&[]);
        assert!(text.contains("pattern write hearth/v1/+/%u/live\n"));
        assert!(text.contains("pattern read hearth/v1/+/%u/command\n"));
        assert!(!text.contains("pattern write hearth/v1/+/%u/receipt"), "a gateway cannot receipt its own batches");
        assert!(!text.contains(FLEET), "no fleet unless allowed");
    }

    #[test]
    fn a_fleet_speaks_for_its_members_only() {
        let text = super::text(&["load-0001".to_owned()]);
        let lines: Vec<&str> = text.lines().skip_while(|line| *line != "user fleet").collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[1].starts_with("topic readwrite hearth/v1/") && lines[1].ends_with("/load-0001/#"));
        let most: Vec<String> = (1..=MEMBERS_BY_NAME).map(|number| format!("load-{number:04}")).collect();
        assert!(!super::text(&most).contains("hearth/v1/#"));
    }
}
