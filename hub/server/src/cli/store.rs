//! The store, for one command: the running hub's, or one started for it.

use super::say;
use crate::config::Config;
use crate::embedded::Platform;
use anyhow::Context;
use hearth_store::Store;

/// Connections a command needs.
const CONNECTIONS: u32 = 2;

/// The store and what it runs on.
pub struct Opened {
    /// The store, brought to this version.
    pub store: Store,
    platform: Platform,
}

impl Opened {
    /// Connects to the store of the configuration.
    ///
    /// # Errors
    /// What keeps the database from starting or answering.
    pub async fn open(config: &Config) -> anyhow::Result<Opened> {
        let platform = Platform::database_only(config).await?;
        match connected(&platform).await {
            Ok(store) => Ok(Opened { store, platform }),
            Err(error) => {
                platform.stop().await;
                Err(error)
            }
        }
    }

    /// Lets go of it.
    pub async fn close(self) {
        self.store.close().await;
        self.platform.stop().await;
    }
}

async fn connected(platform: &Platform) -> anyhow::Result<Store> {
    let store = Store::connect(platform.database_url(), CONNECTIONS).await.context("the database does not let the hub in")?;
    store.migrate().await.context("the database cannot be brought to this version")?;
    Ok(store)
}

/// `migrate`: brings the database to this version.
///
/// # Errors
/// What PostgreSQL says.
pub async fn migrate(config: Config) -> anyhow::Result<()> {
    let opened = Opened::open(&config).await?;
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
