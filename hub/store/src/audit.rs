//! The audit: who did, saw or was refused what, when. Entries are only ever added; each is sealed over the one before, so that a
//! change of an old one is found ([`chain`]).

pub mod chain;
pub mod notes;
mod seals;

pub use seals::{FAULTS_MAX, Sealed, Verified};
