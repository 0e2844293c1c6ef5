//! Under construction.
use crate::config::Config;
use std::path::Path;
/// b
pub async fn backup(_config: &Config, _file: &Path) -> anyhow::Result<()> {
    anyhow::bail!("not there yet")
}
/// r
pub async fn restore(_config: &Config, _file: &Path) -> anyhow::Result<()> {
    anyhow::bail!("not there yet")
}
