//! The hub process of Hearth: intake, alerts, feed, API, and the parts it is run by.
//!
//! A binary with a library inside, so that tests can call what `main` calls.

pub mod api;
pub mod audit;
pub mod auth;
pub mod backup;
pub mod canary;
pub mod certificates;
pub mod cli;
pub mod clinical;
pub mod clock;
pub mod config;
pub mod dispatch;
pub mod embedded;
pub mod engine;
pub mod escalate;
pub mod feed;
pub mod floors;
pub mod gatekeeper;
pub mod ingest;
pub mod latency;
pub mod limits;
mod newer_store;
pub mod observations;
pub mod open_files;
pub mod problem;
pub mod readiness;
pub mod receipts;
pub mod reconcile;
pub mod replay;
pub mod report;
pub mod run;
pub mod shown;
pub mod signals;
pub mod tasks;
pub mod telemetry;
pub mod text;
pub mod unmonitored;
pub mod ward;
pub mod workbench;
pub mod zone;
