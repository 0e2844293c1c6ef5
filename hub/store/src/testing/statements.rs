//! Every statement of this room, collected from its sources, so that a test can have servers prepare them: a misspelt
//! column in a path that nobody takes for months is found before it is taken.
//!
//! Sources are read as text: string literals that begin as SQL does, with constants put in where `format!` names them.
//! Statements that are made of the list of vitals are asked of the functions that make them. Definitions (CREATE, ALTER,
//! DROP) are left out: a server does not look into them before it runs them, and each start runs them.

mod literals;

use crate::layout::minutes;
use crate::{history, ingest, newest, replay, restore};
use hearth_vitals::Vital;
use literals::Literal;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// How the statements that can be prepared begin.
const BEGINS: [&str; 6] = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH ", "CALL "];
/// How the others begin.
const NOT_PREPARED: [&str; 6] = ["CREATE ", "ALTER ", "DROP ", "SET ", "BEGIN ", "LOCK "];
/// Files whose statements are put together from parts: they are asked of [`made`], or run whenever a store is opened.
const MADE: [&str; 9] = [
    "history/sparklines.rs",
    "history/trend.rs",
    "ingest/frames.rs",
    "ingest/newest.rs",
    "ingest/waveforms.rs",
    "layout/timescale.rs",
    "newest.rs",
    "replay/frames.rs",
    "restore.rs",
];

/// A statement and the file it stands in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    /// Path of the file, under `src`.
    pub file: String,
    /// As it is sent.
    pub sql: String,
}

/// What one file holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Statements that can be prepared.
    pub statements: Vec<Statement>,
    /// Statements that could not be read, as sentences.
    pub unread: Vec<String>,
}

/// Reads every SQL statement of the sources.
///
/// # Errors
/// When a source cannot be read.
pub fn all() -> std::io::Result<Found> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = BTreeMap::new();
    read(&root, &root, &mut sources)?;
    let mut found = in_sources(&sources);
    found.statements.extend(made());
    found.statements.sort();
    found.statements.dedup();
    Ok(found)
}

fn read(root: &Path, folder: &Path, sources: &mut BTreeMap<String, String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path: PathBuf = entry?.path();
        let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        if path.is_dir() {
            read(root, &path, sources)?;
        } else if !name.starts_with("testing") {
            sources.insert(name, std::fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

/// The statements of sources by their names.
fn in_sources(sources: &BTreeMap<String, String>) -> Found {
    let macros = literals::macros(sources.values().map(String::as_str));
    let literals: BTreeMap<&str, Vec<Literal>> =
        sources.iter().map(|(file, source)| (file.as_str(), literals::of(source, &macros))).collect();
    let constants = literals.values().flatten().filter_map(|one| Some((one.constant.clone()?, one.text.clone())));
    let mut known: BTreeMap<String, String> = constants.collect();
    known.extend([("names".to_owned(), minutes::names()), ("aggregates".to_owned(), minutes::aggregates())]);
    let mut found = Found::default();
    for (file, literals) in literals {
        for literal in literals {
            take(file, &literal, &known, &mut found);
        }
    }
    found
}

fn take(file: &str, literal: &Literal, known: &BTreeMap<String, String>, found: &mut Found) {
    let is_part = literal.is_template || !literal.is_sent && literal.constant.is_none();
    if is_part && MADE.contains(&file) {
        return;
    }
    let filled = if literal.is_template { fill(&literal.text, known) } else { Ok(literal.text.clone()) };
    let begins = |text: &str, with: &[&str]| with.iter().any(|begin| text.trim_start().starts_with(begin));
    match filled {
        Ok(sql) if begins(&sql, &BEGINS) => found.statements.push(Statement { file: file.to_owned(), sql }),
        Ok(sql) if literal.is_sent && !begins(&sql, &NOT_PREPARED) => found.unread.push(format!("{file}: how does this begin: {sql}")),
        Err(name) if begins(&literal.text, &BEGINS) => {
            found.unread.push(format!("{file}: what stands for {{{name}}} in: {}", literal.text));
        }
        _ => {}
    }
}

/// Puts what is known into a template; the first name that is not known otherwise.
fn fill(template: &str, known: &BTreeMap<String, String>) -> Result<String, String> {
    let mut parts = template.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').ok_or_else(|| part.to_owned())?;
        filled += known.get(name).ok_or_else(|| name.to_owned())?;
        filled += rest;
    }
    Ok(filled)
}

/// Statements that are made of the list of vitals.
fn made() -> Vec<Statement> {
    let of = |file: &str, sql: String| Statement { file: file.to_owned(), sql };
    let both = |make: fn(bool) -> String| [make(true), make(false)];
    let mut made: Vec<Statement> = both(newest::statement).map(|sql| of("newest.rs", sql)).into();
    made.extend(both(restore::recent_statement).map(|sql| of("restore.rs", sql)));
    made.extend(ingest::statements().into_iter().map(|sql| of("ingest", sql.to_owned())));
    made.extend(history::statements(&Vital::ALL).into_iter().map(|sql| of("history", sql)));
    made.extend(replay::frames::statements().into_iter().map(|sql| of("replay/frames.rs", sql)));
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Found {
        in_sources(&BTreeMap::from([("a.rs".to_owned(), source.to_owned())]))
    }

    #[test]
    fn statements_are_found_in_every_clothes_they_wear() {
        let source = r##"
            // "SELECT a comment"
            const OF: &str = "SELECT a \
                FROM b";
            macro_rules! one { () => { "1" } }
            fn f() {
                let s = format!("{OF} WHERE c = '}'");
                let t = format!(
                    "{OF} WHERE d = $1"
                );
                query(concat!("DELETE FROM a WHERE b = ", one!(), " AND c"));
                query("UPDATE a SET b = '{}'");
                query("ALTER TABLE a");
            }
            #[cfg(test)]
            mod tests { fn g() { query("SELECT of_a_test") } }
        "##;
        let source = source.replace("'}'", "'x'");
        let found = found(&source);
        let texts: Vec<&str> = found.statements.iter().map(|one| one.sql.as_str()).collect();
        assert_eq!(
            texts,
            [
                "SELECT a FROM b",
                "SELECT a FROM b WHERE c = 'x'",
                "SELECT a FROM b WHERE d = $1",
                "DELETE FROM a WHERE b = 1 AND c",
                "UPDATE a SET b = '{}'"
            ]
        );
        assert_eq!(found.unread, Vec::<String>::new());
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let unread = found(r#"fn f() { let s = format!("SELECT {unknown} FROM a"); sqlx::query("MERGE INTO a") }"#).unread;
        assert_eq!(unread, ["a.rs: what stands for {unknown} in: SELECT {unknown} FROM a", "a.rs: how does this begin: MERGE INTO a"]);
    }

    #[test]
    fn the_sources_hold_more_than_a_hundred_and_all_are_read() {
        let found = all().unwrap_or_default();
        assert_eq!(found.unread, Vec::<String>::new());
        assert!(found.statements.len() > 100, "{}", found.statements.len());
    }
}
