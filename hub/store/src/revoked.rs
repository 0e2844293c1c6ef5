//! What a restore must not undo: gateways revoked and passwords changed since the backup.

use crate::{Store, StoreError};
use hearth_vitals::WallMs;
use sqlx::Row;

/// Who is not allowed any more, as one store knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revoked {
    /// Gateways that may not sign in, and since when.
    pub gateways: Vec<(String, WallMs)>,
    /// People by name, with the hash of the password in force and whether it must be changed. A
    /// password that is of no use matches nothing.
    pub passwords: Vec<(String, String, bool)>,
}

/// What a restore did beyond filling in the backup.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CarriedOver {
    /// Sessions that were ended.
    pub sessions: u64,
    /// Gateways that the backup still allowed.
    pub gateways: u64,
    /// People whose password in the backup is not the one in force.
    pub passwords: u64,
}

impl Store {
    /// Reads what holds now, before another state takes this one's place. Of this it asks only
    /// for columns that were there from the first version on.
    ///
    /// # Errors
    /// As every statement.
    pub async fn revoked(&self) -> Result<Revoked, StoreError> {
        let gateways = sqlx::query(
            "SELECT id, (extract(epoch FROM revoked_at) * 1000)::int8 AS at FROM gateways WHERE revoked_at IS NOT NULL ORDER BY id",
        )
        .fetch_all(&self.pool)
        .await?;
        let gateways: Result<Vec<_>, sqlx::Error> =
            gateways.iter().map(|row| Ok((row.try_get("id")?, WallMs(row.try_get("at")?)))).collect();
        let people = sqlx::query("SELECT name, password_hash, must_change_password FROM staff ORDER BY name").fetch_all(&self.pool).await?;
        let passwords: Result<Vec<_>, sqlx::Error> = people
            .iter()
            .map(|row| Ok((row.try_get("name")?, row.try_get("password_hash")?, row.try_get("must_change_password")?)))
            .collect();
        Ok(Revoked { gateways: gateways?, passwords: passwords? })
    }

    /// Makes a restored store hold to what was revoked, and ends every session in it.
    ///
    /// # Errors
    /// As every statement; nothing is changed then.
    pub async fn carry_over(&self, revoked: &Revoked) -> Result<CarriedOver, StoreError> {
        let (ids, at): (Vec<&str>, Vec<i64>) = revoked.gateways.iter().map(|(id, at)| (id.as_str(), at.0)).unzip();
        let names: Vec<&str> = revoked.passwords.iter().map(|(name, ..)| name.as_str()).collect();
        let hashes: Vec<&str> = revoked.passwords.iter().map(|(_, hash, _)| hash.as_str()).collect();
        let must_change: Vec<bool> = revoked.passwords.iter().map(|(.., must_change)| *must_change).collect();
        let mut transaction = self.pool.begin().await?;
        let sessions = sqlx::query("DELETE FROM sessions").execute(&mut *transaction).await?.rows_affected();
        let gateways = sqlx::query(
            "UPDATE gateways g SET revoked_at = to_timestamp(r.at / 1000.0) FROM UNNEST($1::text[], $2::int8[]) r (id, at) \
             WHERE g.id = r.id AND g.revoked_at IS NULL",
        )
        .bind(ids)
        .bind(at)
        .execute(&mut *transaction)
        .await?
        .rows_affected();
        let passwords = sqlx::query(
            "UPDATE staff s SET password_hash = p.hash, must_change_password = p.must_change \
             FROM UNNEST($1::text[], $2::text[], $3::bool[]) p (name, hash, must_change) WHERE s.name = p.name AND s.password_hash <> p.hash",
        )
        .bind(names)
        .bind(hashes)
        .bind(must_change)
        .execute(&mut *transaction)
        .await?
        .rows_affected();
        transaction.commit().await?;
        Ok(CarriedOver { sessions, gateways, passwords })
    }
}
