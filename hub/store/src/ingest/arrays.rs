//! Arrays as the columns of a table: how many rows go to the server in one statement.

use sqlx::Postgres;
use sqlx::postgres::PgArguments;
use sqlx::query::Query;

/// A statement to which arguments are being bound.
pub type Bound<'q> = Query<'q, Postgres, PgArguments>;

/// A table `n` made of arrays as its columns; the first array is parameter number `first`.
pub fn unnest(first: usize, columns: &[(&str, &str)]) -> String {
    let arrays: Vec<String> = columns.iter().enumerate().map(|(index, (_, kind))| format!("${}::{kind}[]", first + index)).collect();
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    format!("UNNEST({}) n ({})", arrays.join(", "), names.join(", "))
}
