//! From the broker to the engine's loop: open what comes, answer with receipts.
//!
//! Two connections, one a lane, so that the backlog of a thousand homes that reconnect at
//! once never stands in front of what is happening now. Nothing here is durable: what is
//! lost between the broker and the commit is sent again by the gateway.
//!
//! No home can take what is another's: [`door`] and [`conduct`] drop what is more than a home can
//! have; `run::order` cuts off who goes on.

pub mod conduct;
pub mod delivery;
pub mod door;
pub mod intake;
pub mod outgoing;
pub mod place;
pub mod receipts;
pub mod state;
