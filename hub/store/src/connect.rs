//! Connecting to the database, and telling which store it is.

use crate::error::StoreError;
use crate::known_days::KnownDays;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{PgPool, Row};
use std::str::FromStr;
use std::time::Duration;
use uuid::Uuid;

pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");
/// The longest wait of a statement for a connection; after that the database counts as unreachable.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// Which store this is. Gateways that are told another id or a higher epoch send again everything they still have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// Drawn at random when the store was made.
    pub id: Uuid,
    /// Rises with every restore from a backup.
    pub epoch: i32,
}

/// A pool of connections to the database. Clones share the pool.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) pool: PgPool,
    pub(crate) days: KnownDays,
    timescale: bool,
}

impl Store {
    /// Connects, with at most `max_connections` connections.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when nothing answers; [`StoreError::Defect`] when `url` is not an address.
    pub async fn connect(url: &str, max_connections: u32) -> Result<Store, StoreError> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|error| StoreError::Defect(format!("no database address: {error}")))?
            .application_name("hearth-hub")
            // A lock that is not free within a second: give up, and try the whole transaction again.
            // Compiling a statement (jit) costs more than any of ours takes to run.
            .options([("lock_timeout", "1000"), ("timezone", "UTC"), ("jit", "off")])
            // A server must notice a hub whose cable was cut, or its locks, above all the lease, would be held for hours.
            .options([("tcp_keepalives_idle", "10"), ("tcp_keepalives_interval", "5"), ("tcp_keepalives_count", "3")])
            .options([("idle_in_transaction_session_timeout", "30000")]);
        let pool = PgPoolOptions::new().max_connections(max_connections).acquire_timeout(ACQUIRE_TIMEOUT).connect_with(options).await?;
        // What counts is whether this store's tables are hypertables: one that was begun without TimescaleDB stays without
        // it even if the server gets the extension later.
        let timescale = sqlx::query_scalar(
            "SELECT coalesce((SELECT relkind <> 'p' FROM pg_class WHERE oid = to_regclass('frames')), \
                             EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb'))",
        )
        .fetch_one(&pool)
        .await?;
        Ok(Store { pool, days: KnownDays::default(), timescale })
    }

    /// A second pool for the same database, for work that must not take connections from those who wait for them.
    ///
    /// # Errors
    /// As [`Store::connect`].
    pub async fn apart(&self, max_connections: u32) -> Result<Store, StoreError> {
        let options = (*self.pool.connect_options()).clone();
        let pool = PgPoolOptions::new().max_connections(max_connections).acquire_timeout(ACQUIRE_TIMEOUT).connect_with(options).await?;
        Ok(Store { pool, days: KnownDays::default(), timescale: self.timescale })
    }

    /// True when TimescaleDB keeps the time series.
    pub const fn timescale(&self) -> bool {
        self.timescale
    }

    /// Which store this is.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn identity(&self) -> Result<Identity, StoreError> {
        let row = sqlx::query("SELECT id, epoch FROM store_identity").fetch_one(&self.pool).await?;
        Ok(Identity { id: row.try_get("id")?, epoch: row.try_get("epoch")? })
    }

    /// Raises the epoch after a restore from a backup, so that gateways send again what they still have.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn raise_epoch(&self) -> Result<(), StoreError> {
        sqlx::query("UPDATE store_identity SET epoch = epoch + 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Closes every connection of the pool.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
