//! Instants in PostgreSQL's binary form, eight bytes each. With `to_timestamp(x / 1000.0)` the server would have to divide
//! decimal numbers, twice for each frame.

use hearth_vitals::WallMs;
use sqlx::encode::{Encode, IsNull};
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgHasArrayType, PgTypeInfo, Postgres};
use sqlx::{Decode, Type};

/// 2000-01-01T00:00:00Z, the instant from which PostgreSQL counts microseconds; in ms since 1970.
const EPOCH_MS: i64 = 946_684_800_000;
/// Type numbers of `timestamptz` and its array; they are the same in every PostgreSQL.
const OID: Oid = Oid(1184);
const ARRAY_OID: Oid = Oid(1185);
/// 1970-01-01 until 2200-01-01: an instant outside cannot be right, and is never stored.
const POSSIBLE_MS: std::ops::Range<i64> = 0..7_258_118_400_000;

/// A wall time that is sent to PostgreSQL as `timestamptz`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp(pub WallMs);

/// True for an instant that can be stored, and for which a partition can be made.
pub fn is_possible(at: WallMs) -> bool {
    POSSIBLE_MS.contains(&at.0)
}

/// The instant that PostgreSQL writes as so many microseconds.
pub fn from_postgres(micros: i64) -> WallMs {
    WallMs(micros.div_euclid(1_000).saturating_add(EPOCH_MS))
}

impl Type<Postgres> for Stamp {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(OID)
    }
}

impl PgHasArrayType for Stamp {
    fn array_type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(ARRAY_OID)
    }
}

impl Encode<'_, Postgres> for Stamp {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let micros = self.0.0.checked_sub(EPOCH_MS).and_then(|ms| ms.checked_mul(1_000)).ok_or("an instant beyond all calendars")?;
        <i64 as Encode<'_, Postgres>>::encode_by_ref(&micros, buffer)
    }
}

impl<'r> Decode<'r, Postgres> for Stamp {
    fn decode(value: <Postgres as sqlx::Database>::ValueRef<'r>) -> Result<Stamp, BoxDynError> {
        Ok(Stamp(from_postgres(<i64 as Decode<'r, Postgres>>::decode(value)?)))
    }
}
