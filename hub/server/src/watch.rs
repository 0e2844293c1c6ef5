//! Whose a reading is, and what it means: the shell of the alert engine.

pub mod desk;
pub mod roster;
