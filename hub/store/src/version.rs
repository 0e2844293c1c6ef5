//! Whether a database is of this program's version, asked without changing anything.

use crate::connect::MIGRATIONS;
use crate::{Store, StoreError};

/// How a database stands to this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was made in it yet.
    Empty,
    /// It is what this program expects.
    Same,
    /// An older program made it: it must be brought to this version before it is used.
    Older,
    /// A newer program made it: this one must not touch it.
    Newer,
}

impl Store {
    /// Compares the database with this program.
    ///
    /// # Errors
    /// As every statement.
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
