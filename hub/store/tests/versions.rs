//! A store of any version, with rows in all of its tables, is brought to this one, and everything reads as it was written.

use crate::common::answers::answers;
use crate::migrations::MIGRATIONS;
use hearth_store::testing::Cluster;
use hearth_store::version::Standing;
use hearth_store::{Store, StoreError};
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

/// Rows as each version wrote them.
const ROWS: &str = include_str!("data/rows.sql");
/// The first version that a hub ran on.
const FIRST: i64 = 3;
/// What a table is called today; empty for one that is gone. `tests/migrations.rs` says why.
const RENAMED: [(&str, &str); 2] = [("roster_version", "bindings_version"), ("gateway_status", "")];

/// Columns of each table, in their order.
type Shape = BTreeMap<String, String>;

async fn all<T>(store: &Store, query: String) -> Vec<T>
where
    (T,): for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin,
    for<'r> T: sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send + Unpin,
{
    sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(store.pool()).await.unwrap()
}

async fn shape(store: &Store) -> Shape {
    let tables = all::<String>(
        store,
        "SELECT table_name || ' ' || string_agg(column_name, ', ' ORDER BY ordinal_position) FROM information_schema.columns \
         WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations' GROUP BY table_name"
            .to_owned(),
    );
    tables.await.iter().filter_map(|line| line.split_once(' ')).map(|(table, columns)| (table.to_owned(), columns.to_owned())).collect()
}

/// The rows of tables by the names and columns that they once had, each as PostgreSQL writes it.
async fn rows(store: &Store, shape: &Shape, name: impl Fn(&str) -> String) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    for (table, columns) in shape.iter().filter(|(table, _)| !name(table).is_empty()) {
        let query = format!("SELECT row_to_json(t)::text FROM (SELECT {columns} FROM {}) t ORDER BY 1", name(table));
        found.insert(table.clone(), all(store, query).await);
    }
    found
}

fn today(table: &str) -> String {
    RENAMED.iter().find(|(before, _)| *before == table).map_or(table, |(_, now)| now).to_owned()
}

/// A store as it was after a migration, with rows in all of its tables.
async fn as_of(cluster: &Cluster, version: i64) -> Store {
    let store = Store::connect(&cluster.url(&cluster.empty().unwrap()), 2).await.unwrap();
    MIGRATIONS.run_to(version, store.pool()).await.unwrap();
    for line in ROWS.lines().filter(|line| !line.starts_with("--")) {
        let mut words = line.splitn(3, ' ');
        let [since, until, statement] = [words.next(), words.next(), words.next()].map(|word| word.expect("since, until, statement"));
        if (since.parse().unwrap()..=until.parse().unwrap()).contains(&version) {
            let done = sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(store.pool()).await;
            assert!(done.is_ok(), "{version}: {line}: {done:?}");
        }
    }
    store
}

#[tokio::test]
async fn a_store_of_every_version_reads_the_same_when_it_is_brought_to_this_one() {
    let cluster = Cluster::shared().unwrap();
    let mut told = Vec::new();
    for version in MIGRATIONS.iter().map(|one| one.version).filter(|version| *version >= FIRST) {
        let store = as_of(&cluster, version).await;
        let shape = shape(&store).await;
        let before = rows(&store, &shape, str::to_owned).await;
        for (table, rows) in &before {
            assert!(!rows.is_empty(), "at version {version} no row of {table} is tried: write one into tests/data/rows.sql");
        }
        store.migrate().await.unwrap();
        assert_eq!(store.standing().await.unwrap(), Standing::Same);
        let after = rows(&store, &shape, today).await;
        for (table, rows) in after {
            assert_eq!(rows, before[&table], "{table}, from version {version}");
        }
        // What came since is filled where it can be known.
        let gateways = all::<String>(&store, "SELECT DISTINCT gateway_id FROM bindings".to_owned()).await;
        assert_eq!(gateways, ["home-0001"], "from version {version}");
        told.push((version, answers(&store).await));
    }
    // Stores that were begun before losses were told apart (7) count none of them as lost, and show none.
    let without_losses = |text: &str| -> String {
        let lines = text.replace("\"lost\":\"{[50,60)}\"", "\"lost\":\"{}\"");
        lines.lines().filter(|line| !(line.starts_with("mark: ") && line.contains(" loss "))).collect()
    };
    for (version, answers) in &told {
        assert_eq!(without_losses(answers), without_losses(&told[0].1), "from version {version}");
    }
    for what in ["alert: Some(00000000-0000-0000-0000-0000000000d1)", "episode: ", "losses: {", "anchors: [("] {
        assert!(told[0].1.contains(what), "no {what} in {}", told[0].1);
    }
}

#[tokio::test]
async fn a_store_that_a_newer_version_made_is_known_as_one_and_stays_untouched() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'later', true, '', 0)",
    )
    .execute(store.pool())
    .await
    .unwrap();
    assert_eq!(store.standing().await.unwrap(), Standing::Newer);
    let refused = store.migrate().await.unwrap_err();
    assert!(matches!(&refused, StoreError::Defect(said) if said.contains("9999")), "{refused}");
}

/// Until 25 the hub stored why a rule made a step as an English sentence, which is the code of today; a note stays as it was written.
#[tokio::test]
async fn sentences_of_older_hubs_become_codes_and_what_people_wrote_stays() {
    let cluster = Cluster::shared().unwrap();
    let store = as_of(&cluster, 25).await;
    let said = [
        ("cleared", "limit", "safely inside the limit for the time it takes to clear", "safely_inside"),
        ("raised", "gateways", "two gateways send as home-0001: a copied disk", "runs_twice"),
        ("raised", "strays", "device oxi-0001 is heard through home-0002, and its kit has no gateway", "heard_elsewhere"),
        ("reviewed", "", "the limit was removed", "the limit was removed"),
        ("raised", "self_check", "connection refused", "connection refused"),
    ];
    for (version, (change, rule, before, _)) in (3..).zip(said) {
        let statement = format!(
            "INSERT INTO alert_transitions (alert_id, version, at, change, rule_name, staff_id, priority, condition, response, reason) \
             VALUES ('00000000-0000-0000-0000-0000000000f1', {version}, now(), '{change}', nullif('{rule}', ''), \
             CASE '{rule}' WHEN '' THEN '00000000-0000-0000-0000-0000000000b1'::uuid END, 'high', 'active', 'none', '{before}')"
        );
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(store.pool()).await.unwrap();
    }
    store.migrate().await.unwrap();
    let after = all::<String>(&store, "SELECT reason FROM alert_transitions WHERE version >= 3 ORDER BY version".to_owned()).await;
    assert_eq!(after, said.map(|(_, _, _, code)| code));
}

/// The adult's template of 2026-11-30, as the hub of that day stored it.
const ADULT: &str = include_str!("data/adult-2026-11-30.json");

/// Until 54 a profile did not say what its template was. Some stays began with limits that a person set at admission.
#[tokio::test]
async fn only_limits_that_a_template_had_are_taken_for_the_template_of_then() {
    let cluster = Cluster::shared().unwrap();
    let own = ADULT.replacen("\"edge\": 880", "\"edge\": 870", 1);
    assert_ne!(own, ADULT);
    for (limits, is_known) in [(ADULT, true), (&own, false), ("[]", false)] {
        let store = as_of(&cluster, 54).await;
        let admitted = format!("UPDATE profiles SET limits = '{limits}' WHERE number = 1");
        sqlx::raw_sql(AssertSqlSafe(admitted)).execute(store.pool()).await.unwrap();
        let later = "INSERT INTO profiles (episode_id, number, state, template, limits, neutropenic, reason) \
             SELECT episode_id, 2, 'past', template, '[]', false, 'as ordered' FROM profiles WHERE number = 1";
        sqlx::raw_sql(later).execute(store.pool()).await.unwrap();
        store.migrate().await.unwrap();
        let known = format!("SELECT template_limits IS NOT DISTINCT FROM '{limits}'::jsonb FROM profiles ORDER BY number");
        assert_eq!(all::<bool>(&store, known).await, [is_known; 2], "{limits}");
        let told = "SELECT count(template_limits) FROM profiles".to_owned();
        assert_eq!(all::<i64>(&store, told).await, [if is_known { 2 } else { 0 }], "{limits}");
    }
}
