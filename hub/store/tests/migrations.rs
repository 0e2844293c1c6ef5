//! Migrations are kept as they were written, and only add: whoever restores a backup of an older version, or goes
//! back to one, finds what it knows.

use sqlx::migrate::Migrator;
use std::collections::BTreeSet;

pub static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Each migration as it was when it was written: its number, and the SHA-384 that databases keep of it.
const KEPT: &str = include_str!("data/migrations.txt");

/// What takes something away all the same, and why nobody misses it.
const TAKEN_AWAY: [(i64, &str, &str); 15] = [
    (9, "ALTER TABLE devices DROP CONSTRAINT devices_id_key", "the next statement makes it again, wider"),
    (12, "DROP TABLE gateway_status", "nothing ever read it"),
    (19, "ALTER TABLE roster_version RENAME TO bindings_version", "its only reader was renamed with it"),
    (19, "ALTER TABLE bindings_version RENAME CONSTRAINT roster_version_pkey TO bindings_version_pkey", "no program names it"),
    (19, "ALTER TABLE bindings_version RENAME CONSTRAINT roster_version_only_row_check TO bindings_version_only_row_check", "as above"),
    (21, "ALTER TABLE staff DROP CONSTRAINT staff_role_check", "the next statement makes it again, wider"),
    (24, "ALTER TABLE escalation_deadlines DROP CONSTRAINT escalation_deadlines_kind_check", "as above"),
    (24, "ALTER TABLE escalation_steps DROP CONSTRAINT escalation_steps_step_check", "as above"),
    (24, "ALTER TABLE escalation_steps DROP CONSTRAINT escalation_steps_check1", "as above"),
    (31, "ALTER TABLE staff DROP CONSTRAINT staff_role_check", "as above"),
    (45, "ALTER TABLE incidents ALTER COLUMN opened_by DROP NOT NULL", "a ladder opens one, too; every row there is fits"),
    (45, "ALTER TABLE incidents ADD CHECK (opened_by IS NOT NULL OR alert_id IS NOT NULL)", "every row there is has who opened it"),
    (53, "ALTER TABLE escalations DROP CONSTRAINT escalations_pause_reason_check", "the next statement makes it again, wider"),
    (53, "ALTER TABLE escalation_steps DROP CONSTRAINT escalation_steps_check1", "as above"),
    (54, "ALTER TABLE quiets DROP CONSTRAINT quiets_ended_why_check", "as above"),
];

/// Differences between the migrations of the folder and those that were kept, as sentences.
fn changed(migrations: &[(i64, String)], kept: &str) -> Vec<String> {
    let lines: BTreeSet<&str> = kept.lines().collect();
    let ours: Vec<String> = migrations.iter().map(|(version, checksum)| format!("{version:04} {checksum}")).collect();
    let number = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
    let is_kept = |number: &str| lines.iter().any(|line| line.starts_with(number));
    let of_ours = ours.iter().filter(|line| !lines.contains(line.as_str())).map(|line| match is_kept(&number(line)) {
        true => format!("migration {} is another than databases have run: take the change back, and write one more", number(line)),
        false => format!("migration {} is new: add the line '{line}' to tests/data/migrations.txt", number(line)),
    });
    let is_ours = |line: &&&str| ours.iter().any(|one| one.starts_with(&number(line)));
    let gone = lines
        .iter()
        .filter(|line| !is_ours(line))
        .map(|line| format!("migration {} is gone: databases that ran it are refused", number(line)));
    of_ours.chain(gone).collect()
}

/// Statements of a migration that take something away from whoever knows the schema before it.
fn taken_away(sql: &str) -> Vec<String> {
    let code: Vec<&str> = sql.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
    let statements = code.join(" ");
    let statements = statements.split(';').map(|statement| statement.split_whitespace().collect::<Vec<_>>());
    statements.filter(|words| takes_away(words)).map(|words| words.join(" ")).collect()
}

fn takes_away(words: &[&str]) -> bool {
    let upper: Vec<String> = words.iter().map(|word| word.to_uppercase()).collect();
    let has = |wanted: &[&str]| upper.windows(wanted.len()).any(|some| some.iter().zip(wanted).all(|(word, wanted)| word == wanted));
    match upper.first().map(String::as_str) {
        Some("DROP" | "TRUNCATE" | "DELETE") => true,
        Some("ALTER") => {
            let must_be_given = has(&["ADD"]) && has(&["NOT", "NULL"]) && !has(&["DEFAULT"]);
            has(&["DROP"]) || has(&["RENAME"]) || has(&["TYPE"]) || has(&["SET", "NOT", "NULL"]) || must_be_given
        }
        _ => false,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_migration_stays_as_it_was_written() {
    let ours: Vec<_> = MIGRATIONS.iter().map(|migration| (migration.version, hex(&migration.checksum))).collect();
    assert_eq!(changed(&ours, KEPT), Vec::<String>::new());
}

#[test]
fn a_migration_that_changed_a_new_one_and_one_that_is_gone_are_told_apart() {
    let ours = [(1, "aa".to_owned()), (2, "changed".to_owned()), (4, "dd".to_owned())];
    let told = changed(&ours, "0001 aa\n0002 bb\n0003 cc\n");
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].starts_with("migration 0002 is another"), "{told:?}");
    assert!(told[1].ends_with("add the line '0004 dd' to tests/data/migrations.txt"), "{told:?}");
    assert!(told[2].starts_with("migration 0003 is gone"), "{told:?}");
}

#[test]
fn a_migration_only_adds() {
    let found: Vec<_> =
        MIGRATIONS.iter().flat_map(|one| taken_away(one.sql.as_str()).into_iter().map(|what| (one.version, what))).collect();
    let known: Vec<_> = TAKEN_AWAY.iter().map(|(version, what, _)| (*version, (*what).to_owned())).collect();
    assert_eq!(found, known);
}

#[test]
fn what_takes_away_is_found_whatever_its_clothes() {
    let takes = |sql: &str| !taken_away(sql).is_empty();
    for sql in [
        "drop table a",
        "CREATE TABLE b (); -- and\n DROP INDEX c;",
        "DELETE FROM a",
        "ALTER TABLE a\n  DROP COLUMN b",
        "ALTER TABLE a ALTER b TYPE bigint",
        "ALTER TABLE a ALTER COLUMN b SET NOT NULL",
        "ALTER TABLE a RENAME b TO c",
        "ALTER TABLE a ADD COLUMN b text NOT NULL",
    ] {
        assert!(takes(sql), "{sql}");
    }
    for sql in [
        "CREATE TABLE a (b text NOT NULL)",
        "-- DROP TABLE a;\nCREATE INDEX b ON a (c)",
        "ALTER TABLE a ADD COLUMN b text NOT NULL DEFAULT ''",
        "ALTER TABLE a ADD COLUMN b text CHECK (b IS NULL OR c IS NULL)",
        "CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON a",
    ] {
        assert!(!takes(sql), "{sql}");
    }
}
