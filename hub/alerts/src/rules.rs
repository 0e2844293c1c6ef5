//! The rules that look at more than one value of one vital: one file each. [`knowledge`] is what
//! they are asked with: a bounded memory of one patient.
//!
//! Each is a pure function of what is known and of an instant, and gives a [`crate::verdict::Judgement`]. Each takes its
//! inputs in any order and any number of times, uses nothing measured after the instant that it judges, and says how far it
//! looks back (`LOOK_BACK_MS`): who knows that much knows enough. The order of arrival cannot matter to such a rule, and
//! neither can a restart.
//!
//! MEWS is no rule. It sums the same measurements as NEWS2 by an older table, so the two would ring for one thing twice; what
//! only MEWS would ring for is what NEWS2 calls usual (18 breaths, a pressure of 200). The score itself is in `hearth-scores`.

pub mod artefact;
pub mod call;
pub mod clock;
pub mod cuff;
pub mod disagree;
pub mod fever;
pub mod knowledge;
pub mod news2;
pub mod qsofa;
pub mod rejected;
pub mod shock;
pub mod storage;
pub mod stuck;
pub mod trend;
