//! The repository's rules as functions, so that `tidy.rs` can show each of them fail.

pub mod arrows;
pub mod limits;
pub mod supply;
pub mod unused;
