//! What can be observed by hand, and what an observation may say. Pure: no clock, no store.
//!
//! [`catalogue`] is the one table of codes; API, description and screens follow from it. [`loinc`] reads the codes that
//! are not in it; [`finding`] reads what a person wrote, or says field by field what to write instead; [`said`] says it in the
//! words of the alert rules.

pub mod catalogue;
pub mod finding;
pub mod loinc;
pub mod said;
