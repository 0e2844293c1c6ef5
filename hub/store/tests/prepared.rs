//! Every statement of the store is understood by both servers: each is prepared, so that a column that does not exist is
//! found in paths that are seldom taken too.

use hearth_store::Store;
use hearth_store::testing::{Cluster, statements};
use sqlx::{AssertSqlSafe, Executor, SqlSafeStr};

/// What only TimescaleDB knows; plain PostgreSQL is not asked for it.
const OF_TIMESCALE: [&str; 2] = ["drop_chunks(", "refresh_continuous_aggregate("];

/// What the server does not understand, with the reason it gives.
pub async fn refused(store: &Store) -> Vec<String> {
    let found = statements::all().unwrap();
    let mut refused = found.unread;
    assert!(found.statements.len() > 100, "the sources hold only {} statements", found.statements.len());
    let is_asked = |sql: &str| store.timescale() || !OF_TIMESCALE.iter().any(|own| sql.contains(own));
    for statement in found.statements.into_iter().filter(|one| is_asked(&one.sql)) {
        let prepared = store.pool().prepare(AssertSqlSafe(statement.sql.clone()).into_sql_str()).await;
        if let Err(error) = prepared {
            refused.push(format!("{}: {error} in: {}", statement.file, statement.sql));
        }
    }
    refused
}

#[tokio::test]
async fn every_statement_is_understood_by_postgresql() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(1).await.unwrap();
    assert!(!store.timescale());
    assert_eq!(refused(&store).await, Vec::<String>::new());
    // As it fails when a column goes.
    sqlx::query("ALTER TABLE audit RENAME subject TO topic").execute(store.pool()).await.unwrap();
    let told = refused(&store).await;
    assert!(told.len() > 1, "{told:?}");
    for one in told {
        assert!(one.split(" in: ").next().is_some_and(|said| said.contains("subject")), "{one}");
    }
}
