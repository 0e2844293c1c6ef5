//! The batch that the hub sends to itself, as a gateway would: enough values far below a limit to raise an alert. Pure.
//!
//! Its gateway is in no register, and its engine is made for each flight and let go with it: there is no patient, no stay and no
//! device of it anywhere.

use crate::feed::frame::{Body, item};
use hearth_alerts::budget::CONFIRM_TIMES;
use hearth_alerts::{AlertId, Episode, FrameAt, Limit, Limits, Now, Priority, Rung, Transition};
use hearth_mqtt::Message;
use hearth_vitals::batch::v1::{Batch, Header, encode};
use hearth_vitals::topic::{Channel, Shard, Topic};
use hearth_vitals::{
    Anchor, BootId, Class, ClockQuality, DeviceId, Flags, Frame, GatewayId, Generation, MonoMs, Reading, Record, Stream, Vital, WallMs,
};

/// Id of the canary's gateway. No home can have it: `gateway add` refuses it.
pub const GATEWAY: &str = "hearth-canary";
const DEVICE: &str = "hearth-canary";
/// How many values it has, a second apart: a rung that rings at once needs several to confirm it.
const VALUES: u64 = CONFIRM_TIMES as u64;
const CADENCE_MS: u64 = 1_000;
/// The key of its item on the feed.
const KEY: &str = "canary";
/// Value of its oximeter, in steps of the resolution: 60 %, with a limit of 90 % that rings at once.
const VALUE: i32 = 60 * Vital::Spo2.scale();
const LIMIT: Rung = Rung { edge: 90 * Vital::Spo2.scale(), for_s: 0, priority: Priority::High };

/// A canary that has arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bird {
    /// The number that it was sent under.
    pub number: u64,
    /// Its frames, each with the instant of measurement as far as the hub could place it.
    pub frames: Vec<(Frame, WallMs)>,
    /// When it arrived.
    pub received: WallMs,
}

/// Id of the canary's gateway; always `Some`.
pub fn gateway() -> Option<GatewayId> {
    GatewayId::new(GATEWAY).ok()
}

/// True for the canary's gateway.
pub fn is_canary(gateway: &GatewayId) -> bool {
    gateway.as_str() == GATEWAY
}

/// The number of a canary that is sent now; it differs from all earlier ones, over restarts too.
pub fn number(now: WallMs) -> u64 {
    now.0.max(0).unsigned_abs()
}

/// The message to send; `None` if it cannot be encoded.
pub fn message(number: u64, now: WallMs) -> Option<Message> {
    let (gateway, device) = (gateway()?, DeviceId::new(DEVICE).ok()?);
    let mono = MonoMs(number);
    let frame = |ago: u64| {
        let readings = vec![Reading::checked(Vital::Spo2, VALUE, Flags::NONE)];
        let mono = MonoMs(number.saturating_sub(ago * CADENCE_MS));
        Some(Record::Frame(Frame::new(device.clone(), mono, None, readings).ok()?))
    };
    let records: Vec<Record> = (0..VALUES).rev().map(frame).collect::<Option<_>>()?;
    let count = u32::try_from(records.len()).ok()?;
    let stream = Stream { generation: Generation(1), class: Class::Numerics };
    let anchor = Anchor { boot: BootId(1), mono, wall: now, quality: ClockQuality::Synchronised, uncertainty_ms: 0 };
    let header = Header { gateway: gateway.clone(), stream, first: number, count, sent: now };
    let batch = Batch { header, boot: BootId(1), anchor: Some(anchor), records };
    let topic = Topic { shard: Shard::of(&gateway), gateway, channel: Channel::Live }.to_string();
    Some(Message { topic, payload: encode(&batch).ok()?.into(), retain: false })
}

/// Runs it through an alert engine of its own; `judge` gives a frame to the engine.
pub fn judged(
    bird: &Bird,
    now: Now,
    mut judge: impl FnMut(&mut Episode, &FrameAt<'_>, &mut dyn FnMut() -> AlertId) -> Vec<Transition>,
) -> Vec<Transition> {
    let limits = Limit::try_new(Vital::Spo2, vec![LIMIT], Vec::new()).ok();
    let mut engine = Episode::new(Limits::try_new(limits).unwrap_or_default(), Vec::new(), now);
    let mut steps = Vec::new();
    for (frame, at) in &bird.frames {
        let frame = FrameAt { device: &frame.device, at: *at, received: bird.received, readings: frame.readings() };
        steps.extend(judge(&mut engine, &frame, &mut || AlertId(u128::from(bird.number))));
    }
    steps
}

/// The item for the feed. It is not an alert: code that lists, counts or sounds alerts does not see it.
pub fn told(number: u64) -> String {
    item(KEY, number, Body::Canary, &true)
}

/// The number of the canary in a text of the feed.
pub fn number_in(text: &str) -> Option<u64> {
    let (_, after) = text.split_once("{\"key\":\"canary\",\"version\":")?;
    after.split_once(',')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::delivery::{Opened, open};
    use hearth_alerts::{Change, Rule};

    #[test]
    fn what_is_sent_is_a_batch_of_its_gateway_that_rings_at_once() {
        let now = Now { wall: WallMs(1_700_000_000_000), mono: MonoMs(5) };
        let number = number(now.wall);
        let sent = message(number, now.wall).unwrap();
        let Opened::Batch(batch) = open(&sent.topic, &sent.payload) else { panic!("{}", sent.topic) };
        assert!(is_canary(&batch.header.gateway) && batch.header.first == number && !sent.retain);
        let placed = |record: &Record| {
            let Record::Frame(frame) = record else { panic!("{record:?}") };
            (frame.clone(), now.wall.plus(-(number as i64 - frame.mono.0 as i64)))
        };
        let bird = Bird { number, frames: batch.records.iter().map(placed).collect(), received: now.wall };
        let steps = judged(&bird, now, |engine, frame, ids| engine.frame(frame, now, ids));
        let rang: Vec<_> = steps.iter().map(|step| (step.change, step.alert.rule, step.alert.id)).collect();
        assert_eq!(rang, [(Change::Raised, Rule::VitalLow(Vital::Spo2), AlertId(u128::from(number)))]);
    }

    #[test]
    fn its_number_is_read_back_from_what_the_feed_tells() {
        assert_eq!(number_in(&format!("{{\"type\":\"delta\",\"items\":[{}]}}", told(77))), Some(77));
        assert_eq!(number_in("{\"type\":\"heartbeat\"}"), None);
    }
}
