//! The store: the only room of Hearth with SQL.
//!
//! [`Store`] is a pool of connections to PostgreSQL 15 or newer; cloning is cheap. With TimescaleDB
//! present the same migrations make hypertables; without it the hub makes a partition a day.
//!
//! * [`ingest`]: frames, held ranges, newest values and alert transitions in one transaction;
//! * [`transitions`]: writes what the alert engines decided, before anyone sees it;
//! * [`registry`], `kits`, [`bindings`], [`gateways`], [`staff`]: patients and episodes; kits and devices; which device
//!   belonged to which stay; gateways; staff and sessions;
//! * [`enrolment`]: codes with which boxes are enrolled, and the certificates of gateways;
//! * [`binding_changes`]: what changed in these since a version that a hub knows;
//! * [`people`], [`equipment`], [`ended`]: the same, looked up for people; stays that have ended;
//! * [`alerts`], [`alert_pages`]: reads alerts back, for the engines and for people;
//! * [`canary`]: the known alert that the hub sends itself, apart from all others;
//! * [`escalations`]: how far each open alert has climbed, and every step of it;
//! * [`shifts`], [`handovers`]: the roster, and who holds the watch of each stay; what was said when it changed hands;
//! * [`signatures`]: what a physician has signed of the numbers that patients are watched by;
//! * [`history`], [`newest`], [`timeline`]: trends, sparklines and waveforms; newest values; the list of events;
//! * [`particulars`], [`notes`]: what has to be known of a stay, and what people wrote about it; never overwritten;
//! * [`dispatch`]: incidents step by step, units, and who drives them;
//! * [`tasks`], [`calls`]: what is owed to patients, step by step; who talked to whom;
//! * [`observations`]: what people measure or say now and then; corrected, never erased;
//! * [`restore`]: what the alert engines and the placing of records in time start from after a restart;
//! * [`rollup`], [`retention`]: one row a minute made of frames; what is deleted when.
//!
//! In this crate's functions an instant is milliseconds since 1970, in the tables a `timestamptz`. A value is an integer in
//! steps of the vital's resolution in both.

pub mod admissions;
pub mod alert_load;
pub mod alert_pages;
pub mod alerts;
pub mod audit;
pub mod binding_changes;
pub mod bindings;
pub mod calls;
pub mod canary;
mod concerned;
mod connect;
pub mod dispatch;
pub mod ended;
pub mod enrolment;
pub mod equipment;
mod error;
mod escalation_row;
pub mod escalations;
pub mod events;
pub mod gateways;
pub mod handovers;
mod heard;
pub mod history;
mod ids;
pub mod ingest;
mod kits;
mod known_days;
mod layout;
pub mod lease;
pub mod load;
pub mod marked_events;
pub mod members;
mod migrate;
pub mod newest;
pub mod notes;
pub mod observations;
pub mod particulars;
pub mod people;
pub mod profiles;
mod quality;
pub mod quarantine;
pub mod quiets;
pub mod registry;
pub mod replay;
pub mod report;
pub mod restore;
pub mod retention;
pub mod revoked;
pub mod rollup;
mod shift_row;
pub mod shifts;
pub mod signatures;
pub mod sound_checks;
pub mod staff;
mod stamp;
pub mod strays;
pub mod stretches;
pub mod tasks;
#[cfg(feature = "testing")]
pub mod testing;
pub mod timeline;
pub mod told;
mod transaction;
pub mod transitions;
pub mod trials;
pub mod version;
mod watch_steps;
mod zones;

pub use connect::{Identity, Store};
pub use error::StoreError;
