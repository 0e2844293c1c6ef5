//! The only SQL of Hearth.
//!
//! [`Store`] is a pool of connections to PostgreSQL 15 or newer; cloning is cheap. With TimescaleDB
//! present the same migrations make hypertables; without it the hub makes a partition a day.
//!
//! * [`ingest`]: one transaction = frames + held ranges + newest values + alert transitions;
//! * [`transitions`]: what the alert engine decided, written before anyone sees it;
//! * [`registry`], `kits`, [`bindings`], [`staff`], [`gateways`]: patients and episodes; kits and devices; whose they were; staff and sessions;
//! * [`binding_changes`]: what a hub that knows one version of these reads to know the next;
//! * [`people`], [`equipment`]: the same, looked up by those who serve people;
//! * [`alerts`], [`alert_pages`]: alerts read back, for the engines and for people;
//! * [`history`], [`newest`], [`timeline`]: trends, sparklines, waveform windows; newest values; what happened;
//! * [`observations`]: what people measure or say now and then, corrected and never erased;
//! * [`restore`]: what the engines and the placing of records start from after a restart;
//! * [`rollup`], [`retention`]: minutes made of frames, and what is deleted when.
//!
//! Instants are milliseconds since 1970 at this boundary and `timestamptz` inside; values are integers
//! in the vital's resolution on both sides.

pub mod alert_pages;
pub mod alerts;
pub mod binding_changes;
pub mod bindings;
mod connect;
pub mod equipment;
mod error;
pub mod gateways;
pub mod history;
pub mod ingest;
mod kits;
mod layout;
pub mod lease;
pub mod newest;
pub mod observations;
pub mod people;
mod quality;
pub mod quarantine;
pub mod registry;
pub mod restore;
pub mod retention;
pub mod revoked;
pub mod rollup;
pub mod staff;
mod stamp;
pub mod strays;
#[cfg(feature = "testing")]
pub mod testing;
pub mod timeline;
pub mod transitions;
pub mod version;
mod zones;

pub use connect::{Identity, Store};
pub use error::StoreError;
