//! MQTT for the gateway and the hub: the one room that knows the client library.
//!
//! Two roles, two connections, never mixed:
//! * [`Sender`] publishes at least once and says of every message whether the broker has
//!   it ([`SenderEvent::Published`]) or whether nobody knows ([`SenderEvent::Failed`]);
//! * [`Intake`] subscribes and hands over deliveries, each acknowledged on the very
//!   connection it came from ([`Delivery::ack`]).
//!
//! Sessions are clean and the broker's memory is never relied on: a PUBACK is flow
//! control, the hub's receipt is the only acknowledgement that counts.
//!
//! The library loses what is in flight when a session is gone, can deadlock between its
//! poll task and its request channel, treats a stale acknowledgement as fatal, does not
//! notice a mute peer while it publishes and never gets past an oversized message. So:
//! one task owns the connection and waits for nothing else; every connection has its own
//! client and event loop, dropped whole at the first error; a watchdog and the back-off
//! are ours; sizes are checked before the library sees a message.

mod backoff;
mod drive;
mod intake;
mod options;
mod queue;
mod reason;
mod sender;
mod watchdog;

pub use intake::{Delivery, Event, Intake, Limits};
pub use options::{Credentials, Identity, Message, Options, TlsFiles};
pub use reason::{Cause, Reason};
pub use sender::{Refused, Sender, SenderEvent, SenderEvents};

/// The largest packet either side takes; the broker's `message_size_limit` is the same.
pub const MAX_PACKET_BYTES: usize = 256 * 1024;
/// Publishes without a PUBACK, at most.
pub const MAX_IN_FLIGHT: usize = 100;
