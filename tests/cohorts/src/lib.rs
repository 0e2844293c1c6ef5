//! Cohorts: the alert engine judged by what a nurse would live through with it.
//!
//! A [`cohort`] is a number of simulated patients with the same troubles: stable adults who move about and take sensors
//! off, noisy homes, people who get worse in a known way. A [`patient`] is a simulated body, what happens to it, and the
//! devices that measure it; the measurements cross a [`link`] and reach every [`judge`] in virtual time, the same for all:
//! the engine, plain thresholds, and single rules. A [`tally`] counts what each judge told.
//!
//! Everything follows from the seed: no clock, no thread and no process take part in a verdict.

pub mod cohort;
pub mod course;
pub mod draw;
pub mod judge;
pub mod kit;
pub mod life;
pub mod lines;
pub mod link;
pub mod pace;
pub mod patient;
pub mod person;
pub mod reference;
pub mod sensor;
pub mod spells;
pub mod table;
pub mod tally;

/// Milliseconds of a minute.
pub const MINUTE_MS: u64 = 60_000;
/// Milliseconds of an hour.
pub const HOUR_MS: u64 = 60 * MINUTE_MS;
/// Milliseconds of a day.
pub const DAY_MS: u64 = 24 * HOUR_MS;
