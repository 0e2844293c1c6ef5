//! The hub's answer to a gateway, as JSON on its `receipt` topic.
//!
//! A receipt is sent only after the database has committed: it is the one
//! acknowledgement in Hearth that counts. A broker's PUBACK is flow control.

use crate::class::{SeqRange, Stream};
use crate::instant::WallMs;
use serde::{Deserialize, Serialize};

/// What the hub holds of a gateway's streams, or why it takes nothing now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Version of this shape: 1.
    pub v: u8,
    /// The store's id: another id is another store, which asks for everything again.
    pub store: String,
    /// Raised whenever the store is restored from a backup.
    pub epoch: u32,
    /// The hub's wall clock when this was written; the gateway checks its own by it.
    pub hub_time: WallMs,
    /// The streams that changed since the last receipt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub streams: Vec<StreamReceipt>,
    /// Why batches are not taken, and when to try again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refusal>,
}

/// What the hub holds of one stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamReceipt {
    /// Which stream.
    #[serde(flatten)]
    pub stream: Stream,
    /// The committed numbers, ascending, disjoint, at most [`MAX_RANGES`].
    pub held: Vec<SeqRange>,
    /// Set when the held numbers are too scattered to list: send again from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resend_from: Option<u64>,
}

/// Ranges in one receipt, at most.
pub const MAX_RANGES: usize = 64;

/// Why batches are not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What is wrong.
    pub reason: RefusalReason,
    /// Wait this long before sending again, ms.
    pub retry_after_ms: u64,
}

/// Kinds of refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalReason {
    /// No gateway of this id is registered, or it was revoked.
    UnknownGateway,
    /// The batch is of a version this hub cannot read yet.
    NewerVersion,
    /// The database does not take writes now.
    StoreUnavailable,
}
