//! Under construction.

/// Runs the hub until it is told to stop.
///
/// # Errors
/// What keeps it from starting.
pub async fn run(_config: crate::config::Config) -> anyhow::Result<()> {
    anyhow::bail!("not there yet")
}
