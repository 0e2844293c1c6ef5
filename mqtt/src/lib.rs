//! MQTT for the gateway and the hub: the one room that knows the client library.
//!
//! There are two roles:
//! * [`Sender`] publishes with at-least-once delivery, and reports for every message either that the broker has it
//!   ([`SenderEvent::Published`]) or that nobody knows ([`SenderEvent::Failed`]). It may also subscribe to small
//!   answers ([`Sender::listening`]): a gateway has only one connection, because a broker that ties the client id to
//!   the user name lets each name in once;
//! * [`Intake`] subscribes and hands over deliveries. Each is acknowledged on the connection it came from
//!   ([`Delivery::ack`]). A [`Door`] decides which messages are dropped at once. Those that wait are taken in turns by
//!   topic, and no topic gets more than its share of the queue.
//!
//! Sessions are clean, and nothing relies on the broker's memory: a PUBACK is only flow control; the hub's receipt is
//! the only acknowledgement that counts.
//!
//! The library has pitfalls: it loses what is in flight when a session is gone, can deadlock between its poll task and
//! its request channel, treats a stale acknowledgement as fatal, does not notice a silent peer while it publishes, and
//! never gets past an oversized message. Therefore one task owns the connection and waits for nothing else; every
//! connection has its own client and event loop, which are dropped whole at the first error; the watchdog and the pauses
//! between attempts are our own; and sizes are checked before the library sees a message.

mod acks;
mod backoff;
mod drive;
mod intake;
mod options;
mod queue;
mod reason;
mod sender;
pub mod tls;
mod watchdog;

pub use intake::{Delivery, Door, Intake, IntakeEvent, Limits, Open};
pub use options::{Credentials, Identity, Message, Options, TlsFiles};
pub use reason::{Cause, Reason};
pub use sender::{Refused, Sender, SenderEvent, SenderEvents};

/// The largest packet, in bytes, that a gateway or hub sends and that the hub's own broker passes on: twice the largest batch.
/// The broker's limits are derived from it (`hearth-hub`, settings of Mosquitto).
pub const MAX_PACKET_BYTES: usize = 128 * 1024;
/// The largest packet, in bytes, that is read: the largest that MQTT allows. With a limit below the broker's, one retained
/// message could end the connection again and again; so a packet that is too large is read and then dropped.
pub const MAX_READ_BYTES: usize = 268_435_455 + 5;
/// The most publishes that may wait for their PUBACK.
pub const MAX_IN_FLIGHT: usize = 100;
