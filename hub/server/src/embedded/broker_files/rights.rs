//! What each name may do at the broker.

use super::{FLEET, FLEET_CONNECTIONS, PROBE, hub_name};
use crate::canary::bird;
use hearth_vitals::GatewayId;
use hearth_vitals::topic::{Channel, Shard, Topic};
use std::collections::BTreeMap;

/// What gateways publish, and what they subscribe to.
const FROM_GATEWAY: [Channel; 3] = [Channel::Live, Channel::Backfill, Channel::State];
const TO_GATEWAY: [Channel; 2] = [Channel::Receipt, Channel::Command];

/// Members that are written one by one. The broker compares each message with the lines of
/// its sender in turn: measured on one core 47,000 messages/s with 100 lines, 24,000 with
/// 1,000, 4,400 with 10,000, 55,000 with a single one. A larger fleet, which only a load
/// test has, therefore speaks for every gateway; `gateway add` says so.
pub const MEMBERS_BY_NAME: usize = 1_000;

/// The link of the known alert that the hub sends itself. It may speak as its own gateway, and as no home's.
pub const CANARY: &str = "canary";

/// The hub's links, and what each may do. Several names are no risk: all of them have the hub's own password.
pub const HUB_LINKS: [(&str, &[(&str, Channel)]); 5] = [
    ("live", &[("read", Channel::Live), ("read", Channel::State)]),
    ("backfill", &[("read", Channel::Backfill)]),
    ("receipts", &[("write", Channel::Receipt), ("write", Channel::Command)]),
    (CANARY, &[]),
    (PROBE, &[]),
];

/// The names of a fleet's connections, and the single name that fleets of earlier versions use.
pub fn fleet_names() -> impl Iterator<Item = String> {
    std::iter::once(FLEET.to_owned()).chain((0..FLEET_CONNECTIONS).map(|number| format!("{FLEET}.{number}")))
}

/// The rights file. Topics are written out with their shard: one that was made up belongs to nobody.
pub fn text(gateways: &[GatewayId], fleet: &[String], shards: &BTreeMap<GatewayId, Shard>) -> String {
    let mut lines = vec!["# Written by hearth-hub; changes here are lost.".to_owned()];
    for (link, rights) in HUB_LINKS {
        lines.push(format!("user {}", hub_name(link)));
        lines.extend(rights.iter().map(|(right, channel)| format!("topic {right} {}", channel.of_all_gateways())));
        if link == CANARY
            && let Some(gateway) = bird::gateway()
        {
            lines.push(format!("topic write {}", own(&gateway, Shard::of(&gateway), Channel::Live)));
        }
    }
    for gateway in gateways {
        let shard = shards.get(gateway).copied().unwrap_or_else(|| Shard::of(gateway));
        lines.push(format!("user {gateway}"));
        lines.extend(FROM_GATEWAY.map(|channel| format!("topic write {}", own(gateway, shard, channel))));
        lines.extend(TO_GATEWAY.map(|channel| format!("topic read {}", own(gateway, shard, channel))));
    }
    for name in fleet_names().filter(|_| !fleet.is_empty()) {
        lines.push(format!("user {name}"));
        match fleet.len() {
            1..=MEMBERS_BY_NAME => lines.extend(fleet.iter().filter_map(|id| member(id))),
            _ => lines.push("topic readwrite hearth/v1/#".into()),
        }
    }
    lines.join("\n") + "\n"
}

fn own(gateway: &GatewayId, shard: Shard, channel: Channel) -> String {
    Topic { shard, gateway: gateway.clone(), channel }.to_string()
}

/// One line a home.
fn member(id: &str) -> Option<String> {
    let gateway = GatewayId::new(id).ok()?;
    let topic = own(&gateway, Shard::of(&gateway), Channel::Live);
    Some(format!("topic readwrite {}/#", topic.trim_end_matches("/live")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gateway_has_its_own_topics_only() {
        let text = text(&[GatewayId::new("home-0001").unwrap()], &[], &BTreeMap::new());
        let own = text.split_once("user home-0001\n").unwrap().1;
        let lines: Vec<&str> = own.lines().collect();
        let right = |right: &str, channel: &str| format!("topic {right} hearth/v1/2c/home-0001/{channel}");
        let publishes = ["live", "backfill", "state"].map(|channel| right("write", channel));
        // It cannot receipt its own batches.
        assert_eq!(lines, publishes.into_iter().chain(["receipt", "command"].map(|channel| right("read", channel))).collect::<Vec<_>>());
        assert!(!text.contains(FLEET), "no fleet unless allowed");
        let canary = text.lines().skip_while(|line| *line != "user hub.canary").skip(1).take_while(|line| !line.starts_with("user"));
        let writes = canary.collect::<Vec<_>>();
        assert!(matches!(writes[..], [line] if line.starts_with("topic write ") && line.ends_with("/hearth-canary/live")), "{writes:?}");
        assert!(!text.contains("pattern"), "a pattern would leave the shard to the gateway");
    }

    #[test]
    fn a_gateway_that_was_given_a_shard_has_its_topics_there() {
        let home = GatewayId::new("home-0001").unwrap();
        let text = text(std::slice::from_ref(&home), &[], &BTreeMap::from([(home.clone(), "07".parse().unwrap())]));
        assert!(text.contains("topic write hearth/v1/07/home-0001/live") && !text.contains("hearth/v1/2c/"), "{text}");
    }

    #[test]
    fn a_fleet_speaks_for_its_members_only() {
        let text = super::text(&[], &["load-0001".to_owned()], &BTreeMap::new());
        let lines: Vec<&str> = text.lines().skip_while(|line| *line != "user fleet.15").collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[1].starts_with("topic readwrite hearth/v1/") && lines[1].ends_with("/load-0001/#"));
        let most: Vec<String> = (1..=MEMBERS_BY_NAME).map(|number| format!("load-{number:04}")).collect();
        assert!(!super::text(&[], &most, &BTreeMap::new()).contains("hearth/v1/#"));
    }
}
