//! The repository's own rules as functions, so that `tidy.rs` can also show that each of them can fail.

pub mod arrows;
pub mod circles;
pub mod code_map;
pub mod contract;
pub mod limits;
pub mod parts;
pub mod safety;
pub mod supply;
pub mod unused;
pub mod words;
