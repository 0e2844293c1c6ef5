//! The hub's answer to a gateway, as JSON on its `receipt` topic.
//!
//! A receipt is sent only after the database has committed. It is the only acknowledgement in Hearth that counts; a
//! broker's PUBACK is just flow control.

use crate::class::{SeqRange, Stream};
use crate::instant::WallMs;
use serde::{Deserialize, Serialize};

/// What the hub holds of a gateway's streams, or why it takes no batches now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Version of this JSON shape: 1.
    pub v: u8,
    /// The store's id. When it changes, the hub has another store, and the gateway sends everything again.
    pub store: String,
    /// Rises whenever the store is restored from a backup; then, too, the gateway sends everything again.
    pub epoch: u32,
    /// The hub's wall clock when this was written. The gateway compares its own with it.
    pub hub_time: WallMs,
    /// The streams that changed since the last receipt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub streams: Vec<StreamReceipt>,
    /// Why batches are refused, and when to try again; `None` while they are taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refusal>,
}

/// What the hub holds of one stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamReceipt {
    /// The stream that it is about.
    #[serde(flatten)]
    pub stream: Stream,
    /// The committed numbers as ascending ranges that do not overlap; at most [`MAX_RANGES`].
    pub held: Vec<SeqRange>,
    /// Set when the held numbers are too scattered to list: the gateway sends again from this number on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resend_from: Option<u64>,
}

/// The most ranges in one receipt.
pub const MAX_RANGES: usize = 64;

/// Why the hub refuses batches, and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The kind of refusal.
    pub reason: RefusalReason,
    /// How long to wait before sending again, ms.
    pub retry_after_ms: u64,
}

/// Kinds of refusals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalReason {
    /// No gateway of this id is registered, or it was revoked.
    UnknownGateway,
    /// The batch is of a version this hub cannot read yet.
    NewerVersion,
    /// The database accepts no writes now.
    StoreUnavailable,
}
