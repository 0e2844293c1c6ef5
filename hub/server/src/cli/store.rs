//! The store, for one command: the running hub's, or one started for it.

use super::say;
use crate::config::Config;
use crate::embedded::Platform;
use crate::newer_store::newer_store;
use anyhow::{Context, bail};
use hearth_store::Store;
use hearth_store::version::Standing;

/// Connections a command needs.
const CONNECTIONS: u32 = 2;

/// The store and what it runs on.
pub struct Opened {
    /// The store, of this version.
    pub store: Store,
    platform: Platform,
}

impl Opened {
    /// Connects to the store of the configuration.
    ///
    /// # Errors
    /// What keeps the database from starting or answering.
    pub async fn open(config: &Config) -> anyhow::Result<Opened> {
        Self::open_with(config, CONNECTIONS).await
    }

    /// Connects to the store of the configuration with so many connections.
    ///
    /// # Errors
    /// As [`Opened::open`].
    pub async fn open_with(config: &Config, connections: u32) -> anyhow::Result<Opened> {
        Self::with(config, Demand::SameVersion, connections).await
    }

    async fn with(config: &Config, wanted: Demand, connections: u32) -> anyhow::Result<Opened> {
        let platform = Platform::database_only(config).await?;
        match connected(&platform, wanted, connections).await {
            Ok(store) => Ok(Opened { store, platform }),
            Err(error) => {
                platform.stop().await;
                Err(error)
            }
        }
    }

    /// Closes the store, and stops the database if it was started for this command.
    pub async fn close(self) {
        self.store.close().await;
        self.platform.stop().await;
    }
}

/// What a command needs of the database.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Demand {
    /// Its schema must already be of this version.
    SameVersion,
    /// Its schema may be migrated to this version.
    ThisVersion,
}

/// Only `migrate` and `run` change the schema, and only while no other hub works on it. An
/// empty database has no hub: the first command makes what it needs.
async fn connected(platform: &Platform, wanted: Demand, connections: u32) -> anyhow::Result<Store> {
    let store = Store::connect(platform.database_url(), connections).await.context("the database does not let the hub in")?;
    match (store.standing().await.context("the version of the database cannot be read")?, wanted) {
        (Standing::Newer, _) => bail!("{}", newer_store()),
        (Standing::Older, Demand::SameVersion) => {
            bail!("the database is of an older version; end the hub, run 'hearth-hub migrate' or start this version's hub, then try again")
        }
        (Standing::Same, Demand::SameVersion) => {}
        (Standing::Empty, _) | (_, Demand::ThisVersion) => migrated(&store).await?,
    }
    Ok(store)
}

async fn migrated(store: &Store) -> anyhow::Result<()> {
    let lease = store.lease().await.context("the database does not tell whether a hub is at work")?;
    let Some(lease) = lease else { bail!("a hub is active on this database; end it first: no hub may work while the database is changed") };
    let done = store.migrate().await.context("the database cannot be brought to this version");
    lease.release().await;
    done
}

/// `migrate`: brings the database to this version.
///
/// # Errors
/// What PostgreSQL says.
pub async fn migrate(config: Config) -> anyhow::Result<()> {
    let opened = Opened::with(&config, Demand::ThisVersion, CONNECTIONS).await?;
    let identity = opened.store.identity().await;
    opened.close().await;
    let identity = identity?;
    say(&format!("store {} epoch {} is at this version", identity.id, identity.epoch))
}

/// `database-url`: where the database is; starts nothing.
///
/// # Errors
/// When the hub's own database has not been made yet.
pub fn print_url(config: &Config) -> anyhow::Result<()> {
    say(&Platform::database_address(config)?)
}
