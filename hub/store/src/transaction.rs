//! Beginning a transaction, so that nobody can leave one open.

use crate::connect::Store;
use sqlx::{PgPool, Postgres, Transaction};

/// A transaction that reads from one snapshot and writes nothing.
const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// A transaction in which everything stands or falls together.
pub(crate) async fn begin(pool: &PgPool) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
    begin_with(pool, "BEGIN").await
}

/// Begins a transaction with this statement.
///
/// Whoever waits may give up at any moment: a nurse closes her page, a time limit passes. sqlx 0.9 ends a transaction whose
/// beginning was answered. One whose BEGIN was sent and not yet answered stays open on a connection that goes back to the pool, and
/// what somebody else then writes on it without a transaction is never committed. So the answer is awaited in a task of its own, which
/// nobody gives up.
#[expect(clippy::disallowed_methods, reason = "the one place that may")]
pub(crate) async fn begin_with(pool: &PgPool, statement: &'static str) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
    let pool = pool.clone();
    tokio::spawn(async move { pool.begin_with(statement).await }).await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
}

impl Store {
    /// A transaction in which everything stands or falls together.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
        begin(&self.pool).await
    }

    /// A transaction that reads from one snapshot and writes nothing.
    pub(crate) async fn snapshot(&self) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
        begin_with(&self.pool, SNAPSHOT).await
    }
}
