//! The `state` message: what the gateway says about itself, with problems in words.

use crate::config::Config;
use hearth_mqtt::Message;
use hearth_vitals::coded::Seconds;
use hearth_vitals::receipt::{Refusal, RefusalReason};
use hearth_vitals::state::{Ailment, GatewayProblem, GatewayState, LinkState};
use hearth_vitals::topic::{Channel, Shard, Topic};
use hearth_vitals::{BootId, ClockQuality, GatewayId, Generation, WallMs};

/// The topic of one of this gateway's channels.
pub fn topic(gateway: &GatewayId, shard: Shard, channel: Channel) -> String {
    Topic { shard, gateway: gateway.clone(), channel }.to_string()
}

/// The facts that the state message reports.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The present boot.
    pub boot: BootId,
    /// The generation of the outbox.
    pub generation: Generation,
    /// The best known wall time.
    pub at: WallMs,
    /// The quality of that time.
    pub clock: ClockQuality,
    /// How many records have no receipt.
    pub backlog: u64,
    /// The state of each link.
    pub links: Vec<LinkState>,
    /// Problems that a person should mend; empty if there are none.
    pub problems: Vec<GatewayProblem>,
}

/// The state as a message. The broker does not keep it (docs/decisions/0011); it is published again every few seconds.
pub fn state(gateway: &GatewayId, shard: Shard, online: bool, facts: &Facts) -> Message {
    let state = GatewayState {
        v: 1,
        gateway: gateway.clone(),
        online,
        version: env!("CARGO_PKG_VERSION").into(),
        boot: facts.boot,
        generation: facts.generation,
        at: facts.at,
        clock: facts.clock,
        backlog: facts.backlog,
        links: facts.links.clone(),
        problems: facts.problems.clone(),
    };
    // Text, numbers and lists can always be written as JSON.
    let payload = serde_json::to_vec(&state).unwrap_or_default();
    Message { topic: topic(gateway, shard, Channel::State), payload: payload.into(), retain: false }
}

/// The last will: what the broker publishes when the gateway vanishes. It is made at the start, before more is known.
pub fn last_will(config: &Config, boot: BootId, generation: Generation, at: WallMs) -> Message {
    let links = config.devices.iter().map(|device| LinkState {
        device: device.id.clone(),
        up: false,
        reason: "the gateway is offline".into(),
        since: None,
    });
    let facts = Facts { boot, generation, at, clock: ClockQuality::Unknown, backlog: 0, links: links.collect(), problems: Vec::new() };
    state(&config.gateway, config.shard, false, &facts)
}

/// The problem that the hub refuses batches.
pub fn refused(gateway: &GatewayId, refusal: &Refusal) -> Ailment {
    let wait = Seconds(refusal.retry_after_ms.div_ceil(1000));
    match refusal.reason {
        RefusalReason::UnknownGateway => Ailment::RefusedUnknownGateway { gateway: gateway.clone(), wait },
        RefusalReason::NewerVersion => Ailment::RefusedNewerVersion { wait },
        RefusalReason::StoreUnavailable => Ailment::RefusedStoreUnavailable { wait },
    }
}
