//! The process `hearth-gateway`.
//!
//! ```text
//! links (a task a device) -> agent.apply -> keeper (outbox on disk) -> uplink -> sender
//!                                 ^------------ receipts ------------------ intake
//! ```
//! One loop owns everything except the ports and the sockets. It waits, makes an [`agent::Action`] of what happened, and
//! calls [`agent::Agent::apply`], which is synchronous and takes time as an argument. What comes back is published.
//!
//! * [`config`]: the configuration file, and why it is refused; [`cli`]: the commands;
//! * [`bluetooth`]: the radio, and what each device over it has come to;
//! * `devices`: the command that finds, pairs and tries Bluetooth devices;
//! * [`links`]: tasks that open ports again and again, and the health of each link;
//! * [`collect`]: makes records of what a decoder understood;
//! * [`clock`]: what time it is, and how certain that is;
//! * [`keeper`]: the outbox with the types of `hearth-vitals`, its faults and its losses;
//! * [`uplink`]: which records go into which batch, when they are sent, and when again;
//! * [`state`]: what the gateway says about itself on its `state` topic; [`changes`]: what it writes in its log;
//! * [`enrol`], [`renewal`]: how this box became a gateway, and gets its next certificate; [`hub`]: a question over HTTPS;
//! * [`run`]: sockets, timers, signals.

pub mod agent;
pub mod bluetooth;
pub mod changes;
pub mod cli;
pub mod clock;
pub mod collect;
pub mod config;
mod devices;
pub mod enrol;
pub mod hub;
pub mod keeper;
pub mod links;
mod private;
pub mod renewal;
pub mod run;
pub mod state;
pub mod uplink;
