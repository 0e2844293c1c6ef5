//! From the bytes of a delivery to a batch of a known gateway, or to the reason why it is not one.

use hearth_vitals::batch::v1::{Batch, DecodeError, Header, decode_knowing, peek};
use hearth_vitals::topic::{Channel, Topic};
use hearth_vitals::{GatewayId, Known, WallMs};

/// What a delivery turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// A batch of the gateway whose topic it came on.
    Batch(Box<Batch>),
    /// A batch written by a gateway newer than this hub: it is refused, so that the gateway keeps it.
    Newer(GatewayId),
    /// A batch that cannot be decoded: its bytes go to quarantine. If its sequence numbers can be read they are receipted, so
    /// that the gateway does not send it for ever.
    Poison {
        /// The gateway on whose topic it came.
        gateway: GatewayId,
        /// The header with its sequence numbers; `None` when not even that can be read.
        header: Option<Header>,
        /// Why it cannot be decoded.
        reason: String,
    },
    /// A message on a topic on which no gateway may publish.
    Foreign(String),
}

impl Opened {
    /// The gateway on whose topic the delivery came; `None` when the topic belongs to no gateway.
    pub fn gateway(&self) -> Option<&GatewayId> {
        match self {
            Opened::Batch(batch) => Some(&batch.header.gateway),
            Opened::Newer(gateway) | Opened::Poison { gateway, .. } => Some(gateway),
            Opened::Foreign(_) => None,
        }
    }
}

/// Decodes a message that came on a topic.
pub fn open(topic: &str, payload: &[u8]) -> Opened {
    open_knowing(topic, payload, &Known::ALL)
}

/// The same as [`open`], for a hub that knows only these vital signs and kinds of records.
pub fn open_knowing(topic: &str, payload: &[u8], known: &Known) -> Opened {
    let topic = match topic.parse::<Topic>() {
        Ok(topic) if matches!(topic.channel, Channel::Live | Channel::Backfill) => topic,
        Ok(_) => return Opened::Foreign("not a channel for batches".to_owned()),
        Err(error) => return Opened::Foreign(error.to_string()),
    };
    let gateway = topic.gateway;
    match decode_knowing(payload, known) {
        Ok(batch) if batch.header.gateway == gateway => Opened::Batch(Box::new(batch)),
        // The broker lets a gateway publish only under its own id, so the topic is right and the header is wrong. Sequence
        // numbers claimed for another gateway must not be receipted to either gateway.
        Ok(batch) => Opened::Poison { gateway, header: None, reason: format!("batch claims to be of {}", batch.header.gateway) },
        Err(DecodeError::NewerVersion(_)) => Opened::Newer(gateway),
        Err(error) => {
            let header = peek(payload).ok().filter(|header| header.gateway == gateway);
            Opened::Poison { gateway, header, reason: error.to_string() }
        }
    }
}

/// True for an instant within the time that the store accepts; any other cannot be right and never reaches SQL.
pub fn is_storable(at: WallMs, now: WallMs, retention_ms: i64) -> bool {
    const AHEAD_MS: i64 = 3_600_000;
    now.0 - retention_ms <= at.0 && at.0 <= now.0 + AHEAD_MS
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_vitals::*;

    fn batch(gateway: &str) -> Vec<u8> {
        let readings = vec![Reading::new(Vital::Spo2, Some(970), Flags::NONE)];
        let frame = Frame::new(DeviceId::new("oxi-1").unwrap(), MonoMs(1), None, readings).unwrap();
        let stream = Stream { generation: Generation(1), class: Class::Numerics };
        let header = Header { gateway: GatewayId::new(gateway).unwrap(), stream, first: 0, count: 1, sent: WallMs(0) };
        let batch = Batch { header, boot: BootId(1), anchor: None, records: vec![Record::Frame(frame)] };
        hearth_vitals::batch::v1::encode(&batch).unwrap()
    }

    fn live(gateway: &str) -> String {
        let gateway = GatewayId::new(gateway).unwrap();
        Topic { shard: hearth_vitals::topic::Shard::of(&gateway), gateway, channel: Channel::Live }.to_string()
    }

    #[test]
    fn a_batch_on_its_own_topic_is_opened() {
        assert!(matches!(open(&live("home-0001"), &batch("home-0001")), Opened::Batch(_)));
    }

    #[test]
    fn a_batch_on_another_gateways_topic_is_poison_and_its_numbers_are_not_receipted() {
        assert!(matches!(open(&live("home-0002"), &batch("home-0001")), Opened::Poison { header: None, .. }));
    }

    #[test]
    fn a_newer_version_is_refused_and_a_broken_body_keeps_its_numbers() {
        let reseal = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut bytes = batch("home-0001");
            change(&mut bytes);
            let crc = crc32c_of(&bytes[6..]);
            bytes[2..6].copy_from_slice(&crc.to_le_bytes());
            open(&live("home-0001"), &bytes)
        };
        assert!(matches!(reseal(&|b| b[6] = 9), Opened::Newer(_)));
        assert!(matches!(reseal(&|b| b.push(0)), Opened::Poison { header: Some(_), .. }));
        assert!(matches!(open(&live("home-0001"), b"junk"), Opened::Poison { header: None, .. }));
        assert!(matches!(open("other/topic", b"junk"), Opened::Foreign(_)));
    }

    /// Computes CRC-32C bit by bit, so that the test needs no second library to check one seal.
    fn crc32c_of(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0_u32, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0x82f6_3b78 & (0_u32.wrapping_sub(crc & 1))))
        })
    }

    #[test]
    fn instants_before_retention_or_more_than_an_hour_ahead_never_reach_sql() {
        let day = 86_400_000;
        assert!(is_storable(WallMs(0), WallMs(day), day));
        assert!(!is_storable(WallMs(-1), WallMs(day), day));
        assert!(is_storable(WallMs(3_600_000), WallMs(0), day));
        assert!(!is_storable(WallMs(3_600_001), WallMs(0), day));
    }
}
