//! The bytes of a batch. [`v1`] is frozen; a later version would be a second module beside it.
pub mod v1;
pub mod varint;
