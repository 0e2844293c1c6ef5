//! One active hub: an advisory lock that lives as long as its connection.
//!
//! Correctness does not rest on it: row versions and locks inside each transaction do that. It keeps a
//! second hub from taking batches and judging beside the first.

use crate::connect::Store;
use crate::error::StoreError;
use sqlx::{Connection, PgConnection};

/// Any fixed number will do; this one spells "hearth".
const LOCK: i64 = 0x0068_6561_7274_6800;
/// The lock that every transaction with readings or alerts of an active hub holds, shared: the next number.
macro_rules! writers {
    () => {
        "29384866784372737"
    };
}

pub(crate) use writers;

/// Before a transaction of the active hub: the next one waits for its end. A hub may die while its
/// COMMIT stands in a queue for the disk; who reads the alerts before that is done never hears of it.
pub(crate) const AS_WRITER: &str = concat!("SELECT pg_advisory_xact_lock_shared(", writers!(), ")");

/// Waits for the end of all of these transactions, and lets none begin before the end of this one.
pub(crate) const ALONE: &str = concat!("SELECT pg_advisory_xact_lock(", writers!(), ")");

/// The right to be the active hub.
#[derive(Debug)]
pub struct Lease {
    connection: PgConnection,
}

impl Store {
    /// Takes the lease and waits for the end of what the hub before was writing; `None` while
    /// another hub holds it.
    ///
    /// # Errors
    /// As every statement.
    pub async fn lease(&self) -> Result<Option<Lease>, StoreError> {
        let Some(mut lease) = self.lease_again().await? else { return Ok(None) };
        sqlx::query("SET lock_timeout = 0").execute(&mut lease.connection).await?;
        sqlx::query(concat!("SELECT pg_advisory_lock(", writers!(), ")")).execute(&mut lease.connection).await?;
        sqlx::query(concat!("SELECT pg_advisory_unlock(", writers!(), ")")).execute(&mut lease.connection).await?;
        Ok(Some(lease))
    }

    /// Takes the lease back for a hub that had it: what is being written is its own.
    ///
    /// # Errors
    /// As every statement.
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
    /// Asks whether it is still ours.
    ///
    /// # Errors
    /// When the connection is gone, and the lease with it.
    pub async fn check(&mut self) -> Result<(), StoreError> {
        Ok(self.connection.ping().await?)
    }

    /// Lets another hub be active.
    pub async fn release(self) {
        // A connection that is gone already has released it.
        let _ = self.connection.close().await;
    }
}
