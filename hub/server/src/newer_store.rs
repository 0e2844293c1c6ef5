//! A database that a newer version of the hub has changed.

/// Why this program must not touch the database, and what to do.
pub fn newer_store() -> String {
    format!("the database was brought to a newer version than this program's ({}); use the newer hearth-hub", env!("CARGO_PKG_VERSION"))
}
