//! What the API promises, on a real PostgreSQL and a real HTTP server.
//!
//! Only the engine's loop is played ([`rig::engine`]): it applies the real alert engine to what the
//! store holds, and counts how often it was told that the bindings changed.

mod alerts;
mod audit;
mod clinical;
mod crew;
mod crew_kept;
mod dispatch;
mod ended;
mod equipment;
mod feed;
mod handovers;
mod http;
mod limits;
mod load;
mod measurements;
mod observations;
mod people;
mod profile;
mod quiets;
mod record;
mod refusals;
mod report;
mod rig;
mod roles;
mod shifts;
mod staff;
mod surface;
mod tasks;
mod workbench;
