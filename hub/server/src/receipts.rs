//! From the commit to the gateways: which gateway is told when what the hub holds ([`schedule`]), and the connection
//! that carries it ([`outgoing`]). Nothing here is durable: a receipt that is lost is asked for again by the batch that
//! its gateway resends.

pub mod outgoing;
pub mod schedule;
