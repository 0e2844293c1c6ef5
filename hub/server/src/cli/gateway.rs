//! Under construction.
use super::args::GatewayCommand;
use crate::config::Config;
pub async fn run(_config: Config, _command: GatewayCommand) -> anyhow::Result<()> {
    anyhow::bail!("not there yet")
}
