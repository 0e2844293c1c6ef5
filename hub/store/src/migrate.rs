//! Brings the schema of a store up to date.

use crate::connect::{MIGRATIONS, Store};
use crate::error::StoreError;
use crate::layout;
use uuid::Uuid;

impl Store {
    /// Brings the schema up to date; does nothing when it already is.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn migrate(&self) -> Result<(), StoreError> {
        MIGRATIONS.run(&self.pool).await?;
        layout::create(self).await?;
        sqlx::query("INSERT INTO store_identity (id) VALUES ($1) ON CONFLICT DO NOTHING").bind(Uuid::new_v4()).execute(&self.pool).await?;
        Ok(())
    }
}
