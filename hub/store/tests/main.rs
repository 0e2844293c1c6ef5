//! What the store promises, on a real PostgreSQL and a real TimescaleDB; each file answers one question. They are one
//! program, because every further program would have to be linked again after each change.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod audit;
mod common;
mod crash;
mod devices_of_one_vital;
mod dispatch;
mod escalations;
mod exactly_once;
mod given_up;
mod given_up_waiting;
mod lossless;
mod many_homes;
mod members;
mod migrations;
mod newer_gateway;
mod prepared;
mod profiles;
mod quarantine;
mod races;
mod registry;
mod restore;
mod roll_up;
mod shifts;
mod statements;
mod strays;
mod timescale;
mod unplaced;
mod upgrade;
mod versions;
