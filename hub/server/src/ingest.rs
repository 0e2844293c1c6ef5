//! From the broker to the engine's loop: decodes what arrives, and hands it over.
//!
//! There are two connections, one for each lane, so that the backlog of a thousand homes that reconnect at once
//! never delays what is measured now. Nothing here is durable: what is lost between the broker and the commit is sent
//! again by the gateway.
//!
//! No home can take what belongs to another: [`door`] and [`conduct`] drop what exceeds what one home can have, and
//! `run::order` cuts off a home that goes on.

pub mod conduct;
pub mod delivery;
pub mod door;
pub mod intake;
pub mod state;
