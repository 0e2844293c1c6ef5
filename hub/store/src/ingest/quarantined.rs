//! Records that cannot be stored as data: how they are put into quarantine.

use super::origin::{RecordOrigin, origins};
use crate::error::StoreError;
use crate::quarantine::PER_HOUR;
use sqlx::PgConnection;

/// Consecutive numbers of a stream that have one reason, and their bytes if there are any.
struct Stretch<'a> {
    first: RecordOrigin<'a>,
    /// The number after the last one.
    end: i64,
    reason: &'a str,
    bytes: &'a [u8],
}

/// Records for the quarantine. Consecutive numbers without bytes of their own share one row: a body that nobody can read
/// may stand for thousands of numbers.
#[derive(Default)]
pub struct Quarantined<'a>(Vec<Stretch<'a>>);

impl<'a> Quarantined<'a> {
    /// Adds a record.
    pub fn add(&mut self, row: RecordOrigin<'a>, bytes: &'a [u8], reason: &'a str) {
        match self.0.last_mut() {
            Some(stretch) if bytes.is_empty() && stretch.goes_on(&row, reason) => stretch.end += 1,
            _ => self.0.push(Stretch { first: row, end: row.seq + 1, reason, bytes }),
        }
    }

    /// Writes them. The bytes are kept only while there is room for this gateway in this hour, in case it sends nothing else;
    /// the numbers and the reason are always kept.
    pub async fn write(&self, connection: &mut PgConnection) -> Result<(), StoreError> {
        if self.0.is_empty() {
            return Ok(());
        }
        let statement = "WITH n AS MATERIALIZED (SELECT n.*, count(*) FILTER (WHERE length(bytes) > 0) OVER (PARTITION BY gateway_id ORDER BY place) AS nth \
                 FROM UNNEST($1::int4[], $2::int8[], $3::timestamptz[], $4::text[], $5::int8[], $6::text[], $7::bytea[]) WITH ORDINALITY \
                      n (stream_key, first, received_at, gateway_id, ends, reason, bytes, place)), \
             kept AS MATERIALIZED (SELECT g.gateway_id, (SELECT count(*) FROM (SELECT FROM quarantine q WHERE q.gateway_id = g.gateway_id AND length(q.bytes) > 0 \
                 AND q.received_at > g.since - interval '1 hour' LIMIT $8) one) AS before FROM (SELECT gateway_id, min(received_at) AS since FROM n GROUP BY 1) g) \
             INSERT INTO quarantine (gateway_id, stream_key, range, reason, received_at, bytes) \
             SELECT gateway_id, stream_key, int8range(first, ends), reason, received_at, CASE WHEN before + nth <= $8 THEN bytes ELSE '' END \
             FROM n JOIN kept USING (gateway_id) ORDER BY place";
        origins(statement, self.0.iter().map(|stretch| stretch.first))
            .bind(self.0.iter().map(|stretch| stretch.first.gateway).collect::<Vec<_>>())
            .bind(self.0.iter().map(|stretch| stretch.end).collect::<Vec<_>>())
            .bind(self.0.iter().map(|stretch| stretch.reason).collect::<Vec<_>>())
            .bind(self.0.iter().map(|stretch| stretch.bytes).collect::<Vec<_>>())
            .bind(PER_HOUR)
            .execute(connection)
            .await?;
        Ok(())
    }
}

impl Stretch<'_> {
    fn goes_on(&self, next: &RecordOrigin<'_>, reason: &str) -> bool {
        self.bytes.is_empty()
            && (self.first.stream_key, self.end, self.reason, self.first.received_at)
                == (next.stream_key, next.seq, reason, next.received_at)
    }
}
