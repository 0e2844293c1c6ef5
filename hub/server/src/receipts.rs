//! Tells each gateway what the hub has stored: [`schedule`] decides when which gateway is told, and [`outgoing`] sends it.
//! Nothing here is durable: a lost receipt is made up for when its gateway sends the batch again.

pub mod outgoing;
pub mod schedule;
