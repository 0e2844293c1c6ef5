//! The MQTT topics. Only this file builds and parses them.
//!
//! ```
//! use hearth_vitals::{GatewayId, topic::{Channel, Shard, Topic}};
//! let home = GatewayId::new("home-0001").unwrap();
//! let topic = Topic { shard: Shard::of(&home), gateway: home, channel: Channel::Live };
//! assert_eq!(topic.to_string(), "hearth/v1/2c/home-0001/live");
//! assert_eq!("hearth/v1/2c/home-0001/live".parse::<Topic>().unwrap(), topic);
//! ```
//!
//! A gateway gets its shard when it is registered: the one of another gateway of its home if that is named (`--beside`). The hub
//! checks it when messages come in. So several hubs can one day share the work by shards, without shared subscriptions, which would
//! break the order of a patient's messages.

use crate::id::GatewayId;
use std::fmt;
use std::str::FromStr;

/// One of 64 parts into which all homes are divided, written `00` to `3f`.
///
/// ```
/// use hearth_vitals::topic::Shard;
/// assert_eq!("3f".parse::<Shard>().unwrap().to_string(), "3f");
/// assert!("40".parse::<Shard>().is_err() && "3F".parse::<Shard>().is_err() && "7".parse::<Shard>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard(u8);

impl Shard {
    /// How many shards there are.
    pub const COUNT: u8 = 64;

    /// The shard with this number; `None` from [`Shard::COUNT`] on.
    pub fn new(number: u8) -> Option<Shard> {
        (number < Shard::COUNT).then_some(Shard(number))
    }

    /// The shard of a gateway that was given no other: FNV-1a of its id, folded to six bits.
    pub fn of(gateway: &GatewayId) -> Shard {
        let hash = gateway.as_str().bytes().fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
        let folded = (hash ^ (hash >> 16)) % u32::from(Shard::COUNT);
        // Folding leaves six bits, so it is below 64.
        Shard(folded as u8)
    }

    /// The number of the shard, less than [`Shard::COUNT`].
    pub fn number(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02x}", self.0)
    }
}

impl FromStr for Shard {
    type Err = TopicError;

    fn from_str(text: &str) -> Result<Shard, TopicError> {
        let number = u8::from_str_radix(text, 16).ok().and_then(Shard::new);
        // A shard has only one valid form, the one in which it is printed.
        number.filter(|shard| shard.to_string() == text).ok_or_else(|| TopicError::Shard { given: text.chars().take(8).collect() })
    }
}

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
    /// Commands from the hub.
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
    /// The shard of the gateway's home.
    pub shard: Shard,
    /// Id of the gateway.
    pub gateway: GatewayId,
    /// The channel of that gateway.
    pub channel: Channel,
}

/// Why a text is not one of our topics.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TopicError {
    /// The text has not the form `hearth/v1/{shard}/{gateway}/{channel}`.
    #[error("topic is not hearth/v1/{{shard}}/{{gateway}}/{{channel}}")]
    Shape,
    /// The part for the gateway is not an id.
    #[error(transparent)]
    Gateway(#[from] crate::id::IdError),
    /// The part for the shard is not a shard.
    #[error("'{given}' is no shard: there are 00 to 3f")]
    Shard {
        /// What was given instead, at most eight characters of it.
        given: String,
    },
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "hearth/v1/{}/{}/{}", self.shard, self.gateway, self.channel.name())
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
        Ok(Topic { gateway: GatewayId::new(gateway)?, shard: given.parse()?, channel })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_channel_of_many_gateways_round_trips() {
        for number in 0..500 {
            for channel in Channel::ALL {
                let gateway = GatewayId::new(&format!("home-{number:04}")).unwrap();
                let topic = Topic { shard: Shard::of(&gateway), gateway, channel };
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
        for bad in ["40", "ff", "2C", "", "+", "002c"] {
            let topic = format!("hearth/v1/{bad}/home-0001/live");
            assert!(matches!(topic.parse::<Topic>(), Err(TopicError::Shard { .. })), "{bad}");
        }
        assert!(matches!("hearth/v1/28/H/live".parse::<Topic>(), Err(TopicError::Gateway(_))));
    }
}
