//! What can be observed by hand, and what an observation may contain. Pure: no clock, no store.
//!
//! [`catalogue`] is the one table of codes, from which the API, its description and the screens follow. [`loinc`] reads LOINC
//! codes that are not in the table; [`finding`] reads what a person wrote, or says for each field what to write instead; [`said`]
//! turns it into the terms of the alert rules.

pub mod catalogue;
pub mod finding;
pub mod loinc;
pub mod said;
