//! Columns that follow the list of vitals: those of a vital that this version knows and the store does not are added
//! when it is opened. A version that knows fewer opens the store too: it does not look at the others.

use crate::connect::Store;
use crate::error::StoreError;
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;

/// Name and type of a column that may be NULL.
pub struct Column {
    name: String,
    kind: &'static str,
}

impl Column {
    pub fn new(name: &str, kind: &'static str) -> Column {
        Column { name: name.to_owned(), kind }
    }
}

/// As `CREATE TABLE` takes them, each followed by a comma.
pub fn list(columns: &[Column]) -> String {
    columns.iter().map(|column| format!("{} {}, ", column.name, column.kind)).collect()
}

/// Those that a table or view does not have.
pub async fn missing<'a>(store: &Store, table: &str, columns: &'a [Column]) -> Result<Vec<&'a Column>, StoreError> {
    let there: Vec<String> =
        sqlx::query_scalar("SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped")
            .bind(table)
            .fetch_all(&store.pool)
            .await?;
    let there: BTreeSet<String> = there.into_iter().collect();
    Ok(columns.iter().filter(|column| !there.contains(&column.name)).collect())
}

/// Adds what a table does not have, to all of its days; readers and writers wait only when there is something to add.
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
