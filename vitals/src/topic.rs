//! The MQTT topics, built and parsed in this one place.
//!
//! ```
//! use hearth_vitals::{GatewayId, topic::{Channel, Topic}};
//! let topic = Topic { gateway: GatewayId::new("home-0001").unwrap(), channel: Channel::Live };
//! assert_eq!(topic.to_string(), "hearth/v1/2c/home-0001/live");
//! assert_eq!("hearth/v1/2c/home-0001/live".parse::<Topic>().unwrap(), topic);
//! ```
//!
//! The shard is a fixed hash of the gateway id, so that several hubs can one day share
//! the work without shared subscriptions, which would break the order per patient.

use crate::id::GatewayId;
use std::fmt;
use std::str::FromStr;

/// How many shards there are.
pub const SHARDS: u32 = 64;

/// What a topic carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Batches of what is measured now.
    Live,
    /// Batches of what was measured during an outage.
    Backfill,
    /// The hub's receipts.
    Receipt,
    /// The gateway's state, and its last will.
    State,
    /// Orders from the hub.
    Command,
}

impl Channel {
    const ALL: [Channel; 5] = [Channel::Live, Channel::Backfill, Channel::Receipt, Channel::State, Channel::Command];

    const fn name(self) -> &'static str {
        match self {
            Channel::Live => "live",
            Channel::Backfill => "backfill",
            Channel::Receipt => "receipt",
            Channel::State => "state",
            Channel::Command => "command",
        }
    }

    /// The subscription that receives this channel of every gateway.
    ///
    /// ```
    /// use hearth_vitals::topic::Channel;
    /// assert_eq!(Channel::Live.of_all_gateways(), "hearth/v1/+/+/live");
    /// ```
    pub fn of_all_gateways(self) -> String {
        format!("hearth/v1/+/+/{}", self.name())
    }
}

/// One channel of one gateway.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Topic {
    /// Whose.
    pub gateway: GatewayId,
    /// Which.
    pub channel: Channel,
}

/// Why a text is no topic of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TopicError {
    /// Not `hearth/v1/{shard}/{gateway}/{channel}`.
    #[error("topic is not hearth/v1/{{shard}}/{{gateway}}/{{channel}}")]
    Shape,
    /// The gateway's part is no id.
    #[error(transparent)]
    Gateway(#[from] crate::id::IdError),
    /// The shard does not belong to the gateway.
    #[error("topic names shard {given}, but gateway {gateway} belongs to {right}")]
    Shard {
        /// Whose topic it claims to be.
        gateway: GatewayId,
        /// The shard given.
        given: String,
        /// The shard it should be.
        right: String,
    },
}

/// The shard of a gateway, `00` to `3f`: FNV-1a of its id, folded to six bits.
pub fn shard(gateway: &GatewayId) -> String {
    let hash = gateway.as_str().bytes().fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
    format!("{:02x}", (hash ^ (hash >> 16)) % SHARDS)
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "hearth/v1/{}/{}/{}", shard(&self.gateway), self.gateway, self.channel.name())
    }
}

impl FromStr for Topic {
    type Err = TopicError;

    fn from_str(text: &str) -> Result<Topic, TopicError> {
        let mut parts = text.split('/');
        let (Some("hearth"), Some("v1"), Some(given), Some(gateway), Some(channel), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(TopicError::Shape);
        };
        let channel = Channel::ALL.into_iter().find(|c| c.name() == channel).ok_or(TopicError::Shape)?;
        let gateway = GatewayId::new(gateway)?;
        let right = shard(&gateway);
        if given != right {
            return Err(TopicError::Shard { gateway, given: given.chars().take(8).collect(), right });
        }
        Ok(Topic { gateway, channel })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_channel_of_many_gateways_round_trips() {
        for number in 0..500 {
            for channel in Channel::ALL {
                let topic = Topic { gateway: GatewayId::new(&format!("home-{number:04}")).unwrap(), channel };
                assert_eq!(topic.to_string().parse::<Topic>().unwrap(), topic);
            }
        }
    }

    #[test]
    fn foreign_topics_are_refused() {
        for bad in
            ["", "hearth/v1/2c/home-0001", "hearth/v2/28/home-0001/live", "hearth/v1/2c/home-0001/live/x", "hearth/v1/2c/home-0001/alive"]
        {
            assert_eq!(bad.parse::<Topic>(), Err(TopicError::Shape), "{bad}");
        }
        assert!(matches!("hearth/v1/3f/home-0001/live".parse::<Topic>(), Err(TopicError::Shard { .. })));
        assert!(matches!("hearth/v1/28/H/live".parse::<Topic>(), Err(TopicError::Gateway(_))));
    }
}
