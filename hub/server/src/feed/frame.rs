//! The frames of the feed, hub to viewer, as JSON texts. `docs/feed.md` describes them for whoever writes a viewer.
//!
//! An item is encoded once and then joined into the frame of every topic that tells it.

use super::message::Latency;
use super::topic::{Refusal, Subject, Topic};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Version of the protocol. A viewer names it when it connects; one with another version is told to reload.
pub const VERSION: u32 = 2;
/// The most bytes of a page of a snapshot, unless a single item is larger. 1,000 patients are some 20 pages.
pub const PAGE_BYTES_MAX: usize = 128 * 1024;

/// The `type` of a frame.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A page of everything of a subject.
    Snapshot,
    /// What changed of a subject.
    Delta,
    /// The proof of life, each second.
    Heartbeat,
    /// A stretch of a waveform.
    Waveform,
    /// Why a subscription was not taken.
    Refused,
}

impl Kind {
    /// All kinds of frames, for the description of the feed.
    pub const ALL: [Kind; 5] = [Kind::Snapshot, Kind::Delta, Kind::Heartbeat, Kind::Waveform, Kind::Refused];
}

/// What an item holds beside its key and version.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// The facts of a stay.
    Stay,
    /// All newest values of a stay; any other value is no longer shown.
    Newest,
    /// New values of one device.
    Frame,
    /// An alert; one with `open: false` is taken off the screens.
    Alert,
    /// How far an open alert has climbed.
    Climb,
    /// All that keeps alerts of a stay quiet; empty when nothing does any more.
    Quiet,
    /// What the hub knows of a gateway.
    Gateway,
    /// Who holds the watch, or who is on shift.
    Watch,
    /// Who holds the watch of one stay.
    Held,
    /// An incident on the board of dispatch.
    Incident,
    /// A unit on the board of dispatch.
    Unit,
    /// Totals of the board of dispatch.
    Board,
    /// The newest observation that holds of a code.
    Observation,
    /// `true`: what people keep of the stay under this key has changed; the viewer asks for it.
    Changed,
    /// `true`: the known alert that the hub sends itself; the viewer answers with its version.
    Canary,
    /// `true`: what the key names is not there any more.
    Gone,
    /// `true`: something changed, and the viewer has to ask what.
    Unknown,
}

impl Body {
    /// All bodies, for the description of the feed.
    pub const ALL: [Body; 17] = [
        Body::Stay,
        Body::Newest,
        Body::Frame,
        Body::Alert,
        Body::Climb,
        Body::Quiet,
        Body::Gateway,
        Body::Watch,
        Body::Held,
        Body::Incident,
        Body::Unit,
        Body::Board,
        Body::Observation,
        Body::Changed,
        Body::Canary,
        Body::Gone,
        Body::Unknown,
    ];
}

/// A position in the sequence of changes of this process.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Position {
    /// Id of the hub's process: it changes with each start, and a position of another process means nothing.
    pub epoch: Uuid,
    /// Rises by one with each round of changes.
    pub seq: u64,
    /// The hub's wall clock, ms since 1970.
    pub server_time: i64,
}

#[derive(Serialize)]
struct Head<'a> {
    r#type: Kind,
    topic: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(flatten)]
    position: Position,
    #[serde(flatten)]
    more: Value,
}

fn with_items(subject: Subject, r#type: Kind, position: Position, more: Value, items: &[String]) -> String {
    let head = Head { r#type, topic: subject.topic().word(), key: subject.key(), position, more };
    let mut text = encode(&head);
    text.pop();
    text.push_str(",\"items\":[");
    text.push_str(&items.join(","));
    text.push_str("]}");
    text
}

/// The changes of a subject since `after`, its previous position.
pub fn delta(subject: Subject, position: Position, after: u64, items: &[String]) -> String {
    with_items(subject, Kind::Delta, position, json!({ "after": after }), items)
}

/// Everything of a subject, in pages that are sent one after another; at least one.
pub fn snapshot(subject: Subject, position: Position, items: &[String]) -> Vec<String> {
    let pages = pages(items);
    let count = pages.len();
    let page =
        |(page, items): (usize, &[String])| with_items(subject, Kind::Snapshot, position, json!({ "page": page, "pages": count }), items);
    pages.into_iter().enumerate().map(page).collect()
}

fn pages(items: &[String]) -> Vec<&[String]> {
    let (mut pages, mut from, mut bytes) = (Vec::new(), 0, 0);
    for (index, item) in items.iter().enumerate() {
        if bytes + item.len() > PAGE_BYTES_MAX && index > from {
            pages.push(&items[from..index]);
            (from, bytes) = (index, 0);
        }
        bytes += item.len();
    }
    pages.push(&items[from..]);
    pages
}

/// The proof of life, each second; with what a viewer must hold if it has missed nothing.
#[derive(Debug)]
pub struct Heartbeat {
    /// Position of the newest round of changes.
    pub position: Position,
    /// Hash of the open alerts that the viewer may see.
    pub alerts_hash: String,
    /// How many alerts are open of those that the viewer may see.
    pub alerts_open: usize,
    /// How long values took to reach the feed within the last minute.
    pub latency: Latency,
    /// The position of each topic that is followed whole.
    pub positions: BTreeMap<&'static str, u64>,
}

impl Heartbeat {
    /// The heartbeat as JSON text.
    pub fn encode(&self) -> String {
        let Position { epoch, seq, server_time } = self.position;
        let Heartbeat { alerts_hash, alerts_open, latency, positions, .. } = self;
        encode(&json!({
            "type": Kind::Heartbeat, "epoch": epoch, "seq": seq, "server_time": server_time,
            "alerts_hash": alerts_hash, "alerts_open": alerts_open, "latency": latency, "positions": positions,
        }))
    }
}

/// A stretch of a waveform. It has no position: one that is lost is a gap, which the stored blocks fill.
pub fn waveform(stay: Uuid, block: &hearth_vitals::WaveformBlock, at: i64) -> String {
    #[derive(Serialize)]
    struct Stretch<'a> {
        r#type: Kind,
        topic: &'a str,
        episode_id: Uuid,
        kind: &'a str,
        at: i64,
        period_us: u32,
        samples: &'a [i16],
    }
    let (topic, kind, period_us) = (Topic::Waveform.word(), block.kind.key(), block.period_us);
    encode(&Stretch { r#type: Kind::Waveform, topic, episode_id: stay, kind, at, period_us, samples: &block.samples })
}

/// Why a subscription was not taken, as a code with parameters. `topic` and `key` are as the viewer wrote them.
pub fn refused(topic: &str, key: Option<&str>, why: Refusal, params: &Value) -> String {
    encode(&json!({ "type": Kind::Refused, "topic": topic, "key": key, "code": why.code(), "params": params }))
}

/// One item of a topic: `body` says what it holds. It is encoded once for everybody.
pub fn item<T: Serialize>(key: &str, version: u64, body: Body, value: &T) -> String {
    format!("{{\"key\":{},\"version\":{version},{}:{}}}", encode(key), encode(&body), encode(value))
}

/// Maps with text keys and finite numbers only: serialisation cannot fail.
pub fn encode<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_comes_in_pages_that_join_to_the_whole() {
        let items: Vec<String> = (0..40).map(|number| item(&format!("{number}"), 7, Body::Stay, &"x".repeat(20_000))).collect();
        let position = Position { epoch: Uuid::nil(), seq: 7, server_time: 9 };
        let pages = snapshot(Subject::Whole(Topic::Wall), position, &items);
        let read: Vec<Value> = pages.iter().map(|page| serde_json::from_str(page).unwrap()).collect();
        assert!(pages.len() > 5 && pages.iter().all(|page| page.len() < PAGE_BYTES_MAX + 1_000), "{}", pages.len());
        for (index, page) in read.iter().enumerate() {
            assert_eq!((page["page"].as_u64(), page["pages"].as_u64()), (Some(index as u64), Some(pages.len() as u64)));
            assert_eq!((&page["seq"], &page["topic"]), (&json!(7), &json!("wall")));
        }
        let keys: Vec<&str> =
            read.iter().flat_map(|page| page["items"].as_array().unwrap()).map(|item| item["key"].as_str().unwrap()).collect();
        assert_eq!(keys, (0..40).map(|number| number.to_string()).collect::<Vec<_>>());
    }

    #[test]
    fn nothing_is_one_page_and_an_item_that_is_too_large_has_its_own() {
        let position = Position { epoch: Uuid::nil(), seq: 0, server_time: 0 };
        assert_eq!(snapshot(Subject::Whole(Topic::Alerts), position, &[]).len(), 1);
        let large = item("k", 0, Body::Stay, &"x".repeat(2 * PAGE_BYTES_MAX));
        assert_eq!(
            snapshot(Subject::Whole(Topic::Alerts), position, &[item("a", 0, Body::Stay, &""), large, item("b", 0, Body::Stay, &"")]).len(),
            3
        );
    }
}
