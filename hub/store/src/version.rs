//! Tells whether a database fits this program's version, without changing anything.

use crate::connect::MIGRATIONS;
use crate::{Store, StoreError};

/// How the version of a database compares with this program's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There is nothing in it yet.
    Empty,
    /// It is the version that this program uses.
    Same,
    /// An older program made it: it has to be migrated before use.
    Older,
    /// A newer program made it: this program must not touch it.
    Newer,
}

impl Store {
    /// Compares the database's version with this program's.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn standing(&self) -> Result<Standing, StoreError> {
        let made: bool = sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations') IS NOT NULL").fetch_one(&self.pool).await?;
        if !made {
            return Ok(Standing::Empty);
        }
        let done: Vec<i64> = sqlx::query_scalar("SELECT version FROM _sqlx_migrations WHERE success").fetch_all(&self.pool).await?;
        let ours: Vec<i64> = MIGRATIONS.iter().map(|step| step.version).collect();
        Ok(match () {
            () if done.is_empty() => Standing::Empty,
            () if done.iter().any(|version| !ours.contains(version)) => Standing::Newer,
            () if ours.iter().any(|version| !done.contains(version)) => Standing::Older,
            () => Standing::Same,
        })
    }
}
