//! The lease: an advisory lock that makes one hub the active one. It lasts as long as its connection.
//!
//! The data would be right without it, thanks to row versions and locks inside each transaction. The lease keeps a second
//! hub from accepting batches and judging them at the same time as the first.

use crate::connect::Store;
use crate::error::StoreError;
use sqlx::{Connection, PgConnection};

/// Key of the lease's lock. Any fixed number will do; this one spells "hearth" in ASCII.
const LOCK: i64 = 0x0068_6561_7274_6800;
/// Key of a second lock, one higher. The active hub's transactions with readings or alerts share it.
macro_rules! writers {
    () => {
        "29384866784372737"
    };
}

pub(crate) use writers;

/// To be run in each transaction of the active hub, so that the next active hub can wait for the transaction's end. A hub
/// may die while its COMMIT still waits for the disk; a successor that read the alerts before that COMMIT is done would
/// never learn of it.
pub(crate) const AS_WRITER: &str = concat!("SELECT pg_advisory_xact_lock_shared(", writers!(), ")");

/// Waits until no transaction holds the writers' lock, and lets none begin before this one ends.
pub(crate) const ALONE: &str = concat!("SELECT pg_advisory_xact_lock(", writers!(), ")");

/// The right to be the active hub.
#[derive(Debug)]
pub struct Lease {
    connection: PgConnection,
}

impl Store {
    /// Takes the lease, then waits until the previous hub's transactions have ended. `None` while another hub holds it.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn lease(&self) -> Result<Option<Lease>, StoreError> {
        let Some(mut lease) = self.lease_again().await? else { return Ok(None) };
        sqlx::query("SET lock_timeout = 0").execute(&mut lease.connection).await?;
        sqlx::query(concat!("SELECT pg_advisory_lock(", writers!(), ")")).execute(&mut lease.connection).await?;
        sqlx::query(concat!("SELECT pg_advisory_unlock(", writers!(), ")")).execute(&mut lease.connection).await?;
        Ok(Some(lease))
    }

    /// Takes the lease back for a hub that lost its connection. It need not wait: the transactions that still run are its own.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn lease_again(&self) -> Result<Option<Lease>, StoreError> {
        let mut connection = self.pool.acquire().await?.detach();
        let taken: bool = sqlx::query_scalar("SELECT pg_try_advisory_lock($1)").bind(LOCK).fetch_one(&mut connection).await?;
        if taken {
            return Ok(Some(Lease { connection }));
        }
        connection.close().await?;
        Ok(None)
    }
}

impl Lease {
    /// Checks that this hub still holds the lease.
    ///
    /// # Errors
    /// When the connection, and with it the lease, is lost.
    pub async fn check(&mut self) -> Result<(), StoreError> {
        Ok(self.connection.ping().await?)
    }

    /// Gives the lease up, so that another hub can become active.
    pub async fn release(self) {
        // If closing fails, the connection is gone already, and the lease with it.
        let _ = self.connection.close().await;
    }
}
