//! MQTT for the gateway and the hub: the one room that knows the client library.
//!
//! Two roles:
//! * [`Sender`] publishes at least once and says of every message whether the broker has
//!   it ([`SenderEvent::Published`]) or whether nobody knows ([`SenderEvent::Failed`]). It may also
//!   listen for small answers ([`Sender::listening`]): a gateway has one connection, because a broker
//!   that ties the client id to the name lets each name in once;
//! * [`Intake`] subscribes and hands over deliveries, each acknowledged on the very
//!   connection it came from ([`Delivery::ack`]). A [`Door`] decides, before anything waits, what is
//!   dropped; what waits is taken in turns by topic, and no topic has more than its share.
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

pub use intake::{Delivery, Door, Event, Intake, Limits, Open};
pub use options::{Credentials, Identity, Message, Options, TlsFiles};
pub use reason::{Cause, Reason};
pub use sender::{Refused, Sender, SenderEvent, SenderEvents};

/// The largest packet that any of ours sends, and that the hub's own broker carries: twice the
/// largest batch. The broker's limits follow from it (`hearth-hub`, settings of Mosquitto).
pub const MAX_PACKET_BYTES: usize = 128 * 1024;
/// The largest packet that is read: all that MQTT can write. A limit below the broker's would end
/// the connection again and again with one retained message; what is too large is dropped here instead.
pub const MAX_READ_BYTES: usize = 268_435_455 + 5;
/// Publishes without a PUBACK, at most.
pub const MAX_IN_FLIGHT: usize = 100;
