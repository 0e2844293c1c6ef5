//! Where a record came from: the columns with which every table of records begins.

use super::arrays::Bound;
use crate::stamp::Stamp;

/// The stream and number that a record came under, and when it was received.
#[derive(Clone, Copy)]
pub struct RecordOrigin<'a> {
    pub gateway: &'a str,
    pub stream_key: i32,
    pub seq: i64,
    pub received_at: Stamp,
}

/// Binds the first three arrays of a statement: stream, number, instant of receipt. UNNEST pads short arrays with NULL;
/// all arrays of one statement are made of the same rows, so they are equally long.
pub fn origins<'q, 'a>(statement: &'static str, rows: impl Iterator<Item = RecordOrigin<'a>> + Clone) -> Bound<'q> {
    sqlx::query(statement)
        .bind(rows.clone().map(|row| row.stream_key).collect::<Vec<_>>())
        .bind(rows.clone().map(|row| row.seq).collect::<Vec<_>>())
        .bind(rows.map(|row| row.received_at).collect::<Vec<_>>())
}
