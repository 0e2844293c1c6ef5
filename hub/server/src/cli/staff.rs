//! Under construction.
use super::args::StaffCommand;
use crate::config::Config;
pub async fn run(_config: Config, _command: StaffCommand) -> anyhow::Result<()> {
    anyhow::bail!("not there yet")
}
