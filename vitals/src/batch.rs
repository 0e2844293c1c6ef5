//! The bytes of a batch. [`v1`] is frozen; a `v2` would stand beside it.
pub mod v1;
pub mod varint;
