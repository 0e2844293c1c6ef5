//! Columns that follow the list of vitals. When a store is opened, the columns of vitals that this version knows and the
//! store lacks are added. A version that knows fewer vitals can open the store too: it ignores the other columns.

use crate::connect::Store;
use crate::error::StoreError;
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;

/// Name and type of a column; it may be NULL.
pub struct Column {
    name: String,
    kind: &'static str,
}

impl Column {
    pub fn new(name: &str, kind: &'static str) -> Column {
        Column { name: name.to_owned(), kind }
    }
}

/// The columns in the form that `CREATE TABLE` takes, each followed by a comma.
pub fn list(columns: &[Column]) -> String {
    columns.iter().map(|column| format!("{} {}, ", column.name, column.kind)).collect()
}

/// The columns that a table or view lacks.
pub async fn missing<'a>(store: &Store, table: &str, columns: &'a [Column]) -> Result<Vec<&'a Column>, StoreError> {
    let there: Vec<String> =
        sqlx::query_scalar("SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped")
            .bind(table)
            .fetch_all(&store.pool)
            .await?;
    let there: BTreeSet<String> = there.into_iter().collect();
    Ok(columns.iter().filter(|column| !there.contains(&column.name)).collect())
}

/// Adds the columns that a table lacks, with all its partitions. Readers and writers wait only if there is one to add.
pub async fn add(store: &Store, table: &str, columns: &[Column]) -> Result<(), StoreError> {
    let missing = missing(store, table, columns).await?;
    if missing.is_empty() {
        return Ok(());
    }
    let added: Vec<String> = missing.iter().map(|column| format!("ADD COLUMN IF NOT EXISTS {} {}", column.name, column.kind)).collect();
    tracing::info!(table, columns = missing.len(), "columns of vitals that are new to this store are added");
    sqlx::query(AssertSqlSafe(format!("ALTER TABLE {table} {}", added.join(", ")))).execute(&store.pool).await?;
    Ok(())
}
