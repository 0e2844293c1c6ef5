//! The task that knows which gateways were given a shard of their own. It must ask the store again and again, because
//! `gateway add` and a restore are other processes.

use crate::embedded::broker_files::BrokerFiles;
use crate::ingest::door::Homes;
use anyhow::Context;
use hearth_store::Store;
use std::time::Duration;
use tokio::time::sleep;

/// A gateway that was added is heard after this time, at most.
const LOOK: Duration = Duration::from_secs(5);

/// What the task works with.
pub struct Keeper {
    store: Store,
    homes: Homes,
    own_broker: Option<BrokerFiles>,
}

impl Keeper {
    /// Reads the shards once, before anything can arrive, then again and again.
    ///
    /// # Errors
    /// When PostgreSQL fails, or the files of the hub's own broker cannot be written.
    pub async fn start(store: Store, homes: Homes, own_broker: Option<BrokerFiles>) -> anyhow::Result<tokio::task::JoinHandle<()>> {
        let keeper = Keeper { store, homes, own_broker };
        keeper.look().await.context("cannot read which shards were given")?;
        Ok(tokio::spawn(keeper.run()))
    }

    async fn run(self) {
        loop {
            sleep(LOOK).await;
            // A database that is down is reported elsewhere; until it is back the known shards stay in force.
            if let Err(error) = self.look().await {
                tracing::debug!(error = format!("{error:#}"), "the shards could not be read");
            }
        }
    }

    async fn look(&self) -> anyhow::Result<()> {
        let shards = self.store.given_shards().await?;
        if let Some(files) = &self.own_broker
            && files.give_shards(&shards)?
        {
            files.reload()?;
        }
        self.homes.give_shards(shards);
        Ok(())
    }
}
