//! Under construction.
use crate::config::Config;
pub async fn migrate(_config: Config) -> anyhow::Result<()> {
    anyhow::bail!("not there yet")
}
