//! The process `hearth-gateway`.
//!
//! ```text
//! links (a task a device) -> agent.apply -> keeper (outbox on disk) -> uplink -> sender
//!                                 ^------------ receipts ------------------ intake
//! ```
//! One loop owns everything but the ports and the sockets. It waits, makes an
//! [`agent::Action`] of what happened, and calls [`agent::Agent::apply`], which is
//! synchronous and takes time as an argument; what comes back is published.
//!
//! * [`config`]: the file and its refusals; [`cli`]: the commands;
//! * [`links`]: ports that open for ever, and whether a line is healthy;
//! * [`collect`]: what a decoder understood to records;
//! * [`clock`]: what time it is, and how sure that is;
//! * [`keeper`]: the outbox with the vitals' types, its faults and its losses;
//! * [`uplink`]: which records go into which batch, when, and when again;
//! * [`state`]: its `state`, problems in words; [`changes`]: what the log says of them;
//! * [`run`]: sockets, timers, signals.

pub mod agent;
pub mod changes;
pub mod cli;
pub mod clock;
pub mod collect;
pub mod config;
pub mod keeper;
pub mod links;
pub mod run;
pub mod state;
pub mod uplink;
