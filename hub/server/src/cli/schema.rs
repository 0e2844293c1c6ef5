//! `openapi`: the description of the API, as the dashboard's client is made from it.

use super::say;
use anyhow::Context;

/// Prints it as JSON.
///
/// # Errors
/// If standard output is closed.
pub fn print() -> anyhow::Result<()> {
    say(&crate::api::openapi().to_pretty_json().context("cannot write the description as JSON")?)
}
